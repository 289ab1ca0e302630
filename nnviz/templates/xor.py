"""XOR: the problem that one neuron cannot solve."""

from nnviz.data.xor import Xor
from nnviz.design.document import Document, Setup
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, classifier
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 2-4-3-1 on XOR."""
    return classifier("xor", (4, 3), Setup(Xor(), optimizer=Adam(0.03), batch_size=10, epochs=60))


TEMPLATE = Template(
    "xor",
    QT_TRANSLATE_NOOP("nnviz", "XOR, 2-4-3-1"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Opposite corners belong together: impossible for one neuron, easy with a hidden layer."
    ),
    build,
    order=10,
)
