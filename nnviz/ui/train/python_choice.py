"""The Python that trains: its path, what it has, and the way to a new one."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.export.outcomes import Outcome
from nnviz.export.probe import facts
from nnviz.export.reports import Hello
from nnviz.export.training import SETTING
from nnviz.ui.text import tr_message
from nnviz.ui.train.environment_dialog import EnvironmentDialog
from nnviz.ui.train.environment_maker import PythonProbe
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.path_row import PathRow
from nnviz.ui.widgets import Button, Label, em, row


class PythonChoice(QWidget):
    """The Python that trains; a bundle of nnviz brings none with TensorFlow."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._asked = ""
        self.path = PathRow(self.tr("Python for training"), False, self.tr("path of a Python"))
        self.path.entered.connect(training.choose_python)
        self._note = Label("", "caption")
        self.probe = PythonProbe(self)
        self.probe.answered.connect(self._show_answer)
        self.facts = Label("", "caption")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.look_button = Button(self.tr("Look at it"))
        self.look_button.setToolTip(self.tr("Ask this Python for its Keras, backend and devices"))
        self.look_button.clicked.connect(lambda _=False: self.look())
        self.make_button = Button(self.tr("Make one …"))
        self.make_button.setToolTip(
            self.tr("Make a Python for training, with Keras and TensorFlow as this computer needs them")
        )
        self.make_button.clicked.connect(lambda _=False: self.ask_to_make())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.35))
        layout.addWidget(self.path)
        layout.addWidget(self._note)
        layout.addWidget(row(self.look_button, self.make_button, stretch=True))
        layout.addWidget(self.facts)
        self.facts.hide()
        training.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the Python, and what it needs."""
        python = self._training.python
        self.path.show_path(python)
        words = self.tr("It needs TensorFlow and Keras. Empty: the Python that nnviz runs on.")
        if not python:
            words = self.tr("Choose a Python that has TensorFlow and Keras, or let nnviz make one.")
        elif os.environ.get(SETTING) == python:
            words = self.tr("Named by the environment variable {name}.").format(name=SETTING)
        self._note.setText(words)
        if python != self._asked:
            self.probe.cancel()
            self.facts.hide()
        self.look_button.setEnabled(bool(python) and not self.probe.busy)

    def look(self) -> None:
        """Ask the Python what it has."""
        self._asked = self._training.python
        self.facts.set_tone("")
        self.facts.setText(self.tr("Asking it; its first start takes a while …"))
        self.facts.show()
        self.probe.ask(self._asked, self._training.scaling)
        self.redraw()

    def _show_answer(self, found: Hello | Outcome) -> None:
        good = isinstance(found, Hello)
        told = facts(found) if isinstance(found, Hello) else (found.message,)
        self.facts.set_tone("" if good else "negative")
        self.facts.setText("\n".join(tr_message(fact) for fact in told))
        self.redraw()

    def ask_to_make(self) -> EnvironmentDialog:
        """Open the dialog that makes an environment; what it makes is chosen."""
        dialog = EnvironmentDialog(self.window())
        dialog.made.connect(self._use)
        dialog.open()
        return dialog

    def _use(self, python: str) -> None:
        self._training.choose_python(python)
        self.look()
