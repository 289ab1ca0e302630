"""Handwritten digits of 28×28 pixels: the network of every tutorial."""

from nnviz.data.mnist import Mnist
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 784-512-512-10 on MNIST."""
    design = chain(
        ("picture", Input((28, 28))),
        ("pixels", Flatten()),
        ("hidden_1", Dense(512, "relu")),
        ("hidden_2", Dense(512, "relu")),
        ("digit", Dense(10, "softmax")),
    )
    return Document(
        "handwritten digits",
        design,
        Setup(Mnist(), SparseCategoricalCrossentropy(), Adam(0.001), batch_size=128, epochs=8),
    )


TEMPLATE = Template(
    "mnist",
    QT_TRANSLATE_NOOP("nnviz", "MNIST, 784-512-512-10"),
    QT_TRANSLATE_NOOP("nnviz", "70,000 handwritten digits; export it and train it to 98 %."),
    build,
    order=70,
    needs="mnist.npz",
)
