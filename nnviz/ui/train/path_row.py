"""A path and the button that opens the system's dialog for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from nnviz.ui.build.controls import LineField
from nnviz.ui.widgets import IconButton, em


class PathRow(QWidget):
    """``entered(path)`` when the user typed or chose another one; ``""`` where the line was emptied."""

    entered = Signal(object)

    def __init__(self, name: str, folder: bool, empty: str = "", parent: QWidget | None = None) -> None:
        """``folder``: a folder is wanted, not a file; ``empty`` stands in the line while there is no path."""
        super().__init__(parent)
        self._name = name
        self.line = LineField(str.strip)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(empty)
        self.line.entered.connect(self.entered)
        self.button = IconButton("open", "")
        self.choose_folder(folder)
        self.button.clicked.connect(self.ask)
        self.setFocusProxy(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def choose_folder(self, folder: bool) -> None:
        """Let the user choose a folder, or a file."""
        self._folder = folder
        self.button.set_name(self.tr("Choose a folder") if folder else self.tr("Choose a file"))

    def show_path(self, path: str) -> None:
        """Show a path."""
        self.line.show_value(path)
        self.line.setCursorPosition(len(path))
        self.line.setToolTip(path)

    def ask(self) -> None:
        """Let the user choose."""
        start = self.line.text()
        if self._folder:
            path = QFileDialog.getExistingDirectory(self, self._name, start)
        else:
            path, _ = QFileDialog.getOpenFileName(self, self._name, start)
        if path:
            self.entered.emit(path)
