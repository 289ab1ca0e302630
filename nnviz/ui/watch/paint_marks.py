"""Painting of what is special about a layer: a merge's sign, the lock of a sealed one, the hatching of an identity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPainterPath, QPen

from nnviz.engine.network import Stage
from nnviz.layers.base import Shape
from nnviz.ui.theme import current
from nnviz.ui.watch.explain_recurrent import gates_of, time_of
from nnviz.ui.watch.focus import Focus
from nnviz.ui.watch.geometry import SYMBOL, Block, Box, Geometry
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.probe import has_window, inputs_under, kernel_of, window
from nnviz.ui.watch.scene import Scene
from nnviz.ui.widgets import scaled


def draw_marks(painter: QPainter, geometry: Geometry, block: Block, focus: Focus) -> None:
    """Draw over a layer what marks it."""
    if block.mark == "identity":
        _hatch(painter, geometry, block)
    elif block.mark == "sealed":
        _lock(painter, geometry, block)
    if block.symbol:
        _sign(painter, geometry, block, focus)


def draw_windows(painter: QPainter, geometry: Geometry, scene: Scene, pick: Pick) -> None:
    """Draw on the layers before which of their values enter the one that is picked."""
    if pick.source is not None or pick.layer not in geometry.by_name:
        return
    stage = scene.stage(pick.layer)
    sources = [scene.network.stages[source] for source in stage.sources]
    shapes = [source.output_shape for source in sources]
    if pick.weight is not None:
        _draw_uses(painter, geometry, scene, pick)
        return
    masks: Sequence[np.ndarray]
    if gates_of(stage):
        masks = [_at_time(stage, shapes[0], pick)]
    elif has_window(stage, shapes):
        masks = window(stage, shapes, pick.unit)
    else:
        return
    theme, em = current(), geometry.em
    painter.setBrush(theme.colour("accent", 0.12))
    painter.setPen(QPen(theme.colour("accent"), 0.12 * em))
    for source, mask in zip(sources, masks, strict=True):
        for box in _covered(geometry.by_name[source.name], mask):
            painter.drawRect(QRectF(*box))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_uses(painter: QPainter, geometry: Geometry, scene: Scene, pick: Pick) -> None:
    """Draw where the sum over all uses of a kernel's weight runs: over one area of the input and one whole map."""
    stage, theme, em = scene.stage(pick.layer), current(), geometry.em
    if kernel_of(stage) is None or pick.weight is None:
        return
    source = scene.network.stages[stage.sources[0]]
    under = inputs_under(stage, source.output_shape, pick.weight)
    mask = np.zeros(source.output_shape, bool)
    mask.reshape(-1)[under[under >= 0]] = True
    block = geometry.by_name[source.name]
    painter.setBrush(theme.colour("accent", 0.1))
    painter.setPen(QPen(theme.colour("accent"), 0.1 * em, Qt.PenStyle.DashLine))
    for box in (*_covered(block, mask), *_covered(geometry.by_name[pick.layer], under >= 0)):
        painter.drawRect(QRectF(*box))
    met = int(under.reshape(-1)[pick.unit])
    if met >= 0:
        painter.setPen(QPen(theme.colour("accent"), 0.16 * em))
        painter.drawRect(QRectF(*block.cell(met)))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _at_time(stage: Stage, entering: Shape, pick: Pick) -> np.ndarray:
    """Return the time step of the input that a unit of a recurrent layer reads."""
    mask, time = np.zeros(entering, bool), time_of(stage, entering[0], pick)
    mask[-1 - time if getattr(stage.layer, "go_backwards", False) else time] = True
    return mask


def _covered(block: Block, mask: np.ndarray) -> list[Box]:
    """Return the rectangles over what is true in ``mask`` (the layer's shape): one on each map or on the picture."""
    layers: list[tuple[Box, np.ndarray]]
    if block.kind == "maps":
        layers = [(tile, mask[:, :, channel]) for channel, tile in enumerate(block.tiles)]
    elif block.kind == "sequence":
        layers = [(block.box, mask.T)]
    else:
        layers = [(block.box, mask if mask.ndim == 2 else np.asarray(mask.any(axis=2)))]
    found: list[Box] = []
    for box, part in layers:
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        if len(rows):
            down, across = int(rows[-1] - rows[0] + 1), int(columns[-1] - columns[0] + 1)
            found.append(box.part(int(rows[0]), int(columns[0]), part.shape[0], part.shape[1], down, across))
    return found


def _hatch(painter: QPainter, geometry: Geometry, block: Block) -> None:
    theme, out = current(), 0.3 * geometry.em
    box = QRectF(*block.box).adjusted(-out, -out, out, out)
    painter.setPen(QPen(theme.colour("quiet", 0.7), 0.06 * geometry.em, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(theme.colour("quiet", 0.45), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(box, out, out)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _lock(painter: QPainter, geometry: Geometry, block: Block) -> None:
    """Draw a lock on the upper right corner of a layer."""
    theme, em = current(), geometry.em
    middle = QPointF(block.box.right, block.box.y)
    painter.setPen(QPen(theme.colour("quiet"), 0.07 * em))
    painter.setBrush(theme.colour("panel"))
    painter.drawEllipse(middle, 1.05 * em, 1.05 * em)
    bow = QPainterPath(middle + QPointF(-0.3 * em, 0))
    bow.arcTo(QRectF(middle.x() - 0.3 * em, middle.y() - 0.62 * em, 0.6 * em, 0.7 * em), 180, -180)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(bow, QPen(theme.colour("text"), 0.14 * em))
    body = QRectF(middle.x() - 0.45 * em, middle.y() - 0.15 * em, 0.9 * em, 0.7 * em)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("text"))
    painter.drawRoundedRect(body, 0.1 * em, 0.1 * em)


def _sign(painter: QPainter, geometry: Geometry, block: Block, focus: Focus) -> None:
    """Draw what a merge does where its inputs come together."""
    theme, font, em = current(), painter.font(), geometry.em
    lit = block.name in focus.whole or any(name == block.name for name, _ in focus.ringed)
    middle = QPointF(block.box.x - SYMBOL * em, block.box.middle.y)
    written = scaled(font, 1.15 if len(block.symbol) == 1 else 0.8, bold=True)
    half = max(0.8 * em, 0.5 * QFontMetricsF(written).horizontalAdvance(block.symbol) + 0.25 * em)
    colour = theme.phase_colour(focus.phase) if lit else theme.colour("quiet")
    painter.setPen(QPen(colour, (0.16 if lit else 0.08) * em))
    painter.setBrush(theme.colour("panel"))
    box = QRectF(middle.x() - half, middle.y() - 0.8 * em, 2 * half, 1.6 * em)
    painter.drawRoundedRect(box, 0.8 * em, 0.8 * em)
    painter.setFont(written)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, block.symbol)
    painter.setFont(font)
    painter.setBrush(Qt.BrushStyle.NoBrush)
