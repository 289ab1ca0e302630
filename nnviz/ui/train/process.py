"""The training process: started, heard, stopped, and never left behind."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal

from nnviz.export.protocol import STOP, Lines, parse
from nnviz.export.reports import Event, Log, Started
from nnviz.export.runner import LOG
from nnviz.export.training import TRAINED, Outcome, TrainingJob, not_started, outcome
from nnviz.words import QT_TRANSLATE_NOOP, say

IDLE, RUNNING, STOPPING = "idle", "running", "stopping"

PATIENCE_MS = 60_000
"""Milliseconds without a word after which a process that was told to stop is ended. Testing is silent."""

PARTING_MS = 1_500
"""Milliseconds that closing the window may wait for a process that has not begun to train."""


class Trainer(QObject):
    """Runs one prepared job at a time; its program, its folder and its Python are the job's."""

    reported = Signal(object)
    """An :data:`~nnviz.export.reports.Event` that is no log line."""
    printed = Signal(str)
    """Lines that the program printed, parted by line breaks."""
    state_changed = Signal(str)
    """``idle``, ``running`` or ``stopping``."""
    finished = Signal(object)
    """The :class:`~nnviz.export.training.Outcome`, after the process is gone."""

    def __init__(self, parent: QObject | None = None, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self._state = IDLE
        self._process: QProcess | None = None
        self._job: TrainingJob | None = None
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._end)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    @property
    def state(self) -> str:
        """``idle``, ``running`` or ``stopping``."""
        return self._state

    def start(self, job: TrainingJob) -> None:
        """Start ``job``. Raises ``RuntimeError`` while another one runs."""
        if self._process is not None:
            raise RuntimeError("a training is running")
        self._job = job
        self._last: Event | None = None
        self._trains = self._ended_here = False
        self._output, self._errors = Lines(), Lines()
        with contextlib.suppress(OSError):  # a full disk is told by the program itself
            (job.folder / LOG).write_bytes(b"")
        process = self._process = QProcess(self)
        process.setProgram(job.python)
        process.setArguments(list(job.argv[1:]))
        process.setWorkingDirectory(str(job.folder))
        process.setProcessEnvironment(_environment(job.env))
        process.readyReadStandardOutput.connect(self._hear)
        process.readyReadStandardError.connect(self._read)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        self._set_state(RUNNING)
        process.start()

    def stop(self) -> None:
        """Ask the process to finish its batch, test and save; asked again, end it at once."""
        if self._process is None:
            return
        if self._state == STOPPING:
            self._end()
            return
        self._set_state(STOPPING)
        self._patience.start()
        self._process.write(STOP)

    def close(self) -> None:
        """End the process and wait until it is gone, without a word: the window closes."""
        process = self._process
        if process is None:
            return
        self.blockSignals(True)
        try:
            process.closeWriteChannel()
            if not self._trains:  # a download takes its half file away first
                process.waitForFinished(PARTING_MS)
            if self._process is not None:
                self._end()
                process.waitForFinished(5 * PARTING_MS)
        finally:
            self.blockSignals(False)

    # -- what comes back ---------------------------------------------------------------------------------------

    def _hear(self) -> None:
        assert self._process is not None
        lines = self._output.feed(bytes(self._process.readAllStandardOutput().data()))
        self._tell([parse(line) for line in lines])

    def _read(self) -> None:
        assert self._process is not None
        lines = self._errors.feed(bytes(self._process.readAllStandardError().data()))
        self._tell([Log(line) for line in lines])

    def _tell(self, events: list[Event]) -> None:
        printed: list[str] = []
        for event in events:
            if isinstance(event, Log):
                printed.append(event.text)
                continue
            self._last = event
            self._trains |= isinstance(event, Started)
            self.reported.emit(event)
        if printed:
            self._print("\n".join(printed))
        if events and self._state == STOPPING:
            self._patience.start()

    def _print(self, text: str) -> None:
        assert self._job is not None
        with contextlib.suppress(OSError), (self._job.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(text + "\n")
        self.printed.emit(text)

    # -- the end -----------------------------------------------------------------------------------------------

    def _end(self) -> None:
        if self._process is not None:
            self._ended_here = True
            self._process.kill()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._over(lambda job: not_started(job, reason))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._hear()
        self._read()
        self._tell([parse(line) for line in self._output.end()])
        self._tell([Log(line) for line in self._errors.end()])
        crashed = status == QProcess.ExitStatus.CrashExit
        # Qt gives the number of the signal where there are signals.
        exit_code = -code if crashed and sys.platform != "win32" else code
        last, ended_here = self._last, self._ended_here and crashed
        self._over(lambda job: _ended(job) if ended_here else outcome(job, exit_code, last, crashed=crashed))

    def _over(self, ending: Callable[[TrainingJob], Outcome]) -> None:
        process, job = self._process, self._job
        assert process is not None
        assert job is not None
        self._patience.stop()
        self._process = self._job = None
        process.deleteLater()
        found = ending(job)
        self._set_state(IDLE)
        self.finished.emit(found)

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _environment(variables: Mapping[str, str]) -> QProcessEnvironment:
    environment = QProcessEnvironment()
    for name, value in variables.items():
        environment.insert(name, value)
    return environment


def _ended(job: TrainingJob) -> Outcome:
    """Return the outcome of a process that was ended from here, before it could save."""
    if (job.folder / TRAINED).is_file():
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Training was ended at once. The weights of the last epoch that was saved are kept."
        )
        return Outcome("ended", say(text), weights=True)
    text = QT_TRANSLATE_NOOP(
        "nnviz", "Training was ended at once. No epoch was complete; the document is as before."
    )
    return Outcome("ended", say(text))
