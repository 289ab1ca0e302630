"""Photographs of flowers, changed a little at random, a frozen base, and the mean of each of its feature maps."""

from nnviz.data.flowers import Flowers
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
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
    """Return MobileNetV2 without its top and a head of five neurons, on 192×192×3."""
    design = chain(
        ("photograph", Input((192, 192, 3))),
        ("flip", RandomFlip("horizontal")),
        ("zoom", RandomZoom(0.2)),
        ("scale", Rescaling((2.0,), (-1.0,))),
        ("base", MobileNetV2()),
        ("means", GlobalAveragePooling2D()),
        ("flower", Dense(5, "softmax")),
    )
    setup = Setup(Flowers(), CategoricalCrossentropy(), Adam(0.001), batch_size=32, epochs=20)
    return Document("flowers transfer with pooling", design, setup)


TEMPLATE = Template(
    "flowers-pooled",
    QT_TRANSLATE_NOOP("nnviz", "Flowers, transfer with pooling"),
    QT_TRANSLATE_NOOP(
        "nnviz", "The mean of each feature map instead of all its places: fewer weights, better results."
    ),
    build,
    order=85,
    needs="flower_photos",
)
