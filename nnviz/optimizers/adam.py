"""Adam: steps scaled by the running mean and mean square of each gradient."""

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
class Adam(Optimizer):
    """m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), θ ← θ − α m / (√v + ε), α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ).

    t counts steps from 1. The correction of the start is in α, and ε is added to the uncorrected √v, as in Keras
    (Kingma and Ba 2014, the form before their section 2.1). With ``amsgrad`` the largest v̂ ← max(v̂, v) so far takes
    the place of v (Reddi, Kale and Kumar 2018). https://keras.io/api/optimizers/adam/

    In float32 a step is only as good as its gradient: m / √v does not depend on the size of the gradients, so where
    one is mere rounding, or where a sum lies at ReLU's kink but for rounding, two programs with the same formula take
    different steps (traced in ``tests/optimizers/test_rounding.py``). In float64 the powers of β are exact; Keras
    rounds β to float32 before it takes them.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Adam")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Every weight gets a step of its own size, from the history of its gradients."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "adaptive moments amsgrad")
    keras_name = "Adam"
    letters: ClassVar[Mapping[str, str]] = {"momentum": "m", "velocity": "v", "velocity_hat": "v_hat"}
    formula = (
        r"\theta \leftarrow \theta - \alpha \frac{m}{\sqrt{v} + \varepsilon}, \quad "
        r"\alpha = \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}"
    )

    learning_rate: float = fields.learning_rate()
    beta_1: float = fields.beta_1()
    beta_2: float = fields.beta_2()
    epsilon: float = fields.epsilon()
    amsgrad: bool = declare(
        False,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "Divide by the largest mean square so far (AMSGrad)"),
        advanced=True,
    )

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("momentum", "velocity"), *((("velocity_hat",),) if self.amsgrad else ()))

    def rules(self) -> tuple[Line, ...]:
        root = "v_hat" if self.amsgrad else "v"
        return (
            Line("m", "beta_1 * m + (1 - beta_1) * g"),
            Line("v", "beta_2 * v + (1 - beta_2) * g**2"),
            *((Line("v_hat", "max(v_hat, v)"),) if self.amsgrad else ()),
            Line("alpha", "eta * sqrt(1 - beta_2**t) / (1 - beta_1**t)"),
            Line("w", f"w - alpha * m / (sqrt({root}) + epsilon)"),
        )

    def quantities(self, step: int, rate: float, dtype: npt.DTypeLike = np.float64) -> dict[str, float]:
        return {"alpha": self.step_size(step, rate, dtype)}

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
            if self.amsgrad:
                v = np.maximum(slots[2, part], v, out=slots[2, part])
            root = np.sqrt(v)
            root += self.epsilon
            np.multiply(m, alpha, out=change)
            change /= root
            theta[part] -= change
