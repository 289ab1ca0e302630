"""Permute: the axes of a sample in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class Permute(Layer):
    """A = X with its axes in the order ``dims``, counted from 1 (0 is the batch, which stays first).

    dX = dA with its axes put back. Raises :class:`ShapeError` unless ``dims`` names every axis once.
    https://keras.io/api/layers/reshaping_layers/permute/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Permute")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Puts the axes of each sample in another order, for example 2, 1: turned over."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "transpose swap axes order")
    group = "reshaping"
    formula = r"A_{ji} = X_{ij}"
    backward_formula = r"dX_{ij} = dA_{ji}"
    code = "A = X.transpose(0, *dims)"

    dims: Shape = declare(
        (2, 1), "shape", QT_TRANSLATE_NOOP("nnviz", "The axes in their new order, counted from 1")
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        rank = len(inputs[0])
        if sorted(self.dims) != list(range(1, rank + 1)):
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Permute must name each axis of its samples once, 1 to {rank}, but its order is {found}."
                        " Change the order.",
                    ),
                    rank=rank,
                    found=self.summary(),
                )
            )
        return tuple(inputs[0][axis - 1] for axis in self.dims)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a = m.x[0].transpose(0, *self.dims)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da.transpose(np.argsort((0, *self.dims))),)

    def summary(self) -> str:
        return ", ".join(str(axis) for axis in self.dims)

    def keras(self) -> KerasCall:
        return KerasCall("layers.Permute", (self.dims,))
