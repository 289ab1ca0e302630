"""A disc in a ring: the problem that the window opens on."""

from nnviz.data.circle import Circle
from nnviz.design.document import Document, Setup
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, classifier
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 2-4-2-1 on the circle. The seed is one from which four neurons find the ring."""
    return classifier("circle", (4, 2), Setup(Circle(), optimizer=Adam(0.03), batch_size=10, epochs=60))


TEMPLATE = Template(
    "circle",
    QT_TRANSLATE_NOOP("nnviz", "Circle, 2-4-2-1"),
    QT_TRANSLATE_NOOP("nnviz", "A disc inside a ring, parted by six neurons. A good first run."),
    build,
    order=0,
)
