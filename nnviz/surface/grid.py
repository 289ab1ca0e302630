"""Grids: the loss at many points of a plane, computed while it can be watched and cancelled."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.run import Batch, Run
from nnviz.surface.plane import Plane
from nnviz.surface.stack import Stack

Array = npt.NDArray[Any]

RESOLUTION = 49
"""Points along each axis. 48 = 16·3, so that every second, fourth and eighth point make a coarse grid."""

SAMPLES = 1000
"""Training samples that a surface is computed on at most."""

FEWEST = 100
"""Training samples that a surface is computed on at least (if there are as many)."""

PRODUCTS = 2 * 10**11
"""Multiplications that a surface may cost behind the weights that it moves: some seconds."""

BLOCK_SECONDS = 0.008
"""How long one block should take: short enough to be cancelled within a frame."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Losses over a plane, (b, a): row by row upwards. While it grows, ``known`` is False where it is a guess.

    Guesses are drawn between the points of the finest grid that is complete; at the very first they are NaN.
    """

    plane: Plane
    a: Array
    b: Array
    losses: Array
    known: Array
    samples: int
    """Number of training samples it is computed on."""
    samples_of: int
    """Number of training samples there are."""
    seconds: float
    """Time spent so far."""

    @property
    def share(self) -> float:
        """How much of it is computed, from 0 to 1."""
        return float(self.known.mean())

    @property
    def complete(self) -> bool:
        return bool(self.known.all())

    def level(self, a: float, b: float) -> float:
        """Return the surface at a point: between four points of the grid linearly, NaN outside."""
        row, column = _place(self.b, b), _place(self.a, a)
        if row is None or column is None:
            return math.nan
        return float(_between(self.losses, np.array([row]), np.array([column]))[0, 0])


def _place(axis: Array, value: float) -> float | None:
    """Return where ``value`` lies on an even axis, counted in points; whole where it is a point but for rounding."""
    place = float((value - axis[0]) / (axis[1] - axis[0]))
    whole = round(place)
    place = float(whole) if abs(place - whole) < 1e-6 else place
    return place if 0 <= place <= len(axis) - 1 else None


def _between(values: Array, rows: Array, columns: Array) -> Array:
    """Return ``values`` at fractional rows and columns, linear in between (every row with every column)."""
    by_row = _along_first(values, rows)
    return _along_first(by_row.T, columns).T


def _along_first(values: Array, places: Array) -> Array:
    low = np.minimum(places.astype(np.intp), len(values) - 1)
    high = np.minimum(low + 1, len(values) - 1)
    share = (places - low)[:, None]
    # Where the place is a point itself the other neighbour must not count, not even if it is infinite.
    with np.errstate(invalid="ignore"):
        mixed = (1 - share) * values[low] + share * values[high]
    result: Array = np.where(share == 0, values[low], mixed)
    return result


def sample(run: Run, plane: Plane, most: int = SAMPLES, resolution: int = RESOLUTION) -> Batch:
    """Return the whole training set, or samples spread evenly over it, as one batch.

    It is at most ``most`` samples, and fewer (not below :data:`FEWEST`) where many weights lie behind those that
    the plane moves, so that the surface takes seconds and not minutes.
    """
    data = run.dataset
    moved = [
        path
        for path, slot in run.network.slots.items()
        if slot.view(plane.u).any() or slot.view(plane.v).any()
    ]
    behind = [run.network.stages[index] for index in run.network.behind(moved)[1:]]
    products = sum(math.prod(slot.shape) for stage in behind for slot in stage.slots) * resolution**2
    limit = max(FEWEST, min(most, PRODUCTS // max(1, products)))
    if run.samples <= limit:
        return run.given_batch(data.x_train, data.y_train)
    chosen = np.linspace(0, run.samples - 1, limit).round().astype(np.intp)
    return run.given_batch(data.x_train[chosen], data.y_train[chosen])


def strides(resolution: int) -> tuple[int, ...]:
    """Return the steps of the grids from coarse to fine: those that divide the axis evenly, about halving."""
    chosen = [1]
    for stride in range(2, (resolution - 1) // 5 + 1):
        if (resolution - 1) % stride == 0 and stride % chosen[-1] == 0 and stride >= 2 * chosen[-1]:
            chosen.append(stride)
    return tuple(reversed(chosen))


def compute(run: Run, plane: Plane, batch: Batch, resolution: int = RESOLUTION) -> Iterator[Grid]:
    """Yield the loss over ``plane`` on ``batch`` as it grows, from coarse to fine; the last grid is complete.

    Between two yields lies one block of points, about :data:`BLOCK_SECONDS` long and bounded in memory.
    """
    a, b = plane.axes(resolution)
    losses = np.full((resolution, resolution), np.nan)
    known = np.zeros(losses.shape, bool)
    stack, began, seconds, count = Stack(run, plane, batch), perf_counter(), 0.0, 1
    for stride in strides(resolution):
        due = np.zeros_like(known)
        due[::stride, ::stride] = True
        rows, columns = np.nonzero(due & ~known)
        done = 0
        while done < len(rows):
            block = rows[done : done + count], columns[done : done + count]
            losses[block] = stack.losses(a[block[1]], b[block[0]])
            known[block] = True
            done += count
            if done >= len(rows) and stride > 1:
                losses = _spread(losses, stride)
            took = perf_counter() - began
            seconds += took
            yield Grid(plane, a, b, _frozen(losses), _frozen(known), len(batch.x), run.samples, seconds)
            if took < BLOCK_SECONDS / 2:
                count = min(2 * count, stack.most)
            began = perf_counter()


def _spread(losses: Array, stride: int) -> Array:
    """Fill the points between those of a coarse grid."""
    places = np.arange(len(losses)) / stride
    return _between(losses[::stride, ::stride], places, places)


def _frozen(array: Array) -> Array:
    copy = array.copy()
    copy.flags.writeable = False
    return copy
