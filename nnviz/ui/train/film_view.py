"""The film strip: a row for each sample or filter, a column for each epoch. It follows the newest until scrolled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from nnviz.ui.plots.paint import small_font
from nnviz.ui.theme import current
from nnviz.ui.widgets import em


@dataclass(frozen=True)
class Cell:
    """One place of the strip: a picture or a word, and what a pointer is told. ``share`` (0 to 1) is how full it is."""

    words: str
    image: QImage | None = None
    text: str = ""
    share: float = 0.0
    wrong: bool = False


@dataclass(frozen=True)
class Row:
    """What a row is about: a picture where there is one, its name under or beside it."""

    name: str
    image: QImage | None = None


class FilmView(QAbstractScrollArea):
    """Draws the cells that can be seen; they are asked for when they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._epochs: tuple[int, ...] = ()
        self._cells: Callable[[int], tuple[Cell, ...]] = lambda epoch: ()
        self._tall = False
        self._corner = self._empty = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(QWidget())  # the style sheet would draw a frame between the two scroll bars
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.horizontalScrollBar().setAccessibleName(self.tr("Epochs"))
        self.verticalScrollBar().setAccessibleName(self.tr("Rows"))

    def show_film(
        self,
        rows: tuple[Row, ...],
        epochs: tuple[int, ...],
        cells: Callable[[int], tuple[Cell, ...]],
        tall: bool,
        corner: str = "",
    ) -> None:
        """Show ``rows`` after ``epochs``; ``cells(epoch)`` are asked for, ``tall`` ones have room for a picture.

        ``corner`` says what the rows are, above their names.
        """
        bar = self.horizontalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self._rows, self._epochs, self._cells, self._tall = rows, epochs, cells, tall
        self._corner = corner
        self._measure()
        if at_end:  # who scrolled back is left there
            bar.setValue(bar.maximum())
        self.viewport().update()

    def show_empty(self, words: str) -> None:
        """Show ``words`` while there is nothing else."""
        self._empty = words
        self.show_film((), (), lambda epoch: (), False)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that have a column."""
        return self._epochs

    # -- places ------------------------------------------------------------------------------------------------

    def _cell(self) -> QSize:
        # An answer is as long as a true one, and a mark of what is wrong.
        metrics, wide = self.fontMetrics(), em(self, 3.4)
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0)
        return QSize(max(wide, min(widest + em(self, 1.2), 2 * wide)), em(self, 2.9 if self._tall else 1.7))

    def _edge(self) -> QSize:
        """Return the room of the row names at the left and of the epochs above."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0)
        picture = em(self, 2.0) if any(row.image for row in self._rows) else 0
        names = max(min(widest, em(self, 7)) + picture, metrics.horizontalAdvance(self._corner))
        return QSize(names + em(self, 0.6), em(self, 1.3))

    def _measure(self) -> None:
        cell, edge, view = self._cell(), self._edge(), self.viewport().size()
        for bar, count, size, before, room in (
            (self.horizontalScrollBar(), len(self._epochs), cell.width(), edge.width(), view.width()),
            (self.verticalScrollBar(), len(self._rows), cell.height(), edge.height(), view.height()),
        ):
            bar.setRange(0, max(0, count * size + before - room))
            bar.setPageStep(max(size, room - before))
            bar.setSingleStep(size)

    def cell_box(self, row: int, column: int) -> QRect:
        """Return where a cell is."""
        cell, edge = self._cell(), self._edge()
        left = edge.width() + column * cell.width() - self.horizontalScrollBar().value()
        top = edge.height() + row * cell.height() - self.verticalScrollBar().value()
        return QRect(left, top, cell.width(), cell.height())

    def _seen(self) -> range:
        width, edge = self._cell().width(), self._edge().width()
        first = self.horizontalScrollBar().value() // width
        count = (self.viewport().width() - edge) // width + 2
        return range(first, min(len(self._epochs), first + max(0, count)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.horizontalScrollBar()
        at_end = bar.value() >= bar.maximum()
        super().resizeEvent(event)
        self._measure()
        if at_end:
            bar.setValue(bar.maximum())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
            self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 26), em(self, 9))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 12), em(self, 4))

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._epochs:
            painter.setFont(small_font(self))
            painter.setPen(theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), flags, self._empty)
            painter.end()
            return
        edge = self._edge()
        painter.setClipRect(self.viewport().rect().adjusted(edge.width(), edge.height(), 0, 0))
        for column in self._seen():
            for row, cell in enumerate(self._cells(self._epochs[column])):
                self._paint_cell(painter, QRectF(self.cell_box(row, column)), cell)
        painter.setClipping(False)
        self._paint_edges(painter, edge)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        if not box.intersects(QRectF(self.viewport().rect())):
            return
        theme, inner = current(), box.adjusted(1.5, 1.5, -1.5, -1.5)
        if cell.image is not None:
            _paint_picture(painter, inner, cell.image)
            return
        radius = em(self, 0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        if cell.wrong:
            pen = QPen(theme.colour("quiet"), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(theme.colour("accent", 0.08 + 0.3 * cell.share))
        painter.drawRoundedRect(inner, radius, radius)
        painter.setPen(theme.colour("text"))
        painter.setFont(small_font(self))
        words = painter.fontMetrics().elidedText(
            cell.text, Qt.TextElideMode.ElideRight, int(inner.width()) - 2
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_edges(self, painter: QPainter, edge: QSize) -> None:
        theme = current()
        painter.setFont(small_font(self))
        painter.setPen(theme.colour("quiet"))
        painter.setClipRect(edge.width(), 0, self.viewport().width(), edge.height())
        for column in self._seen():
            box = self.cell_box(0, column)
            head = QRect(box.left(), 0, box.width(), edge.height())
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, f"{self._epochs[column]:,}")
        painter.setClipping(False)
        painter.drawText(
            QRect(0, 0, edge.width(), edge.height()), Qt.AlignmentFlag.AlignVCenter, self._corner
        )
        painter.setClipRect(0, edge.height(), edge.width(), self.viewport().height())
        for number, row in enumerate(self._rows):
            box = self.cell_box(number, 0)
            room = QRect(0, box.top(), edge.width(), box.height())
            if row.image is not None:
                side = min(em(self, 1.9), box.height() - 3)
                place = QRectF(0, room.center().y() - side / 2, side, side)
                _paint_picture(painter, place, row.image)
                room.setLeft(em(self, 2.2))
            painter.setPen(theme.colour("text"))
            words = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setClipping(False)

    # -- words -------------------------------------------------------------------------------------------------

    def words_at(self, place: QPoint) -> str:
        """Return the words of the cell at ``place``."""
        edge = self._edge()
        if place.x() < edge.width() or place.y() < edge.height():
            return ""
        for column in self._seen():
            for row, cell in enumerate(self._cells(self._epochs[column])):
                if self.cell_box(row, column).contains(place):
                    return cell.words
        return ""

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self.setToolTip(self.words_at(event.pos()))
        return super().viewportEvent(event)


def _paint_picture(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Draw ``image`` as large as it fits into ``box``, its pixels as squares."""
    scale = min(box.width() / image.width(), box.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    place = QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1)
    painter.drawImage(place, image)
    painter.setPen(QPen(current().colour("line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
