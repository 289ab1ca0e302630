"""Program text to read: equal widths, key words and names strong, comments quiet. Colour keeps its meanings."""

from __future__ import annotations

import keyword
import re

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from nnviz.ui.theme import current
from nnviz.ui.widgets import restyle

_WORDS = "|".join(keyword.kwlist)
_PARTS = re.compile(
    rf"(?P<comment>#.*)|(?P<long>\"\"\")|(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    rf"|\b(?:def|class)\s+(?P<name>\w+)|\b(?P<word>{_WORDS})\b"
)
_INSIDE = 1
"""State of a line that ends inside a docstring."""


class _Highlighter(QSyntaxHighlighter):
    """Marks Python."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.choose_colours()

    def choose_colours(self) -> None:
        """Take the colours of the theme."""
        self._quiet, self._word, self._strong = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        self._quiet.setForeground(current().colour("quiet"))
        self._word.setForeground(current().colour(current().ink("accent")))
        self._strong.setFontWeight(QFont.Weight.DemiBold)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = 0
        if self.previousBlockState() == _INSIDE:
            start = self._docstring(text, 0, 0)
        else:
            self.setCurrentBlockState(0)
        while start < len(text) and (found := _PARTS.search(text, start)):
            kind = found.lastgroup or ""
            if kind == "long":
                start = self._docstring(text, found.start(), found.end())
                continue
            if kind == "name":
                self.setFormat(found.start(), found.start("name") - found.start(), self._word)
            look = {"comment": self._quiet, "text": self._quiet, "name": self._strong}.get(kind, self._word)
            self.setFormat(found.start(kind), found.end(kind) - found.start(kind), look)
            start = found.end()

    def _docstring(self, text: str, start: int, inside: int) -> int:
        """Mark a docstring from ``start``; its end is looked for from ``inside``. Return where it ends."""
        end = text.find('"""', inside)
        self.setCurrentBlockState(_INSIDE if end < 0 else 0)
        end = len(text) if end < 0 else end + 3
        self.setFormat(start, end - start, self._quiet)
        return end


class CodeView(QPlainTextEdit):
    """A program to read and copy, not to write."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setCornerWidget(QWidget())  # the style sheet would draw a frame between the two scroll bars
        restyle(self, role="code")
        self._marks = _Highlighter(self.document())

    def show_text(self, text: str) -> None:
        """Show ``text``; the place that is read stays if it is the same."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "_marks"):
            self._marks.choose_colours()
