"""Two spirals: where a wider network is needed."""

from nnviz.data.spiral import Spiral
from nnviz.design.document import Document, Setup
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, classifier
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 2-8-8-1 on two spirals."""
    return classifier("spiral", (8, 8), Setup(Spiral(), optimizer=Adam(0.03), batch_size=10, epochs=200))


TEMPLATE = Template(
    "spiral",
    QT_TRANSLATE_NOOP("nnviz", "Spiral, 2-8-8-1"),
    QT_TRANSLATE_NOOP("nnviz", "Two arms wound around each other: the hardest of the point sets."),
    build,
    order=20,
)
