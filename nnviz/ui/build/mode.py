"""Build: canvas, palette, inspector and problems, put into the window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nnviz.ui.build.actions import build_actions
from nnviz.ui.build.canvas import Canvas
from nnviz.ui.build.inspector import Inspector
from nnviz.ui.build.palette import Palette
from nnviz.ui.build.problems import Problems
from nnviz.ui.build.selection import Selection
from nnviz.ui.build.status import Status
from nnviz.ui.files import Files
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.widgets import Button, IconButton, MenuButton, column, row

KEY = "build"


class BuildMode(QObject):
    """The parts of Build; they know the session and the selection, not one another."""

    def __init__(self, shell: Shell, session: Session, files: Files) -> None:
        super().__init__(shell)
        self._shell = shell
        self.selection = Selection(session, self)
        self.canvas = Canvas(session, self.selection)
        self.actions = build_actions(session, self.canvas)
        self.status = Status(session, self)
        self.palette = Palette(session, self.selection)
        self.inspector = Inspector(session, self.selection)
        self.problems = Problems(session, self.selection)
        shell.set_canvas(KEY, self.canvas)
        shell.set_mode_controls(KEY, self._controls(session, files))
        shell.add_panel(KEY, self.palette, self.tr("Layers"), "left", "palette", share=16.5, scrolls=False)
        inspector = shell.add_panel(
            KEY,
            column(self.problems, self.inspector, margin=0),
            self.tr("Inspector"),
            "right",
            "inspector",
            share=21,
        )
        self.inspector.windowTitleChanged.connect(inspector.setWindowTitle)
        self.problems.count_changed.connect(self.problems.setVisible)
        self.problems.setVisible(bool(session.problems))
        self.status.changed.connect(lambda: shell.set_status(self.status.network, self.status.data))
        edit = shell.add_menu(self.tr("&Edit"))
        edit.addActions([self.actions.undo, self.actions.redo])
        edit.addSeparator()
        edit.addActions(list(self.actions.edit[2:]))
        for action in (self.actions.undo, self.actions.redo):
            shell.addAction(action)

    def _controls(self, session: Session, files: Files) -> QWidget:
        undo = IconButton("undo", self.tr("Undo"))
        redo = IconButton("redo", self.tr("Redo"))
        stack = session.undo_stack
        for button, slot, changed, possible in (
            (undo, stack.undo, stack.canUndoChanged, stack.canUndo),
            (redo, stack.redo, stack.canRedoChanged, stack.canRedo),
        ):
            button.clicked.connect(slot)
            changed.connect(button.setEnabled)
            button.setEnabled(possible())
        arrange = Button(self.tr("Arrange"))
        arrange.clicked.connect(lambda _=False: self.canvas.arrange())
        return row(undo, redo, MenuButton(self.tr("Templates"), files.template_menu), arrange)
