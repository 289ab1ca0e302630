"""The network as cards and lines: drawing of the canvas, without what the mouse and the keys do there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnviz.design.graph import Edge, Node, Position, Unknown
from nnviz.design.shapes import shape_text
from nnviz.layers.base import LAYERS
from nnviz.ui.build import geometry as geo
from nnviz.ui.build.ground import GroundView
from nnviz.ui.build.items import CAPTION, CardItem, CardLook, WireItem, WireLook, card_width
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message, tr_text
from nnviz.ui.theme import current


class NetworkView(GroundView):
    """Shows the design of the session and what is selected of it."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.selection = selection
        self._cards: dict[str, CardItem] = {}
        self._wires: dict[Edge, WireItem] = {}
        self._moved: Mapping[str, geo.Point] = {}
        self._lit = geo.NOTHING
        self._opened = session.document
        self._by_key = False  # whether the keyboard came here by the keyboard
        self.setAccessibleName(self.tr("Network"))
        session.document_changed.connect(self._on_document)
        session.file_changed.connect(self._on_file)
        session.built.connect(self.redraw)
        selection.changed.connect(self.redraw)
        selection.revealed.connect(self._reveal)
        self.redraw()

    def redraw(self) -> None:
        """Bring cards and lines to what the session says; what stays the same is left alone."""
        design = self.session.document.design
        self.layout_now = geo.layout(design, self._card_width, self._moved)
        faulty = self._faulty()
        for name in self._cards.keys() - design.by_name.keys():
            self.scene().removeItem(self._cards.pop(name))
        for edge in self._wires.keys() - set(design.edges):
            self.scene().removeItem(self._wires.pop(edge))
        for wire in self.layout_now.wires:
            self._show_wire(wire)
        for height, node in enumerate(design.nodes):
            self._show_card(node, node.name in faulty).setZValue(1 + height / 1000)
        self._describe()

    def _show_card(self, node: Node, faulty: bool) -> CardItem:
        layout, name = self.layout_now, node.name
        look = CardLook(
            name,
            self._title(node),
            self._summary(node),
            type(node.layer),
            layout.cards[name],
            layout.inputs[name],
            layout.outputs[name],
            name in self.selection.names,
            faulty,
            isinstance(node.layer, Unknown),
            f"{self._lit.kind}{self._lit.port if self._lit.kind == 'input' else ''}"
            if self._lit.name == name
            else "",
        )
        item = self._cards.get(name)
        if item is None:
            item = self._cards[name] = CardItem(look, self.fonts)
            self.scene().addItem(item)
        item.show_look(look, self.fonts)
        item.setToolTip(self._tip(node))
        return item

    def _show_wire(self, wire: geo.Wire) -> None:
        shapes, edge = self.session.shapes, wire.edge
        shape = shapes.outputs.get(edge.source)
        look = WireLook(
            wire,
            shape_text(shape) if shape else "",
            edge.target in shapes.faults,
            edge == self.selection.edge,
        )
        item = self._wires.get(edge)
        if item is None:
            item = self._wires[edge] = WireItem(look, self.fonts)
            self.scene().addItem(item)
        item.show_look(look, self.fonts)

    def _faulty(self) -> set[str]:
        found = {name for problem in self.session.problems if problem.fatal for name in problem.nodes}
        return found | set(self.session.shapes.faults)

    def _title(self, node: Node) -> str:
        layer = node.layer
        return layer.original_kind if isinstance(layer, Unknown) else tr_text(layer.title)

    def _summary(self, node: Node) -> str:
        return self.tr("unknown layer") if isinstance(node.layer, Unknown) else node.layer.summary()

    def title_of(self, kind: str) -> str:
        """Return the title of a kind of layer."""
        return tr_text(LAYERS[kind].title)

    def _card_width(self, node: Node) -> float:
        return card_width(self.fonts, self._title(node), self._summary(node))

    def _tip(self, node: Node) -> str:
        problems = [tr_message(p.message) for p in self.session.problems if node.name in p.nodes]
        fault = self.session.shapes.faults.get(node.name)
        if fault and tr_message(fault) not in problems:
            problems.append(tr_message(fault))
        return "\n".join(problems or [tr_text(node.layer.help)])

    def _describe(self) -> None:
        """Tell screen readers what is selected."""
        design, shapes = self.session.document.design, self.session.shapes
        words = []
        for node in design.nodes:
            if node.name in self.selection.names:
                shape = shapes.outputs.get(node.name)
                parts = [node.name, self._title(node), self._summary(node)]
                if shape:
                    parts.append(self.tr("output {shape}").format(shape=shape_text(shape)))
                if node.name in self._faulty():
                    parts.append(self._tip(node))
                words.append(", ".join(part for part in parts if part))
        if edge := self.selection.edge:
            words.append(
                self.tr("Line from {source} to {target}").format(source=edge.source, target=edge.target)
            )
        self.setAccessibleDescription("; ".join(words) or self.tr("{n} layers").format(n=len(design.nodes)))

    def show_moved(self, positions: Mapping[str, Position], redraw: bool = True) -> None:
        """Draw cards in other places than the document has them."""
        self._moved = positions
        if redraw:
            self.redraw()

    def light(self, port: geo.Hit) -> None:
        """Draw one port as the one that is meant."""
        if port != self._lit:
            self._lit = port
            self.redraw()

    def paint_gesture(self, painter: QPainter) -> None:
        """Draw what a gesture shows, in scene coordinates."""

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_gesture(painter)
        painter.resetTransform()
        theme, frame = current(), self.viewport().rect()
        if not self._cards:
            painter.setFont(self.font())
            painter.setPen(theme.colour("quiet"))
            words = self.tr("Drag a layer here, or choose one in the palette and press Enter")
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        if self.hasFocus() and self._by_key and not self.selection.names and not self.selection.edge:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(1, 1, -1, -1))

    def restyled(self) -> None:
        super().restyled()
        self.redraw()
        for item in self.scene().items():
            item.update()  # their pictures are kept until they are told

    def content(self) -> geo.Box | None:
        box = self.layout_now.bounds if hasattr(self, "layout_now") else None
        return geo.Box(box.left, box.top, box.width, box.height + CAPTION) if box else None

    def _on_document(self) -> None:
        self._moved = {}
        self.redraw()
        self.viewport().update()

    def _on_file(self) -> None:
        """Show all of a document that was opened; saving does not move the view."""
        document = self.session.document
        if not self.session.undo_stack.count() and document != self._opened:
            self._opened = document
            self.fit()

    def _reveal(self, names: frozenset[str]) -> None:
        box = geo.bounds(self.layout_now.cards[name] for name in names if name in self.layout_now.cards)
        if box is not None:
            self.bring_into_view(box)
