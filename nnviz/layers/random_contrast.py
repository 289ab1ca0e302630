"""RandomContrast: pictures of another contrast at random, in Keras only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.layers.augmentation import Augmentation, factor_of
from nnviz.layers.base import KerasCall, changed_in_keras
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class RandomContrast(Augmentation):
    """A = X here. In Keras the distances of their values from the mean are multiplied by 1 to 1 + f in training.

    https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Random contrast (in Keras only)")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Raises the contrast of pictures at random in the exported program's training. Here they are handed on as"
        " they are.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "contrast light augmentation picture")

    factor: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest gain of contrast, as a part of it"),
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )
    value_range: tuple[float, ...] = declare(
        (0.0, 255.0),
        "numbers",
        QT_TRANSLATE_NOOP("nnviz", "Least and largest value of the pictures"),
        length=2,
    )

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        value_range = tuple(float(n) for n in config["value_range"])
        return {**config, "factor": factor_of(config["factor"], one_sided=True), "value_range": value_range}

    def summary(self) -> str:
        return f"+{100 * self.factor:g} %"

    def keras(self) -> KerasCall:
        args, kwargs = changed_in_keras(self, "factor")
        return KerasCall("layers.RandomContrast", args, kwargs)
