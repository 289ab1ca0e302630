"""The canvas: every gesture with real mouse events in a real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Design, Edge, Unknown
from nnviz.ui.build.mime import mime_of

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def drag(canvas, start: QPoint, *way: QPoint, button=LEFT, keys=NONE, release=True) -> None:
    view = canvas.viewport()
    QTest.mouseMove(view, start)
    QTest.mousePress(view, button, keys, start)
    for stop in way:
        move(view, (start + stop) / 2, button, keys)
        move(view, stop, button, keys)
    if release:
        QTest.mouseRelease(view, button, keys, way[-1])


def move(view: QWidget, at: QPoint, button=LEFT, keys=NONE) -> None:
    """Move the pointer with a button and keys held, which ``QTest.mouseMove`` cannot."""
    there = QPointF(at)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, there, view.mapToGlobal(there), none, button, keys)
    QApplication.sendEvent(view, event)


def scale(canvas) -> float:
    return canvas.transform().m11()


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


# --- selecting ------------------------------------------------------------------------------------------------


def test_a_click_selects_a_card_and_one_beside_it_nothing(canvas, selection, place):
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, place("dense"))
    assert selection.names == {"dense"}
    QTest.mouseClick(canvas.viewport(), LEFT, CTRL, place("dense_1"))
    assert selection.names == {"dense", "dense_1"}
    QTest.mouseClick(canvas.viewport(), LEFT, SHIFT, place("dense"))
    assert selection.names == {"dense_1"}
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, QPoint(10, 10))
    assert selection.names == frozenset()


def test_a_click_on_one_of_several_selects_it_alone(canvas, selection, place):
    selection.set(["dense", "dense_1"])
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, place("dense_1"))
    assert selection.names == {"dense_1"}


def test_a_click_on_a_line_selects_it_and_delete_takes_it_away(session, canvas, selection, place):
    middle = (place("dense", "out") + place("dense_1", "in")) / 2
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, middle)
    assert selection.edge == Edge("dense", "dense_1")
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert session.document.design.sources("dense_1") == ()


def test_a_rubber_band_selects_what_it_touches(canvas, selection, place):
    start = place("dense") - QPoint(0, 120) - QPoint(70, 0)
    end = place("dense_1") + QPoint(20, 60)
    drag(canvas, start, end)
    assert selection.names == {"dense", "dense_1"}
    drag(canvas, place("input") - QPoint(90, 90), place("input") + QPoint(0, 40), keys=SHIFT)
    assert selection.names == {"input", "dense", "dense_1"}


def test_esc_cancels_a_rubber_band(canvas, selection, place):
    selection.set(["dense_2"])
    drag(canvas, place("dense") - QPoint(70, 120), place("dense_1") + QPoint(20, 60), release=False)
    assert selection.names == {"dense", "dense_1"}
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert selection.names == {"dense_2"}
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, QPoint(5, 5))
    assert selection.names == {"dense_2"}


# --- moving ---------------------------------------------------------------------------------------------------


def test_dragged_cards_move_in_one_step(session, canvas, selection, place):
    before = session.document
    selection.set(["dense", "dense_1"])
    drag(canvas, place("dense"), place("dense") + QPoint(30, 100), place("dense") + QPoint(60, 150))
    after = session.document.design
    for name, x in (("dense", 190), ("dense_1", 380)):
        assert after.node(name).position == pytest.approx(
            (x + 60 / scale(canvas), 150 / scale(canvas)), abs=0.6
        )
    assert after.node("input").position == (0, 0)
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Move 2 layers"
    session.undo_stack.undo()
    assert session.document == before


def test_a_move_shows_before_it_edits_and_esc_cancels_it(session, canvas, place):
    before, box = session.document, canvas.layout_now.cards["dense"]
    drag(canvas, place("dense"), place("dense") + QPoint(0, 100), release=False)
    assert canvas.layout_now.cards["dense"] != box
    assert session.document is before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.layout_now.cards["dense"] == box
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, QPoint(5, 5))
    assert session.document is before
    assert not session.undo_stack.count()


def test_a_card_comes_to_the_height_of_the_others_unless_alt_is_held(session, canvas, place):
    drag(canvas, place("dense"), place("dense") + QPoint(0, 90))
    drag(canvas, place("dense"), place("dense") + QPoint(40, -86))
    assert session.document.design.node("dense").position[1] == 0
    session.undo_stack.undo()
    drag(canvas, place("dense"), place("dense") + QPoint(40, -86), keys=ALT)
    assert session.document.design.node("dense").position[1] > 0


def test_a_press_that_hardly_moves_is_a_click(session, canvas, selection, place):
    drag(canvas, place("dense"), place("dense") + QPoint(2, 2))
    assert selection.names == {"dense"}
    assert not session.undo_stack.count()


def test_an_edit_from_elsewhere_ends_the_gesture(session, canvas, place):
    drag(canvas, place("dense"), place("dense") + QPoint(0, 100), release=False)
    session.edit_design("Delete", lambda design: edits.remove(design, ["dense"]))
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, QPoint(300, 300))
    assert "dense" not in session.document.design.by_name
    assert session.undo_stack.count() == 1


# --- lines ----------------------------------------------------------------------------------------------------


def test_a_line_is_drawn_from_port_to_port(session, canvas, place):
    drag(canvas, place("dense", "out"), place("dense_2", "in"))
    assert session.document.design.sources("dense_2") == ("dense",)
    session.undo_stack.undo()
    assert session.document.design.sources("dense_2") == ("dense_1",)


def test_a_line_can_be_drawn_backwards_and_onto_a_card(session, canvas, place):
    drag(canvas, place("dense_2", "in"), place("input"))
    assert session.document.design.sources("dense_2") == ("input",)


def test_a_refused_line_says_why_at_the_pointer(session, canvas, place):
    before = session.document
    drag(
        canvas,
        place("dense_1", "out"),
        place("dense_1", "out") + QPoint(0, 80),
        place("dense"),
        release=False,
    )
    assert "circle" in canvas.hint
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, place("dense"))
    assert session.document is before
    assert "circle" in canvas.hint  # it stays to be read
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.hint == ""


def test_nothing_can_be_connected_into_an_input(session, canvas, place):
    drag(canvas, place("dense", "out"), place("input"), release=False)
    assert "samples enter" in canvas.hint
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, place("input"))
    assert not session.undo_stack.count()


def test_a_line_to_empty_ground_offers_what_fits_there(qtbot, session, canvas, selection, place):
    at = place("dense_1") + QPoint(60, 160)
    drag(canvas, place("dense_1", "out"), at)
    menu = open_menu()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "Dense" in words
    assert "Input" not in words
    next(a for a in menu.actions() if a.text() == "Activation").trigger()
    menu.close()
    design = session.document.design
    assert design.sources("activation") == ("dense_1",)
    assert selection.names == {"activation"}
    layout = canvas.layout_now
    assert canvas.mapFromScene(QPointF(*layout.inputs["activation"][0])).y() == pytest.approx(at.y(), abs=2)


def test_a_menu_that_is_closed_adds_nothing(session, canvas, place):
    drag(canvas, place("dense_1", "out"), place("dense_1") + QPoint(60, 160))
    QTest.keyClick(open_menu(), Qt.Key.Key_Escape)
    assert not session.undo_stack.count()
    assert QApplication.activePopupWidget() is None


def test_a_click_on_a_port_selects_its_card(session, canvas, selection, place):
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, place("dense", "out"))
    assert selection.names == {"dense"}
    assert not session.undo_stack.count()


# --- drops ----------------------------------------------------------------------------------------------------


def drop(canvas, kind: str, *way: QPoint, release=True) -> bool:
    """Send what Qt sends while something is dragged over the canvas."""
    data, view = mime_of(kind), canvas.viewport()
    action, keys = Qt.DropAction.CopyAction, NONE
    enter = QDragEnterEvent(way[0], action, data, LEFT, keys)
    QApplication.sendEvent(view, enter)
    for stop in way:
        QApplication.sendEvent(view, QDragMoveEvent(stop, action, data, LEFT, keys))
    if release:
        QApplication.sendEvent(view, QDropEvent(QPointF(way[-1]), action, data, LEFT, keys))
    return enter.isAccepted()


def test_a_layer_dropped_on_a_line_goes_into_it(session, canvas, selection, place):
    middle = (place("dense", "out") + place("dense_1", "in")) / 2
    assert drop(canvas, "Activation", QPoint(20, 20), middle + QPoint(0, 10))
    design = session.document.design
    assert design.sources("activation") == ("dense",)
    assert design.sources("dense_1") == ("activation",)
    assert selection.names == {"activation"}
    session.undo_stack.undo()
    assert "activation" not in session.document.design.by_name


def test_over_a_line_the_hint_says_where_the_layer_goes(session, canvas, place):
    middle = (place("dense", "out") + place("dense_1", "in")) / 2
    drop(canvas, "Activation", QPoint(20, 20), middle, release=False)
    assert canvas.hint == "Insert between dense and dense_1"
    QApplication.sendEvent(canvas.viewport(), QDragLeaveEvent())
    assert canvas.hint == ""
    assert not session.undo_stack.count()


def test_a_layer_dropped_on_empty_ground_stands_there(session, canvas):
    at = QPoint(450, 480)
    drop(canvas, "Dense", QPoint(20, 20), at)
    design = session.document.design
    assert design.sources("dense_3") == ()
    scene = canvas.mapToScene(at)
    assert design.node("dense_3").position == pytest.approx((scene.x(), scene.y()), abs=1)


def test_an_input_is_not_put_into_a_line(session, canvas, place):
    middle = (place("dense", "out") + place("dense_1", "in")) / 2
    drop(canvas, "Input", QPoint(20, 20), middle)
    assert session.document.design.sources("dense_1") == ("dense",)
    assert "input_1" in session.document.design.by_name


@pytest.mark.parametrize("kind", ["NoSuchLayer", ""])
def test_what_is_no_layer_is_not_taken(session, canvas, kind):
    assert not drop(canvas, kind, QPoint(300, 300))
    assert not session.undo_stack.count()


# --- the view -------------------------------------------------------------------------------------------------


def wheel(canvas, at: QPoint, steps: int, keys=NONE) -> None:
    event = QWheelEvent(
        QPointF(at),
        canvas.viewport().mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


@pytest.mark.parametrize("keys", [NONE, CTRL])
def test_the_wheel_zooms_about_the_pointer(canvas, place, keys):
    at, zoom = place("dense_1"), canvas.zoom
    here = canvas.mapToScene(at)
    wheel(canvas, at, 3, keys)
    assert canvas.zoom > zoom
    assert canvas.mapToScene(at).x() == pytest.approx(here.x(), abs=2)
    wheel(canvas, at, -100, keys)
    assert canvas.zoom == pytest.approx(0.2)


def test_the_middle_button_and_the_space_bar_move_the_view(session, canvas, place):
    before = place("dense")
    drag(canvas, QPoint(100, 500), QPoint(160, 460), button=MIDDLE)
    assert place("dense") == before + QPoint(60, -40)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, place("dense"), place("dense") + QPoint(-60, 40))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert place("dense") == before
    assert not session.undo_stack.count()


def test_fit_shows_all_cards_in_the_middle(session, canvas):
    canvas.editor.move_layers({"dense_2": (3000.0, 900.0)})
    canvas.fit()
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    for box in canvas.layout_now.cards.values():
        assert seen.contains(QPointF(*box.centre))


def test_a_revealed_layer_comes_into_view(session, canvas, selection):
    canvas.editor.move_layers({"dense_2": (5000.0, 0.0)})
    selection.reveal(["dense_2"])
    assert canvas.viewport().rect().contains(canvas.mapFromScene(5000.0, 0.0))


def test_another_document_is_shown_whole(session, canvas):
    design, _ = edits.add(Design(), Unknown(original_kind="Conv9D"), (9000.0, 9000.0))
    session.open_document(Document("other", design), None)
    assert list(canvas.layout_now.cards) == ["unknown"]
    assert canvas.viewport().rect().contains(canvas.mapFromScene(9000.0, 9000.0))
