"""The line of code that the moment is, in numpy or in Keras."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from nnviz.ui.switch import SegmentedSwitch
from nnviz.ui.theme import code_font, current
from nnviz.ui.watch.explanation import Explanation
from nnviz.ui.watch.formula_panel import FormulaPanel
from nnviz.ui.widgets import Heading, em, restyle


class CodeView(QPlainTextEdit):
    """A few lines of code that can be copied; one of them is lit in the colour of a phase."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit, self._tone = -1, "accent"
        restyle(self, role="code")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(em(self, 0.35))
        self.setAccessibleName(self.tr("Code"))
        self.setFont(code_font(self.font()))

    def set_code(self, lines: tuple[str, ...], lit: int, tone: str) -> None:
        """Show ``lines``; number ``lit`` (-1 for none) on a tint of the role ``tone``."""
        text = "\n".join(lines)
        if text != self.toPlainText():
            self.setPlainText(text)
            self.updateGeometry()
        self._lit, self._tone = lit, tone
        self.setAccessibleDescription(lines[lit] if 0 <= lit < len(lines) else "")
        self._light()

    def _light(self) -> None:
        theme, found = current(), []
        if 0 <= self._lit < self.document().blockCount():
            line = QTextEdit.ExtraSelection()
            line.cursor = QTextCursor(self.document().findBlockByNumber(self._lit))
            line.format.setBackground(theme.colour(theme.tint(self._tone, 0.2)))
            line.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            found.append(line)
        self.setExtraSelections(found)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if 0 <= self._lit < self.document().blockCount():
            block = self.document().findBlockByNumber(self._lit)
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            painter = QPainter(self.viewport())
            bar = QRectF(0, box.top(), em(self, 0.16), QFontMetricsF(self.font()).lineSpacing())
            painter.fillRect(bar, current().phase_colour(self._tone))
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._light()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        lines = max(1, self.document().blockCount())
        height = QFontMetricsF(self.font()).lineSpacing() * lines + 2 * em(self, 0.35) + em(self, 0.7)
        longest = max(
            (self.fontMetrics().horizontalAdvance(t) for t in self.toPlainText().split("\n")), default=0
        )
        if longest > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(em(self, 12), round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), self.sizeHint().height())


class CodePanel(QWidget):
    """The code beside the formula: numpy lines of the layer, or Keras' lines of the step."""

    def __init__(self, formula: FormulaPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explained: Explanation | None = None
        self._heading = Heading(self.tr("Code"))
        self.switch = SegmentedSwitch(
            self.tr("Language of the code"), (("numpy", self.tr("numpy")), ("keras", self.tr("Keras")))
        )
        self.switch.changed.connect(lambda _: self._write())
        self.view = CodeView()
        above = QHBoxLayout()
        above.addWidget(self._heading, 1)
        above.addWidget(self.switch)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.45))
        outer.addLayout(above)
        outer.addWidget(self.view)
        formula.on_explained(self._explain)

    def _explain(self, explanation: Explanation | None) -> None:
        self._explained = explanation
        self._write()

    def _write(self) -> None:
        explained = self._explained
        if explained is None:
            self.view.set_code((), -1, "accent")
        elif self.switch.choice == "keras":
            self.view.set_code(explained.code.keras, explained.code.keras_line, explained.phase)
        else:
            self.view.set_code(explained.code.numpy, explained.code.numpy_line, explained.phase)
