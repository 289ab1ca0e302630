"""Building by keyboard alone: walking, nudging, deleting, renaming, menus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QWidget

from nnviz.design.graph import Edge
from nnviz.ui.build.canvas import Canvas
from nnviz.ui.build.rename import NameEdit

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def press(canvas, *keys, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(canvas, key, modifiers)


def position(session, name: str) -> tuple[float, float]:
    return session.document.design.node(name).position


def context_menu(canvas) -> QMenu:
    """Press the menu key, as Qt passes it on."""
    centre = canvas.viewport().rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, centre, canvas.viewport().mapToGlobal(centre))
    QApplication.sendEvent(canvas.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, *words: str):
    for word in words[:-1]:
        menu = next(a for a in menu.actions() if a.text() == word).menu()
    return next(a for a in menu.actions() if a.text() == words[-1])


def test_tab_walks_through_the_cards_and_leaves_after_the_last(qtbot, session, selection):
    window = QWidget()
    before, canvas, after = QLineEdit(), Canvas(session, selection), QLineEdit()
    layout = QHBoxLayout(window)
    for part in (before, canvas, after):
        layout.addWidget(part)
    qtbot.addWidget(window)
    window.resize(900, 400)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    seen = []
    for _ in session.document.design.nodes:
        press(QApplication.focusWidget(), Key.Key_Tab)
        assert canvas.hasFocus()
        seen.append(selection.single)
    assert seen == ["input", "dense", "dense_1", "dense_2"]
    press(canvas, Key.Key_Tab)
    assert after.hasFocus()
    press(after, Key.Key_Backtab, modifiers=SHIFT)
    assert canvas.hasFocus()
    press(canvas, Key.Key_Backtab, modifiers=SHIFT)
    assert selection.single == "dense_1"


def test_arrow_keys_nudge_and_a_row_of_them_is_one_step(session, canvas, selection):
    selection.set(["dense"])
    x, y = position(session, "dense")
    press(canvas, Key.Key_Right, Key.Key_Right, Key.Key_Down)
    assert position(session, "dense")[0] > x
    assert position(session, "dense")[1] > y
    press(canvas, Key.Key_Up, modifiers=SHIFT)
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert position(session, "dense") == (x, y)


def test_arrow_keys_without_a_selection_move_the_view(session, canvas):
    before = canvas.mapFromScene(0, 0)
    press(canvas, Key.Key_Right)
    assert canvas.mapFromScene(0, 0).x() < before.x()
    assert not session.undo_stack.count()


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_takes_the_selected_layers_away(session, canvas, selection, key):
    selection.set(["dense", "dense_1"])
    press(canvas, key)
    assert [node.name for node in session.document.design.nodes] == ["input", "dense_2"]
    assert session.document.design.sources("dense_2") == ("input",)


def test_select_all_and_esc(canvas, selection):
    press(canvas, Key.Key_A, modifiers=CTRL)
    assert len(selection.names) == 4
    press(canvas, Key.Key_Escape)
    assert selection.names == frozenset()


def test_zoom_keys(canvas):
    zoom = canvas.zoom
    press(canvas, Key.Key_Minus, modifiers=CTRL)
    assert canvas.zoom < zoom


def test_the_menu_of_a_card_adds_connects_and_deletes(qtbot, session, canvas, selection):
    selection.set(["dense"])
    menu = context_menu(canvas)
    entry(menu, "Add layer after", "Activation").trigger()
    menu.close()
    assert session.document.design.sources("dense_1") == ("activation",)
    selection.set(["dense"])
    menu = context_menu(canvas)
    entry(menu, "Connect to", "dense_2").trigger()
    menu.close()
    assert session.document.design.sources("dense_2") == ("dense",)
    selection.set(["dense_2"])
    menu = context_menu(canvas)
    entry(menu, "Take the line from dense away").trigger()
    menu.close()
    assert session.document.design.sources("dense_2") == ()
    menu = context_menu(canvas)
    entry(menu, "Delete").trigger()
    menu.close()
    assert "dense_2" not in session.document.design.by_name


def test_the_menu_of_a_line(session, canvas, selection):
    selection.set_edge(Edge("dense", "dense_1"))
    menu = context_menu(canvas)
    entry(menu, "Insert layer", "Activation").trigger()
    menu.close()
    assert session.document.design.sources("dense_1") == ("activation",)
    selection.set_edge(Edge("activation", "dense_1"))
    menu = context_menu(canvas)
    entry(menu, "Take this line away").trigger()
    menu.close()
    assert session.document.design.sources("dense_1") == ()


def test_the_menu_of_several_cards(session, canvas, selection):
    selection.set(["dense", "dense_1"])
    menu = context_menu(canvas)
    entry(menu, "Delete the selected layers").trigger()
    menu.close()
    assert session.undo_stack.undoText() == "Delete 2 layers"


def test_the_menu_of_the_ground(session, canvas, selection):
    menu = context_menu(canvas)
    entry(menu, "Add layer", "Dense").trigger()
    menu.close()
    assert session.document.design.sources("dense_3") == ()
    menu = context_menu(canvas)
    entry(menu, "Arrange").trigger()
    menu.close()
    assert session.undo_stack.undoText() == "Arrange"


def test_f2_renames_and_esc_leaves_the_name(qtbot, session, canvas, selection):
    selection.set(["dense"])
    press(canvas, Key.Key_F2)
    field = canvas.viewport().findChild(NameEdit)
    QTest.keyClicks(field, "x1")
    QTest.keyClick(field, Key.Key_Escape)
    assert "dense" in session.document.design.by_name
    assert canvas.hasFocus()
    press(canvas, Key.Key_F2)
    field = canvas.viewport().findChildren(NameEdit)[-1]
    QTest.keyClicks(field, "first")
    canvas.setFocus()  # going elsewhere takes the name
    assert "first" in session.document.design.by_name
    assert selection.names == {"first"}
