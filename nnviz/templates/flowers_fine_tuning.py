"""Photographs of flowers with a pretrained base that learns in a second phase: fine tuning."""

from nnviz.data.flowers import Flowers
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.pretrained import MobileNetV2
from nnviz.layers.random_flip import RandomFlip
from nnviz.layers.random_zoom import RandomZoom
from nnviz.layers.rescaling import Rescaling
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return MobileNetV2 without its top and a head of five neurons; the base learns too, on 192×192×3."""
    design = chain(
        ("photograph", Input((192, 192, 3))),
        ("flip", RandomFlip("horizontal")),
        ("zoom", RandomZoom(0.2)),
        ("scale", Rescaling((2.0,), (-1.0,))),
        ("base", MobileNetV2(trainable=True)),
        ("features", Flatten()),
        ("flower", Dense(5, "softmax")),
    )
    setup = Setup(Flowers(), CategoricalCrossentropy(), Adam(0.001), batch_size=32, epochs=8)
    return Document("flowers fine tuning", design, setup)


TEMPLATE = Template(
    "flowers-fine-tuning",
    QT_TRANSLATE_NOOP("nnviz", "Flowers, fine tuning"),
    QT_TRANSLATE_NOOP("nnviz", "First the head learns, then the pretrained base too, at a low rate."),
    build,
    order=86,
    needs="flower_photos",
)
