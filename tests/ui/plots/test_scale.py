"""Scales: places, round numbers, lines that lose no peak."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.ui.plots.scale import Scale, envelope, round_step, running_mean, tick_text

finite = st.floats(-1e6, 1e6)


@given(finite, st.floats(1e-3, 1e6), st.floats(0, 1), st.booleans())
def test_place_and_value_are_inverse(low, span, share, log):
    low = abs(low) + 1e-3 if log else low
    scale = Scale(low, low + span, 10, 500, log)
    place = 10 + 490 * share
    assert scale.place(scale.value(place)) == pytest.approx(place, abs=1e-3)
    assert scale.place(scale.low) == pytest.approx(10)
    assert scale.place(scale.high) == pytest.approx(500)


@given(finite, st.floats(1e-3, 1e6), st.integers(2, 12))
def test_ticks_are_round_inside_and_not_too_many(low, span, count):
    scale = Scale(low, low + span, 0, 1)
    ticks = scale.ticks(count)
    assert len(ticks) <= count + 1
    assert all(scale.low - span * 1e-6 <= tick <= scale.high + span * 1e-6 for tick in ticks)
    step = round_step(span, count)
    assert all(abs(tick / step - round(tick / step)) < 1e-6 + 1e-12 * abs(tick / step) for tick in ticks)


def test_ticks_of_a_logarithm():
    assert Scale(0.02, 5, 0, 1, log=True).ticks(6) == pytest.approx([0.1, 1])
    assert Scale(0.2, 4, 0, 1, log=True).ticks(6) == pytest.approx([0.2, 0.5, 1, 2])
    many = Scale(1e-12, 1, 0, 1, log=True).ticks(4)
    assert len(many) <= 6


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (0.5, 0.5, "0.5"),
        (1.0, 0.5, "1.0"),
        (-0.25, 0.25, "−0.25"),
        (0.025, 0.025, "0.025"),
        (3.0, 1.0, "3"),
        (-1e-17, 0.1, "0.0"),
        (2e7, 1e7, "2.0·10^7"),
        (0.0, 1e-9, "0"),
        (float("inf"), 1.0, "∞"),
    ],
)
def test_tick_text(value, step, text):
    assert tick_text(value, step) == text


def test_envelope_of_few_values_is_the_values():
    values = np.array([3.0, 1.0, 2.0])
    places, drawn = envelope(values, 100)
    assert places.tolist() == [0, 1, 2]
    assert drawn.tolist() == [3, 1, 2]


def test_envelope_of_many_values_is_short_and_keeps_every_peak():
    rng = np.random.default_rng(0)
    values = rng.normal(size=10_000)
    values[7_777], values[1_234] = 99.0, -99.0
    places, drawn = envelope(values, 300)
    assert len(drawn) <= 600
    assert (drawn.max(), drawn.min()) == (99, -99)
    assert abs(places[drawn.argmax()] - 7_777) < 10_000 / 300
    assert np.all(np.diff(places) >= 0)


def test_envelope_leaves_out_what_is_not_finite():
    values = np.full(1000, np.nan)
    values[500] = 1.0
    _, drawn = envelope(values, 10)
    assert drawn.tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.integers(1, 60))
def test_running_mean_is_the_mean_of_the_last_values(values, window):
    mean = running_mean(np.array(values), window)
    expected = [np.mean(values[max(0, i + 1 - window) : i + 1]) for i in range(len(values))]
    np.testing.assert_allclose(mean, expected, atol=1e-9)


def test_running_mean_of_nothing_is_nothing():
    assert len(running_mean(np.empty(0), 5)) == 0
