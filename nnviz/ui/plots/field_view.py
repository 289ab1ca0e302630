"""The network's output over the plane of its two inputs, with the samples on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.data.base import Dataset
from nnviz.surface.boundary import Field, Range
from nnviz.ui.digits import format_number
from nnviz.ui.plots.contour import image_of
from nnviz.ui.plots.paint import channels, small_font, write_axis, write_upright_axis
from nnviz.ui.plots.scale import Scale
from nnviz.ui.theme import Theme, current
from nnviz.ui.widgets import em

Array = npt.NDArray[Any]

MOST_POINTS = 1500
"""Samples of each part that are drawn at most."""

STRONGEST = 0.75
"""How much of its colour the surest place has; the rest is the panel's, so that the points stand out."""


@dataclass(frozen=True, eq=False)
class Points:
    """The samples that are drawn: row numbers in the training and in the test data."""

    dataset: Dataset
    train: Array
    test: Array
    limit: float
    """Largest target in size, for regression."""


def points_of(dataset: Dataset) -> Points:
    """Return the samples to draw: all, or :data:`MOST_POINTS` evenly chosen ones."""
    train, test = (
        np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(np.intp)
        for count in (len(dataset.x_train), len(dataset.x_test))
    )
    if dataset.x_test is dataset.x_train or np.array_equal(dataset.x_test, dataset.x_train):
        test = test[:0]  # nothing was held back: each sample once
    targets = np.abs(dataset.y_train)
    limit = float(targets.max()) if dataset.task == "regression" and targets.size else 1.0
    return Points(dataset, train, test, limit or 1.0)


