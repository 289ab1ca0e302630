"""Colours: readable, apart from each other, and following system and user."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from nnviz.ui import theme
from nnviz.ui.theme import DARK, LIGHT, PHASES, Theme, Themes, contrast

BOTH = pytest.mark.parametrize("kind", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira, Fernandes (2009), severity 1, for linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ]
)


def oklab(colour: str, eyes: str) -> np.ndarray:
    c = QColor(colour)
    rgb = np.array([theme._linear(x) for x in (c.redF(), c.greenF(), c.blueF())])
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(BLINDNESS[eyes] @ rgb, 0, 1))


def apart(one: str, other: str, eyes: str) -> float:
    return 100 * float(np.linalg.norm(oklab(one, eyes) - oklab(other, eyes)))


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[Themes]:
    themes = Themes(qapp)
    yield themes
    themes.set_scale(1.0)
    themes.choose("light")
    themes.deleteLater()


@BOTH
def test_words_read_well_on_panel_and_ground(kind: Theme):
    for ground in (kind.panel, kind.ground):
        assert contrast(kind.text, ground) >= 7
        assert contrast(kind.quiet, ground) >= 4.4
    assert contrast(kind.on_accent, kind.accent) >= 4.5
    for role in (*PHASES, "positive", "negative", "accent"):
        assert contrast(kind.ink(role), kind.panel) >= 4.5


@BOTH
@pytest.mark.parametrize("eyes", BLINDNESS)
def test_signs_stay_apart_for_all_eyes(kind: Theme, eyes: str):
    assert apart(kind.positive, kind.negative, eyes) > 20


@BOTH
@pytest.mark.parametrize("eyes", BLINDNESS)
def test_phases_that_follow_each_other_stay_apart_for_all_eyes(kind: Theme, eyes: str):
    for one, next_one in itertools.pairwise(PHASES):
        assert apart(kind.hex(one), kind.hex(next_one), eyes) > 5


@BOTH
@pytest.mark.parametrize("eyes", BLINDNESS)
def test_classes_stay_apart_for_all_eyes(kind: Theme, eyes: str):
    assert min(apart(a, b, eyes) for a, b in itertools.combinations(kind.classes, 2)) > 10


@BOTH
def test_classes_keep_away_from_the_colours_that_mean_something(kind: Theme):
    meaning = [kind.hex(role) for role in ("positive", "negative", "loss", "backward", "update")]
    assert min(apart(c, m, "none") for c in kind.classes for m in meaning) > 8


def test_two_classes_are_the_two_signs():
    assert LIGHT.class_colour(0, 2).name() == LIGHT.negative
    assert LIGHT.class_colour(1, 2).name() == LIGHT.positive
    assert len({LIGHT.class_colour(i).name() for i in range(10)}) == 10


@BOTH
def test_diverging_starts_at_the_panel_and_ends_full(kind: Theme):
    assert kind.diverging(0.0, 2.0).name() == kind.panel
    assert kind.diverging(2.0, 2.0).name() == kind.positive
    assert kind.diverging(-7.0, 2.0).name() == kind.negative
    assert kind.diverging(math.inf, 2.0).name() == kind.positive
    assert kind.diverging(math.nan, 2.0).name() == kind.quiet
    assert kind.diverging(1.0, 0.0).name() == kind.panel


@BOTH
def test_words_over_any_activation_read_well(kind: Theme):
    for value in np.linspace(-1, 1, 101):
        fill = kind.diverging(float(value), 1.0)
        assert contrast(kind.ink_on(fill).name(), fill.name()) >= 4.5


@BOTH
def test_pixels_agree_with_the_single_colour(kind: Theme):
    values = np.array([[-2.0, -0.3, 0.0], [0.31, 1.0, math.nan]])
    pixels = kind.diverging_pixels(values, 1.0)
    assert pixels.dtype == np.uint32
    assert pixels.shape == values.shape
    for value, pixel in zip(values.flat, pixels.flat, strict=True):
        assert QColor.fromRgb(int(pixel)).name() == kind.diverging(float(value), 1.0).name()


def test_phase_colour_of_an_unknown_phase_is_quiet():
    assert LIGHT.phase_colour("update").name() == LIGHT.update
    assert LIGHT.phase_colour("text").name() == LIGHT.quiet


def test_toggle_changes_everything_and_tells(qtbot, themes: Themes):
    themes.choose("light")
    with qtbot.waitSignal(themes.changed) as told:
        themes.toggle()
    assert told.args == [DARK]
    assert theme.current() is DARK
    assert themes.choice == "dark"
    assert QApplication.palette().window().color().name() == DARK.panel
    assert DARK.accent in QApplication.instance().styleSheet()


def test_choice_is_kept_and_nonsense_in_the_settings_is_not_believed(qapp, tmp_path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    Themes(qapp, settings).choose("dark")
    assert Themes(qapp, settings).choice == "dark"
    settings.setValue("theme/choice", "purple")
    assert Themes(qapp, settings).choice == "system"
    with pytest.raises(ValueError, match="purple"):
        Themes(qapp, settings).choose("purple")
    theme.apply(qapp, dark=False)


def test_controls_grow_with_the_type(qtbot, themes: Themes):
    button = QPushButton("Export")
    qtbot.addWidget(button)
    button.show()
    before = button.sizeHint()
    themes.set_scale(2.0)
    assert button.sizeHint().height() > 1.7 * before.height()
    assert button.sizeHint().width() > 1.7 * before.width()
    assert themes.scale == 2.0
