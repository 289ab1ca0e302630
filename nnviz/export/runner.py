"""Run a training for the command line: start the process, hear its events, stop it with Ctrl-C.

:func:`start_detached` starts one that goes on alone, for the command line and the window.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy.typing as npt

from nnviz.design.document import Document
from nnviz.design.file import save
from nnviz.export import runs
from nnviz.export.outcomes import Outcome, not_started, outcome
from nnviz.export.protocol import STOP, Lines, parse
from nnviz.export.reports import Estimate, Event, Log
from nnviz.export.scaling import ONE_DEVICE, Scaling
from nnviz.export.training import (
    TrainingError,
    TrainingJob,
    detached,
    fitting_data,
    prepare,
    prepare_estimate,
    prepare_resume,
    result,
)
from nnviz.words import NnvizError

Array = npt.NDArray[Any]

LOG = "log.txt"
"""Everything that the program printed."""

_GRACE = 8.0
"""Seconds that the process may take to end when it is no longer listened to; it gives itself a little less."""


def train(
    document: Document,
    folder: Path | None = None,
    *,
    weights: Mapping[str, Array] | None = None,
    optimizer: Sequence[Array] = (),
    data_dir: Path | None = None,
    epochs: int | None = None,
    python: str | None = None,
    scaling: Scaling = ONE_DEVICE,
    on_event: Callable[[Event], None] = lambda event: None,
    on_job: Callable[[TrainingJob], None] = lambda job: None,
) -> Outcome:
    """Train ``document`` in Keras and leave ``trained.nnviz``, ``model.keras`` and ``history.csv`` in ``folder``.

    ``folder`` None: a new one among the runs. One that holds earlier results is left alone; ``on_job`` is told which
    it is. Ctrl-C stops after the running batch and keeps what was learned; a second one ends the process at once.
    Raise an :class:`~nnviz.words.NnvizError` if training cannot begin or its result cannot be used.
    """
    data_dir = fitting_data(document, data_dir)
    folder = folder or runs.new_folder(document.name)
    asked: dict[str, Any] = {"data_dir": data_dir, "epochs": epochs, "python": python, "scaling": scaling}
    job = prepare(document, weights, folder, optimizer=optimizer, **asked)
    runs.remember(job.folder)
    on_job(job)
    return _with_document(job, document, run(job, on_event))


def resume(
    folder: Path,
    *,
    epochs: int | None = None,
    python: str | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
) -> Outcome:
    """Go on with the run in ``folder`` after its last full epoch, as :func:`train` would have gone on."""
    job = prepare_resume(folder, epochs=epochs, python=python)
    document = runs.load_run(job.folder).document()
    return _with_document(job, document, run(job, on_event))


def _with_document(job: TrainingJob, document: Document, ending: Outcome) -> Outcome:
    """Write the trained document, too; a full disk at that moment takes nothing away."""
    if not ending.weights:
        return ending
    trained = result(job, document)
    try:
        save(trained, job.folder / "trained.nnviz")
    except NnvizError:
        if ending.good:
            raise
    return ending


def estimate(
    document: Document,
    *,
    data_dir: Path | None = None,
    epochs: int | None = None,
    python: str | None = None,
    scaling: Scaling = ONE_DEVICE,
    on_event: Callable[[Event], None] = lambda event: None,
) -> Estimate | Outcome:
    """Time a few batches and return what the whole training will take, or why that cannot be told."""
    data_dir = fitting_data(document, data_dir)
    found: list[Estimate] = []

    def heard(event: Event) -> None:
        if isinstance(event, Estimate):
            found.append(event)
        on_event(event)

    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
        job = prepare_estimate(
            document, Path(folder), data_dir=data_dir, epochs=epochs, python=python, scaling=scaling
        )
        ending = run(job, heard)
    return found[0] if found else ending


def start_detached(job: TrainingJob) -> None:
    """Start a job that goes on when this process ends; :class:`~nnviz.export.runs.Follower` hears it.

    Raise :class:`~nnviz.export.training.TrainingError` if its Python cannot be started.
    """
    process = _start_alone(detached(job), subprocess.DEVNULL)
    # Nobody here waits for it: a thread takes note of its end, so that no dead entry stays in the system's table.
    threading.Thread(target=process.wait, daemon=True).start()


def start_held(job: TrainingJob) -> subprocess.Popen[bytes]:
    """Start a job that is heard through its folder, too, but stops when its standard input ends, as it does when
    this process dies; ``detach`` on it lets the job go on alone.

    Raise :class:`~nnviz.export.training.TrainingError` if its Python cannot be started.
    """
    return _start_alone(job, subprocess.PIPE)


def _start_alone(job: TrainingJob, stdin: int) -> subprocess.Popen[bytes]:
    """Start a job whose words nobody reads: its reports lie in the folder, the rest goes into the log there."""
    _forget_commands(job.folder)
    log: IO[bytes] | int = subprocess.DEVNULL
    with contextlib.suppress(OSError):  # a full disk is told by the program itself
        log = (job.folder / LOG).open("ab")
    try:
        return subprocess.Popen(
            job.argv,
            cwd=job.folder,
            env=dict(job.env),
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=log,
            bufsize=0,
            **_apart(),
        )
    except OSError as error:
        raise TrainingError(not_started(job, error.strerror or str(error)).message) from error
    finally:
        if not isinstance(log, int):
            log.close()


def _forget_commands(folder: Path) -> None:
    """Take away what an earlier process of this run was told."""
    with contextlib.suppress(OSError):
        (folder / runs.COMMANDS).unlink(missing_ok=True)


def _apart() -> dict[str, Any]:
    """Return what makes a process a group of its own: Ctrl-C reaches this process only."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def run(job: TrainingJob, on_event: Callable[[Event], None]) -> Outcome:
    """Run a prepared job to its end."""
    _forget_commands(job.folder)
    try:
        process = subprocess.Popen(
            job.argv,
            cwd=job.folder,
            env=dict(job.env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **_apart(),
        )
    except OSError as error:
        return not_started(job, error.strerror or str(error))
    with process:
        try:
            with _LogFile(job.folder / LOG) as log:
                last = _listen(process, on_event, log)
            return outcome(job, process.wait(), last)
        finally:
            _end(process)


class _LogFile:
    """The log on the disk. When it cannot be written (the disk is full), training goes on without it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> _LogFile:
        with contextlib.suppress(OSError):
            self._file = self._path.open("a", encoding="utf-8")
        return self

    def write(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._file is not None:
                self._file.write(line + "\n")

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()


def _listen(
    process: subprocess.Popen[bytes], on_event: Callable[[Event], None], log: _LogFile
) -> Event | None:
    """Hand on every event until both streams end; return the last one that is no log line."""
    assert process.stdout is not None
    assert process.stderr is not None
    events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
    readers = [
        threading.Thread(target=_read, args=(process.stdout, parse, events)),
        threading.Thread(target=_read, args=(process.stderr, Log, events)),
    ]
    for reader in readers:
        reader.start()
    last: Event | None = None
    interrupts, open_streams = 0, len(readers)
    while open_streams:
        try:
            try:
                event = events.get(timeout=0.2)  # on Windows a wait without end cannot be interrupted
            except queue.Empty:
                continue
            if event is None:
                open_streams -= 1
                continue
            if isinstance(event, Log):
                log.write(event.text)
            else:
                last = event
            on_event(event)
        except KeyboardInterrupt:
            interrupts += 1
            if interrupts > 1:
                process.kill()
            else:
                _ask_to_stop(process)
    for reader in readers:
        reader.join()
    return last


def _read(stream: IO[bytes], make: Callable[[str], Event], events: queue.SimpleQueue[Event | None]) -> None:
    lines = Lines()
    try:
        while chunk := stream.read1(65_536):  # type: ignore[attr-defined]
            for line in lines.feed(chunk):
                events.put(make(line))
        for line in lines.end():
            events.put(make(line))
    except (OSError, ValueError):  # the stream was closed from here
        pass
    finally:
        events.put(None)


def _ask_to_stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(STOP)
        process.stdin.flush()
    except OSError:  # it has ended by itself
        pass


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave no process behind, whatever happened here."""
    if process.poll() is not None:
        return
    assert process.stdin is not None
    try:
        process.stdin.close()  # it ends when nobody holds its input any more
        process.wait(_GRACE)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()
