"""Adam: steps scaled by the running mean and mean square of each gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnviz.optimizers.base import Array, Optimizer, blocks
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Adam(Optimizer):
    """m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), θ ← θ − α m / (√v + ε), α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).

    t counts steps from 1. The correction of the start is in α, and ε is added to the uncorrected √v, as in Keras
    (Kingma and Ba 2014, the form before their section 2.1). https://keras.io/api/optimizers/adam/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Adam")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Every weight gets a step of its own size, from the history of its gradients."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "adaptive moments")
    keras_name = "Adam"
    formula = (
        r"\theta \leftarrow \theta - \alpha \frac{m}{\sqrt{v} + \varepsilon}, \quad "
        r"\alpha = \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}"
    )

    learning_rate: float = declare(
        0.001, "float", QT_TRANSLATE_NOOP("nnviz", "Size of a step"), minimum=0.0, step=0.001
    )
    beta_1: float = declare(
        0.9,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Memory of the mean of the gradients"),
        minimum=0.0,
        maximum=0.999999,
        step=0.01,
    )
    beta_2: float = declare(
        0.999,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Memory of the mean of their squares"),
        minimum=0.0,
        maximum=0.999999,
        step=0.001,
    )
    epsilon: float = declare(
        1e-7,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Added to the root, against division by 0"),
        minimum=0.0,
        step=1e-7,
        advanced=True,
    )

    def slots(self) -> tuple[str, ...]:
        return ("momentum", "velocity")

    def step_size(self, step: int, rate: float, dtype: npt.DTypeLike = np.float64) -> float:
        """Return α of the step ``step`` (from 0), computed in ``dtype`` as Keras computes it.

        In float32 the difference 1 − β₂ᵗ loses digits: α then differs from the exact one by up to 1e-5 of itself.
        """
        eta, beta_1, beta_2, t = np.array([rate, self.beta_1, self.beta_2, step + 1], dtype)
        return float(eta * np.sqrt(1 - beta_2**t) / (1 - beta_1**t))

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        alpha = self.step_size(step, rate, theta.dtype)
        for part in blocks(len(theta)):
            g, m, v = gradient[part], slots[0, part], slots[1, part]
            change = g - m
            change *= 1 - self.beta_1
            m += change
            np.multiply(g, g, out=change)
            change -= v
            change *= 1 - self.beta_2
            v += change
            np.sqrt(v, out=change)
            change += self.epsilon
            np.divide(m, change, out=change)
            change *= alpha
            theta[part] -= change
