"""A Keras errand for the window: a process that does one thing, can be cancelled, and is never left behind."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QSettings, Signal

from nnviz.export.errand import failure
from nnviz.export.outcomes import Outcome, not_started
from nnviz.export.protocol import Lines, parse
from nnviz.export.reports import Event, Hello, Log, Progress
from nnviz.export.training import TrainingJob
from nnviz.ui.train.choices import PYTHON
from nnviz.ui.worker import Worker
from nnviz.words import NnvizError

PARTING_MS = 3_000
"""Milliseconds that closing the window may wait for a process that was ended."""


def chosen_python(settings: QSettings | None) -> str | None:
    """Return the Python for Keras that the user has chosen in Train, None for the usual one."""
    return str(settings.value(PYTHON, "") or "") or None if settings is not None else None


class KerasProcess(QObject):
    """Runs one errand at a time."""

    told = Signal(object)
    """An :data:`~nnviz.export.reports.Event` that is no log line."""
    ended = Signal(object)
    """None if the answer is there, else the :class:`~nnviz.export.outcomes.Outcome`. Not after :meth:`cancel`."""

    def __init__(self, parent: QObject | None = None, judge: Callable[..., Outcome | None] = failure) -> None:
        """``judge`` says how a job ended, as :func:`~nnviz.export.errand.failure` does."""
        super().__init__(parent)
        self._judge = judge
        self._process: QProcess | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.cancel)

    def start(self, job: TrainingJob) -> None:
        """Start ``job``; one that still runs is cancelled."""
        self.cancel()
        self._job, self._lines = job, Lines()
        self._last: Event | None = None
        process = self._process = QProcess(self)
        process.setProgram(job.python)
        process.setArguments(list(job.argv[1:]))
        process.setWorkingDirectory(str(job.folder))
        environment = QProcessEnvironment()
        for name, value in job.env.items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._hear)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        process.start()

    def cancel(self) -> None:
        """End the process at once and without a word."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(PARTING_MS)
            process.deleteLater()

    def _hear(self) -> None:
        assert self._process is not None
        lines = self._lines.feed(bytes(self._process.readAllStandardOutput().data()))
        for event in map(parse, lines):
            if not isinstance(event, Log):
                self._last = event
                self.told.emit(event)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._over(not_started(self._job, self._process.errorString()))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._hear()
        crashed = status == QProcess.ExitStatus.CrashExit
        exit_code = -code if crashed and sys.platform != "win32" else code
        self._over(self._judge(self._job, exit_code, self._last, crashed=crashed))

    def _over(self, outcome: Outcome | None) -> None:
        process, self._process = self._process, None
        assert process is not None
        process.deleteLater()
        self.ended.emit(outcome)


class Errand(QObject):
    """Something asked of Keras, from the question to the answer: prepared and understood on the worker.

    ``prepare(folder)`` returns the job, ``understand(job, hello)`` the answer.
    """

    changed = Signal()
    """It has begun, goes on with another phase, or is over."""
    progressed = Signal(int, int)
    """Done, of how many, where the script counts."""
    answered = Signal(object)
    """What ``understand`` returned."""
    failed = Signal(object)
    """An :class:`~nnviz.export.outcomes.Outcome`: the sentence, and a line to type if one helps."""

    def __init__(self, worker: Worker, slot: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase = ""
        """Empty while nothing is asked; then ``preparing``, ``importing``, what the script says, ``comparing``."""
        self._worker = worker
        self._slot = slot
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._hello: Hello | None = None
        self._process = KerasProcess(self)
        self._process.told.connect(self._on_told)
        self._process.ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return bool(self.phase)

    def ask(
        self,
        prepare: Callable[[Path], TrainingJob],
        understand: Callable[[TrainingJob, Hello | None], Any],
    ) -> None:
        """Ask; what was asked before is cancelled."""
        self.cancel()
        self._understand, self._hello = understand, None
        self._folder = tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        self._set_phase("preparing")
        self._work(lambda: prepare(folder), self._on_prepared)

    def cancel(self) -> None:
        """Drop what was asked, without a word."""
        if self.busy:
            self._worker.cancel(self._slot)
            self._process.cancel()
            self._end()

    def _work(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        def job() -> Iterator[Any]:
            yield None
            yield work()

        self._worker.submit(self._slot, job, on_done=then, on_failed=self._on_failed)

    def _on_prepared(self, job: TrainingJob) -> None:
        self._job = job
        self._set_phase("importing")
        self._process.start(job)

    def _on_told(self, event: Event) -> None:
        if isinstance(event, Hello):
            self._hello = event
        elif isinstance(event, Progress):
            self.progressed.emit(event.done, event.total)
        name = getattr(event, "name", "")
        if name:
            self._set_phase(name)

    def _on_ended(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self._end()
            self.failed.emit(outcome)
            return
        self._set_phase("comparing")
        job, hello, understand = self._job, self._hello, self._understand
        self._work(lambda: understand(job, hello), self._on_understood)

    def _on_understood(self, answer: Any) -> None:
        self._end()
        self.answered.emit(answer)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, NnvizError):
            raise error
        self.failed.emit(Outcome("refused", error.message))

    def _set_phase(self, phase: str) -> None:
        if phase != self.phase:
            self.phase = phase
            self.changed.emit()

    def _end(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()
        self._set_phase("")
