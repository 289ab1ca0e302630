"""How the last training ended, in words, with the links that lead on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from nnviz.data.mnist import Mnist
from nnviz.design.file import SUFFIX
from nnviz.engine.sealed import sealed_layer
from nnviz.ui.text import tr_message
from nnviz.ui.train.ending import CHANGED, FITS, IN_DOCUMENT, OFFERED, UNFIT, Ending, place, sentence, title
from nnviz.ui.train.folders import open_folder
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.widgets import Label, LinkLabel, em, restyle
from nnviz.words import Message

Link = tuple[str, Callable[[], object]]


class EndingBox(QFrame):
    """A framed box; hidden while there is nothing to tell."""

    runs_wanted = Signal(object)
    watch_wanted = Signal()
    folder_wanted = Signal()
    digits_wanted = Signal()
    python_wanted = Signal()
    weights_wanted = Signal()

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._shown: tuple[object, ...] = ()
        self.links: list[LinkLabel] = []
        self._title = Label("", "strong")
        self._sentence = Label("")
        self._place = Label("", "quiet")
        self._command = Label("", "code")
        self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._command.setAccessibleDescription(self.tr("A line to type"))
        self._layout = layout = QVBoxLayout(self)
        margin = em(self, 0.65)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(em(self, 0.35))
        for part in (self._title, self._sentence, self._place, self._command):
            layout.addWidget(part)
        training.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the training's ending."""
        ending = self._training.ending
        self.setVisible(ending is not None)
        if ending is None:
            self._shown = ()
            return
        words = self._words(ending)
        shown = (ending, words, self._training.busy)
        if shown == self._shown:  # the keyboard may be on one of the links
            return
        self._shown = shown
        restyle(self, role="info" if ending.good else "problem")
        words_above = tr_message(title(ending))
        if self._training.busy:  # the next one runs already
            words_above = self.tr("“{name}”: {words}").format(name=ending.document.name, words=words_above)
        self._title.setText(words_above)
        self._title.set_tone("" if ending.good else "negative")
        self._sentence.setText(words)
        where = place(ending)
        self._place.setText(tr_message(where) if where else "")
        self._place.setVisible(where is not None)
        self._command.setText(ending.outcome.command)
        self._command.setVisible(bool(ending.outcome.command))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(words)
        self._set_links(
            [*self._weight_links(ending), *self._mending_links(ending), *self._other_links(ending)]
        )

    def _words(self, ending: Ending) -> str:
        message = sentence(ending, self._training.measured_on)
        if "command" in message.values:  # it stands below by itself, where it can be read and copied
            message = Message(message.text, {**message.values, "command": ""})
        return tr_message(message).strip()

    def _weight_links(self, ending: Ending) -> list[Link]:
        links: dict[str, list[Link]] = {
            IN_DOCUMENT: [(self.tr("Show the trained network in Watch"), self.watch_wanted.emit)],
            OFFERED: [(self.tr("Take the weights of the last saved epoch"), self._training.take_weights)],
            CHANGED: [
                (self.tr("Put the weights into the document"), self._training.take_weights),
                (self.tr("Save the trained network as a document…"), self.ask_save),
            ],
            FITS: [(self.tr("Put the weights into the document"), self._training.take_weights)],
            UNFIT: [(self.tr("Save the trained network as a document…"), self.ask_save)],
        }
        return links.get(ending.weights, [])

    def _mending_links(self, ending: Ending) -> list[Link]:
        kind, links = ending.outcome.kind, list[Link]()
        if ending.outcome.command:
            links.append((self.tr("Copy the line"), self._copy))
        if kind in ("no_module", "no_python"):
            links.append((self.tr("Choose another Python…"), self.python_wanted.emit))
        if kind in ("network", "no_file"):
            if sealed_layer(ending.document.design) is not None:
                links.append((self.tr("Choose the file of the base’s weights…"), self.weights_wanted.emit))
            if self._training.source.folder:
                links.append((self.tr("Choose the folder of the data…"), self.folder_wanted.emit))
            if isinstance(ending.document.setup.data, Mnist):
                links.append((self.tr("Use the built-in digits instead"), self.digits_wanted.emit))
        return links

    def _other_links(self, ending: Ending) -> list[Link]:
        folder = ending.job.folder
        if not folder.is_dir():
            return []
        resumable = ending.outcome.resumable and not self._training.busy
        resume = [(self.tr("Go on training from there"), lambda: self._training.resume_run(folder))]
        return [
            *(resume if resumable else []),
            (self.tr("See its curves and mistakes in Runs"), lambda: self.runs_wanted.emit(folder)),
            (self.tr("Open the folder of this run"), lambda: open_folder(folder)),
        ]

    def _set_links(self, links: list[Link]) -> None:
        for old in self.links:
            old.hide()
            old.deleteLater()
        self.links = []
        for words, follow in links:
            label = LinkLabel("", words)
            label.clicked.connect(lambda follow=follow: follow())
            self._layout.addWidget(label)
            label.show()
            self.links.append(label)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._command.text())

    def ask_save(self) -> None:
        """Let the user choose where to save the network that was trained."""
        ending = self._training.ending
        if ending is None:
            return
        proposed = self.tr("{name} trained").format(name=ending.document.name) + SUFFIX
        path, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save the trained network"),
            proposed,
            self.tr("nnviz documents (*%1)").replace("%1", SUFFIX),
        )
        if path:
            self.save(path)

    def save(self, path: str) -> bool:
        """Save the network that was trained to ``path``."""
        return self._training.save_trained(Path(path if path.endswith(SUFFIX) else path + SUFFIX))
