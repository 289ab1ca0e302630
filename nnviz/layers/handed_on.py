"""What hands its input on unchanged: the base of layers that do nothing to a batch here."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.layers.base import Array, Layer, Pass, Shape


class HandedOn(Layer):
    """Base of layers with A = X and dX = dA."""

    formula = r"A = X"
    backward_formula = r"dX = dA"
    code = "A = X"

    def stacks(self, *inputs: Shape) -> bool:
        return True

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        (m.a,) = m.x

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da,)
