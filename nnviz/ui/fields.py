"""Controls of a form: numbers, choices, and the label above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nnviz.ui.widgets import Label, em, restyle

if TYPE_CHECKING:
    _Control = QWidget
    _SpinControl = QAbstractSpinBox
else:  # mixed into several of Qt's classes, of which there can be one
    _Control = _SpinControl = object


class _Calm(_Control):
    """What number and choice controls share."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a panel must not change the numbers that happen to pass under the pointer.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Number(_Calm, _SpinControl):
    """What number controls share."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setKeyboardTracking(False)  # a half typed number is no number yet
        self._indent()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._indent()

    def _indent(self) -> None:
        # The style sheet's left padding does not reach the text of a spin box.
        self.lineEdit().setTextMargins(em(self, 0.4), 0, 0, 0)


class SpinBox(_Number, QSpinBox):
    """A whole number."""


class DecimalBox(_Number, QDoubleSpinBox):
    """A number with decimals. It shows as many as the number has, up to ``decimals()``."""

    def textFromValue(self, value: float) -> str:
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text


class ChoiceBox(_Calm, QComboBox):
    """One of several words."""


class Field(QWidget):
    """A quiet label above its control; the label's mnemonic and the help belong to the control."""

    def __init__(self, label: str, control: QWidget, help: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self.control = control
        if isinstance(control, QAbstractSpinBox) and not isinstance(control, _Number):
            raise TypeError("use SpinBox or DecimalBox")
        self._label = Label(label, "quiet")
        self._label.setBuddy(control)
        self._problem = Label("", "caption")
        self._problem.set_tone("negative")
        self._problem.hide()
        control.setAccessibleName(control.accessibleName() or label)
        control.setAccessibleDescription(help)
        control.setToolTip(help)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.25))
        for part in (self._label, control, self._problem):
            layout.addWidget(part)

    def set_problem(self, sentence: str) -> None:
        """Say under the control what is wrong with its value; ``""`` when nothing is."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        restyle(self.control, wrong="true" if sentence else "false")
