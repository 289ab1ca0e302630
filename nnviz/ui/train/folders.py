"""Run folders: where a full training leaves its program, weights, log and history."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from nnviz.export import runs

KEPT = 20
"""Run folders that are kept; with a new one the oldest goes."""

_RUN = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_\w+(-\d+)?", re.ASCII)


def forget_old_runs(parent: Path, kept: int = KEPT, spared: Sequence[Path] = ()) -> None:
    """Delete the oldest run folders in ``parent`` until ``kept`` are left; nothing else there is touched.

    Those in which a training runs, and those ``spared``, stay.
    """
    with contextlib.suppress(OSError):
        found = sorted(path for path in parent.iterdir() if _RUN.fullmatch(path.name) and path.is_dir())
        for path in found[: max(0, len(found) - kept)]:
            if path not in spared and not runs.is_running(path):
                shutil.rmtree(path, ignore_errors=True)


def open_folder(folder: Path) -> None:
    """Show ``folder`` in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
