"""Planes: coordinates, distances, ranges, and which weights to begin with."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.surface.plane import (
    MARGIN,
    SHORTEST_PATH,
    SMALLEST_SPAN,
    PlaneError,
    WeightAt,
    fit,
    moved_most,
    through,
)
from tests.surface.conftest import run_of

A, B = WeightAt("hidden_1/kernel", (1, 2)), WeightAt("output/kernel", (0, 0))


@pytest.fixture
def plane(circle):
    return through(circle.network, circle.start().theta, A, B)


def test_coordinates_are_the_values_of_the_two_weights(circle, plane):
    theta = circle.start().theta
    weights = circle.network.weights(theta)
    at = float(weights["hidden_1/kernel"][1, 2]), float(weights["output/kernel"][0, 0])
    assert plane.centre == at
    assert plane.position(theta) == at
    moved = circle.network.weights(plane.theta(0.5, -2.0))
    assert moved["hidden_1/kernel"][1, 2] == pytest.approx(0.5)
    assert moved["output/kernel"][0, 0] == pytest.approx(-2.0)
    others = circle.network.weights(plane.theta(*at))
    assert all(np.array_equal(others[path], weights[path]) for path in weights)


def test_labels_say_path_and_place(plane):
    assert plane.labels == ("hidden_1/kernel [1, 2]", "output/kernel [0, 0]")


def test_points_of_the_plane_have_no_distance(plane):
    theta = plane.theta(1.25, -0.5)
    assert plane.distance(theta) == pytest.approx(0, abs=1e-6)
    assert plane.position(theta) == pytest.approx((1.25, -0.5), abs=1e-6)


def test_distance_is_the_norm_of_all_other_weights(circle, plane):
    rng = np.random.default_rng(2)
    step = rng.normal(size=circle.network.size)
    theta = (circle.start().theta + step).astype(np.float32)
    others = np.delete(step, [A.place(circle.network), B.place(circle.network)])
    assert plane.distance(theta) == pytest.approx(np.linalg.norm(others), rel=1e-5)


def test_axes_pass_through_the_origin(plane):
    for axis, centre, (low, high) in zip(plane.axes(49), plane.centre, plane.ranges, strict=True):
        step = (high - low) / 48
        assert np.abs(axis - centre).min() < 1e-12
        assert np.allclose(np.diff(axis), step)
        assert abs(axis[0] - low) <= step / 2
        assert abs(axis[-1] - high) <= step / 2


def test_axes_of_ranges_elsewhere_keep_to_the_ranges(plane):
    a, b = plane.over(((10.0, 12.0), (-8.0, -6.0))).axes(11)
    assert (a[0], a[-1], b[0], b[-1]) == pytest.approx((10, 12, -8, -6))


def test_fit_leaves_a_margin_around_the_path_and_equal_scales():
    (a_low, a_high), (b_low, b_high) = fit([(0.0, 0.0), (8.0, 2.0), (float("nan"), 100.0)])
    assert a_low == pytest.approx(-8 * MARGIN)
    assert a_high == pytest.approx(8 + 8 * MARGIN)
    assert b_high - b_low == pytest.approx(a_high - a_low)
    assert (b_low + b_high) / 2 == pytest.approx(1)


def test_fit_of_one_point_or_none_is_still_a_picture():
    assert fit([(3.0, 4.0)]) == ((3 - SMALLEST_SPAN / 2, 3 + SMALLEST_SPAN / 2), (4 - 1.0, 4 + 1.0))
    assert fit([]) == ((-1.0, 1.0), (-1.0, 1.0))


def test_a_short_path_is_shown_in_its_landscape_and_closely_if_wanted():
    points = [(1.0, 1.0), (1.02, 1.0)]
    (low, high), _ = fit(points)
    assert high - low == pytest.approx(SMALLEST_SPAN)
    (low, high), (b_low, b_high) = fit(points, closely=True)
    assert high - low == pytest.approx(b_high - b_low) == pytest.approx(0.02 / SHORTEST_PATH)
    assert fit([(0.0, 0.0), (8.0, 2.0)], closely=True) == fit([(0.0, 0.0), (8.0, 2.0)])
    assert fit([(1.0, 1.0)], closely=True) == fit([(1.0, 1.0)])


def test_contains(plane):
    assert plane.contains(plane.centre)
    assert not plane.contains((plane.centre[0] + 5, plane.centre[1]))


def test_the_same_weight_twice_is_refused_in_words(circle):
    with pytest.raises(PlaneError, match=r"Both axes are output/kernel \[0, 0\]\. Choose another weight"):
        through(circle.network, circle.start().theta, B, B)


@pytest.mark.parametrize(
    "weight",
    [WeightAt("gone/kernel", (0, 0)), WeightAt("output/kernel", (2, 0)), WeightAt("output/bias", (0, 0))],
)
def test_a_weight_that_is_not_there_is_refused_in_words(circle, weight):
    with pytest.raises(PlaneError, match="has no weight"):
        through(circle.network, circle.start().theta, A, weight)


def test_moved_most_finds_the_two_largest_moves_of_kernels(circle):
    start = circle.start().theta
    now = start.copy()
    views = circle.network.weights(now)
    views["hidden_2/kernel"][3, 1] += 2
    views["hidden_1/kernel"][0, 1] -= 3
    views["output/bias"][0] += 9
    assert moved_most(circle.network, start, now) == (
        WeightAt("hidden_1/kernel", (0, 1)),
        WeightAt("hidden_2/kernel", (3, 1)),
    )


def test_moved_most_without_any_move_names_the_first_two(circle):
    start = circle.start().theta
    assert moved_most(circle.network, start, start) == (
        WeightAt("hidden_1/kernel", (0, 0)),
        WeightAt("hidden_1/kernel", (0, 1)),
    )


def test_moved_most_of_a_large_network_keeps_to_the_last_layer(shared_run):
    network, start = shared_run.network, shared_run.start().theta
    now = start.copy()
    network.weights(now)["dense/kernel"][5, 5] = 99
    network.weights(now)["dense_1/kernel"][7, 1] = 9
    assert moved_most(network, start, now) == (
        WeightAt("dense_1/kernel", (7, 1)),
        WeightAt("dense_1/kernel", (0, 0)),
    )


@pytest.fixture
def shared_run():
    return run_of(Input((200,)), Dense(120, "relu"), Dense(3, "softmax"), samples=5)


def test_one_weight_and_its_bias_make_a_plane_and_one_number_alone_does_not():
    with_bias = run_of(Input((1,)), Dense(1), samples=4, classes=1)
    theta = with_bias.start().theta
    assert moved_most(with_bias.network, theta, theta) == (
        WeightAt("dense/kernel", (0, 0)),
        WeightAt("dense/bias", (0,)),
    )
    alone = run_of(Input((1,)), Dense(1, use_bias=False), samples=4, classes=1)
    theta = alone.start().theta
    assert moved_most(alone.network, theta, theta) is None
