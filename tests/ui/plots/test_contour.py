"""Contours: levels are round and cover everything; a pixel has the colour of its level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from nnviz.ui.plots import contour
from nnviz.ui.plots.contour import BANDS, colour_of, levels_of, picture, wants_log
from nnviz.ui.theme import luminance

GREY = QColor("#123456")


def bowl(points: int = 33) -> np.ndarray:
    y, x = np.mgrid[-1 : 1 : points * 1j, -1 : 1 : points * 1j]
    return x**2 + 2 * y**2 + 0.1


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e4))
def test_levels_cover_the_values_and_are_about_as_many_as_wanted(low, span):
    levels = levels_of(np.array([low, low + span]), log=False)
    edges = levels.edges
    assert edges[0] <= low + 1e-9 * (abs(low) + span)
    assert edges[-1] >= low + span - 1e-9 * (abs(low) + span)
    assert BANDS / 2 - 1 <= levels.count <= BANDS + 1


def test_logarithmic_levels_have_equal_ratios():
    levels = levels_of(np.array([0.001, 10.0]), log=True)
    ratios = levels.edges[1:] / levels.edges[:-1]
    np.testing.assert_allclose(ratios, ratios[0])
    assert levels.log


def test_levels_of_a_flat_surface_and_of_nothing():
    assert levels_of(np.full((3, 3), 0.7), log=False).count >= 1
    assert levels_of(np.full((3, 3), np.nan), log=False).count >= 1
    assert levels_of(np.full((3, 3), np.nan), log=True).count >= 1


def test_a_large_range_wants_the_logarithm():
    assert wants_log(np.array([0.01, 1.0]))
    assert not wants_log(np.array([0.1, 1.0]))
    assert not wants_log(np.array([0.0, 1.0]))
    assert not wants_log(np.array([np.nan]))


def test_colours_grow_lighter_from_low_to_high():
    levels = levels_of(np.array([0.0, 1.0]), log=False)
    light = [luminance(colour_of(levels, value).name()) for value in np.linspace(0.01, 0.99, levels.count)]
    assert light == sorted(light)
    assert len(set(light)) == levels.count


@pytest.mark.parametrize("log", [False, True])
def test_pixels_at_points_of_the_grid_have_the_colour_of_their_level(log):
    values = bowl()
    levels = levels_of(values, log)
    image = picture(values, levels, 330, 330, GREY)
    for row, column in [(0, 0), (16, 16), (32, 5), (20, 30)]:
        x, y = round(column / 32 * 329), round((32 - row) / 32 * 329)
        shown = image.pixelColor(x, y)
        near = [colour_of(levels, values[row, column] * factor) for factor in (0.97, 1.0, 1.03)]
        distance = min(abs(shown.red() - c.red()) + abs(shown.green() - c.green()) for c in near)
        assert distance < 24, (row, column)


def test_the_first_row_is_at_the_bottom():
    values = np.repeat(np.arange(5.0)[:, None], 5, axis=1)
    levels = levels_of(values, log=False)
    image = picture(values, levels, 50, 50, GREY)
    assert luminance(image.pixelColor(25, 1).name()) > luminance(image.pixelColor(25, 48).name())


def test_what_is_not_finite_is_shown_as_missing_and_does_not_spread():
    values = bowl()
    values[:8, :8] = np.inf
    values[-1, -1] = np.nan
    image = picture(values, levels_of(values, log=False), 330, 330, GREY)
    assert image.pixelColor(20, 310) == GREY
    assert image.pixelColor(165, 165) != GREY
    assert image.pixelColor(328, 1) == GREY


def test_interpolation_passes_through_the_points_and_is_exact_for_planes():
    matrix = contour._weights(9, 90)
    np.testing.assert_allclose(matrix.sum(axis=1), 1, rtol=1e-6)
    places = (np.arange(90) + 0.5) / 90 * 8
    np.testing.assert_allclose(matrix @ np.arange(9.0), places, atol=1e-5)


def test_large_pictures_have_their_size():
    image = picture(bowl(), levels_of(bowl(), log=False), 1200, 700, GREY)
    assert (image.width(), image.height()) == (1200, 700)
