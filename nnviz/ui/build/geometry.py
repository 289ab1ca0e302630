"""Where everything lies on the canvas, and what lies under a point: values and pure functions, without Qt.

Lengths are scene units. ``EM`` of them are one height of type: the view is scaled so that they are, whatever the
font, and so a document looks the same on the projector as on the laptop.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from nnviz.design import edits
from nnviz.design.graph import Design, Edge, Node

Point = tuple[float, float]

EM = 18.0
"""Scene units in one height of type."""

CARD_WIDTH = 6.8 * EM
CARD_WIDEST = 9.4 * EM
CARD_HEIGHT = 3.1 * EM
PORT = 0.3 * EM
"""Radius of a port."""

PORT_GAP = 0.75 * EM
"""Room that each of several ports has on a card's side; a card with many is higher."""

NEAR = 0.6 * EM
"""A pointer this far from a port still means it."""

_SAMPLES = 24
"""Straight pieces that a curve is measured by."""


@dataclass(frozen=True)
class Box:
    """A rectangle with its sides along the axes."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, centre: Point, width: float, height: float) -> Box:
        return cls(centre[0] - width / 2, centre[1] - height / 2, width, height)

    @classmethod
    def between(cls, a: Point, b: Point) -> Box:
        """Return the box with the two corners."""
        return cls(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> Point:
        return self.left + self.width / 2, self.top + self.height / 2

    def contains(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Box) -> bool:
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


@dataclass(frozen=True)
class Wire:
    """An edge as a cubic curve from ``start`` to ``end``; ``upright`` where it runs from card to card downwards."""

    edge: Edge
    start: Point
    first: Point
    second: Point
    end: Point
    upright: bool = False

    def at(self, t: float) -> Point:
        """Return the point at ``t`` (0 to 1) of the curve."""
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points = (self.start, self.first, self.second, self.end)
        return (
            sum(k * p[0] for k, p in zip((a, b, c, d), points, strict=True)),
            sum(k * p[1] for k, p in zip((a, b, c, d), points, strict=True)),
        )

    def distance(self, point: Point) -> float:
        """Return how far ``point`` is from the curve."""
        line = [self.at(i / _SAMPLES) for i in range(_SAMPLES + 1)]
        return min(_to_segment(point, a, b) for a, b in itertools.pairwise(line))


@dataclass(frozen=True)
class Layout:
    """The cards (lowest first), their ports and the wires of a design."""

    cards: Mapping[str, Box]
    inputs: Mapping[str, tuple[Point, ...]]
    outputs: Mapping[str, Point]
    wires: tuple[Wire, ...]

    @property
    def bounds(self) -> Box | None:
        """The smallest box around all cards."""
        return bounds(self.cards.values())


@dataclass(frozen=True)
class Hit:
    """What lies under a point."""

    kind: Literal["nothing", "card", "output", "input", "wire"] = "nothing"
    name: str = ""
    port: int = 0
    edge: Edge | None = None


NOTHING = Hit()


def layout(
    design: Design, width: Callable[[Node], float], moved: Mapping[str, Point] | None = None
) -> Layout:
    """Return where everything lies; ``width`` gives a card's width, ``moved`` other centres than the design's."""
    moved = moved or {}
    ports = {node.name: edits.shown_ports(design, node.name) for node in design.nodes}
    cards = {
        node.name: Box.around(moved.get(node.name, node.position), width(node), card_height(ports[node.name]))
        for node in design.nodes
    }
    inputs = {name: _ports(cards[name], count) for name, count in ports.items()}
    outputs = {name: (box.right, box.centre[1]) for name, box in cards.items()}
    wires = tuple(_around(_wire(edge, cards, inputs, outputs), cards) for edge in design.edges)
    return Layout(MappingProxyType(cards), MappingProxyType(inputs), MappingProxyType(outputs), wires)


def card_height(ports: int) -> float:
    """Return the height of a card with so many inputs."""
    return max(CARD_HEIGHT, PORT_GAP * (ports + 1))


def bounds(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box around ``boxes``."""
    boxes = list(boxes)
    if not boxes:
        return None
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    return Box(left, top, max(b.right for b in boxes) - left, max(b.bottom for b in boxes) - top)


