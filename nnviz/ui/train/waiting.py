"""Trainings that wait for the one that runs: prepared run folders, in the order in which they will start.

The list lies in the settings, so it is there again when the window opens anew. A folder that somebody started or
deleted meanwhile is no longer in it.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from nnviz.design.document import Document
from nnviz.export import runs
from nnviz.export.training import TrainingJob, prepare_resume
from nnviz.words import NnvizError

KEY = "train/waiting"
"""Key of the list in the settings."""

CLAIM = "started"
"""File in a run folder that says that a window has taken it to start it; two windows may share the list."""


@dataclass(frozen=True)
class WaitingRun:
    """A training that waits; ``document`` is what will be trained."""

    folder: Path
    document: Document

    @property
    def name(self) -> str:
        return self.document.name


def waits(folder: Path) -> bool:
    """Return whether ``folder`` is prepared and nobody has started it."""
    begun = (folder / runs.EVENTS).exists() or (folder / CLAIM).exists()
    return not begun and (folder / runs.RUN).is_file()


def _claim(folder: Path) -> bool:
    """Return whether the caller may have ``folder``; nobody else may from then on."""
    with contextlib.suppress(OSError):
        (folder / CLAIM).open("x").close()
        return True
    return False


def waiting_job(folder: Path) -> TrainingJob:
    """Return the job of a prepared folder; raise an :class:`~nnviz.words.NnvizError`."""
    job = prepare_resume(folder)
    return replace(job, argv=tuple(word for word in job.argv if word != "--resume"))


class Waiting:
    """The list of run folders that wait."""

    def __init__(self, settings: QSettings | None) -> None:
        self._settings = settings
        self._paths: list[str] = []
        self._documents: dict[Path, Document] = {}

    def all(self) -> tuple[WaitingRun, ...]:
        """Return what waits, the next one first; a folder whose document cannot be read is left out."""
        found = []
        for folder in self._folders():
            with contextlib.suppress(NnvizError, OSError):
                if folder not in self._documents:
                    self._documents[folder] = runs.load_run(folder).document()
                found.append(WaitingRun(folder, self._documents[folder]))
        return tuple(found)

    def add(self, folder: Path) -> None:
        """Put ``folder`` at the end."""
        self._write([*self._folders(), folder])

    def take_first(self) -> WaitingRun | None:
        """Take the first that can be started out of the list, for the caller alone; None if there is none."""
        for run in self.all():
            mine = _claim(run.folder)
            self._remove(run.folder)
            if mine:
                return run
        return None

    def cancel(self, folder: Path) -> None:
        """Take ``folder`` out of the list, and from the disk unless another window has just started it."""
        if _claim(folder):
            shutil.rmtree(folder, ignore_errors=True)
        self._remove(folder)

    def _remove(self, folder: Path) -> None:
        self._write([path for path in self._folders() if path != folder])

    def _folders(self) -> list[Path]:
        paths = self._paths
        if self._settings is not None:
            self._settings.sync()  # another window may have changed it
            found: Any = self._settings.value(KEY, [])
            paths = [found] if isinstance(found, str) else list(found or [])
        return [Path(path) for path in paths if waits(Path(path))]

    def _write(self, folders: list[Path]) -> None:
        self._paths = [str(folder) for folder in folders]
        if self._settings is not None:
            self._settings.setValue(KEY, self._paths)
