"""The palette: search, adding, what is dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnviz.layers.base import LAYERS
from nnviz.ui.build.mime import kind_in, mime_of
from nnviz.ui.build.palette import KIND, Palette

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def palette(qtbot, session, selection) -> Palette:
    palette = Palette(session, selection)
    qtbot.addWidget(palette)
    palette.resize(220, 500)
    palette.show()
    qtbot.waitExposed(palette)
    palette.activateWindow()
    palette.list.setFocus()
    qtbot.waitUntil(palette.list.hasFocus)
    return palette


def rows(palette) -> list[str]:
    model = palette.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def index(palette, kind: str):
    model = palette.list.model()
    return next(i for i in (model.index(r, 0) for r in range(model.rowCount())) if i.data(KIND) == kind)


def test_every_layer_is_there_under_its_heading(palette):
    model = palette.list.model()
    kinds = {model.index(row, 0).data(KIND) for row in range(model.rowCount())} - {""}
    assert kinds == set(LAYERS)
    assert rows(palette)[0] == "Core"
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert index(palette, "Dense").data(Qt.ItemDataRole.ToolTipRole) == LAYERS["Dense"].help


@pytest.mark.parametrize(
    ("words", "found"),
    [("relu", "Activation"), ("fully conn", "Dense"), ("FLAT", "Flatten"), ("pixels row", "Flatten")],
)
def test_search_looks_at_titles_kinds_and_keywords(palette, words, found):
    QTest.keyClicks(palette.search_box, words)
    assert rows(palette)[:2] == ["Core", found]
    assert "Input" not in rows(palette)


def test_enter_in_the_search_box_adds_at_the_end(session, selection, palette):
    palette.search_box.setFocus()
    QTest.keyClicks(palette.search_box, "dens")
    QTest.keyClick(palette.search_box, Key.Key_Return)
    assert session.document.design.sources("dense_3") == ("dense_2",)
    assert selection.names == {"dense_3"}


def test_a_search_without_a_hit_says_so(session, palette):
    QTest.keyClicks(palette.search_box, "no such layer")
    assert palette._nothing.isVisible()
    assert "no such layer" in palette._nothing.text()
    QTest.keyClick(palette.search_box, Key.Key_Return)
    assert not session.undo_stack.count()
    QTest.keyClick(palette.search_box, Key.Key_Escape)
    assert len(rows(palette)) > len(LAYERS)
    assert not palette._nothing.isVisible()


def test_the_keyboard_goes_from_the_box_to_the_list_and_enter_adds(session, palette):
    palette.search_box.setFocus()
    QTest.keyClick(palette.search_box, Key.Key_Down)
    assert palette.list.hasFocus()
    assert palette.list.currentIndex().data(KIND) == "Input"
    QTest.keyClick(palette.list, Key.Key_Down)
    QTest.keyClick(palette.list, Key.Key_Return)
    assert session.document.design.node("dense_3").layer.kind() == "Dense"


def test_a_double_click_adds_at_the_end(session, palette):
    where = palette.list.visualRect(index(palette, "Activation")).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, NONE, where)
    QTest.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, NONE, where)
    assert session.document.design.sources("activation") == ("dense_2",)
    assert session.undo_stack.count() == 1


def test_a_double_click_on_a_heading_adds_nothing(session, palette):
    where = palette.list.visualRect(palette.list.model().index(0, 0)).center()
    QTest.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, NONE, where)
    assert not session.undo_stack.count()


def test_ctrl_k_goes_to_the_search_box(palette):
    QTest.keyClick(palette.list, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.search_box.hasFocus()


def test_what_is_dragged_names_the_kind(palette):
    model = palette.list.model()
    data = model.mimeData([index(palette, "Dense")])
    assert data.formats()[0] == model.mimeTypes()[0]
    assert kind_in(data) == "Dense"
    assert kind_in(mime_of("Bogus\ud7ff")) == ""
