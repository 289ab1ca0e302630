"""Cropping2D: the middle of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.layers.windows import fields_of_pictures, picture, room_for_dx, shown
from nnviz.layers.zero_padding2d import Sides, as_keras, as_sides
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class Cropping2D(Layer):
    """A = X without its outer rows and columns; X (samples, height, width, channels). Backward: dA amid zeros.

    ``cropping`` holds the rows and columns cut off at the top, bottom, left and right. Raises :class:`ShapeError` if
    nothing would be left. https://keras.io/api/layers/reshaping_layers/cropping2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Cropping2D")
    help = QT_TRANSLATE_NOOP("nnviz", "Cuts rows and columns off the sides of a picture.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "crop cut border margin picture image")
    group = "reshaping"
    formula = r"a_{y,x,c} = x_{y + top,\; x + left,\; c}"
    backward_formula = (
        r"dx_{y,x,c} = da_{y - top,\; x - left,\; c} \text{ inside the cut, } 0 \text{ around it}"
    )
    code = "A = X[:, top : X.shape[1] - bottom, left : X.shape[2] - right]"

    cropping: Sides = declare(
        (0, 0, 0, 0),
        "shape",
        QT_TRANSLATE_NOOP("nnviz", "Cut off at the top, at the bottom, at the left and at the right"),
        minimum=0,
        length=4,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        (height, width, channels), (top, bottom, left, right) = inputs[0], self.cropping
        left_over = (height - top - bottom, width - left - right)
        if min(left_over) < 1:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Cropping2D cuts off {rows} rows and {columns} columns, but the picture is only {found}."
                        " Cut off less.",
                    ),
                    rows=top + bottom,
                    columns=left + right,
                    found=shown((height, width)),
                )
            )
        return (*left_over, channels)

    def _middle(self, array: Array) -> Array:
        top, bottom, left, right = self.cropping
        return array[:, top : array.shape[1] - bottom, left : array.shape[2] - right]

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a = self._middle(m.x[0]).copy()

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (room_for_dx(m),)
        self._middle(m.dx[0])[...] = m.da

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        fields = fields_of_pictures(config)
        return {**fields, "cropping": as_sides(fields["cropping"])} if "cropping" in fields else fields

    def summary(self) -> str:
        return str(as_keras(self.cropping))

    def keras(self) -> KerasCall:
        return KerasCall("layers.Cropping2D", (as_keras(self.cropping),) if self.changed() else ())
