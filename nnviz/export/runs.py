"""Run folders: what a full training leaves on the disk, as a list.

A run folder holds the program, what was asked for (``run.json``, ``document.nnviz``), every report of the training
(``events.jsonl``), its log, history and weights. Nothing says of itself that it runs: a training holds a lock as long
as it lives, however it ends. Whatever of a folder is damaged, the rest is shown, and nothing here raises for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from nnviz.design.document import Document
from nnviz.design.file import load, save, write_atomically
from nnviz.export.names import stem
from nnviz.export.protocol import PREFIX, parse
from nnviz.export.reports import Done, EpochDone, Event, Failed, Hello, Log, Logs, Started
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

SETTING = "NNVIZ_RUNS"
"""Environment variable that names the folder of all runs."""
RUN = "run.json"
DOCUMENT = "document.nnviz"
EVENTS = "events.jsonl"
LOCK = "run.lock"
COMMANDS = "commands"
TRAINED = "trained.npz"
SAMPLES = "samples.npy"
"""The samples whose answers are reported after epochs."""
BACKUP = "backup"
"""What a program's ``--resume`` goes on from."""

_ELSEWHERE = ".folder"
"""Suffix of a file among the runs that names a run folder somewhere else."""
_RESULTS = (RUN, EVENTS, TRAINED, BACKUP, "model.keras", "history.csv")
_MOST_BYTES = 200_000_000


class RunsError(NnvizError):
    """A run that is not there, or with which this cannot be done."""


@dataclass(frozen=True)
class TrainingRun:
    """A run as it is on the disk at this moment.

    ``state`` is ``waiting`` (prepared, never started), ``running``, ``finished``, ``stopped``, ``failed`` (it said
    why), ``broken`` (it was killed or crashed) or ``damaged`` (the folder is no run that can be read).
    """

    folder: Path
    name: str
    state: str
    began: datetime
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What was asked for: ``epochs`` and ``data_dir`` (None: what the document says), ``python``, ``fresh``."""
    pid: int = 0
    """The process while it runs."""
    hello: Hello | None = None
    """Versions and devices."""
    started: Started | None = None
    history: tuple[EpochDone, ...] = ()
    results: Logs = field(default_factory=lambda: MappingProxyType({}))
    failed: Failed | None = None

    @property
    def weights(self) -> bool:
        """Whether there are trained weights."""
        return (self.folder / TRAINED).is_file()

    @property
    def resumable(self) -> bool:
        """Whether it can go on where it broke off."""
        return self.state in ("broken", "failed", "stopped", "waiting") and bool(self.options)

    @property
    def epochs(self) -> int:
        """Epochs that are over."""
        return self.history[-1].epoch if self.history else 0

    def document(self) -> Document:
        """Return the document as it was when the run began; raise an :class:`~nnviz.words.NnvizError`."""
        return load(self.folder / DOCUMENT)


# -- folders -----------------------------------------------------------------------------------------------------------


def runs_folder() -> Path:
    """Return the folder of all runs, in the place where the platform keeps an application's data."""
    import platformdirs

    chosen = os.environ.get(SETTING)
    return Path(chosen) if chosen else platformdirs.user_data_path("nnviz", False) / "runs"


def new_folder(name: str, parent: Path | None = None) -> Path:
    """Return a path for a run of the document ``name`` that is not there yet."""
    now = datetime.now().astimezone()
    return _free((parent or runs_folder()) / f"{now:%Y-%m-%d_%H-%M-%S}_{stem(name)}")


def fresh_folder(folder: Path) -> Path:
    """Return ``folder``, or if it holds results of an earlier run, one beside it that is not there yet."""
    if any((folder / name).exists() for name in _RESULTS):
        return _free(folder)
    return folder


def _free(folder: Path) -> Path:
    path, number = folder, 2
    while path.exists():
        path, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    return path


def register(folder: Path, document: Document, program: str, options: Mapping[str, Any]) -> None:
    """Write down what is asked for in a run; raise an :class:`~nnviz.words.NnvizError` or ``OSError``."""
    save(document, folder / DOCUMENT)
    asked = {
        "version": 1,
        "name": document.name,
        "began": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": program,
        "options": dict(options),
    }
    write_atomically(folder / RUN, json.dumps(asked, indent=1, ensure_ascii=False).encode())


def remember(folder: Path, parent: Path | None = None) -> None:
    """Put a run folder that lies somewhere else into the list; where that cannot be written it is left out."""
    parent, folder = parent or runs_folder(), folder.resolve()
    if folder.parent == parent.resolve():
        return
    with contextlib.suppress(OSError, NnvizError):
        parent.mkdir(parents=True, exist_ok=True)
        write_atomically(_pointer(folder, parent), os.fsencode(folder))


