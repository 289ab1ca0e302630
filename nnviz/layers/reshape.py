"""Reshape: the same numbers in another shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class Reshape(Layer):
    """A = X in ``target_shape``, last axis fastest; dX = dA in the shape of X.

    One entry of the shape may be −1: it follows from the number of values. Raises :class:`ShapeError` if the values
    do not fill the shape. https://keras.io/api/layers/reshaping_layers/reshape/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Reshape")
    help = QT_TRANSLATE_NOOP("nnviz", "Lays the numbers of each sample in another shape, in the same order.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "shape axes rows columns picture vector")
    group = "reshaping"
    formula = r"A = \mathrm{reshape}(X)"
    backward_formula = r"dX = \mathrm{reshape}(dA)"
    code = "A = X.reshape(len(X), *target_shape)"

    target_shape: Shape = declare(
        (-1,),
        "shape",
        QT_TRANSLATE_NOOP(
            "nnviz", "Shape of one sample, without the batch; one number may be −1: what is left"
        ),
        minimum=-1,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        count = math.prod(inputs[0])
        known = math.prod(n for n in self.target_shape if n != -1)
        free = self.target_shape.count(-1)
        if known == 0 or free > 1:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Reshape takes a target shape of numbers above 0, of which one may be −1, but it is {found}."
                        " Change it.",
                    ),
                    found=self.summary(),
                )
            )
        if count % known if free else count != known:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Reshape gets {count} numbers a sample, which do not fill the target shape {found}."
                        " Change the target shape, or put −1 for one of its numbers.",
                    ),
                    count=count,
                    found=self.summary(),
                )
            )
        return tuple(count // known if n == -1 else n for n in self.target_shape)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = x.reshape(len(x), *self.output_shape(x.shape[1:]))

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da.reshape(m.x[0].shape),)

    def summary(self) -> str:
        return "×".join(str(n) if n != -1 else "−1" for n in self.target_shape)

    def keras(self) -> KerasCall:
        return KerasCall("layers.Reshape", (self.target_shape,))
