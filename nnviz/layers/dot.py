"""Dot: the products of two inputs, summed along an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.layers.axes import from_end
from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.layers.unit_normalization import unit, unit_backward
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

_LEAST = 1e-7
"""Keras' ``backend.epsilon()``: the least length that is divided by."""


@dataclass(frozen=True)
class Dot(Layer):
    """A_pq = Σₖ P_pk Q_qk for each sample, with k along ``axes`` of X₁ and X₂ and p, q along their other axes.

    P and Q are X₁ and X₂ with that axis last, and with ``normalize`` of length 1 along it: then A is the cosine of
    their angle. dP = dA·Q, dQ = dAᵀ·P. One number for ``axes`` counts for both inputs; 0 is the batch. Two rows give
    one number. Raises :class:`ShapeError` for an axis that samples lack, or two of different size.
    https://keras.io/api/layers/merging_layers/dot/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Dot")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Multiplies two inputs value by value and adds up along an axis: how much they are alike."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "product scalar inner cosine similarity matrix attention")
    group = "merge"
    ports = 2
    formula = r"A_{pq} = \sum_k P_{pk} Q_{qk}"
    backward_formula = r"dP = dA \cdot Q, \quad dQ = dA^T \cdot P"
    code = 'A = np.einsum("b...k,b...k->b...", X1, X2)[:, None]'

    axes: Shape = declare(
        (-1,),
        "shape",
        QT_TRANSLATE_NOOP("nnviz", "The axis to add up along, or one for each input; 0 is the batch"),
        minimum=-8,
    )
    normalize: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "Bring both to length 1 first: the cosine of their angle")
    )

    def _axes(self, *inputs: Shape) -> tuple[int, int]:
        """Return the axis of either input, counted from the end."""
        if len(self.axes) > 2:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz", "Dot takes one axis, or one for each of two inputs, not {count}."
                    ),
                    count=len(self.axes),
                )
            )
        first, second = from_end(self.axes[0], inputs[0], "Dot"), from_end(self.axes[-1], inputs[1], "Dot")
        return first, second

    def output_shape(self, *inputs: Shape) -> Shape:
        first, second = self._axes(*inputs)
        if inputs[0][first] != inputs[1][second]:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Dot adds up along axes of one size, but they have {first} and {second}. Change the axes, or"
                        " the layers before it.",
                    ),
                    first=inputs[0][first],
                    second=inputs[1][second],
                )
            )
        return _rest(inputs[0], first) + _rest(inputs[1], second) or (1,)

    def _sides(self, m: Pass) -> list[tuple[Array, Array, int]]:
        """Return for either input: P (samples, p, k), 1 / length (or 1) in the shape of X, and the axis."""
        sides = []
        for x, axis in zip(m.x, self._axes(*(x.shape[1:] for x in m.x)), strict=True):
            along, inverse = unit(x, axis, _LEAST) if self.normalize else (x, np.ones((), x.dtype))
            last = np.moveaxis(along, axis, -1)
            sides.append((last.reshape(len(x), -1, last.shape[-1]), inverse, axis))
        return sides

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        (p, _, first), (q, _, second) = self._sides(m)
        rest = _rest(m.x[0].shape[1:], first) + _rest(m.x[1].shape[1:], second) or (1,)
        m.a = np.matmul(p, q.swapaxes(1, 2)).reshape(len(p), *rest)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        sides = self._sides(m)
        (p, _, _), (q, _, _) = sides
        d = m.da.reshape(len(p), p.shape[1], q.shape[1])
        found = []
        for x, (along, inverse, axis), dp in zip(
            m.x, sides, (np.matmul(d, q), np.matmul(d.swapaxes(1, 2), p)), strict=True
        ):
            shape = np.moveaxis(x, axis, -1).shape
            dx = np.moveaxis(dp.reshape(shape), -1, axis)
            if self.normalize:
                dx = unit_backward(dx, np.moveaxis(along.reshape(shape), -1, axis), inverse, axis)
            found.append(dx)
        m.dx = tuple(found)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        axes = config["axes"]
        return {**config, "axes": tuple(axes) if isinstance(axes, list | tuple) else (axes,)}

    def summary(self) -> str:
        return ", ".join(str(axis) for axis in self.axes)

    def keras(self) -> KerasCall:
        axes = self.axes[0] if len(self.axes) == 1 else self.axes
        return KerasCall("layers.Dot", (axes,), {"normalize": True} if self.normalize else {})


def _rest(shape: Shape, axis: int) -> Shape:
    """Return the shape without this axis, counted from the end."""
    at = len(shape) + axis
    return shape[:at] + shape[at + 1 :]
