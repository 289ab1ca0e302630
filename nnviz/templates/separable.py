"""Separable convolutions with ways around them, in the manner of Xception."""

from nnviz.data.digits import Digits
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.layers.activation import Activation
from nnviz.layers.add import Add
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
from nnviz.layers.input import Input
from nnviz.layers.reshape import Reshape
from nnviz.layers.separable_conv2d import SeparableConv2D
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return a convolution and two blocks of separable convolutions on digits 8×8. Chollet 2017."""
    design = chain(
        ("picture", Input((8, 8))),
        ("channel", Reshape((8, 8, 1))),
        ("stem", Conv2D(12, (3, 3), padding="same", activation="relu")),
    )
    last = "stem"
    for number in (1, 2):
        design, last = _block(design, last, number)
    for name, layer in (("means", GlobalAveragePooling2D()), ("digit", Dense(10, "softmax"))):
        design, last = edits.append(design, layer, last, name)
    setup = Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.005), batch_size=32, epochs=20)
    return Document("separable", edits.arrange(design), setup)


def _block(design: Design, before: str, number: int) -> tuple[Design, str]:
    """Return the design with a separable convolution behind ``before`` and a way around it."""
    convolution = SeparableConv2D(12, (3, 3), padding="same", use_bias=False)
    design, last = edits.append(design, convolution, before, f"separable_{number}")
    design, last = edits.append(design, BatchNormalization(), last, f"normal_{number}")
    design, total = edits.append(design, Add(), last, f"sum_{number}")
    design = edits.connect(design, before, total, 1)
    return edits.append(design, Activation("relu"), total, f"bend_{number}")


TEMPLATE = Template(
    "separable",
    QT_TRANSLATE_NOOP("nnviz", "Separable convolutions with skips"),
    QT_TRANSLATE_NOOP(
        "nnviz", "First each map by itself, then all together, and a way around: Xception in small."
    ),
    build,
    order=68,
)
