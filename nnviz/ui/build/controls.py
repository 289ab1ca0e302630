"""One control for every type of declared field.

Each shows a value (``show_value``) and emits ``entered`` with what the user made of it, right or wrong: a text that
is no number is passed on as text, so that the part itself says in words what it expects.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption, QValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from nnviz.parts import FAMILIES, FieldInfo, Part
from nnviz.ui.fields import ChoiceBox, DecimalBox, SpinBox
from nnviz.ui.text import tr_text
from nnviz.ui.widgets import IconButton, em

DECIMALS = 12
"""Decimals that a number field keeps; more are not worth typing for float32."""


def whole_number(text: str) -> int | str:
    """Return the whole number that ``text`` says, or the text itself."""
    try:
        return int(text.strip().replace("−", "-"))
    except ValueError:
        return text.strip()


def decimal_number(text: str) -> float | str:
    """Return the number that ``text`` says, with a point or a comma, or the text itself."""
    try:
        return float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return text.strip()


def shape_of(text: str) -> tuple[int, ...] | str:
    """Return the shape that ``text`` says (``28×28×1``, ``28, 28, 1``, ``(28, 28, 1)``), or the text itself."""
    words = [word for word in re.split(r"[\s,;×xX*·()\[\]]+", text.strip()) if word]
    return tuple(int(word) for word in words) if words and all(w.isdecimal() for w in words) else text.strip()


def rows_of(text: str) -> tuple[tuple[float, ...], ...] | str:
    """Return rows of numbers, one a line: ``2, 3`` or ``2 3``, or ``2,5; 3`` with decimal commas; else the text."""
    rows: list[tuple[float, ...]] = []
    for line in text.splitlines():
        bare = line.strip(" \t()[],;")
        words = bare.split(";") if ";" in bare else re.split(r"[\s,]+", bare)
        numbers = [decimal_number(word) for word in words if word]
        if any(isinstance(number, str) for number in numbers):
            return text.strip()
        if numbers:
            rows.append(tuple(float(number) for number in numbers))
    return tuple(rows) or text.strip()


def numbers_of(text: str) -> tuple[float, ...] | str:
    """Return the numbers that ``text`` says (``1, 2.5`` or ``1; 2,5``), or the text itself; no text is no numbers."""
    rows = rows_of(text.replace("\n", " ")) if text.strip() else ((),)
    return rows if isinstance(rows, str) else rows[0]


def number_words(value: float) -> str:
    """Return a number with all its digits, as it would be typed."""
    return f"{value:.{DECIMALS}g}"


class WholeField(SpinBox):
    """A whole number with its limits; any text can be typed, and a wrong one is told."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stepped = False
        """Whether the newest value came from a step up or down."""
        least, most = -(2**31) + 1, 2**31 - 1
        self.setRange(
            least if info.minimum is None else max(least, int(info.minimum)),
            most if info.maximum is None else min(most, int(info.maximum)),
        )
        self.setSingleStep(int(info.step or 1))
        _be_as_wide_as_the_form(self)
        self.valueChanged.connect(self.entered.emit)

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def stepBy(self, steps: int) -> None:
        self.stepped = True
        try:
            super().stepBy(steps)
        finally:
            self.stepped = False

    def validate(self, text: str, position: int) -> object:
        return _judged(whole_number(text), self.minimum(), self.maximum()), text, position

    def fixup(self, text: str) -> str:
        self.entered.emit(whole_number(text))  # Qt brings the old value back after this
        return text

    def valueFromText(self, text: str) -> int:
        number = whole_number(text)
        return self.value() if isinstance(number, str) else number


class DecimalField(DecimalBox):
    """A number with its limits; any text can be typed, and a wrong one is told."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stepped = False
        self.setDecimals(DECIMALS)
        largest = 1e15
        self.setRange(
            -largest if info.minimum is None else info.minimum,
            largest if info.maximum is None else info.maximum,
        )
        self.setSingleStep(info.step or 0.1)
        _be_as_wide_as_the_form(self)
        self.valueChanged.connect(self.entered.emit)

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def stepBy(self, steps: int) -> None:
        self.stepped = True
        try:
            super().stepBy(steps)
        finally:
            self.stepped = False

    def validate(self, text: str, position: int) -> object:
        return _judged(decimal_number(text), self.minimum(), self.maximum()), text, position

    def fixup(self, text: str) -> str:
        self.entered.emit(decimal_number(text))
        return text

    def valueFromText(self, text: str) -> float:
        number = decimal_number(text)
        return self.value() if isinstance(number, str) else number


def _judged(number: float | str, least: float, most: float) -> QValidator.State:
    fits = not isinstance(number, str) and least <= number <= most
    return QValidator.State.Acceptable if fits else QValidator.State.Intermediate


def _be_as_wide_as_the_form(control: QWidget) -> None:
    """Keep a control from widening its panel for the longest value it could have."""
    control.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    control.setMinimumWidth(em(control, 4))


class ChoiceField(ChoiceBox):
    """One of several words, in Keras' spelling."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for choice in ((None,) if info.optional else ()) + tuple(info.choices):
            self.addItem("—" if choice is None else choice, choice)
        _be_as_wide_as_the_form(self)
        self.activated.connect(lambda row: self.entered.emit(self.itemData(row)))

    def show_value(self, value: str | None) -> None:
        self.setCurrentIndex(self.findData(value))


