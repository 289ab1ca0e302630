"""Boundary: the network's output over the plane of its two inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Dataset
from nnviz.engine.answers import answers
from nnviz.engine.run import Run

Array = npt.NDArray[Any]
Range = tuple[float, float]

RESOLUTION = 100
"""Points along each axis."""

ROWS = 25
"""Rows in one block."""

MARGIN = 0.08
"""Share of the data's extent that is added on each side."""


@dataclass(frozen=True, eq=False)
class Field:
    """Outputs over a grid of inputs, (rows of x1 upwards, columns of x0); rows from ``done`` on are not computed."""

    x0: Array
    x1: Array
    output: Array
    """(rows, columns, units)."""
    done: int
    classes: Array | None
    """The winning class; None for regression."""
    probabilities: Array | None
    """(rows, columns, classes); None for regression."""

    @property
    def complete(self) -> bool:
        return self.done == len(self.x1)


def extent(dataset: Dataset) -> tuple[Range, Range]:
    """Return the ranges of the two inputs in training and test data, with a margin."""
    points = np.concatenate([dataset.x_train, dataset.x_test]).astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.where(high > low, (high - low) * MARGIN, 1.0)
    x0, x1 = ((float(a), float(b)) for a, b in zip(low - margin, high + margin, strict=True))
    return x0, x1


def compute(
    run: Run, theta: Array, ranges: tuple[Range, Range], resolution: int = RESOLUTION
) -> Iterator[Field]:
    """Yield the output over the two ``ranges`` as it grows, :data:`ROWS` rows at a time; the last is complete."""
    x0, x1 = (np.linspace(low, high, resolution) for low, high in ranges)
    points = np.empty((resolution, resolution, 2), theta.dtype)
    points[..., 0], points[..., 1] = x0, x1[:, None]
    output: Array | None = None
    classes, probabilities = None, None
    for first in range(0, resolution, ROWS):
        rows = slice(first, min(first + ROWS, resolution))
        part = run.predict(theta, points[rows].reshape(-1, 2)).reshape(rows.stop - first, resolution, -1)
        output = _grown(output, rows, part, resolution)
        if run.dataset.task != "regression":
            found = answers(run.setup.loss, part)
            classes = _grown(classes, rows, found.classes, resolution)
            probabilities = _grown(probabilities, rows, found.probabilities, resolution)
        yield Field(x0, x1, output, rows.stop, classes, probabilities)


def _grown(so_far: Array | None, rows: slice, part: Array, resolution: int) -> Array:
    """Return a new array of the whole field with these rows in it; those that are not computed are NaN or 0."""
    if so_far is None:
        empty = np.nan if part.dtype.kind == "f" else 0
        grown = np.full((resolution, *part.shape[1:]), empty, part.dtype)
    else:
        grown = so_far.copy()
    grown[rows] = part
    return grown
