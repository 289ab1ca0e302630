"""Bars of the classes: how likely the network takes each to be."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.plots.paint import small_font
from nnviz.ui.theme import current
from nnviz.ui.widgets import em

MOST = 12
"""Classes that are drawn; of more, the likeliest."""


@dataclass(frozen=True)
class Bar:
    """One class: its name, its probability (0 to 1), whether it is the answer, whether it is true."""

    name: str
    probability: float
    answer: bool
    true: bool


def percent(share: float) -> str:
    """Return a share in words: ``98.2 %``."""
    return f"{100 * share:.1f} %" if share == share else "NaN"


class ClassBars(QWidget):
    """Draws bars with names and numbers. The answer is in the accent's colour, the true class is framed and marked."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show these classes; of more than :data:`MOST` the likeliest and the true one."""
        if len(bars) > MOST:
            likely = sorted(bars, key=lambda bar: (not bar.true, -bar.probability))[:MOST]
            bars = tuple(sorted(likely, key=lambda bar: -bar.probability))
        resized = len(bars) != len(self._bars)
        self._bars = bars
        told = [f"{bar.name} {percent(bar.probability)}" for bar in bars]
        self.setAccessibleName(self.tr("Classes: {bars}").format(bars=", ".join(told)))
        if resized:
            self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 11), em(self, 1.15) * max(1, len(self._bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 7), round(em(self, 1.0) * max(1, len(self._bars))))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self))
        metrics = painter.fontMetrics()
        row = min(self.height() / len(self._bars), em(self, 1.5))
        names = min(max(metrics.horizontalAdvance(bar.name) for bar in self._bars), self.width() // 3)
        numbers = metrics.horizontalAdvance("100.0 %")
        mark = metrics.horizontalAdvance(self.tr("true")) + em(self, 0.5)
        gap = em(self, 0.4)
        left, right = names + gap, self.width() - numbers - mark - gap
        for number, bar in enumerate(self._bars):
            place = QRectF(0, number * row, self.width(), row)
            self._draw(painter, bar, place, names, QRectF(left, place.top(), right - left, row), mark)
        painter.end()

    def _draw(self, painter: QPainter, bar: Bar, place: QRectF, names: int, track: QRectF, mark: int) -> None:
        theme, middle = current(), Qt.AlignmentFlag.AlignVCenter
        font = QFont(painter.font())
        font.setBold(bar.answer)
        painter.save()
        painter.setFont(font)
        painter.setPen(theme.colour("text" if bar.answer or bar.true else "quiet"))
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, names + 1)
        painter.drawText(
            QRectF(0, place.top(), names, place.height()), Qt.AlignmentFlag.AlignRight | middle, name
        )
        number = QRectF(0, place.top(), place.width() - mark, place.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | middle, percent(bar.probability))
        if bar.true:
            painter.setPen(theme.colour("text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, self.tr("true"))
        painter.restore()
        thick = min(em(self, 0.65), place.height() - 3)
        box = QRectF(track.left(), track.center().y() - thick / 2, track.width(), thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(box, thick * 0.25, thick * 0.25)
        share = min(1.0, max(0.0, bar.probability)) if bar.probability == bar.probability else 0.0
        filled = QRectF(box.left(), box.top(), box.width() * share, thick)
        painter.setBrush(theme.colour("accent" if bar.answer else "quiet"))
        painter.drawRoundedRect(filled, thick * 0.25, thick * 0.25)
        if bar.true:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text"), 1.5))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), thick * 0.25, thick * 0.25)
