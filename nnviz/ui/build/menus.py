"""The menus of the canvas: everything the mouse can do there, in words and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from nnviz.design.graph import Edge, Position
from nnviz.layers.base import GROUPS, Layer
from nnviz.ui import icons
from nnviz.ui.build.editor import fitting, targets
from nnviz.ui.text import tr_text

if TYPE_CHECKING:
    from nnviz.ui.build.canvas import Canvas


def add_kinds(menu: QMenu, kinds: Iterable[type[Layer]], chosen: Callable[[str], object]) -> None:
    """Add an entry for every kind of layer, in the palette's order; ``chosen`` gets the kind."""
    by_group: dict[str, list[type[Layer]]] = {group: [] for group in GROUPS}
    for kind in kinds:
        by_group.setdefault(kind.group, []).append(kind)
    for group in by_group.values():
        if group and menu.actions():
            menu.addSeparator()
        for kind in group:
            name = kind.kind()
            action = menu.addAction(icons.layer_icon(name), tr_text(kind.title))
            action.setData(name)
            action.triggered.connect(lambda _=False, name=name: chosen(name))


class CanvasMenu(QMenu):
    """A menu that is made for one moment and goes with it."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def open_at(self, at: QPoint) -> None:
        """Open the menu at a point of the view."""
        self.popup(self.canvas.viewport().mapToGlobal(at))

    def _add(
        self, words: str, do: Callable[[], object], key: QKeySequence.StandardKey | str | None = None
    ) -> None:
        action = self.addAction(words)
        action.triggered.connect(lambda _=False: do())
        if key is not None:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # to be read; the canvas has the key

    def fill_for_card(self, name: str) -> None:
        """Offer what can be done with a layer, or with all that are selected."""
        canvas, editor = self.canvas, self.canvas.editor
        design = canvas.session.document.design
        if len(canvas.selection.names) > 1:
            self._add(
                self.tr("Delete the selected layers"), editor.delete_selected, QKeySequence.StandardKey.Delete
            )
            self._add_general()
            return
        after = self.addMenu(self.tr("Add layer after"))
        add_kinds(after, fitting(design, name), lambda kind: editor.add_after(kind, name))
        self._add_targets(name)
        for edge in (e for e in design.edges if e.target == name):
            words = self.tr("Take the line from {source} away").format(source=edge.source)
            self._add(words, partial(editor.disconnect_edge, edge))
        self.addSeparator()
        self._add(self.tr("Rename…"), lambda: canvas.rename(name), "F2")
        self._add(self.tr("Delete"), editor.delete_selected, QKeySequence.StandardKey.Delete)
        self._add_general()

    def _add_targets(self, name: str) -> None:
        design, editor = self.canvas.session.document.design, self.canvas.editor
        found = targets(design, name)
        menu = self.addMenu(self.tr("Connect to"))
        menu.setEnabled(bool(found))
        for target, port in found:
            words = target
            if design.node(target).layer.ports > 1:
                words = self.tr("{layer}, input {number}").format(layer=target, number=port + 1)
            action = menu.addAction(words)
            action.setData(target)
            action.triggered.connect(lambda _=False, t=target, p=port: editor.connect_layers(name, t, p))

    def fill_for_wire(self, edge: Edge) -> None:
        """Offer what can be done with a line."""
        editor, design = self.canvas.editor, self.canvas.session.document.design
        into = self.addMenu(self.tr("Insert layer"))
        add_kinds(into, fitting(design, edge.source), lambda kind: editor.insert(kind, edge))
        self._add(
            self.tr("Take this line away"),
            lambda: editor.disconnect_edge(edge),
            QKeySequence.StandardKey.Delete,
        )

    def fill_for_ground(self, at: Position) -> None:
        """Offer what can be done on empty ground."""
        add = self.addMenu(self.tr("Add layer"))
        add_kinds(
            add, fitting(self.canvas.session.document.design), lambda k: self.canvas.editor.add_at(k, at)
        )
        self._add_general()

    def fill_for_link(self, link: Edge, at: Position) -> None:
        """Offer the layers that fit at the open end of a line."""
        editor, design = self.canvas.editor, self.canvas.session.document.design
        add_kinds(self, fitting(design, link.source), lambda kind: editor.add_linked(kind, at, link))

    def _add_general(self) -> None:
        canvas = self.canvas
        self.addSeparator()
        self._add(self.tr("Select all"), canvas.editor.select_all, QKeySequence.StandardKey.SelectAll)
        self._add(self.tr("Arrange"), canvas.arrange)
        self._add(self.tr("Show everything"), canvas.fit, "Ctrl+0")
