"""Area under a curve over all thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.metrics.base import Array, Metric, State, frozen, share
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class AUC(Metric):
    """The area under the ROC curve (true over false positive rate) or the PR curve (precision over recall).

    Counted at ``num_thresholds`` evenly spaced thresholds and, with ``interpolation``, summed by trapezoids; under the
    PR curve the true positives are taken as linear between two thresholds (Davis, Goadrich 2006,
    https://doi.org/10.1145/1143844.1143874). ``minoring`` and ``majoring`` take the lower and the upper side of each
    step. https://keras.io/api/metrics/classification_metrics/#auc-class
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Area under the curve")
    symbol = QT_TRANSLATE_NOOP("nnviz", "AUC")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "How well the outputs part the two classes over all thresholds: 1 is perfect, under ROC 0.5 is chance.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "AUC ROC PR receiver operating characteristic")
    keras_name = "auc"
    formula = r"\int TPR \; d\,FPR"
    tasks = ("binary", "classes")

    num_thresholds: int = declare(
        200, "int", QT_TRANSLATE_NOOP("nnviz", "Thresholds that are tried"), minimum=3, maximum=100_000
    )
    curve: str = declare("ROC", "choice", QT_TRANSLATE_NOOP("nnviz", "Which curve"), choices=("ROC", "PR"))
    summation_method: str = declare(
        "interpolation",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "How the area between two thresholds is taken"),
        choices=("interpolation", "minoring", "majoring"),
        advanced=True,
    )
    from_logits: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "The output is a logit, not a probability"), advanced=True
    )

    def start(self, units: int = 1) -> State:
        return frozen(np.zeros((2, self.num_thresholds)), np.zeros(2))

    def update(self, state: State, y: Array, a: Array) -> State:
        p = ACTIVATIONS["sigmoid"].forward(a) if self.from_logits else a
        positive = y.astype(bool).ravel()
        # An output lies above so many thresholds, in float32 as Keras counts; the first one lies just below 0.
        places = np.ceil(p.astype(np.float32).ravel() * np.float32(self.num_thresholds - 1)) - 1
        places = np.clip(np.nan_to_num(places), 0, self.num_thresholds - 1).astype(np.intp)
        above = [
            np.bincount(places[some], minlength=self.num_thresholds)[::-1].cumsum()[::-1]
            for some in (positive, ~positive)
        ]
        totals = [np.count_nonzero(positive), np.count_nonzero(~positive)]
        return frozen(state[0] + above, state[1] + totals)

    def result(self, state: State) -> Any:
        (true, false), (positives, negatives) = state
        if self.curve == "PR" and self.summation_method == "interpolation":
            return _interpolated(true, false, float(positives))
        recall = share(true, np.full_like(true, positives))
        if self.curve == "ROC":
            x, y = share(false, np.full_like(false, negatives)), recall
        else:
            x, y = recall, share(true, true + false)
        left, right = y[:-1], y[1:]
        if self.summation_method == "interpolation":
            heights = (left + right) / 2
        else:
            heights = (
                np.minimum(left, right) if self.summation_method == "minoring" else np.maximum(left, right)
            )
        return float(np.sum((x[:-1] - x[1:]) * heights))


def _interpolated(true: Array, false: Array, positives: float) -> float:
    """Return the area under the PR curve with the true positives linear in all positives between thresholds."""
    found = true + false
    gained, more = true[:-1] - true[1:], found[:-1] - found[1:]
    slope = share(gained, np.maximum(more, 0))
    intercept = true[1:] - slope * found[1:]
    both = (found[:-1] > 0) & (found[1:] > 0)
    ratio = np.where(both, share(found[:-1], np.maximum(found[1:], 0)), 1.0)
    pieces = slope * (gained + intercept * np.log(ratio))
    return float(np.sum(share(pieces, np.full_like(pieces, positives))))