class PartField(ChoiceBox):
    """One member of a family of parts, or none where the field is optional; another one starts with its defaults."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._family = FAMILIES[info.family]
        if info.optional:
            self.addItem(self.tr("none"), "")
        for kind, member in self._family.items():
            self.addItem(tr_text(member.title), kind)
            self.setItemData(self.count() - 1, tr_text(member.help), Qt.ItemDataRole.ToolTipRole)
        self._shown = ""
        _be_as_wide_as_the_form(self)
        self.activated.connect(self._choose)

    def show_value(self, value: Part | None) -> None:
        self._shown = value.kind() if value is not None else ""
        self.setCurrentIndex(self.findData(self._shown))

    def _choose(self, row: int) -> None:
        kind = self.itemData(row)
        if kind != self._shown:
            self.entered.emit(self._family[kind]() if kind else None)


class CheckField(QCheckBox):
    """Yes or no."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(lambda on: self.entered.emit(bool(on)))

    def show_value(self, value: bool) -> None:
        self.setChecked(value)


class LineField(QLineEdit):
    """A value that is written as a line: taken on Enter and when the keyboard goes elsewhere, Esc takes it back."""

    entered = Signal(object)

    def __init__(
        self,
        parse: Callable[[str], Any] = str,
        words: Callable[[Any], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parse, self._words = parse, words
        self._shown = ""
        self.setMinimumWidth(em(self, 4))
        self.editingFinished.connect(self._finish)

    def show_value(self, value: Any) -> None:
        new = self._words(value)
        if new != self._shown or not (self.hasFocus() and self.isModified()):
            self._shown = new
            self.setText(new)
            self.setModified(False)

    def _finish(self) -> None:
        text = self.text()
        if text != self._shown:
            self.setModified(False)
            self.entered.emit(self._parse(text))

    def refuse(self) -> None:
        """Show the old value again."""
        self.setText(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.refuse()
        else:
            super().keyPressEvent(event)


class RowsField(QPlainTextEdit):
    """Rows of numbers, one sample a line."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setFixedHeight(em(self, 5))

    def show_value(self, value: tuple[tuple[float, ...], ...]) -> None:
        new = "\n".join("  ".join(number_words(number) for number in row) for row in value)
        if new != self._shown or not self.hasFocus():
            self._shown = new
            self.setPlainText(new)

    def refuse(self) -> None:
        self.setPlainText(self._shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.toPlainText() != self._shown:
            self.entered.emit(rows_of(self.toPlainText()))


class FileField(QWidget):
    """A file's path and a button that opens the system's dialog."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineField()
        self.line.entered.connect(self.entered)
        self._open = IconButton("open", self.tr("Choose a file"))
        self._open.clicked.connect(self._choose)
        self.setFocusProxy(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self.line, 1)
        layout.addWidget(self._open)

    def show_value(self, value: str) -> None:
        self.line.show_value(value)

    def refuse(self) -> None:
        self.line.refuse()

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a file"), self.line.text())
        if path:
            self.entered.emit(path)


def control_for(info: FieldInfo) -> Any:
    """Return a new control for a field: a widget with ``show_value(value)`` and the signal ``entered(value)``."""
    if info.optional and info.type in ("int", "float"):
        number = whole_number if info.type == "int" else decimal_number
        line = LineField(
            lambda text: number(text) if text.strip() else None,
            lambda v: "" if v is None else number_words(v),
        )
        line.setPlaceholderText("—")
        return line
    if info.type == "shape":
        return LineField(shape_of, lambda shape: "×".join(str(n) for n in shape or ()))
    if info.type == "numbers":
        return LineField(numbers_of, lambda numbers: "; ".join(number_words(n) for n in numbers or ()))
    if info.type == "text":
        return LineField(
            lambda text: text.strip() or (None if info.optional else ""), lambda text: str(text or "")
        )
    kinds: dict[str, Callable[[FieldInfo], QWidget]] = {
        "int": WholeField,
        "float": DecimalField,
        "bool": CheckField,
        "choice": ChoiceField,
        "part": PartField,
        "samples": RowsField,
        "file": FileField,
    }
    return kinds[info.type](info)
