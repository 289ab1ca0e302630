"""Pictures of weights side by side, or what an inspection found, laid over the picture it is about."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.plots.contour import image_of
from nnviz.ui.plots.picture_view import picture_image
from nnviz.ui.theme import current
from nnviz.ui.widgets import em

Array = npt.NDArray[Any]

_GHOST = 0.5
"""How much of the picture is left under what lies over it, where that is 0."""
_COVER = 0.8
"""How much of the picture the largest value hides."""
_GREY = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in brightness (ITU-R BT.601)."""


def weight_image(kernel: Array) -> QImage:
    """Return weights (rows, columns, channels) as a picture: of one channel in the colours of numbers, of three in
    red, green and blue around grey. The largest weight of the picture has the full colour.
    """
    limit = float(np.max(np.abs(kernel), initial=0.0))
    if kernel.shape[2] == 3:
        return picture_image(0.5 + 0.5 * kernel / limit if limit > 0 else np.full(kernel.shape, 0.5))
    shown = kernel[..., 0] if kernel.shape[2] == 1 else kernel.mean(axis=2)
    return image_of(current().diverging_pixels(shown, float(np.max(np.abs(shown), initial=0.0))))


def overlay_image(pixels: Array, values: Array) -> QImage:
    """Return a picture in grey with ``values`` (rows, columns; of any size) over it, in the colours of numbers.

    The largest value has the full colour, 0 shows the picture alone.
    """
    height, width = pixels.shape[:2]
    rows = np.arange(height) * len(values) // height
    columns = np.arange(width) * values.shape[1] // width
    over: Array = values[rows[:, None], columns[None, :]]
    size: Array = np.abs(over)
    limit = float(size.max(initial=0.0))
    share: Array = _COVER * (size / limit if limit > 0 else size)[..., None]
    theme = current()
    ground, positive, negative = (
        np.array([colour.redF(), colour.greenF(), colour.blueF()])
        for colour in map(theme.colour, ("panel", "positive", "negative"))
    )
    ghost = (1 - _GHOST) * ground + _GHOST * np.clip(_brightness(pixels), 0, 1)[..., None]
    colour = np.where(over[..., None] >= 0, positive, negative)
    return picture_image((1 - share) * ghost + share * colour)


def _brightness(pixels: Array) -> Array:
    if pixels.ndim == 2:
        return pixels
    grey: Array = pixels @ np.array(_GREY) if pixels.shape[-1] == 3 else pixels[..., 0]
    return grey


class InspectView(QWidget):
    """Draws pictures in a grid, as large as they fit, each with its words as a tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: tuple[QImage, ...] = ()
        self._words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def images(self) -> tuple[QImage, ...]:
        return self._images

    def show_images(self, images: tuple[QImage, ...], words: tuple[str, ...] = ()) -> None:
        """Show these, with their words."""
        self._images, self._words = images, words
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 7), em(self, 10))

    def boxes(self) -> list[QRectF]:
        """Return where each picture is drawn."""
        count = len(self._images)
        if not count:
            return []
        columns = math.ceil(math.sqrt(count))
        lines = math.ceil(count / columns)
        gap = em(self, 0.25) if count > 1 else 0
        size = self._images[0].size()
        scale = min(
            (self.width() - gap * (columns - 1)) / (columns * size.width()),
            (self.height() - gap * (lines - 1)) / (lines * size.height()),
        )
        width, height = size.width() * scale, size.height() * scale
        left = (self.width() - columns * width - gap * (columns - 1)) / 2
        return [
            QRectF(left + (i % columns) * (width + gap), (i // columns) * (height + gap), width, height)
            for i in range(count)
        ]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = event.pos()
            hit = [w for box, w in zip(self.boxes(), self._words, strict=False) if box.contains(at)]
            self.setToolTip(hit[0] if hit else "")
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for box, image in zip(self.boxes(), self._images, strict=True):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, box.width() < image.width())
            painter.drawImage(box, image)
            painter.setPen(QPen(current().colour("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
        painter.end()
