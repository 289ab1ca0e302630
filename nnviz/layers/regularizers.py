"""Regularizers: a penalty on large values that is added to the loss.

Definitions follow Keras (https://keras.io/api/layers/regularizers/): the penalty of an array is a sum over all its
entries, without a factor ½ and without a mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Regularizer(Part):
    """Base of all regularizers: a penalty R(w) and its gradient."""

    def penalty(self, values: Array) -> float:
        """Return R(w), a number."""
        raise NotImplementedError

    def gradient(self, values: Array) -> Array:
        """Return ∂R/∂w, shape of ``values``."""
        raise NotImplementedError

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        """Return why there is no penalty for values of this shape, or None if there is one."""
        return None

    def code(self, w: str) -> str:
        """Return R(w) in numpy for an array called ``w``."""
        return f"{self.kind().lower()}({w})"

    def gradient_code(self, w: str) -> str:
        """Return ∂R/∂w in numpy."""
        return f"{self.kind().lower()}_gradient({w})"


@dataclass(frozen=True)
class L1(Regularizer):
    """R = l₁ Σ|w|, ∂R/∂w = l₁ sign w; the sign of 0 is 0. https://keras.io/api/layers/regularizers/#l1-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "L1")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Pulls every weight towards 0 with the same force, so that many become 0."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "lasso sparse penalty")

    l1: float = declare(0.01, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the sum of sizes"), minimum=0.0)

    def penalty(self, values: Array) -> float:
        return float(self.l1 * np.sum(np.abs(values)))

    def gradient(self, values: Array) -> Array:
        result: Array = np.sign(values) * values.dtype.type(self.l1)
        return result

    def code(self, w: str) -> str:
        return f"{self.l1:g} * np.sum(np.abs({w}))"

    def gradient_code(self, w: str) -> str:
        return f"{self.l1:g} * np.sign({w})"


@dataclass(frozen=True)
class L2(Regularizer):
    """R = l₂ Σ w², ∂R/∂w = 2 l₂ w. https://keras.io/api/layers/regularizers/#l2-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "L2")
    help = QT_TRANSLATE_NOOP("nnviz", "Pulls every weight towards 0, the large ones harder.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "ridge weight decay penalty")

    l2: float = declare(
        0.01, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the sum of squares"), minimum=0.0
    )

    def penalty(self, values: Array) -> float:
        return float(self.l2 * np.sum(np.square(values)))

    def gradient(self, values: Array) -> Array:
        result: Array = values * values.dtype.type(2 * self.l2)
        return result

    def code(self, w: str) -> str:
        return f"{self.l2:g} * np.sum({w}**2)"

    def gradient_code(self, w: str) -> str:
        return f"2 * {self.l2:g} * {w}"


@dataclass(frozen=True)
class L1L2(Regularizer):
    """R = l₁ Σ|w| + l₂ Σ w². https://keras.io/api/layers/regularizers/#l1l2-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "L1 and L2")
    help = QT_TRANSLATE_NOOP("nnviz", "Both penalties at once.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "elastic net penalty")

    l1: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the sum of sizes"), minimum=0.0)
    l2: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the sum of squares"), minimum=0.0)

    def penalty(self, values: Array) -> float:
        return L1(self.l1).penalty(values) + L2(self.l2).penalty(values)

    def gradient(self, values: Array) -> Array:
        return L1(self.l1).gradient(values) + L2(self.l2).gradient(values)

    def code(self, w: str) -> str:
        return f"{L1(self.l1).code(w)} + {L2(self.l2).code(w)}"

    def gradient_code(self, w: str) -> str:
        return f"{L1(self.l1).gradient_code(w)} + {L2(self.l2).gradient_code(w)}"


@dataclass(frozen=True)
class OrthogonalRegularizer(Regularizer):
    """R = f · mean |nᵢ·nⱼ| over the pairs of rows (or columns) i < j, each brought to length 1.

    With P = N Nᵀ without its diagonal and p = n (n − 1) / 2 pairs: ∂R/∂N = (f / p) sign(P) N, and from there to w by
    the part that is orthogonal to each row, divided by its length.
    https://keras.io/api/layers/regularizers/#orthogonalregularizer-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "orthogonal")
    help = QT_TRANSLATE_NOOP("nnviz", "Pulls the rows or the columns of a matrix towards right angles.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "angle independent penalty")

    factor: float = declare(
        0.01, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the mean of the products"), minimum=0.0
    )
    mode: str = declare(
        "rows",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Whether rows or columns (the units of a Dense) are compared"),
        choices=("rows", "columns"),
    )

    def penalty(self, values: Array) -> float:
        unit, _ = self._units(values)
        return float(self.factor * np.abs(self._products(unit)).sum() / (len(unit) * (len(unit) - 1)))

    def gradient(self, values: Array) -> Array:
        unit, lengths = self._units(values)
        d_unit = (np.sign(self._products(unit)) @ unit) * (2 * self.factor / (len(unit) * (len(unit) - 1)))
        rows = (d_unit - unit * (unit * d_unit).sum(axis=1, keepdims=True)) / lengths
        result: Array = rows if self.mode == "rows" else rows.T
        return result

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        if len(shape) == 2 and shape[0 if self.mode == "rows" else 1] > 1:
            return None
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{regularizer}” is for a weight with two axes and at least two {mode}, but its shape is {shape}."
                " Choose another regularizer.",
            ),
            regularizer=self.title,
            mode=self.mode,
            shape="×".join(map(str, shape)),
        )

    def _units(self, values: Array) -> tuple[Array, Array]:
        """Return the rows or columns of length 1, as rows, and the lengths they had."""
        rows = values if self.mode == "rows" else values.T
        lengths = np.maximum(np.sqrt(np.square(rows).sum(axis=1, keepdims=True)), _SHORTEST)
        return rows / lengths, lengths

    @staticmethod
    def _products(unit: Array) -> Array:
        products: Array = unit @ unit.T
        np.fill_diagonal(products, 0)
        return products


_SHORTEST = 1e-7
"""Keras' ``backend.epsilon()``: a shorter row is divided by this."""


REGULARIZERS: Registry[Regularizer] = Registry("regularizers", "nnviz.layers.regularizers", Regularizer)
"""All regularizers by their Keras class name."""
