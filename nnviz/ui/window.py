"""The window: session, files and the modes, put into the shell."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtGui import QCloseEvent, QKeySequence, QPixmap

from nnviz.design.document import Document
from nnviz.ui.build.mode import BuildMode
from nnviz.ui.features import FeaturesErrand
from nnviz.ui.files import Files
from nnviz.ui.import_model import ModelImport
from nnviz.ui.load_weights import WeightsLoading
from nnviz.ui.recovery import Recovery
from nnviz.ui.session import Session
from nnviz.ui.shell import Mode, Shell
from nnviz.ui.text import tr_message, tr_text
from nnviz.ui.theme import Themes
from nnviz.ui.train.mode import TrainMode
from nnviz.ui.watch.mode import WatchMode
from nnviz.ui.worker import Worker
from nnviz.words import QT_TRANSLATE_NOOP, Message

if TYPE_CHECKING:
    from nnviz.ui.export_dialog import ExportDialog


class Window(Shell):
    """nnviz on a document."""

    def __init__(
        self,
        document: Document,
        themes: Themes,
        settings: QSettings,
        data_dir: Path | None = None,
        state: Path | None = None,
        runs: Path | None = None,
    ) -> None:
        """``state`` is the folder for recovery copies, ``runs`` the one for trainings; both have their usual place."""
        modes = [
            Mode("build", tr_text(QT_TRANSLATE_NOOP("nnviz", "Build"))),
            Mode("watch", tr_text(QT_TRANSLATE_NOOP("nnviz", "Watch"))),
            Mode("train", tr_text(QT_TRANSLATE_NOOP("nnviz", "Train"))),
            Mode("runs", tr_text(QT_TRANSLATE_NOOP("nnviz", "Runs")), within="train"),
        ]
        super().__init__("nnviz", modes, themes, settings)
        self.worker = Worker(self)
        self.session = Session(document, self.worker, data_dir)
        self.session.setParent(self)
        self.files = Files(self.session, self, settings, self.say_message, self._picture)
        self.recovery = Recovery(self.session, (state or _state_folder()) / "recovery")
        self.files.fill(file_menu := self.add_menu(self.tr("&File")))
        self.imports = ModelImport(self, self.session, self.files, settings)
        self.imports.fill(file_menu)
        self.loading = WeightsLoading(self, self.session, settings)
        self.loading.fill(file_menu)
        self.features = FeaturesErrand(self, self.session, settings)
        self.build = BuildMode(self, self.session, self.files)
        self.watch = WatchMode(self, self.session, self.build.selection, settings)
        self.train = TrainMode(self, self.session, settings, runs, self.files.may_leave)
        export = self.set_primary(self.tr("Export to Keras"), self.ask_export)
        export.setShortcut("Ctrl+E")
        file_menu.addSeparator()
        leave = file_menu.addAction(self.tr("&Quit"))
        leave.setShortcut(QKeySequence.StandardKey.Quit)
        leave.triggered.connect(self.close)
        self.session.said.connect(self.say_message)
        self.session.file_changed.connect(self._name)
        self.session.document_changed.connect(self._name)
        self._name()
        self.set_mode("watch")
        self._offer_recovery()

    def ask_export(self) -> ExportDialog:
        """Show the program and ask where to write it."""
        from nnviz.ui.export_dialog import ask_export

        return ask_export(self, self.session, self._settings)

    def say_message(self, message: Message) -> None:
        """Show a sentence above the canvas."""
        self.say(tr_message(message))

    def show_fault(self, error: BaseException) -> None:
        """Tell of an unexpected exception; the document is as it was."""
        self.say(
            self.tr(
                "Something went wrong inside nnviz ({reason}). Your document is unharmed; save it to be sure."
            ).format(reason=f"{type(error).__name__}: {error}")
        )

    def _name(self) -> None:
        self.set_document(self.session.document.name, self.session.edited)

    def _picture(self) -> QPixmap:
        return self._stack.grab()

    def _offer_recovery(self) -> None:
        for path, document in self.recovery.left_behind():
            self.say(
                self.tr("Unsaved work of “{name}” was kept when nnviz ended unexpectedly.").format(
                    name=document.name
                ),
                self.tr("Restore it"),
                partial(self._restore, path, document),
                kind="info",
            )

    def _restore(self, path: Path, document: Document) -> None:
        if self.files.may_leave():
            self.session.open_document(document, None)
            self.session.undo_stack.resetClean()
            self.session.file_changed.emit()
            path.unlink(missing_ok=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self.train.may_leave() and self.files.may_leave()):
            event.ignore()
            return
        self.train.close()
        self.imports.close()
        self.features.close()
        self.watch.details.proof.close_process()
        self.recovery.forget()
        self.worker.close()
        super().closeEvent(event)


def _state_folder() -> Path:
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place))
