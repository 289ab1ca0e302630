"""The inspector on a real session: form, name, facts, start weights; the training set-up."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from nnviz.design import edits
from nnviz.design.graph import Edge, Unknown
from nnviz.design.shapes import infer
from nnviz.layers.base import KerasCall
from nnviz.ui.build.facts import arithmetic, keras_text, with_batch
from nnviz.ui.build.inspector import Inspector

Key = Qt.Key


@pytest.fixture
def inspector(qtbot, session, selection) -> Inspector:
    inspector = Inspector(session, selection)
    qtbot.addWidget(inspector)
    inspector.resize(300, 1000)
    inspector.show()
    qtbot.waitExposed(inspector)
    inspector.activateWindow()
    inspector.setup.form.control("batch_size").setFocus()
    qtbot.waitUntil(inspector.setup.form.control("batch_size").hasFocus)
    return inspector


def cells(table) -> list[list[str]]:
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]


def enter(control, text: str) -> None:
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)
    QTest.keyClick(control, Key.Key_Return)


def test_facts_in_words():
    assert with_batch((28, 28, 1)) == "(None, 28, 28, 1)"
    assert keras_text(KerasCall("layers.Dense", (4,), {"activation": "tanh"}), 40) == (
        'layers.Dense(4, activation="tanh")'
    )
    assert keras_text(KerasCall("layers.Dense", (4,), {"activation": "tanh"}), 20).splitlines() == [
        "layers.Dense(",
        "    4,",
        '    activation="tanh",',
        ")",
    ]


def test_parameters_with_their_arithmetic(session):
    design = edits.set_fields(session.document.design, "dense_2", use_bias=False)
    shapes = infer(design)
    assert arithmetic(shapes, "dense") == "2·4 + 4 = 12"
    assert arithmetic(shapes, "dense_2") == "2·1 = 2"
    assert arithmetic(shapes, "input") == "0"


def test_a_selected_layer_is_shown(inspector, selection):
    selection.set(["dense"])
    assert inspector.windowTitle() == "Dense · dense"
    assert inspector.layer.isVisible()
    assert not inspector.setup.isVisible()
    assert cells(inspector.layer.shapes_table) == [
        ["in", "(None, 2)"],
        ["out", "(None, 4)"],
        ["parameters", "2·4 + 4 = 12"],
    ]
    assert "".join(inspector.layer.code.text().split()) in (
        'layers.Dense(4,activation="tanh")',
        'layers.Dense(4,activation="tanh",)',
    )
    assert "Every neuron" in inspector.layer.help_text.text()


def test_an_edit_keeps_the_form_and_the_focus(session, inspector, selection):
    selection.set(["dense"])
    form = inspector.layer.form
    enter(form.control("units"), "6")
    assert session.document.design.node("dense").layer.units == 6
    assert inspector.layer.form is form
    assert form.control("units").hasFocus()
    assert cells(inspector.layer.shapes_table)[2] == ["parameters", "2·6 + 6 = 18"]
    session.undo_stack.undo()
    assert form.control("units").value() == 4


def test_a_held_step_is_one_undo_step(session, inspector, selection):
    selection.set(["dense"])
    control = inspector.layer.form.control("units")
    control.setFocus()
    for _ in range(5):
        QTest.keyClick(control, Key.Key_Up)
    assert session.document.design.node("dense").layer.units == 9
    assert session.undo_stack.count() == 1


def test_a_typed_value_belongs_to_the_layer_it_was_typed_for(session, inspector, selection):
    selection.set(["dense"])
    control = inspector.layer.form.control("units")
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, "8")
    selection.set(["dense_1"])
    assert session.document.design.node("dense").layer.units == 8
    assert session.document.design.node("dense_1").layer.units == 2


def test_rename(session, inspector, selection):
    selection.set(["dense"])
    enter(inspector.layer.name_line, "no name")
    assert "cannot be a layer's name" in inspector.layer.name_field._problem.text()
    assert "dense" in session.document.design.by_name
    enter(inspector.layer.name_line, "dense_1")
    assert "already a layer" in inspector.layer.name_field._problem.text()
    form = inspector.layer.form
    enter(inspector.layer.name_line, "hidden")
    assert inspector.layer.name_field._problem.text() == ""
    assert selection.names == {"hidden"}
    assert session.undo_stack.count() == 1
    enter(inspector.layer.form.control("units"), "5")
    assert session.document.design.node("hidden").layer.units == 5
    assert form is not None


def test_several_layers_and_none(inspector, selection):
    selection.set(["dense", "dense_1"])
    assert inspector.windowTitle() == "2 layers"
    assert "22 parameters" in inspector._several.text()
    selection.clear()
    assert inspector.windowTitle() == "Training set-up"
    assert inspector.setup.isVisible()


def test_the_set_up_is_edited(qtbot, session, inspector):
    enter(inspector.setup.form.control("batch_size"), "25")
    assert session.document.setup.batch_size == 25
    enter(inspector.setup.form.control("optimizer.learning_rate"), "0.5")
    assert session.document.setup.optimizer.learning_rate == 0.5
    data = inspector.setup.form.control("data")
    data.setCurrentIndex(data.findData("Xor"))
    data.activated.emit(data.currentIndex())
    assert session.document.setup.data.kind() == "Xor"
    qtbot.waitUntil(lambda: session.moment is not None)
    assert inspector.setup._note.text()
    assert session.undo_stack.count() == 3


def test_a_layer_without_shape_and_an_unknown_one(qtbot, session, inspector, selection):
    session.edit_design("cut", lambda d: edits.disconnect(d, Edge("input", "dense")))
    selection.set(["dense"])
    assert cells(inspector.layer.shapes_table) == []
    session.edit_design("add", lambda d: edits.add(d, Unknown(original_kind="Conv9D"), (0, 200))[0])
    selection.set(["unknown"])
    assert inspector.windowTitle() == "Conv9D · unknown"
    assert "does not know" in inspector.layer.help_text.text()
    assert inspector.layer.code.text() == ""


# --- start weights --------------------------------------------------------------------------------------------


def cell_editor(table, row: int, column: int) -> QLineEdit:
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    QTest.keyClick(table, Key.Key_F2)
    return table.findChildren(QLineEdit)[-1]


def set_cell(table, row: int, column: int, text: str) -> None:
    field = cell_editor(table, row, column)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Return)
    QApplication.processEvents()  # the table takes the number when the key press has been dealt with


@pytest.fixture
def weights(qtbot, inspector, selection):
    selection.set(["dense"])
    weights = inspector.layer.weights
    qtbot.waitUntil(lambda: weights.values("kernel") is not None)
    return weights


def test_the_seeds_weights_are_shown(qtbot, session, weights):
    np.testing.assert_array_equal(weights.values("kernel"), session.moment.trace.weight("dense/kernel"))
    assert weights.table("kernel").model().rowCount() == 2
    assert weights.table("kernel").model().columnCount() == 4
    assert weights.table("bias").model().rowCount() == 1
    assert weights.isVisible()


def test_they_stay_the_start_while_training_goes_on(qtbot, session, selection, weights):
    start = weights.values("kernel").copy()
    session.forward("step")
    session.forward("step")
    qtbot.waitUntil(lambda: session.moment.cursor.step > 0)
    selection.set(["dense_1"])
    selection.set(["dense"])
    qtbot.waitUntil(lambda: session.worker.idle)
    np.testing.assert_array_equal(weights.values("kernel"), start)


def test_a_weight_set_by_hand_and_back(qtbot, session, weights):
    before, start = session.document, weights.values("kernel").copy()
    set_cell(weights.table("kernel"), 1, 2, "0,5")
    assert set(session.document.weights) == {"dense/kernel", "dense/bias"}
    kernel = session.document.weights["dense/kernel"]
    assert kernel[1, 2] == 0.5
    assert np.count_nonzero(kernel != start) == 1
    assert kernel.dtype == np.float32
    qtbot.waitUntil(lambda: session.moment is not None and weights.values("kernel")[1, 2] == 0.5)
    np.testing.assert_array_equal(session.moment.trace.weight("dense/kernel"), kernel)
    assert "by hand" in weights._origin.accessibleName()
    weights._origin.linkActivated.emit("mend")
    assert session.document.weights == {}
    qtbot.waitUntil(lambda: session.moment is not None and np.array_equal(weights.values("kernel"), start))
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.document == before


def test_what_is_no_number_is_told(session, weights):
    set_cell(weights.table("kernel"), 0, 0, "much")
    assert "“much” is not a number" in weights.problem
    assert not session.undo_stack.count()
    set_cell(weights.table("bias"), 0, 0, "1e99")
    assert not session.undo_stack.count()
    set_cell(weights.table("bias"), 0, 0, "1")
    assert weights.problem == ""


def test_large_layers_have_no_table(qtbot, session, selection, inspector, weights):
    session.edit_design("more", lambda d: edits.set_fields(d, "dense", units=500))
    assert not weights.isVisible()
    selection.set(["input"])
    assert not weights.isVisible()


def test_layers_without_a_run_show_only_what_was_set(qtbot, session, weights):
    session.edit_design("cut", lambda d: edits.disconnect(d, Edge("input", "dense")))
    qtbot.waitUntil(lambda: session.worker.idle)
    assert not weights.isVisible()


def test_a_kernel_of_four_axes_is_set_by_hand(qtbot):
    from nnviz.ui.build.weights import WeightModel, rows_of

    kernel = np.arange(2 * 2 * 3 * 4, dtype=np.float32).reshape(2, 2, 3, 4)
    model = WeightModel(kernel)
    assert (model.rowCount(), model.columnCount()) == (12, 4)
    assert model.headerData(11, Qt.Orientation.Vertical) == "2,2,3"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "2"
    rows_of(kernel)[11, 3] = -1
    assert kernel[1, 1, 2, 3] == -1
    scalar = np.zeros((), np.float32)
    rows_of(scalar)[0, 0] = 2
    assert scalar == 2
