"""Handwritten digits of 8×8 pixels: pictures without a download."""

from nnviz.data.digits import Digits
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 64-16-10 on the 8×8 digits."""
    design = chain(
        ("picture", Input((8, 8))),
        ("pixels", Flatten()),
        ("hidden", Dense(16, "relu")),
        ("digit", Dense(10, "softmax")),
    )
    return Document(
        "digits",
        design,
        Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.003), batch_size=32, epochs=30),
    )


TEMPLATE = Template(
    "digits",
    QT_TRANSLATE_NOOP("nnviz", "Digits 8×8, 64-16-10"),
    QT_TRANSLATE_NOOP("nnviz", "Small handwritten digits that need no download; every neuron can be seen."),
    build,
    order=60,
)
