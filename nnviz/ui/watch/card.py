"""The card at a neuron or a weight: its numbers as far as they are known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnviz.ui.digits import format_number
from nnviz.ui.theme import current
from nnviz.ui.watch.geometry import Block, Box, Geometry, Point
from nnviz.ui.watch.known import Pick, returned
from nnviz.ui.watch.paint_cells import draw_image
from nnviz.ui.watch.scene import Scene, largest
from nnviz.ui.widgets import scaled

Array = npt.NDArray[Any]

MOST_KERNELS = 8
"""Channels of a kernel that are shown; the first ones."""

_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Card:
    """Lines with the role of the theme that each is written in; the first is the title."""

    lines: tuple[tuple[str, str], ...]
    kernels: tuple[Array, ...] = ()
    """Pictures of the weights behind it (rows, columns), one for each channel that enters."""
    limit: float = 1.0
    """The weight that has the full colour in them."""

    @property
    def text(self) -> str:
        """The card in plain words."""
        return "; ".join(line for line, _ in self.lines)


def card_of(scene: Scene, pick: Pick, title: str) -> Card:
    """Return what is known of a neuron or weight at this point."""
    lines = [(title, "text")] if title else []
    if pick.source is not None:
        return Card((*lines, *_weight(scene, pick)))
    return Card((*lines, *_neuron(scene, pick)), *_kernels(scene, pick))


def _kernels(scene: Scene, pick: Pick) -> tuple[tuple[Array, ...], float]:
    """Return the kernel of the feature map that is picked, cut into pictures, and its largest weight."""
    stage = scene.stage(pick.layer)
    slots = [
        slot for slot in stage.slots if len(slot.shape) in (3, 4) and slot.trainable | (not stage.learns)
    ]
    if len(slots) != 1 or len(stage.output_shape) not in (2, 3):
        return (), 1.0
    kernel = scene.weight(pick.layer, slots[0].path.removeprefix(f"{pick.layer}/"))
    assert kernel is not None
    flat = kernel[:, None] if kernel.ndim == 3 else kernel  # a kernel over time is one row high
    flat = np.swapaxes(flat, 0, 1) if kernel.ndim == 3 else flat
    if "Transpose" in stage.layer.kind():
        flat = np.swapaxes(flat, 2, 3)
    channels, channel = stage.output_shape[-1], pick.unit % stage.output_shape[-1]
    if flat.shape[3] == channels:
        found = flat[:, :, :, channel]
    elif flat.shape[2] * flat.shape[3] == channels:  # each channel by itself
        found = flat[:, :, channel // flat.shape[3], channel % flat.shape[3], None]
    else:
        return (), 1.0
    return tuple(found[:, :, i] for i in range(min(found.shape[2], MOST_KERNELS))), largest(kernel)


def _weight(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    assert pick.source is not None
    place = pick.source, pick.unit
    return _parameter(scene, pick, "w", "kernel", lambda array: float(array[place]))


def _parameter(
    scene: Scene, pick: Pick, letter: str, name: str, at: Callable[..., float]
) -> list[tuple[str, str]]:
    now = scene.weight(pick.layer, name)
    if now is None:
        return []
    found = [(f"{letter} = {format_number(at(now))}", "text")]
    if scene.updated(pick.layer):
        before = at(scene.weight(pick.layer, name, after=False))
        found = [(f"{letter}: {format_number(before)} → {format_number(at(now))}", "update")]
    gradient = scene.gradient(pick.layer, name)
    if gradient is not None and scene.has(pick.layer, "dw", pick.unit):
        found.append((f"∂L/∂{letter} = {format_number(at(gradient))}", "backward"))
    return found


def _neuron(scene: Scene, pick: Pick) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for quantity, letter, role in (("z", "z", "text"), ("a", "a", "text"), ("dz", "δ", "backward")):
        values = scene.values(pick.layer, quantity)
        if values is not None and scene.has(pick.layer, quantity, pick.unit):
            shown = letter if scene.stage(pick.layer).sources else "x"
            found.append((f"{shown} = {format_number(float(values[pick.unit]))}", role))
    arrived = scene.values(pick.layer, "da")
    if arrived is not None and not scene.look and returned(scene.network, scene.known, pick.layer):
        letter = "a" if scene.stage(pick.layer).sources else "x"
        found.append((f"∂L/∂{letter} = {format_number(float(arrived[pick.unit]))}", "backward"))
    channels = scene.stage(pick.layer).output_shape[-1]
    bias = scene.weight(pick.layer, "bias")
    if bias is None or bias.shape != (channels,):
        return found
    return found + _parameter(scene, pick, "b", "bias", lambda array: float(array[pick.unit % channels]))


def places(geometry: Geometry, pick: Pick) -> tuple[tuple[Point, float], ...]:
    """Return the places that a card may stand at, the best first: a point and how far to keep from it."""
    block = geometry.by_name.get(pick.layer)
    if block is None:
        return ()
    near = 0.3 * geometry.em
    if pick.source is not None:
        link = next((link for link in geometry.into[pick.layer] if link.kind == "weights"), None)
        if link is None:
            return ()
        curve = geometry.curve(link, pick.source, pick.unit)
        return tuple((curve.at(t), near) for t in (0.4, 0.5, 0.3, 0.6, 0.7))
    if block.kind == "neurons":
        return ((block.centres[pick.unit], block.radius + near),)
    cell = block.cell(pick.unit)
    return ((cell.middle, near + max(cell.width, cell.height) / 2),)


def draw_card(painter: QPainter, geometry: Geometry, card: Card, pick: Pick, view: Box, role: str) -> None:
    """Draw a card beside what it is about, inside ``view``, where it hides no neuron if there is such a place."""
    theme, font, em = current(), painter.font(), geometry.em
    small = scaled(font, 0.94)
    metrics = QFontMetricsF(small)
    pad = 0.45 * em
    side, across = 0.0, 1
    if card.kernels:
        rows, columns = card.kernels[0].shape
        side, across = min(0.9 * em, 4.5 * em / max(rows, columns)), min(4, len(card.kernels))
    width = max(metrics.horizontalAdvance(line) for line, _ in card.lines)
    height = metrics.height() * len(card.lines) + 1.3 * pad
    if card.kernels:
        width = max(width, across * (columns * side + 0.4 * em))
        height += math.ceil(len(card.kernels) / across) * (rows * side + 0.4 * em)
    width += 2 * pad
    found = _free_place(geometry, pick, view, width, height)
    if found is None:
        return
    if pick.source is not None:  # a pin on the very line that the card is about
        painter.setPen(QPen(theme.colour("ground"), 0.08 * em))
        painter.setBrush(theme.colour(role))
        painter.drawEllipse(QPointF(*places(geometry, pick)[0][0]), 0.22 * em, 0.22 * em)
    painter.setPen(QPen(theme.colour(role), 0.09 * em))
    painter.setBrush(theme.colour("panel"))
    painter.drawRoundedRect(found, 0.35 * em, 0.35 * em)
    painter.setFont(small)
    line_at = found.topLeft() + QPointF(0, 0.6 * pad)
    for line, tone in card.lines:
        painter.setPen(theme.colour(theme.ink(tone)))
        painter.drawText(QRectF(line_at.x(), line_at.y(), width, metrics.height()), _CENTRE, line)
        line_at += QPointF(0, metrics.height())
    painter.setFont(font)
    if card.kernels:
        start = line_at + QPointF((width - across * (columns * side + 0.4 * em) + 0.4 * em) / 2, 0.3 * em)
        for number, kernel in enumerate(card.kernels):
            x, y = number % across * (columns * side + 0.4 * em), number // across * (rows * side + 0.4 * em)
            box = Box(start.x() + x, start.y() + y, columns * side, rows * side)
            draw_image(painter, geometry, box, theme.diverging_pixels(kernel, card.limit))
            painter.setPen(QPen(theme.colour("quiet", 0.6), 0.05 * em))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(*box))


def _free_place(geometry: Geometry, pick: Pick, view: Box, width: float, height: float) -> QRectF | None:
    """Return the place of a card of this size: above, below or beside, where it hides least."""
    room = QRectF(*view).adjusted(
        0.3 * geometry.em, 0.3 * geometry.em, -0.3 * geometry.em, -0.3 * geometry.em
    )
    taken = [_around(block, centre) for block in geometry.blocks for centre in block.centres]
    taken += [
        QRectF(*box) for block in geometry.blocks if not block.centres for box in block.tiles or (block.box,)
    ]
    best: tuple[float, QRectF] | None = None
    for at, reach in places(geometry, pick):
        gap = reach + 0.3 * geometry.em
        for x, y in (
            (at.x - width / 2, at.y - gap - height),
            (at.x - width / 2, at.y + gap),
            (at.x + gap, at.y - height / 2),
            (at.x - gap - width, at.y - height / 2),
        ):
            box = QRectF(x, y, width, height)
            inside = box.intersected(room)
            hidden = sum(_area(box.intersected(other)) for other in taken)
            cost = hidden + 10 * (_area(box) - _area(inside))
            if best is None or cost < best[0] - 1:
                best = cost, box
            if cost < 1:
                return box
    return best[1] if best else None


def _around(block: Block, centre: Point) -> QRectF:
    """Return the neuron with the room for what is written under it."""
    return QRectF(centre.x - block.radius, centre.y - block.radius, 2 * block.radius, 2.6 * block.radius)


def _area(box: QRectF) -> float:
    return max(0.0, box.width()) * max(0.0, box.height())
