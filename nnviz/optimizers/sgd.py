"""Gradient descent, with momentum or without."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.optimizers.base import Array, Optimizer, blocks
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class SGD(Optimizer):
    """θ ← θ − η g; with momentum μ: v ← μ v − η g, θ ← θ + v. https://keras.io/api/optimizers/sgd/"""

    title = QT_TRANSLATE_NOOP("nnviz", "SGD")
    help = QT_TRANSLATE_NOOP("nnviz", "Each weight goes a little way against its gradient.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "gradient descent momentum")
    keras_name = "SGD"

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

    @property
    def formula(self) -> str:  # type: ignore[override]
        if self.momentum:
            return r"v \leftarrow \mu v - \eta g, \quad \theta \leftarrow \theta + v"
        return r"\theta \leftarrow \theta - \eta g"

    def slots(self) -> tuple[str, ...]:
        return ("momentum",) if self.momentum else ()

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        for part in blocks(len(theta)):
            change = gradient[part] * -rate
            if self.momentum:
                velocity = slots[0, part]
                velocity *= self.momentum
                velocity += change
                change = velocity
            theta[part] += change
