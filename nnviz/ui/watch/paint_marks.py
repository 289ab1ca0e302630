"""Painting of what is special about a layer: a merge's sign, the lock of a sealed one, the hatching of an identity."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPainterPath, QPen

from nnviz.ui.theme import current
from nnviz.ui.watch.focus import Focus
from nnviz.ui.watch.geometry import SYMBOL, Block, Geometry
from nnviz.ui.widgets import scaled


def draw_marks(painter: QPainter, geometry: Geometry, block: Block, focus: Focus) -> None:
    """Draw over a layer what marks it."""
    if block.mark == "identity":
        _hatch(painter, geometry, block)
    elif block.mark == "sealed":
        _lock(painter, geometry, block)
    if block.symbol:
        _sign(painter, geometry, block, focus)


def _hatch(painter: QPainter, geometry: Geometry, block: Block) -> None:
    theme, out = current(), 0.3 * geometry.em
    box = QRectF(*block.box).adjusted(-out, -out, out, out)
    painter.setPen(QPen(theme.colour("quiet", 0.7), 0.06 * geometry.em, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(theme.colour("quiet", 0.45), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(box, out, out)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _lock(painter: QPainter, geometry: Geometry, block: Block) -> None:
    """Draw a lock on the upper right corner of a layer."""
    theme, em = current(), geometry.em
    middle = QPointF(block.box.right, block.box.y)
    painter.setPen(QPen(theme.colour("quiet"), 0.07 * em))
    painter.setBrush(theme.colour("panel"))
    painter.drawEllipse(middle, 1.05 * em, 1.05 * em)
    bow = QPainterPath(middle + QPointF(-0.3 * em, 0))
    bow.arcTo(QRectF(middle.x() - 0.3 * em, middle.y() - 0.62 * em, 0.6 * em, 0.7 * em), 180, -180)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(bow, QPen(theme.colour("text"), 0.14 * em))
    body = QRectF(middle.x() - 0.45 * em, middle.y() - 0.15 * em, 0.9 * em, 0.7 * em)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("text"))
    painter.drawRoundedRect(body, 0.1 * em, 0.1 * em)


def _sign(painter: QPainter, geometry: Geometry, block: Block, focus: Focus) -> None:
    """Draw what a merge does where its inputs come together."""
    theme, font, em = current(), painter.font(), geometry.em
    lit = block.name in focus.whole or any(name == block.name for name, _ in focus.ringed)
    middle = QPointF(block.box.x - SYMBOL * em, block.box.middle.y)
    written = scaled(font, 1.15 if len(block.symbol) == 1 else 0.8, bold=True)
    half = max(0.8 * em, 0.5 * QFontMetricsF(written).horizontalAdvance(block.symbol) + 0.25 * em)
    colour = theme.phase_colour(focus.phase) if lit else theme.colour("quiet")
    painter.setPen(QPen(colour, (0.16 if lit else 0.08) * em))
    painter.setBrush(theme.colour("panel"))
    box = QRectF(middle.x() - half, middle.y() - 0.8 * em, 2 * half, 1.6 * em)
    painter.drawRoundedRect(box, 0.8 * em, 0.8 * em)
    painter.setFont(written)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, block.symbol)
    painter.setFont(font)
    painter.setBrush(Qt.BrushStyle.NoBrush)
