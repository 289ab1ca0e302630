"""What the canvas draws and tells, and the name that is changed in its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.design import edits
from nnviz.design.graph import Edge
from nnviz.ui import theme
from nnviz.ui.build import geometry as geo
from nnviz.ui.build.rename import NameEdit

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def scale(canvas) -> float:
    return canvas.transform().m11()


def picture(canvas):
    return canvas.viewport().grab().toImage()


def has_colour(image, colour: QColor, at: QPoint, reach: int = 6) -> bool:
    def near(found: QColor) -> bool:
        return all(abs(a - b) < 40 for a, b in zip(found.getRgb()[:3], colour.getRgb()[:3], strict=True))

    ratio = image.devicePixelRatio()
    return any(
        near(image.pixelColor(round((at.x() + dx) * ratio), round((at.y() + dy) * ratio)))
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    )


@pytest.mark.parametrize("dark", [False, True])
def test_selection_and_faults_are_outlined(qtbot, session, canvas, selection, place, dark):
    theme.apply(QApplication.instance(), dark)
    session.edit_design("Disconnect", lambda d: edits.disconnect(d, Edge("dense", "dense_1")))
    selection.set(["dense"])
    image, colours = picture(canvas), theme.current()
    top = QPoint(0, round(geo.CARD_HEIGHT / 2 * scale(canvas)))
    assert has_colour(image, colours.colour("accent"), place("dense") - top)
    assert has_colour(image, colours.colour("negative"), place("dense_1") - top)
    assert not has_colour(image, colours.colour("negative"), place("input") - top)
    assert has_colour(image, colours.colour("panel"), place("input") + QPoint(20, 0))
    assert has_colour(image, colours.colour("ground"), QPoint(20, 20))


def test_larger_type_gives_larger_cards(qapp, canvas):
    before = scale(canvas) / canvas.zoom
    font = qapp.font()
    try:
        larger = qapp.font()
        larger.setPointSizeF(font.pointSizeF() * 2)
        qapp.setFont(larger)
        canvas.setFont(larger)
        assert scale(canvas) / canvas.zoom == pytest.approx(before * 2, rel=0.1)
    finally:
        qapp.setFont(font)


def test_what_is_selected_is_told(canvas, selection):
    selection.set(["dense"])
    assert canvas.accessibleDescription() == "dense, Dense, 4, tanh, output 4"
    selection.set_edge(Edge("input", "dense"))
    assert canvas.accessibleDescription() == "Line from input to dense"


def test_a_double_click_renames_in_place(qtbot, session, canvas, selection, place):
    QTest.mouseDClick(canvas.viewport(), LEFT, NONE, place("dense"))
    field = canvas.viewport().findChild(NameEdit)
    assert field.text() == "dense"
    QTest.keyClicks(field, "no name")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "cannot be a layer's name" in canvas.hint
    field.selectAll()
    QTest.keyClicks(field, "hidden")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "hidden" in session.document.design.by_name
    assert session.undo_stack.undoText() == "Rename dense to hidden"
    assert canvas.hint == ""
    qtbot.waitUntil(lambda: canvas.viewport().findChild(NameEdit) is None)
