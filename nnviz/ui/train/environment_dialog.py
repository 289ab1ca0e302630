"""The dialog that makes a training environment: what will be made, how far it is, what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from nnviz.export.environments import Plan, plan
from nnviz.export.training import environment_folder
from nnviz.ui.text import tr_message
from nnviz.ui.train.environment_maker import EnvironmentMaker
from nnviz.ui.train.path_row import PathRow
from nnviz.ui.widgets import Button, Heading, Label, PrimaryButton, em
from nnviz.words import Message, NnvizError


class EnvironmentDialog(QDialog):
    """``made(python)`` when there is a new Python to train with."""

    made = Signal(str)

    def __init__(self, parent: QWidget | None = None, planned: Callable[[Path], Plan] | None = None) -> None:
        """``planned`` makes the plan for a folder (by default :func:`~nnviz.export.environments.plan`)."""
        super().__init__(parent)
        self._planned = planned or plan
        self.setWindowTitle(self.tr("Make a training environment"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.maker = EnvironmentMaker(self)
        self.folder = PathRow(self.tr("Folder"), True, self.tr("folder for the environment"))
        self.folder.line.setToolTip(self.tr("Where the environment is made"))
        self.folder.show_path(str(environment_folder()))
        self.what = Label("", "quiet")
        self.base = Label("", "caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("The environment is being made"))
        self.step = Label("", "caption")
        self.trouble = Label("")
        self.trouble.set_tone("negative")
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.make_button = PrimaryButton(self.tr("Make"))
        self.make_button.setToolTip(self.tr("Download the packages and make the environment"))
        self.cancel_button = Button(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Close; what is half made is deleted"))
        self._build()
        self.folder.entered.connect(self._choose)
        self.make_button.clicked.connect(lambda _=False: self.make())
        self.cancel_button.clicked.connect(self.reject)
        self.rejected.connect(self.maker.cancel)
        self.maker.told.connect(self._tell)
        self.maker.made.connect(self._finish)
        self.maker.failed.connect(self._fail)
        self._look()

    def _build(self) -> None:
        intro = Label(
            self.tr(
                "A Python of its own with Keras and TensorFlow, as this computer needs them. nnviz trains with it from"
                " then on; your other Pythons stay as they are."
            )
        )
        layout = QVBoxLayout(self)
        margin = em(self, 1.1)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(em(self, 0.5))
        for part in (intro, self.what, self.base, Heading(self.tr("Folder")), self.folder):
            layout.addWidget(part)
        for later in (self.bar, self.step, self.trouble):
            layout.addWidget(later)
            later.hide()
        layout.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(em(self, 0.5))
        below.addStretch(1)
        below.addWidget(self.cancel_button)
        below.addWidget(self.make_button)
        layout.addLayout(below)
        self.make_button.setDefault(True)
        self.setMinimumWidth(em(self, 34))

    def _choose(self, path: str) -> None:
        self.folder.show_path(path or str(environment_folder()))
        self._look()

    def _look(self) -> None:
        """Show what would be made, or why nothing can be."""
        self._plan: Plan | None = None
        try:
            self._plan = self._planned(Path(self.folder.line.text()))
        except NnvizError as error:
            self._show_trouble(error.message)
        else:
            self.what.setText(tr_message(self._plan.why))
            self.base.setText(self.tr("Made with “{python}”.").format(python=self._plan.base))
            self.trouble.hide()
        self.make_button.setEnabled(self._plan is not None)

    def make(self) -> None:
        """Begin."""
        if self._plan is None or self.maker.busy:
            return
        self.trouble.hide()
        self.step.setText(self.tr("Making an empty environment."))
        self._show_busy(True)
        self.maker.make(self._plan)

    def _tell(self, message: Message) -> None:
        self.step.setText(tr_message(message))

    def _fit(self) -> None:
        """Be high enough for what is shown; the sentences are as long as they are."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _show_busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.step.setVisible(busy)
        self.folder.setEnabled(not busy)
        self.make_button.setEnabled(not busy)
        self._fit()

    def _finish(self, python: str) -> None:
        self._show_busy(False)
        self.made.emit(python)
        self.accept()

    def _fail(self, why: Message) -> None:
        self._show_busy(False)
        self._show_trouble(why)

    def _show_trouble(self, why: Message) -> None:
        self.trouble.setText(tr_message(why))
        self.trouble.show()
        self._fit()
