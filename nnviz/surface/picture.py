"""Picture: everything that is drawn of a loss surface at one moment, computed piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnviz.engine.run import Batch, Run, State
from nnviz.engine.timeline import Timeline
from nnviz.surface.grid import Grid, compute, sample
from nnviz.surface.path import Path, follow, thinned
from nnviz.surface.plane import Plane, PlaneError, Range, WeightAt, fit, moved_most, through
from nnviz.words import QT_TRANSLATE_NOOP, say

Choice = tuple[WeightAt, WeightAt]
Ranges = tuple[Range, Range]


@dataclass(frozen=True, eq=False)
class Picture:
    """The loss over a plane through the state of ``step``, and the run's path over it."""

    grid: Grid
    path: Path
    """All states kept, also those after ``step``."""
    choice: Choice
    step: int
    loss: float
    """The loss of the state itself, on the samples of the grid, computed without the grid."""

    @property
    def plane(self) -> Plane:
        return self.grid.plane


def first_choice(timeline: Timeline, state: State) -> Choice:
    """Return the two weights to begin with; raise :class:`PlaneError` if the network has fewer.

    They are those that moved most so far or, while nothing has moved, those with the largest gradient.
    """
    network, start = timeline.run.network, timeline.state(0).theta
    if state.step:
        found = moved_most(network, start, state.theta)
    else:
        gradient = timeline.trace(0).gradient
        found = moved_most(network, np.zeros_like(gradient), gradient)
    if found is None:
        raise PlaneError(
            say(QT_TRANSLATE_NOOP("nnviz", "A loss surface needs two weights; this network has fewer."))
        )
    return found


def draw(
    timeline: Timeline,
    state: State,
    choice: Choice | None = None,
    ranges: Ranges | None = None,
    closely: bool = False,
) -> Iterator[Picture | None]:
    """Yield the picture as it grows (None while there is nothing to see yet); the last one is complete.

    ``choice`` None takes :func:`first_choice`. ``ranges`` are kept as long as the state and its past lie inside,
    otherwise new ones are found, ``closely`` around the path. Raises :class:`PlaneError` where there is no surface.
    """
    run = timeline.run
    if not np.isfinite(state.theta).all():
        raise PlaneError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "At step {step} some weights are no longer finite numbers; there is no surface here.",
                ),
                step=state.step,
            )
        )
    choice = choice or first_choice(timeline, state)
    plane = through(run.network, state.theta, *choice)
    yield None
    path = Path(np.empty(0, int), np.empty((0, 2)), np.empty(0))
    for grown in follow(plane, _states(timeline, state)):
        path = grown
        yield None
    past = [(float(a), float(b)) for a, b in path.up_to(state.step).points]
    if ranges is None or not all(plane.over(ranges).contains(point) for point in past):
        ranges = fit(past, closely)
    plane = plane.over(ranges)
    batch = sample(run, plane)
    loss = loss_at(run, state, batch)
    for grid in compute(run, plane, batch):
        yield Picture(grid, path, choice, state.step, loss)


def loss_at(run: Run, state: State, batch: Batch) -> float:
    """Return the loss of a state over ``batch``, by one plain forward pass."""
    passes = run.network.passes()
    views = run.network.views(state.theta)
    run.network.forward(views, batch.x, passes)
    return float(run.losses_of_stack(batch, passes, views)[0])


def _states(timeline: Timeline, state: State) -> tuple[State, ...]:
    """Return the states kept, with ``state`` among them."""
    kept = {found.step: found for found in timeline.key_states}
    kept[state.step] = state
    return thinned([kept[step] for step in sorted(kept)], keep=state.step)
