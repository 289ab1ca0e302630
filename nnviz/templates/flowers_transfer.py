"""Photographs of flowers with a pretrained, frozen base: transfer learning."""

from nnviz.data.flowers import Flowers
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.pretrained import MobileNetV2
from nnviz.layers.rescaling import Rescaling
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return MobileNetV2 without its top and a head of five neurons, on 192×192×3."""
    design = chain(
        ("photograph", Input((192, 192, 3))),
        ("scale", Rescaling((2.0,), (-1.0,))),
        ("base", MobileNetV2()),
        ("features", Flatten()),
        ("flower", Dense(5, "softmax")),
    )
    setup = Setup(Flowers(), CategoricalCrossentropy(), Adam(0.001), batch_size=32, epochs=10)
    return Document("flowers transfer learning", design, setup)


TEMPLATE = Template(
    "flowers-transfer",
    QT_TRANSLATE_NOOP("nnviz", "Flowers, transfer learning"),
    QT_TRANSLATE_NOOP(
        "nnviz", "What a million photographs taught is kept; only five neurons behind it learn."
    ),
    build,
    order=84,
    needs="flower_photos",
)
