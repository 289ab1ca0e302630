"""Losses of squared differences: the mean, and the half sum of textbooks."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.losses.base import Array, Elementwise, Form
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class MeanSquaredError(Elementwise):
    """l = (1/k) Σⱼ (ŷⱼ − yⱼ)² over the k outputs; ∂L/∂ŷ = 2 (ŷ − y) / (m k). No factor ½.

    https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean squared error")
    help = QT_TRANSLATE_NOOP("nnviz", "The mean of the squared differences, without a factor ½. For numbers.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "MSE regression squares")
    keras_name = "mean_squared_error"
    formula = r"l = \frac{1}{k} \sum_j (\hat y_j - y_j)^2"
    gradient_formula = r"\frac{\partial L}{\partial \hat y} = \frac{2 (\hat y - y)}{m k}"
    term_form = Form("(@a - @y)^{2}", "(@a − @y)^2", "({A} - {Y}) ** 2")
    slope_form = Form(r"2 \cdot (@a - @y)", "2 · (@a − @y)", "2 * ({A} - {Y})")

    def term(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        error *= error
        return error

    def slope(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        error *= 2
        return error

    def gradient(self, y: Array, a: Array) -> Array:
        # The same as slope / size in one pass less: a small network's step takes only some microseconds.
        error: Array = a - y
        error *= 2 / a.size
        return error


@dataclass(frozen=True)
class HalfSumOfSquares(Elementwise):
    """l = ½ Σⱼ (ŷⱼ − yⱼ)², the sum over the outputs; L is its mean over the samples; ∂L/∂ŷ = (ŷ − y) / m.

    The error E of the textbooks (Rumelhart, Hinton, Williams 1986, https://doi.org/10.1038/323533a0; there added up
    over the samples, which is L times m). Keras has no such loss, so a program gets it as a function; Keras takes the
    mean of what a function returns for each sample: https://keras.io/api/losses/#creating-custom-losses
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Half sum of squares")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "The loss of textbooks: ½ of the squared differences, added up over the outputs; then the mean over the samples"
        " of the batch. Not in Keras: a program gets it as a small function.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "SSE half squared error textbook ½ E")
    keras_name = "half_sum_of_squares"
    formula = r"l = \frac{1}{2} \sum_j (\hat y_j - y_j)^2, \quad L = \frac{1}{m} \sum_s l_s"
    gradient_formula = r"\frac{\partial L}{\partial \hat y} = \frac{\hat y - y}{m}"
    averages = False
    term_form = Form(r"\frac{1}{2} (@a - @y)^{2}", "½ (@a − @y)^2", "0.5 * ({A} - {Y}) ** 2")
    slope_form = Form("(@a - @y)", "(@a − @y)", "({A} - {Y})")
    function = '''@keras.saving.register_keras_serializable()
def half_sum_of_squares(y_true, y_pred):
    """Half the sum of the squared errors of a sample; Keras takes the mean over the samples."""
    return 0.5 * keras.ops.sum(keras.ops.square(y_pred - y_true), axis=-1)'''

    def term(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        error *= error
        error *= 0.5
        return error

    def slope(self, a: Array, y: Array) -> Array:
        error: Array = a - y
        return error
