"""Constraints: what a weight is brought back to after every update.

Definitions follow Keras (https://keras.io/api/layers/constraints/); there as here ``axis`` names the axes that a
norm sums over, for a kernel (inputs, units) axis 0: one norm for each unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.parts import Part, Registry
from nnviz.words import QT_TRANSLATE_NOOP

Array = npt.NDArray[Any]

_EPSILON = 1e-7
"""Keras' ``backend.epsilon()``, added to a norm before it divides."""


@dataclass(frozen=True)
class Constraint(Part):
    """Base of all constraints."""

    def apply(self, values: Array) -> Array:
        """Return the nearest values that are allowed, shape of ``values``."""
        raise NotImplementedError


@dataclass(frozen=True)
class NonNeg(Constraint):
    """w ← max(w, 0). https://keras.io/api/layers/constraints/#nonneg-class"""

    title = QT_TRANSLATE_NOOP("nnviz", "non-negative")
    help = QT_TRANSLATE_NOOP("nnviz", "Negative weights become 0.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "positive")

    def apply(self, values: Array) -> Array:
        result: Array = np.maximum(values, 0)
        return result


CONSTRAINTS: Registry[Constraint] = Registry("constraints", "nnviz.layers.constraints", Constraint)
"""All constraints by their Keras class name."""