def hit(found: Layout, point: Point, near: float = NEAR) -> Hit:
    """Return what lies under ``point``: the uppermost card or port, otherwise the nearest wire within ``near``."""
    for name in reversed(tuple(found.cards)):
        if math.dist(point, found.outputs[name]) <= near:
            return Hit("output", name)
        port = _nearest(found.inputs[name], point)
        if port is not None and math.dist(point, found.inputs[name][port]) <= near:
            return Hit("input", name, port)
        if found.cards[name].contains(point):
            return Hit("card", name)
    wire = nearest_wire(found, point, near)
    return Hit("wire", edge=wire.edge) if wire else NOTHING


def nearest_wire(found: Layout, point: Point, within: float) -> Wire | None:
    """Return the wire nearest to ``point`` if it is not farther than ``within``."""
    wire = min(found.wires, key=lambda w: w.distance(point), default=None)
    return wire if wire and wire.distance(point) <= within else None


def target_port(found: Layout, name: str, point: Point) -> int:
    """Return the input port that a line let go on the card means: the nearest free one, else the nearest."""
    ports = found.inputs[name]
    taken = {wire.edge.port for wire in found.wires if wire.edge.target == name}
    free = [port for port in range(len(ports)) if port not in taken] or range(len(ports))
    return min(free, key=lambda i: math.dist(ports[i], point), default=0)


def _nearest(places: tuple[Point, ...], point: Point) -> int | None:
    return min(range(len(places)), key=lambda i: math.dist(places[i], point), default=None)


def inside(found: Layout, box: Box) -> frozenset[str]:
    """Return the names of the cards that ``box`` touches."""
    return frozenset(name for name, card in found.cards.items() if card.meets(box))


def curve(start: Point, end: Point) -> tuple[Point, Point]:
    """Return the two inner points of a curve that leaves ``start`` and enters ``end`` level."""
    reach = max(abs(end[0] - start[0]) / 2, min(2.5 * EM, math.dist(start, end) / 2))
    return (start[0] + reach, start[1]), (end[0] - reach, end[1])


def _ports(box: Box, count: int) -> tuple[Point, ...]:
    return tuple((box.left, box.top + box.height * (i + 1) / (count + 1)) for i in range(count))


def _wire(
    edge: Edge,
    cards: Mapping[str, Box],
    inputs: Mapping[str, tuple[Point, ...]],
    outputs: Mapping[str, Point],
) -> Wire:
    source, target = cards[edge.source], cards[edge.target]
    below, above = target.top - source.bottom, source.top - target.bottom
    # Cards one below the other: a level curve would have to loop back, so the line goes from card to card.
    if target.left < source.right and max(below, above) > 0:
        down = below > 0
        start = (source.centre[0], source.bottom if down else source.top)
        end = (target.centre[0], target.top if down else target.bottom)
        middle = (start[1] + end[1]) / 2
        return Wire(edge, start, (start[0], middle), (end[0], middle), end, True)
    start = outputs[edge.source]
    ports = inputs[edge.target]
    end = ports[min(edge.port, len(ports) - 1)] if ports else (target.left, target.centre[1])
    return Wire(edge, start, *curve(start, end), end)


def _around(wire: Wire, cards: Mapping[str, Box]) -> Wire:
    """Return the wire, or one that passes below where cards stand in the way of a level one."""
    if wire.upright or wire.end[0] <= wire.start[0]:
        return wire
    top, bottom = sorted((wire.start[1], wire.end[1]))
    between = [
        card
        for name, card in cards.items()
        if name not in (wire.edge.source, wire.edge.target)
        and wire.start[0] < card.centre[0] < wire.end[0]
        and card.top < bottom
        and top < card.bottom
    ]
    if not between:
        return wire
    # Three quarters of the way to the inner points is how low a cubic curve hangs; the longer, the lower.
    room = max(card.bottom for card in between) - max(wire.start[1], wire.end[1]) + 2.6 * EM
    drop = room / 0.75 + 0.08 * (wire.end[0] - wire.start[0])
    first = wire.start[0] + 0.5 * EM, wire.start[1] + drop
    second = wire.end[0] - 0.5 * EM, wire.end[1] + drop
    return Wire(wire.edge, wire.start, first, second, wire.end)


def _to_segment(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    t = min(1.0, max(0.0, t))
    return math.dist(point, (a[0] + t * dx, a[1] + t * dy))
