"""Where everything of the network's picture lies: a pure function of design, shapes and size.

Columns go by depth, parallel branches stand one below the other, and what passes by a layer runs in a lane. A vector of
up to :data:`DRAWN_UNITS` neurons is circles, a wider one a strip of cells; an input that is a picture is that picture;
(rows, columns, channels) are feature maps; (times, features) a grid of cells with the time from left to right. All
lengths follow ``em``, the height of the type.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nnviz.design.graph import Design
from nnviz.design.shapes import Shapes
from nnviz.engine.events import DRAWN_UNITS
from nnviz.layers.base import Layer, Shape
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.ui.watch.columns import Item, columns_of
from nnviz.ui.watch.geometry import LARGEST, RADIUS, Block, Box, Geometry, Kind, Link, Point

PITCH = 4.35
"""Distance of two neurons' centres at most, in radii."""
HEADING = 3.4
FOOT = 2.0
SMALLEST_CELL = 0.25
MOST_COLUMNS = 8
TALLEST = 28.0
"""Height of a strip at most, in em."""
MOST_MAPS = 16
"""Feature maps that are shown of a layer; the first ones."""
GAP = 0.45
"""Between two feature maps, in em."""
LANE = 1.7
"""Height of a lane beside the layers, in em."""
LEAST_ROW = 12.0
"""Height of one of several branches at least, in em; a picture with many is higher than the window."""
LOSS_SHARE = 0.78
_SHARE: Mapping[Kind, float] = {"neurons": 1.0, "strip": 0.9, "picture": 1.4, "maps": 1.45, "sequence": 1.15}
"""Width of a column by what is in it."""
COLUMN = 6.5
"""Least width of a column in em; a deeper network is wider than the window and can be dragged."""

SYMBOLS: Mapping[str, str] = {
    "Add": "+",
    "Subtract": "−",
    "Multiply": "×",
    "Average": "⌀",
    "Maximum": "max",
    "Minimum": "min",
    "Concatenate": "‖",
    "Dot": "·",
}
"""Signs of the merges, by kind."""


def layout(
    design: Design, shapes: Shapes, width: float, height: float, em: float, zoom: float = 1.0
) -> Geometry:
    """Return the places of all layers whose shapes are known, in a picture of ``width`` by ``height`` pixels.

    The size includes the ``zoom``, which lets neurons grow beyond their usual size.
    """
    columns = columns_of(design, frozenset(shapes.outputs))
    shares = [
        max(
            _SHARE[_kind(design.node(name).layer, shapes.outputs[name])]
            for name in column
            if isinstance(name, str)
        )
        for column in columns
    ]
    total = sum(shares) + LOSS_SHARE
    width = max(width, COLUMN * em * total)
    lanes = max((sum(not isinstance(item, str) for item in column) for column in columns), default=0)
    rows = max((sum(isinstance(item, str) for item in column) for column in columns), default=1)
    if rows > 1:
        height = max(height, (0.6 + LEAST_ROW * rows + LANE * lanes) * em)
    room = height - (0.6 + LANE * lanes) * em
    blocks: dict[str, Block] = {}
    ways: dict[Item, list[tuple[Point, Point]]] = {}
    left = 0.0
    for number, column in enumerate(columns):
        share = width * shares[number] / total
        each = room / sum(isinstance(item, str) for item in column)
        top = 0.6 * em
        lanes_at: list[tuple[Item, float]] = []
        for item in column:
            if isinstance(item, str):
                area = Box(left, top, share, each)
                blocks[item] = _block(
                    design.node(item).layer, item, shapes.outputs[item], area, number, em, zoom
                )
                top += each
            else:
                lanes_at.append((item, top + LANE * em / 2))
                top += LANE * em
        # A lane is level as far as the layers beside it reach; between the columns there is room to bend.
        beside = [blocks[item].box for item in column if isinstance(item, str)]
        ends = min(box.x for box in beside) - 0.3 * em, max(box.right for box in beside) + 0.3 * em
        for lane, y in lanes_at:
            ways.setdefault(lane, []).append((Point(ends[0], y), Point(ends[1], y)))
        left += share
    ordered = tuple(blocks[name] for name in design.order if name in blocks)
    outputs = [name for name in design.order if name in design.outputs and name in blocks]
    losses = {name: _loss_box(blocks[name], left, width - left, em) for name in outputs}
    links = _links(design, shapes, blocks, ways)
    return Geometry(width, height, em, ordered, links, losses, outputs[-1] if outputs else "")


def _loss_box(block: Block, left: float, share: float, em: float) -> Box:
    width, height = min(4.4 * em, 0.8 * share), 2.2 * em
    return Box(left + (share - width) / 2 - 0.08 * share, block.box.middle.y - height / 2, width, height)


def _kind(layer: Layer, shape: Shape) -> Kind:
    pixels = len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3))
    if isinstance(layer, Input) and pixels and min(shape[:2]) > 1:
        return "picture"
    if len(shape) == 3:
        return "maps"
    if len(shape) == 2:
        return "sequence"
    whole = len(shape) != 1 or math.prod(shape) > DRAWN_UNITS or isinstance(layer, Flatten)
    return "strip" if whole else "neurons"


def _block(layer: Layer, name: str, shape: Shape, area: Box, depth: int, em: float, zoom: float) -> Block:
    heading = Box(area.x, area.y, area.width, HEADING * em)
    body = Box(area.x, area.y + HEADING * em, area.width, max(em, area.height - (HEADING + FOOT) * em))
    kind = _kind(layer, shape)
    empty = Block(
        name,
        kind,
        shape,
        body,
        heading,
        depth,
        symbol=SYMBOLS.get(layer.kind(), "") if layer.group == "merge" else "",
        mark="sealed" if layer.sealed else "identity" if layer.identity_in_watch else "",
    )
    if kind == "picture":
        return _picture(empty, body, em)
    if kind == "maps":
        return _maps(empty, body, em)
    if kind == "sequence":
        return _sequence(empty, body, em)
    if kind == "strip":
        return _strip(empty, body, em)
    return _neurons(empty, body, em, zoom)


