"""Photographs of flowers, every pixel an input: the wrong network for pictures."""

from nnviz.data.flowers import Flowers
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return 110592-500-50-5 on 192×192×3."""
    design = chain(
        ("photograph", Input((192, 192, 3))),
        ("pixels", Flatten()),
        ("hidden_1", Dense(500, "relu")),
        ("hidden_2", Dense(50, "relu")),
        ("flower", Dense(5, "softmax")),
    )
    setup = Setup(Flowers(watched=4), CategoricalCrossentropy(), Adam(0.001), batch_size=32, epochs=10)
    return Document("flowers dense", design, setup)


TEMPLATE = Template(
    "flowers-dense",
    QT_TRANSLATE_NOOP("nnviz", "Flowers, dense layers"),
    QT_TRANSLATE_NOOP(
        "nnviz",
        "55 million weights that know nothing of neighbours: it trains, and clearly worse than the next ones.",
    ),
    build,
    order=80,
    needs="flower_photos",
)
