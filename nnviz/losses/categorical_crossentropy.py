"""Cross-entropy for several classes, with one-hot targets or with class numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import EPSILON, Array, Form, Loss, samples, smoothing
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_GRADIENT_Z = r"\frac{\partial L}{\partial z} = \frac{\hat y - y}{m}"


def log_softmax(z: Array) -> Array:
    """Return log softmax(z) over the last axis, without forming a probability that could round to 0."""
    shifted = z - z.max(axis=-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def one_hot(labels: Array, like: Array) -> Array:
    """Return ``labels`` as rows with a single 1, shape and type of ``like``."""
    return np.eye(like.shape[-1], dtype=like.dtype)[labels]


@dataclass(frozen=True)
class CategoricalCrossentropy(Loss):
    """l = −Σⱼ yⱼ log ŷⱼ with one-hot y; behind a softmax ∂L/∂z = (ŷ Σy − y) / m, and Σy = 1.

    From probabilities of another activation ŷ is first divided by its sum, then clipped to [10⁻⁷, 1 − 10⁻⁷].
    Label smoothing s takes y (1 − s) + s/k for y, with k classes.
    https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Categorical cross-entropy")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "For several classes, one output each, targets as rows with a single 1."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "log loss softmax one-hot")
    keras_name = "categorical_crossentropy"
    formula = r"l = -\sum_j y_j \log \hat y_j"
    gradient_formula = r"\frac{\partial L}{\partial \hat y_j} = -\frac{1}{m} \frac{y_j}{\hat y_j}"
    gradient_z_formula = _GRADIENT_Z
    fused = "softmax"
    targets = "one_hot"
    tasks = ("classes",)

    from_logits: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "The outputs are logits, not probabilities")
    )

    label_smoothing: float = smoothing()

    def taken(self, y: Array) -> Array:
        if not self.label_smoothing:
            return y
        found: Array = y * (1 - self.label_smoothing) + self.label_smoothing / y.shape[-1]
        return found

    def taken_form(self) -> Form | None:
        if not self.label_smoothing:
            return None
        keep, share = f"{1 - self.label_smoothing:g}", f"{self.label_smoothing:g}"
        return Form(
            rf"{keep} \cdot @y + {share} / k",
            f"{keep} · @y + {share} / k",
            f"{keep} * {{Y}} + {share} / {{Y}}.shape[-1]",
        )

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        y, logits = self.taken(y), a if self.from_logits and z is None else z
        if logits is not None:
            log_p = log_softmax(logits)
        else:
            log_p = np.log(np.clip(a / a.sum(axis=-1, keepdims=True), EPSILON, 1 - EPSILON))
        result: Array = -np.add.reduce(y * log_p, axis=-1)
        return result

    def gradient(self, y: Array, a: Array) -> Array:
        if self.from_logits:
            return self.gradient_z(y, ACTIVATIONS["softmax"].forward(a))
        total = a.sum(axis=-1, keepdims=True)
        q = a / total
        p = np.clip(q, EPSILON, 1 - EPSILON)
        dq = -self.taken(y) / p * (p == q)
        result: Array = (dq - (dq * q).sum(axis=-1, keepdims=True)) / (total * samples(a))
        return result

    def gradient_z(self, y: Array, a: Array) -> Array:
        y = self.taken(y)
        dz: Array = a * y.sum(axis=-1, keepdims=True)
        dz -= y
        dz *= 1 / samples(a)
        return dz


@dataclass(frozen=True)
class SparseCategoricalCrossentropy(Loss):
    """l = −log ŷ_y with the class number y; behind a softmax ∂L/∂z = (ŷ − one_hot(y)) / m.

    From probabilities of another activation ŷ is first clipped to [10⁻⁷, 1 − 10⁻⁷], then divided by its sum.
    https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Sparse categorical cross-entropy")
    help = QT_TRANSLATE_NOOP("nnviz", "For several classes, one output each, targets as class numbers.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "log loss softmax labels")
    keras_name = "sparse_categorical_crossentropy"
    formula = r"l = -\log \hat y_{y}"
    gradient_formula = r"\frac{\partial L}{\partial \hat y_j} = -\frac{1}{m} \frac{[j = y]}{\hat y_j}"
    gradient_z_formula = _GRADIENT_Z
    fused = "softmax"
    targets = "labels"
    tasks = ("classes", "binary")

    from_logits: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "The outputs are logits, not probabilities")
    )

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        logits = a if self.from_logits and z is None else z
        if logits is None:
            logits = np.log(np.clip(a, EPSILON, 1 - EPSILON))
        result: Array = -np.take_along_axis(log_softmax(logits), y[..., None], axis=-1)[..., 0]
        return result

    def gradient(self, y: Array, a: Array) -> Array:
        if self.from_logits:
            return self.gradient_z(y, ACTIVATIONS["softmax"].forward(a))
        p = np.clip(a, EPSILON, 1 - EPSILON)
        result: Array = (
            (1 / p.sum(axis=-1, keepdims=True) - one_hot(y, a) / p) * (p == a) / a.dtype.type(samples(a))
        )
        return result

    def gradient_z(self, y: Array, a: Array) -> Array:
        dz: Array = a - one_hot(y, a)
        dz *= 1 / samples(a)
        return dz
