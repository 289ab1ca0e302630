"""Measure: the metrics of a network at one moment, over the whole test data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.answers import BLOCK
from nnviz.engine.run import Run, State
from nnviz.metrics.base import Metric, suggested
from nnviz.metrics.confusion_matrix import ConfusionMatrix

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Measured:
    """What the metrics say of the first ``done`` of ``total`` test samples, at ``step``.

    ``values`` are the numbers in the order of the metrics; ``confusion`` counts classes, (true, named), and is None
    where there are none.
    """

    step: int
    values: tuple[tuple[Metric, float], ...]
    confusion: Array | None
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total


def metrics_of(run: Run) -> tuple[Metric, ...]:
    """Return the metrics that are taken: those chosen that suit the targets, else what the task suggests."""
    chosen = run.setup.metrics or suggested(run.dataset.task)
    labels = run.setup.loss.targets == "labels"
    units = run.network.stages[run.network.output].output_shape[-1]
    return tuple(metric for metric in chosen if metric.fits(labels, units))


def measure(run: Run, state: State) -> Iterator[Measured]:
    """Yield what the metrics say as the test samples are gone through; the last one is complete."""
    loss, shape = run.setup.loss, run.network.stages[run.network.output].output_shape
    labels, units = loss.targets == "labels", shape[-1]
    shown = [metric for metric in metrics_of(run) if not isinstance(metric, ConfusionMatrix)]
    taken = [metric.resolved(labels, units, loss.threshold) for metric in shown]
    table = _table(run)
    if table is not None:
        taken.append(table.resolved(labels, units, loss.threshold))
    states = [metric.start(units) for metric in taken]
    x, y = run.dataset.x_test, run.dataset.y_test
    for first in range(0, len(x), BLOCK):
        some = slice(first, first + BLOCK)
        output = run.predict(state.theta, x[some])
        wanted = loss.prepare(y[some], shape, output.dtype)
        states = [m.update(s, wanted, output) for m, s in zip(taken, states, strict=True)]
        results = [m.result(s) for m, s in zip(taken, states, strict=True)]
        values = tuple((metric, float(v)) for metric, v in zip(shown, results, strict=False))
        confusion = np.asarray(results[-1]) if table is not None else None
        yield Measured(state.step, values, confusion, min(first + BLOCK, len(x)), len(x))


def _table(run: Run) -> ConfusionMatrix | None:
    """Return the confusion matrix of a network that tells classes apart: the one chosen, else the usual one."""
    if run.dataset.task == "regression" or not run.dataset.classes:
        return None
    chosen = (metric for metric in run.setup.metrics if isinstance(metric, ConfusionMatrix))
    return next(chosen, ConfusionMatrix())
