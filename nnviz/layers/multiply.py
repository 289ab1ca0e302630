"""Multiply: the product of several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

from nnviz.layers.base import Array, Pass
from nnviz.layers.merge import Merge
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Multiply(Merge):
    """A = X₁ ⊙ X₂ ⊙ …; dXᵢ = dA ⊙ the product of the others.

    Raises :class:`ShapeError` if the shapes differ other than by 1. https://keras.io/api/layers/merging_layers/multiply/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Multiply")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Multiplies its inputs value by value: one opens or closes the other like a gate."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "product times gate attention")
    formula = r"A = X_1 \odot X_2 \odot \ldots"
    backward_formula = r"dX_i = dA \odot \prod_{j \ne i} X_j"
    code = "A = X1 * X2"

    def merged(self, inputs: Sequence[Array]) -> Array:
        return reduce(mul, inputs)

    def parted(self, m: Pass) -> list[Array]:
        # Not A / X, which fails where X is 0.
        return [reduce(mul, (x for j, x in enumerate(m.x) if j != i), m.da) for i in range(len(m.x))]
