"""Losses that are squares near the target and grow like the difference far from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnviz.losses.base import Array, Elementwise, Form
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_FAR = (
    Form(r"@delta \cdot |@a - @y| - \frac{1}{2} @delta^{2}", "@delta · |@a − @y| − ½ @delta^2"),
    Form(r"@delta \cdot \mathrm{sign}(@a - @y)", "@delta · sign(@a − @y)"),
)


@dataclass(frozen=True)
class Huber(Elementwise):
    """t = ½ e² where |e| ≤ δ, else δ |e| − ½ δ², with e = ŷ − y; l = (1/k) Σⱼ tⱼ.

    ∂L/∂ŷ = e / (m k) where |e| ≤ δ, else δ sign(e) / (m k).
    https://keras.io/api/losses/regression_losses/#huber-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Huber")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Half the square of a small difference; a difference beyond delta counts in proportion only."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "robust regression smooth L1")
    keras_name = "huber"
    formula = (
        r"l = \frac{1}{k} \sum_j \left\{\begin{array}{ll} \frac{1}{2} e_j^2 & |e_j| \le \delta \\"
        r" \delta |e_j| - \frac{1}{2} \delta^2 & |e_j| > \delta \end{array}\right. , \quad e_j = \hat y_j - y_j"
    )
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} = \frac{\max(-\delta, \min(\delta, \hat y - y))}{m k}"
    )
    symbols: ClassVar[Mapping[str, tuple[str, str]]] = {"delta": (r"\delta", "δ")}
    tasks = ("regression",)
    term_form = Form(
        r"\frac{1}{2} (@a - @y)^{2}",
        "½ (@a − @y)^2",
        "np.where(np.abs({A} - {Y}) <= {delta}, 0.5 * ({A} - {Y}) ** 2,"
        " {delta} * np.abs({A} - {Y}) - 0.5 * {delta} ** 2)",
    )
    slope_form = Form("(@a - @y)", "(@a − @y)", "np.clip({A} - {Y}, -{delta}, {delta})")

    delta: float = declare(
        1.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Size of a difference up to which it is squared"),
        minimum=0.0,
    )

    def forms_at(self, a: float, y: float) -> tuple[Form, Form]:
        return (self.term_form, self.slope_form) if abs(a - y) <= self.delta else _FAR

    def term(self, a: Array, y: Array) -> Array:
        size: Array = np.abs(a - y)
        near = 0.5 * size * size
        return np.where(size <= self.delta, near, self.delta * size - 0.5 * self.delta**2).astype(a.dtype)

    def slope(self, a: Array, y: Array) -> Array:
        found: Array = np.clip(a - y, -self.delta, self.delta)
        return found


@dataclass(frozen=True)
class LogCosh(Elementwise):
    """t = log cosh e = e + log(1 + e^(−2e)) − log 2 with e = ŷ − y; l = (1/k) Σⱼ tⱼ; ∂L/∂ŷ = tanh(ŷ − y) / (m k).

    https://keras.io/api/losses/regression_losses/#logcosh-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Log-cosh")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Half the square of a small difference, nearly the size of a large one, smooth in between."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "robust regression logcosh hyperbolic cosine")
    keras_name = "log_cosh"
    formula = r"l = \frac{1}{k} \sum_j \log \cosh(\hat y_j - y_j)"
    gradient_formula = r"\frac{\partial L}{\partial \hat y} = \frac{\tanh(\hat y - y)}{m k}"
    tasks = ("regression",)
    term_form = Form(
        r"\log \cosh(@a - @y)",
        "log cosh(@a − @y)",
        "({A} - {Y} + np.logaddexp(0, -2 * ({A} - {Y})) - np.log(2))",  # cosh itself overflows from 711 on
    )
    slope_form = Form(r"\tanh(@a - @y)", "tanh(@a − @y)", "np.tanh({A} - {Y})")

    def term(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        result: Array = error + np.logaddexp(error.dtype.type(0), -2 * error) - error.dtype.type(np.log(2))
        return result

    def slope(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        return np.tanh(error, out=error)
