"""Adamax: Adam with the largest gradient in the place of the mean square."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.optimizers import fields
from nnviz.optimizers.base import Array, Line, Optimizer, blocks
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Adamax(Optimizer):
    """m ← m + (1 − β₁)(g − m), u ← max(β₂ u, |g|), θ ← θ − η m / ((1 − β₁ᵗ)(u + ε)).

    t counts steps from 1 (Kingma and Ba 2014, section 7.1). https://keras.io/api/optimizers/adamax/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Adamax")
    help = QT_TRANSLATE_NOOP("nnviz", "Like Adam, but measured by the largest gradient that is remembered.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "adam infinity norm")
    keras_name = "Adamax"
    letters: ClassVar[Mapping[str, str]] = {"momentum": "m", "norm": "u"}
    formula = r"\theta \leftarrow \theta - \frac{\eta}{1 - \beta_1^t} \frac{m}{u + \varepsilon}"

    learning_rate: float = fields.learning_rate()
    beta_1: float = fields.beta_1()
    beta_2: float = fields.beta_2(help=QT_TRANSLATE_NOOP("nnviz", "Memory of the largest gradient"))
    epsilon: float = fields.epsilon(beside=QT_TRANSLATE_NOOP("nnviz", "Added to u, against division by 0"))

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("momentum", "norm"),)

    def rules(self) -> tuple[Line, ...]:
        return (
            Line("m", "beta_1 * m + (1 - beta_1) * g"),
            Line("u", "max(beta_2 * u, abs(g))"),
            Line("w", "w - eta * m / ((1 - beta_1**t) * (u + epsilon))"),
        )

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        correction = self._correction(step, theta.dtype)
        for part in blocks(len(theta)):
            g, m, u = gradient[part], slots[0, part], slots[1, part]
            change = g - m
            change *= 1 - self.beta_1
            m += change
            u *= self.beta_2
            np.maximum(u, np.abs(g), out=u)
            below = u + self.epsilon
            below *= correction
            np.multiply(m, rate, out=change)
            change /= below
            theta[part] -= change

    def _correction(self, step: int, dtype: npt.DTypeLike) -> float:
        """Return 1 − β₁ᵗ, computed in ``dtype``."""
        beta_1, t = np.array([self.beta_1, step + 1], dtype)
        return float(1 - beta_1**t)
