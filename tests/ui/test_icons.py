"""Icons: all there, coloured by the theme, crisp."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtSvg import QSvgRenderer

from nnviz.resources import resource
from nnviz.ui import icons, theme

NAMES = [
    "play",
    "pause",
    "stop",
    "step-forward",
    "step-back",
    "to-start",
    "to-end",
    "undo",
    "redo",
    "open",
    "save",
    "new",
    "add",
    "delete",
    "export",
    "arrange",
    "sun",
    "moon",
    "zoom-fit",
    "close",
    "float",
    "chevron-down",
    "chevron-right",
    "problem",
    "info",
    "layer",
    "layer-input",
    "layer-dense",
    "layer-activation",
    "layer-flatten",
]


def colours(icon: QIcon, mode=QIcon.Mode.Normal, state=QIcon.State.Off) -> set[str]:
    image = icon.pixmap(QSize(64, 64), 1.0, mode, state).toImage()
    points = [image.pixelColor(x, y) for x in range(64) for y in range(64)]
    return {QColor(c).name() for c in points if c.alpha() == 255}


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply(qapp, dark=False)
    yield
    theme.apply(qapp, dark=False)


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_by_the_family_rules(name):
    text = resource("icons", f"{name}.svg").read_text()
    assert 'viewBox="0 0 24 24"' in text
    assert "currentColor" in text
    assert "#" not in text
    assert QSvgRenderer(text.replace("currentColor", "#000000").encode()).isValid()
    assert not icons.icon(name).isNull()


def test_icon_follows_the_theme_by_itself(qapp):
    icon = icons.icon("stop")
    assert colours(icon) == {theme.LIGHT.text}
    theme.apply(qapp, dark=True)
    assert colours(icon) == {theme.DARK.text}


def test_icon_of_a_pressed_in_and_of_a_disabled_button_differ():
    icon = icons.icon("stop", "accent")
    assert colours(icon) == {theme.LIGHT.accent}
    assert colours(icon, state=QIcon.State.On) == {theme.LIGHT.on_accent}
    assert theme.LIGHT.accent not in colours(icon, QIcon.Mode.Disabled)
    assert colours(icons.icon("stop", "#123456")) == {"#123456"}


def test_icon_is_crisp_on_a_dense_screen():
    picture = icons.icon("play").pixmap(QSize(16, 16), 2.0)
    assert picture.size() == QSize(32, 32)
    assert picture.devicePixelRatio() == 2.0
    assert icons.pixmap("play", 16, "quiet", 2.0).deviceIndependentSize().toSize() == QSize(16, 16)


def test_layer_without_an_icon_gets_the_general_one():
    assert icons.layer_icon("Dense").name() == "layer-dense"
    assert icons.layer_icon("SomethingNew").name() == "layer"


def test_icon_that_does_not_exist_is_told_at_once():
    assert not icons.exists("unicorn")
    with pytest.raises(FileNotFoundError):
        icons.icon("unicorn")
