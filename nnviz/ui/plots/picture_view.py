"""A picture of the data, pixel by pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.plots.contour import image_of
from nnviz.ui.theme import current
from nnviz.ui.widgets import em

Array = npt.NDArray[Any]


def picture_image(pixels: Array) -> QImage:
    """Return numbers from 0 (black) to 1 (white), (rows, columns) or (rows, columns, 1 or 3), as an image."""
    values = np.nan_to_num(np.clip(pixels, 0, 1) * 255).round().astype(np.uint32)
    if values.ndim == 2:
        values = values[..., None]
    red, green, blue = (values[..., min(c, values.shape[-1] - 1)] for c in range(3))
    return image_of(np.uint32(0xFF000000) | red << 16 | green << 8 | blue)


class PictureView(QWidget):
    """Draws one picture as large as it fits, its pixels as squares."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_pixels(self, pixels: Array | None) -> None:
        """Show a picture, or none."""
        self._image = None if pixels is None else picture_image(pixels)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 10), em(self, 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 4), em(self, 4))

    def box(self) -> QRectF:
        """Return where the picture is drawn: whole pixels are equally large."""
        if self._image is None:
            return QRectF()
        size = self._image.size()
        scale = min(self.width() / size.width(), self.height() / size.height())
        ratio = self.devicePixelRatioF()
        scale = max(1.0, scale * ratio // 1) / ratio if scale * ratio >= 1 else scale
        width, height = size.width() * scale, size.height() * scale
        return QRectF((self.width() - width) // 2, 0, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter, box = QPainter(self), self.box()
        shape = QPainterPath()
        shape.addRoundedRect(box, em(self, 0.25), em(self, 0.25))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipPath(shape)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, box.width() < self._image.width())
        painter.drawImage(box, self._image)
        painter.restore()
        painter.setPen(QPen(current().colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.end()
