"""Confusion matrix: which class is taken for which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.metrics.base import Array, Metric, State, frozen
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class ConfusionMatrix(Metric):
    """C[i, j]: how many samples of class i the network names j.

    No metric of Keras (https://keras.io/api/metrics/): it is shown here, and a program counts it in plain code.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Confusion matrix")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "How many samples of each class (row) the network takes for each class (column). A table, not in Keras.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "errors mistaken classes table")
    keras_name = "confusion_matrix"
    formula = r"C_{ij} = \sum_s [y_s = i][\hat y_s = j]"
    takes = ("labels", "rows")
    tasks = ("binary", "classes")
    in_keras = False

    threshold: float = declare(
        0.5, "float", QT_TRANSLATE_NOOP("nnviz", "A single output above it says class 1"), step=0.1
    )

    def resolved(self, labels: bool, units: int, threshold: float) -> Metric:
        return self.replace(threshold=threshold) if self.threshold == 0.5 else self

    def start(self, units: int = 1) -> State:
        classes = max(units, 2)
        return frozen(np.zeros((classes, classes), np.int64))

    def update(self, state: State, y: Array, a: Array) -> State:
        counts, units = state[0], a.shape[-1]
        if units > 1:
            named = a.argmax(axis=-1).ravel()
            wanted = y.reshape(-1, units).argmax(axis=-1) if y.size == a.size else y.astype(np.intp).ravel()
        else:
            named = (a > a.dtype.type(self.threshold)).ravel().astype(np.intp)
            wanted = (y > 0.5).ravel().astype(np.intp)
        flat = np.bincount(wanted * len(counts) + named, minlength=counts.size)
        return frozen(counts + flat.reshape(counts.shape))

    def result(self, state: State) -> Any:
        return state[0]
