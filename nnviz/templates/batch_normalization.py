"""Batch normalisation and dropout: two layers that do one thing in training and another in use."""

from nnviz.data.digits import Digits
from nnviz.design.document import Document, Setup
from nnviz.layers.activation import Activation
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 64-16-10 on the 8×8 digits, the hidden sums normalised and a fifth of the hidden values dropped.

    The hidden layer has no bias: the normalisation would take it away again. The moving averages keep 0.9 of
    themselves, so that 30 epochs are enough for them.
    """
    design = chain(
        ("picture", Input((8, 8))),
        ("pixels", Flatten()),
        ("hidden", Dense(16, use_bias=False)),
        ("normalized", BatchNormalization(momentum=0.9)),
        ("bend", Activation("relu")),
        ("dropped", Dropout(0.2)),
        ("digit", Dense(10, "softmax")),
    )
    return Document(
        "batch-normalization",
        design,
        Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.003), batch_size=32, epochs=30),
    )


TEMPLATE = Template(
    "batch-normalization",
    QT_TRANSLATE_NOOP("nnviz", "Batch normalization and dropout on digits 8×8"),
    QT_TRANSLATE_NOOP(
        "nnviz",
        "In training every batch is brought to mean 0 and deviation 1 and some neurons are silent; in use neither is"
        " so.",
    ),
    build,
    order=67,
)
