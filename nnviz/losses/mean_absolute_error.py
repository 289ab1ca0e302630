"""Losses of absolute differences: the mean, and the mean in percent of the target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.losses.base import EPSILON, Array, Elementwise, Form
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class MeanAbsoluteError(Elementwise):
    """l = (1/k) Σⱼ |ŷⱼ − yⱼ|; ∂L/∂ŷ = sign(ŷ − y) / (m k), and the sign of 0 is 0.

    https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean absolute error")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The mean of the sizes of the differences. A few far-off samples do not outweigh the rest."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "MAE L1 regression robust")
    keras_name = "mean_absolute_error"
    formula = r"l = \frac{1}{k} \sum_j |\hat y_j - y_j|"
    gradient_formula = r"\frac{\partial L}{\partial \hat y} = \frac{\mathrm{sign}(\hat y - y)}{m k}"
    term_form = Form("|@a - @y|", "|@a − @y|", "np.abs({A} - {Y})")
    slope_form = Form(r"\mathrm{sign}(@a - @y)", "sign(@a − @y)", "np.sign({A} - {Y})")

    def term(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        return np.abs(error, out=error)

    def slope(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        return np.sign(error, out=error)


@dataclass(frozen=True)
class MeanAbsolutePercentageError(Elementwise):
    """l = (100/k) Σⱼ |ŷⱼ − yⱼ| / max(|yⱼ|, 10⁻⁷); ∂L/∂ŷ = 100 sign(ŷ − y) / (max(|y|, 10⁻⁷) m k).

    https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean absolute percentage error")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The mean of the differences in percent of the target. For targets far from 0."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "MAPE percent relative regression")
    keras_name = "mean_absolute_percentage_error"
    formula = r"l = \frac{100}{k} \sum_j \frac{|\hat y_j - y_j|}{\max(|y_j|, 10^{-7})}"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} = \frac{100\,"
        r" \mathrm{sign}(\hat y - y)}{\max(|y|, 10^{-7})\, m k}"
    )
    tasks = ("regression",)
    term_form = Form(
        r"100 \cdot \frac{|@a - @y|}{|@y|}",
        "100 · |@a − @y| / |@y|",
        "100 * np.abs({A} - {Y}) / np.maximum(np.abs({Y}), 1e-7)",
    )
    slope_form = Form(
        r"100 \cdot \frac{\mathrm{sign}(@a - @y)}{|@y|}",
        "100 · sign(@a − @y) / |@y|",
        "100 * np.sign({A} - {Y}) / np.maximum(np.abs({Y}), 1e-7)",
    )

    def forms_at(self, a: float, y: float) -> tuple[Form, Form]:
        if abs(y) >= EPSILON:
            return self.term_form, self.slope_form
        # A target of 0 is divided by 10⁻⁷.
        term, slope = self.term_form, self.slope_form
        return (
            term._replace(latex=r"100 \cdot \frac{|@a - @y|}{10^{-7}}", plain="100 · |@a − @y| / 10^−7"),
            slope._replace(
                latex=r"100 \cdot \frac{\mathrm{sign}(@a - @y)}{10^{-7}}", plain="100 · sign(@a − @y) / 10^−7"
            ),
        )

    def term(self, a: Array, y: Array) -> Array:
        error: Array = np.abs(a - y)
        error *= 100 / _size(y)
        return error

    def slope(self, a: Array, y: Array) -> Array:
        error: Array = np.sign(a - y)
        error *= 100 / _size(y)
        return error


def _size(y: Array) -> Array:
    size: Array = np.maximum(np.abs(y), y.dtype.type(EPSILON))
    return size
