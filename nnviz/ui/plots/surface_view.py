"""The picture of a loss surface: filled levels, the path over it, the point where the run is."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.surface.picture import Picture, Ranges
from nnviz.ui.digits import format_number
from nnviz.ui.plots import contour
from nnviz.ui.plots.paint import small_font, write_axis, write_upright_axis
from nnviz.ui.plots.scale import Scale
from nnviz.ui.theme import current
from nnviz.ui.widgets import em

ZOOM = 1.25
"""How much one notch of the wheel widens the picture."""

FAINTEST = 0.5
"""Opacity of the path where it lies farthest off the slice."""

SHADES = 8
"""Steps of opacity in between."""

FAR = 1e5
"""Places on the screen beyond this are as good as this."""

Place = tuple[float, float]


class SurfaceView(QWidget):
    """Draws a :class:`Picture`. Axes carry the names of the weights; the wheel and + − change the ranges."""

    ranges_wanted = Signal(object)
    """Ranges that the user zoomed to."""
    axes_wanted = Signal()
    """A click on the name of an axis."""
    step_wanted = Signal(int)
    """A click on the path: the step whose state lies there."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._picture: Picture | None = None
        self._levels: contour.Levels | None = None
        self._log: bool | None = None
        self._now: tuple[float, float, float] | None = None
        self._words = ""
        self._pixmap: tuple[object, QPixmap] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Loss surface"))

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_picture(self, picture: Picture | None, words: str = "") -> None:
        """Show ``picture``, or ``words`` in its place."""
        self._picture = picture
        self._words = words
        self._now = None
        self._level()

    def show_point(self, a: float, b: float, distance: float) -> None:
        """Show the run at (a, b), ``distance`` off the slice."""
        self._now = (a, b, distance)
        self.update()

    def set_log(self, log: bool | None) -> None:
        """Make the levels even in the logarithm or in the number; None: as the range of the losses suggests."""
        self._log = log
        self._level()

    @property
    def log(self) -> bool:
        """Whether the levels are even in the logarithm."""
        return self._levels is not None and self._levels.log

    @property
    def levels(self) -> contour.Levels | None:
        return self._levels

    def _level(self) -> None:
        if self._picture is not None:
            losses = self._picture.grid.losses
            self._levels = contour.levels_of(
                losses, contour.wants_log(losses) if self._log is None else self._log
            )
        self._pixmap = None
        self.update()

    # -- places ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(em(self, 16), em(self, 11))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), em(self, 4))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._pixmap = None
            self.updateGeometry()
            self.update()

    @property
    def _has_key(self) -> bool:
        return self.width() >= em(self, 22)

    def box(self) -> QRectF:
        """Return where the surface itself is drawn."""
        line = em(self, 1.05)
        right = em(self, 4.2) if self._has_key else 0
        return QRectF(self.rect()).adjusted(line, 1, -right - 1, -line)

    def _scales(self) -> tuple[Scale, Scale]:
        assert self._picture is not None
        box, grid = self.box(), self._picture.grid
        across = Scale(float(grid.a[0]), float(grid.a[-1]), box.left(), box.right())
        upwards = Scale(float(grid.b[0]), float(grid.b[-1]), box.bottom(), box.top())
        return across, upwards

    def point_of(self, a: float, b: float) -> QPointF:
        """Return the place on the screen of a point of the plane."""
        across, upwards = self._scales()
        return QPointF(across.place(a), upwards.place(b))

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.box()
        shape = QPainterPath()
        shape.addRoundedRect(box, em(self, 0.25), em(self, 0.25))
        if self._picture is None or self._levels is None:
            painter.fillPath(shape, current().colour("ground"))
            painter.setPen(current().colour("quiet"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        else:
            painter.save()
            painter.setClipPath(shape)
            painter.drawPixmap(box.topLeft(), self._surface(self._picture, self._levels, box))
            self._draw_path(painter, self._picture)
            painter.restore()
            self._draw_point(painter, box)
            self._draw_progress(painter, box, self._picture.grid.share)
            self._draw_axes(painter, self._picture, box)
            if self._has_key:
                self._draw_key(painter, self._levels, box)
        self._draw_focus(painter, box)
        painter.end()

    def _surface(self, picture: Picture, levels: contour.Levels, box: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = round(box.width() * ratio), round(box.height() * ratio)
        key = (picture.grid, levels, size, current().dark)
        if self._pixmap is None or self._pixmap[0] != key:
            image = contour.picture(picture.grid.losses, levels, *size, current().colour("line"))
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._pixmap = key, pixmap
        return self._pixmap[1]

    def _draw_path(self, painter: QPainter, picture: Picture) -> None:
        across, upwards = self._scales()
        path, weight = picture.path, max(1.4, em(self, 0.1))
        places = np.stack([across.place(path.points[:, 0]), upwards.place(path.points[:, 1])], axis=1)
        # What is far outside, or not finite where a run diverged, must not overflow the painter's numbers.
        places = np.nan_to_num(np.clip(places, -FAR, FAR), nan=FAR)
        points = [QPointF(x, y) for x, y in places.tolist()]
        past = len(path.up_to(picture.step).steps)
        painter.setPen(QPen(current().colour("#ffffff", FAINTEST), weight, Qt.PenStyle.DotLine))
        painter.drawPolyline(points[past - 1 :])
        dark = QPen(current().colour("#000000", 0.35), weight * 2.2)
        dark.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(dark)
        painter.drawPolyline(points[:past])
        farthest = float(np.nanmax(path.distances)) or 1.0
        shades = np.nan_to_num(path.distances[:past] / farthest * SHADES).round()
        for first, last in _runs(shades):
            opacity = 1 - (1 - FAINTEST) * float(shades[last - 1]) / SHADES
            painter.setPen(QPen(current().colour("#ffffff", opacity), weight))
            painter.drawPolyline(points[max(0, first - 1) : last])
        painter.setPen(QPen(current().colour("#ffffff"), weight))
        painter.drawEllipse(points[0], 2 * weight, 2 * weight)

    def _draw_point(self, painter: QPainter, box: QRectF) -> None:
        if self._now is None or not np.isfinite(self._now).all():
            return
        a, b, distance = self._now
        place, radius = self.point_of(a, b), max(3.5, em(self, 0.3))
        inside = QPointF(
            min(max(place.x(), box.left() + radius), box.right() - radius),
            min(max(place.y(), box.top() + radius), box.bottom() - radius),
        )
        on_slice = distance <= 1e-6 * max(1.0, abs(a), abs(b)) and inside == place
        painter.setPen(QPen(current().colour("#22262b"), max(1.5, radius * 0.35)))
        painter.setBrush(current().colour("#ffffff", 1.0 if on_slice else 0.25))
        painter.drawEllipse(inside, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_progress(self, painter: QPainter, box: QRectF, share: float) -> None:
        if share >= 1:
            return
        bar = QRectF(box.left(), box.bottom() - em(self, 0.2), box.width(), em(self, 0.2))
        painter.fillRect(bar, current().colour("panel", 0.6))
        painter.fillRect(
            QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), current().colour("accent")
        )

    def _draw_axes(self, painter: QPainter, picture: Picture, box: QRectF) -> None:
        painter.setFont(small_font(self))
        grid, (a_name, b_name) = picture.grid, picture.plane.labels
        below = QRectF(box.left(), box.bottom(), box.width(), self.height() - box.bottom())
        write_axis(painter, below, _names(a_name), float(grid.a[0]), float(grid.a[-1]))
        left = QRectF(0, box.top(), box.left(), box.height())
        write_upright_axis(painter, left, _names(b_name), float(grid.b[0]), float(grid.b[-1]))

    def _draw_key(self, painter: QPainter, levels: contour.Levels, box: QRectF) -> None:
        """Draw the colours of the levels with some of their numbers."""
        bar = QRectF(box.right() + em(self, 0.5), box.top(), em(self, 0.5), box.height())
        height = bar.height() / levels.count
        for band, colour in enumerate(contour.colours_of(levels)):
            top = bar.bottom() - (band + 1) * height
            painter.fillRect(QRectF(bar.left(), top, bar.width(), height + 0.5), colour)
        painter.setPen(current().colour("quiet"))
        line = painter.fontMetrics().height()
        every = max(1, round(levels.count * line * 2.2 / bar.height()))
        for band in range(0, levels.count + 1, every):
            y = bar.bottom() - band * height
            top = min(max(y - line / 2, box.top()), box.bottom() - line)
            room = QRectF(bar.right() + em(self, 0.25), top, self.width() - bar.right(), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, levels.text(band))

    def _draw_focus(self, painter: QPainter, box: QRectF) -> None:
        if self.hasFocus():
            painter.setPen(QPen(current().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, em(self, 0.25), em(self, 0.25))

    # -- gestures ----------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        picture, place = self._picture, event.position()
        inside = picture is not None and self.box().contains(place)
        on_name = picture is not None and not inside and self._on_axis(place)
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_name else Qt.CursorShape.ArrowCursor)
        if picture is None or not inside:
            QToolTip.hideText()
            return
        across, upwards = self._scales()
        a, b = across.value(place.x()), upwards.value(place.y())
        words = self.tr("{a_name} = {a}\n{b_name} = {b}\nloss {loss}").format(
            a_name=picture.plane.labels[0],
            a=format_number(a),
            b_name=picture.plane.labels[1],
            b=format_number(b),
            loss=format_number(picture.grid.level(a, b)),
        )
        step = self._step_at(place)
        if step is not None:
            words += "\n" + self.tr("step {step}; click to go there").format(step=step)
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._picture is None:
            return
        step = self._step_at(event.position())
        if self._on_axis(event.position()):
            self.axes_wanted.emit()
        elif step is not None:
            self.step_wanted.emit(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._picture is not None and self.box().contains(event.position()):
            across, upwards = self._scales()
            place = event.position()
            notches = event.angleDelta().y() / 120
            self._zoom(ZOOM**-notches, (across.value(place.x()), upwards.value(place.y())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        factor = {Qt.Key.Key_Plus: 1 / ZOOM, Qt.Key.Key_Minus: ZOOM}.get(Qt.Key(event.key()))
        if factor is None or self._picture is None:
            super().keyPressEvent(event)
        else:
            self._zoom(factor, self._picture.plane.centre)

    def _zoom(self, factor: float, about: Place) -> None:
        assert self._picture is not None
        ranges = self._picture.plane.ranges
        self.ranges_wanted.emit(zoomed(ranges, factor, about))

    def _on_axis(self, place: QPointF) -> bool:
        box = self.box()
        return place.y() > box.bottom() or place.x() < box.left()

    def _step_at(self, place: QPointF) -> int | None:
        """Return the step of the path's point under the pointer."""
        if self._picture is None or not self.box().contains(place):
            return None
        across, upwards = self._scales()
        points = self._picture.path.points
        apart = np.hypot(across.place(points[:, 0]) - place.x(), upwards.place(points[:, 1]) - place.y())
        if not np.isfinite(apart).any():
            return None
        nearest = int(np.nanargmin(apart))
        return int(self._picture.path.steps[nearest]) if apart[nearest] <= em(self, 0.5) else None


def zoomed(ranges: Ranges, factor: float, about: Place) -> Ranges:
    """Return ``ranges`` made ``factor`` times as wide about a point that keeps its place."""
    a, b = (
        (middle + (low - middle) * factor, middle + (high - middle) * factor)
        for (low, high), middle in zip(ranges, about, strict=True)
    )
    return a, b


def _runs(values: npt.NDArray[Any]) -> list[tuple[int, int]]:
    """Return the pieces (first, behind last) in which ``values`` stay the same."""
    ends = [*(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return list(itertools.pairwise([0, *ends]))


def _names(label: str) -> tuple[str, ...]:
    """Return the name of a weight, and shorter ones: ``hidden_1/kernel [0, 2]``, ``kernel [0, 2]``, ``[0, 2]``."""
    short = label.rpartition("/")[2]
    return label, short, short.partition(" ")[2] or short
