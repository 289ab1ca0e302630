"""Contours: a grid of numbers as a picture of filled levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from nnviz.ui.plots.paint import channels
from nnviz.ui.plots.scale import round_step, tick_text

Array = npt.NDArray[Any]

BANDS = 20
"""Levels of a picture, about."""

STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Distances of levels, times a power of ten: more of them than on an axis, so that the number of levels is steady."""

RANGE_FOR_LOG = 50.0
"""From this ratio of highest to lowest on, even levels would hide what happens near the lowest."""

LARGEST_FINE = 400_000
"""Pixels up to which the edges of the levels are smoothed."""

# viridis (S. van der Walt, N. Smith, CC0), every tenth of the way: even to the eye, readable without colour.
ANCHORS = (
    *("#440154", "#482475", "#414487", "#355f8d", "#2a788e"),
    *("#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725"),
)


@dataclass(frozen=True)
class Levels:
    """Edges of the bands: ``low`` + n·``step``, of the number or of its logarithm to base 10."""

    low: float
    step: float
    count: int
    log: bool

    @property
    def edges(self) -> Array:
        even = self.low + self.step * np.arange(self.count + 1)
        edges: Array = 10.0**even if self.log else even
        return edges

    def text(self, edge: int) -> str:
        """Return the number of an edge in words."""
        value = float(self.edges[edge])
        return tick_text(value, 10.0 ** math.floor(math.log10(value) - 1) if self.log else self.step)

    def band(self, values: Array) -> Array:
        """Return the number of the band of each value, −1 for what is not a number."""
        with np.errstate(divide="ignore", invalid="ignore"):
            even = np.log10(np.maximum(values, 10.0**self.low)) if self.log else values
            place = (even - self.low) / self.step
        inside = np.clip(np.nan_to_num(place, nan=0.0, posinf=self.count, neginf=0.0), 0, self.count - 1)
        bands: Array = np.where(np.isnan(values), -1, inside.astype(np.intp))
        return bands


def wants_log(values: Array) -> bool:
    """Return whether the range of ``values`` is so large that even levels would hide the low part."""
    finite = values[np.isfinite(values)]
    return len(finite) > 0 and bool(0 < RANGE_FOR_LOG * finite.min() < finite.max())


def levels_of(values: Array, log: bool) -> Levels:
    """Return about :data:`BANDS` round levels that cover the finite ``values``; with ``log`` even in the logarithm."""
    finite = values[np.isfinite(values)]
    if log:
        finite = finite[finite > 0]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    if log and len(finite):
        low, high = math.log10(low), math.log10(high)
    if not high > low:
        high = low + max(abs(low), 1.0) * 1e-3
    step = (high - low) / BANDS if log else round_step(high - low, BANDS, STEPS)
    first = low if log else math.floor(low / step + 1e-9) * step
    return Levels(first, step, max(1, math.ceil((high - first) / step - 1e-9)), log and len(finite) > 0)


@lru_cache(maxsize=32)
def _colours(count: int) -> Array:
    """Return ``count`` colours from dark (low) to light (high) as ``0xffRRGGBB``."""
    anchors = np.array([channels(QColor(anchor)) for anchor in ANCHORS])
    places = np.linspace(0, len(ANCHORS) - 1, max(2, count))[:count]
    ramps = [np.interp(places, np.arange(len(ANCHORS)), anchors[:, c]) for c in range(3)]
    red, green, blue = (channel.round().astype(np.uint32) for channel in ramps)
    colours: Array = (np.uint32(0xFF000000) | red << 16 | green << 8 | blue).astype(np.uint32)
    return colours


def colours_of(levels: Levels) -> list[QColor]:
    """Return the colours of the bands, the lowest first."""
    return [QColor.fromRgb(int(pixel)) for pixel in _colours(levels.count)]


def colour_of(levels: Levels, value: float) -> QColor:
    """Return the colour of the level that ``value`` lies in."""
    return colours_of(levels)[max(0, int(levels.band(np.array([value]))[0]))]


@lru_cache(maxsize=8)
def _weights(points: int, pixels: int) -> Array:
    """Return the matrix (pixels, points) of the cubic through the points (Catmull-Rom), one row a pixel."""
    place = (np.arange(pixels) + 0.5) / pixels * (points - 1)
    cell = np.minimum(place.astype(np.intp), points - 2)
    t = (place - cell)[:, None]
    cubic = 0.5 * np.hstack(
        [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    )
    matrix = np.zeros((pixels, points + 2))
    rows = np.arange(pixels)
    for k in range(4):
        matrix[rows, cell + k] = cubic[:, k]
    # Beyond the ends the curve goes straight on: p₋₁ = 2p₀ − p₁.
    inner = matrix[:, 1:-1].copy()
    inner[:, 0] += 2 * matrix[:, 0]
    inner[:, 1] -= matrix[:, 0]
    inner[:, -1] += 2 * matrix[:, -1]
    inner[:, -2] -= matrix[:, -1]
    return inner.astype(np.float32)


def picture(values: Array, levels: Levels, width: int, height: int, missing: QColor) -> QImage:
    """Return ``values`` (rows upwards) as filled levels; ``missing`` where there is no finite number."""
    finer = 2 if width * height <= LARGEST_FINE else 1
    across = _weights(values.shape[1], width * finer)
    upwards = _weights(values.shape[0], height * finer)
    even = values
    if levels.log:
        with np.errstate(divide="ignore", invalid="ignore"):
            even = np.log10(np.maximum(values, 10.0**levels.low))
    known = np.isfinite(even)
    filled = even if known.all() else np.where(known, even, even[known].max() if known.any() else 0.0)
    places = (filled - levels.low) / levels.step
    smooth = upwards[::-1] @ places.astype(np.float32) @ across.T
    np.clip(smooth, 0, levels.count - 1, out=smooth)
    pixels = _colours(levels.count).take(smooth.astype(np.intp))
    if not known.all():
        hidden = ~known[
            np.ix_(_nearest(len(values), height * finer)[::-1], _nearest(values.shape[1], width * finer))
        ]
        pixels = np.where(hidden, np.uint32(missing.rgb()), pixels)
    image = image_of(pixels)
    smoothly = Qt.TransformationMode.SmoothTransformation
    return image.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, smoothly) if finer > 1 else image


def _nearest(points: int, pixels: int) -> Array:
    places: Array = np.rint((np.arange(pixels) + 0.5) / pixels * (points - 1)).astype(np.intp)
    return places


def image_of(pixels: Array) -> QImage:
    """Return colours ``0xffRRGGBB`` (rows downwards) as an image that owns its memory."""
    pixels = np.ascontiguousarray(pixels, np.uint32)
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
