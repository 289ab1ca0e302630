"""A small convolution network on handwritten digits of 8×8 pixels: few enough numbers to step through."""

from nnviz.data.digits import Digits
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
    """Return four filters of 3×3, a pooling and 10 neurons on the 8×8 digits."""
    design = chain(
        ("picture", Input((8, 8))),
        ("channel", Reshape((8, 8, 1))),
        ("filters", Conv2D(4, (3, 3), activation="relu")),
        ("pool", MaxPooling2D()),
        ("row", Flatten()),
        ("digit", Dense(10, "softmax")),
    )
    return Document(
        "digits convolution",
        design,
        Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.01), batch_size=32, epochs=20),
    )


TEMPLATE = Template(
    "digits_convolution",
    QT_TRANSLATE_NOOP("nnviz", "Digits 8×8, convolution"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Four filters look for strokes in small handwritten digits; every feature map can be seen."
    ),
    build,
    order=65,
)
