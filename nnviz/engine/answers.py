"""Answers: what a network's output says, in classes and probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.run import Run, State
from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import Loss

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Answers:
    """The class that each output names, and how sure it is."""

    classes: Array
    """Number of the winning class of each sample."""
    probabilities: Array
    """(samples, classes); as the network gives them, from logits through sigmoid or softmax."""


def answers(loss: Loss, output: Array) -> Answers:
    """Return what outputs (…, units) say where classes are told apart.

    One unit: class 1 if the probability is above ½, as in Keras' accuracy. Several units: the largest one.
    """
    several = output.shape[-1] > 1
    if loss.takes_logits:
        output = ACTIVATIONS["softmax" if several else "sigmoid"].forward(output)
    if several:
        return Answers(output.argmax(axis=-1), output)
    p = output[..., 0]
    return Answers((p > 0.5).astype(np.int64), np.stack([1 - p, p], axis=-1))


def right(run: Run, theta: Array, x: Array, y: Array) -> Array:
    """Return for each sample whether the network names its class ``y`` (class numbers)."""
    result: Array = answers(run.setup.loss, run.predict(theta, x)).classes.reshape(len(x)) == y.reshape(
        len(x)
    )
    return result


@dataclass(frozen=True)
class Score:
    """How many of the first ``done`` of ``total`` test samples the network of step ``step`` names right."""

    step: int
    right: int
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total

    @property
    def share(self) -> float:
        return self.right / max(1, self.done)


BLOCK = 500
"""Samples that are read at once."""


def score(run: Run, state: State) -> Iterator[Score]:
    """Yield the score over the test samples as it grows; the last one is complete."""
    x, y = run.dataset.x_test, run.dataset.y_test
    found = 0
    for first in range(0, len(x), BLOCK):
        some = slice(first, first + BLOCK)
        found += int(right(run, state.theta, x[some], y[some]).sum())
        yield Score(state.step, found, min(first + BLOCK, len(x)), len(x))


def next_wrong(run: Run, theta: Array, after: int) -> Iterator[int | None]:
    """Yield None while looking for a test sample that is named wrong, behind number ``after`` and round; then it.

    The last value stays None if there is no other one.
    """
    x, y = run.dataset.x_test, run.dataset.y_test
    order = np.roll(np.arange(len(x)), -(after + 1))[: len(x) - (0 <= after < len(x))]
    for first in range(0, len(order), BLOCK):
        rows = order[first : first + BLOCK]
        wrong = np.flatnonzero(~right(run, theta, x[rows], y[rows]))
        if len(wrong):
            yield int(rows[wrong[0]])
            return
        yield None
