"""ZeroPadding2D: zeros around a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.layers.windows import fields_of_pictures, picture, room
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

Sides = tuple[int, int, int, int]
"""Pixels at the top, at the bottom, at the left and at the right."""


def as_sides(value: Any) -> Sides:
    """Return Keras' number, pair (height, width) or pair of pairs as four numbers."""
    if isinstance(value, int):
        value = (value, value)
    height, width = ((v, v) if isinstance(v, int) else tuple(v) for v in value)
    return (*height, *width)


def as_keras(sides: Sides) -> tuple[int, int] | tuple[tuple[int, int], tuple[int, int]]:
    """Return four numbers in the shortest form that Keras takes: (height, width) where both sides are alike."""
    top, bottom, left, right = sides
    return (top, left) if top == bottom and left == right else ((top, bottom), (left, right))


@dataclass(frozen=True)
class ZeroPadding2D(Layer):
    """A = X in the middle of zeros; X (samples, height, width, channels). Backward: dX is the middle of dA.

    ``padding`` holds the rows and columns of zeros at the top, bottom, left and right.
    https://keras.io/api/layers/reshaping_layers/zero_padding2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "ZeroPadding2D")
    help = QT_TRANSLATE_NOOP("nnviz", "Puts rows and columns of zeros around a picture.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "pad border margin frame picture image")
    group = "reshaping"
    formula = r"a_{y,x,c} = x_{y - top,\; x - left,\; c} \text{ inside the picture, } 0 \text{ around it}"
    backward_formula = r"dx_{y,x,c} = da_{y + top,\; x + left,\; c}"
    code = "A = np.pad(X, ((0, 0), (top, bottom), (left, right), (0, 0)))"

    padding: Sides = declare(
        (1, 1, 1, 1),
        "shape",
        QT_TRANSLATE_NOOP("nnviz", "Zeros at the top, at the bottom, at the left and at the right"),
        minimum=0,
        length=4,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        (height, width, channels), (top, bottom, left, right) = inputs[0], self.padding
        return (height + top + bottom, width + left + right, channels)

    def _middle(self, array: Array, size: Shape) -> Array:
        top, _, left, _ = self.padding
        return array[:, top : top + size[0], left : left + size[1]]

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = room(m.a, (len(x), *self.output_shape(x.shape[1:])), x.dtype)
        self._middle(m.a, x.shape[1:])[...] = x

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (self._middle(m.da, m.x[0].shape[1:]).copy(),)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        fields = fields_of_pictures(config)
        return {**fields, "padding": as_sides(fields["padding"])} if "padding" in fields else fields

    def summary(self) -> str:
        return str(as_keras(self.padding))

    def keras(self) -> KerasCall:
        return KerasCall("layers.ZeroPadding2D", (as_keras(self.padding),) if self.changed() else ())
