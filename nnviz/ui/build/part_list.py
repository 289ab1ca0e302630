"""A list of parts in a form: each with its own fields, more can be added, each can be removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from nnviz.parts import FAMILIES, FieldInfo, Part
from nnviz.ui.build.controls import PartField
from nnviz.ui.text import tr_text
from nnviz.ui.widgets import IconButton, MenuButton, em

MakeForm = Callable[[Part, Callable[[str, Any], object]], Any]


class PartList(QWidget):
    """Shows a tuple of parts; ``entered`` gives the whole new tuple."""

    entered = Signal(object)

    def __init__(self, info: FieldInfo, make_form: MakeForm, parent: QWidget | None = None) -> None:
        """``make_form`` makes the form of one part and of what is called with its changes."""
        super().__init__(parent)
        self._info, self._make_form = info, make_form
        self._parts: tuple[Part, ...] = ()
        self.burst = 0
        """The burst of the inner form that the newest value comes from; 0 if it comes from the list itself."""
        self.rows: list[tuple[PartField, Any, IconButton]] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(em(self, 0.4))
        self.add_button = MenuButton(self.tr("Add"), self._menu())
        self.setFocusProxy(self.add_button)
        self._box.addWidget(self.add_button)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for kind, member in FAMILIES[self._info.family].items():
            action = menu.addAction(tr_text(member.title))
            action.setToolTip(tr_text(member.help))
            action.setData(kind)
            action.triggered.connect(lambda _on, kind=kind: self._add(kind))
        return menu

    def show_value(self, value: tuple[Part, ...]) -> None:
        same = [type(part) for part in value] == [type(part) for part in self._parts]
        self._parts = value
        if not same:
            self._rebuild()
        for (choice, form, _), part in zip(self.rows, value, strict=True):
            choice.show_value(part)
            form.show_part(part)

    def _rebuild(self) -> None:
        self.rows.clear()
        while self._box.count() > 1:
            item = self._box.takeAt(0)
            if item is not None and (old := item.widget()):
                old.hide()
                old.setParent(None)
                old.deleteLater()
        for place, part in enumerate(self._parts):
            self._box.insertWidget(place, self._row(place, part))

    def _row(self, place: int, part: Part) -> QWidget:
        title, number = tr_text(part.title), str(place + 1)
        choice = PartField(FieldInfo("part", "", family=self._info.family))
        choice.setAccessibleName(self.tr("{number}: {title}").format(number=number, title=title))
        choice.entered.connect(lambda new: self._replace(place, new))
        remove = IconButton("close", self.tr("Remove {title}").format(title=title), role="flat")
        remove.clicked.connect(lambda _on: self._remove(place))
        form = self._make_form(part, lambda field, value: self._change(place, field, value))
        form.setVisible(bool(part.declared()))
        box = QWidget()
        outer, above = QVBoxLayout(box), QHBoxLayout()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.3))
        above.setSpacing(em(self, 0.2))
        above.addWidget(choice, 1)
        above.addWidget(remove)
        outer.addLayout(above)
        inner = QHBoxLayout()
        inner.setContentsMargins(em(self, 0.8), 0, 0, 0)
        inner.addWidget(form)
        outer.addLayout(inner)
        self.rows.append((choice, form, remove))
        return box

    # --- changes ------------------------------------------------------------------------------------------

    def _enter(self, parts: tuple[Part, ...], burst: int = 0) -> None:
        self.burst = burst
        self.entered.emit(parts)
        self.burst = 0

    def _add(self, kind: str) -> None:
        self._enter((*self._parts, FAMILIES[self._info.family][kind]()))

    def _remove(self, place: int) -> None:
        self._enter(self._parts[:place] + self._parts[place + 1 :])
        self.add_button.setFocus()  # the keyboard must not be lost with the row

    def _replace(self, place: int, part: Part) -> None:
        self._enter((*self._parts[:place], part, *self._parts[place + 1 :]))

    def _change(self, place: int, field: str, value: Any) -> None:
        new = self._parts[place].replace(**{field: value})
        self._enter((*self._parts[:place], new, *self._parts[place + 1 :]), self.rows[place][1].burst)
