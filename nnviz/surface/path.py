"""Paths: where a run went, seen on a plane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.run import State
from nnviz.surface.plane import Plane

Array = npt.NDArray[Any]

POINTS = 400
"""Points of a path that are drawn at most."""

_BLOCK = 2**20
"""Numbers that are looked at at once."""


@dataclass(frozen=True, eq=False)
class Path:
    """States of a run, oldest first: their steps, their nearest points on a plane and how far off it they lie.

    The points are true states, not interpolated; of a long run they are some, evenly chosen.
    """

    steps: Array
    points: Array
    """(n, 2): a and b."""
    distances: Array

    def up_to(self, step: int) -> Path:
        """Return the part that ends with ``step``."""
        count = int(np.searchsorted(self.steps, step, side="right"))
        return Path(self.steps[:count], self.points[:count], self.distances[:count])


def thinned(states: Sequence[State], keep: int = -1, most: int = POINTS) -> tuple[State, ...]:
    """Return at most about ``most`` of ``states``: evenly chosen, the first, the last and the one of step ``keep``."""
    if len(states) <= most:
        return tuple(states)
    chosen = set(np.linspace(0, len(states) - 1, most).round().astype(int).tolist())
    chosen |= {number for number, state in enumerate(states) if state.step == keep}
    return tuple(states[number] for number in sorted(chosen))


def follow(plane: Plane, states: Sequence[State]) -> Iterator[Path]:
    """Yield the path of ``states`` over ``plane`` as it grows; the last one is whole."""
    steps = np.array([state.step for state in states])
    points, distances = np.empty((len(states), 2)), np.empty(len(states))
    rows = max(1, _BLOCK // max(1, plane.size))
    for first in range(0, len(states), rows):
        some = slice(first, first + rows)
        offsets = np.stack([state.theta for state in states[some]]).astype(np.float64)
        offsets -= plane.origin
        along = np.stack([offsets @ plane.u, offsets @ plane.v], axis=1)
        offsets -= along @ np.stack([plane.u, plane.v])
        points[some] = along + plane.centre
        distances[some] = np.linalg.norm(offsets, axis=1)
        done = min(first + rows, len(states))
        yield Path(steps[:done], points[:done].copy(), distances[:done].copy())
