"""Pictures that a network reads wrong, in rows: each with what it is taken for and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.ui.plots.paint import small_font
from nnviz.ui.plots.picture_view import picture_image
from nnviz.ui.theme import current
from nnviz.ui.widgets import em

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Tile:
    """A picture (None: it was not brought back), two short lines, and the whole in words."""

    pixels: Array | None
    named: str
    true: str
    words: str


class MistakesGrid(QWidget):
    """As many pictures in a row as fit, as high as their rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()
        self._images: list[QImage | None] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Misread pictures"))

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return self._tiles

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show pictures, the first at the top left."""
        self._tiles = tuple(tiles)
        self._images = [None if tile.pixels is None else picture_image(tile.pixels) for tile in tiles]
        self.setAccessibleDescription("; ".join(tile.words for tile in tiles))
        self._fit()
        self.update()

    # -- places ------------------------------------------------------------------------------------------------

    def _tile(self) -> QSize:
        line = QFontMetrics(small_font(self)).height()
        return QSize(em(self, 5.2), em(self, 4.6) + 2 * line + em(self, 0.7))

    def columns(self, width: int | None = None) -> int:
        """Return how many pictures are side by side."""
        return max(1, (self.width() if width is None else width) // self._tile().width())

    def box(self, number: int) -> QRectF:
        """Return where a picture with its lines is."""
        row, column = divmod(number, self.columns())
        size = self._tile()
        return QRectF(column * size.width(), row * size.height(), size.width(), size.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return -(-len(self._tiles) // self.columns(width)) * self._tile().height()

    def sizeHint(self) -> QSize:
        width = 4 * self._tile().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self._tile()

    def _fit(self) -> None:
        self.setMinimumHeight(self.heightForWidth(max(1, self.width())))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_font(self))
        for number in range(len(self._tiles)):
            box = self.box(number)
            if box.intersects(QRectF(event.rect())):
                self._draw(painter, self._tiles[number], self._images[number], box)
        painter.end()

    def _draw(self, painter: QPainter, tile: Tile, image: QImage | None, box: QRectF) -> None:
        theme, line = current(), painter.fontMetrics().height()
        side, gap = em(self, 4.6), em(self, 0.3)
        place = QRectF(box.left(), box.top(), side, side)
        if image is not None:
            scale = side / max(image.width(), image.height())
            size = image.width() * scale, image.height() * scale
            place = QRectF(place.left(), place.top() + (side - size[1]) / 2, *size)
            smooth = QPainter.RenderHint.SmoothPixmapTransform
            painter.setRenderHint(smooth, max(image.width(), image.height()) > 64)
            painter.drawImage(place, image)
        else:
            painter.setPen(theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, flags, self.tr("not kept"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(place)
        top = box.top() + side + gap
        for words, colour in ((tile.named, theme.colour("text")), (tile.true, theme.colour("quiet"))):
            painter.setPen(colour)
            room = QRectF(box.left(), top, box.width() - gap, line)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            top += line

    def tile_at(self, place: QPointF) -> Tile | None:
        """Return the picture at a place on the screen."""
        found = (tile for number, tile in enumerate(self._tiles) if self.box(number).contains(place))
        return next(found, None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tile = self.tile_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tile.words if tile else "", self)
            return True
        return super().event(event)
