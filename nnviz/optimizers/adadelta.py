"""Adadelta: steps as large as the steps have been, by the root mean square of each gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.optimizers import fields
from nnviz.optimizers.base import Array, Line, Optimizer, blocks
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Adadelta(Optimizer):
    """s ← ρ s + (1 − ρ) g², Δ = −√(q + ε) g / √(s + ε), q ← ρ q + (1 − ρ) Δ², θ ← θ + η Δ (Zeiler 2012).

    The original has η = 1; Keras' default of 0.001 makes very small steps. https://keras.io/api/optimizers/adadelta/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Adadelta")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Steps find their own size from the steps before; a learning rate of 1 is the original method.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "adaptive without learning rate")
    keras_name = "Adadelta"
    letters: ClassVar[Mapping[str, str]] = {"accumulated_grad": "s", "accumulated_delta_var": "q"}
    formula = (
        r"\Delta = -\frac{\sqrt{q + \varepsilon}}{\sqrt{s + \varepsilon}} g, \quad "
        r"\theta \leftarrow \theta + \eta \Delta"
    )

    learning_rate: float = fields.learning_rate()
    rho: float = fields.rho(0.95)
    epsilon: float = fields.epsilon(inside=True)

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("accumulated_grad", "accumulated_delta_var"),)

    def rules(self) -> tuple[Line, ...]:
        return (
            Line("s", "rho * s + (1 - rho) * g**2"),
            Line("Delta", "-(sqrt(q + epsilon) / sqrt(s + epsilon) * g)"),
            Line("q", "rho * q + (1 - rho) * Delta**2"),
            Line("w", "w + eta * Delta"),
        )

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        for part in blocks(len(theta)):
            g, s, q = gradient[part], slots[0, part], slots[1, part]
            square = g * g
            square *= 1 - self.rho
            s *= self.rho
            s += square
            change = np.sqrt(q + self.epsilon)
            change *= g
            change /= np.sqrt(s + self.epsilon)
            np.negative(change, out=change)
            np.multiply(change, change, out=square)
            square *= 1 - self.rho
            q *= self.rho
            q += square
            change *= rate
            theta[part] += change
