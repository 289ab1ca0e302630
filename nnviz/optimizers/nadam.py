"""Nadam: Adam that looks one step ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.optimizers import fields
from nnviz.optimizers.base import Array, Line, Optimizer, Place, blocks
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Nadam(Optimizer):
    """θ ← θ − η m̂ / (√v̂ + ε), m̂ = μₜ₊₁ m / (1 − πₜ₊₁) + (1 − μₜ) g / (1 − πₜ), v̂ = v / (1 − β₂ᵗ).

    m and v as in Adam, μₜ = β₁ (1 − ½ · 0.96ᵗ), πₜ = μ₁ μ₂ … μₜ; t counts steps from 1 (Dozat 2016). Keras keeps π
    as a variable; here it is computed from the step, by the same products, so that any step can be had again.
    https://keras.io/api/optimizers/Nadam/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Nadam")
    help = QT_TRANSLATE_NOOP("nnviz", "Adam with Nesterov's momentum: it looks one step ahead.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "adam nesterov")
    keras_name = "Nadam"
    letters: ClassVar[Mapping[str, str]] = {"momentum": "m", "velocity": "v"}
    formula = (
        r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \varepsilon}, \quad "
        r"\hat m = \frac{\mu_{t+1} m}{1 - \pi_{t+1}} + \frac{(1 - \mu_t) g}{1 - \pi_t}"
    )

    learning_rate: float = fields.learning_rate()
    beta_1: float = fields.beta_1()
    beta_2: float = fields.beta_2()
    epsilon: float = fields.epsilon()

    def slot_groups(self) -> tuple[tuple[str, ...], ...]:
        return (("momentum", "velocity"),)

    def keras_variables(
        self, places: Sequence[Place], slots: Array, step: int, memory: tuple[float, ...] = ()
    ) -> dict[str, Array]:
        """Return also ``u_product``, π of the steps made so far; in Keras it has no name of its own."""
        found = super().keras_variables(places, slots, step, memory)
        found["u_product"] = self._products(step, slots.dtype)[0]
        return found

    def rules(self) -> tuple[Line, ...]:
        product = "prod([beta_1 * (1 - 0.96**i / 2) for i in range(1, t + 1)])"
        return (
            Line("m", "beta_1 * m + (1 - beta_1) * g"),
            Line("v", "beta_2 * v + (1 - beta_2) * g**2"),
            Line("mu", "beta_1 * (1 - 0.96**t / 2)"),
            Line("mu_next", "beta_1 * (1 - 0.96 ** (t + 1) / 2)"),
            Line("pi", product, r"\mu_1\, \mu_2 \cdots \mu_t"),
            Line("m_hat", "mu_next * m / (1 - pi * mu_next) + (1 - mu) * g / (1 - pi)"),
            Line("v_hat", "v / (1 - beta_2**t)"),
            Line("w", "w - eta * m_hat / (sqrt(v_hat) + epsilon)"),
        )

    def quantities(self, step: int, rate: float, dtype: npt.DTypeLike = np.float64) -> dict[str, float]:
        return {"pi": float(self._products(step, dtype)[1])}

    def _products(self, step: int, dtype: npt.DTypeLike) -> Array:
        """Return π before the step and with it."""
        table = _products(self.beta_1, np.dtype(dtype), 1 << max(8, (step + 2).bit_length()))
        return table[step : step + 2]

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        eta, beta_1, beta_2, fade, half, one = np.array(
            [rate, self.beta_1, self.beta_2, 0.96, 0.5, 1], theta.dtype
        )
        t, following = np.array([step + 1, step + 2], theta.dtype)
        now, ahead = beta_1 * (one - half * fade**t), beta_1 * (one - half * fade**following)
        product = self._products(step, theta.dtype)[1]
        square = one - beta_2**t
        for part in blocks(len(theta)):
            g, m, v = gradient[part], slots[0, part], slots[1, part]
            change = g - m
            change *= one - beta_1
            m += change
            np.multiply(g, g, out=change)
            change -= v
            change *= one - beta_2
            v += change
            root = np.sqrt(v / square)
            root += self.epsilon
            np.multiply(m, ahead, out=change)
            change /= one - product * ahead
            change += (one - now) * g / (one - product)
            change *= eta
            change /= root
            theta[part] -= change


@lru_cache(maxsize=8)
def _products(beta_1: float, dtype: np.dtype[np.floating], count: int) -> Array:
    """Return π₀ = 1, π₁ … π_count in ``dtype``, multiplied in Keras' order: times β₁, then times the rest of μ."""
    factors = np.empty(2 * count + 1, dtype)
    factors[0], factors[1::2] = 1, beta_1
    powers = np.power(dtype.type(0.96), np.arange(1, count + 1).astype(dtype))
    factors[2::2] = 1 - dtype.type(0.5) * powers
    with np.errstate(under="ignore"):
        result: Array = np.multiply.accumulate(factors)[::2]
    result.flags.writeable = False
    return result
