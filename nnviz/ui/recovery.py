"""Recovery after a crash: a copy of unsaved work in the application's own folder, offered at the next start."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer

from nnviz.design.document import Document
from nnviz.design.file import SUFFIX, load, save
from nnviz.ui.session import Session
from nnviz.words import NnvizError

DELAY_MS = 2_000
"""How long after an edit the copy is written."""


class Recovery(QObject):
    """Keeps a copy of unsaved work in ``folder``. A lock beside the copy tells that its program still runs."""

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__(session)
        self._session = session
        self._folder = folder
        self._lock: QLockFile | None = None
        self._copy = folder / (uuid.uuid4().hex + SUFFIX)
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.write)
        session.document_changed.connect(self._timer.start)
        session.file_changed.connect(self._on_file_changed)

    def write(self) -> None:
        """Write the copy now if there is unsaved work."""
        self._timer.stop()
        if not self._session.edited:
            return
        # A copy that cannot be written must not disturb the work; saving itself will say what is wrong.
        with contextlib.suppress(OSError, NnvizError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                self._lock = QLockFile(str(self._copy) + ".lock")
                self._lock.setStaleLockTime(0)
                self._lock.tryLock(0)
            save(self._session.document, self._copy)

    def _on_file_changed(self) -> None:
        if not self._session.edited:
            self.forget()

    def forget(self) -> None:
        """Drop the copy: the work is saved, or was discarded on purpose."""
        self._timer.stop()
        self._copy.unlink(missing_ok=True)
        if self._lock:
            self._lock.unlock()
            self._lock = None

    def left_behind(self) -> list[tuple[Path, Document]]:
        """Return copies of programs that ended without saving, newest first."""
        found = []
        for path in sorted(self._folder.glob("*" + SUFFIX), key=lambda p: p.stat().st_mtime, reverse=True):
            if path == self._copy or self._in_use(path):
                continue
            with contextlib.suppress(NnvizError):
                found.append((path, load(path)))
        return found

    @staticmethod
    def _in_use(path: Path) -> bool:
        lock = QLockFile(str(path) + ".lock")
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            lock.unlock()
            return False
        return True
