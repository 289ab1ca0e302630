"""Gestures: each is an object that lives from the press to the release (or the cancelling) and edits once, at its end.

While it lasts it only shows what it would do; the document is changed by ``release`` alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPen

from nnviz.design.graph import Edge
from nnviz.layers.base import LAYERS
from nnviz.ui.build import geometry as geo
from nnviz.ui.build.editor import refusal
from nnviz.ui.build.items import RADIUS, rectangle, wire_path
from nnviz.ui.text import tr_message
from nnviz.ui.theme import current

if TYPE_CHECKING:
    from nnviz.ui.build.canvas import Canvas

SNAP = 0.4 * geo.EM
"""A card that is moved comes to the height of another one that is this near."""


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is, on the scene and in the view, and which keys are held."""

    scene: geo.Point
    view: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Whether the keys say that the selection is to be added to."""
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        return bool(self.modifiers & keys)

    def is_dragged_from(self, start: Pointer) -> bool:
        """Return whether the pointer has moved enough since ``start`` to be more than a click."""
        way = (self.view - start.view).manhattanLength()
        return way >= QGuiApplication.styleHints().startDragDistance()


class Gesture(QObject):
    """Base of all gestures; ``canvas`` is what it reads and draws on."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__()
        self.canvas = canvas
        self.start = start

    def move(self, at: Pointer) -> None:
        """Show what a release at ``at`` would do."""

    def release(self, at: Pointer) -> None:
        """Do it."""

    def cancel(self) -> None:
        """Leave everything as it was before the press."""

    def paint(self, painter: QPainter) -> None:
        """Draw on top of the cards, in scene coordinates."""


class Pan(Gesture):
    """Moves the view with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._last = start.view

    def move(self, at: Pointer) -> None:
        way = at.view - self._last
        self._last = at.view
        self.canvas.scroll_by(-way.x(), -way.y())


class RubberBand(Gesture):
    """Selects the cards that a rectangle touches."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self._before = canvas.selection.names
        self._kept = self._before if start.adds else frozenset()
        self._box: geo.Box | None = None
        if not start.adds:
            canvas.selection.clear()

    def move(self, at: Pointer) -> None:
        if self._box or at.is_dragged_from(self.start):
            self._box = geo.Box.between(self.start.scene, at.scene)
            self.canvas.selection.set(self._kept | geo.inside(self.canvas.layout_now, self._box))
            self.canvas.viewport().update()

    def cancel(self) -> None:
        self.canvas.selection.set(self._before)

    def paint(self, painter: QPainter) -> None:
        if self._box:
            painter.setPen(QPen(current().colour("accent"), 0))
            painter.setBrush(current().colour("accent", 0.08))
            painter.drawRect(rectangle(self._box))


class MoveCards(Gesture):
    """Moves the selected cards; a press that does not move selects the card alone."""

    def __init__(self, canvas: Canvas, start: Pointer, name: str) -> None:
        super().__init__(canvas, start)
        self._name = name
        self._from = {
            node.name: node.position
            for node in canvas.session.document.design.nodes
            if node.name in canvas.selection.names
        }
        self._to: dict[str, geo.Point] = {}

    def move(self, at: Pointer) -> None:
        if not self._from or not (self._to or at.is_dragged_from(self.start)):
            return
        dx, dy = at.scene[0] - self.start.scene[0], at.scene[1] - self.start.scene[1]
        if not at.modifiers & Qt.KeyboardModifier.AltModifier:
            dy += self._to_level(dy)
        self._to = {name: (x + dx, y + dy) for name, (x, y) in self._from.items()}
        self.canvas.show_moved(self._to)

    def _to_level(self, dy: float) -> float:
        """Return what is missing for the card to be as high as the nearest of the others."""
        y = self._from.get(self._name, next(iter(self._from.values())))[1] + dy
        nodes = self.canvas.session.document.design.nodes
        ways = [node.position[1] - y for node in nodes if node.name not in self._from]
        nearest = min(ways, key=abs, default=math.inf)
        return nearest if abs(nearest) <= SNAP else 0.0

    def release(self, at: Pointer) -> None:
        if self._to:
            self.canvas.show_moved({}, redraw=False)
            self.canvas.editor.move_layers(self._to)
            self.canvas.redraw()
        elif not at.adds:
            self.canvas.selection.set([self._name])

    def cancel(self) -> None:
        self.canvas.show_moved({})


