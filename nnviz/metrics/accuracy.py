"""The accuracy family: the share of right answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.metrics.base import Array, MeanMetric, Metric
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_FORMULA = r"\frac{\text{right answers}}{\text{answers}}"
_BOTH = ("binary", "classes")


@dataclass(frozen=True)
class BinaryAccuracy(MeanMetric):
    """The share of outputs that are on the target's side of a threshold: y = [ŷ > threshold].

    https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Binary accuracy")
    symbol = QT_TRANSLATE_NOOP("nnviz", "acc.")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The share of outputs on the right side of a threshold, each output by itself."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "right correct two classes threshold")
    keras_name = "binary_accuracy"
    formula = r"\frac{1}{m k} \sum_{s, j} [y_{sj} = [\hat y_{sj} > t]]"
    is_share = True
    tasks = _BOTH

    threshold: float = declare(
        0.5, "float", QT_TRANSLATE_NOOP("nnviz", "An output above it says class 1"), step=0.1
    )

    def values_of(self, y: Array, a: Array) -> Array:
        hits: Array = np.equal(y, a > a.dtype.type(self.threshold))
        return hits


@dataclass(frozen=True)
class CategoricalAccuracy(MeanMetric):
    """The share of samples whose largest output is that of the largest target.

    https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Categorical accuracy")
    symbol = QT_TRANSLATE_NOOP("nnviz", "acc.")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "The share of samples whose right class has the largest output; targets as rows with a single 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "right correct several classes one-hot")
    keras_name = "categorical_accuracy"
    formula = _FORMULA
    is_share = True
    tasks = ("classes",)

    def fits(self, labels: bool, units: int) -> bool:
        return not labels and units > 1

    def values_of(self, y: Array, a: Array) -> Array:
        hits: Array = np.equal(y.argmax(axis=-1), a.argmax(axis=-1))
        return hits


@dataclass(frozen=True)
class SparseCategoricalAccuracy(MeanMetric):
    """The share of samples whose largest output is that of the class number.

    https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Sparse categorical accuracy")
    symbol = QT_TRANSLATE_NOOP("nnviz", "acc.")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The share of samples whose right class has the largest output; targets as class numbers."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "right correct several classes labels")
    keras_name = "sparse_categorical_accuracy"
    formula = _FORMULA
    is_share = True
    takes = ("labels",)
    tasks = _BOTH

    def values_of(self, y: Array, a: Array) -> Array:
        hits: Array = np.equal(y, a.argmax(axis=-1))
        return hits


@dataclass(frozen=True)
class Accuracy(Metric):
    """Keras' word ``"accuracy"``: binary, categorical or sparse categorical accuracy, as outputs and targets ask for.

    Of a single output the threshold is ½, or 0 where the loss takes it for a logit or parts the classes at 0 (hinge).
    https://keras.io/api/metrics/accuracy_metrics/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Accuracy")
    symbol = QT_TRANSLATE_NOOP("nnviz", "acc.")
    help = QT_TRANSLATE_NOOP("nnviz", "The share of samples whose class is named right.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "right correct share percent")
    keras_name = "accuracy"
    formula = _FORMULA
    is_share = True
    takes = ("labels", "rows")
    tasks = _BOTH

    def resolved(self, labels: bool, units: int, threshold: float) -> Metric:
        if units == 1:
            return BinaryAccuracy(threshold)
        return SparseCategoricalAccuracy() if labels else CategoricalAccuracy()
