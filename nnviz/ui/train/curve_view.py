"""One quantity of full training over the epochs: training solid, validation dashed, the running epoch thin."""

from __future__ import annotations

import itertools
import math

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.ui.digits import format_number
from nnviz.ui.plots.loss_view import line_pen
from nnviz.ui.plots.scale import Scale, envelope, tick_text
from nnviz.ui.theme import Theme, current
from nnviz.ui.train.record import Curve, Point
from nnviz.ui.widgets import em

FEW = 40
"""Up to so many epochs each has its dot."""

MOST_ROWS = 10
"""Lines across the picture; more are a hatching."""

ENOUGH = 5
"""Points within an epoch that are worth a line; a short epoch has fewer, and they are noise."""

SETTLED = 0.05
"""Share of a later epoch after which its mean so far is worth drawing; that of a few batches jumps."""

KINDS = {"running": "batch", "training": "mean", "validation": "test"}
"""Line of a curve → the pen that all loss curves of the window share."""


class CurveView(QWidget):
    """Draws a :class:`Curve` that grows; ``name`` is the quantity in words."""

    def __init__(self, share: bool = False, parent: QWidget | None = None) -> None:
        """``share``: values are shares of 1 and written in percent."""
        super().__init__(parent)
        self._curve = Curve()
        self._epochs = 1
        self._share = share
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_curve(self, curve: Curve, epochs: int, share: bool) -> None:
        """Show ``curve`` on an axis of ``epochs``; without a point there is no axis."""
        self._curve, self._epochs, self._share = curve, max(1, epochs), share
        self.update()

    # -- places ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(em(self, 18), em(self, 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), em(self, 3.5))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self.update()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        return font

    def box(self) -> QRectF:
        """Return where the curves are drawn."""
        metrics = QFontMetricsF(self._small())
        left = metrics.horizontalAdvance("100.0 % " if self._share else "0.000 ")
        return QRectF(self.rect()).adjusted(
            left, metrics.height() / 2, -em(self, 0.5), -metrics.height() * 1.15
        )

    def range(self) -> tuple[float, float]:
        """Return the least and the greatest value of the axis."""
        curve = self._curve
        # Once there is a line between epochs, the wild start of the first no longer sets the measure.
        begun = 1 if len(curve.training) > 1 else 0
        whole = curve.training + curve.validation
        running = [point for point in curve.running if point[0] >= begun]
        values = np.array([value for _, value in whole + running])
        values = values[np.isfinite(values)]
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        if self._share:
            return max(0.0, float(np.floor(low * 10 - 0.2)) / 10), 1.0
        # From zero, so that a small gain does not look like a great one; unless zero is far away.
        near = low >= 0 and low < high * 0.7
        return 0.0 if near else low - 0.1 * (high - low) - 1e-12, high * 1.05 + 1e-12

    def scales(self) -> tuple[Scale, Scale]:
        """Return the scales of epochs and values."""
        box, (low, high) = self.box(), self.range()
        return (
            Scale(0.0, float(self._epochs), box.left(), box.right()),
            Scale(low, high, box.bottom(), box.top()),
        )

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        if not (self._curve.running or self._curve.training):
            painter.setPen(theme.colour("quiet"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("drawn while training runs"))
            return
        box, (across, upwards) = self.box(), self.scales()
        self._draw_rows(painter, theme, box, upwards)
        self._draw_epochs(painter, theme, box, across)
        painter.setClipRect(box.adjusted(-em(self, 0.3), -em(self, 0.3), em(self, 0.3), em(self, 0.3)))
        for line in KINDS:
            self._draw_line(painter, theme, line, across, upwards)
        painter.end()

    def _draw_rows(self, painter: QPainter, theme: Theme, box: QRectF, upwards: Scale) -> None:
        line = painter.fontMetrics().height()
        rows = upwards.ticks(min(MOST_ROWS, max(2, int(box.height() / (line * 1.8)))))
        step = min((b - a for a, b in itertools.pairwise(rows)), default=upwards.high / 10)
        for value in rows:
            y = float(upwards.place(value))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
            painter.setPen(theme.colour("quiet"))
            room = QRectF(0, y - line / 2, box.left() - em(self, 0.3), line)
            words = f"{tick_text(100 * value, 100 * step)} %" if self._share else tick_text(value, step)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_epochs(self, painter: QPainter, theme: Theme, box: QRectF, across: Scale) -> None:
        metrics = painter.fontMetrics()
        widest = metrics.horizontalAdvance(f"{self._epochs:,}") * 2 + em(self, 1)
        painter.setPen(theme.colour("quiet"))
        for value in across.ticks(max(2, int(box.width() / widest))):
            if value != round(value):
                continue
            x, words = float(across.place(value)), f"{value:,.0f}"
            half = metrics.horizontalAdvance(words) / 2
            x = min(x, self.width() - half)
            painter.drawText(QPointF(x - half, self.height() - metrics.descent()), words)

    def _lines(self, line: str) -> list[list[Point]]:
        """Return the points of a line in unbroken pieces: the mean within an epoch begins anew with each."""
        points: list[Point] = getattr(self._curve, line)
        if line != "running":
            return [points] if points else []
        settled = (point for point in points if point[0] < 1 or point[0] % 1 > SETTLED or point[0] % 1 == 0)
        pieces = [
            list(piece) for _, piece in itertools.groupby(settled, key=lambda point: math.ceil(point[0]))
        ]
        return [piece for piece in pieces[-FEW:] if len(piece) >= ENOUGH]

    @staticmethod
    def _places(points: list[Point], across: Scale, upwards: Scale) -> list[QPointF]:
        xs, ys = np.array(points).T
        index, ys = envelope(ys, max(50, int(across.end - across.start)))
        xs = np.interp(index, np.arange(len(xs)), xs)
        known = np.isfinite(ys)
        pairs = zip(across.place(xs[known]), upwards.place(ys[known]), strict=True)
        return [QPointF(x, y) for x, y in pairs]

    def _draw_line(self, painter: QPainter, theme: Theme, line: str, across: Scale, upwards: Scale) -> None:
        pen, points = line_pen(theme, KINDS[line], self), list[QPointF]()
        for piece in self._lines(line):
            points = self._places(piece, across, upwards)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(points))
        if line == "running":
            points = points[-1:]
        for point in points if len(points) <= FEW else ():
            self._draw_dot(painter, theme, point, pen, 0.2)

    def _draw_dot(self, painter: QPainter, theme: Theme, point: QPointF, pen: QPen, size: float) -> None:
        painter.setPen(QPen(theme.colour("panel"), 1.5))
        painter.setBrush(pen.color())
        painter.drawEllipse(point, em(self, size), em(self, size))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- words -------------------------------------------------------------------------------------------------

    def words_at(self, x: float) -> str:
        """Return the numbers of the epoch nearest to a place on the screen."""
        if not self._curve.training:
            return ""
        wanted = self.scales()[0].value(x)
        epoch, value = min(self._curve.training, key=lambda point: abs(point[0] - wanted))
        words = self.tr("epoch {epoch}: training {value}").format(
            epoch=f"{epoch:,}", value=self._number(value)
        )
        tested = dict(self._curve.validation).get(epoch)
        if tested is None:
            return words
        return self.tr("{words}, validation {value}").format(words=words, value=self._number(tested))

    def _number(self, value: float) -> str:
        shown = self._share and np.isfinite(value)
        return f"{value:.2%}".replace("%", " %") if shown else format_number(value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        words = self.words_at(event.position().x())
        if words:
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
