"""RandomBrightness: pictures of another brightness at random, in Keras only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.layers.augmentation import Augmentation, factor_of
from nnviz.layers.base import KerasCall, changed_in_keras
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class RandomBrightness(Augmentation):
    """A = X here. In Keras −f to f of the range of values is added in training.

    https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Random brightness (in Keras only)")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Brightens or darkens pictures at random in the exported program's training. Here they are handed on as"
        " they are.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "light dark exposure augmentation picture")

    factor: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest change, as a part of the range of values"),
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
        return {**config, "factor": factor_of(config["factor"]), "value_range": value_range}

    def summary(self) -> str:
        return f"±{100 * self.factor:g} %"

    def keras(self) -> KerasCall:
        args, kwargs = changed_in_keras(self, "factor")
        return KerasCall("layers.RandomBrightness", args, kwargs)