class DrawLink(Gesture):
    """Draws a line from a port to another card, or to empty ground, where it offers the layers that fit."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, start: Pointer, port: geo.Hit) -> None:
        super().__init__(canvas, start)
        self._port = port
        self._target = geo.NOTHING
        self._reason = ""
        self._at = start.scene
        self._dragged = False

    @property
    def _forward(self) -> bool:
        return self._port.kind == "output"

    def _link(self, other: geo.Hit) -> Edge:
        """Return the line to ``other``; the end on empty ground has no name."""
        if self._forward:
            return Edge(self._port.name, other.name, other.port)
        return Edge(other.name, self._port.name, self._port.port)

    def move(self, at: Pointer) -> None:
        self._dragged = self._dragged or at.is_dragged_from(self.start)
        self._at = at.scene
        self._target = self._find(at)
        self._reason = ""
        if self._target.name:
            link = self._link(self._target)
            reason = refusal(self.canvas.session.document.design, link.source, link.target, link.port)
            self._reason = tr_message(reason) if reason else ""
        self._say(at)
        self.canvas.light(geo.NOTHING if self._reason else self._target)
        self.canvas.viewport().update()

    def _find(self, at: Pointer) -> geo.Hit:
        hit = geo.hit(self.canvas.layout_now, at.scene)
        if not hit.name or hit.name == self._port.name:
            return geo.NOTHING
        if not self._forward:
            return geo.Hit("output", hit.name)
        layout = self.canvas.layout_now
        port = hit.port if hit.kind == "input" else geo.target_port(layout, hit.name, at.scene)
        return geo.Hit("input", hit.name, port)

    def _say(self, at: Pointer) -> None:
        if self._reason:
            self.canvas.show_hint(self._reason, at.view, wrong=True)
        elif self._dragged and geo.hit(self.canvas.layout_now, at.scene).kind in ("nothing", "wire"):
            self.canvas.show_hint(self.tr("Let go to choose a layer"), at.view)
        else:
            self.canvas.hide_hint()

    def release(self, at: Pointer) -> None:
        self.canvas.light(geo.NOTHING)
        if not self._dragged:
            self.canvas.selection.set([self._port.name])
        elif self._reason:
            self.canvas.show_hint(self._reason, at.view, wrong=True, stay=True)
        elif self._target.name:
            link = self._link(self._target)
            self.canvas.hide_hint()
            self.canvas.editor.connect_layers(link.source, link.target, link.port)
        elif geo.hit(self.canvas.layout_now, at.scene).kind in ("nothing", "wire"):
            self.canvas.hide_hint()
            self.canvas.offer_layers(self._link(geo.NOTHING), at, self)

    def cancel(self) -> None:
        self.canvas.light(geo.NOTHING)
        self.canvas.hide_hint()

    def paint(self, painter: QPainter) -> None:
        if not self._dragged:
            return
        layout, port = self.canvas.layout_now, self._port
        start = layout.outputs[port.name] if self._forward else layout.inputs[port.name][port.port]
        end = self._at
        if self._target.name and not self._reason:
            ports = layout.inputs[self._target.name]
            end = ports[self._target.port] if self._forward else layout.outputs[self._target.name]
        if not self._forward:
            start, end = end, start
        wire = geo.Wire(Edge("", ""), start, *geo.curve(start, end), end)
        pen = QPen(current().colour("negative" if self._reason else "accent"), 2.2)
        if self._reason or not self._target.name:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(wire_path(wire))


class DropLayer(Gesture):
    """A layer that is dragged in from the palette: over a line it goes into it, elsewhere onto the ground."""

    def __init__(self, canvas: Canvas, start: Pointer, kind: str) -> None:
        super().__init__(canvas, start)
        self._kind = kind
        self._edge: Edge | None = None
        self._at = start.scene
        self.move(start)

    def move(self, at: Pointer) -> None:
        self._at = at.scene
        wire = None
        if LAYERS[self._kind].ports:
            wire = geo.nearest_wire(self.canvas.layout_now, at.scene, 1.5 * geo.EM)
        self._edge = wire.edge if wire else None
        if self._edge:
            words = self.tr("Insert between {source} and {target}")
            names = {"source": self._edge.source, "target": self._edge.target}
            self.canvas.show_hint(words.format(**names), at.view)
        else:
            self.canvas.hide_hint()
        self.canvas.viewport().update()

    def release(self, at: Pointer) -> None:
        self.canvas.hide_hint()
        if self._edge:
            self.canvas.editor.insert(self._kind, self._edge, at.scene[0])
        else:
            self.canvas.editor.add_at(self._kind, at.scene)

    def cancel(self) -> None:
        self.canvas.hide_hint()

    def paint(self, painter: QPainter) -> None:
        theme = current()
        wire = next((w for w in self.canvas.layout_now.wires if w.edge == self._edge), None)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if wire:
            painter.setPen(QPen(theme.colour("accent"), 3))
            painter.drawPath(wire_path(wire))
            return
        shape = QPainterPath()
        box = geo.Box.around(self._at, geo.CARD_WIDTH, geo.CARD_HEIGHT)
        shape.addRoundedRect(rectangle(box), RADIUS, RADIUS)
        pen = QPen(theme.colour("accent"), 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(theme.colour("panel", 0.75))
        painter.drawPath(shape)
        painter.setPen(theme.colour("text"))
        painter.setFont(self.canvas.fonts.title.font)
        painter.drawText(rectangle(box), Qt.AlignmentFlag.AlignCenter, self.canvas.title_of(self._kind))
