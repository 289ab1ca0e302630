"""Train: settings, progress, curves and log, put into the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from nnviz.design.document import Document
from nnviz.export.runner import start_detached
from nnviz.export.training import prepare_resume
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message
from nnviz.ui.train.curves_panel import CurvesPanel
from nnviz.ui.train.ending import Ending, sentence
from nnviz.ui.train.film_panel import FilmPanel
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.log_panel import LogPanel
from nnviz.ui.train.process import PAUSED, STOPPING
from nnviz.ui.train.progress_panel import ProgressPanel
from nnviz.ui.train.readiness import obstacles
from nnviz.ui.train.runs_mode import RunsMode
from nnviz.ui.train.settings_panel import SettingsPanel
from nnviz.ui.widgets import Button, row
from nnviz.words import NnvizError

KEY = "train"


class TrainMode(QObject):
    """The parts of Train; they know the session and the training, not one another. The canvas is Watch's."""

    started = Signal()
    ended = Signal(object)
    """An :class:`~nnviz.ui.train.ending.Ending`; its outcome, and where the weights are."""

    def __init__(
        self,
        shell: Shell,
        session: Session,
        settings: QSettings | None = None,
        folder: Path | None = None,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        """``settings`` keeps the Python for training, ``folder`` the runs (by default the application's place).

        ``may_leave`` asks what to do with unsaved work before another document is opened.
        """
        super().__init__(shell)
        self._shell = shell
        self._session = session
        self._keep = False
        self.training = FullTraining(session, settings, folder, self)
        self.settings = SettingsPanel(session, self.training)
        self.progress = ProgressPanel(session, self.training)
        self.curves = CurvesPanel(self.training)
        self.film = FilmPanel(self.training)
        self.log = LogPanel(self.training)
        self.runs = RunsMode(shell, session, settings, folder, may_leave)
        shell.set_mode_controls(KEY, self._controls())
        shell.add_panel(KEY, self.settings, self.tr("Full training"), "left", "training", share=14)
        shell.add_panel(KEY, self.progress, self.tr("Progress"), "right", "progress", share=19)
        shell.add_panel(
            KEY, self.curves, self.tr("Curves"), "bottom", "training_curves", share=13, scrolls=False
        )
        shell.add_panel(
            KEY, self.film, self.tr("After each epoch"), "bottom", "training_film", share=13, scrolls=False
        )
        shell.add_panel(KEY, self.log, self.tr("Log"), "bottom", "training_log", share=13, scrolls=False)
        self._connect_links()
        self.training.started.connect(self.started)
        self.training.ended.connect(self._on_ended)
        self.training.found.connect(self._on_found)
        self.training.changed.connect(self._redraw)
        self._redraw()
        QTimer.singleShot(0, self, self.training.find)  # when all who listen are there

    def start(self) -> bool:
        """Train the document as the panel says; if it cannot be trained, say why and return False."""
        return self.training.start()

    def stop(self) -> None:
        """Stop after the running batch, test and keep what was learned; asked again, end at once."""
        self.training.stop()

    def may_leave(self) -> bool:
        """Ask what to do with a training that runs; return whether the window may close."""
        self._keep = False
        training = self.training
        if not training.busy:
            return True
        box = QMessageBox(self._shell)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("“{name}” is still training.").format(name=training.document.name))
        words = self.tr(
            "It can go on without the window; nnviz finds it again when it is opened. If it is stopped, what was"
            " learned so far stays in the folder of the run."
        )
        if training.waiting:
            words += "\n\n" + self.tr(
                "Trainings that wait: {count}. They stay in the list and start only while a window is open."
            ).format(count=len(training.waiting))
        box.setInformativeText(words)
        keep = box.addButton(self.tr("Keep training"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop it"), QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(box.addButton(self.tr("Do not close"), QMessageBox.ButtonRole.RejectRole))
        box.setDefaultButton(keep)
        box.exec()
        self._keep = box.clickedButton() is keep
        return self._keep or box.clickedButton() is stop

    def close(self) -> None:
        """Let a running training go on if that was answered, else end it; for the window's ``closeEvent``."""
        self.runs.close()
        self.progress.before.estimating.cancel()
        self.settings.python.probe.cancel()
        if self._keep:
            self.training.let_go()
        else:
            if self.training.busy:
                self._shell.hide()  # it takes some seconds to save what was learned
            self.training.close()

    def _controls(self) -> QWidget:
        self.start_button = Button(self.tr("Start training"), icon="play")
        self.start_button.clicked.connect(lambda _=False: self.start())
        self.pause_button = Button(self.tr("Pause"), icon="pause")
        self.pause_button.clicked.connect(lambda _=False: self.training.pause())
        self.stop_button = Button(self.tr("Stop"), icon="stop")
        self.stop_button.setToolTip(
            self.tr("Ends after the running batch, tests, and keeps what was learned")
        )
        self.stop_button.clicked.connect(lambda _=False: self.stop())
        self.runs_button = Button(self.tr("Runs"))
        self.runs_button.setToolTip(
            self.tr("All trainings: compare them, see their mistakes, take them back")
        )
        self.runs_button.clicked.connect(lambda _=False: self.runs.open())
        return row(self.start_button, self.pause_button, self.stop_button, self.runs_button)

    def _connect_links(self) -> None:
        self.runs.actions.resume_wanted.connect(self._resume)
        box = self.progress.ending
        box.runs_wanted.connect(self.runs.open)
        box.watch_wanted.connect(lambda: self._shell.set_mode("watch"))
        box.folder_wanted.connect(self.settings.data.folder.ask)
        box.digits_wanted.connect(self.settings.data.use_digits)
        box.weights_wanted.connect(self.settings.base.file.ask)
        box.python_wanted.connect(self.settings.python.path.ask)

    def _resume(self, folder: Path) -> None:
        """Go on with a run after its last full epoch, beside the training that runs if there is one."""
        if not self.training.busy:
            if self.training.resume_run(folder):
                self._shell.set_mode(KEY)
            return
        try:
            start_detached(prepare_resume(folder))
        except NnvizError as error:
            self._session.said.emit(error.message)
            return
        self._shell.say(
            self.tr("The run goes on in the background; the list shows how far it is."), kind="info"
        )
        self.runs.runs.look()

    def _redraw(self) -> None:
        training = self.training
        self.start_button.setEnabled(not obstacles(self._session))
        self.start_button.setText(self.tr("Train next") if training.busy else self.tr("Start training"))
        self.start_button.setToolTip(
            self.tr("Trains this document, as it is now, when the running training is over")
            if training.busy
            else self.tr("Trains this document in Keras")
        )
        self.stop_button.setEnabled(training.busy)
        stopping, paused = training.state == STOPPING, training.state == PAUSED
        self.stop_button.setText(self.tr("End now") if stopping else self.tr("Stop"))
        self.pause_button.setEnabled(training.busy and not stopping and not training.pausing)
        self.pause_button.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.pause_button.setToolTip(
            self.tr("Goes on where it paused") if paused else self.tr("Waits after the running batch")
        )

    def _on_found(self, document: Document) -> None:
        if self._shell.mode != KEY and self.training.busy:
            words = self.tr("“{name}” is still training.").format(name=document.name)
            self._shell.say(words, self.tr("Show"), lambda: self._shell.set_mode(KEY), "info")

    def _on_ended(self, ending: Ending) -> None:
        self.runs.runs.choose(ending.job.folder)  # who looks at the runs now wants to see this one
        if self._shell.mode != KEY:
            words = tr_message(sentence(ending, self.training.measured_on))
            kind = "info" if ending.good else "error"
            self._shell.say(words, self.tr("Show"), lambda: self._shell.set_mode(KEY), kind)
        self.ended.emit(ending)
