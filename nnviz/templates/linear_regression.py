"""Linear regression: one neuron finds the numbers behind the data."""

from nnviz.data.plane import Plane
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return y = 2·x0 + 3·x1 + 4 + noise, one linear neuron, MSE, SGD 0.1, batch 2, 100 epochs."""
    design = chain(("inputs", Input((2,))), ("output", Dense(1)))
    return Document(
        "linear regression", design, Setup(Plane(), MeanSquaredError(), SGD(0.1), batch_size=2, epochs=100)
    )


TEMPLATE = Template(
    "linear-regression",
    QT_TRANSLATE_NOOP("nnviz", "Linear regression"),
    QT_TRANSLATE_NOOP("nnviz", "One neuron recovers the weights 2 and 3 and the bias 4 from noisy points."),
    build,
    order=50,
)
