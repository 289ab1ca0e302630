"""Concatenate: several inputs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from nnviz.layers.axes import from_end
from nnviz.layers.base import Array, Layer, Pass, Shape, ShapeError
from nnviz.layers.merge import MOST
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class Concatenate(Layer):
    """A = [X₁ X₂ …] along ``axis``, counted with the batch as 0; dXᵢ is the piece of dA where Xᵢ stands.

    Raises :class:`ShapeError` unless the shapes are alike along all other axes.
    https://keras.io/api/layers/merging_layers/concatenate/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Concatenate")
    help = QT_TRANSLATE_NOOP("nnviz", "Puts its inputs side by side, so that what follows sees all of them.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "join stack side by side channels fire module unet")
    group = "merge"
    ports = 2
    most_ports = MOST
    formula = r"A = [X_1 \; X_2 \; \ldots]"
    backward_formula = r"[dX_1 \; dX_2 \; \ldots] = dA"
    code = "A = np.concatenate([X1, X2], axis)"

    axis: int = declare(
        -1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "The axis along which they are joined, 0 is the batch; −1: the last"),
        minimum=-8,
        maximum=8,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        axis = from_end(self.axis, inputs[0], "Concatenate")
        for shape in inputs:
            if len(shape) != len(inputs[0]) or _without(shape, axis) != _without(inputs[0], axis):
                raise ShapeError(
                    say(
                        QT_TRANSLATE_NOOP(
                            "nnviz",
                            "Concatenate joins along axis {axis} and needs inputs that are alike along all others, but"
                            " gets {first} and {other}. Make them alike, for example with a Reshape before it.",
                        ),
                        axis=self.axis,
                        first="×".join(str(n) for n in inputs[0]),
                        other="×".join(str(n) for n in shape),
                    )
                )
        joined = list(inputs[0])
        joined[axis] = sum(shape[axis] for shape in inputs)
        return tuple(joined)

    def stacks(self, *inputs: Shape) -> bool:
        return self.axis < 0

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        inputs = m.x
        if len({x.ndim for x in inputs}) > 1:  # some have an axis for parameter vectors
            front = np.broadcast_shapes(*(x.shape[: self.axis] for x in inputs))
            inputs = tuple(np.broadcast_to(x, (*front, *x.shape[self.axis :])) for x in inputs)
        m.a = np.concatenate(inputs, axis=self.axis)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        stops = list(accumulate(x.shape[self.axis] for x in m.x))[:-1]
        m.dx = tuple(np.split(m.da, stops, axis=self.axis))

    def summary(self) -> str:
        return "" if self.axis == -1 else f"axis {self.axis}"


def _without(shape: Shape, axis: int) -> Shape:
    rest = list(shape)
    del rest[axis]
    return tuple(rest)
