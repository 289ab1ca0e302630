"""Where a card stands and how it is drawn, and which weight of its kernel lies at a place."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from nnviz.ui.theme import current
from nnviz.ui.watch.card import Card
from nnviz.ui.watch.geometry import Block, Box, Geometry, Point
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.paint_cells import draw_image
from nnviz.ui.widgets import scaled

_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Placed:
    """A card's place, and the places of the pictures of its kernel."""

    box: QRectF
    kernels: tuple[Box, ...] = ()

    def cell_at(self, card: Card, x: float, y: float) -> tuple[int, int, int] | None:
        """Return channel, row and column of the weight at a place."""
        for number, box in enumerate(self.kernels):
            if card.kernels is not None and box.holds(x, y):
                rows, columns = card.kernels.pictures[number].shape
                row = min(rows - 1, int((y - box.y) / box.height * rows))
                column = min(columns - 1, int((x - box.x) / box.width * columns))
                return card.kernels.first + number, row, column
        return None


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


def place_card(geometry: Geometry, card: Card, pick: Pick, view: Box, font: QFont) -> Placed | None:
    """Return the place of a card beside what it is about, inside ``view``, where it hides no neuron if there is one."""
    em, pad = geometry.em, 0.45 * geometry.em
    metrics = QFontMetricsF(scaled(font, 0.94))
    width = max((metrics.horizontalAdvance(line) for line, _ in card.lines), default=0.0)
    text = height = metrics.height() * len(card.lines) + 1.3 * pad
    pictures = card.kernels.pictures if card.kernels is not None else ()
    across, right, down = min(4, len(pictures)), 0.0, 0.0
    if pictures:
        rows, columns = pictures[0].shape
        side = min(1.1 * em, 4.5 * em / max(rows, columns))
        right, down = columns * side + 0.4 * em, rows * side + 0.4 * em
        width = max(width, across * right)
        height += math.ceil(len(pictures) / across) * down
    width += 2 * pad
    box = _free_place(geometry, pick, view, width, height)
    if box is None:
        return None
    left, top = box.x() + (width - across * right + 0.4 * em) / 2, box.y() + text - 0.7 * pad + 0.3 * em
    return Placed(
        box,
        tuple(
            Box(left + n % across * right, top + n // across * down, right - 0.4 * em, down - 0.4 * em)
            for n in range(len(pictures))
        ),
    )


def draw_card(
    painter: QPainter, geometry: Geometry, card: Card, placed: Placed, pick: Pick, role: str
) -> None:
    """Draw a card at its place."""
    theme, font, em = current(), painter.font(), geometry.em
    small = scaled(font, 0.94)
    metrics = QFontMetricsF(small)
    if pick.source is not None:  # a pin on the very line that the card is about
        painter.setPen(QPen(theme.colour("ground"), 0.08 * em))
        painter.setBrush(theme.colour(role))
        painter.drawEllipse(QPointF(*places(geometry, pick)[0][0]), 0.22 * em, 0.22 * em)
    painter.setPen(QPen(theme.colour(role), 0.09 * em))
    painter.setBrush(theme.colour("panel"))
    painter.drawRoundedRect(placed.box, 0.35 * em, 0.35 * em)
    painter.setFont(small)
    line_at = placed.box.topLeft() + QPointF(0, 0.27 * em)
    for line, tone in card.lines:
        painter.setPen(theme.colour(theme.ink(tone)))
        where = QRectF(line_at.x(), line_at.y(), placed.box.width(), metrics.height())
        painter.drawText(where, _CENTRE, line)
        line_at += QPointF(0, metrics.height())
    painter.setFont(font)
    for number, box in enumerate(placed.kernels):
        assert card.kernels is not None
        pixels = theme.diverging_pixels(card.kernels.pictures[number], card.kernels.limit)
        draw_image(painter, geometry, box, pixels)
        painter.setPen(QPen(theme.colour("quiet", 0.6), 0.05 * em))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(*box))
    if card.kernels is not None and card.kernels.chosen is not None:
        draw_cell_mark(painter, geometry, card, placed, card.kernels.chosen)


def draw_cell_mark(
    painter: QPainter, geometry: Geometry, card: Card, placed: Placed, cell: tuple[int, int, int]
) -> None:
    """Draw the mark of selection around one weight of the card's kernel."""
    number = cell[0] - card.kernels.first if card.kernels is not None else -1
    if card.kernels is None or not 0 <= number < len(placed.kernels):
        return
    rows, columns = card.kernels.pictures[number].shape
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current().colour("accent"), 0.16 * geometry.em))
    painter.drawRect(QRectF(*placed.kernels[number].part(cell[1], cell[2], rows, columns)))


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
            *_beside(geometry, pick, at, width, height),
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


def _beside(
    geometry: Geometry, pick: Pick, at: Point, width: float, height: float
) -> list[tuple[float, float]]:
    """Return places farther off, under and over the whole layer: its other neurons are then all seen."""
    block, gap = geometry.by_name[pick.layer], 0.8 * geometry.em
    if pick.source is not None:
        return []
    under, over = block.box.bottom + gap, block.box.y - gap - height
    return [
        (at.x - width / 2, under),
        (at.x - width / 2, over),
        (block.box.x, under),
        (block.box.right - width, under),
    ]


def _around(block: Block, centre: Point) -> QRectF:
    """Return the neuron with the room for what is written under it."""
    return QRectF(centre.x - block.radius, centre.y - block.radius, 2 * block.radius, 2.6 * block.radius)


def _area(box: QRectF) -> float:
    return max(0.0, box.width()) * max(0.0, box.height())
