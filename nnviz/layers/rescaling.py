"""Rescaling: values brought to another range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


def one_or_all(numbers: tuple[float, ...]) -> float | tuple[float, ...]:
    """Return the number if there is one, as Keras takes it, else all."""
    return numbers[0] if len(numbers) == 1 else numbers


def numbers_of(value: Any) -> tuple[float, ...]:
    """Return Keras' number, list of numbers or None as a tuple."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


@dataclass(frozen=True)
class Rescaling(Layer):
    """A = s X + o, dX = s dA, with one number for all values or one for each channel (last axis).

    Raises :class:`ShapeError` if there are neither one nor as many numbers as channels.
    https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Rescaling")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Multiplies every value by a fixed number and adds another: pixels from 0 to 255 become 0 to 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "scale range pixels 255 offset")
    group = "preprocessing"
    formula = r"A = s X + o"
    backward_formula = r"dX = s \, dA"
    code = "A = X * scale + offset"

    scale: tuple[float, ...] = declare(
        (1 / 255,),
        "numbers",
        QT_TRANSLATE_NOOP("nnviz", "What values are multiplied by: one number, or one for each channel"),
    )
    offset: tuple[float, ...] = declare(
        (0.0,),
        "numbers",
        QT_TRANSLATE_NOOP("nnviz", "What is added then: one number, or one for each channel"),
    )

    def _rows(self, dtype: np.dtype[Any]) -> tuple[Array, Array]:
        """Return scale and offset; Keras rounds them to float32 in every precision."""
        scale, offset = np.asarray(self.scale, np.float32), np.asarray(self.offset, np.float32)
        return scale.astype(dtype), offset.astype(dtype)

    def output_shape(self, *inputs: Shape) -> Shape:
        for field, numbers in (("scale", self.scale), ("offset", self.offset)):
            if len(numbers) not in (1, inputs[0][-1]):
                raise ShapeError(
                    say(
                        QT_TRANSLATE_NOOP(
                            "nnviz",
                            "Rescaling needs one number as {field}, or one for each of the {channels} channels, but"
                            " there are {count}. Change it.",
                        ),
                        field=field,
                        channels=inputs[0][-1],
                        count=len(numbers),
                    )
                )
        return inputs[0]

    def stacks(self, *inputs: Shape) -> bool:
        return True

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        scale, offset = self._rows(x.dtype)
        m.a = np.multiply(x, scale, out=m.a)
        m.a += offset

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da * self._rows(m.da.dtype)[0],)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **config,
            "scale": numbers_of(config["scale"]),
            "offset": numbers_of(config.get("offset", 0.0)),
        }

    def summary(self) -> str:
        return ", ".join(f"{number:.4g}" for number in self.scale[:3])

    def keras(self) -> KerasCall:
        changed = {} if self.offset == (0.0,) else {"offset": one_or_all(self.offset)}
        return KerasCall("layers.Rescaling", (one_or_all(self.scale),), changed)
