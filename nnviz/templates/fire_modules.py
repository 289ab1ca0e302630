"""Fire modules: squeeze to few maps, then expand two ways and lay the results side by side."""

from nnviz.data.digits import Digits
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.layers.concatenate import Concatenate
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
from nnviz.layers.input import Input
from nnviz.layers.reshape import Reshape
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return a convolution, two fire modules and the mean of each map, on digits 8×8. Iandola et al. 2016."""
    design = chain(
        ("picture", Input((8, 8))),
        ("channel", Reshape((8, 8, 1))),
        ("stem", Conv2D(12, (3, 3), padding="same", activation="relu")),
    )
    last = "stem"
    for number in (1, 2):
        design, last = _fire(design, last, number)
    for name, layer in (("means", GlobalAveragePooling2D()), ("digit", Dense(10, "softmax"))):
        design, last = edits.append(design, layer, last, name)
    setup = Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.005), batch_size=32, epochs=25)
    return Document("fire modules", edits.arrange(design), setup)


def _fire(design: Design, before: str, number: int) -> tuple[Design, str]:
    """Return the design with a module behind ``before``: squeeze to 4 maps, expand to 8 and 8."""
    design, squeeze = edits.append(design, Conv2D(4, (1, 1), activation="relu"), before, f"squeeze_{number}")
    design, single = edits.append(design, Conv2D(8, (1, 1), activation="relu"), squeeze, f"single_{number}")
    design, both = edits.append(design, Concatenate(), single, f"both_{number}")
    x, y = design.node(single).position
    wide = Conv2D(8, (3, 3), padding="same", activation="relu")
    design, triple = edits.add(design, wide, (x, y + 110.0), f"triple_{number}")
    design = edits.connect(edits.connect(design, squeeze, triple), triple, both, 1)
    return design, both


TEMPLATE = Template(
    "fire-modules",
    QT_TRANSLATE_NOOP("nnviz", "Fire modules (squeeze and expand)"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Few maps, then many in two sizes side by side: good results with few weights."
    ),
    build,
    order=67,
)
