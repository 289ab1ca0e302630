"""Places in the network's picture as values: boxes, curves, blocks of layers and the links between them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from nnviz.layers.base import Shape

Kind = Literal["neurons", "strip", "picture", "maps", "sequence"]

RADIUS, LARGEST = 1.7, 2.4
"""Radius of a neuron in em where there is room, and where there is plenty."""

SYMBOL = 1.5
"""How far before a merge its symbol stands, in em."""


BRACKET = 0.5
"""How far behind neurons the line stands that takes them up, in em."""


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

    def part(self, row: int, column: int, rows: int, columns: int, down: int = 1, across: int = 1) -> Box:
        """Return ``down`` by ``across`` cells of the box cut into ``rows`` by ``columns``."""
        width, height = self.width / columns, self.height / rows
        return Box(self.x + column * width, self.y + row * height, across * width, down * height)


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
    """Cells of a strip or of a sequence: one below the other, side by side."""
    per_cell: int = 1
    """Neurons in one cell of a strip."""
    tiles: tuple[Box, ...] = ()
    """The places of the feature maps that are shown, the first ones of all."""
    symbol: str = ""
    """What a merge does, as a sign."""
    mark: Literal["", "identity", "sealed"] = ""

    @property
    def units(self) -> int:
        return math.prod(self.shape)

    def cell(self, unit: int) -> Box:
        """Return the cell that shows ``unit``: its circle's square, its cell, its pixel.

        The box of the whole layer for a unit of a feature map that is not shown.
        """
        if self.kind == "neurons":
            x, y = self.centres[unit]
            return Box(x - self.radius, y - self.radius, 2 * self.radius, 2 * self.radius)
        if self.kind == "sequence":
            time, feature = divmod(unit, self.shape[1])
            return self.box.part(feature, time, self.rows, self.columns)
        if self.kind in ("picture", "maps"):
            channels = self.shape[2] if len(self.shape) > 2 else 1
            pixel, channel = divmod(unit, channels)
            row, column = divmod(pixel, self.shape[1])
            if self.kind == "picture":
                return self.box.part(row, column, *self.shape[:2])
            return (
                self.tiles[channel].part(row, column, *self.shape[:2])
                if channel < len(self.tiles)
                else self.box
            )
        row, column = divmod(unit // self.per_cell, self.columns)
        return self.box.part(row, column, self.rows, self.columns)


@dataclass(frozen=True)
class Link:
    """What runs from one layer to a later one.

    ``weights``: a curve for each weight; ``parallel``: a line for each neuron; ``band``: one area; ``skip``: one line
    that runs around the layers between, through ``via``.
    """

    source: str
    target: str
    kind: Literal["weights", "parallel", "band", "skip"]
    weighted: bool = True
    """Whether a sum with weights lies on the way, or the values only move on."""
    offset: int = 0
    """Neuron of the target at which the first neuron of the source arrives (parallel)."""
    via: tuple[tuple[Point, Point], ...] = ()
    """Where a skip runs level: from, to."""


@dataclass(frozen=True)
class Geometry:
    """Every place in the picture. ``losses`` are where the losses stand, right of their outputs, by output."""

    width: float
    height: float
    em: float
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    losses: Mapping[str, Box]
    output: str
    """The output whose answer is shown; the last one."""

    @property
    def loss(self) -> Box:
        """The place of the shown output's loss; an empty box if there is none."""
        return self.losses.get(self.output, Box(self.width, 0, 0, 0))

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

    def around(self, link: Link) -> tuple[Curve, ...]:
        """Return the way of a skip: out of a corner of its source, level through ``via``, up into its target."""
        source, target = self.by_name[link.source], self.by_name[link.target]
        (start, at), found = link.via[0], []
        below = start.y > source.box.middle.y
        x = source.box.right + BRACKET * self.em if source.centres else source.box.right - 0.5 * self.em
        corner = Point(x, source.box.bottom + 0.1 * self.em if below else source.box.y - 0.1 * self.em)
        found += [_bend(corner, start), Curve(start, start, at, at)]
        for begin, end in link.via[1:]:
            found += [s_curve(at, begin), Curve(begin, begin, end, end)]
            at = end
        if not target.symbol:
            return (*found, s_curve(at, Point(target.box.x - 0.2 * self.em, target.box.middle.y)))
        reach = 0.8 * self.em if at.y > target.box.middle.y else -0.8 * self.em
        sign = Point(target.box.x - SYMBOL * self.em, target.box.middle.y + reach)
        bend = _bend(sign, at)
        return (*found, Curve(bend.end, bend.two, bend.one, bend.start))

    def bracket(self, link: Link) -> tuple[Point, Point] | None:
        """Return the line beside the neurons that a skip takes up; None where its source is one block."""
        block = self.by_name[link.source]
        if not block.centres:
            return None
        x = block.box.right + BRACKET * self.em
        return Point(x, block.box.y), Point(x, block.box.bottom)

    def to_loss(self, name: str, unit: int) -> Curve:
        """Return the way from a neuron of an output to its loss; from the whole output where it is one block."""
        block = self.by_name[name]
        start = self.leaves(name, unit) if block.centres else Point(block.box.right, block.box.middle.y)
        loss = self.losses[name]
        return s_curve(start, Point(loss.x, loss.middle.y))


def _bend(corner: Point, level: Point) -> Curve:
    """Return the quarter turn from ``corner``, which is left upright, to ``level``, where the way is level."""
    return Curve(
        corner,
        Point(corner.x, corner.y + 0.75 * (level.y - corner.y)),
        Point(level.x + 0.4 * (corner.x - level.x), level.y),
        level,
    )


def s_curve(start: Point, end: Point) -> Curve:
    """Return the S from ``start`` to ``end`` that leaves and arrives horizontally."""
    middle = (start.x + end.x) / 2
    return Curve(start, Point(middle, start.y), Point(middle, end.y), end)
