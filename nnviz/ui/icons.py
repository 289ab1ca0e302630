"""Icons: one family of line drawings, coloured while they are painted."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nnviz.resources import resource
from nnviz.ui.theme import current


def icon(name: str, colour: str = "text", on: str = "on_accent") -> QIcon:
    """Return the icon ``resources/icons/<name>.svg``.

    ``colour`` is a role of the theme or ``#rrggbb``; a role is looked up at every painting, so the icon follows
    the theme by itself. ``on`` is the colour in a pressed-in (checked) button. Raises ``FileNotFoundError``.
    """
    return _icon(name, colour, on)


def layer_icon(kind: str, colour: str = "text") -> QIcon:
    """Return the icon of the layer ``kind`` (``Dense``), or the general one of layers if it has none."""
    name = f"layer-{kind.lower()}"
    return icon(name if exists(name) else "layer", colour)


def exists(name: str) -> bool:
    """Return whether the family has an icon ``name``."""
    return resource("icons", f"{name}.svg").is_file()


def pixmap(name: str, side: int, colour: str = "text", ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of ``side`` logical pixels for a screen with ``ratio`` pixels to each."""
    pixels = round(side * ratio)
    picture = _pixmap(name, pixels, pixels, current().hex(colour))
    picture.setDevicePixelRatio(ratio)
    return picture


def draw(painter: QPainter, name: str, where: QRectF, colour: str = "text") -> None:
    """Draw the icon into the rectangle ``where`` (vectors, crisp at any zoom)."""
    _renderer(name, current().hex(colour)).render(painter, where)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, on: str) -> QIcon:
    _text(name)  # a name that does not exist is told here, not while painting
    return QIcon(_Engine(name, colour, on))


@lru_cache(maxsize=256)
def _text(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    renderer = QSvgRenderer(QByteArray(_text(name).replace("currentColor", colour).encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer


@lru_cache(maxsize=512)
def _drawn(name: str, width: int, height: int, colour: str) -> QPixmap:
    picture = QPixmap(width, height)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return picture


def _pixmap(name: str, width: int, height: int, colour: str) -> QPixmap:
    return QPixmap(_drawn(name, width, height, colour))  # a copy: its pixel ratio is set by whoever takes it


class _Engine(QIconEngine):
    """Paints a drawing in the colours of the theme of this moment."""

    def __init__(self, name: str, colour: str, on: str):
        super().__init__()
        self._name, self._colour, self._on = name, colour, on

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour, self._on)

    def iconName(self) -> str:
        return self._name

    def _hex(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        theme = current()
        if mode == QIcon.Mode.Disabled:
            return theme.between("quiet", "panel", 0.4)
        lit = mode == QIcon.Mode.Selected or state == QIcon.State.On
        return theme.hex(self._on if lit else self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._name, self._hex(mode, state)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()  # a button that has no room yet
        return _pixmap(self._name, size.width(), size.height(), self._hex(mode, state))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self.pixmap(size * scale, mode, state)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size
