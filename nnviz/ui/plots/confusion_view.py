"""A confusion matrix: how often each class is taken for each."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.plots.paint import small_font
from nnviz.ui.theme import contrast, current, mix
from nnviz.ui.widgets import em

MOST = 20
"""Classes that are drawn; a grid of more cannot be read."""


class ConfusionView(QWidget):
    """Draws counts as a grid: a row for each true class, a column for each class that the network names.

    A cell is the darker the larger its share of the row is, so that rare classes can be read as well. Where cells can
    be chosen, a click or the arrow keys choose one, and a second click or Escape none.
    """

    cell_chosen = Signal(object)
    """(true, named), or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: np.ndarray | None = None
        self._names: tuple[str, ...] = ()
        self._chosen: tuple[int, int] | None = None
        self._choosable = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_counts(None, ())

    @property
    def counts(self) -> np.ndarray | None:
        return self._counts

    def let_choose(self) -> None:
        """Let cells be chosen."""
        self._choosable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The cell that is chosen."""
        return self._chosen

    def choose(self, cell: tuple[int, int] | None) -> None:
        """Choose a cell, or none."""
        if cell != self._chosen:
            self._chosen = cell
            self.update()
            self.cell_chosen.emit(cell)

    def show_counts(self, counts: np.ndarray | None, names: tuple[str, ...]) -> None:
        """Show ``counts`` (true, named), or nothing."""
        resized = (counts is None) != (self._counts is None) or names != self._names
        self._counts, self._names = counts, names
        if resized:
            self._chosen = None
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setAccessibleDescription(self._told())
        self.setToolTip(self._told(mistakes=True))
        if resized:
            self.updateGeometry()
        self.update()

    def _told(self, mistakes: bool = False) -> str:
        """Return the counts in words; with ``mistakes`` only the commonest ones."""
        counts = self._counts
        if counts is None:
            return ""
        if mistakes:
            pairs = [(i, j) for i, j in np.argwhere(counts > 0) if i != j]
            pairs = sorted(pairs, key=lambda pair: -counts[pair])[:3]
            text = self.tr("{true} taken for {named}: {count}")
        else:
            pairs = [(i, j) for i, j in np.argwhere(counts > 0)]
            text = self.tr("{true} named {named}: {count}")
        return "; ".join(
            text.format(true=self._names[i], named=self._names[j], count=f"{int(counts[i, j]):,}")
            for i, j in pairs
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = len(self._names) + 1 if self._counts is not None and len(self._names) <= MOST else 1
        return QSize(em(self, 12), round(em(self, 1.35) * rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 7), self.sizeHint().height())

    def _measures(self) -> tuple[float, float, float, float]:
        """Return the width of the names, the gap behind them, the height of a row and the width of a cell."""
        metrics, gap, n = QFontMetricsF(small_font(self)), em(self, 0.35), len(self._names)
        widest = max(metrics.horizontalAdvance(name) for name in (*self._names, self.tr("true ↓")))
        side = min(widest, 0.45 * self.width())
        return side, gap, self.height() / (n + 1), min((self.width() - side - gap) / n, em(self, 3.4))

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the cell at a place on the screen."""
        if self._counts is None or len(self._counts) > MOST:
            return None
        side, gap, row, cell = self._measures()
        i, j = math.floor(y / row) - 1, math.floor((x - side - gap) / cell)
        return (i, j) if 0 <= i < len(self._names) and 0 <= j < len(self._names) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._choosable:
            cell = self.cell_at(event.position().x(), event.position().y())
            self.choose(None if cell == self._chosen else cell)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if not self._choosable or self._counts is None:
            super().keyPressEvent(event)
        elif move is not None:
            i, j = self._chosen or (0, 0)
            last = len(self._names) - 1
            self.choose((min(max(i + move[0], 0), last), min(max(j + move[1], 0), last)))
        elif event.key() == Qt.Key.Key_Escape and self._chosen is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        counts = self._counts
        if counts is None:
            return
        painter, theme = QPainter(self), current()
        painter.setFont(small_font(self))
        n = len(counts)
        if n > MOST:
            painter.setPen(theme.colour("quiet"))
            words = self.tr("{count} classes: too many for a grid").format(count=n)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            painter.end()
            return
        corner, (side, gap, row, cell) = self.tr("true ↓"), self._measures()
        painter.setPen(theme.colour("quiet"))
        self._write(painter, QRectF(0, 0, side, row), corner, Qt.AlignmentFlag.AlignRight)
        for j, name in enumerate(self._names):
            box = QRectF(side + gap + j * cell, 0, cell, row)
            self._write(painter, box, name, Qt.AlignmentFlag.AlignHCenter)
        for i, name in enumerate(self._names):
            painter.setPen(theme.colour("quiet"))
            self._write(painter, QRectF(0, (i + 1) * row, side, row), name, Qt.AlignmentFlag.AlignRight)
            total = max(1, int(counts[i].sum()))
            for j in range(n):
                box = QRectF(side + gap + j * cell, (i + 1) * row, cell, row).adjusted(0.5, 0.5, -0.5, -0.5)
                self._draw(painter, box, int(counts[i, j]), counts[i, j] / total, i == j)
        if self._chosen is not None and max(self._chosen) < n:
            i, j = self._chosen
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text"), max(2.0, em(self, 0.12))))
            painter.drawRect(QRectF(side + gap + j * cell, (i + 1) * row, cell, row))
        painter.end()

    def _draw(self, painter: QPainter, box: QRectF, count: int, share: float, right: bool) -> None:
        theme = current()
        ground = mix(theme.panel, theme.accent, 0.08 + 0.82 * share if count else 0.0)
        painter.fillRect(box, QColor(ground))
        painter.setPen(QPen(theme.colour("text" if right else "line"), 1.0))
        painter.drawRect(box)
        text = max((theme.text, theme.on_accent), key=lambda colour: contrast(colour, ground))
        painter.setPen(QColor(text) if count else theme.colour("quiet"))
        words = f"{count:,}" if count else "·"
        if painter.fontMetrics().horizontalAdvance(words) > box.width():
            words = f"{100 * share:.0f}%"
        self._write(painter, box, words, Qt.AlignmentFlag.AlignHCenter)

    def _write(self, painter: QPainter, box: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()) + 1)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
