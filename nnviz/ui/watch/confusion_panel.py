"""The confusion matrix of the test data at this moment."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.paint import small_font
from nnviz.ui.session import Session
from nnviz.ui.theme import contrast, current, mix
from nnviz.ui.watch.measures import Measures
from nnviz.ui.widgets import em

MOST = 20
"""Classes that are drawn; a grid of more cannot be read."""


class ConfusionPanel(QWidget):
    """The grid and a line about it."""

    def __init__(self, session: Session, measures: Measures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._measures = session, measures
        self.view, self.line = ConfusionView(), Caption("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        named = Caption("quiet")
        named.say(self.tr("rows: true class, columns: class that is named"), self.tr("columns: named class"))
        layout.addWidget(named)
        layout.addWidget(self.view)
        layout.addWidget(self.line)
        measures.show_in(self)
        measures.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        found, data = self._measures.found, self._session.dataset
        counts = found.confusion if found is not None else None
        if counts is None or data is None:
            self.view.show_counts(None, ())
            self.line.say(
                self.tr("counting …") if self._session.moment is not None else self.tr("nothing to count yet")
            )
            return
        assert found is not None
        names = (
            data.classes if len(data.classes) == len(counts) else tuple(str(i) for i in range(len(counts)))
        )
        self.view.show_counts(counts, names)
        right, total = int(np.trace(counts)), int(counts.sum())
        words = self.tr("{right} of {total} test samples are named right").format(
            right=f"{right:,}", total=f"{total:,}"
        )
        short = self.tr("{right} of {total} right").format(right=f"{right:,}", total=f"{total:,}")
        if self._measures.current:
            self.line.say(words, short)
        else:
            at = self.tr("{line} at step {step}")
            step = f"{found.step:,}"
            self.line.say(at.format(line=words, step=step), at.format(line=short, step=step))


class ConfusionView(QWidget):
    """Draws counts as a grid: a row for each true class, a column for each class that the network names.

    A cell is the darker the larger its share of the row is, so that rare classes can be read as well.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: np.ndarray | None = None
        self._names: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_counts(None, ())

    @property
    def counts(self) -> np.ndarray | None:
        return self._counts

    def show_counts(self, counts: np.ndarray | None, names: tuple[str, ...]) -> None:
        """Show ``counts`` (true, named), or nothing."""
        resized = (counts is None) != (self._counts is None) or names != self._names
        self._counts, self._names = counts, names
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
        metrics, gap = painter.fontMetrics(), em(self, 0.35)
        corner = self.tr("true ↓")
        widest = max(metrics.horizontalAdvance(name) for name in (*self._names, corner))
        side = min(widest, round(0.45 * self.width()))
        row = self.height() / (n + 1)
        cell = min((self.width() - side - gap) / n, em(self, 3.4))
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
