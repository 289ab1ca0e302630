"""Precision, recall and what combines them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.metrics.base import Array, Metric, State, frozen, share
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_BOTH = ("binary", "classes")
_THRESHOLD = QT_TRANSLATE_NOOP("nnviz", "An output above it counts as positive; empty: 0.5")


class _Counts(Metric):
    """Counts of true positives and of what stands below it in the fraction, over all outputs of all samples."""

    is_share = True
    tasks = _BOTH
    thresholds: float | None

    def below(self, positive: Array, found: Array) -> int:
        """Return how many belong under the fraction."""
        raise NotImplementedError

    def start(self, units: int = 1) -> State:
        return frozen(np.zeros(2))

    def update(self, state: State, y: Array, a: Array) -> State:
        threshold = 0.5 if self.thresholds is None else self.thresholds
        positive, found = y.astype(bool), a > a.dtype.type(threshold)
        counts = [np.count_nonzero(positive & found), self.below(positive, found)]
        return frozen(state[0] + counts)

    def result(self, state: State) -> Any:
        return float(share(state[0][0], state[0][1]))


@dataclass(frozen=True)
class Precision(_Counts):
    """True positives / (true positives + false positives), over all outputs.

    https://keras.io/api/metrics/classification_metrics/#precision-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Precision")
    symbol = QT_TRANSLATE_NOOP("nnviz", "prec.")
    help = QT_TRANSLATE_NOOP("nnviz", "Of what the network calls positive, the share that is.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "true false positives")
    keras_name = "precision"
    formula = r"\frac{TP}{TP + FP}"

    thresholds: float | None = declare(None, "float", _THRESHOLD, minimum=0.0, maximum=1.0, optional=True)

    def below(self, positive: Array, found: Array) -> int:
        return int(np.count_nonzero(found))


@dataclass(frozen=True)
class Recall(_Counts):
    """True positives / (true positives + false negatives), over all outputs.

    https://keras.io/api/metrics/classification_metrics/#recall-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Recall")
    symbol = QT_TRANSLATE_NOOP("nnviz", "recall")
    help = QT_TRANSLATE_NOOP("nnviz", "Of what is positive, the share that the network finds.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "sensitivity true positive rate false negatives")
    keras_name = "recall"
    formula = r"\frac{TP}{TP + FN}"

    thresholds: float | None = declare(None, "float", _THRESHOLD, minimum=0.0, maximum=1.0, optional=True)

    def below(self, positive: Array, found: Array) -> int:
        return int(np.count_nonzero(positive))


@dataclass(frozen=True)
class F1Score(Metric):
    """2 · precision · recall / (precision + recall) of each class; ``average`` makes one number of them.

    ``macro``: the mean over the classes; ``weighted``: weighted by how many samples each has; ``micro``: of the counts
    of all classes together. Without a threshold the largest output of a sample alone is positive.
    https://keras.io/api/metrics/classification_metrics/#f1score-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "F1 score")
    symbol = QT_TRANSLATE_NOOP("nnviz", "F1")
    help = QT_TRANSLATE_NOOP("nnviz", "High only where precision and recall both are: their harmonic mean.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "harmonic mean precision recall")
    keras_name = "f1_score"
    formula = r"\frac{2\, \text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}}"
    is_share = True
    tasks = _BOTH
    takes_columns = True
    always = (
        "average",
        "threshold",
    )  # without them Keras gives a number for each class, and one output is always 1

    average: str = declare(
        "macro",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "How the classes become one number"),
        choices=("macro", "micro", "weighted"),
    )
    threshold: float | None = declare(
        0.5,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "An output above it is positive; empty: the largest one is"),
        minimum=0.001,  # Keras takes no 0
        maximum=1.0,
        optional=True,
    )

    def start(self, units: int = 1) -> State:
        return frozen(np.zeros((3, units)))

    def update(self, state: State, y: Array, a: Array) -> State:
        units = a.shape[-1]
        y, a = y.reshape(-1, units), a.reshape(-1, units)
        if self.threshold is None:
            found = (a == a.max(axis=-1, keepdims=True)) & (np.abs(a) > 1e-9)
        else:
            found = a > a.dtype.type(self.threshold)
        positive = y.astype(np.float64)
        right = (positive * found).sum(axis=0)
        wrong = ((1 - positive) * found).sum(axis=0)
        missed = (positive * ~found).sum(axis=0)
        return frozen(state[0] + [right, wrong, missed])

    def result(self, state: State) -> Any:
        counts = state[0]
        if self.average == "micro":
            counts = counts.sum(axis=1, keepdims=True)
        right, wrong, missed = counts
        scores = share(2 * right, 2 * right + wrong + missed)
        if self.average == "weighted":
            weights = state[0][0] + state[0][2]
            return float((scores * share(weights, np.broadcast_to(weights.sum(), weights.shape))).sum())
        return float(scores.mean())
