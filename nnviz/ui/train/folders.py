"""Run folders: where a full training leaves its program, weights, log and history."""

from __future__ import annotations

import contextlib
import re
import shutil
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from nnviz.export.names import stem

KEPT = 20
"""Run folders that are kept; with a new one the oldest goes."""

_RUN = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\w+(-\d+)?", re.ASCII)


def runs_folder() -> Path:
    """Return the folder of all runs, in the place where the platform keeps an application's data."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "runs"


def new_run_folder(parent: Path, name: str) -> Path:
    """Return a path in ``parent`` for a run of the document ``name`` that is not there yet."""
    first = f"{datetime.now().astimezone():%Y-%m-%d_%H-%M-%S}_{stem(name)}"
    path, number = parent / first, 2
    while path.exists():
        path, number = parent / f"{first}-{number}", number + 1
    return path


def forget_old_runs(parent: Path, kept: int = KEPT) -> None:
    """Delete the oldest run folders in ``parent`` until ``kept`` are left; nothing else there is touched."""
    with contextlib.suppress(OSError):
        runs = sorted(path for path in parent.iterdir() if _RUN.fullmatch(path.name) and path.is_dir())
        for path in runs[: max(0, len(runs) - kept)]:
            shutil.rmtree(path, ignore_errors=True)


def open_folder(folder: Path) -> None:
    """Show ``folder`` in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
