"""RMSprop: steps divided by the running root mean square of each gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.optimizers import fields
from nnviz.optimizers.base import Array, Line, Optimizer, blocks
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """v ← ρ v + (1 − ρ) g², θ ← θ − η g / √(v + ε); with momentum μ: m ← μ m + η g / √(v + ε), θ ← θ − m.

    ε is under the root. ``centered``: ḡ ← ρ ḡ + (1 − ρ) g, and the root is √(v − ḡ² + ε), an estimate of the
    variance; for large gradients that hardly change, rounding can make it negative, in Keras too, and the weight is
    then no number any more. Hinton's lecture 6e; https://keras.io/api/optimizers/rmsprop/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "RMSprop")
    help = QT_TRANSLATE_NOOP("nnviz", "Every gradient is divided by its own usual size.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "root mean square momentum centered")
    keras_name = "RMSprop"
    letters: ClassVar[Mapping[str, str]] = {"velocity": "v", "momentum": "m", "average_gradient": "g_mean"}

    learning_rate: float = fields.learning_rate()
    rho: float = fields.rho(0.9)
    momentum: float = declare(
        0.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Part of the last step that is kept"),
        minimum=0.0,
        maximum=1.0,
        step=0.1,
    )
    epsilon: float = fields.epsilon(inside=True)
    centered: bool = declare(
        False,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "Divide by the deviation from the mean gradient"),
        advanced=True,
    )

    @property
    def formula(self) -> str:  # type: ignore[override]
        root = r"\sqrt{v - \bar g^2 + \varepsilon}" if self.centered else r"\sqrt{v + \varepsilon}"
        if self.momentum:
            return rf"m \leftarrow \mu m + \eta \frac{{g}}{{{root}}}, \quad \theta \leftarrow \theta - m"
        return rf"\theta \leftarrow \theta - \eta \frac{{g}}{{{root}}}"

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (
            ("velocity",),
            *((("momentum",),) if self.momentum else ()),
            *((("average_gradient",),) if self.centered else ()),
        )

    def rules(self) -> tuple[Line, ...]:
        step = f"eta * g / sqrt(v{' - g_mean**2' if self.centered else ''} + epsilon)"
        return (
            Line("v", "rho * v + (1 - rho) * g**2"),
            *((Line("g_mean", "rho * g_mean + (1 - rho) * g"),) if self.centered else ()),
            *((Line("m", f"mu * m + {step}"),) if self.momentum else ()),
            Line("w", "w - m" if self.momentum else f"w - {step}"),
        )

    def quantities(self, step: int, rate: float, dtype: object = None) -> dict[str, float]:
        return {"mu": self.momentum}

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        for part in blocks(len(theta)):
            g, v = gradient[part], slots[0, part]
            change = g * g
            change *= 1 - self.rho
            v *= self.rho
            v += change
            root = v
            if self.centered:
                mean = slots[-1, part]
                np.multiply(g, 1 - self.rho, out=change)
                mean *= self.rho
                mean += change
                root = v - mean * mean
            root = root + self.epsilon
            np.sqrt(root, out=root)
            np.multiply(g, rate, out=change)
            change /= root
            if self.momentum:
                m = slots[1, part]
                m *= self.momentum
                m += change
                change = m
            theta[part] -= change
