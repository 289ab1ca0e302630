"""Top-k accuracy: the right class is among the best k."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.metrics.base import Array, MeanMetric
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_FORMULA = r"\frac{\text{samples whose class is among the } k \text{ largest outputs}}{\text{samples}}"
_K = QT_TRANSLATE_NOOP("nnviz", "How many of the largest outputs may hold the right class")


def _among_the_best(labels: Array, a: Array, k: int) -> Array:
    """Return whether fewer than k outputs are larger than that of the class; equal ones do not push it out."""
    own = np.take_along_axis(a, labels[..., None], axis=-1)
    larger = np.count_nonzero(a > own, axis=-1)
    found: Array = (larger < k) & np.isfinite(own[..., 0])
    return found


@dataclass(frozen=True)
class TopKCategoricalAccuracy(MeanMetric):
    """The share of samples whose class is among the k largest outputs; targets as rows.

    https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Top-k categorical accuracy")
    symbol = QT_TRANSLATE_NOOP("nnviz", "top-k")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "The share of samples whose right class is among the k largest outputs; targets as rows with a single 1.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "top five right several classes one-hot")
    keras_name = "top_k_categorical_accuracy"
    formula = _FORMULA
    is_share = True
    tasks = ("classes",)

    k: int = declare(5, "int", _K, minimum=1, maximum=1_000_000)

    def fits(self, labels: bool, units: int) -> bool:
        return not labels and units > 1

    def values_of(self, y: Array, a: Array) -> Array:
        return _among_the_best(y.argmax(axis=-1), a, self.k)


@dataclass(frozen=True)
class SparseTopKCategoricalAccuracy(MeanMetric):
    """The share of samples whose class is among the k largest outputs; targets as class numbers.

    https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Sparse top-k categorical accuracy")
    symbol = QT_TRANSLATE_NOOP("nnviz", "top-k")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "The share of samples whose right class is among the k largest outputs; targets as class numbers.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "top five right several classes labels")
    keras_name = "sparse_top_k_categorical_accuracy"
    formula = _FORMULA
    is_share = True
    takes = ("labels",)
    tasks = ("classes", "binary")

    k: int = declare(5, "int", _K, minimum=1, maximum=1_000_000)

    def values_of(self, y: Array, a: Array) -> Array:
        return _among_the_best(y.astype(np.int64), a, self.k)
