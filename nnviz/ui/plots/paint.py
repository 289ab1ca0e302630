"""What all plots paint alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.ui.plots.scale import tick_text
from nnviz.ui.theme import current

SMALL = 0.86
"""Size of the numbers at an axis against the type around."""


def small_font(widget: QWidget) -> QFont:
    """Return the font for numbers and names at axes."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * SMALL)
    return font


def channels(colour: QColor) -> tuple[float, float, float]:
    """Return red, green and blue, 0 to 255, to reckon with."""
    return float(colour.red()), float(colour.green()), float(colour.blue())


def write_axis(painter: QPainter, room: QRectF, names: Sequence[str], low: float, high: float) -> None:
    """Write the ends of an axis at the ends of ``room`` and its name between them.

    Of the ``names``, given from the longest to the shortest, the first that fits is written; if none does, the ends
    are left out, for the name says more.
    """
    digit = 10.0 ** math.floor(math.log10(high - low) - 1) if high > low else 1.0
    ends = tick_text(low, digit), tick_text(high, digit)
    metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
    gap = metrics.averageCharWidth()
    taken = [metrics.horizontalAdvance(end) + gap for end in ends]
    between = room.adjusted(taken[0], 0, -taken[1], 0)
    name = next((name for name in names if metrics.horizontalAdvance(name) <= between.width()), "")
    if name:
        painter.setPen(current().colour("quiet"))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, ends[0])
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, ends[1])
    else:
        between = room
        fitting = (name for name in names if metrics.horizontalAdvance(name) <= room.width())
        name = next(fitting, metrics.elidedText(names[-1], Qt.TextElideMode.ElideRight, int(room.width())))
    painter.setPen(current().colour("text"))
    painter.drawText(between, Qt.AlignmentFlag.AlignCenter, name)


def write_upright_axis(
    painter: QPainter, room: QRectF, names: Sequence[str], low: float, high: float
) -> None:
    """Write an axis that goes upwards, left of what it belongs to."""
    painter.save()
    painter.translate(room.left(), room.bottom())
    painter.rotate(-90)
    write_axis(painter, QRectF(0, 0, room.height(), room.width()), names, low, high)
    painter.restore()
