"""Adagrad: steps divided by the root of all squared gradients so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.optimizers import fields
from nnviz.optimizers.base import Array, Line, Optimizer, blocks
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """s ← s + g², θ ← θ − η g / √(s + ε); s starts at ``initial_accumulator_value`` (Duchi and others 2011).

    https://keras.io/api/optimizers/adagrad/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Adagrad")
    help = QT_TRANSLATE_NOOP("nnviz", "The more a weight has been moved, the smaller its steps become.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "adaptive gradient sum of squares")
    keras_name = "Adagrad"
    letters: ClassVar[Mapping[str, str]] = {"accumulator": "s"}
    formula = r"s \leftarrow s + g^2, \quad \theta \leftarrow \theta - \eta \frac{g}{\sqrt{s + \varepsilon}}"

    learning_rate: float = fields.learning_rate()
    initial_accumulator_value: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Sum of the squares before the first step"),
        minimum=0.0,
        step=0.1,
        advanced=True,
    )
    epsilon: float = fields.epsilon(inside=True)

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("accumulator",),)

    def initial_slots(self, size: int, dtype: npt.DTypeLike) -> Array:
        return np.full((1, size), self.initial_accumulator_value, dtype)

    def rules(self) -> tuple[Line, ...]:
        return (Line("s", "s + g**2"), Line("w", "w - eta * g / sqrt(s + epsilon)"))

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        for part in blocks(len(theta)):
            g, s = gradient[part], slots[0, part]
            s += g * g
            root = s + self.epsilon
            np.sqrt(root, out=root)
            change = g * rate
            change /= root
            theta[part] -= change
