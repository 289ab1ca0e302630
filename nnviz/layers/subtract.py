"""Subtract: the first input without the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, Pass
from nnviz.layers.merge import Merge
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Subtract(Merge):
    """A = X₁ − X₂; dX₁ = dA, dX₂ = −dA. Raises :class:`ShapeError` if the shapes differ other than by 1.

    https://keras.io/api/layers/merging_layers/subtract/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Subtract")
    help = QT_TRANSLATE_NOOP("nnviz", "Takes the second input from the first, value by value.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "minus difference")
    formula = r"A = X_1 - X_2"
    backward_formula = r"dX_1 = dA, \quad dX_2 = -dA"
    code = "A = X1 - X2"
    most_ports = None

    def merged(self, inputs: Sequence[Array]) -> Array:
        difference: Array = inputs[0] - inputs[1]
        return difference

    def parted(self, m: Pass) -> list[Array]:
        return [m.da, -m.da]
