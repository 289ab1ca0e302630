"""Problems, status line and actions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Edge
from nnviz.ui.build.actions import build_actions
from nnviz.ui.build.canvas import Canvas
from nnviz.ui.build.problems import Problems
from nnviz.ui.build.status import Status
from nnviz.ui.widgets import LinkLabel

CUT = Edge("dense", "dense_1")
CTRL = Qt.KeyboardModifier.ControlModifier


def settle(qtbot, session) -> None:
    qtbot.waitUntil(lambda: session.worker.idle)


# --- problems -------------------------------------------------------------------------------------------------


@pytest.fixture
def problems(qtbot, session, selection) -> Problems:
    problems = Problems(session, selection)
    qtbot.addWidget(problems)
    problems.resize(260, 500)
    problems.show()
    qtbot.waitExposed(problems)
    return problems


def test_no_problem_is_said_too(problems):
    assert problems.boxes == ()
    assert "No problems" in problems._none.text()
    assert problems._none.isVisible()


def test_a_problem_is_told_shown_and_mended(qtbot, session, selection, problems):
    with qtbot.waitSignal(problems.count_changed):
        session.edit_design("cut", lambda d: edits.disconnect(d, CUT))
    (box,) = problems.boxes
    assert "“dense_1” has no input" in box.accessibleDescription()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(4, 4))
    assert selection.names == {"dense_1"}
    selection.clear()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert selection.names == {"dense_1"}
    link = box.findChild(LinkLabel)
    assert "Connect “dense” to “dense_1”" in link.accessibleName()
    link.linkActivated.emit("mend")
    assert session.document.design.edges == (Edge("input", "dense"), Edge("dense_1", "dense_2"), CUT)
    assert session.undo_stack.undoText() == "Connect “dense” to “dense_1”"
    settle(qtbot, session)
    assert problems.boxes == ()


def test_a_mend_of_yesterday_does_nothing(qtbot, session, problems):
    session.edit_design("cut", lambda d: edits.disconnect(d, CUT))
    settle(qtbot, session)
    (problem,) = session.problems
    session.edit_design("gone", lambda d: edits.remove(d, ["dense_1"]))
    problems.mend(problem)  # the build of the new document is still on its way
    settle(qtbot, session)
    problems.mend(problem)
    assert "dense_1" not in session.document.design.by_name
    assert session.undo_stack.undoText() == "gone"


def test_advice_is_not_a_fault(qtbot, session, problems, selection):
    session.edit_design("linear", lambda d: edits.set_fields(d, "dense_2", activation="linear"))
    settle(qtbot, session)
    (box,) = problems.boxes
    assert box.accessibleName().startswith("Advice")
    assert box.property("role") == "info"
    canvas = Canvas(session, selection)
    qtbot.addWidget(canvas)
    assert not canvas._cards["dense_2"].look.faulty


# --- status ---------------------------------------------------------------------------------------------------


def test_the_status_line(qtbot, session):
    status = Status(session)
    assert status.network == "4 layers · 25 parameters · 100 bytes"
    assert status.data.startswith("Circle · 2 · 2 classes · ")
    with qtbot.waitSignal(status.changed):
        session.edit_design("more", lambda d: edits.set_fields(d, "dense", units=3000))
    assert status.network == "4 layers · 15,005 parameters · 60 kB"
    session.edit_design("more", lambda d: edits.set_fields(d, "dense_1", units=3000))
    assert status.network == "4 layers · 9,015,001 parameters · 36 MB"
    session.open_document(Document("empty"), None)
    assert status.network == "0 layers · 0 parameters · 0 bytes"


# --- actions --------------------------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot, session, selection):
    window = QMainWindow()
    window.canvas, window.field = Canvas(session, selection), QLineEdit("text")
    middle = QWidget()
    layout = QVBoxLayout(middle)
    layout.addWidget(window.canvas)
    layout.addWidget(window.field)
    window.setCentralWidget(middle)
    window.build = build_actions(session, window.canvas)
    menu = window.menuBar().addMenu("Edit")
    for action in (*window.build.edit, *window.build.view):
        menu.addAction(action)
    qtbot.addWidget(window)
    window.resize(800, 500)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    return window


def test_actions_work_by_their_shortcuts(session, selection, window):
    assert not window.build.delete.isEnabled()
    QTest.keyClick(window.canvas, Qt.Key.Key_A, CTRL)
    assert len(selection.names) == 4
    selection.set(["dense"])
    assert window.build.delete.isEnabled()
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert "dense" not in session.document.design.by_name
    assert window.build.undo.text() == "&Undo Delete dense"
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, CTRL)
    assert "dense" in session.document.design.by_name
    window.build.redo.trigger()
    assert "dense" not in session.document.design.by_name


def test_keys_in_a_text_field_belong_to_the_field(session, selection, window):
    selection.set(["dense"])
    window.field.setFocus()
    QTest.keyClick(window.field, Qt.Key.Key_A, CTRL)
    QTest.keyClick(window.field, Qt.Key.Key_Delete)
    assert window.field.text() == ""
    assert "dense" in session.document.design.by_name
    assert selection.names == {"dense"}


def test_arrange_zoom_and_rename(session, selection, window):
    window.canvas.editor.move_layers({"dense": (50.0, 400.0)})
    window.build.arrange.trigger()
    assert session.document.design.node("dense").position == (190.0, 0.0)
    zoom = window.canvas.zoom
    window.build.zoom_in.trigger()
    assert window.canvas.zoom > zoom
    window.build.fit.trigger()
    assert window.canvas.zoom == pytest.approx(zoom)
    selection.set(["dense"])
    window.build.rename.trigger()
    assert window.canvas._name_edit.text() == "dense"


def test_every_action_has_words(window):
    for action in (*window.build.edit, *window.build.view):
        assert action.text()
