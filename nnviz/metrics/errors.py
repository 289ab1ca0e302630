"""Errors of numbers: mean absolute, mean squared, root of the mean squared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.metrics.base import Array, MeanMetric, State
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class MeanAbsoluteError(MeanMetric):
    """The mean of |ŷ − y| over samples and outputs.

    https://keras.io/api/metrics/regression_metrics/#meanabsoluteerror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean absolute error")
    symbol = QT_TRANSLATE_NOOP("nnviz", "MAE")
    help = QT_TRANSLATE_NOOP("nnviz", "The mean of the sizes of the differences, in the unit of the target.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "MAE regression")
    keras_name = "mean_absolute_error"
    formula = r"\frac{1}{m k} \sum_{s, j} |\hat y_{sj} - y_{sj}|"

    def values_of(self, y: Array, a: Array) -> Array:
        found: Array = np.abs(a - y)
        return found


@dataclass(frozen=True)
class MeanSquaredError(MeanMetric):
    """The mean of (ŷ − y)² over samples and outputs.

    https://keras.io/api/metrics/regression_metrics/#meansquarederror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Mean squared error")
    symbol = QT_TRANSLATE_NOOP("nnviz", "MSE")
    help = QT_TRANSLATE_NOOP("nnviz", "The mean of the squared differences.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "MSE regression")
    keras_name = "mean_squared_error"
    formula = r"\frac{1}{m k} \sum_{s, j} (\hat y_{sj} - y_{sj})^2"

    def values_of(self, y: Array, a: Array) -> Array:
        found: Array = np.square(a - y)
        return found


@dataclass(frozen=True)
class RootMeanSquaredError(MeanMetric):
    """The root of the mean of (ŷ − y)² over samples and outputs.

    https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Root mean squared error")
    symbol = QT_TRANSLATE_NOOP("nnviz", "RMSE")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The root of the mean of the squared differences, in the unit of the target."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "RMSE regression standard deviation")
    keras_name = "root_mean_squared_error"
    formula = r"\sqrt{\frac{1}{m k} \sum_{s, j} (\hat y_{sj} - y_{sj})^2}"

    def values_of(self, y: Array, a: Array) -> Array:
        found: Array = np.square(a - y)
        return found

    def result(self, state: State) -> Any:
        return math.sqrt(super().result(state))
