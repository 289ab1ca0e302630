"""Painting around the network: why there is none to see, the ring of the focus, and the signs that more lies beside."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nnviz.ui.theme import current
from nnviz.ui.watch.geometry import Geometry

SHARE = 0.6
"""How much of the view a click on a sign moves on."""


def draw_reason(painter: QPainter, room: QRect, words: str, margin: int) -> None:
    """Say why there is nothing to see."""
    painter.fillRect(room, current().colour("ground"))
    painter.setPen(current().colour("quiet"))
    box = room.adjusted(margin, margin, -margin, -margin)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def draw_focus_ring(painter: QPainter, room: QRect) -> None:
    """Draw that the keyboard acts on the picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(current().colour("accent"))
    painter.drawRect(room.adjusted(0, 0, -1, -1))


def more_signs(geometry: Geometry, room: QRect, origin: QPointF) -> dict[int, QRectF]:
    """Return the signs of a picture that is wider than its view: −1 at the left, 1 at the right, with their places."""
    side = 1.9 * geometry.em
    y = room.center().y() - side / 2
    found: dict[int, QRectF] = {}
    if origin.x() > 1:
        found[-1] = QRectF(0.4 * geometry.em, y, side, side)
    if origin.x() + room.width() < geometry.width - 1:
        found[1] = QRectF(room.width() - side - 0.4 * geometry.em, y, side, side)
    return found


def draw_more(painter: QPainter, geometry: Geometry, signs: dict[int, QRectF]) -> None:
    """Draw the signs: an arrow head in a circle."""
    theme = current()
    for direction, box in signs.items():
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("panel", 0.92))
        painter.drawEllipse(box)
        head, middle = 0.28 * geometry.em, box.center()
        painter.setPen(QPen(theme.colour("text"), 0.16 * geometry.em))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tip = QPointF(middle.x() + direction * head * 0.6, middle.y())
        back = -direction * head
        painter.drawPolyline(
            QPolygonF([tip + QPointF(back, -head * 1.3), tip, tip + QPointF(back, head * 1.3)])
        )
