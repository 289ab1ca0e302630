"""Gradient descent, with momentum or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from nnviz.optimizers.base import Array, Line, Optimizer, blocks
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class SGD(Optimizer):
    """θ ← θ − η g; with momentum μ: v ← μ v − η g, θ ← θ + v; Nesterov's: θ ← θ + μ v − η g with the new v.

    Without momentum ``nesterov`` changes nothing, as in Keras. https://keras.io/api/optimizers/sgd/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "SGD")
    help = QT_TRANSLATE_NOOP("nnviz", "Each weight goes a little way against its gradient.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "gradient descent momentum nesterov")
    keras_name = "SGD"
    letters: ClassVar[Mapping[str, str]] = {"momentum": "v"}

    learning_rate: float = declare(
        0.01, "float", QT_TRANSLATE_NOOP("nnviz", "Size of a step"), minimum=0.0, step=0.01
    )
    momentum: float = declare(
        0.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Part of the last step that is kept"),
        minimum=0.0,
        maximum=1.0,
        step=0.1,
    )
    nesterov: bool = declare(
        False,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "Momentum looks one step ahead (Nesterov)"),
        advanced=True,
    )

    @property
    def formula(self) -> str:  # type: ignore[override]
        if self.momentum and self.nesterov:
            return r"v \leftarrow \mu v - \eta g, \quad \theta \leftarrow \theta + \mu v - \eta g"
        if self.momentum:
            return r"v \leftarrow \mu v - \eta g, \quad \theta \leftarrow \theta + v"
        return r"\theta \leftarrow \theta - \eta g"

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("momentum",),) if self.momentum else ()

    def rules(self) -> tuple[Line, ...]:
        if not self.momentum:
            return (Line("w", "w - eta * g"),)
        step = "w + mu * v - eta * g" if self.nesterov else "w + v"
        return (Line("v", "mu * v - eta * g"), Line("w", step))

    def quantities(self, step: int, rate: float, dtype: object = None) -> dict[str, float]:
        return {"mu": self.momentum}

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        for part in blocks(len(theta)):
            change = gradient[part] * -rate
            if self.momentum:
                velocity = slots[0, part]
                velocity *= self.momentum
                velocity += change
                change = change + velocity * self.momentum if self.nesterov else velocity
            theta[part] += change
