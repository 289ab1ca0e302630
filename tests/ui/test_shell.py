"""The frame: modes, panels that stay where they were put, messages, a usable small window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from nnviz.ui import theme
from nnviz.ui.dock import Panel
from nnviz.ui.messages import Notice
from nnviz.ui.shell import Mode, Shell
from nnviz.ui.theme import Themes
from nnviz.ui.widgets import Button, IconButton, LinkLabel, row

MODES = [Mode("build", "Build"), Mode("watch", "Watch"), Mode("train", "Train")]


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply(qapp, dark=False)


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "shell.ini"), QSettings.Format.IniFormat)


def build(qtbot, settings=None, themes=None, extra=False) -> Shell:
    shell = Shell("nnviz", MODES, themes, settings)
    qtbot.addWidget(shell)
    shell.set_canvas(("build", "watch"), QLabel("network"))
    shell.set_canvas("train", QLabel("curves"))
    shell.add_panel("build", QLabel("palette"), "Layers", "left", "palette", share=12)
    shell.add_panel(("build", "watch"), QLabel("inspector"), "Inspector", "right", "inspector", share=16)
    shell.add_panel("watch", QLabel("timeline"), "Timeline", "bottom", "timeline", share=8)
    if extra:
        shell.add_panel("watch", QLabel("more"), "More", "left", "more", share=8)
    shell.resize(1280, 720)
    with qtbot.waitExposed(shell):
        shell.show()
    return shell


def visible(shell: Shell) -> set[str]:
    return {panel.objectName() for panel in shell.findChildren(Panel) if panel.isVisible()}


def panel(shell: Shell, name: str) -> Panel:
    return shell.findChild(Panel, name)


def test_each_mode_has_its_panels_its_canvas_and_its_controls(qtbot):
    shell = build(qtbot)
    undo, play = Button("Undo"), Button("Play")
    shell.set_mode_controls("build", row(undo))
    shell.set_mode_controls("watch", row(play))
    assert shell.mode == "build"
    assert visible(shell) == {"palette", "inspector"}
    assert (undo.isVisible(), play.isVisible()) == (True, False)
    with qtbot.waitSignal(shell.mode_changed) as told:
        shell.set_mode("watch")
    assert told.args == ["watch"]
    assert visible(shell) == {"inspector", "timeline"}
    assert (undo.isVisible(), play.isVisible()) == (False, True)
    shell.set_mode("train")
    assert visible(shell) == set()
    assert not play.isVisible()
    assert next(w for w in shell.findChildren(QLabel) if w.text() == "curves").isVisible()


def test_mode_is_changed_by_switch_menu_and_shortcut(qtbot):
    shell = build(qtbot)
    shell._bar.switch.choose("watch")
    assert shell.mode == "watch"
    actions = {action.text(): action for action in shell.view_menu.actions()}
    assert actions["Watch"].isChecked()
    assert actions["Train"].shortcut().toString() == "Ctrl+3"
    actions["Train"].trigger()
    assert shell.mode == shell._bar.switch.choice == "train"


def test_hidden_panel_stays_hidden_and_the_view_menu_brings_it_back(qtbot):
    shell = build(qtbot)
    panel(shell, "inspector").close()
    shell.set_mode("watch")
    assert "inspector" in visible(shell)  # each mode has its own arrangement
    shell.set_mode("build")
    assert visible(shell) == {"palette"}
    listed = [a.text() for a in shell.view_menu.actions() if a.isVisible()]
    assert "Inspector" in listed
    assert "Timeline" not in listed
    next(a for a in shell.view_menu.actions() if a.text() == "Inspector").trigger()
    assert visible(shell) == {"palette", "inspector"}


def test_reset_layout_brings_everything_back(qtbot):
    shell = build(qtbot)
    panel(shell, "palette").setFloating(True)
    panel(shell, "inspector").close()
    shell.reset_layout()
    assert visible(shell) == {"palette", "inspector"}
    assert not panel(shell, "palette").isFloating()
    assert shell.dockWidgetArea(panel(shell, "palette")) == Qt.DockWidgetArea.LeftDockWidgetArea


def test_arrangement_comes_back_in_a_new_window(qtbot, settings):
    shell = build(qtbot, settings)
    shell.resizeDocks([panel(shell, "palette")], [333], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: panel(shell, "palette").width() == 333)
    shell.set_mode("watch")
    shell.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, panel(shell, "timeline"))
    panel(shell, "inspector").close()
    shell.close()

    again = build(qtbot, settings)
    qtbot.waitUntil(lambda: panel(again, "palette").width() == 333)
    again.set_mode("watch")
    assert visible(again) == {"timeline"}
    assert again.dockWidgetArea(panel(again, "timeline")) == Qt.DockWidgetArea.TopDockWidgetArea


def test_arrangement_without_todays_panels_is_not_used(qtbot, settings):
    shell = build(qtbot, settings)
    shell.set_mode("watch")
    panel(shell, "inspector").close()
    shell.close()
    again = build(qtbot, settings, extra=True)
    again.set_mode("watch")
    assert visible(again) == {"inspector", "timeline", "more"}


def test_damaged_settings_give_the_first_arrangement(qtbot, settings):
    settings.setValue("window/geometry", b"nonsense")
    settings.setValue("window/build/state", "nonsense")
    settings.setValue("window/build/panels", 7)
    assert visible(build(qtbot, settings)) == {"palette", "inspector"}


def test_panels_start_with_their_share(qtbot):
    shell = build(qtbot)
    em = shell.fontMetrics().height()
    assert abs(panel(shell, "palette").width() - 12 * em) <= 3
    assert abs(panel(shell, "inspector").width() - 16 * em) <= 3


def test_switch_stands_in_the_middle_and_does_not_move_with_the_mode(qtbot):
    shell = build(qtbot)
    shell.set_mode_controls("watch", row(*[Button("a control") for _ in range(3)]))
    shell.resize(1600, 900)
    QApplication.processEvents()

    def place() -> QRect:
        return QRect(
            shell._bar.switch.mapTo(shell, shell._bar.switch.rect().topLeft()), shell._bar.switch.size()
        )

    before = place()
    assert abs(before.center().x() - shell.width() // 2) <= 1
    shell.set_mode("watch")
    QApplication.processEvents()
    assert place() == before


def test_small_window_shows_every_control(qtbot):
    shell = build(qtbot)
    controls = [IconButton("play", "Play") for _ in range(4)] + [Button("step: neuron"), Button("speed 1×")]
    shell.set_mode_controls("watch", row(*controls))
    shell.set_primary("Export to Keras", lambda: None)
    shell.set_document("a-long-name-of-a-document.nnviz", edited=True)
    shell.set_mode("watch")
    shell.resize(1280, 720)
    QApplication.processEvents()
    assert shell.width() == 1280
    assert shell.height() == 720
    for control in (*controls, shell._bar.primary, shell._bar.switch):
        assert control.width() >= control.sizeHint().width()
        assert control.mapTo(shell, control.rect().topRight()).x() < 1280


def test_document_name_is_in_the_bar_and_in_the_title(qtbot):
    shell = build(qtbot)
    shell.set_document("xor.nnviz", edited=True)
    assert shell._bar._document.whole_text() == "xor.nnviz — edited"
    assert shell.isWindowModified()
    assert shell.windowTitle() == "xor.nnviz[*] — nnviz"
    shell.set_document("xor.nnviz", edited=False)
    assert not shell.isWindowModified()


def test_message_stays_until_closed_and_the_one_before_comes_back(qtbot):
    shell = build(qtbot)
    done = []
    shell.say("The disk is full.", "Save elsewhere", lambda: done.append(1))
    shell.say("Weights are back.", kind="info")
    shell.say("Weights are back.", kind="info")
    assert shell.messages.isVisible()
    assert [n.text for n in shell.messages.notices] == ["The disk is full.", "Weights are back."]
    assert shell.messages.accessibleDescription() == "Weights are back."
    shell.messages.findChild(IconButton).click()
    assert shell.messages.notices == (Notice("The disk is full.", "error", "Save elsewhere"),)
    shell.messages.findChild(LinkLabel).clicked.emit()
    assert done == [1]
    assert not shell.messages.isVisible()


def test_messages_of_one_kind_can_be_cleared(qtbot):
    shell = build(qtbot)
    shell.say("error")
    shell.say("info", kind="info")
    shell.messages.clear("info")
    assert [n.text for n in shell.messages.notices] == ["error"]
    shell.messages.clear()
    assert not shell.messages.isVisible()


def test_primary_button_calls_and_is_named(qtbot):
    shell = build(qtbot)
    called = []
    button = shell.set_primary("Export to Keras", lambda: called.append(1))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert called == [1]
    assert button.accessibleName() == "Export to Keras"


def test_theme_button_and_menu_change_the_theme(qtbot, qapp):
    themes = Themes(qapp)
    shell = build(qtbot, themes=themes)
    themes.choose("light")
    qtbot.mouseClick(shell._bar.theme_button, Qt.MouseButton.LeftButton)
    assert themes.theme.dark
    assert shell._theme_actions["dark"].isChecked()
    shell._theme_actions["light"].trigger()
    assert not themes.theme.dark


def test_panel_is_detached_and_hidden_from_its_corner(qtbot):
    shell = build(qtbot)
    inspector = panel(shell, "inspector")
    detach, close = inspector.titleBarWidget().findChildren(IconButton)
    assert detach.accessibleName()
    assert close.accessibleName()
    detach.click()
    assert inspector.isFloating()
    detach.click()
    assert not inspector.isFloating()
    close.click()
    assert "inspector" not in visible(shell)


def test_title_of_a_panel_follows_the_window_title(qtbot):
    shell = build(qtbot)
    inspector = panel(shell, "inspector")
    inspector.setWindowTitle("Dense · dense_1")
    assert any(label.text() == "Dense · dense_1" for label in inspector.titleBarWidget().findChildren(QLabel))


def test_menus_come_before_view(qtbot):
    shell = build(qtbot)
    shell.add_menu("&File")
    shell.add_menu("&Edit")
    assert [a.text() for a in shell.menuBar().actions()] == ["&File", "&Edit", "&View"]


def test_panel_added_while_the_window_is_shown_appears(qtbot):
    shell = build(qtbot)
    shell.add_panel("build", QWidget(), "Late", "left", "late")
    assert "late" in visible(shell)


def test_status_bar_shows_both_sides(qtbot):
    shell = build(qtbot)
    shell.set_status("9 layers", "MNIST")
    assert [label.whole_text() for label in shell._status] == ["9 layers", "MNIST"]
