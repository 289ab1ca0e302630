"""Flatten: the same numbers in one row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Flatten(Layer):
    """A = X with all axes of a sample in one, last axis fastest. https://keras.io/api/layers/reshaping_layers/flatten/"""

    title = QT_TRANSLATE_NOOP("nnviz", "Flatten")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Lays the numbers of each sample, for example a picture's pixels, in one row."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "reshape vector row pixels")

    def output_shape(self, *inputs: Shape) -> Shape:
        return (math.prod(inputs[0]),)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = x.reshape(len(x), -1)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da.reshape(m.x[0].shape),)

    def keras(self) -> KerasCall:
        return KerasCall("layers.Flatten")
