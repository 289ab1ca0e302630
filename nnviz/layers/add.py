"""Add: the sum of several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, Pass
from nnviz.layers.merge import Merge
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Add(Merge):
    """A = X₁ + X₂ + …; dXᵢ = dA. Raises :class:`ShapeError` if the shapes differ other than by 1.

    https://keras.io/api/layers/merging_layers/add/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Add")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Adds its inputs value by value. With a way around other layers it makes a residual block."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "sum plus residual skip connection")
    formula = r"A = X_1 + X_2 + \ldots"
    backward_formula = r"dX_i = dA"
    code = "A = X1 + X2"

    def merged(self, inputs: Sequence[Array]) -> Array:
        total: Array = inputs[0] + inputs[1]
        for x in inputs[2:]:
            total = total + x
        return total

    def parted(self, m: Pass) -> list[Array]:
        return [m.da] * len(m.x)
