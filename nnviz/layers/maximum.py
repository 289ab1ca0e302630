"""Maximum: the largest of several inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from nnviz.layers.base import Array, Pass
from nnviz.layers.merge import Merge, first_to_reach
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Maximum(Merge):
    """A = max(X₁, X₂, …) value by value; dXᵢ = dA where Xᵢ is the largest, else 0. A tie goes to the earlier input.

    Raises :class:`ShapeError` if the shapes differ other than by 1. https://keras.io/api/layers/merging_layers/maximum/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Maximum")
    help = QT_TRANSLATE_NOOP("nnviz", "Hands on the largest of its inputs, value by value.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "max largest")
    formula = r"A = \max(X_1, X_2, \ldots)"
    backward_formula = r"dX_i = dA \odot [X_i = A]"
    code = "A = np.maximum(X1, X2)"

    def merged(self, inputs: Sequence[Array]) -> Array:
        return reduce(np.maximum, inputs)

    def parted(self, m: Pass) -> list[Array]:
        return first_to_reach(m)