def _pointer(folder: Path, parent: Path) -> Path:
    """Return the file that names a folder elsewhere: always the same one, so that no folder is listed twice."""
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return parent / f"{stem(folder.name)}-{digest}{_ELSEWHERE}"


def settings(folder: Path) -> dict[str, Any]:
    """Return what ``run.json`` says, nothing if it is damaged."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        raw = json.loads((folder / RUN).read_text(encoding="utf-8"))
        if isinstance(raw, dict) and isinstance(raw.get("options"), dict):
            return raw
    return {}


# -- the list ----------------------------------------------------------------------------------------------------------


def all_runs(parent: Path | None = None) -> tuple[TrainingRun, ...]:
    """Return every run in ``parent`` (None: the folder of all runs), the newest first."""
    return in_order(map(load_run, folders(parent)))


def folders(parent: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of all runs, in no order; folders elsewhere that are gone are left out."""
    parent = parent or runs_folder()
    found: dict[Path, None] = {}
    with contextlib.suppress(OSError):
        for path in parent.iterdir():
            folder = _pointed(path) if path.suffix == _ELSEWHERE else path
            if folder is not None and folder.is_dir():
                found[folder] = None
    return tuple(found)


def in_order(found: Iterable[TrainingRun]) -> tuple[TrainingRun, ...]:
    """Return runs, the newest first."""
    return tuple(sorted(found, key=lambda run: (run.began, run.folder.name), reverse=True))


def _pointed(pointer: Path) -> Path | None:
    with contextlib.suppress(OSError, ValueError):
        folder = Path(os.fsdecode(pointer.read_bytes()))
        return folder if folder.is_absolute() and folder.is_dir() else None
    return None


def load_run(folder: Path) -> TrainingRun:
    """Return the run in ``folder``; a folder that holds none gives one of state ``damaged``."""
    raw = settings(folder)
    running = is_running(folder)
    hello: Hello | None = None
    started: Started | None = None
    last: Event | None = None
    epochs: dict[int, EpochDone] = {}
    pid, any_report = 0, False
    for report, event in _reports(folder):
        any_report = True
        if isinstance(event, Hello):
            hello, last, pid = event, None, _number(report.get("pid"))  # a process begins anew
        elif isinstance(event, Started):
            started = event
        elif isinstance(event, EpochDone):
            epochs = {number: old for number, old in epochs.items() if number < event.epoch}
            epochs[event.epoch] = event
        elif isinstance(event, Done | Failed):
            last = event
    state = "running" if running else _state(last, bool(raw), any_report)
    return TrainingRun(
        folder=folder,
        name=str(raw.get("name") or folder.name),
        state=state,
        began=_time(raw.get("began"), folder),
        options=MappingProxyType(raw.get("options", {})),
        pid=pid if running else 0,
        hello=hello,
        started=started,
        history=tuple(epochs.values()),
        results=last.results if isinstance(last, Done) else MappingProxyType({}),
        failed=last if isinstance(last, Failed) else None,
    )


def _state(last: Event | None, registered: bool, any_report: bool) -> str:
    if isinstance(last, Done):
        return "stopped" if last.stopped else "finished"
    if isinstance(last, Failed):
        return "failed"
    if any_report:
        return "broken"
    return "waiting" if registered else "damaged"


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _time(value: Any, folder: Path) -> datetime:
    with contextlib.suppress(ValueError, TypeError):
        found = datetime.fromisoformat(value)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    with contextlib.suppress(OSError):
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return datetime.fromtimestamp(0, UTC)


def _reports(folder: Path) -> Iterator[tuple[Mapping[str, Any], Event]]:
    """Yield the reports of a run, raw and as events; broken lines are left out."""
    try:
        with (folder / EVENTS).open(encoding="utf-8", errors="replace") as file:
            for line in file.readlines(_MOST_BYTES):
                event = parse(PREFIX + line)
                if not isinstance(event, Log):
                    yield json.loads(line), event
    except OSError:
        return


# -- a run that goes on ------------------------------------------------------------------------------------------------


def is_running(folder: Path) -> bool:
    """Return whether a training process lives that works in ``folder``."""
    try:
        with (folder / LOCK).open("rb+") as file:
            return not _free_lock(file)
    except OSError:
        return False


