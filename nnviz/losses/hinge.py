"""The hinge family: outputs must be on the right side of 0 by a margin of 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.losses.base import Amount, Array, Elementwise, Form, Rowwise, samples
from nnviz.words import QT_TRANSLATE_NOOP

_TASKS = ("binary", "classes")
_SIGNS = Form(r"2 \cdot @y - 1", "2 · @y − 1", "np.where(np.isin({Y}, (0, 1)).all(), 2 * {Y} - 1, {Y})")


def signs(y: Array) -> Array:
    """Return targets that are all 0 or 1 as −1 and 1, others as they are; Keras looks at the whole batch, too."""
    if np.logical_or(y == 0, y == 1).all():
        found: Array = 2 * y - 1
        return found
    return y


@dataclass(frozen=True)
class Hinge(Elementwise):
    """l = (1/k) Σⱼ max(0, 1 − yⱼ ŷⱼ) with yⱼ = −1 or 1; ∂L/∂ŷ = −y / (m k) where y ŷ ≤ 1, else 0.

    Targets 0 and 1 become −1 and 1.
    https://keras.io/api/losses/hinge_losses/#hinge-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Hinge")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "For classes as −1 and 1 (0 and 1 are turned into them): the output must have the target's sign and a size of"
        " at least 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "margin SVM maximum-margin two classes")
    keras_name = "hinge"
    formula = r"l = \frac{1}{k} \sum_j \max(0, 1 - y_j \hat y_j), \quad y_j = \pm 1"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} = -\frac{y}{m k}"
        r" \quad \text{where } y \hat y \le 1, \text{ else } 0"
    )
    suits = ("tanh", "linear")
    tasks = _TASKS
    term_form = Form(r"\max(0, 1 - @y \cdot @a)", "max(0, 1 − @y · @a)", "np.maximum(0, 1 - {Y} * {A})")
    slope_form = Form("-@y", "−@y", "-{Y} * ({Y} * {A} <= 1)")

    @property
    def threshold(self) -> float:
        return 0.0

    def taken(self, y: Array) -> Array:
        return signs(y)

    def taken_form(self) -> Form | None:
        return _SIGNS

    def forms_at(self, a: float, y: float) -> tuple[Form, Form]:
        return self.term_form, self.slope_form if y * a <= 1 else Form("0", "0")

    def term(self, a: Array, y: Array) -> Array:
        found: Array = np.maximum(1 - y * a, 0)
        return found

    def slope(self, a: Array, y: Array) -> Array:
        found: Array = -y * (1 - y * a >= 0)
        return found


