"""Painting of what runs between the layers: a curve for each weight, plain lines, bands."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from nnviz.ui.theme import current
from nnviz.ui.watch.focus import Beam, Edge, Focus, Neuron, parallel
from nnviz.ui.watch.geometry import Block, Box, Curve, Geometry, Link
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.scene import Scene

THIN, THICK = 0.04, 0.22
"""Width of the line of the smallest and of the largest weight of a layer, in em."""

CROWD = 60
"""More lines than this between two layers are drawn fainter, so that the picture stays as calm."""


@lru_cache(maxsize=4096)
def _path(curve: Curve) -> QPainterPath:
    path = QPainterPath(QPointF(*curve.start))
    path.cubicTo(QPointF(*curve.one), QPointF(*curve.two), QPointF(*curve.end))
    return path


def edge_path(geometry: Geometry, edge: Edge) -> QPainterPath:
    """Return the curve of a weight."""
    return _path(geometry.curve(*edge))


def calm(lines: int) -> float:
    """Return how much fainter and thinner each of so many lines is drawn (1: not at all)."""
    return min(1.0, (CROWD / max(1, lines)) ** 0.5)


def draw_edge(
    painter: QPainter,
    geometry: Geometry,
    edge: Edge,
    weight: float,
    limit: float,
    lit: str = "",
    strength: float = 1.0,
) -> None:
    """Draw a weight: hue and dash are its sign, width and opacity its size; ``lit`` is the phase it belongs to.

    A ``strength`` below 1 is for one of very many lines. They stay below one pixel, which the rasteriser draws
    ten times as fast.
    """
    theme, em = current(), geometry.em
    share = min(1.0, abs(weight) / limit) if limit else 0.0
    path = edge_path(geometry, edge)
    width = em * (THIN + (THICK * strength**1.5 - THIN) * share)
    if lit and strength == 1.0:
        painter.strokePath(path, QPen(theme.colour(lit, 0.22), width + 0.42 * em, c=Qt.PenCapStyle.FlatCap))
    role = "negative" if weight < 0 else "positive"
    opacity = 1.0 if lit else strength * (0.22 + 0.33 * share)
    pen = QPen(theme.colour(role, opacity), width, c=Qt.PenCapStyle.FlatCap)
    if weight < 0:
        pen.setDashPattern([0.65 * em / width, 0.22 * em / width])
    painter.strokePath(path, pen)


def draw_plain(painter: QPainter, geometry: Geometry, edge: Edge, lit: str = "") -> None:
    """Draw a line without a weight, as between a layer and its activation."""
    role, strength = (lit, 1.0) if lit else ("quiet", 0.45)
    painter.strokePath(edge_path(geometry, edge), QPen(current().colour(role, strength), 0.1 * geometry.em))


def band_path(geometry: Geometry, beam: Beam) -> QPainterPath:
    """Return the area between two layers too wide for single lines, or the part of it at one neuron."""
    link, source, target = beam
    one, other = _side(geometry.by_name[link.source], source), _side(geometry.by_name[link.target], target)
    gap = 0.3 * geometry.em
    left, right = one.right + gap, other.x - gap
    middle = (left + right) / 2
    path = QPainterPath(QPointF(left, one.y))
    path.cubicTo(QPointF(middle, one.y), QPointF(middle, other.y), QPointF(right, other.y))
    path.lineTo(right, other.bottom)
    path.cubicTo(QPointF(middle, other.bottom), QPointF(middle, one.bottom), QPointF(left, one.bottom))
    path.closeSubpath()
    return path


def skip_path(geometry: Geometry, link: Link) -> QPainterPath:
    """Return the way of a link around the layers between."""
    curves = geometry.around(link)
    path = QPainterPath(QPointF(*curves[0].start))
    for curve in curves:
        path.cubicTo(QPointF(*curve.one), QPointF(*curve.two), QPointF(*curve.end))
    return path


def _draw_skip(painter: QPainter, geometry: Geometry, link: Link, lit: str) -> None:
    pen = QPen(current().colour(lit or "quiet", 1.0 if lit else 0.5), geometry.em * (0.18 if lit else 0.11))
    painter.strokePath(skip_path(geometry, link), pen)
    bracket = geometry.bracket(link)
    if bracket:
        painter.setPen(pen)
        painter.drawLine(QPointF(*bracket[0]), QPointF(*bracket[1]))


def _side(block: Block, unit: int | None) -> Box:
    """Return the part of a layer at which a beam begins or ends."""
    if unit is None or not block.centres:
        return block.box
    x, y = block.centres[unit]
    half = 0.6 * block.radius if block.kind == "neurons" else block.box.height / block.rows / 2
    return Box(x - block.radius, y - half, 2 * block.radius, 2 * half)


def draw_band(painter: QPainter, geometry: Geometry, beam: Beam, lit: str = "") -> None:
    """Draw all weights between two layers, or those at one neuron, as one area; a skip as one line."""
    if beam[0].kind == "skip":
        _draw_skip(painter, geometry, beam[0], lit)
        return
    colour = current().colour(lit or "quiet", 0.2 if lit else 0.07)
    painter.fillPath(band_path(geometry, beam), colour)


def draw_links(painter: QPainter, geometry: Geometry, scene: Scene) -> None:
    """Draw every line at the strength of things that are not at hand."""
    for link in geometry.links:
        if link.kind in ("band", "skip"):
            draw_band(painter, geometry, (link, None, None))
        elif link.kind == "parallel":
            for edge in parallel(geometry, link, range(geometry.by_name[link.target].units)):
                draw_plain(painter, geometry, edge)
        else:
            kernel = scene.weight(link.target, "kernel")
            limit = scene.weight_limit(link.target)
            if kernel is not None:
                strength = calm(kernel.size)
                for source, row in enumerate(kernel):
                    for target, weight in enumerate(row):
                        draw_edge(
                            painter, geometry, (link, source, target), float(weight), limit, strength=strength
                        )
    for name in geometry.losses:
        for unit in range(len(geometry.by_name[name].centres) or 1):
            draw_to_loss(painter, geometry, (name, unit))


def draw_to_loss(painter: QPainter, geometry: Geometry, end: Neuron, lit: str = "") -> None:
    """Draw the way from an output to its loss."""
    curve = geometry.to_loss(*end)
    path = QPainterPath(QPointF(*curve.start))
    path.cubicTo(QPointF(*curve.one), QPointF(*curve.two), QPointF(*curve.end))
    pen = QPen(current().colour(lit or "quiet", 1.0 if lit else 0.4), geometry.em * (0.14 if lit else 0.07))
    painter.strokePath(path, pen)


def draw_lit(painter: QPainter, geometry: Geometry, scene: Scene, focus: Focus) -> None:
    """Draw at full strength what the event is about."""
    for beam in focus.bands:
        draw_band(painter, geometry, beam, focus.phase)
    for end in focus.to_loss:
        draw_to_loss(painter, geometry, end, focus.phase)
    strength = calm(len(focus.edges))
    for link, source, target in focus.edges:
        kernel = scene.weight(link.target, "kernel") if link.kind == "weights" else None
        if kernel is None:
            draw_plain(painter, geometry, (link, source, target), focus.phase)
        else:
            weight, limit = float(kernel[source, target]), scene.weight_limit(link.target)
            draw_edge(painter, geometry, (link, source, target), weight, limit, focus.phase, strength)


def draw_mark(painter: QPainter, geometry: Geometry, pick: Pick) -> None:
    """Draw the mark of selection around a neuron or along a weight."""
    theme, em = current(), geometry.em
    block = geometry.by_name.get(pick.layer)
    if block is None:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("accent"), 0.14 * em))
    if pick.source is not None:
        link = next((link for link in geometry.into[pick.layer] if link.kind == "weights"), None)
        if link is not None:
            painter.strokePath(
                edge_path(geometry, (link, pick.source, pick.unit)), QPen(theme.colour("accent"), 0.3 * em)
            )
    elif block.kind == "neurons":
        reach = block.radius + 0.3 * em
        painter.drawEllipse(QPointF(*block.centres[pick.unit]), reach, reach)
    else:
        painter.drawRect(QRectF(*block.cell(pick.unit)))
