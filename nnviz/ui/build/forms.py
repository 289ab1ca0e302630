"""A form made from a part's declared fields: layers, the training set-up and everything inside them use it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.parts import FieldInfo, Part, PartError
from nnviz.ui.build.controls import CheckField, control_for
from nnviz.ui.build.part_list import PartList
from nnviz.ui.fields import Field
from nnviz.ui.text import tr_message, tr_text
from nnviz.ui.widgets import Label, Section, em

Change = Callable[[str, Any], object]

_bursts = count(1)


def _has_fields(part: Part | None) -> bool:
    return part is not None and bool(part.declared())


class PartForm(QWidget):
    """Shows the fields of ``part``; ``on_change(field, value)`` is called with every value that suits.

    A value that does not suit gets the part's own sentence under its field, and the old value stays. A form never
    changes its part: show it the new one with :meth:`show_part`; the keyboard stays where it is.
    """

    def __init__(
        self,
        part: Part | None,
        on_change: Change,
        parent: QWidget | None = None,
        fields: tuple[str, ...] | None = None,
    ) -> None:
        """``fields`` names the ones to show, in their order; by default all. Of no part (None) nothing is shown."""
        super().__init__(parent)
        self._part = part
        self._on_change = on_change
        self._only = fields
        self._fields: dict[str, Field] = {}
        self._controls: dict[str, Any] = {}
        self._inner: dict[str, PartForm] = {}
        self.burst = next(_bursts)
        """Changes of one burst (a step button held down) belong together: one undo step."""
        self._grid = self._make_grid(self)
        self._build()

    @property
    def part(self) -> Part | None:
        """What is shown."""
        return self._part

    def control(self, field: str) -> Any:
        """Return the control of a field; ``optimizer.learning_rate`` is the one inside another part's form."""
        name, _, rest = field.partition(".")
        return self._inner[name].control(rest) if rest else self._controls[name]

    def problem(self, field: str) -> str:
        """Return the sentence under a field, empty where nothing is wrong."""
        name, _, rest = field.partition(".")
        return self._inner[name].problem(rest) if rest else self._fields[name].property("problem") or ""

    def show_part(self, part: Part | None) -> None:
        """Show another part, or the same one with other values."""
        kind, self._part = type(self._part), part
        if part is None or type(part) is not kind:
            self._rebuild()
            return
        for name, value in part.values().items():
            if name in self._controls:
                self._controls[name].show_value(value)
            if name in self._inner:
                self._inner[name].show_part(value)
                self._inner[name].setVisible(_has_fields(value))

    # --- building -----------------------------------------------------------------------------------------

    def _make_grid(self, owner: QWidget) -> QGridLayout:
        grid = QGridLayout(owner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(em(self, 0.6))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return grid

    def _build(self) -> None:
        declared = self._part.declared() if self._part is not None else {}
        names = [name for name in self._only or declared if name in declared]
        plain = [name for name in names if not declared[name].advanced]
        self._add_all(plain, self._grid)
        if len(plain) < len(names):
            box = QWidget()
            self._add_all([name for name in names if declared[name].advanced], self._make_grid(box))
            self._grid.addWidget(Section(self.tr("More"), box, open=False), self._grid.rowCount(), 0, 1, 2)

    def _add_all(self, names: list[str], grid: QGridLayout) -> None:
        """Add fields; two numbers that follow each other share a row."""
        declared, row, waiting = self._part.declared() if self._part is not None else {}, 0, False
        for place, name in enumerate(names):
            small = declared[name].type in ("int", "float")
            follows = place + 1 < len(names) and declared[names[place + 1]].type in ("int", "float")
            if waiting:
                self._add(name, declared[name], grid, row, 1, 1)
                waiting = False
            else:
                row = grid.rowCount()
                waiting = small and follows
                self._add(name, declared[name], grid, row, 0, 1 if waiting else 2)

    def _rebuild(self) -> None:
        for known in (self._fields, self._controls, self._inner):
            known.clear()
        while item := self._grid.takeAt(0):
            if old := item.widget():
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self._build()

    def _add(self, name: str, info: FieldInfo, grid: QGridLayout, row: int, column: int, span: int) -> None:
        control = PartList(info, PartForm) if info.type == "parts" else control_for(info)
        control.show_value(getattr(self._part, name))
        control.entered.connect(lambda value: self._enter(name, value, getattr(control, "burst", 0)))
        control.installEventFilter(self)
        field = Field(name, control, tr_text(info.help))
        if isinstance(control, CheckField):  # it has its word beside it
            control.setText(name)
            if label := field.findChild(Label):
                label.hide()
        self._fields[name], self._controls[name] = field, control
        grid.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        if info.type == "part":
            inner = PartForm(
                getattr(self._part, name), lambda field, value: self._enter_inner(name, field, value)
            )
            inner._grid.setContentsMargins(em(self, 0.8), 0, 0, 0)
            inner.setVisible(_has_fields(inner.part))
            self._inner[name] = inner
            grid.addWidget(inner, row + 1, 0, 1, 2)

    # --- changes ------------------------------------------------------------------------------------------

    def _enter_inner(self, name: str, field: str, value: Any) -> None:
        inner = self._inner[name]
        self._enter(name, getattr(self._part, name).replace(**{field: value}), inner.burst)

    def _enter(self, name: str, value: Any, burst: int = 0) -> None:
        field, control = self._fields[name], self._controls[name]
        try:
            assert self._part is not None
            self._part.replace(**{name: value})
        except PartError as error:
            self._tell(field, tr_message(error.message))
            if hasattr(control, "refuse"):
                control.refuse()
            return
        self._tell(field, "")
        if value == getattr(self._part, name):
            control.show_value(value)
            return
        stepped = getattr(control, "stepped", False)
        self.burst = burst or (self.burst if stepped else next(_bursts))
        self._on_change(name, value)
        if not stepped and not burst:  # steps that follow are a burst of their own
            self.burst = next(_bursts)

    def _tell(self, field: Field, sentence: str) -> None:
        field.setProperty("problem", sentence)
        field.set_problem(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.burst = next(_bursts)
        return super().eventFilter(watched, event)
