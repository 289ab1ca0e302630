"""The card at a neuron or a weight: its numbers as far as they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnviz.ui.digits import format_number
from nnviz.ui.theme import current
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.layout import Box, Geometry, Point
from nnviz.ui.watch.paint_layers import scaled
from nnviz.ui.watch.scene import Scene


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


def anchor(geometry: Geometry, pick: Pick) -> Point | None:
    """Return the place that a card is about."""
    block = geometry.by_name.get(pick.layer)
    if block is None:
        return None
    if pick.source is not None:
        link = next((link for link in geometry.into[pick.layer] if link.kind == "weights"), None)
        return geometry.curve(link, pick.source, pick.unit).at(0.3) if link else None
    if block.kind == "neurons":
        return block.centres[pick.unit]
    return block.cell(pick.unit).middle if block.kind == "strip" else block.box.middle


def draw_card(
    painter: QPainter, card: Card, at: Point, reach: float, view: Box, role: str, em: float
) -> None:
    """Draw a card above the place ``at``, or beneath it where there is no room, inside ``view``."""
    theme, font = current(), painter.font()
    small = scaled(font, 0.94)
    metrics = QFontMetricsF(small)
    pad = 0.45 * em
    width = max(metrics.horizontalAdvance(line) for line, _ in card.lines) + 2 * pad
    height = metrics.height() * len(card.lines) + 1.3 * pad
    left = min(max(at.x - width / 2, view.x + 0.3 * em), view.right - width - 0.3 * em)
    top = at.y - reach - height - 0.5 * em
    if top < view.y + 0.3 * em:
        top = at.y + reach + 0.5 * em
    box = QRectF(left, top, width, height)
    painter.setPen(QPen(theme.colour(role), 0.09 * em))
    painter.setBrush(theme.colour("panel"))
    painter.drawRoundedRect(box, 0.35 * em, 0.35 * em)
    painter.setFont(small)
    line_at = QPointF(left, top + 0.6 * pad)
    for line, tone in card.lines:
        painter.setPen(theme.colour(theme.ink(tone)))
        where = QRectF(line_at.x(), line_at.y(), width, metrics.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, line)
        line_at += QPointF(0, metrics.height())
    painter.setFont(font)
