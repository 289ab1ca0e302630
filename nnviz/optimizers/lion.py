"""Lion: every weight goes the same way, only the sign is learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.optimizers import fields
from nnviz.optimizers.base import Array, Line, Optimizer, blocks
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Lion(Optimizer):
    """θ ← θ − η sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g; the sign of 0 is 0 (Chen and others 2023).

    Every weight moves by exactly η, so that a sum near 0 goes either way by its last bit: in float32 two programs
    may then differ by 2η there. https://keras.io/api/optimizers/lion/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Lion")
    help = QT_TRANSLATE_NOOP("nnviz", "Every weight goes one learning rate up or down, never more or less.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "sign momentum evolved")
    keras_name = "Lion"
    letters: ClassVar[Mapping[str, str]] = {"momentum": "m"}
    formula = r"\theta \leftarrow \theta - \eta\, \mathrm{sign}(\beta_1 m + (1 - \beta_1) g)"

    learning_rate: float = fields.learning_rate()
    beta_1: float = fields.beta_1()
    beta_2: float = fields.beta_2(
        0.99, QT_TRANSLATE_NOOP("nnviz", "Memory of the mean that the next step starts from")
    )

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("momentum",),)

    def rules(self) -> tuple[Line, ...]:
        return (
            Line("c", "beta_1 * m + (1 - beta_1) * g"),
            Line("w", "w - eta * sign(c)"),
            Line("m", "beta_2 * m + (1 - beta_2) * g"),
        )

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        beta_1, beta_2, one = np.array([self.beta_1, self.beta_2, 1], theta.dtype)
        for part in blocks(len(theta)):
            g, m = gradient[part], slots[0, part]
            change = m * beta_1
            change += g * (one - beta_1)
            change = _sign(change)
            change *= rate
            theta[part] -= change
            m *= beta_2
            m += g * (one - beta_2)


def _sign(values: Array) -> Array:
    """Return the signs; ``np.sign`` takes ten times as long, but also knows what is no number."""
    if not np.isfinite(np.add.reduce(values)):
        signs: Array = np.sign(values)
        return signs
    result: Array = np.copysign(values.dtype.type(1), values)
    result *= values != 0
    return result
