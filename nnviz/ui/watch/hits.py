"""What lies under the pointer: pure functions from a place to a neuron or a weight."""

from __future__ import annotations

import math

import numpy as np

from nnviz.ui.watch.geometry import Block, Box, Geometry, Link, Point
from nnviz.ui.watch.known import Pick

REACH = 0.45
"""How far from a line the pointer may be, in em."""

_STEPS = np.linspace(0.0, 1.0, 25)


def hit(geometry: Geometry, x: float, y: float) -> Pick | None:
    """Return the neuron, or else the weight, at a place."""
    return neuron_at(geometry, x, y) or weight_at(geometry, x, y)


def neuron_at(geometry: Geometry, x: float, y: float) -> Pick | None:
    """Return the neuron at a place: a circle, a cell of a strip, a pixel of a picture or of a map."""
    for block in geometry.blocks:
        unit = _unit_at(block, x, y)
        if unit is not None:
            return Pick(block.name, unit)
    return None


def _unit_at(block: Block, x: float, y: float) -> int | None:
    if block.kind == "neurons":
        near = min(range(block.units), key=lambda u: math.dist(block.centres[u], (x, y)))
        return near if math.dist(block.centres[near], (x, y)) <= block.radius else None
    if block.kind == "maps":
        return _on_maps(block, x, y)
    if not block.box.holds(x, y):
        return None
    if block.kind == "picture":
        rows, columns = block.shape[:2]
        row, column = _cell_at(block.box, x, y, rows, columns)
        return (row * columns + column) * (block.shape[2] if len(block.shape) == 3 else 1)
    row, column = _cell_at(block.box, x, y, block.rows, block.columns)
    if block.kind == "sequence":
        return column * block.rows + row
    unit = (row * block.columns + column) * block.per_cell
    return unit if unit < block.units else None


def _on_maps(block: Block, x: float, y: float) -> int | None:
    rows, columns, channels = block.shape
    for channel, tile in enumerate(block.tiles):
        if tile.holds(x, y):
            row, column = _cell_at(tile, x, y, rows, columns)
            return (row * columns + column) * channels + channel
    return None


def _cell_at(box: Box, x: float, y: float, rows: int, columns: int) -> tuple[int, int]:
    """Return row and column of the cell at a place inside a box."""
    across, down = (x - box.x) / box.width, (y - box.y) / box.height
    return min(rows - 1, int(down * rows)), min(columns - 1, int(across * columns))


def weight_at(geometry: Geometry, x: float, y: float) -> Pick | None:
    """Return the weight whose line passes nearest to a place, if one is within reach."""
    best: tuple[float, Pick] | None = None
    for link in geometry.links:
        if link.kind != "weights":
            continue
        source, target = geometry.by_name[link.source], geometry.by_name[link.target]
        if not source.box.right <= x <= target.box.x:
            continue
        distance, one, other = _nearest(geometry, link, source, target, Point(x, y))
        if distance <= REACH * geometry.em and (best is None or distance < best[0]):
            best = distance, Pick(link.target, other, one)
    return best[1] if best else None


def _nearest(
    geometry: Geometry, link: Link, source: Block, target: Block, at: Point
) -> tuple[float, int, int]:
    """Return the distance to the nearest line of a link and its two neurons."""
    starts = np.array([geometry.leaves(link.source, u).y for u in range(source.units)])
    ends = np.array([geometry.enters(link.target, u).y for u in range(target.units)])
    x0, x1 = geometry.leaves(link.source, 0).x, geometry.enters(link.target, 0).x
    # All lines of a link rise with the same S, so one set of points serves them all.
    t = _STEPS
    xs = x0 * (1 - t) ** 3 + 3 * (x0 + x1) / 2 * (t * (1 - t) ** 2 + t * t * (1 - t)) + x1 * t**3
    share = 3 * t * t * (1 - t) + t**3
    ys = starts[:, None, None] * (1 - share) + ends[None, :, None] * share
    dx, dy = np.diff(xs), np.diff(ys, axis=-1)
    along = ((at.x - xs[:-1]) * dx + (at.y - ys[..., :-1]) * dy) / (dx * dx + dy * dy + 1e-9)
    along = np.clip(along, 0, 1)
    gap = np.hypot(xs[:-1] + along * dx - at.x, ys[..., :-1] + along * dy - at.y).min(axis=-1)
    one, other = np.unravel_index(int(np.argmin(gap)), gap.shape)
    return float(gap[one, other]), int(one), int(other)