class FieldView(QWidget):
    """Draws a :class:`~nnviz.surface.boundary.Field` under the samples; says which sample was clicked."""

    train_clicked = Signal(int)
    """Row number in the training data."""
    test_clicked = Signal(int)
    """Row number in the test data."""
    moved = Signal(int)
    """The arrow keys: one sample of the batch on or back."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._points: Points | None = None
        self._ranges: tuple[Range, Range] = ((-1.0, 1.0), (-1.0, 1.0))
        self._field: Field | None = None
        self._batch: Array = np.empty(0, np.intp)
        self._traced: tuple[str, int] | None = None
        self._words = ""
        self._layers: dict[str, tuple[object, QPixmap]] = {}
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Output of the network over its two inputs"))

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_points(self, points: Points | None, ranges: tuple[Range, Range], words: str = "") -> None:
        """Show samples in these ranges, or ``words`` in their place."""
        self._points, self._ranges, self._words = points, ranges, words
        self._field = None
        self._layers.clear()
        self.update()

    def show_field(self, field: Field | None) -> None:
        """Show the output under the samples."""
        self._field = field
        self.update()

    def show_batch(self, rows: Array, traced: tuple[str, int] | None) -> None:
        """Mark the training samples of the batch, and the traced sample: ("train" or "test", row number)."""
        self._batch, self._traced = rows, traced
        self.update()

    # -- places ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(em(self, 13), em(self, 13))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 7), em(self, 5))

    def tallest(self, width: int) -> int:
        """Return the height that a view of this width can use."""
        return width + 2

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._layers.clear()
            self.updateGeometry()
            self.update()

    def box(self) -> QRectF:
        """Return the square in which samples and output are drawn."""
        line = em(self, 1.05)
        room = QRectF(self.rect()).adjusted(line, 1, -1, -line)
        side = min(room.width(), room.height())
        return QRectF(room.center().x() - side / 2, room.top(), side, side)

    def scales(self) -> tuple[Scale, Scale]:
        """Return the scales of the two inputs."""
        box, (x0, x1) = self.box(), self._ranges
        return Scale(*x0, box.left(), box.right()), Scale(*x1, box.bottom(), box.top())

    def place_of(self, x: Array) -> QPointF:
        """Return the place on the screen of a sample."""
        across, upwards = self.scales()
        return QPointF(float(across.place(x[0])), float(upwards.place(x[1])))

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, box = QPainter(self), current(), self.box()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(box, em(self, 0.25), em(self, 0.25))
        painter.fillPath(shape, theme.colour("ground"))
        if self._points is None:
            painter.setPen(theme.colour("quiet"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        else:
            painter.save()
            painter.setClipPath(shape)
            if self._field is not None:
                picture = self._picture(self._field, self._points)
                painter.drawPixmap(box, picture, QRectF(picture.rect()))
            painter.drawPixmap(QPointF(0, 0), self._samples(self._points))
            self._draw_batch(painter, theme, self._points)
            self._draw_traced(painter, theme, self._points)
            painter.restore()
            self._draw_axes(painter, box, self._points)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, em(self, 0.25), em(self, 0.25))
        painter.end()

    def _picture(self, field: Field, points: Points) -> QPixmap:
        key = (field, self.size(), current().dark)
        known = self._layers.get("field")
        if known is None or known[0] != key:
            image = field_image(field, current(), points.limit)
            size = (self.box().size() * self.devicePixelRatioF()).toSize()
            smooth = Qt.TransformationMode.SmoothTransformation
            scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            known = self._layers["field"] = key, QPixmap.fromImage(scaled)
        return known[1]

    def _samples(self, points: Points) -> QPixmap:
        """Return all samples drawn once; they do not move from step to step."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, current().dark)
        known = self._layers.get("points")
        if known is None or known[0] != key:
            pixmap = QPixmap((self.size().toSizeF() * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme, data = current(), points.dataset
            # Where colours are numbers a well placed sample has the colour around it: only its edge shows.
            edge = theme.colour("quiet" if data.task == "regression" else "panel")
            self._draw_samples(painter, data.x_test, data.y_test, points.test, edge, rings=True)
            self._draw_samples(painter, data.x_train, data.y_train, points.train, edge)
            painter.end()
            known = self._layers["points"] = key, pixmap
        return known[1]

    def _radius(self, points: Points) -> float:
        crowd = len(points.train) + len(points.test)
        return max(2.0, em(self, 0.24) * (1.0 if crowd <= 400 else 0.75))

    def _draw_batch(self, painter: QPainter, theme: Theme, points: Points) -> None:
        data, edge = points.dataset, theme.colour("text")
        self._draw_samples(painter, data.x_train, data.y_train, self._batch[:MOST_POINTS], edge, larger=1.15)

    def _draw_samples(
        self,
        painter: QPainter,
        x: Array,
        y: Array,
        rows: Array,
        edge: QColor,
        larger: float = 1.0,
        rings: bool = False,
    ) -> None:
        """Draw samples as discs with an ``edge``, or as ``rings`` in their colour around the edge's."""
        if self._points is None or not len(rows):
            return
        across, upwards = self.scales()
        radius, theme = self._radius(self._points) * larger, current()
        places = zip(across.place(x[rows, 0]).tolist(), upwards.place(x[rows, 1]).tolist(), strict=True)
        for row, (left, top) in zip(rows, places, strict=True):
            colour = self._colour(theme, y[row])
            painter.setPen(QPen(colour if rings else edge, 1.2 * larger))
            painter.setBrush(edge if rings else colour)
            painter.drawEllipse(QPointF(left, top), radius, radius)

    def _colour(self, theme: Theme, target: Any) -> QColor:
        assert self._points is not None
        if self._points.dataset.task == "regression":
            return theme.diverging(float(np.ravel(target)[0]), self._points.limit)
        return theme.class_colour(int(target), max(2, len(self._points.dataset.classes)))

    def _draw_traced(self, painter: QPainter, theme: Theme, points: Points) -> None:
        if self._traced is None:
            return
        part, row = self._traced
        data = points.dataset
        x = (data.x_test if part == "test" else data.x_train)[row]
        radius, place = self._radius(points) * 2.1, self.place_of(x)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("panel"), 4.5))
        painter.drawEllipse(place, radius, radius)
        painter.setPen(QPen(theme.colour("accent"), 2.5))
        painter.drawEllipse(place, radius, radius)

    def _draw_axes(self, painter: QPainter, box: QRectF, points: Points) -> None:
        painter.setFont(small_font(self))
        names, line = points.dataset.features or ("x1", "x2"), em(self, 1.05)
        write_axis(painter, QRectF(box.left(), box.bottom(), box.width(), line), names[:1], *self._ranges[0])
        left = QRectF(box.left() - line, box.top(), line, box.height())
        write_upright_axis(painter, left, names[1:], *self._ranges[1])

    # -- gestures ----------------------------------------------------------------------------------------------

    def sample_at(self, place: QPointF) -> tuple[str, int] | None:
        """Return the sample under the pointer: of the batch first, then training, then test data."""
        points = self._points
        if points is None:
            return None
        data, reach = points.dataset, self._radius(points) * 1.6
        for part, rows, x in (
            ("train", self._batch, data.x_train),
            ("train", points.train, data.x_train),
            ("test", points.test, data.x_test),
        ):
            row = self._nearest(x, rows, place, reach)
            if row is not None:
                return part, row
        return None

    def _nearest(self, x: Array, rows: Array, place: QPointF, reach: float) -> int | None:
        if not len(rows):
            return None
        across, upwards = self.scales()
        apart = np.hypot(across.place(x[rows, 0]) - place.x(), upwards.place(x[rows, 1]) - place.y())
        nearest = int(apart.argmin())
        return int(rows[nearest]) if apart[nearest] <= reach else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.sample_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            (self.test_clicked if found[0] == "test" else self.train_clicked).emit(found[1])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found, points = self.sample_at(event.position()), self._points
        in_batch = found is not None and (found[0] == "test" or found[1] in self._batch)
        self.setCursor(Qt.CursorShape.PointingHandCursor if in_batch else Qt.CursorShape.ArrowCursor)
        if points is None or not self.box().contains(event.position()):
            QToolTip.hideText()
            return
        words = self._sample_words(points, *found) if found else self._place_words(points, event.position())
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def _sample_words(self, points: Points, part: str, row: int) -> str:
        data = points.dataset
        x, y = (
            (data.x_test[row], data.y_test[row]) if part == "test" else (data.x_train[row], data.y_train[row])
        )
        kind = (
            self.tr("test sample {row}")
            if part == "test"
            else self.tr("training sample {row}, not in this batch")
        )
        if part == "train" and row in self._batch:
            kind = self.tr("training sample {row}, in this batch: click to trace it")
        return kind.format(row=f"{row + 1:,}") + "\n" + sample_text(data, x, y)

    def _place_words(self, points: Points, place: QPointF) -> str:
        across, upwards = self.scales()
        x0, x1 = across.value(place.x()), upwards.value(place.y())
        words = self.tr("at ({x0}, {x1})").format(x0=format_number(x0), x1=format_number(x1))
        field = self._field
        if field is None:
            return words
        row, column = int(np.abs(field.x1 - x1).argmin()), int(np.abs(field.x0 - x0).argmin())
        output = ", ".join(format_number(float(value)) for value in field.output[row, column])
        return words + "\n" + self.tr("output {output}").format(output=output)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(move)


