"""Painting of the layers: neurons, headings, what stands under them, and the losses behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from nnviz.ui.digits import format_number, shorter
from nnviz.ui.theme import Theme, current
from nnviz.ui.watch.focus import Focus
from nnviz.ui.watch.geometry import RADIUS, Block, Geometry
from nnviz.ui.watch.paint_cells import draw_cells
from nnviz.ui.watch.paint_marks import draw_marks
from nnviz.ui.watch.scene import Scene
from nnviz.ui.widgets import scaled

_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Labels:
    """Words at the neurons: names of the inputs and of the classes."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    loss: str = ""
    target: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    """Headings by layer; made by the widget, which can translate."""
    feet: Mapping[str, str] = field(default_factory=dict)
    """What stands under a layer: how many there are, and what is special about it."""
    losses: Mapping[str, float] = field(default_factory=dict)
    """The share of each output in the loss, if there are several."""


def draw_blocks(painter: QPainter, geometry: Geometry, scene: Scene, focus: Focus, labels: Labels) -> None:
    """Draw all layers with the values that are known."""
    for block in geometry.blocks:
        _draw_heading(painter, block, labels)
        if block.kind == "neurons":
            _draw_neurons(painter, geometry, block, scene, focus)
        else:
            draw_cells(painter, geometry, block, scene, focus)
        draw_marks(painter, geometry, block, focus)
        _draw_foot(painter, geometry, block, labels)
    _draw_labels(painter, geometry, labels)


def _draw_heading(painter: QPainter, block: Block, labels: Labels) -> None:
    theme, font = current(), painter.font()
    title, _, shape = labels.words.get(block.name, block.name).partition("\n")
    bold = scaled(font, 1.0, bold=True)
    metrics, room = QFontMetricsF(bold), block.heading.width * 0.9
    lines = [title]
    if metrics.horizontalAdvance(title) > room:
        lines = title.split(" · ", 1)
        if metrics.horizontalAdvance(lines[-1]) > room:  # the shape under it says the same
            lines[-1] = lines[-1].rpartition(" (")[0]
    top = block.heading.y + 0.3 * metrics.height()
    painter.setFont(bold)
    painter.setPen(theme.colour("text"))
    for line in lines:
        box = QRectF(block.heading.x, top, block.heading.width, metrics.height())
        painter.drawText(box, _CENTRE, metrics.elidedText(line, Qt.TextElideMode.ElideRight, room))
        top += metrics.height()
    painter.setFont(scaled(font, 0.9))
    painter.setPen(theme.colour("quiet"))
    painter.drawText(QRectF(block.heading.x, top, block.heading.width, metrics.height()), _CENTRE, shape)
    painter.setFont(font)


def _draw_foot(painter: QPainter, geometry: Geometry, block: Block, labels: Labels) -> None:
    """Write what stands under a layer: under neurons below the place of δ."""
    theme, font = current(), painter.font()
    painter.setFont(scaled(font, 0.9))
    painter.setPen(theme.colour("quiet"))
    height = QFontMetricsF(font).height()
    gap = (1.5 if block.kind == "neurons" else 0.3) * geometry.em
    where = QRectF(block.heading.x, block.box.bottom + gap, block.heading.width, 3.2 * height)
    painter.drawText(
        where, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, labels.feet.get(block.name, "")
    )
    painter.setFont(font)


def _draw_neurons(painter: QPainter, geometry: Geometry, block: Block, scene: Scene, focus: Focus) -> None:
    theme, font = current(), painter.font()
    limit = scene.limit(block.name)
    a, z = scene.values(block.name, "a"), scene.values(block.name, "z")
    ringed = {unit for name, unit in focus.ringed if name == block.name}
    for unit, centre in enumerate(block.centres):
        value = float(a[unit]) if a is not None and scene.has(block.name, "a", unit) else None
        fill = theme.diverging(value, limit) if value is not None else theme.colour("ground")
        painter.setPen(_rim(theme, geometry, focus, unit in ringed, value is not None))
        painter.setBrush(fill)
        painter.drawEllipse(QPointF(*centre), block.radius, block.radius)
        if value is not None:
            _draw_number(painter, block, unit, value, theme.ink_on(fill))
        elif z is not None and scene.has(block.name, "z", unit):
            _draw_number(painter, block, unit, float(z[unit]), theme.colour("quiet"), "z")
    painter.setFont(font)
    _draw_signals(painter, geometry, block, scene, ringed)


def _rim(theme: Theme, geometry: Geometry, focus: Focus, ringed: bool, known: bool) -> QPen:
    if ringed:
        return QPen(theme.phase_colour(focus.phase), 0.2 * geometry.em)
    return QPen(theme.colour("quiet", 0.9 if known else 0.5), 0.06 * geometry.em)


def _draw_number(
    painter: QPainter, block: Block, unit: int, value: float, ink: QColor, above: str = ""
) -> None:
    """Write a number into a circle, with as many of the chosen digits as there is room for.

    ``above`` is a small word over it, for a number that is not the neuron's output.
    """
    plain, size = painter.font(), max(1.0, block.radius / (RADIUS * QFontMetricsF(painter.font()).height()))
    font = scaled(plain, (0.86 if above else 0.92) * size)
    metrics, room = QFontMetricsF(font), (1.7 if above else 1.84) * block.radius
    if metrics.height() > 1.7 * block.radius:
        return
    text = next((t for t in shorter(value) if metrics.horizontalAdvance(t) <= room), "…")
    if text == "…":
        return  # the colour says it; the card and the formula have the number
    x, y = block.centres[unit]
    box = QRectF(x - block.radius, y - block.radius, 2 * block.radius, 2 * block.radius)
    painter.setPen(ink)
    if above and 2 * block.radius > 2.2 * metrics.height():
        painter.setFont(scaled(plain, 0.72 * size))
        painter.drawText(box.translated(0, -0.95 * block.radius + 0.5 * metrics.height()), _CENTRE, above)
        box.translate(0, 0.18 * metrics.height())
    painter.setFont(font)
    painter.drawText(box, _CENTRE, text)
    painter.setFont(plain)


