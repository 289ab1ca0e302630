"""Kullback-Leibler divergence and the Poisson loss: what a distribution costs under another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.losses.base import EPSILON, Array, Elementwise, Form
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class KLDivergence(Elementwise):
    """l = Σⱼ yⱼ log(yⱼ / ŷⱼ); ∂L/∂ŷⱼ = −yⱼ / (m ŷⱼ).

    Targets and outputs are first clipped to [10⁻⁷, 1], and the gradient is 0 where an output was clipped.
    https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Kullback-Leibler divergence")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "How far the probabilities of the outputs are from those of the targets; 0 if they agree."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "KLD relative entropy distribution softmax")
    keras_name = "kl_divergence"
    formula = r"l = \sum_j y_j \log \frac{y_j}{\hat y_j}"
    gradient_formula = r"\frac{\partial L}{\partial \hat y_j} = -\frac{1}{m} \frac{y_j}{\hat y_j}"
    targets = "one_hot"
    suits = ("softmax",)
    tasks = ("classes",)
    averages = False
    term_form = Form(
        r"@y \cdot \log \frac{@y}{@a}", "@y · log(@y / @a)", "{Y} * np.log({Y} / np.clip({A}, 1e-7, 1))"
    )
    slope_form = Form(
        r"-\frac{@y}{@a}", "−@y / @a", "-{Y} / np.clip({A}, 1e-7, 1) * ({A} >= 1e-7) * ({A} <= 1)"
    )

    def taken(self, y: Array) -> Array:
        found: Array = np.clip(y, y.dtype.type(EPSILON), y.dtype.type(1))
        return found

    def taken_form(self) -> Form | None:
        return Form(r"\min(\max(@y, 10^{-7}), 1)", "min(max(@y, 10^−7), 1)", "np.clip({Y}, 1e-7, 1)")

    def forms_at(self, a: float, y: float) -> tuple[Form, Form]:
        if EPSILON <= a <= 1:
            return self.term_form, self.slope_form
        bound = ("10^{-7}", "10^−7") if a < EPSILON else ("1", "1")
        return Form(rf"@y \cdot \log \frac{{@y}}{{{bound[0]}}}", f"@y · log(@y / {bound[1]})"), Form("0", "0")

    def term(self, a: Array, y: Array) -> Array:
        found: Array = np.log(y / np.clip(a, a.dtype.type(EPSILON), a.dtype.type(1)))
        found *= y
        return found

    def slope(self, a: Array, y: Array) -> Array:
        p = np.clip(a, a.dtype.type(EPSILON), a.dtype.type(1))
        found: Array = -y / p
        found *= p == a
        return found


@dataclass(frozen=True)
class Poisson(Elementwise):
    """l = (1/k) Σⱼ [ŷⱼ − yⱼ log(ŷⱼ + 10⁻⁷)]; ∂L/∂ŷ = (1 − y / (ŷ + 10⁻⁷)) / (m k).

    https://keras.io/api/losses/regression_losses/#poisson-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Poisson")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "For counts: the output is the mean of a Poisson distribution and must be positive."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "counts rate regression likelihood")
    keras_name = "poisson"
    formula = r"l = \frac{1}{k} \sum_j \left[\hat y_j - y_j \log(\hat y_j + 10^{-7})\right]"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} = \frac{1}{m k} \left(1 - \frac{y}{\hat y + 10^{-7}}\right)"
    )
    suits = ("softplus", "exponential", "relu")
    tasks = ("regression",)
    term_form = Form(
        r"(@a - @y \cdot \log(@a + 10^{-7}))",
        "(@a − @y · log(@a + 10^−7))",
        "({A} - {Y} * np.log({A} + 1e-7))",
    )
    slope_form = Form(
        r"\left(1 - \frac{@y}{@a + 10^{-7}}\right)", "(1 − @y / (@a + 10^−7))", "(1 - {Y} / ({A} + 1e-7))"
    )

    def term(self, a: Array, y: Array) -> Array:
        found: Array = a - y * np.log(a + a.dtype.type(EPSILON))
        return found

    def slope(self, a: Array, y: Array) -> Array:
        found: Array = 1 - y / (a + a.dtype.type(EPSILON))
        return found
