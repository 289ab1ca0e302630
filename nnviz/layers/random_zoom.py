"""RandomZoom: pictures enlarged or made smaller at random, in Keras only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.layers.augmentation import Augmentation, factor_of, fill_mode, fill_value, interpolation
from nnviz.layers.base import KerasCall, changed_in_keras
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class RandomZoom(Augmentation):
    """A = X here. In Keras pictures become larger or smaller in training, by −f to f of their size.

    https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Random zoom (in Keras only)")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Enlarges or shrinks pictures at random in the exported program's training. Here they are handed on as they"
        " are.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "scale size augmentation picture")

    height_factor: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest change of the height, as a part of it"),
        minimum=0.0,
        maximum=0.99,
        step=0.05,
    )
    width_factor: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest change of the width, as a part of it; none: as the height"),
        minimum=0.0,
        maximum=0.99,
        step=0.05,
        optional=True,
    )
    fill_mode: str = fill_mode()
    interpolation: str = interpolation()
    fill_value: float = fill_value()

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        factors = {name: factor_of(config.get(name)) for name in ("height_factor", "width_factor")}
        return {**config, **factors}

    def summary(self) -> str:
        return f"±{100 * self.height_factor:g} %"

    def keras(self) -> KerasCall:
        args, kwargs = changed_in_keras(self, "height_factor")
        return KerasCall("layers.RandomZoom", args, kwargs)
