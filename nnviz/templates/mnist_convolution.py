"""Handwritten digits of 28×28 pixels: the convolution network of every tutorial."""

from nnviz.data.mnist import Mnist
from nnviz.design.document import Document, Setup
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.reshape import Reshape
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return two convolutions with poolings and two dense layers on MNIST."""
    design = chain(
        ("picture", Input((28, 28))),
        ("channel", Reshape((28, 28, 1))),
        ("filters_1", Conv2D(32, (3, 3), activation="relu")),
        ("pool_1", MaxPooling2D()),
        ("filters_2", Conv2D(64, (3, 3), activation="relu")),
        ("pool_2", MaxPooling2D()),
        ("row", Flatten()),
        ("hidden", Dense(128, "relu")),
        ("digit", Dense(10, "softmax")),
    )
    return Document(
        "mnist convolution",
        design,
        Setup(Mnist(), SparseCategoricalCrossentropy(), Adam(0.001), batch_size=64, epochs=5),
    )


TEMPLATE = Template(
    "mnist_convolution",
    QT_TRANSLATE_NOOP("nnviz", "MNIST, convolution"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Two layers of filters on 70,000 handwritten digits; export it and train it to 99 %."
    ),
    build,
    order=75,
    needs="mnist.npz",
)