def _picture(block: Block, body: Box, em: float) -> Block:
    rows, columns = block.shape[:2]
    scale = min(min(0.8 * body.width, 12 * em) / columns, min(0.9 * body.height, 12 * em) / rows)
    return replace(block, box=_centred(body, columns * scale, rows * scale))


def _maps(block: Block, body: Box, em: float) -> Block:
    """Place the maps in the grid in which they are largest."""
    rows, columns, channels = block.shape
    count, gap = min(channels, MOST_MAPS), GAP * em
    wide, high = min(0.76 * body.width, 16 * em), min(0.94 * body.height, 22 * em)
    best: tuple[float, int] = (0.0, 1)
    for across in range(1, count + 1):
        down = math.ceil(count / across)
        scale = min((wide - gap * (across - 1)) / across / columns, (high - gap * (down - 1)) / down / rows)
        best = max(best, (min(scale, 8 * em / max(rows, columns)), across), key=lambda entry: entry[0])
    scale, across = max(best[0], 1 / max(rows, columns)), best[1]
    down = math.ceil(count / across)
    width, height = scale * columns, scale * rows
    box = _centred(body, across * width + gap * (across - 1), down * height + gap * (down - 1))
    tiles = tuple(
        Box(box.x + (k % across) * (width + gap), box.y + (k // across) * (height + gap), width, height)
        for k in range(count)
    )
    return replace(block, box=box, tiles=tiles)


def _sequence(block: Block, body: Box, em: float) -> Block:
    times, features = block.shape
    width, height = min(0.8 * body.width, 16 * em) / times, min(0.9 * body.height, 20 * em) / features
    width, height = min(width, 1.5 * em, 4 * height), min(height, 1.5 * em, 4 * width)
    box = _centred(body, max(0.5 * em, times * width), max(0.5 * em, features * height))
    return replace(block, box=box, rows=features, columns=times)


def _strip(block: Block, body: Box, em: float) -> Block:
    units = block.units
    height = min(TALLEST * em, max(em, body.height - em))  # room for the count under it
    most_rows = max(1, int(height / (SMALLEST_CELL * em)))
    columns = next((c for c in (1, 2, 4, 8) if math.ceil(units / c) <= most_rows), MOST_COLUMNS)
    per_cell = max(1, math.ceil(units / (columns * most_rows)))
    rows = math.ceil(math.ceil(units / per_cell) / columns)
    cell = min(height / rows, 1.3 * em)
    width = 1.5 * em if columns == 1 else columns * max(0.45 * em, min(cell, 0.8 * em))
    box = _centred(body, min(width, 0.7 * body.width), rows * cell)
    block = replace(block, box=box, radius=box.width / 2, rows=rows, columns=columns, per_cell=per_cell)
    if units > DRAWN_UNITS:
        return block
    return replace(block, centres=tuple(block.cell(unit).middle for unit in range(units)))


def _neurons(block: Block, body: Box, em: float, zoom: float) -> Block:
    (units,) = block.shape
    most = max(RADIUS * em, min(0.145 * body.width, LARGEST * em * zoom))
    pitch = min(PITCH * most, body.height / units)
    under = 1.25 * em  # room for δ
    radius = min(most, (pitch - under) / 2 if pitch > 3 * em else 0.42 * pitch, 0.3 * body.width)
    middle = body.middle
    top = middle.y - pitch * (units - 1) / 2
    centres = tuple(Point(middle.x, top + unit * pitch) for unit in range(units))
    box = _centred(body, 2 * radius, pitch * (units - 1) + 2 * radius)
    return replace(block, box=box, centres=centres, radius=radius)


def _centred(body: Box, width: float, height: float) -> Box:
    middle = body.middle
    return Box(middle.x - width / 2, middle.y - height / 2, width, height)


def _links(
    design: Design,
    shapes: Shapes,
    blocks: Mapping[str, Block],
    ways: Mapping[Item, list[tuple[Point, Point]]],
) -> tuple[Link, ...]:
    found: list[Link] = []
    for name in design.order:
        if name not in blocks:
            continue
        sources = [blocks[source] for source in design.sources(name) if source in blocks]
        joined = len(sources) > 1 and sum(source.units for source in sources) == blocks[name].units
        offset = 0
        for source in sources:
            via = tuple(ways.get((source.name, name), ()))
            found.append(_link(design, shapes, source, blocks[name], offset if joined else 0, via))
            offset += source.units
    return tuple(found)


def _link(
    design: Design,
    shapes: Shapes,
    source: Block,
    target: Block,
    offset: int,
    via: Sequence[tuple[Point, Point]],
) -> Link:
    layer, weights = design.node(target.name).layer, shapes.weights.get(target.name, ())
    weighted = bool(weights) and bool(layer.activation_name)
    if via:
        return Link(source.name, target.name, "skip", weighted, via=tuple(via))
    single = bool(source.centres) and bool(target.centres)
    if single and layer.affine and weights[0].shape == (source.units, target.units):
        return Link(source.name, target.name, "weights")
    alike = source.units == target.units or len(shapes.inputs[target.name]) > 1
    if single and alike and not weighted and source.units + offset <= target.units:
        return Link(source.name, target.name, "parallel", weighted, offset)
    return Link(source.name, target.name, "band", weighted)
