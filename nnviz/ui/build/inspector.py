"""The inspector: everything about the selected layer, or the training set-up when no layer is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nnviz.design.graph import Node, Unknown
from nnviz.ui.build.controls import LineField
from nnviz.ui.build.editor import Editor, rename_refusal
from nnviz.ui.build.facts import arithmetic, keras_text, with_batch
from nnviz.ui.build.forms import PartForm
from nnviz.ui.build.selection import Selection
from nnviz.ui.build.weights import StartWeights
from nnviz.ui.fields import Field
from nnviz.ui.session import Session
from nnviz.ui.table import ValueTable
from nnviz.ui.text import tr_message, tr_text
from nnviz.ui.widgets import Heading, Label, em


class Inspector(QWidget):
    """``Inspector(session, selection)``. Its ``windowTitle`` says what is shown, for the panel around it."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self.layer = LayerView(session, selection)
        self.setup = SetupView(session, selection)
        self._several = Label("", "quiet")
        layout = QVBoxLayout(self)
        margin = em(self, 0.85)
        layout.setContentsMargins(margin, em(self, 0.6), margin, margin)
        layout.setSpacing(em(self, 0.6))
        for part in (self._several, self.layer, self.setup):
            layout.addWidget(part)
        layout.addStretch(1)
        session.document_changed.connect(self.redraw)
        session.built.connect(self.redraw)
        selection.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show what is selected."""
        names, single = self._selection.names, self._selection.single
        self.layer.show_layer(single)
        self.setup.setVisible(not names)
        self.layer.setVisible(bool(single))
        self._several.setVisible(len(names) > 1)
        if single:
            node = self._session.document.design.node(single)
            self.setWindowTitle(f"{_title_of(node)} · {single}")
        elif names:
            total = sum(self._session.shapes.parameters(name) for name in names)
            self.setWindowTitle(self.tr("{count} layers").format(count=len(names)))
            self._several.setText(
                self.tr("Together they have {count} parameters.").format(count=f"{total:,}")
            )
        else:
            self.setWindowTitle(self.tr("Training set-up"))
            self.setup.redraw()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 17), em(self, 30))


def _title_of(node: Node) -> str:
    return node.layer.original_kind if isinstance(node.layer, Unknown) else tr_text(node.layer.title)


class SetupView(QWidget):
    """The form of the training set-up, and what the data says about itself."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._editor = Editor(session, selection, self)
        self.form = PartForm(session.document.setup, self._change)
        self._note = Label("", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.6))
        layout.addWidget(self.form)
        layout.addWidget(self._note)

    def redraw(self) -> None:
        """Show the set-up of the document."""
        self.form.show_part(self._session.document.setup)
        dataset = self._session.dataset
        notes = (dataset.scaling, dataset.note) if dataset else ()
        self._note.setText("\n".join(tr_message(note) for note in notes if note))
        self._note.setVisible(bool(self._note.text()))

    def _change(self, field: str, value: object) -> None:
        self._editor.set_setup(field, value, self.form.burst)


class LayerView(QWidget):
    """One layer: name, form, shapes, Keras call, what it does, start weights."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._editor = Editor(session, selection, self)
        self._name = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(em(self, 0.6))
        self.name_line = LineField(str.strip)
        self.name_line.entered.connect(self._rename)
        self.name_field = Field("name", self.name_line, self.tr("Name of the layer, in Keras too"))
        self._box.addWidget(self.name_field)
        self.form: PartForm | None = None
        self.shapes_table = ValueTable(self.tr("Shapes"))
        self.code = Label("", "code", wrap=False)
        self.code.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.help_text = Label("", "quiet")
        self.weights = StartWeights(session)
        self._sections = {
            "shape": self._section(self.tr("Shape"), self.shapes_table),
            "keras": self._section(self.tr("Keras"), self.code),
            "help": self._section(self.tr("What it does"), self.help_text),
        }
        self._box.addWidget(self.weights)

    def _section(self, title: str, content: QWidget) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, em(self, 0.4), 0, 0)
        layout.setSpacing(em(self, 0.35))
        layout.addWidget(Heading(title))
        layout.addWidget(content)
        self._box.addWidget(box)
        return box

    def show_layer(self, name: str) -> None:
        """Show another layer, or what is new about the same one; an empty name shows nothing."""
        design = self._session.document.design
        if name not in design.by_name:
            self._name = ""
            self.weights.show_layer("")
            return
        node = design.node(name)
        if name != self._name:
            self.name_field.set_problem("")
        self._show_form(node, name != self._name)
        self._name = name
        self.name_line.show_value(name)
        self._show_facts(node)
        self.weights.show_layer(name)

    def _show_form(self, node: Node, another: bool) -> None:
        if another or self.form is None:
            if self.form is not None:
                self.form.hide()
                self.form.deleteLater()
            self.form = PartForm(node.layer, self._change_of(node.name))
            self._box.insertWidget(1, self.form)
        else:
            self.form.show_part(node.layer)
        self.form.setVisible(bool(node.layer.declared()))

    def _change_of(self, name: str) -> Callable[[str, object], object]:
        # Bound to the name: a value that is still being typed when another card is clicked belongs to the old one.
        return lambda field, value: self._editor.set_field(
            name, field, value, self.form.burst if self.form else 0
        )

    def _show_facts(self, node: Node) -> None:
        shapes, name, unknown = self._session.shapes, node.name, isinstance(node.layer, Unknown)
        inputs = shapes.inputs.get(name, ())
        rows = [(self.tr("in"), with_batch(shape)) for shape in inputs]
        if name in shapes.outputs:
            rows.append((self.tr("out"), with_batch(shapes.outputs[name])))
            rows.append((self.tr("parameters"), arithmetic(shapes, name)))
        self.shapes_table.set_rows(rows)
        self._sections["shape"].setVisible(bool(rows))
        self._show_code()
        self._sections["keras"].setVisible(not unknown)
        fault = shapes.faults.get(name)
        self.help_text.setText(tr_message(fault) if unknown and fault else tr_text(node.layer.help))
        self._sections["help"].setVisible(bool(self.help_text.text()))

    def _show_code(self) -> None:
        node = self._session.document.design.by_name.get(self._name)
        if node is None or isinstance(node.layer, Unknown):
            self.code.clear()
            return
        room = self.width() - em(self, 1)
        columns = int(room / max(1, self.code.fontMetrics().horizontalAdvance("m")))
        self.code.setText(keras_text(node.layer.keras(), columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_code()

    def _rename(self, new: str) -> None:
        reason = rename_refusal(self._session.document, self._name, new)
        self.name_field.set_problem(tr_message(reason) if reason else "")
        if reason is None:
            old, self._name = self._name, new  # so that the form stays, with the keyboard in it
            if not self._editor.rename(old, new):
                self._name = old
        else:
            self.name_line.refuse()
