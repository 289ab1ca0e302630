"""File → Import Keras model: Keras reads the file in a process of its own, the window shows the document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from nnviz.export import importing
from nnviz.export.importing import Imported
from nnviz.export.outcomes import Outcome
from nnviz.ui.files import Files
from nnviz.ui.keras_process import Errand, chosen_python
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message

FOLDER = "import/folder"
"""Key of the folder that was imported from last."""


class ModelImport(QObject):
    """Reads one model at a time; a sentence above the canvas says so, with a way out."""

    def __init__(self, shell: Shell, session: Session, files: Files, settings: QSettings) -> None:
        super().__init__(shell)
        self._shell = shell
        self._session = session
        self._files = files
        self._settings = settings
        self._sentence = ""
        self._name = ""
        self.errand = Errand(session.worker, "import", self)
        self.errand.changed.connect(self._tell_progress)
        self.errand.answered.connect(self._open)
        self.errand.failed.connect(self._fail)

    def fill(self, menu: QMenu) -> None:
        """Put the action into the File menu."""
        menu.addSeparator()
        self.action = menu.addAction(self.tr("&Import Keras model…"))
        self.action.triggered.connect(lambda _checked=False: self.ask())

    def ask(self) -> None:
        """Let the user choose a model file and read it."""
        path, _ = QFileDialog.getOpenFileName(
            self._shell,
            self.tr("Import a Keras model"),
            str(self._settings.value(FOLDER, "") or Path.home()),
            self.tr("Keras models (*.keras *.h5 *.hdf5)"),
        )
        if path:
            self._settings.setValue(FOLDER, str(Path(path).parent))
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read a model file; its document is shown when it is there."""
        name, python = path.stem, chosen_python(self._settings)
        self._name = path.name
        self.errand.ask(
            lambda folder: importing.prepare(path, folder, python),
            lambda job, hello: importing.finish(job, name),
        )

    def close(self) -> None:
        """End a running process; for the window's ``closeEvent``."""
        self.errand.cancel()

    def _tell_progress(self) -> None:
        if self._sentence:
            self._shell.messages.take_back(self._sentence)
            self._sentence = ""
        if not self.errand.busy:
            return
        words = {
            "preparing": self.tr("“{name}” is looked at …"),
            "importing": self.tr("Keras is starting, to read “{name}”; this takes some seconds …"),
            "reading": self.tr("Keras reads “{name}” …"),
        }.get(self.errand.phase, self.tr("A document is made of “{name}” …"))
        self._sentence = words.format(name=self._name)
        self._shell.say(self._sentence, self.tr("Cancel"), self.errand.cancel, kind="info")

    def _open(self, found: Imported) -> None:
        if not self._files.may_leave():
            return
        self._session.open_document(found.document, None)
        self._session.undo_stack.resetClean()  # it is in no file yet
        self._session.file_changed.emit()
        notes = [tr_message(note) for note in found.notes]
        done = self.tr("“{name}” is imported, with its weights.").format(name=self._name)
        self._shell.say(" ".join([done, *notes]), kind="info")

    def _fail(self, outcome: Outcome) -> None:
        command = outcome.command
        self._shell.say(
            tr_message(outcome.message),
            self.tr("Copy the line") if command else None,
            (lambda: QGuiApplication.clipboard().setText(command)) if command else None,
        )
