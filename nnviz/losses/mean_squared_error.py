"""Mean squared error."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.losses.base import Array, Loss, mean_of_last
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """l = (1/k) Σⱼ (ŷⱼ − yⱼ)² over the k outputs; ∂L/∂ŷ = 2 (ŷ − y) / (m k). No factor ½.

    https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean squared error")
    help = QT_TRANSLATE_NOOP("nnviz", "The mean of the squared differences, without a factor ½. For numbers.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "MSE regression squares")
    keras_name = "mean_squared_error"
    formula = r"l = \frac{1}{k} \sum_j (\hat y_j - y_j)^2"
    gradient_formula = r"\frac{\partial L}{\partial \hat y} = \frac{2 (\hat y - y)}{m k}"

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        error = a - y
        error *= error
        return mean_of_last(error)

    def gradient(self, y: Array, a: Array) -> Array:
        error: Array = a - y
        error *= 2 / a.size
        return error
