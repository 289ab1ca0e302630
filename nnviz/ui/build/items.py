"""What the canvas draws: a card for a layer, a line for an edge. Both are drawn from a value that says it all."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnviz.layers.base import Layer
from nnviz.ui.build.fonts import Fonts, Type
from nnviz.ui.build.geometry import CARD_WIDEST, CARD_WIDTH, EM, PORT, Box, Point, Wire
from nnviz.ui.build.groups import group_colour
from nnviz.ui.theme import Theme, current

RADIUS = 0.4 * EM
BAR = 0.4 * EM
PADDING = 0.8 * EM
CAPTION = 1.25 * EM
"""Room under a card for the layer's name."""


@dataclass(frozen=True)
class CardLook:
    """Everything that a card shows."""

    name: str
    title: str
    summary: str
    layer: type[Layer]
    box: Box
    inputs: tuple[Point, ...]
    output: Point
    selected: bool = False
    faulty: bool = False
    hatched: bool = False
    lit_port: str = ""
    """``output``, ``input0`` … while the pointer is on it."""


@dataclass(frozen=True)
class WireLook:
    """Everything that a line shows."""

    wire: Wire
    label: str = ""
    faulty: bool = False
    selected: bool = False


def card_width(fonts: Fonts, title: str, summary: str) -> float:
    """Return the width of a card: as wide as the others unless its words need more."""
    words = max(fonts.title.width(title), fonts.summary.width(summary)) + BAR + 2 * PADDING
    return min(max(CARD_WIDTH, words), CARD_WIDEST)


