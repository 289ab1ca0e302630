"""The cost curve: the loss against the one weight of a network, the run on it, and the slope where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Network
from nnviz.engine.run import State
from nnviz.engine.timeline import Timeline
from nnviz.surface.grid import SAMPLES
from nnviz.surface.path import thinned
from nnviz.surface.plane import PlaneError, Range, WeightAt, fit
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]

POINTS = 161
"""Points of the curve."""

NEAR = 1e-5
"""How far to both sides of the weight its slope is measured."""

_ROUGH, _RISE, _WIDENED = 25, 0.25, 12
"""The bowl is looked for at so many points, up to this share of its height at its sides, widening it so often."""

_BLOCK = 20
"""Losses computed between two chances to be cancelled."""


@dataclass(frozen=True, eq=False)
class CostCurve:
    """L(w) over all training samples (or evenly chosen ones), in float64; the states of the run lie on it."""

    weight: WeightAt
    w: Array
    losses: Array
    steps: Array
    """Steps of the run's states, oldest first, also those after ``step``."""
    path: Array
    """(n, 2): their weight and the loss there."""
    step: int
    at: float
    """The weight of the moment."""
    loss: float
    slope: float
    """dL/dw at the moment: the central difference (L(w + h) − L(w − h)) / 2h."""
    samples: int
    samples_of: int


def only_weight(network: Network) -> WeightAt | None:
    """Return the weight of a network that trains a single number; None if it trains more, or nothing."""
    if network.trainable != 1:
        return None
    slot = next(slot for slot in network.slots.values() if slot.trainable)
    return WeightAt(slot.path, (0,) * len(slot.shape))


def draw_curve(timeline: Timeline, state: State, kept: Range | None = None) -> Iterator[CostCurve | None]:
    """Yield None while it is computed, then the curve; raise :class:`PlaneError` where there is none.

    The range ``kept`` stays as long as the run up to ``state`` lies inside.
    """
    run, weight = timeline.run, only_weight(timeline.run.network)
    if weight is None or not np.isfinite(state.theta).all():
        text = QT_TRANSLATE_NOOP(
            "nnviz", "At step {step} the weight is no finite number; there is no curve here."
        )
        raise PlaneError(say(text, step=state.step))
    place, data = weight.place(run.network), run.dataset
    chosen = np.linspace(0, run.samples - 1, min(run.samples, SAMPLES)).round().astype(np.intp)
    x, y = data.x_train[chosen], data.y_train[chosen]
    theta = state.theta.astype(np.float64)

    def loss(value: float) -> float:
        theta[place] = value
        return run.loss(theta, x, y)

    states = {found.step: found for found in (*timeline.key_states, state)}
    shown = thinned([states[step] for step in sorted(states)], keep=state.step)
    steps = np.array([found.step for found in shown])
    values = np.array([float(found.theta[place]) for found in shown])
    past = values[steps <= state.step]
    low, high = kept or (0.0, 0.0)
    if kept is None or not all(low <= value <= high for value in past):
        low, high = _with_its_bottom(loss, fit([(float(value), float(value)) for value in past])[0])
        yield None
    w = np.linspace(low, high, POINTS)
    losses, on_path = np.empty(POINTS), np.empty(len(values))
    for target, at in ((losses, w), (on_path, values)):
        for first in range(0, len(at), _BLOCK):
            target[first : first + _BLOCK] = [loss(float(v)) for v in at[first : first + _BLOCK]]
            yield None
    now = float(state.theta[place])
    slope = (loss(now + NEAR) - loss(now - NEAR)) / (2 * NEAR)
    yield CostCurve(
        weight,
        w,
        losses,
        steps,
        np.stack([values, on_path], axis=1),
        state.step,
        now,
        loss(now),
        slope,
        len(chosen),
        run.samples,
    )


def _with_its_bottom(loss: Callable[[float], float], seen: Range) -> Range:
    """Return a range wide enough to show the lowest point and the rise on both sides of it, if it is not far off."""
    low, high = seen
    for _ in range(_WIDENED):
        heights = np.array([loss(float(w)) for w in np.linspace(low, high, _ROUGH)])
        if not np.isfinite(heights).all():
            break
        wall = heights.min() + _RISE * (heights.max() - heights.min())
        more = (high - low) / 4
        if heights[-1] >= wall <= heights[0]:
            break
        low, high = low - more * bool(heights[0] < wall), high + more * bool(heights[-1] < wall)
    return low, high
