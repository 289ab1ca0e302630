"""Constraints: what a weight is brought back to after every update.

Definitions follow Keras (https://keras.io/api/layers/constraints/); there as here ``axis`` names the axes that a
norm sums over, for a kernel (inputs, units) axis 0: one norm for each unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Array = npt.NDArray[Any]

_EPSILON = 1e-7
"""Keras' ``backend.epsilon()``, added to a norm before it divides."""


@dataclass(frozen=True)
class Constraint(Part):
    """Base of all constraints."""

    def apply(self, values: Array) -> Array:
        """Return allowed values near ``values``, of their shape."""
        raise NotImplementedError

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        """Return why a weight of this shape cannot be held so, or None if it can."""
        return None


@dataclass(frozen=True)
class NonNeg(Constraint):
    """w ← max(w, 0). https://keras.io/api/layers/constraints/#nonneg-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "non-negative")
    help = QT_TRANSLATE_NOOP("nnviz", "Negative weights become 0.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "positive")

    def apply(self, values: Array) -> Array:
        result: Array = np.maximum(values, 0)
        return result


@dataclass(frozen=True, kw_only=True)
class _OfNorm(Constraint):
    """Base of constraints on the norm ‖w‖ = √Σ w² over some axes: w ← w · ``desired``(‖w‖) / (10⁻⁷ + ‖w‖)."""

    axis: tuple[int, ...] = declare(
        (0,),
        "shape",
        QT_TRANSLATE_NOOP(
            "nnviz", "Axes that one norm sums over: 0 for Dense, 0×1×2 for a picture's convolution"
        ),
        minimum=0,
    )

    def desired(self, norms: Array) -> Array | float:
        """Return the norms that are wanted instead."""
        raise NotImplementedError

    def apply(self, values: Array) -> Array:
        norms = np.sqrt(np.sum(np.square(values), axis=self.axis, keepdims=True))
        result: Array = values * (self.desired(norms) / (_EPSILON + norms))
        return result

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        if max(self.axis) < len(shape) and len(set(self.axis)) == len(self.axis):
            return None
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{constraint}” sums over the axes {axes}, but this weight has {count} axes, counted from 0. Set axis"
                " to different ones of them.",
            ),
            constraint=self.title,
            axes=", ".join(map(str, self.axis)),
            count=len(shape),
        )


@dataclass(frozen=True)
class MaxNorm(_OfNorm):
    """w ← w min(‖w‖, M) / ‖w‖. https://keras.io/api/layers/constraints/#maxnorm-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "largest norm")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The weights into a unit are shortened where they are longer than a limit."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "length clip limit")

    max_value: float = declare(
        2.0, "float", QT_TRANSLATE_NOOP("nnviz", "Largest norm"), minimum=0.0, step=0.5
    )

    def desired(self, norms: Array) -> Array | float:
        result: Array = np.minimum(norms, self.max_value)
        return result


@dataclass(frozen=True)
class UnitNorm(_OfNorm):
    """w ← w / ‖w‖. https://keras.io/api/layers/constraints/#unitnorm-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "norm 1")
    help = QT_TRANSLATE_NOOP("nnviz", "The weights into a unit are brought to length 1.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "length normalize")

    def desired(self, norms: Array) -> Array | float:
        return 1.0


@dataclass(frozen=True)
class MinMaxNorm(_OfNorm):
    """w ← w (r clip(‖w‖, m, M) + (1 − r) ‖w‖) / ‖w‖ with the rate r. https://keras.io/api/layers/constraints/#minmaxnorm-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "norm within limits")
    help = QT_TRANSLATE_NOOP("nnviz", "The length of the weights into a unit is brought towards an interval.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "length clip limit")

    min_value: float = declare(
        0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Smallest norm"), minimum=0.0, step=0.5
    )
    max_value: float = declare(
        1.0, "float", QT_TRANSLATE_NOOP("nnviz", "Largest norm"), minimum=0.0, step=0.5
    )
    rate: float = declare(
        1.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "How much of the way is gone at every update; 1 is all of it"),
        minimum=0.0,
        maximum=1.0,
        step=0.1,
    )

    def desired(self, norms: Array) -> Array | float:
        within = np.minimum(np.maximum(norms, self.min_value), self.max_value)
        result: Array = self.rate * within + (1 - self.rate) * norms
        return result


CONSTRAINTS: Registry[Constraint] = Registry("constraints", "nnviz.layers.constraints", Constraint)
"""All constraints by their Keras class name."""
