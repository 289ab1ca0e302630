"""Where everything of the network's picture lies: a pure function of design, shapes and size.

Columns go by depth. A layer of up to :data:`DRAWN_UNITS` neurons is circles; a wider one is a strip of cells; an input
that is a picture is that picture. All lengths follow ``em``, the height of the type.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from nnviz.design.graph import Design
from nnviz.design.shapes import Shapes
from nnviz.engine.events import DRAWN_UNITS
from nnviz.layers.base import Shape
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input

Kind = Literal["neurons", "strip", "picture"]

RADIUS, LARGEST = 1.7, 2.4
"""Radius of a neuron in em where there is room, and where there is plenty."""
PITCH = 4.35
"""Distance of two neurons' centres at most, in radii."""
HEADING = 3.4
FOOT = 2.0
SMALLEST_CELL = 0.25
MOST_COLUMNS = 8
TALLEST = 28.0
"""Height of a strip at most, in em."""
LOSS_SHARE = 0.78
_SHARE: Mapping[str, float] = {"neurons": 1.0, "strip": 0.9, "picture": 1.4}
"""Width of a column by what is in it."""
COLUMN = 6.5
"""Least width of a column in em; a deeper network is wider than the window and can be dragged."""


class Point(NamedTuple):
    """A place in the picture, in pixels."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle in the picture, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.right and self.y <= y <= self.bottom


class Curve(NamedTuple):
    """A cubic from ``start`` to ``end``."""

    start: Point
    one: Point
    two: Point
    end: Point

    def at(self, t: float) -> Point:
        """Return the point at ``t`` from 0 to 1."""
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        return Point(
            a * self.start.x + b * self.one.x + c * self.two.x + d * self.end.x,
            a * self.start.y + b * self.one.y + c * self.two.y + d * self.end.y,
        )


@dataclass(frozen=True)
class Block:
    """One layer's place. ``centres`` are those of its neurons where each is drawn by itself."""

    name: str
    kind: Kind
    shape: Shape
    box: Box
    heading: Box
    depth: int
    centres: tuple[Point, ...] = ()
    radius: float = 0.0
    rows: int = 0
    columns: int = 0
    per_cell: int = 1
    """Neurons in one cell of a strip."""

    @property
    def units(self) -> int:
        return math.prod(self.shape)

    def cell(self, unit: int) -> Box:
        """Return the cell of a strip that shows ``unit``."""
        row, column = divmod(unit // self.per_cell, self.columns)
        width, height = self.box.width / self.columns, self.box.height / self.rows
        return Box(self.box.x + column * width, self.box.y + row * height, width, height)


@dataclass(frozen=True)
class Link:
    """What runs from one layer to the next: a curve for each weight, parallel lines, or one band."""

    source: str
    target: str
    kind: Literal["weights", "parallel", "band"]
    weighted: bool = True
    """Whether weights lie on the way, or the values only move on."""


@dataclass(frozen=True)
class Geometry:
    """Every place in the picture. ``loss`` is where the loss stands, right of the output."""

    width: float
    height: float
    em: float
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    loss: Box
    output: str

    @cached_property
    def by_name(self) -> Mapping[str, Block]:
        return {block.name: block for block in self.blocks}

    @cached_property
    def into(self) -> Mapping[str, tuple[Link, ...]]:
        """Layer name → the links that enter it."""
        return {b.name: tuple(link for link in self.links if link.target == b.name) for b in self.blocks}

    @cached_property
    def out_of(self) -> Mapping[str, tuple[Link, ...]]:
        """Layer name → the links that leave it."""
        return {b.name: tuple(link for link in self.links if link.source == b.name) for b in self.blocks}

    def curve(self, link: Link, source: int, target: int) -> Curve:
        """Return the way from neuron ``source`` of one layer to neuron ``target`` of the next."""
        return s_curve(self.leaves(link.source, source), self.enters(link.target, target))

    def leaves(self, name: str, unit: int) -> Point:
        """Return where lines leave a neuron."""
        block = self.by_name[name]
        return Point(block.centres[unit].x + block.radius, block.centres[unit].y)

    def enters(self, name: str, unit: int) -> Point:
        """Return where lines enter a neuron."""
        block = self.by_name[name]
        return Point(block.centres[unit].x - block.radius, block.centres[unit].y)

    def to_loss(self, unit: int) -> Curve:
        """Return the way from an output neuron to the loss; from the whole output where it is a strip."""
        block = self.by_name[self.output]
        start = (
            self.leaves(self.output, unit) if block.centres else Point(block.box.right, block.box.middle.y)
        )
        return s_curve(start, Point(self.loss.x, self.loss.middle.y))


def s_curve(start: Point, end: Point) -> Curve:
    """Return the S from ``start`` to ``end`` that leaves and arrives horizontally."""
    middle = (start.x + end.x) / 2
    return Curve(start, Point(middle, start.y), Point(middle, end.y), end)


def depths(design: Design) -> Mapping[str, int]:
    """Return how many layers lie before each layer, on the longest way from the input."""
    found: dict[str, int] = {}
    for name in design.order:
        found[name] = 1 + max((found[source] for source in design.sources(name)), default=-1)
    return found


def layout(
    design: Design, shapes: Shapes, width: float, height: float, em: float, zoom: float = 1.0
) -> Geometry:
    """Return the places of all layers whose shapes are known, in a picture of ``width`` by ``height`` pixels.

    The size includes the ``zoom``, which lets neurons grow beyond their usual size.
    """
    depth = {name: d for name, d in depths(design).items() if name in shapes.outputs}
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in depth:
        columns[depth[name]].append(name)
    shares = [max(_SHARE[_kind(design, name, shapes.outputs[name])] for name in names) for names in columns]
    total = sum(shares) + LOSS_SHARE
    width = max(width, COLUMN * em * total)
    blocks: list[Block] = []
    left = 0.0
    for number, names in enumerate(columns):
        share, room = width * shares[number] / total, (height - 0.6 * em) / len(names)
        for place, name in enumerate(names):
            area = Box(left, 0.6 * em + place * room, share, room)
            blocks.append(_block(design, name, shapes.outputs[name], area, number, em, zoom))
        left += share
    output = next((name for name in reversed(design.order) if name in design.outputs and name in depth), "")
    loss = _loss_box(blocks, output, left, width - left, em)
    return Geometry(width, height, em, tuple(blocks), _links(design, blocks), loss, output)


def _loss_box(blocks: Sequence[Block], output: str, left: float, share: float, em: float) -> Box:
    block = next((b for b in blocks if b.name == output), None)
    if block is None:
        return Box(left, 0, 0, 0)
    width, height = min(4.4 * em, 0.8 * share), 2.2 * em
    return Box(left + (share - width) / 2 - 0.08 * share, block.box.middle.y - height / 2, width, height)


def _kind(design: Design, name: str, shape: Shape) -> Kind:
    layer = design.node(name).layer
    flat = len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3))
    if isinstance(layer, Input) and flat and min(shape[:2]) > 1:
        return "picture"
    whole = len(shape) != 1 or math.prod(shape) > DRAWN_UNITS or isinstance(layer, Flatten)
    return "strip" if whole else "neurons"


