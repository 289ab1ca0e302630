"""A residual network: ways around the layers, which are added to what they make."""

from nnviz.data.digits import Digits
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.layers.activation import Activation
from nnviz.layers.add import Add
from nnviz.layers.base import Layer
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.initializers import HeNormal
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template
from nnviz.words import QT_TRANSLATE_NOOP

_WIDTH, _BLOCKS = 16, 2


def build() -> Document:
    """Return 64-16-10 on the 8×8 digits with two blocks, each 16-16 and a way around."""
    design = Design()
    layers: tuple[tuple[str, Layer], ...] = (
        ("picture", Input((8, 8))),
        ("pixels", Flatten()),
        ("stem", Dense(_WIDTH, "relu", kernel_initializer=HeNormal())),
    )
    for name, layer in layers:
        design, last = edits.append(design, layer, name=name)
    for number in range(1, _BLOCKS + 1):
        design, last = _block(design, last, number)
    design, _ = edits.append(design, Dense(10, "softmax"), last, "digit")
    return Document(
        "residual",
        edits.arrange(design),
        Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.003), batch_size=32, epochs=30),
    )


def _block(design: Design, before: str, number: int) -> tuple[Design, str]:
    """Return the design with one block behind ``before``, and the name of its last layer."""
    design, inner = edits.append(
        design, Dense(_WIDTH, "relu", kernel_initializer=HeNormal()), before, f"inner_{number}"
    )
    design, outer = edits.append(design, Dense(_WIDTH), inner, f"outer_{number}")
    design, total = edits.append(design, Add(), outer, f"sum_{number}")
    design = edits.connect(design, before, total, 1)
    return edits.append(design, Activation("relu"), total, f"bend_{number}")


TEMPLATE = Template(
    "residual",
    QT_TRANSLATE_NOOP("nnviz", "Residual network on digits 8×8"),
    QT_TRANSLATE_NOOP(
        "nnviz",
        "Each block adds its input to what its layers make of it, so the gradient has a short way back.",
    ),
    build,
    order=65,
)
