"""The cost of a single weight as a curve: the ball of the moment, its tangent, and where the run has been."""

from __future__ import annotations

import itertools

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.surface.curve import CostCurve
from nnviz.ui.digits import format_number
from nnviz.ui.plots.paint import small_font, write_axis
from nnviz.ui.plots.scale import Scale, tick_text
from nnviz.ui.theme import Theme, current
from nnviz.ui.widgets import em

LATER = 0.35
"""Opacity of where the run went after the moment."""

ROOM = 0.08
"""Share of the height that is left free under the lowest and over the highest point."""


class CostView(QWidget):
    """Draws a :class:`~nnviz.surface.curve.CostCurve`; a click on the run's way says which step is wanted."""

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._curve: CostCurve | None = None
        self._words = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Cost of the single weight"))

    def show_curve(self, curve: CostCurve | None, words: str = "") -> None:
        """Show ``curve``, or ``words`` in its place."""
        self._curve, self._words = curve, words
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 16), em(self, 9))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), em(self, 3.5))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.update()

    def box(self) -> QRectF:
        """Return where the curve is drawn."""
        metrics = QFontMetricsF(small_font(self))
        left = metrics.horizontalAdvance("00.00 ")
        return QRectF(self.rect()).adjusted(left, em(self, 0.3), -em(self, 0.4), -1.15 * metrics.height())

    def scales(self) -> tuple[Scale, Scale]:
        """Return the scales of the weight and of the loss."""
        assert self._curve is not None
        box, curve = self.box(), self._curve
        past = curve.path[curve.steps <= curve.step, 1]
        heights = np.concatenate([curve.losses, past])
        heights = heights[np.isfinite(heights)]
        low, high = (float(heights.min()), float(heights.max())) if heights.size else (0.0, 1.0)
        room = ROOM * (high - low) or 1.0
        across = Scale(float(curve.w[0]), float(curve.w[-1]), box.left(), box.right())
        return across, Scale(low - room, high + room, box.bottom(), box.top())

    def ball(self) -> QPointF:
        """Return the place of the moment."""
        assert self._curve is not None
        across, upwards = self.scales()
        return QPointF(float(across.place(self._curve.at)), float(upwards.place(self._curve.loss)))

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self))
        if self._curve is None:
            painter.setPen(theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, self._words)
        else:
            across, upwards = self.scales()
            self._draw_axes(painter, theme, self._curve, upwards)
            painter.setClipRect(self.box().adjusted(-em(self, 0.4), -em(self, 0.4), em(self, 0.4), 0))
            self._draw_curve(painter, theme, self._curve, across, upwards)
            self._draw_run(painter, theme, self._curve, across, upwards)
            self._draw_moment(painter, theme, self._curve, across, upwards)
        painter.end()

    def _draw_axes(self, painter: QPainter, theme: Theme, curve: CostCurve, upwards: Scale) -> None:
        box, line = self.box(), painter.fontMetrics().height()
        ticks = upwards.ticks(min(6, max(2, int(box.height() / (line * 2.2)))))
        step = min((b - a for a, b in itertools.pairwise(ticks)), default=1.0)
        for value in ticks:
            y = float(upwards.place(value))
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
            painter.setPen(theme.colour("quiet"))
            room = QRectF(0, y - line / 2, box.left() - em(self, 0.3), line)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_text(value, step)
            )
        below = QRectF(box.left(), box.bottom(), box.width(), self.height() - box.bottom())
        write_axis(painter, below, [str(curve.weight), "w"], float(curve.w[0]), float(curve.w[-1]))

    def _draw_curve(
        self, painter: QPainter, theme: Theme, curve: CostCurve, across: Scale, upwards: Scale
    ) -> None:
        finite = np.isfinite(curve.losses)
        xs, ys = across.place(curve.w[finite]), upwards.place(curve.losses[finite])
        painter.setPen(QPen(theme.colour("accent"), max(1.5, em(self, 0.12))))
        painter.drawPolyline(QPolygonF([QPointF(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]))

    def _draw_run(
        self, painter: QPainter, theme: Theme, curve: CostCurve, across: Scale, upwards: Scale
    ) -> None:
        reach = em(self, 0.16)
        painter.setPen(Qt.PenStyle.NoPen)
        for step, (value, loss) in zip(curve.steps, curve.path, strict=True):
            if np.isfinite(loss):
                painter.setBrush(theme.colour("text", 0.75 if step <= curve.step else LATER))
                painter.drawEllipse(
                    QPointF(float(across.place(value)), float(upwards.place(loss))), reach, reach
                )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_moment(
        self, painter: QPainter, theme: Theme, curve: CostCurve, across: Scale, upwards: Scale
    ) -> None:
        """Draw the tangent, whose rise is the gradient, and the ball."""
        per_w = (across.end - across.start) / (across.high - across.low)
        per_loss = (upwards.end - upwards.start) / (upwards.high - upwards.low)
        rise = curve.slope * per_loss / per_w
        half = em(self, 2.6) / (1 + rise * rise) ** 0.5
        ball = self.ball()
        painter.setPen(QPen(theme.colour("backward"), max(1.5, em(self, 0.14))))
        painter.drawLine(ball - QPointF(half, half * rise), ball + QPointF(half, half * rise))
        painter.setPen(QPen(theme.colour("panel"), 1.5))
        painter.setBrush(theme.colour("text"))
        painter.drawEllipse(ball, em(self, 0.36), em(self, 0.36))

    # -- gestures ----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = self._step_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and step is not None:
            self.step_wanted.emit(step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._curve is None:
            return
        across, _ = self.scales()
        value = across.value(event.position().x())
        if across.low <= value <= across.high:
            loss = float(np.interp(value, self._curve.w, self._curve.losses))
            words = self.tr("w = {w}: loss {loss}").format(w=format_number(value), loss=format_number(loss))
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def _step_at(self, place: QPointF) -> int | None:
        """Return the step of the run's point under the pointer."""
        if self._curve is None or not len(self._curve.path):
            return None
        across, upwards = self.scales()
        xs, ys = across.place(self._curve.path[:, 0]), upwards.place(self._curve.path[:, 1])
        far = np.nan_to_num(np.hypot(xs - place.x(), ys - place.y()), nan=np.inf)
        nearest = int(np.argmin(far))
        return int(self._curve.steps[nearest]) if far[nearest] <= em(self, 0.6) else None
