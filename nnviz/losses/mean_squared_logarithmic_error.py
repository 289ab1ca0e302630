"""Mean squared logarithmic error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.losses.base import EPSILON, Array, Elementwise, Form
from nnviz.words import QT_TRANSLATE_NOOP

_FLAT = Form("0", "0", "0")


@dataclass(frozen=True)
class MeanSquaredLogarithmicError(Elementwise):
    """l = (1/k) Σⱼ (log(1 + ŷⱼ) − log(1 + yⱼ))²; ∂L/∂ŷ = 2 (log(1 + ŷ) − log(1 + y)) / ((1 + ŷ) m k).

    Outputs and targets below 10⁻⁷ are taken for 10⁻⁷, and such an output has no gradient.
    https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean squared logarithmic error")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "The mean of the squared differences of log(1 + number): ratios count. For numbers from 0 on.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "MSLE regression logarithm ratio")
    keras_name = "mean_squared_logarithmic_error"
    formula = r"l = \frac{1}{k} \sum_j \left[\log(1 + \hat y_j) - \log(1 + y_j)\right]^2"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} ="
        r" \frac{2 \left[\log(1 + \hat y) - \log(1 + y)\right]}{(1 + \hat y)\, m k}"
    )
    tasks = ("regression",)
    term_form = Form(
        r"[\log(1 + @a) - \log(1 + @y)]^{2}",
        "[log(1 + @a) − log(1 + @y)]^2",
        "(np.log(np.maximum({A}, 1e-7) + 1) - np.log({Y} + 1)) ** 2",
    )
    slope_form = Form(
        r"2 \cdot \frac{\log(1 + @a) - \log(1 + @y)}{1 + @a}",
        "2 · (log(1 + @a) − log(1 + @y)) / (1 + @a)",
        "2 * (np.log(np.maximum({A}, 1e-7) + 1) - np.log({Y} + 1)) / (np.maximum({A}, 1e-7) + 1) * ({A} >= 1e-7)",
    )

    def taken(self, y: Array) -> Array:
        found: Array = np.maximum(y, y.dtype.type(EPSILON))
        return found

    def taken_form(self) -> Form | None:
        return Form(r"\max(@y, 10^{-7})", "max(@y, 10^−7)", "np.maximum({Y}, 1e-7)")

    def forms_at(self, a: float, y: float) -> tuple[Form, Form]:
        if a >= EPSILON:
            return self.term_form, self.slope_form
        low = Form(
            r"[\log(1 + \max(@a, 10^{-7})) - \log(1 + @y)]^{2}", "[log(1 + max(@a, 10^−7)) − log(1 + @y)]^2"
        )
        return low, _FLAT

    def term(self, a: Array, y: Array) -> Array:
        error: Array = np.log(_above(a) + 1) - np.log(y + 1)
        error *= error
        return error

    def slope(self, a: Array, y: Array) -> Array:
        above = _above(a) + 1
        error: Array = np.log(above) - np.log(y + 1)
        error *= 2 * (a >= EPSILON) / above
        return error


def _above(a: Array) -> Array:
    found: Array = np.maximum(a, a.dtype.type(EPSILON))
    return found
