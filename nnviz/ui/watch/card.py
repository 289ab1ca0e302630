"""The card at a neuron or a weight: its numbers as far as they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnviz.ui.digits import format_number
from nnviz.ui.theme import current
from nnviz.ui.watch.geometry import Block, Box, Geometry, Point
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.scene import Scene
from nnviz.ui.widgets import scaled

_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Card:
    """Lines with the role of the theme that each is written in; the first is the title."""

    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The card in plain words."""
        return "; ".join(line for line, _ in self.lines)


def card_of(scene: Scene, pick: Pick, title: str) -> Card:
    """Return what is known of a neuron or weight at this point."""
    lines = [(title, "text")] if title else []
    return Card((*lines, *(_weight(scene, pick) if pick.source is not None else _neuron(scene, pick))))


def _weight(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    assert pick.source is not None
    place = pick.source, pick.unit
    return _parameter(scene, pick, "w", "kernel", lambda array: float(array[place]))


def _parameter(
    scene: Scene, pick: Pick, letter: str, name: str, at: Callable[..., float]
) -> list[tuple[str, str]]:
    now = scene.weight(pick.layer, name)
    if now is None:
        return []
    found = [(f"{letter} = {format_number(at(now))}", "text")]
    if scene.updated(pick.layer):
        before = at(scene.weight(pick.layer, name, after=False))
        found = [(f"{letter}: {format_number(before)} → {format_number(at(now))}", "update")]
    gradient = scene.gradient(pick.layer, name)
    if gradient is not None and scene.has(pick.layer, "dw", pick.unit):
        found.append((f"∂L/∂{letter} = {format_number(at(gradient))}", "backward"))
    return found


def _neuron(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for quantity, letter, role in (("z", "z", "text"), ("a", "a", "text"), ("dz", "δ", "backward")):
        values = scene.values(pick.layer, quantity)
        if values is not None and scene.has(pick.layer, quantity, pick.unit):
            shown = letter if scene.stage(pick.layer).sources else "x"
            found.append((f"{shown} = {format_number(float(values[pick.unit]))}", role))
    return found + _parameter(scene, pick, "b", "bias", lambda array: float(array[pick.unit]))


def places(geometry: Geometry, pick: Pick) -> tuple[tuple[Point, float], ...]:
    """Return the places that a card may stand at, the best first: a point and how far to keep from it."""
    block = geometry.by_name.get(pick.layer)
    if block is None:
        return ()
    near = 0.3 * geometry.em
    if pick.source is not None:
        link = next((link for link in geometry.into[pick.layer] if link.kind == "weights"), None)
        if link is None:
            return ()
        curve = geometry.curve(link, pick.source, pick.unit)
        return tuple((curve.at(t), near) for t in (0.4, 0.5, 0.3, 0.6, 0.7))
    if block.kind == "neurons":
        return ((block.centres[pick.unit], block.radius + near),)
    return ((block.cell(pick.unit).middle if block.kind == "strip" else block.box.middle, near),)


def draw_card(painter: QPainter, geometry: Geometry, card: Card, pick: Pick, view: Box, role: str) -> None:
    """Draw a card beside what it is about, inside ``view``, where it hides no neuron if there is such a place."""
    theme, font, em = current(), painter.font(), geometry.em
    small = scaled(font, 0.94)
    metrics = QFontMetricsF(small)
    pad = 0.45 * em
    width = max(metrics.horizontalAdvance(line) for line, _ in card.lines) + 2 * pad
    height = metrics.height() * len(card.lines) + 1.3 * pad
    found = _free_place(geometry, pick, view, width, height)
    if found is None:
        return
    if pick.source is not None:  # a pin on the very line that the card is about
        painter.setPen(QPen(theme.colour("ground"), 0.08 * em))
        painter.setBrush(theme.colour(role))
        painter.drawEllipse(QPointF(*places(geometry, pick)[0][0]), 0.22 * em, 0.22 * em)
    painter.setPen(QPen(theme.colour(role), 0.09 * em))
    painter.setBrush(theme.colour("panel"))
    painter.drawRoundedRect(found, 0.35 * em, 0.35 * em)
    painter.setFont(small)
    line_at = found.topLeft() + QPointF(0, 0.6 * pad)
    for line, tone in card.lines:
        painter.setPen(theme.colour(theme.ink(tone)))
        painter.drawText(QRectF(line_at.x(), line_at.y(), width, metrics.height()), _CENTRE, line)
        line_at += QPointF(0, metrics.height())
    painter.setFont(font)


def _free_place(geometry: Geometry, pick: Pick, view: Box, width: float, height: float) -> QRectF | None:
    """Return the place of a card of this size: above, below or beside, where it hides least."""
    room = QRectF(*view).adjusted(
        0.3 * geometry.em, 0.3 * geometry.em, -0.3 * geometry.em, -0.3 * geometry.em
    )
    taken = [_around(block, centre) for block in geometry.blocks for centre in block.centres]
    best: tuple[float, QRectF] | None = None
    for at, reach in places(geometry, pick):
        gap = reach + 0.3 * geometry.em
        for x, y in (
            (at.x - width / 2, at.y - gap - height),
            (at.x - width / 2, at.y + gap),
            (at.x + gap, at.y - height / 2),
            (at.x - gap - width, at.y - height / 2),
        ):
            box = QRectF(x, y, width, height)
            inside = box.intersected(room)
            hidden = sum(_area(box.intersected(other)) for other in taken)
            cost = hidden + 10 * (_area(box) - _area(inside))
            if best is None or cost < best[0] - 1:
                best = cost, box
            if cost < 1:
                return box
    return best[1] if best else None


def _around(block: Block, centre: Point) -> QRectF:
    """Return the neuron with the room for what is written under it."""
    return QRectF(centre.x - block.radius, centre.y - block.radius, 2 * block.radius, 2.6 * block.radius)


def _area(box: QRectF) -> float:
    return max(0.0, box.width()) * max(0.0, box.height())
