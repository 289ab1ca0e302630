"""Small widgets: what they tell, by mouse, by keyboard and to screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QSpinBox

from nnviz.ui import theme
from nnviz.ui.fields import ChoiceBox, DecimalBox, Field, SpinBox
from nnviz.ui.switch import SegmentedSwitch
from nnviz.ui.table import ValueTable
from nnviz.ui.widgets import (
    Button,
    ElidedLabel,
    Heading,
    IconButton,
    Label,
    Legend,
    LinkLabel,
    MenuButton,
    PrimaryButton,
    ProblemBox,
    Section,
    column,
    row,
)

MODES = (("build", "Build"), ("watch", "Watch"), ("train", "Train"))


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply(qapp, dark=False)


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def role(widget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


# -- switch -------------------------------------------------------------------------------------------------


def test_switch_tells_another_choice_once(qtbot):
    switch = shown(qtbot, SegmentedSwitch("Mode", MODES))
    assert switch.choice == "build"
    assert switch.keys == ("build", "watch", "train")
    told = []
    switch.changed.connect(told.append)
    qtbot.mouseClick(switch.segment("train"), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    switch.choose("train")
    assert told == ["train"]
    with pytest.raises(KeyError):
        switch.choose("dream")


def test_switch_goes_by_arrow_keys_and_is_one_stop_for_tab(qtbot):
    switch = shown(qtbot, SegmentedSwitch("Mode", MODES))
    switch.segment("build").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(switch.segment("build"), Qt.Key.Key_Right)
    assert switch.choice == "watch"
    assert switch.segment("watch").hasFocus()
    qtbot.keyClick(switch.segment("watch"), Qt.Key.Key_Left)
    assert switch.choice == "build"


def test_switch_is_a_group_of_radio_buttons_to_screen_readers(qtbot):
    switch = shown(qtbot, SegmentedSwitch("Mode", MODES))
    assert switch.accessibleName() == "Mode"
    assert role(switch.segment("watch")) == QAccessible.Role.RadioButton


def test_only_the_choice_is_filled(qtbot):
    switch = shown(qtbot, SegmentedSwitch("Mode", MODES))
    switch.choose("watch")
    image = switch.grab().toImage()
    y = image.height() // 2

    def filled(key):
        at = switch.segment(key).geometry().left() + 5
        return QColor(image.pixel(at, y)).name() == theme.LIGHT.accent

    assert [filled(key) for key in switch.keys] == [False, True, False]


# -- words --------------------------------------------------------------------------------------------------


def test_elided_label_keeps_the_whole_in_the_tool_tip(qtbot):
    label = shown(qtbot, ElidedLabel("a rather long name of a document.nnviz"))
    label.resize(label.sizeHint())
    assert label.text() == label.whole_text()
    assert label.toolTip() == ""
    label.resize(60, label.height())
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label.whole_text()
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_link_is_followed_by_mouse_and_by_keyboard(qtbot):
    label = shown(qtbot, LinkLabel("Shapes <do> not fit.", "Mend it"))
    assert label.accessibleName() == "Shapes <do> not fit. Mend it"
    assert "&lt;do&gt;" in label.text()
    with qtbot.waitSignal(label.clicked):
        label.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(label, Qt.Key.Key_Tab)
        label.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(label, Qt.Key.Key_Return)
    label.set_text("All is well.")
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_heading_takes_the_colour_of_a_phase(qtbot):
    heading = shown(qtbot, Heading("Backward"))
    heading.set_tone("backward")
    assert heading.palette().windowText().color().name() == theme.LIGHT.ink("backward")
    heading.set_tone("")
    assert heading.palette().windowText().color().name() == theme.LIGHT.quiet


def test_plain_labels_do_not_read_html(qtbot):
    assert Label("<b>5 < 7</b>").textFormat() == Qt.TextFormat.PlainText


def test_a_link_takes_the_colours_of_a_theme_that_is_chosen_later(qtbot):
    label = LinkLabel("", "Check numerically")
    qtbot.addWidget(label)
    label.resize(200, 30)
    label.show()
    qtbot.waitExposed(label)

    def colours():
        image = label.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    for dark in (False, True, False):
        theme.apply(QApplication.instance(), dark)
        assert theme.current().colour("accent").name() in colours()


def test_problem_box_mends_by_its_link(qtbot):
    box = shown(qtbot, ProblemBox())
    mended = []
    box.show_problem(
        "Shapes do not fit", "Add needs equal shapes.", "Insert a layer", lambda: mended.append(1)
    )
    link = box.findChild(LinkLabel)
    assert link.isVisible()
    link.linkActivated.emit("mend")
    assert mended == [1]
    assert box.accessibleName() == "Shapes do not fit"
    assert box.accessibleDescription() == "Add needs equal shapes."
    box.show_problem("", "Nothing to be done.")
    assert not link.isVisible()
    assert box.accessibleName() == "Nothing to be done."


# -- buttons ------------------------------------------------------------------------------------------------


def test_icon_button_says_its_name_and_its_keys(qtbot):
    button = shown(qtbot, IconButton("play", "Play", "Space"))
    assert button.accessibleName() == "Play"
    assert button.toolTip() == "Play (Space)"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    button.set_icon("pause")
    button.set_name("Pause")
    assert button.accessibleName() == "Pause"
    assert IconButton("undo", "Undo").toolTip() == "Undo"


def test_buttons_beside_each_other_are_equally_high(qtbot):
    parts = [IconButton("play", "Play"), Button("Arrange"), PrimaryButton("Export"), MenuButton("Speed")]
    box = shown(qtbot, row(*parts))
    assert box.isVisible()
    heights = {part.sizeHint().height() for part in parts}
    assert max(heights) - min(heights) <= 1
    assert all(part.focusPolicy() == Qt.FocusPolicy.TabFocus for part in parts)


def test_section_hides_and_shows_its_content(qtbot):
    content = QLabel("inside")
    section = shown(qtbot, Section("Advanced", content, open=False))
    assert not section.is_open()
    assert not content.isVisible()
    button = section.findChildren(type(section._button))[0]
    assert button.accessibleName() == "Advanced"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert content.isVisible()


def test_legend_has_squares_in_the_colours_and_words_for_screen_readers(qtbot):
    legend = shown(qtbot, Legend([("forward", "forward"), ("backward", "backward")]))
    assert legend.accessibleName() == "Legend: forward, backward"
    legend.resize(legend.sizeHint())
    image = legend.grab().toImage()
    seen = {QColor(image.pixel(x, image.height() // 2)).name() for x in range(image.width())}
    assert {theme.LIGHT.forward, theme.LIGHT.backward} <= seen


# -- fields -------------------------------------------------------------------------------------------------


def test_field_names_its_control_and_says_what_is_wrong(qtbot):
    field = shown(qtbot, Field("units", SpinBox(), "Number of neurons"))
    assert field.control.accessibleName() == "units"
    assert field.control.accessibleDescription() == field.control.toolTip() == "Number of neurons"
    field.set_problem("has to be above 0")
    assert any(
        label.isVisible() and label.text() == "has to be above 0" for label in field.findChildren(Label)
    )
    assert field.control.property("wrong") == "true"
    field.set_problem("")
    assert field.control.property("wrong") == "false"
    with pytest.raises(TypeError):
        Field("raw", QSpinBox())


@pytest.mark.parametrize("make", [SpinBox, DecimalBox, ChoiceBox])
def test_wheel_over_a_control_without_focus_changes_nothing(qtbot, make):
    control = make()
    if isinstance(control, ChoiceBox):
        control.addItems(["a", "b", "c"])
        control.setCurrentIndex(1)
    else:
        control.setValue(5)
    other = QLineEdit()
    box = shown(qtbot, row(other, control))
    assert box.isVisible()
    other.setFocus()
    before = control.currentIndex() if isinstance(control, ChoiceBox) else control.value()
    spot, none = QPointF(5, 5), QPoint(0, 0)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(spot, spot, none, QPoint(0, 120), buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(control, event)
    assert (control.currentIndex() if isinstance(control, ChoiceBox) else control.value()) == before
    assert not event.isAccepted()


def test_decimal_box_shows_no_idle_zeros(qtbot):
    box = shown(qtbot, DecimalBox())
    box.setDecimals(6)
    for value, text in ((0.03, "0.03"), (2.0, "2"), (0.000001, "0.000001"), (10.0, "10")):
        box.setValue(value)
        assert box.text().replace(",", ".") == text


# -- table --------------------------------------------------------------------------------------------------


def shapes(qtbot) -> ValueTable:
    table = ValueTable("Shapes", ["Layer", "W", "params"])
    table.set_rows([["Dense 1", "(2, 4)", "12"], ["Output", "(4, 1)", "5"]])
    table.box = shown(qtbot, column(table))  # keeps it alive
    return table


def test_table_is_as_wide_as_its_panel_and_as_high_as_its_rows(qtbot):
    table = shapes(qtbot)
    table.box.resize(400, 300)
    assert sum(table.columnWidth(c) for c in range(3)) <= table.viewport().width()
    assert sum(table.columnWidth(c) for c in range(3)) > table.viewport().width() - 4
    assert table.height() == table.sizeHint().height()
    before = table.height()
    table.set_rows([["Dense 1", "(2, 4)", "12"]])
    assert table.height() < before


def test_no_number_is_cut_while_another_column_has_room(qtbot):
    table = ValueTable("Shapes", ["Layer", "W", "Z, A", "params"])
    qtbot.addWidget(table)
    table.show()
    table.set_rows(
        [["Hidden 1", "(110592, 500)", "(20, 500)", "55,296,500"], ["Pixels", "–", "(20, 110592)", "0"]]
    )
    for width in (310, 340, 400):
        table.setFixedWidth(width)
        qtbot.wait(1)
        assert sum(table.columnWidth(c) for c in range(4)) <= width + 4
        needed = table.fontMetrics().horizontalAdvance("55,296,500")
        assert table.columnWidth(3) >= needed + 2


def test_narrow_table_breaks_its_lines(qtbot):
    table = ValueTable("Training")
    table.set_rows([["Loss", "sparse categorical cross-entropy"], ["Batch size", "10"]])
    box = shown(qtbot, column(table))
    box.resize(160, 300)
    assert table.rowHeight(0) > 1.5 * table.rowHeight(1)
    assert sum(table.columnWidth(c) for c in range(2)) <= table.viewport().width()


def test_lit_row_has_the_tint_of_its_phase(qtbot):
    table = shapes(qtbot)
    table.light(1, "backward")
    image = table.grab().toImage()
    y = table.horizontalHeader().height() + table.rowHeight(0) + 3
    assert QColor(image.pixel(2, y)).name() == theme.LIGHT.tint("backward", 0.14)
    table.light(-1)
    assert table.grab().toImage().pixelColor(2, y).alpha() == 0


def test_cells_can_be_copied(qtbot):
    table = shapes(qtbot)
    table.selectAll()
    assert table.selected_text() == "Dense 1\t(2, 4)\t12\nOutput\t(4, 1)\t5"
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == table.selected_text()


def test_controls_have_accessible_names(qtbot):
    table = shapes(qtbot)
    assert table.accessibleName() == "Shapes"
    assert table.focusPolicy() == Qt.FocusPolicy.TabFocus
