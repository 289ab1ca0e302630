"""Binary cross-entropy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import EPSILON, Array, Form, Loss, mean_of_last, smoothing
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_ZERO = np.zeros((), np.float32)


@dataclass(frozen=True)
class BinaryCrossentropy(Loss):
    """l = −(1/k) Σⱼ [yⱼ log ŷⱼ + (1 − yⱼ) log(1 − ŷⱼ)]; behind a sigmoid ∂L/∂z = (ŷ − y) / (m k).

    From logits z: l = log(1 + e^z) − z y. From probabilities that come from another activation:
    ŷ is first clipped to [10⁻⁷, 1 − 10⁻⁷], and the gradient is 0 where it was clipped.
    Label smoothing s takes y (1 − s) + s/2 for y.
    https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Binary cross-entropy")
    help = QT_TRANSLATE_NOOP("nnviz", "For two classes and one output: the surprise at the right answer.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "log loss logistic two classes")
    keras_name = "binary_crossentropy"
    formula = r"l = -\left[y \log \hat y + (1 - y) \log(1 - \hat y)\right]"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} = \frac{1}{m} \frac{\hat y - y}{\hat y (1 - \hat y)}"
    )
    gradient_z_formula = r"\frac{\partial L}{\partial z} = \frac{\hat y - y}{m}"
    fused = "sigmoid"
    tasks = ("binary",)

    from_logits: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "The output is a logit, not a probability")
    )

    label_smoothing: float = smoothing()

    def taken(self, y: Array) -> Array:
        if not self.label_smoothing:
            return y
        found: Array = y * (1 - self.label_smoothing) + 0.5 * self.label_smoothing
        return found

    def taken_form(self) -> Form | None:
        if not self.label_smoothing:
            return None
        keep, half = f"{1 - self.label_smoothing:g}", f"{self.label_smoothing / 2:g}"
        return Form(rf"{keep} \cdot @y + {half}", f"{keep} · @y + {half}", f"{keep} * {{Y}} + {half}")

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        y, logits = self.taken(y), a if self.from_logits and z is None else z
        if logits is not None:
            loss = np.logaddexp(_ZERO, logits)  # log(1 + e^z), which cannot overflow
            loss -= logits * y
        else:
            p = np.clip(a, EPSILON, 1 - EPSILON)
            loss = -(y * np.log(p) + (1 - y) * np.log(1 - p))
        return mean_of_last(loss)

    def gradient(self, y: Array, a: Array) -> Array:
        if self.from_logits:
            return self.gradient_z(y, ACTIVATIONS["sigmoid"].forward(a))
        y, p = self.taken(y), np.clip(a, EPSILON, 1 - EPSILON)
        result: Array = (p - y) / (p * (1 - p)) * (p == a) / a.dtype.type(a.size)
        return result

    def gradient_z(self, y: Array, a: Array) -> Array:
        dz: Array = a - self.taken(y)
        dz *= 1 / a.size
        return dz