def sample_text(data: Dataset, x: Array, y: Any) -> str:
    """Return a sample in words: ``x = (0.62, −0.41) · y = 1``."""
    inputs = ", ".join(format_number(float(value)) for value in x)
    if data.task == "regression":
        target = ", ".join(format_number(float(value)) for value in np.ravel(y))
    else:
        target = data.classes[int(y)] if int(y) < len(data.classes) else str(int(y))
    return f"x = ({inputs}) · y = {target}"


def field_image(field: Field, theme: Theme, limit: float) -> QImage:
    """Return the output as an image, one pixel a place, the first row at the bottom.

    Two classes: the panel's colour where the network is undecided, the class's colour where it is sure. Several:
    the winner's colour, stronger the surer. Regression: the colour of the number.
    """
    if field.probabilities is None:
        pixels = theme.diverging_pixels(field.output[..., 0], limit / STRONGEST)
    elif field.probabilities.shape[-1] == 2:
        pixels = theme.diverging_pixels(2 * field.probabilities[..., 1] - 1, 1 / STRONGEST)
    else:
        pixels = _class_pixels(field.probabilities, theme)
    pixels = np.array(pixels, np.uint32)
    pixels[field.done :] = QColor(theme.ground).rgb()
    return image_of(pixels[::-1])


def _class_pixels(probabilities: Array, theme: Theme) -> Array:
    count = probabilities.shape[-1]
    colours = np.array([channels(theme.class_colour(number, count)) for number in range(count)])
    panel = np.array(channels(QColor(theme.panel)))
    top = np.nan_to_num(probabilities.max(axis=-1))
    strength = np.clip((top - 1 / count) / (1 - 1 / count), 0, 1)[..., None] * STRONGEST
    mixed = panel + (colours[probabilities.argmax(axis=-1)] - panel) * strength
    red, green, blue = np.moveaxis(mixed.round().astype(np.uint32), -1, 0)
    pixels: Array = np.uint32(0xFF000000) | red << 16 | green << 8 | blue
    return pixels
