"""A training in a process of its own: started or found running, heard through its folder, told, never left behind.

Everything that a training says lies in its run folder, so a window that opens later hears as much as the one that
started it. A training that this window started ends when the window is gone, however that happens, unless it was
let go on alone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from nnviz.export import runs
from nnviz.export.outcomes import Outcome, outcome
from nnviz.export.protocol import PAUSE, RESUME, STOP, Lines, rate_command
from nnviz.export.reports import Done, Event, Failed, Hello, Paused, Resumed, Stopping
from nnviz.export.runner import LOG, start_held
from nnviz.export.training import TRAINED, TrainingError, TrainingJob
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

IDLE, RUNNING, PAUSED, STOPPING = "idle", "running", "paused", "stopping"

LOOK_MS = 100
"""Milliseconds between two looks into the run folder."""

PATIENCE_MS = 600_000
"""Milliseconds without a word after which a process that was told to stop is ended. Testing is silent."""

PARTING_S = 7.0
"""Seconds that a process that is to end may take for it; it gives itself a little less (``child/control.py``)."""

AT_ONCE = 1_000_000
"""Bytes of reports that are taken in one look, so that a long run found again does not hold up the window."""

OLD_LOG = 200_000
"""Bytes of the log of a training found running that are shown."""


def found_job(folder: Path, python: str) -> TrainingJob:
    """Return what is known of the job that works in ``folder``; ``python`` stands for one that is not written down."""
    asked = runs.settings(folder)
    used = str(asked["options"].get("python") or python) if asked else python
    return TrainingJob((used,), MappingProxyType({}), folder, folder / str(asked.get("program", "")))


class Trainer(QObject):
    """Runs or follows one training at a time."""

    reported = Signal(object, float)
    """An :data:`~nnviz.export.reports.Event` and when it was said, in seconds since 1970."""
    printed = Signal(str)
    """Lines that the program printed, parted by line breaks."""
    state_changed = Signal(str)
    """``idle``, ``running``, ``paused`` or ``stopping``."""
    finished = Signal(object)
    """The :class:`~nnviz.export.outcomes.Outcome`, after the process is gone."""

    def __init__(self, parent: QObject | None = None, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self.pausing = False
        """Whether a pause was asked for that has not begun."""
        self._state = IDLE
        self._process: subprocess.Popen[bytes] | None = None
        self._job: TrainingJob | None = None
        self._last: Event | None = None
        self._pid = 0
        self._ended_here = self._asked = False
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._hear)
        self._patience = QTimer(self, singleShot=True, interval=patience_ms)
        self._patience.timeout.connect(self._kill)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    @property
    def state(self) -> str:
        """``idle``, ``running``, ``paused`` or ``stopping``."""
        return self._state

    @property
    def pid(self) -> int:
        """The process, 0 while it is not known."""
        return self._process.pid if self._process is not None else self._pid

    # -- beginning ---------------------------------------------------------------------------------------------

    def start(self, job: TrainingJob) -> None:
        """Start ``job``; what its folder says of earlier is told first. Raise ``RuntimeError`` while another runs."""
        self._begin(job, new=True)
        try:
            self._process = start_held(job)
        except TrainingError as error:
            self._over(Outcome("no_python", error.message))

    def follow(self, job: TrainingJob) -> None:
        """Hear a training that runs in the folder of ``job`` already. Raise ``RuntimeError`` while another runs."""
        self._begin(job, new=False)
        self._hear()

    def _begin(self, job: TrainingJob, new: bool) -> None:
        if self._job is not None:
            raise RuntimeError("a training is running")
        self._job, self._last, self._pid = job, None, 0
        self._ended_here = self._asked = self.pausing = False
        self._follower, self._lines = runs.Follower(job.folder), Lines()
        size = 0
        with contextlib.suppress(OSError):
            size = (job.folder / LOG).stat().st_size
        self._log_place = size if new else max(0, size - OLD_LOG)
        self._set_state(RUNNING)
        while new and (told := self._news()):
            for event, moment in told:
                self.reported.emit(event, moment)
        self._look.start()

    # -- commands ----------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Let it wait after the running batch."""
        if self._state == RUNNING:
            self.pausing = True
            self._tell(PAUSE)
            self.state_changed.emit(self._state)

    def resume(self) -> None:
        """Let it go on."""
        self.pausing = False
        self._tell(RESUME)

    def change_rate(self, rate: float) -> None:
        """Let it take this learning rate from the next batch on."""
        self._tell(rate_command(rate))

    def stop(self) -> None:
        """Ask the process to finish its batch, test and save; asked again, end it at once."""
        if self._job is None:
            return
        if self._state == STOPPING:
            self._kill()
            return
        self._asked = True
        self._set_state(STOPPING)
        self._patience.start()
        self._tell(STOP)

    def _tell(self, command: bytes) -> None:
        if self._job is not None:
            with contextlib.suppress(
                NnvizError
            ):  # a folder that cannot be written: the next look tells the end
                runs.leave_command(self._job.folder, command)

    def let_go(self) -> None:
        """Let it go on alone, and hear it no more: the window closes. One that is paused goes on, too."""
        process = self._process
        if self.pausing or self._state == PAUSED:
            self.resume()
        if process is not None:
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.write(b"detach\n")  # before the end of its input, which then means nothing
                process.stdin.close()
            # Only this process can take note of its end; until then the system keeps an entry of it.
            threading.Thread(target=process.wait, daemon=True).start()
        self._forget()

    def close(self) -> None:
        """End the process and wait until it is gone, without a word: the window closes."""
        if self._job is None:
            return
        process, folder, until = self._process, self._job.folder, time.monotonic() + PARTING_S
        if process is not None:
            _let_end(process)
        else:
            self._tell(STOP)
            while runs.is_running(folder) and time.monotonic() < until:
                time.sleep(0.05)
            if runs.is_running(folder):
                self._kill()
        self._forget()

    # -- what comes back ---------------------------------------------------------------------------------------

    def _hear(self) -> None:
        """Take what is new; what is said before the end is always heard before it."""
        job = self._job
        if job is None:
            return
        gone = self._gone(job.folder)
        news = self._news()
        for event, moment in news:
            self._take(event)
            self.reported.emit(event, moment)
        gone = gone and not news  # there may be more
        self._read(job.folder / LOG, gone)
        if news and self._state == STOPPING:
            self._patience.start()
        if gone and self._job is job:
            code = self._process.returncode if self._process is not None else None
            ended_here = self._ended_here and not isinstance(self._last, Done | Failed)
            self._over(_ended(job) if ended_here else outcome(job, code, self._last))

    def _gone(self, folder: Path) -> bool:
        if self._process is not None:
            return self._process.poll() is not None
        return not runs.is_running(folder)

    def _news(self) -> list[tuple[Event, float]]:
        return [(event, moment) for moment, event in self._follower.news(AT_ONCE)]

    def _take(self, event: Event) -> None:
        self._last = event
        if isinstance(event, Hello):
            self._pid = event.pid
            if not self._asked:  # what an earlier process of this run was told is over
                self._set_state(RUNNING)
        elif isinstance(event, Paused | Resumed) and self._state != STOPPING:
            self.pausing = False
            self._set_state(PAUSED if isinstance(event, Paused) else RUNNING)
        elif isinstance(event, Stopping):
            self._set_state(STOPPING)

    def _read(self, path: Path, to_end: bool) -> None:
        data = b""
        with contextlib.suppress(OSError), path.open("rb") as file:
            file.seek(self._log_place)
            data = file.read()
        self._log_place += len(data)
        lines = self._lines.feed(data)
        if to_end:
            lines += self._lines.end()
        if lines:
            self.printed.emit("\n".join(lines))

    # -- the end -----------------------------------------------------------------------------------------------

    def _kill(self) -> None:
        if self._job is None:
            return
        self._ended_here = True
        if self._process is not None:
            self._process.kill()
        elif self._pid and runs.is_running(self._job.folder):
            with contextlib.suppress(OSError):
                os.kill(self._pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def _over(self, found: Outcome) -> None:
        self._forget()
        self.finished.emit(found)

    def _forget(self) -> None:
        self._look.stop()
        self._patience.stop()
        process, self._process, self._job, self.pausing = self._process, None, None, False
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._set_state(IDLE)

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


def _let_end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.close()  # the end of its input means that nobody waits for the result
        process.wait(PARTING_S)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()


def _ended(job: TrainingJob) -> Outcome:
    """Return the outcome of a process that was ended from here, before it could save."""
    backup = (job.folder / runs.BACKUP).is_dir()
    if (job.folder / TRAINED).is_file():
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Training was ended at once. The weights of the last epoch that was saved are kept."
        )
        return Outcome("ended", say(text), weights=True, resumable=backup)
    text = QT_TRANSLATE_NOOP(
        "nnviz", "Training was ended at once. No epoch was complete; the document is as before."
    )
    return Outcome("ended", say(text), resumable=backup)
