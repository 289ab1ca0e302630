"""The processes behind the Python for training: it is asked what it has, or one is made."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal

from nnviz.export.environments import Making, Plan
from nnviz.export.outcomes import not_started
from nnviz.export.probe import prepare_probe, understood
from nnviz.export.protocol import Lines
from nnviz.export.scaling import Scaling
from nnviz.export.training import environment
from nnviz.ui.keras_process import PARTING_MS
from nnviz.words import Message


class OneProcess(QObject):
    """Runs one process at a time, which ends with the window."""

    guarded = False
    """Whether it ends by itself, and what it started, when its standard input ends."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether the process runs."""
        return self._process is not None

    def cancel(self) -> None:
        """End the process at once and without a word."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.closeWriteChannel()  # what is guarded ends those that it started, too
            if not process.waitForFinished(PARTING_MS if self.guarded else 0):
                process.kill()
            process.waitForFinished(PARTING_MS)
            process.deleteLater()

    def _start(
        self, words: tuple[str, ...], variables: Mapping[str, str], folder: Path | None = None
    ) -> QProcess:
        process = self._process = QProcess(self)
        process.setProgram(words[0])
        process.setArguments(list(words[1:]))
        if folder is not None:
            process.setWorkingDirectory(str(folder))
        env = QProcessEnvironment()
        for name, value in variables.items():
            env.insert(name, value)
        process.setProcessEnvironment(env)
        process.errorOccurred.connect(self._on_error)
        process.finished.connect(self._on_finished)
        return process

    def _release(self) -> QProcess:
        process, self._process = self._process, None
        assert process is not None
        process.deleteLater()
        return process

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._not_started(self._release().errorString())

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        crashed = status == QProcess.ExitStatus.CrashExit
        self._over(self._release(), -code if crashed and sys.platform != "win32" else code)

    def _not_started(self, reason: str) -> None:
        raise NotImplementedError

    def _over(self, process: QProcess, code: int) -> None:
        raise NotImplementedError


class PythonProbe(OneProcess):
    """Asks a Python what it would train with."""

    answered = Signal(object)
    """A :class:`~nnviz.export.reports.Hello`, or an :class:`~nnviz.export.outcomes.Outcome` that says why not."""

    def ask(self, python: str, scaling: Scaling) -> None:
        """Ask ``python`` as it would train with ``scaling``; what was asked before is dropped."""
        self.cancel()
        self._folder = tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True)
        self._job = prepare_probe(python, Path(self._folder.name), scaling)
        process = self._start(self._job.argv, self._job.env, self._job.folder)
        process.setStandardInputFile(QProcess.nullDevice())
        process.start()

    def cancel(self) -> None:
        if self.busy:
            super().cancel()
            self._folder.cleanup()

    def _not_started(self, reason: str) -> None:
        self._folder.cleanup()
        self.answered.emit(not_started(self._job, reason))

    def _over(self, process: QProcess, code: int) -> None:
        output = bytes(process.readAllStandardOutput().data())
        errors = bytes(process.readAllStandardError().data())
        self._folder.cleanup()
        self.answered.emit(understood(self._job, code, output, errors))


class EnvironmentMaker(OneProcess):
    """Makes a training environment, step by step."""

    guarded = True

    told = Signal(object)
    """A :class:`~nnviz.words.Message` that says what happens."""
    made = Signal(str)
    """The Python in it."""
    failed = Signal(object)
    """A :class:`~nnviz.words.Message` that says why not. Nothing is left of it."""

    def make(self, plan: Plan) -> None:
        """Begin; one that is being made is cancelled."""
        self.cancel()
        self._making, self._steps = Making(plan), list(plan.commands)
        self._next()

    def cancel(self) -> None:
        """End it at once, without a word, and take away what was made."""
        if self.busy:
            super().cancel()
            self._making.take_away()

    def _next(self) -> None:
        self._command, self._lines = self._steps.pop(0), Lines()
        process = self._start(self._making.plan.guarded(self._command), environment())
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyReadStandardOutput.connect(self._hear)
        process.start()

    def _hear(self) -> None:
        if self._process is not None:
            self._tell(self._lines.feed(bytes(self._process.readAllStandardOutput().data())))

    def _tell(self, lines: list[str]) -> None:
        for line in lines:
            message = self._making.hear(line)
            if message is not None:
                self.told.emit(message)

    def _not_started(self, reason: str) -> None:
        self._fail(self._making.failure(self._command, reason))

    def _over(self, process: QProcess, code: int) -> None:
        self._tell(self._lines.feed(bytes(process.readAllStandardOutput().data())) + self._lines.end())
        if code:
            self._fail(self._making.failure(self._command))
        elif self._steps:
            self._next()
        else:
            self._making.finish()
            self.made.emit(str(self._making.plan.python))

    def _fail(self, why: Message) -> None:
        self._making.take_away()
        self.failed.emit(why)
