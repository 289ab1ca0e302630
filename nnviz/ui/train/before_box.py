"""Before a training: what it would run on, how long it would take and how much memory, from a few timed batches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.export.console import estimate_text, phase_text
from nnviz.export.outcomes import Outcome, outcome, shown_command
from nnviz.export.reports import Download, Estimate, Event, Hello, Phase
from nnviz.export.training import TrainingJob, prepare_estimate
from nnviz.ui.keras_process import KerasProcess
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.readiness import obstacles
from nnviz.ui.widgets import Button, Label, LinkLabel, em, row
from nnviz.words import Message, NnvizError


class Estimating(QObject):
    """Times some batches of the document in a process of its own. One at a time; ``cancel`` ends it at once."""

    changed = Signal()

    def __init__(self, session: Session, training: FullTraining, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hello: Hello | None = None
        self.estimate: Estimate | None = None
        self.failed: Outcome | None = None
        self.phase = ""
        """Empty while none runs; then ``preparing`` or what the process does."""
        self.python = ""
        self._session = session
        self._training = training
        self._asked: object = None
        self._folder: TemporaryDirectory[str] | None = None
        self._process = KerasProcess(self, judge=outcome)
        self._process.told.connect(self._hear)
        self._process.ended.connect(self._end)
        session.document_changed.connect(self._check)
        training.changed.connect(self._check)

    @property
    def busy(self) -> bool:
        """Whether an estimate is being made."""
        return bool(self.phase)

    def ask(self) -> None:
        """Estimate the training of the document as it is."""
        self.cancel()
        document, data_dir = self._session.document, self._training.source.data_dir
        self.python, self._asked = self._training.python, self._subject()
        scaling = self._training.scaling
        self.hello = self.estimate = self.failed = None
        self._folder = TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True)
        folder, python = Path(self._folder.name), self.python or None

        def prepare() -> Iterator[TrainingJob | None]:
            yield None
            yield prepare_estimate(document, folder, data_dir=data_dir, python=python, scaling=scaling)

        self._set_phase("preparing")
        self._session.worker.submit("estimate", prepare, on_done=self._start, on_failed=self._refuse)

    def cancel(self) -> None:
        """End it without a word."""
        if self.busy:
            self._session.worker.cancel("estimate")
            self._process.cancel()
            self._over()

    def _subject(self) -> object:
        """Return what an estimate is about; the weights and the place of a card change nothing."""
        document = self._session.document
        nodes = [(node.name, node.layer) for node in document.design.nodes]
        return document.setup, nodes, document.design.edges, self._training.python, self._training.scaling

    def _check(self) -> None:
        """Drop what is no longer about the document."""
        if (self.busy or self.estimate or self.failed) and self._subject() != self._asked:
            self.cancel()
            self.estimate = self.failed = None
            if self.hello is not None and self.python != self._training.python:
                self.hello = None
            self.changed.emit()

    def _start(self, job: TrainingJob) -> None:
        self._set_phase("importing")
        self._process.start(job)

    def _refuse(self, error: Exception) -> None:
        self._over()
        if not isinstance(error, NnvizError):
            raise error
        self._fail(Outcome("refused", error.message))

    def _hear(self, event: Event) -> None:
        if isinstance(event, Hello):
            self.hello = event
            self.changed.emit()
        elif isinstance(event, Phase):
            self._set_phase(event.name)
        elif isinstance(event, Download):
            self._set_phase("downloading")
        elif isinstance(event, Estimate):
            self.estimate = event

    def _end(self, found: Outcome | None) -> None:
        self._over()
        if self.estimate is None and found is not None:
            self._fail(found)

    def _fail(self, found: Outcome) -> None:
        # There is nothing to keep, and nothing to say about it.
        message = Message(found.message.text, {**found.message.values, "kept": ""})
        self.failed = Outcome(found.kind, message, command=found.command)
        self.changed.emit()

    def _over(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()
        self._set_phase("")

    def _set_phase(self, phase: str) -> None:
        if phase != self.phase:
            self.phase = phase
            self.changed.emit()


class BeforeBox(QWidget):
    """The button, what it found, and the line to type where one helps; hidden while a training runs."""

    def __init__(self, session: Session, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._training = training
        self.estimating = Estimating(session, training, self)
        self.button = Button(self.tr("Estimate time and memory"))
        self.button.setToolTip(
            self.tr("Runs a few batches in Keras and measures them; the document stays as it is")
        )
        self.button.clicked.connect(lambda _=False: self._click())
        self._what = Label(
            self.tr("Keras runs a few batches and measures them, and says whether it uses a GPU."), "caption"
        )
        self._phase = Label("", "quiet")
        self._device, self._words = Label(""), Label("")
        self._problem = Label("")
        self._problem.set_tone("negative")
        self._command = Label("", "code")
        self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._command.setAccessibleDescription(self.tr("A line to type"))
        self._copy = LinkLabel("", self.tr("Copy the line"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._command.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        layout.addWidget(row(self.button, stretch=True))
        for part in (
            self._what,
            self._phase,
            self._words,
            self._device,
            self._problem,
            self._command,
            self._copy,
        ):
            layout.addWidget(part)
        self.estimating.changed.connect(self.redraw)
        training.changed.connect(self.redraw)
        training.started.connect(self.estimating.cancel)  # both at once would measure one another
        self.redraw()

    def _click(self) -> None:
        if self.estimating.busy:
            self.estimating.cancel()
        else:
            self.estimating.ask()

    def redraw(self) -> None:
        """Show what is known."""
        found = self.estimating
        self.setVisible(not self._training.busy)
        busy, failed, hello = found.busy, found.failed, found.hello
        self.button.setText(self.tr("Cancel") if busy else self.tr("Estimate time and memory"))
        self.button.setEnabled(busy or not obstacles(self._session))
        self._what.setVisible(not (busy or failed or hello))
        _show(self._phase, self._phase_words(found.phase) if busy else "")
        _show(self._words, tr_message(estimate_text(found.estimate)) if found.estimate else "")
        _show(self._device, tr_message(hello.device_line) if hello else "")
        message = failed.message if failed else None
        if message is not None and "command" in message.values:  # it stands below by itself
            message = Message(message.text, {**message.values, "command": ""})
        _show(self._problem, tr_message(message).strip() if message else "")
        line = failed.command if failed else ""
        if hello is not None and not line:
            words = hello.gpu_words(found.python)
            line = shown_command(words) if words else ""
        _show(self._command, line)
        self._copy.setVisible(bool(line))

    def _phase_words(self, phase: str) -> str:
        if phase == "preparing":
            return self.tr("Writing the program …")
        if phase == "downloading":
            return self.tr("Downloading the data …")
        words = phase_text(Phase(phase)) if phase != "loading" else None
        return tr_message(words) if words else self.tr("Timing a few batches …")


def _show(label: Label, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