def rectangle(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def wire_path(wire: Wire) -> QPainterPath:
    """Return the line as Qt draws it."""
    path = QPainterPath(QPointF(*wire.start))
    path.cubicTo(QPointF(*wire.first), QPointF(*wire.second), QPointF(*wire.end))
    return path


class CardItem(QGraphicsItem):
    """One layer. It is drawn in scene coordinates and knows nothing but its look."""

    def __init__(self, look: CardLook, fonts: Fonts) -> None:
        super().__init__()
        self.look = look
        self._fonts = fonts
        self.setZValue(1)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_look(self, look: CardLook, fonts: Fonts) -> None:
        """Draw ``look`` from now on."""
        if look != self.look or fonts is not self._fonts:
            self.prepareGeometryChange()
            self.look, self._fonts = look, fonts
            self.update()

    def boundingRect(self) -> QRectF:
        margin = PORT + 5
        return rectangle(self.look.box).adjusted(-margin, -margin, margin, CAPTION + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        theme, look = current(), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rectangle(look.box)
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS, RADIUS)
        painter.fillPath(shape, theme.colour("panel"))
        if look.hatched:
            painter.fillPath(shape, QBrush(theme.colour("quiet", 0.35), Qt.BrushStyle.BDiagPattern))
        painter.save()
        painter.setClipPath(shape)
        bar = QRectF(box.left(), box.top(), BAR, box.height())
        painter.fillRect(bar, QColor(group_colour(look.layer, theme)))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._outline(theme))
        painter.drawPath(shape)
        if look.selected and look.faulty:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(box.adjusted(-3.5, -3.5, 3.5, 3.5), RADIUS + 3, RADIUS + 3)
        self._paint_words(painter, theme, box)
        self._paint_ports(painter, theme)

    def _outline(self, theme: Theme) -> QPen:
        if self.look.faulty:
            return QPen(theme.colour("negative"), 2.0)
        if self.look.selected:
            return QPen(theme.colour("accent"), 2.4)
        return QPen(theme.colour("line"), 1.2)

    def _paint_words(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        look, left = self.look, box.left() + BAR + PADDING
        room = box.right() - PADDING * 0.7 - left
        lines = [(self._fonts.title, "text", look.title)]
        if look.summary:
            lines.append((self._fonts.summary, "quiet", look.summary))
        top = box.center().y() - sum(kind.height for kind, _, _ in lines) / 2
        for kind, role, words in lines:
            self._paint_line(painter, kind, theme.colour(role), words, QRectF(left, top, room, kind.height))
            top += kind.height
        small = self._fonts.small
        wide = min(small.width(look.name), box.width() - BAR)
        under = QRectF(box.left() + BAR, box.bottom() + 3, wide, small.height)
        painter.fillRect(under.adjusted(-2, 0, 2, 0), theme.colour("ground"))  # a line may run behind it
        colour = theme.ink("negative") if look.faulty else theme.quiet
        self._paint_line(painter, small, QColor(colour), look.name, under)

    def _paint_line(self, painter: QPainter, kind: Type, colour: QColor, words: str, where: QRectF) -> None:
        painter.setFont(kind.font)
        painter.setPen(colour)
        shown = kind.elided(words, where.width() + 0.5)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip
        painter.drawText(where, flags, shown)

    def _paint_ports(self, painter: QPainter, theme: Theme) -> None:
        look = self.look
        ports = [(f"input{i}", place) for i, place in enumerate(look.inputs)]
        for key, place in [*ports, ("output", look.output)]:
            lit = key == look.lit_port
            painter.setPen(QPen(theme.colour("accent" if lit else "quiet"), 1.3))
            painter.setBrush(theme.colour("accent" if lit else "panel"))
            radius = PORT * (1.25 if lit else 1.0)
            painter.drawEllipse(QPointF(*place), radius, radius)


class WireItem(QGraphicsItem):
    """One line with the shape that travels along it."""

    def __init__(self, look: WireLook, fonts: Fonts) -> None:
        super().__init__()
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._measure(look, fonts)

    def show_look(self, look: WireLook, fonts: Fonts) -> None:
        """Draw ``look`` from now on."""
        if look != self.look or fonts is not self._fonts:
            self.prepareGeometryChange()
            self._measure(look, fonts)
            self.update()

    def _measure(self, look: WireLook, fonts: Fonts) -> None:
        self.look = look
        self._fonts: Fonts = fonts
        self._path = wire_path(look.wire)
        self._label = self._label_box()

    def _label_box(self) -> QRectF:
        """Return the place of the label; in a narrow gap its type becomes smaller."""
        look = self.look
        self._type = self._fonts.small
        if not look.label:
            return QRectF()
        wide, high = self._type.width(look.label), self._type.height
        x, y = look.wire.at(0.5)
        if look.wire.upright:
            return QRectF(x + 0.5 * EM, y - high / 2, wide, high)
        level = abs(look.wire.start[1] - look.wire.end[1])
        if level >= high:  # on a steep line the label lies on it, on a level one above it
            return QRectF(x - wide / 2, y - high / 2, wide, high)
        room = abs(look.wire.end[0] - look.wire.start[0]) - 2 * PORT - 2
        if room < wide:
            self._type = self._type.smaller(max(0.7, room / wide))
            wide, high = self._type.width(look.label), self._type.height
        return QRectF(x - wide / 2, y - level / 2 - high - 2, wide, high)

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().united(self._label).adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        theme, look = current(), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "accent" if look.selected else "negative" if look.faulty else "quiet"
        pen = QPen(theme.colour(role), 2.6 if look.selected else 1.7)
        if look.faulty:
            pen.setDashPattern([3.5, 2.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        if look.label:
            self._paint_label(painter, theme)

    def _paint_label(self, painter: QPainter, theme: Theme) -> None:
        ground = QPainterPath()
        ground.addRoundedRect(self._label.adjusted(-3, 0, 3, 0), 4, 4)
        painter.fillPath(ground, theme.colour("ground"))
        painter.setFont(self._type.font)
        painter.setPen(QColor(theme.ink("negative")) if self.look.faulty else theme.colour("quiet"))
        painter.drawText(
            self._label, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self.look.label
        )
