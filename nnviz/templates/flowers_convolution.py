"""Photographs of flowers through a small convolution network, from nothing."""

from nnviz.data.flowers import Flowers
from nnviz.design.document import Document, Setup
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
from nnviz.layers.input import Input
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.random_flip import RandomFlip
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return four convolutions with poolings on 96×96×3."""
    filters = [
        layer
        for number, count in enumerate((16, 32, 64, 64), 1)
        for layer in (
            (f"filters_{number}", Conv2D(count, (3, 3), padding="same", activation="relu")),
            (f"pool_{number}", MaxPooling2D()),
        )
    ]
    design = chain(
        ("photograph", Input((96, 96, 3))),
        ("flip", RandomFlip("horizontal")),
        *filters,
        ("means", GlobalAveragePooling2D()),
        ("flower", Dense(5, "softmax")),
    )
    data = Flowers(size=(96, 96), watched=4)
    setup = Setup(data, SparseCategoricalCrossentropy(), Adam(0.001), batch_size=16, epochs=20)
    return Document("flowers convolution", design, setup)


TEMPLATE = Template(
    "flowers-convolution",
    QT_TRANSLATE_NOOP("nnviz", "Flowers, convolutions"),
    QT_TRANSLATE_NOOP(
        "nnviz", "A small network of filters learns photographs from nothing, flipped at random."
    ),
    build,
    order=82,
    needs="flower_photos",
)