def _draw_signals(
    painter: QPainter, geometry: Geometry, block: Block, scene: Scene, ringed: set[int]
) -> None:
    """Write δ under each neuron whose error signal is known."""
    dz = scene.values(block.name, "dz")
    if dz is None:
        return
    theme, font = current(), painter.font()
    small = scaled(font, 0.86)
    metrics = QFontMetricsF(small)
    pitch = block.centres[1].y - block.centres[0].y if len(block.centres) > 1 else 9.0 * block.radius
    room = pitch - 2 * block.radius >= 1.1 * metrics.height()
    painter.setFont(small)
    for unit, (x, y) in enumerate(block.centres):
        at_hand = unit in ringed
        if not scene.has(block.name, "dz", unit) or not (room or (at_hand and len(ringed) == 1)):
            continue
        text = f"δ = {format_number(float(dz[unit]))}"
        width = metrics.horizontalAdvance(text) + 0.4 * geometry.em
        box = QRectF(x - width / 2, y + block.radius + 0.1 * geometry.em, width, metrics.height())
        painter.fillRect(box, theme.colour("ground", 0.75))
        painter.setPen(QColor(theme.ink("backward")) if at_hand else theme.colour("quiet"))
        painter.drawText(box, _CENTRE, text)
    painter.setFont(font)


def _draw_labels(painter: QPainter, geometry: Geometry, labels: Labels) -> None:
    """Write the names of the inputs and of the classes beside their neurons."""
    theme, font = current(), painter.font()
    painter.setFont(scaled(font, 0.9))
    painter.setPen(theme.colour("quiet"))
    metrics = QFontMetricsF(painter.font())
    first = next((block for block in geometry.blocks if block.depth == 0), None)
    output = geometry.by_name.get(geometry.output)
    if first is not None and first.kind == "neurons":
        for name, (x, y) in zip(labels.inputs, first.centres, strict=False):
            room = x - first.radius - 0.8 * geometry.em
            box = QRectF(0.3 * geometry.em, y - metrics.height() / 2, room, metrics.height())
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    if output is not None and output.kind == "neurons" and len(labels.outputs) == output.units:
        for name, (x, y) in zip(labels.outputs, output.centres, strict=True):
            where = QPointF(x + output.radius * 0.95, y - output.radius * 0.55)
            painter.drawText(where, metrics.elidedText(name, Qt.TextElideMode.ElideRight, 4 * geometry.em))
    painter.setFont(font)


def draw_losses(painter: QPainter, geometry: Geometry, scene: Scene, focus: Focus, labels: Labels) -> None:
    """Draw the places of the losses: the target of the sample above, the loss of the batch in it."""
    for name, box in geometry.losses.items():
        share = labels.losses.get(name, scene.trace.loss)
        _draw_loss(painter, geometry, QRectF(*box), share if scene.has_loss else None, focus, labels)
    _draw_loss_heading(painter, geometry, scene, labels)


def _draw_loss(
    painter: QPainter, geometry: Geometry, box: QRectF, loss: float | None, focus: Focus, labels: Labels
) -> None:
    theme, font = current(), painter.font()
    painter.setPen(
        QPen(theme.phase_colour(focus.phase), 0.2 * geometry.em)
        if focus.loss
        else QPen(theme.colour("quiet", 0.6), 0.06 * geometry.em)
    )
    painter.setBrush(theme.colour("ground") if loss is None else theme.colour(theme.tint("loss", 0.16)))
    painter.drawRoundedRect(box, 0.4 * geometry.em, 0.4 * geometry.em)
    small = scaled(font, 0.9)
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    painter.setPen(theme.colour("quiet"))
    height = metrics.height()
    wide = QRectF(box.center().x() - 4 * geometry.em, box.top() - 1.25 * height, 8 * geometry.em, height)
    painter.drawText(wide, _CENTRE, labels.target)
    if loss is not None:
        painter.setPen(theme.colour("text"))
        fits = (t for t in shorter(loss) if metrics.horizontalAdvance(t) <= box.width() * 0.94)
        painter.drawText(box, _CENTRE, next(fits, "…"))
    painter.setFont(font)


def _draw_loss_heading(painter: QPainter, geometry: Geometry, scene: Scene, labels: Labels) -> None:
    """Write what the loss is at the top of its column, as the layers have it; the sum of several."""
    if not geometry.losses:
        return
    theme, font = current(), painter.font()
    bold, small = scaled(font, 1.0, bold=True), scaled(font, 0.9)
    height = QFontMetricsF(bold).height()
    top = min(geometry.by_name[name].heading.y for name in geometry.losses) + 0.3 * height
    title, _, kind = labels.loss.partition("\n")
    room = QRectF(geometry.loss.x - geometry.em, top, geometry.loss.width + 2 * geometry.em, height)
    painter.setFont(bold)
    painter.setPen(theme.colour("text"))
    painter.drawText(room, _CENTRE, title)
    painter.setFont(small)
    painter.setPen(theme.colour("quiet"))
    if len(geometry.losses) > 1 and scene.has_loss:
        kind = f"{kind}\nΣ = {format_number(scene.trace.loss)}"
    under = QRectF(room.left(), room.bottom(), room.width(), 5 * height)
    painter.drawText(under, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, kind)
    painter.setFont(font)
