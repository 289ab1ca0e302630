"""Input: where the samples enter the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Input(Layer):
    """a = x. https://keras.io/api/layers/core_layers/input/"""

    title = QT_TRANSLATE_NOOP("nnviz", "Input")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The samples enter here. Its shape is the shape of one sample of the data."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "data features samples start")
    ports = 0

    shape: Shape = declare(
        (2,), "shape", QT_TRANSLATE_NOOP("nnviz", "Shape of one sample, without the batch")
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        return self.shape

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        (m.a,) = m.x

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = ()

    def summary(self) -> str:
        return "×".join(str(n) for n in self.shape)

    def keras(self) -> KerasCall:
        return KerasCall("keras.Input", (self.shape,))
