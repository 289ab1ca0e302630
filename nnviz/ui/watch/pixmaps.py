"""Drawings that are kept as pixmaps until something in them changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from nnviz.ui.theme import current

Key = tuple[object, ...]
_HERE = QPointF(0, 0)


class Pixmaps:
    """The kept drawings of a widget, each as large as the widget, by name."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._kept: dict[str, tuple[Key, QPixmap]] = {}

    def clear(self) -> None:
        """Forget all: size, font or colours are others."""
        self._kept.clear()

    def get(self, name: str, key: Key, draw: Callable[[QPainter], object], shift: QPointF = _HERE) -> QPixmap:
        """Return the drawing ``name``, drawn anew and moved by ``shift`` if ``key`` is another one."""
        kept = self._kept.get(name)
        if kept is not None and _same(kept[0], key):
            return kept[1]
        ratio = self._widget.devicePixelRatioF()
        pixmap = QPixmap(self._widget.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(current().colour("ground"))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._widget.font())
        painter.translate(shift)
        draw(painter)
        painter.end()
        self._kept[name] = (key, pixmap)
        return pixmap


def _same(one: Key, other: Key) -> bool:
    return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))
