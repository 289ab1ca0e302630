"""What Build can do to a document, each as one undo step with its name. The canvas, palette and menus share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Design, DesignError, Edge, Position
from nnviz.design.shapes import infer
from nnviz.layers.base import LAYERS, Layer, ShapeError
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text
from nnviz.words import Message

Change = Callable[[Design], tuple[Design, str]]


def refusal(design: Design, source: str, target: str, port: int = 0) -> Message | None:
    """Return why ``source`` cannot be connected to ``target``, or None if it can.

    Shapes that do not fit are no reason: the line is drawn, and the problem is told with its mend.
    """
    try:
        edits.connect(design, source, target, port)
    except DesignError as error:
        return error.message
    return None


def rename_refusal(document: Document, old: str, new: str) -> Message | None:
    """Return why a layer cannot be called ``new``, or None if it can."""
    try:
        edits.rename(document, old, new)
    except DesignError as error:
        return error.message
    return None


def targets(design: Design, source: str) -> tuple[tuple[str, int], ...]:
    """Return the layers and ports that the output of ``source`` can be connected to and is not yet.

    Of a layer with several inputs these are the free ones, or all if none is free.
    """

    def ports(name: str) -> Iterable[int]:
        every = range(edits.shown_ports(design, name))
        return (edits.free_ports(design, name) or every) if len(every) > 1 else every

    return tuple(
        (node.name, port)
        for node in design.nodes
        for port in ports(node.name)
        if Edge(source, node.name, port) not in design.edges
        and refusal(design, source, node.name, port) is None
    )


def fitting(design: Design, source: str = "") -> tuple[type[Layer], ...]:
    """Return the kinds of layer that can take the output of ``source``; all kinds without one."""
    if not source:
        return tuple(LAYERS.values())
    shape = infer(design).outputs.get(source)

    def fits(kind: type[Layer]) -> bool:
        if not kind.ports:
            return False
        try:
            if shape is not None:
                kind().output_shape(*[shape] * kind.ports)
        except ShapeError:
            return False
        return True

    return tuple(kind for kind in LAYERS.values() if fits(kind))


def make_room(design: Design, name: str) -> Design:
    """Return the design with everything behind ``name`` moved to the right where it is too near."""
    behind = [node for node in design.nodes if node.name != name and name in design.upstream(node.name)]
    x, y = design.node(name).position
    near = [node.position[0] for node in behind if abs(node.position[1] - y) < edits.GAP[0] / 2]
    push = max(0.0, x + edits.GAP[0] - min(near, default=x + edits.GAP[0]))
    return edits.move(design, {node.name: (node.position[0] + push, node.position[1]) for node in behind})


class Editor(QObject):
    """Edits of the design; each is one undo step, selects what it made and says why where it cannot be done."""

    def __init__(self, session: Session, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection

    @property
    def _design(self) -> Design:
        return self._session.document.design

    def append(self, kind: str) -> bool:
        """Add a layer at the end of the network and connect it."""
        return self._make(kind, lambda design: edits.append(design, LAYERS[kind]()))

    def add_after(self, kind: str, name: str) -> bool:
        """Add a layer behind another one; what took its output takes the new layer's."""
        return self._make(kind, lambda design: edits.append(design, LAYERS[kind](), name))

    def add_at(self, kind: str, position: Position) -> bool:
        """Add a layer without connections."""
        return self._make(kind, lambda design: edits.add(design, LAYERS[kind](), position))

    def add_linked(self, kind: str, position: Position, link: Edge) -> bool:
        """Add a layer at the open end of a line: ``link`` names the one layer that it is connected to."""

        def change(design: Design) -> tuple[Design, str]:
            design, name = edits.add(design, LAYERS[kind](), position)
            source, target = link.source or name, link.target or name
            return edits.connect(design, source, target, link.port), name

        return self._make(kind, change)

    def insert(self, kind: str, edge: Edge, x: float | None = None) -> bool:
        """Put a layer into a line, near ``x``; the layers behind it make room."""

        def change(design: Design) -> tuple[Design, str]:
            (x1, y1), (x2, y2) = design.node(edge.source).position, design.node(edge.target).position
            at = ((x1 + x2) / 2 if x is None else x, (y1 + y2) / 2)
            if x2 > x1:  # from left to right: clear of the card that comes before
                at = (max(x1 + edits.GAP[0], min(at[0], x2 - edits.GAP[0])), at[1])
            design, name = edits.insert_on_edge(design, LAYERS[kind](), edge, at)
            return (make_room(design, name) if x2 > x1 else design), name

        return self._make(kind, change)

    def _make(self, kind: str, change: Change) -> bool:
        made = []

        def keep_name(design: Design) -> Design:
            design, name = change(design)
            made.append(name)
            return design

        text = self.tr("Add {layer}").format(layer=tr_text(LAYERS[kind].title))
        done = self._session.edit_design(text, keep_name)
        if done:
            self._selection.reveal(made)
        return done

    def connect_layers(self, source: str, target: str, port: int = 0) -> bool:
        """Draw a line; it replaces the one that enters the port."""
        text = self.tr("Connect {source} to {target}").format(source=source, target=target)
        return self._session.edit_design(text, lambda design: edits.connect(design, source, target, port))

    def disconnect_edge(self, edge: Edge) -> bool:
        """Take a line away."""
        text = self.tr("Disconnect {source} from {target}").format(source=edge.source, target=edge.target)
        return self._session.edit_design(text, lambda design: edits.disconnect(design, edge))

    def delete_selected(self) -> bool:
        """Delete the selected layers, or the selected line."""
        if edge := self._selection.edge:
            return self.disconnect_edge(edge)
        names = [node.name for node in self._design.nodes if node.name in self._selection.names]
        if not names:
            return False
        text = self._count_text(
            names, self.tr("Delete {name}").format(name=names[0]), self.tr("Delete {count} layers")
        )
        return self._session.edit_design(text, lambda design: edits.remove(design, names))

    def move_layers(self, positions: Mapping[str, Position], merge: tuple[object, ...] | None = None) -> bool:
        """Move cards to these places."""
        places = {name: (float(x), float(y)) for name, (x, y) in positions.items()}
        names = list(places)
        if not names:
            return False
        text = self._count_text(
            names, self.tr("Move {name}").format(name=names[0]), self.tr("Move {count} layers")
        )
        return self._session.edit_design(text, lambda design: edits.move(design, places), merge)

    def nudge(self, dx: float, dy: float, burst: int) -> bool:
        """Move the selected cards a little; steps of one ``burst`` are one undo step."""
        nodes = [self._design.node(name) for name in sorted(self._selection.names)]
        return self.move_layers(
            {node.name: (node.position[0] + dx, node.position[1] + dy) for node in nodes},
            ("nudge", self._selection.names, burst),
        )

    def arrange(self) -> bool:
        """Lay the network out from left to right."""
        return self._session.edit_design(self.tr("Arrange"), edits.arrange)

    def rename(self, old: str, new: str) -> bool:
        """Give a layer another name."""
        text = self.tr("Rename {old} to {new}").format(old=old, new=new)
        done = self._session.edit(text, lambda document: edits.rename(document, old, new))
        if done and not self._selection.names:
            self._selection.set([new])
        return done

    def set_field(self, name: str, field: str, value: object, burst: int = 0) -> bool:
        """Change a field of a layer; changes of one ``burst`` are one undo step."""
        text = self.tr("Change {field} of {name}").format(field=field, name=name)
        return self._session.edit_design(
            text, lambda design: edits.set_fields(design, name, **{field: value}), (name, field, burst)
        )

    def set_setup(self, field: str, value: object, burst: int = 0) -> bool:
        """Change a field of the training set-up; changes of one ``burst`` are one undo step."""
        text = self.tr("Change {field}").format(field=field)
        return self._session.edit(text, lambda d: d.with_setup(**{field: value}), ("setup", field, burst))

    def select_all(self) -> None:
        """Select every layer."""
        self._selection.set(node.name for node in self._design.nodes)

    def _count_text(self, names: Iterable[str], one: str, many: str) -> str:
        count = len(list(names))
        return one if count == 1 else many.format(count=count)
