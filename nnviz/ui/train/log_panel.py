"""What the program prints, as it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from nnviz.ui.train.folders import open_folder
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.widgets import LinkLabel, em, restyle, row

MOST_LINES = 2_000
"""Lines that are kept here; the run folder holds all of them."""


class LogPanel(QWidget):
    """``LogPanel(training)``: the newest lines, to be read and copied."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._at_end = True
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setAccessibleName(self.tr("Log of the training"))
        self.text.setPlaceholderText(self.tr("What the program prints appears here."))
        self.text.setTabChangesFocus(True)
        self.text.setCornerWidget(QWidget())
        restyle(self.text, role="code")
        self._copy = LinkLabel("", self.tr("Copy all"))
        self._copy.clicked.connect(self.copy)
        self._folder = LinkLabel("", self.tr("Open the folder of this run"))
        self._folder.clicked.connect(self._open)
        for link in (self._copy, self._folder):
            link.setWordWrap(False)
        layout = QVBoxLayout(self)
        side = em(self, 0.85)
        layout.setContentsMargins(side, em(self, 0.4), side, em(self, 0.4))
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self.text, 1)
        layout.addWidget(row(self._copy, self._folder, spacing=0.9, stretch=True))
        training.started.connect(self._clear)
        training.printed.connect(self._append)
        training.changed.connect(self._show_links)
        self._be_small()
        self._show_links()

    def _clear(self) -> None:
        self.text.clear()
        self._at_end = True

    def _append(self, lines: str) -> None:
        bar = self.text.verticalScrollBar()
        if self.text.isVisible():  # what is hidden has no size to go by
            self._at_end = bar.value() >= bar.maximum() - 1
        self.text.appendPlainText(lines)
        self._follow()

    def _follow(self) -> None:
        if self._at_end:  # who scrolled up to read is left there
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self.text.moveCursor(QTextCursor.MoveOperation.StartOfLine)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._follow)  # when it has its size

    def _show_links(self) -> None:
        self._copy.setVisible(self._training.job is not None)
        self._folder.setVisible(self._training.job is not None)

    def copy(self) -> None:
        """Copy all lines to the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _open(self) -> None:
        if self._training.job is not None:
            open_folder(self._training.job.folder)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._be_small()

    def _be_small(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        self.text.setFont(font)

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 20), em(self, 5))

    def sizeHint(self) -> QSize:
        return QSize(em(self, 24), em(self, 10))
