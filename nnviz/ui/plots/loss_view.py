"""The loss over the steps of a run: batch by batch, its running mean, the test loss, and where the moment is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.ui.digits import format_number
from nnviz.ui.plots.paint import small_font
from nnviz.ui.plots.scale import Scale, envelope, running_mean, tick_text
from nnviz.ui.theme import Theme, current
from nnviz.ui.widgets import em

Array = npt.NDArray[Any]

LATER = 0.35
"""Opacity of what lies after the moment."""

CROWDED = 400
"""Points from which on a thin line is a dense hatching, drawn without smooth edges."""


@dataclass(frozen=True, eq=False)
class Curve:
    """What is drawn: losses of steps 0, 1, …; rows (step, test loss); the step of the moment and its loss."""

    losses: Array
    tests: Array
    step: int
    loss: float
    window: int
    """Steps that the running mean reaches back."""
    last: int
    """The last step that can be gone to without computing anything new."""


NARROWEST = 0.01
"""Room above and below a curve at least, as a share of the largest loss: so few digits tell the ticks apart."""


class LossView(QWidget):
    """Draws a :class:`Curve`. A click, a drag and the arrow keys say which step is wanted."""

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._curve: Curve | None = None
        self._log = False
        self._lines: tuple[object, list[QPolygonF]] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Loss over the steps"))

    def show_curve(self, curve: Curve | None) -> None:
        """Show ``curve``, or nothing."""
        self._curve = curve
        self._lines = None
        self.update()

    def set_log(self, log: bool) -> None:
        """Make the loss axis even in the logarithm."""
        self._log = log
        self._lines = None
        self.update()

    # -- places ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(em(self, 16), em(self, 9))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), em(self, 3.5))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lines = None
            self.updateGeometry()
            self.update()

    def box(self) -> QRectF:
        """Return where the curves are drawn."""
        metrics = QFontMetricsF(small_font(self))
        left = metrics.horizontalAdvance("0.000 ")
        return QRectF(self.rect()).adjusted(
            left, metrics.height() / 2, -em(self, 0.4), -metrics.height() * 1.15
        )

    def _range(self, curve: Curve) -> tuple[float, float]:
        values = np.concatenate([curve.losses, curve.tests[:, 1], [curve.loss]])
        values = values[np.isfinite(values)]
        if self._log:
            values = values[values > 0]
        if not len(values):
            return (0.1, 1.0) if self._log else (0.0, 1.0)
        low, high = float(values.min()), float(values.max())
        if self._log:
            return low * 0.9, max(high * 1.1, low * 1.5)
        # From zero, so that a small gain does not look like a great one; unless zero is far away.
        near = low >= 0 and (low < 0.7 * high or high - low < 1e-6 * high)
        room = max(0.03 * (high - low), NARROWEST * abs(high)) or 1.0
        return 0.0 if near else low - room, high + room

    def scales(self) -> tuple[Scale, Scale]:
        """Return the scales of steps and losses."""
        assert self._curve is not None
        box = self.box()
        across = Scale(0.0, float(max(self._curve.last, 1)), box.left(), box.right())
        low, high = self._range(self._curve)
        return across, Scale(low, high, box.bottom(), box.top(), self._log)

    def step_at(self, x: float) -> int:
        """Return the computed step nearest to a place on the screen."""
        assert self._curve is not None
        return round(min(max(self.scales()[0].value(x), 0), self._curve.last))

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self))
        box = self.box()
        if self._curve is not None:
            across, upwards = self.scales()
            self._draw_grid(painter, theme, box, across, upwards)
            past = QRectF(box)
            past.setRight(across.place(self._curve.step) + 0.5)
            later = QRectF(box)
            later.setLeft(past.right())
            margin = em(self, 0.2)
            for room, opacity in ((later, LATER), (past, 1.0)):
                if room.width() < 1:
                    continue
                painter.save()
                painter.setClipRect(room.adjusted(0, -margin, 0, margin))
                painter.setOpacity(opacity)
                self._draw_lines(painter, theme, self._curve, across, upwards)
                painter.restore()
            self._draw_moment(painter, theme, self._curve, across, upwards, box)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), em(self, 0.25), em(self, 0.25)
            )
        painter.end()

    def _draw_grid(self, painter: QPainter, theme: Theme, box: QRectF, across: Scale, upwards: Scale) -> None:
        metrics = painter.fontMetrics()
        line = metrics.height()
        rows = upwards.ticks(min(6, max(2, int(box.height() / (line * 2.2)))))
        step = min((b - a for a, b in itertools.pairwise(rows)), default=upwards.high / 10)
        for value in rows:
            y = float(upwards.place(value))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
            painter.setPen(theme.colour("quiet"))
            room = QRectF(0, y - line / 2, box.left() - em(self, 0.3), line)
            text = tick_text(value, value if self._log else step)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        widest = metrics.horizontalAdvance(f"{int(across.high):,}") * 2.2
        painter.setPen(theme.colour("quiet"))
        for value in across.ticks(min(8, max(2, int(box.width() / max(widest, em(self, 3)))))):
            if value == round(value):
                x = float(across.place(value))
                room = QRectF(x - widest, box.bottom(), 2 * widest, self.height() - box.bottom())
                room = room.translated(
                    min(0.0, self.width() - x - metrics.horizontalAdvance(f"{value:,.0f}") / 2), 0
                )
                painter.drawText(
                    room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, f"{value:,.0f}"
                )

    def _draw_lines(
        self, painter: QPainter, theme: Theme, curve: Curve, across: Scale, upwards: Scale
    ) -> None:
        batch, mean, test = self._polylines(curve, across, upwards)
        painter.setPen(line_pen(theme, "batch", self))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, batch.size() < CROWDED)  # costly and not seen
        painter.drawPolyline(batch)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(line_pen(theme, "mean", self))
        painter.drawPolyline(mean)
        painter.setPen(line_pen(theme, "test", self))
        painter.drawPolyline(test)
        if test.size() == 1:  # no line yet
            painter.setBrush(theme.colour("quiet"))
            painter.drawEllipse(test.at(0), em(self, 0.12), em(self, 0.12))

    def _polylines(self, curve: Curve, across: Scale, upwards: Scale) -> list[QPolygonF]:
        key = (curve, across, upwards)
        if self._lines is None or self._lines[0] != key:
            columns = max(50, int(across.end - across.start))
            steps = np.arange(len(curve.losses))
            mean = running_mean(curve.losses, curve.window)
            pairs = [
                envelope(curve.losses, columns),
                (steps[:: max(1, len(steps) // columns)], mean[:: max(1, len(steps) // columns)]),
                (curve.tests[:, 0], curve.tests[:, 1]),
            ]
            self._lines = key, [_polyline(across.place(x), _placed(upwards, y)) for x, y in pairs]
        return self._lines[1]

    def _draw_moment(
        self, painter: QPainter, theme: Theme, curve: Curve, across: Scale, upwards: Scale, box: QRectF
    ) -> None:
        x = float(across.place(curve.step))
        painter.setPen(QPen(theme.colour("text"), max(1.5, em(self, 0.09))))
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
        y = float(_placed(upwards, np.array([curve.loss]))[0])
        if np.isfinite(y):
            painter.setPen(QPen(theme.colour("panel"), 1.5))
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(x, y), em(self, 0.24), em(self, 0.24))

    # -- gestures ----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._curve is not None:
            self.step_wanted.emit(self.step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._curve is None:
            return
        step = self.step_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.step_wanted.emit(step)
        if step < len(self._curve.losses):
            words = self.tr("step {step}: loss of its batch {loss}").format(
                step=f"{step:,}", loss=format_number(float(self._curve.losses[step]))
            )
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        curve, key = self._curve, event.key()
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if curve is None:
            super().keyPressEvent(event)
        elif key in moves:
            self.step_wanted.emit(max(0, curve.step + moves[Qt.Key(key)]))
        elif key == Qt.Key.Key_Home:
            self.step_wanted.emit(0)
        elif key == Qt.Key.Key_End:
            self.step_wanted.emit(curve.last)
        else:
            super().keyPressEvent(event)


def line_pen(theme: Theme, kind: str, widget: QWidget) -> QPen:
    """Return the pen of the curve ``batch``, ``mean`` or ``test``."""
    unit = max(1.0, em(widget, 0.06))
    colour, width, style = {
        "batch": (QColor(theme.between("panel", "accent", 0.45)), unit, Qt.PenStyle.SolidLine),
        "mean": (theme.colour("accent"), 2 * unit, Qt.PenStyle.SolidLine),
        "test": (theme.colour("quiet"), 1.5 * unit, Qt.PenStyle.DashLine),
    }[kind]
    pen = QPen(colour, width, style)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _placed(scale: Scale, values: Array) -> Array:
    """Return the places of values; what a logarithm cannot show lies at the bottom, what is infinite nowhere."""
    values = np.asarray(values, np.float64)
    if scale.log:
        values = np.where(values > 0, values, scale.low)
    places: Array = scale.place(values)
    return places


def _polyline(xs: Array, ys: Array) -> QPolygonF:
    finite = np.isfinite(ys)
    return QPolygonF([QPointF(x, y) for x, y in zip(xs[finite], ys[finite], strict=True)])
