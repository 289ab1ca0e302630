"""A network of five layers: every value of every layer, forward and back."""

from nnviz.data.circle import Circle
from nnviz.design.document import Document, Setup
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, classifier
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 2-5-4-3-2-1 with tanh: four hidden layers and the output."""
    setup = Setup(Circle(), optimizer=Adam(0.01), batch_size=10, epochs=40)
    return classifier("five layers", (5, 4, 3, 2), setup)


TEMPLATE = Template(
    "five-layers",
    QT_TRANSLATE_NOOP("nnviz", "Five layers"),
    QT_TRANSLATE_NOOP("nnviz", "Z, A, W, b and their gradients in every layer, each with its shape."),
    build,
    order=46,
)
