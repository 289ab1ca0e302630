"""Digits read line by line: a recurrent network."""

from nnviz.data.digits import Digits
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.layers.lstm import LSTM
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return a network that takes the 8 lines of a picture as 8 time steps."""
    design = chain(("lines", Input((8, 8))), ("memory", LSTM(16)), ("digit", Dense(10, "softmax")))
    return Document(
        "digits line by line",
        design,
        Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.01), batch_size=32, epochs=20),
    )


TEMPLATE = Template(
    "digits_lstm",
    QT_TRANSLATE_NOOP("nnviz", "Digits, line by line (LSTM)"),
    QT_TRANSLATE_NOOP(
        "nnviz", "A recurrent network reads a digit from top to bottom and remembers what it saw."
    ),
    build,
    order=65,
)
