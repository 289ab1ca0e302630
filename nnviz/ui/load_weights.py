"""File → Load weights: trained weights become those of the open document, as one undo step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QMenu

from nnviz.design.document import Document
from nnviz.export.loading import with_weights_of
from nnviz.ui.import_model import FOLDER
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.words import NnvizError


class WeightsLoading(QObject):
    """Reads weights on the worker; a file that does not fit is told in a sentence and changes nothing."""

    def __init__(self, shell: Shell, session: Session, settings: QSettings) -> None:
        super().__init__(shell)
        self._shell = shell
        self._session = session
        self._settings = settings

    def fill(self, menu: QMenu) -> None:
        """Put the actions into the File menu."""
        self.action = menu.addAction(self.tr("Load &weights…"))
        self.action.triggered.connect(lambda _checked=False: self.ask())
        self.folder_action = menu.addAction(self.tr("Load weights of a &training…"))
        self.folder_action.triggered.connect(lambda _checked=False: self.ask_folder())

    def ask(self) -> None:
        """Let the user choose a file and load its weights."""
        path, _ = QFileDialog.getOpenFileName(
            self._shell,
            self.tr("Load weights"),
            self._start(),
            self.tr("Weights (*.weights.h5 *.h5 *.hdf5 *.keras *.npz)"),
        )
        if path:
            self._settings.setValue(FOLDER, str(Path(path).parent))
            self.read(Path(path))

    def ask_folder(self) -> None:
        """Let the user choose the folder of a training and load the weights that it left."""
        path = QFileDialog.getExistingDirectory(
            self._shell, self.tr("Load the weights of a training"), self._start()
        )
        if path:
            self._settings.setValue(FOLDER, str(Path(path).parent))
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Load the weights in ``path``."""
        document = self._session.document

        def job() -> Iterator[Document | None]:
            yield None
            yield with_weights_of(document, path)

        self._session.worker.submit(
            "weights", job, on_done=lambda found: self._take(found, document, path), on_failed=self._fail
        )

    def _start(self) -> str:
        return str(self._settings.value(FOLDER, "") or Path.home())

    def _take(self, found: Document, read_for: Document, path: Path) -> None:
        if self._session.document.design != read_for.design:
            self._shell.say(
                self.tr("The network was changed meanwhile; load “{name}” again.").format(name=path.name)
            )
            return
        weights = found.weights
        done = self._session.edit(
            self.tr("Load weights"), lambda document: document.with_weights(weights).with_(cursor=(0, 0))
        )
        if done:
            words = self.tr("The network starts from the weights in “{name}”; Undo brings the old ones back.")
            self._shell.say(words.format(name=path.name), kind="info")

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, NnvizError):
            raise error
        self._session.said.emit(error.message)
