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
    """Return y = 2·x0 + 3·x1 + 4 + noise, one linear neuron, MSE, SGD 0.1, batch 2, 100 epochs.

    With two samples in a batch the weights wander about 2, 3 and 4 to the end, up to 0.1 away. The seed is one whose
    last step is within 0.05; smaller steps or larger batches wander less.
    """
    design = chain(("inputs", Input((2,))), ("output", Dense(1)))
    setup = Setup(Plane(), MeanSquaredError(), SGD(0.1), batch_size=2, epochs=100, seed=5)
    return Document("linear regression", design, setup)


TEMPLATE = Template(
    "linear-regression",
    QT_TRANSLATE_NOOP("nnviz", "Linear regression"),
    QT_TRANSLATE_NOOP("nnviz", "One neuron recovers the weights 2 and 3 and the bias 4 from noisy points."),
    build,
    order=50,
)
