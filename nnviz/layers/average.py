"""Average: the mean of several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from nnviz.layers.base import Array, Pass
from nnviz.layers.merge import Merge
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Average(Merge):
    """A = (X₁ + … + Xₙ) / n; dXᵢ = dA / n. Raises :class:`ShapeError` if the shapes differ other than by 1.

    https://keras.io/api/layers/merging_layers/average/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Average")
    help = QT_TRANSLATE_NOOP("nnviz", "Takes the mean of its inputs value by value.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "mean ensemble")
    formula = r"A = \frac{X_1 + \ldots + X_n}{n}"
    backward_formula = r"dX_i = \frac{dA}{n}"
    code = "A = (X1 + X2) / 2"

    def merged(self, inputs: Sequence[Array]) -> Array:
        total: Array = reduce(add, inputs)
        mean: Array = total / total.dtype.type(len(inputs))
        return mean

    def parted(self, m: Pass) -> list[Array]:
        return [m.da / m.da.dtype.type(len(m.x))] * len(m.x)
