"""RandomFlip: pictures mirrored at random, in Keras only."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.layers.augmentation import Augmentation
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class RandomFlip(Augmentation):
    """A = X here. In Keras pictures are mirrored in training, each way with probability ½.

    https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Random flip (in Keras only)")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Mirrors pictures at random in the exported program's training. Here they are handed on as they are.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "mirror augmentation horizontal vertical picture")

    mode: str = declare(
        "horizontal_and_vertical",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Which way pictures are mirrored"),
        choices=("horizontal_and_vertical", "horizontal", "vertical"),
    )

    def summary(self) -> str:
        return self.mode.replace("_and_", ", ")
