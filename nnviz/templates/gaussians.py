"""Two clouds of points: the easiest classification there is."""

from nnviz.data.gaussians import Gaussians
from nnviz.design.document import Document, Setup
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import Template, classifier
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return one sigmoid neuron on two Gaussians: logistic regression.

    The seed is one from which the line starts the wrong way round; by default it parts the clouds before it learns.
    """
    setup = Setup(Gaussians(), optimizer=SGD(0.3), batch_size=10, epochs=20, seed=6)
    return classifier("gaussians", (), setup)


TEMPLATE = Template(
    "gaussians",
    QT_TRANSLATE_NOOP("nnviz", "Two clouds, one neuron"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Logistic regression: a single neuron draws a straight line between two clouds."
    ),
    build,
    order=5,
)
