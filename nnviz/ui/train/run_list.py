"""The runs on the disk as the window shows them: which is looked at, which are compared, and with which weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.design.document import Document
from nnviz.export import runs
from nnviz.export.checkpoints import Checkpoint, checkpoints
from nnviz.export.runs import TrainingRun
from nnviz.ui.worker import Worker
from nnviz.words import NnvizError

LOOK_MS = 2_000
"""Milliseconds between two looks at the disk while the list is shown."""

MOST_COMPARED = 8
"""Runs in one picture; the colours of more cannot be told apart."""


class RunList(QObject):
    """Everything about runs that is no widget. Runs are known by their folder: a newer look replaces the values."""

    changed = Signal()
    """The runs are new, or which is looked at or compared."""
    chosen = Signal()
    """Another run or other weights of it are looked at, or its document has been read."""

    def __init__(self, worker: Worker, folder: Path | None = None, parent: QObject | None = None) -> None:
        """``folder`` holds the runs (None: the usual one)."""
        super().__init__(parent)
        self.loaded = False
        self.runs: tuple[TrainingRun, ...] = ()
        self.document: Document | None = None
        """What the run that is looked at trained; None until it is read, or if that cannot be."""
        self.checkpoints: tuple[Checkpoint, ...] = ()
        """Weights of the run that is looked at."""
        self._worker = worker
        self._folder = folder
        self._current: Path | None = None
        self._epoch: int | None = None
        self._compared: list[Path | None] = []
        self._marks: dict[Path, tuple[object, TrainingRun]] = {}
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def parent_folder(self) -> Path:
        """The folder of the runs."""
        return self._folder or runs.runs_folder()

    def watch(self, on: bool) -> None:
        """Look at the disk now and then, or no more."""
        if on:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Read the run folders in the background; those that have not changed are not read again."""
        parent, marks = self.parent_folder, self._marks

        def job() -> Iterator[dict[Path, tuple[object, TrainingRun]]]:
            found: dict[Path, tuple[object, TrainingRun]] = {}
            for folder in runs.folders(parent):
                yield {}
                mark = _mark(folder)
                old = marks.get(folder)
                found[folder] = old if old and old[0] == mark else (mark, runs.load_run(folder))
            yield found

        self._worker.submit("runs", job, on_done=self._take)

    def _take(self, found: dict[Path, tuple[object, TrainingRun]]) -> None:
        self._marks = found
        every = runs.in_order(run for _, run in found.values())
        if self.loaded and every == self.runs:
            return
        self.loaded, self.runs = True, every
        self._compared = [folder if folder in found else None for folder in self._compared]
        if self._current not in found:
            self._current = every[0].folder if every else None
            self._epoch = None
            if every and not any(self._compared):
                self._compared = [every[0].folder]
        self.changed.emit()
        self._read()

    # -- what is looked at -------------------------------------------------------------------------------------

    @property
    def current(self) -> TrainingRun | None:
        """The run that is looked at."""
        return next((run for run in self.runs if run.folder == self._current), None)

    def choose(self, folder: Path) -> None:
        """Look at the run in ``folder``."""
        if folder != self._current:
            self._current, self._epoch = folder, None
            if sum(each is not None for each in self._compared) <= 1:
                self._compared = [folder]  # who compares nothing sees the curves of the run that is looked at
            self.document, self.checkpoints = None, ()
            self.changed.emit()
            self.chosen.emit()
            self._read()

    def _read(self) -> None:
        """Read document and checkpoints of the run that is looked at; a document can be large."""
        run = self.current

        def job() -> Iterator[tuple[Document | None, tuple[Checkpoint, ...]]]:
            yield None, ()
            if run is not None and run.state != "damaged":
                yield document_of(run), checkpoints(run)

        self._worker.submit("run", job, on_done=lambda found: self._take_read(run, *found))

    def _take_read(
        self, run: TrainingRun | None, document: Document | None, found: tuple[Checkpoint, ...]
    ) -> None:
        if run is None or run.folder == self._current:
            self.document, self.checkpoints = document, found
            self.chosen.emit()

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The weights that are looked at: those kept at the end unless others were chosen."""
        chosen = (each for each in self.checkpoints if each.epoch == self._epoch)
        return next(chosen, self.checkpoints[0] if self.checkpoints else None)

    def choose_checkpoint(self, index: int) -> None:
        """Look at these weights of the run."""
        if 0 <= index < len(self.checkpoints) and self.checkpoints[index] != self.checkpoint:
            self._epoch = self.checkpoints[index].epoch
            self.chosen.emit()

    # -- comparison --------------------------------------------------------------------------------------------

    @property
    def compared(self) -> tuple[tuple[int, TrainingRun], ...]:
        """The runs that are compared, each with the number of its colour, which it keeps as long as it is there."""
        known = {run.folder: run for run in self.runs}
        return tuple((i, known[folder]) for i, folder in enumerate(self._compared) if folder in known)

    def colour_of(self, folder: Path) -> int | None:
        """Return the number of the colour of a run, None if it is not compared."""
        return self._compared.index(folder) if folder in self._compared else None

    def compare(self, folder: Path, on: bool) -> bool:
        """Put a run into the comparison, or take it out; return whether that was possible."""
        if on == (folder in self._compared):
            return True
        if not on:
            self._compared[self._compared.index(folder)] = None
        elif None in self._compared:
            self._compared[self._compared.index(None)] = folder
        elif len(self._compared) < MOST_COMPARED:
            self._compared.append(folder)
        else:
            return False
        self.changed.emit()
        return True


def document_of(run: TrainingRun) -> Document | None:
    """Return what a run trained, None if that cannot be read."""
    try:
        return run.document()
    except NnvizError:
        return None


def _mark(folder: Path) -> object:
    """Return what changes when a run does."""
    marks: list[object] = [runs.is_running(folder)]
    for name in (runs.RUN, runs.EVENTS):
        try:
            found = (folder / name).stat()
        except OSError:
            marks.append(None)
        else:
            marks.append((found.st_mtime_ns, found.st_size))
    return marks
