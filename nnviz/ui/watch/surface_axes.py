"""The small window in which the axes of the loss surface are chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nnviz.surface.picture import Choice
from nnviz.surface.plane import WeightAt
from nnviz.ui.fields import ChoiceBox, SpinBox
from nnviz.ui.widgets import Button, Heading, Label, em, restyle

Shapes = Mapping[str, tuple[int, ...]]


MOST_AXES = 5
"""Axes of an array of weights at most: a kernel over three dimensions has five."""


class WeightChooser(QWidget):
    """One axis: the variable, and the place in it."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._shapes: Shapes = {}
        self._path = ChoiceBox()
        self._path.setAccessibleName(self.tr("{axis}: variable").format(axis=name))
        self._path.currentTextChanged.connect(self._path_chosen)
        self._places = tuple(SpinBox() for _ in range(MOST_AXES))
        for number, box in enumerate(self._places):
            box.setAccessibleName(self.tr("{axis}: index {number}").format(axis=name, number=number + 1))
            box.valueChanged.connect(lambda _: self.changed.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self._path, 1)
        for box in self._places:
            layout.addWidget(box)

    def show_weight(self, shapes: Shapes, weight: WeightAt) -> None:
        """Show ``weight`` among the variables ``shapes`` (path → shape) without saying that it changed."""
        self.blockSignals(True)
        if shapes != self._shapes:
            self._shapes = dict(shapes)
            self._path.clear()
            self._path.addItems(list(shapes))
            words = max((self.fontMetrics().horizontalAdvance(path) for path in shapes), default=0)
            self._path.setMinimumWidth(min(words, em(self, 20)) + em(self, 3.5))  # the arrow and its frame
        self._path.setCurrentText(weight.path)
        self._path_chosen(weight.path)
        for box, place in zip(self._places, weight.index, strict=False):
            box.setValue(place)
        self.blockSignals(False)

    def weight(self) -> WeightAt:
        """Return the weight that is chosen."""
        path = self._path.currentText()
        return WeightAt(path, tuple(box.value() for box in self._places[: len(self._shapes[path])]))

    def _path_chosen(self, path: str) -> None:
        shape = self._shapes.get(path, ())
        mute = self.signalsBlocked()
        self.blockSignals(True)
        for number, box in enumerate(self._places):
            box.setVisible(number < len(shape))
            box.setRange(0, shape[number] - 1 if number < len(shape) else 0)
        self.blockSignals(mute)
        if shape:
            self.changed.emit()


class AxesPopup(QFrame):
    """Two weights, the levels, the range. It closes when something else is clicked."""

    chosen = Signal(object)
    """A pair of weights."""
    most_moved_wanted = Signal()
    log_chosen = Signal(bool)
    fit_wanted = Signal()

    def __init__(self, parent: QWidget):
        super().__init__(parent, Qt.WindowType.Popup)
        restyle(self, role="card")
        self.setAccessibleName(self.tr("Axes of the loss surface"))
        self._across = WeightChooser(self.tr("Axis to the right"))
        self._upwards = WeightChooser(self.tr("Axis upwards"))
        for chooser in (self._across, self._upwards):
            chooser.changed.connect(self._changed)
        self._problem = Label("", "caption")
        self._problem.set_tone("negative")
        self._problem.hide()
        moved = Button(self.tr("Take the two that moved most"))
        moved.clicked.connect(lambda _checked: self.most_moved_wanted.emit())
        fit = Button(self.tr("Fit the range to the path"))
        fit.clicked.connect(lambda _checked: self.fit_wanted.emit())
        self._log = QCheckBox(self.tr("Logarithmic levels"))
        self._log.clicked.connect(self.log_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 0.8)] * 4)
        layout.setSpacing(em(self, 0.4))
        across, upwards = Heading(self.tr("Axis to the right")), Heading(self.tr("Axis upwards"))
        for part in (across, self._across, upwards, self._upwards, self._problem, moved, fit, self._log):
            layout.addWidget(part)

    def show_at(self, corner: QPoint, shapes: Shapes, choice: Choice, log: bool) -> None:
        """Open with this choice, its lower right corner at ``corner`` of the screen."""
        self.show_choice(shapes, choice, log)
        self.adjustSize()
        room = self.screen().availableGeometry()
        x, y = corner.x() - self.width(), corner.y() - self.height()
        self.move(max(room.left(), x), max(room.top(), y))
        self.show()
        self._across.setFocus()

    def show_choice(self, shapes: Shapes, choice: Choice, log: bool) -> None:
        """Show this choice without saying that it changed."""
        self.blockSignals(True)
        self._across.show_weight(shapes, choice[0])
        self._upwards.show_weight(shapes, choice[1])
        self._log.setChecked(log)
        self.blockSignals(False)
        self._problem.hide()

    def _changed(self) -> None:
        choice = self._across.weight(), self._upwards.weight()
        same = choice[0] == choice[1]
        self._problem.setText(self.tr("Choose two different weights."))
        self._problem.setVisible(same)
        if not same:
            self.chosen.emit(choice)
