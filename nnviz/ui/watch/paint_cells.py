"""Painting of what is cells: strips, pictures, feature maps, sequences. One image each, never an item per value."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from nnviz.ui.theme import Theme, current
from nnviz.ui.watch.focus import Focus
from nnviz.ui.watch.geometry import Block, Box, Geometry
from nnviz.ui.watch.scene import Scene


def _frame(painter: QPainter, geometry: Geometry, box: Box, phase: str) -> None:
    """Draw the rim of a strip, a map or a picture, lit in a ``phase``."""
    theme = current()
    painter.setPen(
        QPen(theme.phase_colour(phase), 0.16 * geometry.em)
        if phase
        else QPen(theme.colour("quiet", 0.6), 0.06 * geometry.em)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    out = 0.1 * geometry.em
    painter.drawRoundedRect(QRectF(*box).adjusted(-out, -out, out, out), 2 * out, 2 * out)


def draw_cells(painter: QPainter, geometry: Geometry, block: Block, scene: Scene, focus: Focus) -> None:
    """Draw a layer whose values are cells of images, with those that are known."""
    theme, a = current(), scene.values(block.name, "a")
    if a is not None and scene.has(block.name, "a"):
        limit = scene.limit(block.name)
        if block.kind == "picture":
            _draw_picture(painter, block, scene)
        elif block.kind == "maps":
            for channel, tile in enumerate(block.tiles):
                cells = a.reshape(block.shape)[:, :, channel]
                draw_image(painter, geometry, tile, theme.diverging_pixels(cells, limit))
        elif block.kind == "sequence":
            draw_image(painter, geometry, block.box, theme.diverging_pixels(a.reshape(block.shape).T, limit))
        else:
            painter.drawImage(QRectF(*block.box), strip_image(theme, block, a, limit))
            _draw_grid(painter, geometry, block.box, block.rows, block.columns)
    for box in block.tiles or (block.box,):
        _frame(painter, geometry, box, focus.phase if block.name in focus.whole else "")


def draw_image(painter: QPainter, geometry: Geometry, box: Box, pixels: np.ndarray) -> None:
    """Draw cells, one a pixel of the image; where they are smaller than the screen's pixels their means."""
    rows, columns = pixels.shape
    small = box.height < rows or box.width < columns
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, small)
    painter.drawImage(QRectF(*box), _image(pixels, QImage.Format.Format_ARGB32))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    _draw_grid(painter, geometry, box, rows, columns)


def strip_image(theme: Theme, block: Block, values: np.ndarray, limit: float) -> QImage:
    """Return the cells of a strip as an image of one pixel a cell; a cell of several neurons shows their mean."""
    cells = values
    if block.per_cell > 1:
        starts = np.arange(0, len(values), block.per_cell)
        sizes = np.diff(np.append(starts, len(values)))
        cells = np.add.reduceat(values, starts) / sizes
    pixels = np.zeros(block.rows * block.columns, np.uint32)
    pixels[: len(cells)] = theme.diverging_pixels(cells, limit)
    return _image(pixels.reshape(block.rows, block.columns), QImage.Format.Format_ARGB32)


def _image(pixels: np.ndarray, kind: QImage.Format) -> QImage:
    rows, columns = pixels.shape
    data = np.ascontiguousarray(pixels, np.uint32)
    return QImage(data.tobytes(), columns, rows, 4 * columns, kind).copy()


def _draw_grid(painter: QPainter, geometry: Geometry, box: Box, rows: int, columns: int) -> None:
    """Draw the gaps between cells where cells are large enough to have any."""
    height, width = box.height / rows, box.width / columns
    if min(height, width) < 0.3 * geometry.em:
        return
    painter.setPen(QPen(current().colour("ground"), 1))
    for row in range(1, rows):
        painter.drawLine(QPointF(box.x, box.y + row * height), QPointF(box.right, box.y + row * height))
    for column in range(1, columns):
        x = box.x + column * width
        painter.drawLine(QPointF(x, box.y), QPointF(x, box.bottom))


def _draw_picture(painter: QPainter, block: Block, scene: Scene) -> None:
    values = scene.values(block.name, "a")
    assert values is not None
    low, high = scene.black_and_white(block.name)
    share = np.clip((values - low) / (high - low), 0, 1)
    grey = np.rint(share * 255).astype(np.uint32).reshape(*block.shape[:2], -1)
    red, green, blue = (grey[..., min(i, grey.shape[2] - 1)] for i in range(3))
    pixels = 0xFF000000 | red << 16 | green << 8 | blue
    painter.drawImage(QRectF(*block.box), _image(pixels, QImage.Format.Format_RGB32))
