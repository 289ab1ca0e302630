"""One weight: the cost as a curve that can be seen whole."""

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import Given
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return ŷ = w·x on y = 2·x, started at w = −1: the cost is a parabola with its lowest point at 2."""
    start = Dense(1, use_bias=False, kernel_initializer=Given(((-1.0,),)))
    design = chain(("x", Input((1,))), ("output", start))
    data = Samples(((1.0,), (2.0,), (3.0,)), ((2.0,), (4.0,), (6.0,)))
    return Document("one weight", design, Setup(data, MeanSquaredError(), SGD(0.02), batch_size=3, epochs=50))


TEMPLATE = Template(
    "one-weight",
    QT_TRANSLATE_NOOP("nnviz", "One weight and its cost"),
    QT_TRANSLATE_NOOP(
        "nnviz", "The cost of a single weight is a bowl; gradient descent rolls to its lowest point, 2."
    ),
    build,
    order=48,
)
