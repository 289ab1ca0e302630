"""Planes: the slices of weight space that a loss surface is drawn on."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Network
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]
Range = tuple[float, float]
Point = tuple[float, float]

SMALLEST_SPAN = 2.0
"""Width of the picture at least, unless the path is wanted closely: start weights are about as large as this."""

SHORTEST_PATH = 0.1
"""Share of the width that a path takes at least where it is wanted closely."""

MARGIN = 0.25
"""Share of the path's extent that is left free on each side."""

SEARCHED_EVERYWHERE = 20_000
"""Networks with more weights than this offer those of the last layer first: its surface is quick to compute."""


class PlaneError(NnvizError):
    """The two chosen weights do not span a plane."""


@dataclass(frozen=True, order=True)
class WeightAt:
    """One number among the weights: the Keras path of the variable and the place in it."""

    path: str
    index: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.path} [{', '.join(str(i) for i in self.index)}]"

    def place(self, network: Network) -> int:
        """Return its place in the flat parameter vector; raise :class:`PlaneError` if the network has none such."""
        slot = network.slots.get(self.path)
        fits = slot is not None and len(slot.shape) == len(self.index)
        if (
            slot is None
            or not fits
            or not all(0 <= i < n for i, n in zip(self.index, slot.shape, strict=True))
        ):
            raise PlaneError(
                say(
                    QT_TRANSLATE_NOOP("nnviz", "The network has no weight {weight} any more."),
                    weight=str(self),
                )
            )
        return slot.start + int(np.ravel_multi_index(self.index, slot.shape))


@dataclass(frozen=True, eq=False)
class Plane:
    """θ(a, b) = origin + (a − a₀)·u + (b − b₀)·v, with ``u`` and ``v`` of length 1 and at right angles.

    ``origin`` is a point of weight space (size,) whose coordinates on the plane are ``centre`` = (a₀, b₀). For two
    chosen weights a and b are the values of these weights; for other directions they are lengths along them.
    """

    kind: str
    """``weights``: two chosen weights. Other kinds (random directions, PCA of the path) differ in u and v only."""
    origin: Array
    u: Array
    v: Array
    centre: Point
    labels: tuple[str, str]
    """Names of the axes."""
    ranges: tuple[Range, Range]
    """Lowest and highest a, lowest and highest b."""

    @property
    def size(self) -> int:
        """Number of dimensions that the plane is a slice through."""
        return len(self.origin)

    def theta(self, a: float, b: float) -> Array:
        """Return the parameter vector at a point of the plane."""
        dtype = self.origin.dtype.type
        point: Array = self.origin + dtype(a - self.centre[0]) * self.u + dtype(b - self.centre[1]) * self.v
        return point

    def position(self, theta: Array) -> Point:
        """Return (a, b) of the point of the plane that is nearest to ``theta``."""
        a, b = self._along(_offset(theta, self.origin))
        return self.centre[0] + a, self.centre[1] + b

    def distance(self, theta: Array) -> float:
        """Return how far ``theta`` lies from the plane: the norm of what u and v do not reach."""
        offset = _offset(theta, self.origin)
        a, b = self._along(offset)
        return float(np.linalg.norm(offset - a * self.u - b * self.v))

    def _along(self, offset: Array) -> Point:
        return float(offset @ self.u), float(offset @ self.v)

    def contains(self, point: Point) -> bool:
        """Return whether ``point`` lies inside the ranges."""
        return all(low <= value <= high for value, (low, high) in zip(point, self.ranges, strict=True))

    def over(self, ranges: tuple[Range, Range]) -> Plane:
        """Return the same plane with other ranges."""
        return dataclasses.replace(self, ranges=ranges)

    def axes(self, resolution: int) -> tuple[Array, Array]:
        """Return ``resolution`` values of a and of b that cover the ranges.

        They are shifted by less than half a step so that the origin is one of the points: there the surface is
        the loss itself, not an interpolation.
        """
        a, b = (
            _axis(low, high, centre, resolution)
            for (low, high), centre in zip(self.ranges, self.centre, strict=True)
        )
        return a, b


def _offset(theta: Array, origin: Array) -> Array:
    difference: Array = theta.astype(np.float64)
    difference -= origin
    return difference


def _axis(low: float, high: float, centre: float, resolution: int) -> Array:
    step = (high - low) / (resolution - 1)
    shift = round((centre - low) / step)
    start = centre - shift * step if 0 <= shift < resolution else low
    return start + step * np.arange(resolution)


def through(network: Network, theta: Array, first: WeightAt, second: WeightAt) -> Plane:
    """Return the plane of two chosen weights through ``theta``; raise :class:`PlaneError` if they are the same."""
    places = first.place(network), second.place(network)
    if places[0] == places[1]:
        raise PlaneError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "Both axes are {weight}. Choose another weight for one of them."),
                weight=str(first),
            )
        )
    u, v = np.zeros_like(theta), np.zeros_like(theta)
    u[places[0]] = v[places[1]] = 1
    for array in (u, v):
        array.flags.writeable = False
    centre = float(theta[places[0]]), float(theta[places[1]])
    return Plane("weights", theta, u, v, centre, (str(first), str(second)), fit([centre]))


def fit(points: Iterable[Point], closely: bool = False) -> tuple[Range, Range]:
    """Return ranges in which all finite ``points`` lie with a margin, equally wide, so that lengths compare.

    Around a short path they are :data:`SMALLEST_SPAN` wide, for the loss hardly changes over a shorter way;
    ``closely`` they are narrower, until the path can be seen.
    """
    rows = np.array([p for p in points if all(math.isfinite(value) for value in p)], dtype=np.float64)
    if not len(rows):
        rows = np.zeros((1, 2))
    low, high = rows.min(axis=0), rows.max(axis=0)
    extent = float((high - low).max())
    least = min(extent / SHORTEST_PATH, SMALLEST_SPAN) if closely and extent else SMALLEST_SPAN
    span = max(extent * (1 + 2 * MARGIN), least)
    middle = (low + high) / 2
    a, b = ((float(m - span / 2), float(m + span / 2)) for m in middle)
    return a, b


def moved_most(network: Network, start: Array, now: Array) -> tuple[WeightAt, WeightAt] | None:
    """Return the two trained weights (kernels before biases) that differ most between two parameter vectors.

    In a large network only the last layer is looked at. Equal distances keep the network's order. None if the
    network has no two such numbers to choose from.
    """
    moved = np.abs(now.astype(np.float64) - start)
    stages = [stage for stage in network.stages if stage.learns]
    if network.size > SEARCHED_EVERYWHERE:
        stages = stages[-1:]
    slots = [slot for stage in stages for slot in stage.slots if slot.trainable]
    kernels = [slot for slot in slots if len(slot.shape) > 1]
    best: list[tuple[float, WeightAt]] = []
    for group in (kernels, [slot for slot in slots if slot not in kernels]):
        found: list[tuple[float, WeightAt]] = []
        for slot in group:
            values = np.nan_to_num(moved[slot.start : slot.stop], nan=0.0, posinf=0.0)
            for flat in np.argsort(-values, kind="stable")[:2]:
                index = tuple(int(i) for i in np.unravel_index(flat, slot.shape))
                found.append((-float(values[flat]), WeightAt(slot.path, index)))
        best += sorted(found, key=lambda pair: pair[0])[: 2 - len(best)]
    if len(best) < 2:
        return None
    return best[0][1], best[1][1]