def _free_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def running(parent: Path | None = None) -> tuple[Path, ...]:
    """Return the run folders in ``parent`` (None: the folder of all runs) that a training works in, newest first."""
    parent = parent or runs_folder()
    found: dict[Path, float] = {}
    with contextlib.suppress(OSError):
        for path in parent.iterdir():
            folder = _pointed(path) if path.suffix == _ELSEWHERE else path
            if folder is not None and is_running(folder):
                found[folder] = (folder / LOCK).stat().st_mtime
    return tuple(sorted(found, key=lambda folder: found[folder], reverse=True))


def tell(folder: Path, command: bytes) -> None:
    """Give a command of :mod:`nnviz.export.protocol` to the training that works in ``folder``."""
    if not is_running(folder):
        text = QT_TRANSLATE_NOOP("nnviz", "No training is running in “{folder}”.")
        raise RunsError(say(text, folder=folder))
    leave_command(folder, command)


def leave_command(folder: Path, command: bytes) -> None:
    """As :func:`tell`, for whoever knows that the training runs or is about to."""
    try:
        with (folder / COMMANDS).open("ab") as file:
            file.write(command)
    except OSError as error:
        text = QT_TRANSLATE_NOOP("nnviz", "The training in “{folder}” cannot be told anything: {reason}.")
        raise RunsError(say(text, folder=folder, reason=error.strerror or error)) from error


class Follower:
    """Hears a training by its report file: all that has been said, then what is new."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / EVENTS
        self._place = 0

    def news(self, most: int = -1) -> list[tuple[float, Event]]:
        """Return (time in seconds since 1970, event) of the reports since the last call; never waits.

        With ``most``, of so many bytes of them; the next call goes on from there.
        """
        try:
            with self._path.open("rb") as file:
                file.seek(self._place)
                data = file.read(most)
        except OSError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        self._place += len(whole)
        found: list[tuple[float, Event]] = []
        for line in whole.decode("utf-8", "replace").splitlines():
            event = parse(PREFIX + line)
            if not isinstance(event, Log):
                moment = json.loads(line).get("time")
                found.append((float(moment) if isinstance(moment, int | float) else 0.0, event))
        return found


# -- what can be done with runs ----------------------------------------------------------------------------------------


def delete_run(run: TrainingRun, parent: Path | None = None) -> None:
    """Delete a run folder with all it holds; raise :class:`RunsError` if it runs or is none."""
    parent = parent or runs_folder()
    if is_running(run.folder):
        text = QT_TRANSLATE_NOOP("nnviz", "“{name}” is still training; stop it before it is deleted.")
        raise RunsError(say(text, name=run.name))
    listed = run.folder.resolve().parent == parent.resolve()
    if not listed and not (run.folder / RUN).is_file():
        raise RunsError(say(QT_TRANSLATE_NOOP("nnviz", "“{folder}” is no run folder."), folder=run.folder))
    try:
        shutil.rmtree(run.folder)
        _pointer(run.folder.resolve(), parent).unlink(missing_ok=True)
    except OSError as error:
        text = QT_TRANSLATE_NOOP("nnviz", "“{folder}” cannot be deleted: {reason}.")
        raise RunsError(say(text, folder=run.folder, reason=error.strerror or error)) from error


def sentence(run: TrainingRun) -> Message:
    """Return the state of a run in a few words."""
    texts = _STATES_OF_ONE if run.epochs == 1 else _STATES
    return say(texts.get(run.state, _STATES[run.state]), epochs=run.epochs)


_STATES = {
    "waiting": QT_TRANSLATE_NOOP("nnviz", "not started"),
    "running": QT_TRANSLATE_NOOP("nnviz", "running, {epochs} epochs are over"),
    "finished": QT_TRANSLATE_NOOP("nnviz", "finished after {epochs} epochs"),
    "stopped": QT_TRANSLATE_NOOP("nnviz", "stopped in epoch {epochs}"),
    "failed": QT_TRANSLATE_NOOP("nnviz", "failed after {epochs} epochs"),
    "broken": QT_TRANSLATE_NOOP("nnviz", "broken off after {epochs} epochs"),
    "damaged": QT_TRANSLATE_NOOP("nnviz", "cannot be read"),
}
_STATES_OF_ONE = {
    "running": QT_TRANSLATE_NOOP("nnviz", "running, 1 epoch is over"),
    "finished": QT_TRANSLATE_NOOP("nnviz", "finished after 1 epoch"),
    "failed": QT_TRANSLATE_NOOP("nnviz", "failed after 1 epoch"),
    "broken": QT_TRANSLATE_NOOP("nnviz", "broken off after 1 epoch"),
}
