"""Paths: true states of the run, where they lie on the plane and how far off it."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.engine.timeline import Timeline
from nnviz.surface import path as paths
from nnviz.surface.path import follow, thinned
from nnviz.surface.plane import WeightAt, through

A, B = WeightAt("hidden_1/kernel", (1, 2)), WeightAt("output/kernel", (0, 0))


@pytest.fixture
def states(circle):
    timeline = Timeline(circle)
    timeline.state(60)
    return timeline.key_states


def test_points_are_the_states_weights_and_their_distance(circle, states):
    plane = through(circle.network, states[40].theta, A, B)
    *_, path = follow(plane, states)
    assert path.steps.tolist() == list(range(61))
    for number in (0, 17, 40, 60):
        weights = circle.network.weights(states[number].theta)
        at = weights["hidden_1/kernel"][1, 2], weights["output/kernel"][0, 0]
        np.testing.assert_allclose(path.points[number], at, rtol=1e-6)
        assert path.distances[number] == pytest.approx(plane.distance(states[number].theta), rel=1e-6)
    assert path.distances[40] == 0
    assert path.distances[0] > 0.01


def test_a_path_grows_block_by_block(circle, states, monkeypatch):
    plane = through(circle.network, states[0].theta, A, B)
    *_, whole = follow(plane, states)
    monkeypatch.setattr(paths, "_BLOCK", 10 * plane.size)
    grown = list(follow(plane, states))
    assert [len(path.steps) for path in grown] == [10, 20, 30, 40, 50, 60, 61]
    np.testing.assert_array_equal(grown[-1].points, whole.points)


def test_up_to_keeps_the_past(circle, states):
    *_, path = follow(through(circle.network, states[0].theta, A, B), states)
    assert path.up_to(12).steps.tolist() == list(range(13))
    assert len(path.up_to(1000).steps) == 61


def test_a_long_path_is_thinned_evenly_with_its_ends_and_the_current_state(states):
    few = thinned(states, keep=31, most=7)
    assert [state.step for state in few] == [0, 10, 20, 30, 31, 40, 50, 60]
    assert thinned(states, most=100) == states