def _block(design: Design, name: str, shape: Shape, area: Box, depth: int, em: float, zoom: float) -> Block:
    heading = Box(area.x, area.y, area.width, HEADING * em)
    body = Box(area.x, area.y + HEADING * em, area.width, max(em, area.height - (HEADING + FOOT) * em))
    kind = _kind(design, name, shape)
    if kind == "picture":
        return _picture(name, shape, body, heading, depth, em)
    if kind == "strip":
        return _strip(name, shape, body, heading, depth, em)
    return _neurons(name, shape, body, heading, depth, em, zoom)


def _picture(name: str, shape: Shape, body: Box, heading: Box, depth: int, em: float) -> Block:
    scale = min(min(0.8 * body.width, 12 * em) / shape[1], min(0.9 * body.height, 12 * em) / shape[0])
    box = _centred(body, shape[1] * scale, shape[0] * scale)
    return Block(name, "picture", shape, box, heading, depth)


def _strip(name: str, shape: Shape, body: Box, heading: Box, depth: int, em: float) -> Block:
    units = math.prod(shape)
    height = min(TALLEST * em, max(em, body.height - em))  # room for the count under it
    most_rows = max(1, int(height / (SMALLEST_CELL * em)))
    columns = next((c for c in (1, 2, 4, 8) if math.ceil(units / c) <= most_rows), MOST_COLUMNS)
    per_cell = max(1, math.ceil(units / (columns * most_rows)))
    rows = math.ceil(math.ceil(units / per_cell) / columns)
    cell = min(height / rows, 1.3 * em)
    width = 1.5 * em if columns == 1 else columns * max(0.45 * em, min(cell, 0.8 * em))
    box = _centred(body, min(width, 0.7 * body.width), rows * cell)
    block = Block(name, "strip", shape, box, heading, depth, (), box.width / 2, rows, columns, per_cell)
    if units > DRAWN_UNITS:
        return block
    centres = tuple(block.cell(unit).middle for unit in range(units))
    return Block(name, "strip", shape, box, heading, depth, centres, box.width / 2, rows, columns, per_cell)


def _neurons(name: str, shape: Shape, body: Box, heading: Box, depth: int, em: float, zoom: float) -> Block:
    (units,) = shape
    most = max(RADIUS * em, min(0.145 * body.width, LARGEST * em * zoom))
    pitch = min(PITCH * most, body.height / units)
    under = 1.25 * em  # room for δ
    radius = min(most, (pitch - under) / 2 if pitch > 3 * em else 0.42 * pitch, 0.3 * body.width)
    middle = body.middle
    top = middle.y - pitch * (units - 1) / 2
    centres = tuple(Point(middle.x, top + unit * pitch) for unit in range(units))
    box = _centred(body, 2 * radius, pitch * (units - 1) + 2 * radius)
    return Block(name, "neurons", shape, box, heading, depth, centres, radius)


def _centred(body: Box, width: float, height: float) -> Box:
    middle = body.middle
    return Box(middle.x - width / 2, middle.y - height / 2, width, height)


def _links(design: Design, blocks: Sequence[Block]) -> tuple[Link, ...]:
    by_name = {block.name: block for block in blocks}
    found: list[Link] = []
    for block in blocks:
        sources = [by_name[source] for source in design.sources(block.name) if source in by_name]
        found += [_link(design, source, block) for source in sources]
    return tuple(found)


def _link(design: Design, source: Block, target: Block) -> Link:
    weighted = bool(design.node(target.name).layer.weights(source.shape))
    if not (source.centres and target.centres):
        return Link(source.name, target.name, "band", weighted)
    if weighted:
        return Link(source.name, target.name, "weights")
    return Link(source.name, target.name, "parallel" if source.units == target.units else "band", weighted)