@dataclass(frozen=True)
class SquaredHinge(Elementwise):
    """l = (1/k) Σⱼ max(0, 1 − yⱼ ŷⱼ)² with yⱼ = −1 or 1; ∂L/∂ŷ = −2 y max(0, 1 − y ŷ) / (m k).

    Targets 0 and 1 become −1 and 1.
    https://keras.io/api/losses/hinge_losses/#squaredhinge-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Squared hinge")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The square of the hinge loss: a small lack is cheap, a large one dear."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "margin SVM maximum-margin two classes")
    keras_name = "squared_hinge"
    formula = r"l = \frac{1}{k} \sum_j \max(0, 1 - y_j \hat y_j)^2, \quad y_j = \pm 1"
    gradient_formula = r"\frac{\partial L}{\partial \hat y} = -\frac{2 y \max(0, 1 - y \hat y)}{m k}"
    suits = ("tanh", "linear")
    tasks = _TASKS
    term_form = Form(
        r"\max(0, 1 - @y \cdot @a)^{2}", "max(0, 1 − @y · @a)^2", "np.maximum(0, 1 - {Y} * {A}) ** 2"
    )
    slope_form = Form(
        r"-2 \cdot @y \cdot \max(0, 1 - @y \cdot @a)",
        "−2 · @y · max(0, 1 − @y · @a)",
        "-2 * {Y} * np.maximum(0, 1 - {Y} * {A})",
    )

    @property
    def threshold(self) -> float:
        return 0.0

    def taken(self, y: Array) -> Array:
        return signs(y)

    def taken_form(self) -> Form | None:
        return _SIGNS

    def term(self, a: Array, y: Array) -> Array:
        found: Array = np.maximum(1 - y * a, 0)
        found *= found
        return found

    def slope(self, a: Array, y: Array) -> Array:
        found: Array = np.maximum(1 - y * a, 0)
        found *= -2 * y
        return found


@dataclass(frozen=True)
class CategoricalHinge(Rowwise):
    """l = max(0, 1 + n − p) with p = Σⱼ yⱼ ŷⱼ and n = maxⱼ (1 − yⱼ) ŷⱼ, for one-hot y.

    Where l is not flat, ∂L/∂ŷⱼ = (nⱼ − yⱼ) / m; nⱼ is 1 − yⱼ at the largest (1 − yⱼ) ŷⱼ, shared evenly among equal
    ones, and 0 elsewhere. The right class takes part in the maximum with the value 0.
    https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Categorical hinge")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The right class's output must be larger than the best of the others by 1."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "margin SVM maximum-margin one-hot several classes")
    keras_name = "categorical_hinge"
    formula = r"l = \max\left(0, 1 + \max_j (1 - y_j) \hat y_j - \sum_j y_j \hat y_j\right)"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y_j} = \frac{n_j - y_j}{m}"
        r" \quad \text{where } l > 0, \text{ else } 0"
    )
    targets = "one_hot"
    suits = ("tanh", "linear")
    tasks = ("classes",)
    value_form = Form(
        r"\max(0, 1 + @n - @p)",
        "max(0, 1 + @n − @p)",
        "np.maximum(0, 1 + ((1 - {Y}) * {A}).max(axis=-1) - ({Y} * {A}).sum(axis=-1))",
    )
    slope_form = Form(
        "@n - @y",
        "@n − @y",
        "N = (1 - {Y}) * {A}\n"
        "S = N == N.max(axis=-1, keepdims=True)\n"
        "S = S / S.sum(axis=-1, keepdims=True)\n"
        "steep = 1 + N.max(axis=-1, keepdims=True) - ({Y} * {A}).sum(axis=-1, keepdims=True) >= 0\n"
        "(S * (1 - {Y}) - {Y}) * steep",
    )

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        found: Array = np.maximum(1 + ((1 - y) * a).max(axis=-1) - np.add.reduce(y * a, axis=-1), 0)
        return found.astype(a.dtype, copy=False)

    def gradient(self, y: Array, a: Array) -> Array:
        found = self._slopes(a, y)
        found *= 1 / samples(a)
        return found

    def _slopes(self, a: Array, y: Array) -> Array:
        others = (1 - y) * a
        best = others.max(axis=-1, keepdims=True)
        shares = (others == best).astype(a.dtype)
        shares /= shares.sum(axis=-1, keepdims=True)
        steep = 1 + best - np.add.reduce(y * a, axis=-1, keepdims=True) >= 0
        found: Array = (shares * (1 - y) - y) * steep
        return found

    def amounts(self, a: Array, y: Array) -> Mapping[str, Amount]:
        return {
            "n": Amount(r"\max_j (1 - y_j) \hat y_j", "max (1 − y_j)·ŷ_j", float(((1 - y) * a).max())),
            "p": Amount(r"\sum_j y_j \hat y_j", "Σ y_j·ŷ_j", float((y * a).sum())),
        }

    def slope_amounts(self, a: Array, y: Array, unit: int) -> Mapping[str, Amount]:
        slope = float(self._slopes(a[None], y[None])[0, unit])
        flat = not self.per_sample(y[None], a[None])[0] > 0
        wanted = 0.0 if flat else float(y[unit])  # a sample beyond the margin pulls at nothing
        index = str(unit + 1)
        return {
            "n": Amount(f"n_{{{index}}}", f"n_{index}", slope + wanted),
            "y": Amount(f"y_{{{index}}}", f"y_{index}", wanted),
        }
