"""What is seen at a place of a widget."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


def at(place: QPointF) -> QPoint:
    """Return the pixel at a place."""
    return QPoint(round(place.x()), round(place.y()))


def colour_at(widget: QWidget, place: QPointF) -> str:
    """Return the colour that the widget shows at a place."""
    return widget.grab().toImage().pixelColor(at(place)).name()


def nearness(image: QImage, place: QPointF, colour: QColor) -> int:
    """Return how far the nearest colour around a place is from ``colour`` (0: the same, 765: the opposite)."""
    middle, found = at(place), []
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            shown = image.pixelColor(middle.x() + dx, middle.y() + dy)
            channels = zip(shown.getRgb()[:3], colour.getRgb()[:3], strict=True)
            found.append(sum(abs(one - other) for one, other in channels))
    return min(found)
