"""UnitNormalization: every sample brought to length 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.axes import from_end
from nnviz.layers.base import Array, Layer, Pass, Shape
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def unit(x: Array, axis: int, least: float) -> tuple[Array, Array]:
    """Return x / ‖x‖ along ``axis`` and 1 / ‖x‖, which is at most 1 / ``least``."""
    square = np.square(x).sum(axis=axis, keepdims=True)
    # The largest number stands for 1 / 0, as Keras' minimum of infinity and 1 / least does.
    inverse = np.minimum(1 / np.sqrt(np.maximum(square, np.finfo(x.dtype).tiny)), x.dtype.type(1 / least))
    return x * inverse, inverse


def unit_backward(d: Array, along: Array, inverse: Array, axis: int) -> Array:
    """Return ∂L/∂x = (d − x̂ Σ d x̂) / ‖x‖ for d = ∂L/∂x̂: what is along x̂ does not change it."""
    dx: Array = d - along * (d * along).sum(axis=axis, keepdims=True)
    dx *= inverse
    return dx


_LEAST = 1e-12


@dataclass(frozen=True)
class UnitNormalization(Layer):
    """A = X / ‖X‖ with the length ‖X‖ = √(Σ X²) along ``axis``, at least 10⁻¹²; dX = (dA − A Σ dA A) / ‖X‖.

    Raises :class:`ShapeError` for an axis that samples lack.
    https://keras.io/api/layers/normalization_layers/unit_normalization/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Unit normalization")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Divides the values of each sample by their length, so that only direction counts."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "l2 norm length direction cosine")
    group = "normalization"
    formula = r"A = \frac{X}{\sqrt{\sum X^2}}"
    backward_formula = r"dX = \frac{dA - A \sum dA \, A}{\sqrt{\sum X^2}}"
    code = "A = X / np.sqrt(np.square(X).sum(axis, keepdims=True))"

    axis: int = declare(
        -1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "The axis of the values whose length becomes 1, 0 is the batch"),
        minimum=-8,
        maximum=8,
        advanced=True,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        from_end(self.axis, inputs[0], "Unit normalization")
        return inputs[0]

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a, m.kept["inverse"] = unit(m.x[0], self.axis, _LEAST)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (unit_backward(m.da, m.a, m.kept["inverse"], self.axis),)

    def summary(self) -> str:
        return "" if self.axis == -1 else f"axis {self.axis}"
