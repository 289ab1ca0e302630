"""What Build adds to the window's menus, as actions with the platform's shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from nnviz.ui import icons
from nnviz.ui.build.canvas import Canvas
from nnviz.ui.session import Session

Key = QKeySequence.StandardKey


@dataclass(frozen=True)
class BuildActions:
    """The actions of Build. ``undo`` and ``redo`` belong to every mode, the others to the canvas."""

    undo: QAction
    redo: QAction
    delete: QAction
    select_all: QAction
    rename: QAction
    arrange: QAction
    zoom_in: QAction
    zoom_out: QAction
    fit: QAction

    @property
    def edit(self) -> tuple[QAction, ...]:
        """For the Edit menu."""
        return (self.undo, self.redo, self.delete, self.select_all, self.rename, self.arrange)

    @property
    def view(self) -> tuple[QAction, ...]:
        """For the View menu."""
        return (self.zoom_in, self.zoom_out, self.fit)


class _Maker(QObject):
    """Makes the actions, with their texts."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas

    def make(self) -> BuildActions:
        canvas, editor = self._canvas, self._canvas.editor
        actions = BuildActions(
            self._session.undo_stack.createUndoAction(canvas, self.tr("&Undo")),
            self._session.undo_stack.createRedoAction(canvas, self.tr("&Redo")),
            self._action(self.tr("&Delete"), editor.delete_selected, "delete", Key.Delete, "Backspace"),
            self._action(self.tr("Select &all"), editor.select_all, "", Key.SelectAll),
            self._action(self.tr("Re&name…"), self._rename, "", "F2"),
            self._action(self.tr("A&rrange"), canvas.arrange, "arrange"),
            self._action(self.tr("Zoom &in"), lambda: canvas.zoom_by(1.25), "", Key.ZoomIn),
            self._action(self.tr("Zoom &out"), lambda: canvas.zoom_by(0.8), "", Key.ZoomOut),
            self._action(self.tr("&Show everything"), canvas.fit, "zoom-fit", "Ctrl+0"),
        )
        for action, name, key in ((actions.undo, "undo", Key.Undo), (actions.redo, "redo", Key.Redo)):
            action.setIcon(icons.icon(name))
            action.setShortcuts(QKeySequence.keyBindings(key))
        canvas.selection.changed.connect(lambda: self._enable(actions))
        self._session.document_changed.connect(lambda: self._enable(actions))
        self._enable(actions)
        return actions

    def _action(self, words: str, do: Callable[[], object], icon: str, *keys: Key | str) -> QAction:
        action = QAction(words, self._canvas)
        if icon:
            action.setIcon(icons.icon(icon))
        shortcuts: list[QKeySequence] = []
        for key in keys:
            shortcuts += QKeySequence.keyBindings(key) if isinstance(key, Key) else [QKeySequence(key)]
        action.setShortcuts(shortcuts)
        # While the keyboard is in a text field its keys belong to the field.
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: do())
        self._canvas.addAction(action)
        return action

    def _rename(self) -> None:
        if self._canvas.selection.single:
            self._canvas.rename(self._canvas.selection.single)

    def _enable(self, actions: BuildActions) -> None:
        selection, design = self._canvas.selection, self._session.document.design
        actions.delete.setEnabled(bool(selection.names or selection.edge))
        actions.rename.setEnabled(bool(selection.single))
        for action in (actions.select_all, actions.arrange, actions.fit):
            action.setEnabled(bool(design.nodes))


def build_actions(session: Session, canvas: Canvas) -> BuildActions:
    """Return the actions for the window's menus and bars; the shortcuts work while the canvas has the keyboard."""
    return _Maker(session, canvas).make()
