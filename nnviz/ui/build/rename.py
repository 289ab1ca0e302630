"""The field that appears under a card to give its layer another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from nnviz.ui.build.editor import rename_refusal
from nnviz.ui.text import tr_message
from nnviz.ui.widgets import em, restyle

if TYPE_CHECKING:
    from nnviz.ui.build.canvas import Canvas


class NameEdit(QLineEdit):
    """Enter takes the name, Esc keeps the old one; a name that cannot be taken says why and stays open."""

    def __init__(self, canvas: Canvas, name: str, under: QRect) -> None:
        super().__init__(name, canvas.viewport())
        self._canvas = canvas
        self._old = name
        self._done = False
        self.setAccessibleName(self.tr("Name of the layer"))
        self.setMaxLength(64)
        self.returnPressed.connect(self._commit)
        self.selectAll()
        size = self.sizeHint()
        self.setGeometry(under.left(), under.top(), max(under.width(), em(self, 8)), size.height())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _commit(self) -> None:
        if self._done:
            return
        new = self.text().strip()
        reason = rename_refusal(self._canvas.session.document, self._old, new)
        if reason is not None:
            restyle(self, wrong="true")
            self._canvas.show_hint(tr_message(reason), self.geometry().bottomLeft(), wrong=True)
            return
        self.close_quietly()
        self._canvas.editor.rename(self._old, new)

    def close_quietly(self) -> None:
        """Go without renaming."""
        if not self._done:
            self._done = True
            self._canvas.hide_hint()
            had_focus = self.hasFocus()
            self.hide()
            self.deleteLater()
            if had_focus:
                self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_quietly()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self._done:
            new = self.text().strip()
            if rename_refusal(self._canvas.session.document, self._old, new) is None:
                self._commit()
            else:
                self.close_quietly()
