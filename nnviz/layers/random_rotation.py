"""RandomRotation: pictures turned at random, in Keras only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.layers.augmentation import Augmentation, factor_of, fill_mode, fill_value, interpolation
from nnviz.layers.base import KerasCall, changed_in_keras
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class RandomRotation(Augmentation):
    """A = X here. In Keras pictures are turned in training, by −f to f whole turns.

    https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Random rotation (in Keras only)")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Turns pictures at random in the exported program's training. Here they are handed on as they are.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "rotate turn angle augmentation picture")

    factor: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest turn either way, as a part of a whole one"),
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )
    fill_mode: str = fill_mode()
    interpolation: str = interpolation()
    fill_value: float = fill_value()

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return {**config, "factor": factor_of(config["factor"])}

    def summary(self) -> str:
        return f"±{360 * self.factor:g}°"

    def keras(self) -> KerasCall:
        args, kwargs = changed_in_keras(self, "factor")
        return KerasCall("layers.RandomRotation", args, kwargs)
