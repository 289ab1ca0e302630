"""Cosine similarity as a loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.losses.base import EPSILON, Amount, Array, Form, Rowwise, samples
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class CosineSimilarity(Rowwise):
    """l = −Σⱼ yⱼ ŷⱼ / (|y| |ŷ|), from −1 (same direction) to 1; ∂L/∂ŷ = −(y/|y| + l ŷ/|ŷ|) / (m |ŷ|).

    A norm below 10⁻⁷ counts as 10⁻⁷, and then has no part in the gradient.
    https://keras.io/api/losses/regression_losses/#cosinesimilarity-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Cosine similarity")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Minus the cosine of the angle between outputs and targets as vectors; their sizes do not count.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "angle direction vectors embedding")
    keras_name = "cosine_similarity"
    formula = r"l = -\frac{\sum_j y_j \hat y_j}{|y|\, |\hat y|}"
    gradient_formula = (
        r"\frac{\partial L}{\partial \hat y} = -\frac{1}{m |\hat y|}"
        r" \left(\frac{y}{|y|} + l \frac{\hat y}{|\hat y|}\right)"
    )
    tasks = ("regression", "classes")
    value_form = Form(
        r"-\frac{@dot}{@size_y \cdot @size_a}",
        "−(@dot) / (@size_y · @size_a)",
        "-({Y} * {A}).sum(axis=-1) / (np.linalg.norm({Y}, axis=-1) * np.linalg.norm({A}, axis=-1))",
    )
    slope_form = Form(
        r"-\frac{1}{@size_a} \cdot \left(\frac{@y}{@size_y} + @l \cdot \frac{@a}{@size_a}\right)",
        "−1 / @size_a · (@y / @size_y + @l · @a / @size_a)",
        "R = np.linalg.norm({A}, axis=-1, keepdims=True)\n"
        "U, V = {A} / R, {Y} / np.linalg.norm({Y}, axis=-1, keepdims=True)\n"
        "(U * (U * V).sum(axis=-1, keepdims=True) - V) / R",
    )

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        result: Array = -np.add.reduce(y * a, axis=-1) / (_norm(y) * _norm(a))[..., 0]
        return result

    def gradient(self, y: Array, a: Array) -> Array:
        size = _norm(a)
        u, v = a / size, y / _norm(y)
        along = np.add.reduce(u * v, axis=-1, keepdims=True) * (size > EPSILON)
        result: Array = (u * along - v) / (size * a.dtype.type(samples(a)))
        return result

    def amounts(self, a: Array, y: Array) -> Mapping[str, Amount]:
        return {
            "dot": Amount(r"\sum_j y_j \hat y_j", "Σ y_j·ŷ_j", float((y * a).sum())),
            **self._sizes(a, y),
        }

    def slope_amounts(self, a: Array, y: Array, unit: int) -> Mapping[str, Amount]:
        index = str(unit + 1)
        turned = float(self.per_sample(y, a)) if float(_norm(a)[0]) > EPSILON else 0.0
        return {
            "y": Amount(f"y_{{{index}}}", f"y_{index}", float(y[unit])),
            "a": Amount(rf"\hat y_{{{index}}}", f"ŷ_{index}", float(a[unit])),
            "l": Amount("l", "l", turned),
            **self._sizes(a, y),
        }

    def _sizes(self, a: Array, y: Array) -> Mapping[str, Amount]:
        return {
            "size_a": Amount(r"|\hat y|", "|ŷ|", float(_norm(a)[0])),
            "size_y": Amount("|y|", "|y|", float(_norm(y)[0])),
        }


def _norm(x: Array) -> Array:
    """Return the norm along the last axis, which is kept, not below 10⁻⁷."""
    size = np.sqrt(np.add.reduce(x * x, axis=-1, keepdims=True))
    result: Array = np.maximum(size, x.dtype.type(EPSILON))
    return result
