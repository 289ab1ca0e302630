"""New, open, save, recent: the document and the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence, QPixmap
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from nnviz.design.file import SUFFIX, load, save
from nnviz.templates.base import templates
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text
from nnviz.words import Message, NnvizError

MOST_RECENT = 8
_THUMBNAIL_SIDE = 256


class Files(QObject):
    """The File menu's actions. ``say`` shows a sentence, ``picture`` returns the window's canvas as a pixmap."""

    def __init__(
        self,
        session: Session,
        window: QWidget,
        settings: QSettings,
        say: Callable[[Message], None],
        picture: Callable[[], QPixmap],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._settings = settings
        self._say = say
        self._picture = picture
        self.recent_menu = QMenu(self.tr("Open &recent"), window)
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        self.template_menu = QMenu(self.tr("&New"), window)
        self.template_menu.setToolTipsVisible(True)
        self.template_menu.aboutToShow.connect(self._fill_templates)

    def fill(self, menu: QMenu) -> None:
        """Put the actions into the File menu."""
        key = QKeySequence.StandardKey
        menu.addMenu(self.template_menu)
        self._action(menu, self.tr("&Open…"), key.Open, self.ask_open)
        menu.addMenu(self.recent_menu)
        menu.addSeparator()
        self._action(menu, self.tr("&Save"), key.Save, self.save)
        self._action(menu, self.tr("Save &as…"), key.SaveAs, self.ask_save_as)

    def _action(
        self, menu: QMenu, text: str, key: QKeySequence.StandardKey, slot: Callable[[], object]
    ) -> QAction:
        action = menu.addAction(text)
        action.setShortcut(key)
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _fill_templates(self) -> None:
        if self.template_menu.isEmpty():
            for name, template in templates().items():
                action = self.template_menu.addAction(tr_text(template.title))
                action.setToolTip(tr_text(template.help))
                action.triggered.connect(lambda _=False, name=name: self.new(name))

    def new(self, name: str) -> bool:
        """Show a template as a new document; ask about unsaved work first."""
        if not self.may_leave():
            return False
        self._session.open_document(templates()[name].build(), None)
        self._window.setFocus()  # a field of the document before may have had it
        return True

    def ask_open(self) -> None:
        """Let the user choose a document and open it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a document"),
            str(self._folder()),
            self.tr("nnviz documents (*%1)").replace("%1", SUFFIX),
        )
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> bool:
        """Open a document; a file that cannot be read says why and changes nothing."""
        try:
            document = load(path)
        except NnvizError as error:
            self._say(error.message)
            return False
        if not self.may_leave():
            return False
        self._session.open_document(document.with_(name=path.stem), path)
        self._window.setFocus()
        self._remember(path)
        return True

    def save(self) -> bool:
        """Save to the document's file, or ask for one."""
        return self.save_as(self._session.path) if self._session.path else self.ask_save_as()

    def ask_save_as(self) -> bool:
        """Let the user choose where to save."""
        proposed = self._folder() / (self._session.document.name + SUFFIX)
        path, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save the document"),
            str(self._session.path or proposed),
            self.tr("nnviz documents (*%1)").replace("%1", SUFFIX),
        )
        if not path:
            return False
        return self.save_as(Path(path) if Path(path).suffix == SUFFIX else Path(path + SUFFIX))

    def save_as(self, path: Path) -> bool:
        """Save to ``path``; if it cannot be written, say why and keep everything as it is."""
        try:
            save(self._session.document_now().with_(name=path.stem), path, self._thumbnail())
        except NnvizError as error:
            self._say(error.message)
            return False
        self._session.saved_as(path)
        self._remember(path)
        return True

    def may_leave(self) -> bool:
        """Ask what to do with unsaved work; return whether it may be left."""
        if not self._session.edited:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(
            self.tr("“%1” has changes that are not saved.").replace("%1", self._session.document.name)
        )
        box.setInformativeText(self.tr("Save them first?"))
        choices = QMessageBox.StandardButton
        box.setStandardButtons(choices.Save | choices.Discard | choices.Cancel)
        box.setDefaultButton(choices.Save)
        answer = box.exec()
        if answer == choices.Save:
            return self.save()
        return answer == choices.Discard

    def _thumbnail(self) -> bytes:
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.KeepAspectRatio
        picture = self._picture().scaled(_THUMBNAIL_SIDE, _THUMBNAIL_SIDE, keep, smooth)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        return bytes(buffer.data().data())

    def _folder(self) -> Path:
        if self._session.path:
            return self._session.path.parent
        recent = self.recent()
        return recent[0].parent if recent else Path.home()

    def recent(self) -> list[Path]:
        """Return the documents opened last, newest first."""
        kept = self._settings.value("files/recent", [])
        texts = kept if isinstance(kept, list) else [kept]
        return [Path(str(text)) for text in texts]

    def _remember(self, path: Path) -> None:
        path = path.resolve()
        paths = [path, *(p for p in self.recent() if p != path)][:MOST_RECENT]
        self._settings.setValue("files/recent", [str(p) for p in paths])

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.recent():
            action = self.recent_menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.open(path))
        if self.recent_menu.isEmpty():
            self.recent_menu.addAction(self.tr("Nothing yet")).setEnabled(False)
