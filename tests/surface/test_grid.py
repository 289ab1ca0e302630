"""Grids: every number is the loss of that parameter vector, however it was computed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.run import Run
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1, L1L2, L2
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.surface import grid as grids
from nnviz.surface.grid import Stack, compute, sample, strides
from nnviz.surface.plane import WeightAt, through
from tests.engine.strategies import cases
from tests.surface.conftest import run_of


def weights_of(run: Run) -> list[WeightAt]:
    return [
        WeightAt(path, tuple(int(i) for i in index))
        for path, slot in run.network.slots.items()
        for index in np.ndindex(slot.shape)
    ]


def last(generator):
    return list(generator)[-1]


def direct(run: Run, plane, batch, a, b) -> float:
    """Return the loss at (a, b) the plain way."""
    return run.trace(type(run.start())(0, plane.theta(a, b), run.start().slots), batch).loss


def test_every_point_is_the_loss_of_its_vector(circle):
    plane = through(circle.network, circle.start().theta, *weights_of(circle)[:2])
    batch = sample(circle, plane)
    grid = last(compute(circle, plane, batch, 13))
    assert grid.complete
    assert grid.share == 1
    assert (grid.samples, grid.samples_of) == (circle.samples, circle.samples)
    data = circle.dataset
    for row, column in itertools.product(range(13), range(13)):
        theta = plane.theta(grid.a[column], grid.b[row])
        expected = circle.loss(theta, data.x_train, data.y_train)
        assert grid.losses[row, column] == pytest.approx(expected, rel=2e-6)


@settings(max_examples=60)
@given(cases(), st.data())
def test_all_ways_agree_on_random_networks_and_weights(case, data):
    run = Run(case.document, case.dataset)
    both = data.draw(st.lists(st.sampled_from(weights_of(run)), min_size=2, max_size=2, unique=True))
    plane = through(run.network, run.start().theta, *both)
    batch = sample(run, plane)
    a, b = (
        np.array(values) for values in zip(*itertools.product((-1.5, 0.0, 0.7), (-0.4, 1.0)), strict=True)
    )
    together = Stack(run, plane, batch, together=True).losses(a, b)
    one_by_one = Stack(run, plane, batch, together=False).losses(a, b)
    np.testing.assert_allclose(together, one_by_one, rtol=2e-6, atol=1e-6)
    expected = [direct(run, plane, batch, *point) for point in zip(a, b, strict=True)]
    np.testing.assert_allclose(one_by_one, expected, rtol=2e-6, atol=1e-6)


@pytest.mark.parametrize("together", [True, False])
def test_penalties_are_part_of_the_surface(together):
    """Of weights that move along a line, of weights computed for all points at once, and of outputs."""
    layers = [
        Input((3,)),
        Dense(4, "tanh", kernel_regularizer=L2(0.1), bias_regularizer=L1(0.2), activity_regularizer=L1(0.01)),
        Dense(3, "softmax", kernel_regularizer=L1L2(0.1, 0.2), activity_regularizer=L2(0.3)),
    ]
    run = run_of(*layers, dtype=np.float64)
    weights = weights_of(run)
    a, b = np.array([-1.0, 0.3, 2.0]), np.array([0.5, -0.2, 1.0])
    for first, second in [(weights[0], weights[-1]), (weights[-4], weights[-2]), (weights[1], weights[13])]:
        plane = through(run.network, run.start().theta, first, second)
        batch = sample(run, plane)
        data = run.dataset
        expected = [run.loss(plane.theta(*p), data.x_train, data.y_train) for p in zip(a, b, strict=True)]
        np.testing.assert_allclose(Stack(run, plane, batch, together).losses(a, b), expected, rtol=1e-12)


@pytest.mark.parametrize("name", ["pictures", "stubborn"])
def test_every_pair_of_weights_of_networks_with_flatten(name, request):
    run = request.getfixturevalue(name)
    weights = weights_of(run)[::11]
    for first, second in itertools.pairwise(weights):
        plane = through(run.network, run.start().theta, first, second)
        batch = sample(run, plane)
        a, b = np.array([-1.0, 0.3, 2.0]), np.array([0.5, -0.2, 1.0])
        expected = [direct(run, plane, batch, *point) for point in zip(a, b, strict=True)]
        np.testing.assert_allclose(Stack(run, plane, batch).losses(a, b), expected, rtol=2e-6)


def test_what_cannot_broadcast_goes_one_by_one(stubborn, pictures):
    first, last_two = weights_of(stubborn)[0], weights_of(stubborn)[-2:]
    theta = stubborn.start().theta
    whole = through(stubborn.network, theta, first, last_two[1])
    assert Stack(stubborn, whole, sample(stubborn, whole)).most == 1
    behind = through(stubborn.network, theta, *last_two)  # its Flatten lies before the moved weights
    assert Stack(stubborn, behind, sample(stubborn, behind)).most > 1
    plane = through(pictures.network, pictures.start().theta, *weights_of(pictures)[:2])
    assert Stack(pictures, plane, sample(pictures, plane)).most > 1


def test_blocks_of_changing_size_do_not_disturb_each_other(circle):
    weights = weights_of(circle)
    plane = through(circle.network, circle.start().theta, weights[0], weights[-2])
    stack = Stack(circle, plane, sample(circle, plane))
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 64))
    whole = stack.losses(a, b)
    pieces = [stack.losses(a[i:j], b[i:j]) for i, j in itertools.pairwise([0, 1, 8, 16, 17, 40, 48, 64])]
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


def test_the_level_under_the_current_point_is_its_loss(circle):
    state = circle.advance(circle.start(), 37)[0]
    plane = through(circle.network, state.theta, *weights_of(circle)[3:5])
    grid = last(compute(circle, plane, sample(circle, plane)))
    exact = circle.loss(state.theta, circle.dataset.x_train, circle.dataset.y_train)
    assert grid.level(*plane.position(state.theta)) == pytest.approx(exact, rel=2e-6)


def test_level_between_points_is_linear_and_outside_there_is_none(circle):
    plane = through(circle.network, circle.start().theta, *weights_of(circle)[:2])
    grid = last(compute(circle, plane, sample(circle, plane), 13))
    middle = grid.level((grid.a[3] + grid.a[4]) / 2, grid.b[5])
    assert middle == pytest.approx((grid.losses[5, 3] + grid.losses[5, 4]) / 2, rel=1e-9)
    assert grid.level(grid.a[-1], grid.b[-1]) == grid.losses[-1, -1]
    assert np.isnan(grid.level(grid.a[-1] + 1e-3, grid.b[0]))


def test_a_level_beside_an_infinite_point_is_not_infinite(circle):
    plane = through(circle.network, circle.start().theta, *weights_of(circle)[:2])
    grid = last(compute(circle, plane, sample(circle, plane), 13))
    losses = grid.losses.copy()
    losses[6, 7] = np.inf
    spoilt = grids.Grid(plane, grid.a, grid.b, losses, grid.known, 1, 1, 0.0)
    assert spoilt.level(grid.a[6], grid.b[6]) == losses[6, 6]


def test_losses_that_overflow_are_said_as_such_without_a_warning():
    run = run_of(Input((2,)), Dense(1), loss=MeanSquaredError(), classes=2)
    plane = through(run.network, run.start().theta, *weights_of(run)[:2]).over(((-1e30, 1e30), (-1e30, 1e30)))
    grid = last(compute(run, plane, sample(run, plane), 7))
    assert grid.complete
    assert not np.isfinite(grid.losses).all()


def test_a_grid_grows_from_coarse_to_fine(circle, monkeypatch):
    monkeypatch.setattr("nnviz.surface.stack.MEMORY", 1)  # one point a block
    plane = through(circle.network, circle.start().theta, *weights_of(circle)[:2])
    seen = list(compute(circle, plane, sample(circle, plane), 25))
    assert len(seen) == 25 * 25
    assert all(b.known.sum() - a.known.sum() == 1 for a, b in itertools.pairwise(seen))
    coarse = seen[7 * 7 - 1]
    assert strides(25) == (4, 2, 1)
    assert coarse.known[::4, ::4].all()
    assert coarse.known.sum() == 49
    assert np.isfinite(coarse.losses).all()  # what is not known is drawn between the coarse points
    assert np.isnan(seen[40].losses).any()
    np.testing.assert_array_equal(coarse.losses[coarse.known], seen[-1].losses[coarse.known])
    middle = coarse.losses[0, 2]
    assert middle == pytest.approx((coarse.losses[0, 0] + coarse.losses[0, 4]) / 2)


def test_a_yielded_grid_is_a_value(circle):
    plane = through(circle.network, circle.start().theta, *weights_of(circle)[:2])
    growing = compute(circle, plane, sample(circle, plane), 25)
    first = next(growing)
    kept = first.known.sum()
    next(growing)
    assert first.known.sum() == kept
    assert not first.losses.flags.writeable


def test_work_stops_when_it_is_cancelled_and_another_use_of_the_run_does_not_disturb_it(circle):
    plane = through(circle.network, circle.start().theta, *weights_of(circle)[:2])
    batch = sample(circle, plane)
    expected = last(compute(circle, plane, batch, 25))
    growing = compute(circle, plane, batch, 25)
    seen = []
    for grid in growing:
        circle.advance(circle.start(), 2)  # a step in the same thread between two blocks
        circle.trace(circle.start())
        seen.append(grid)
    np.testing.assert_array_equal(seen[-1].losses, expected.losses)
    growing = compute(circle, plane, batch, 49)
    next(growing)
    growing.close()
    with pytest.raises(StopIteration):
        next(growing)


def test_strides_divide_the_axis():
    assert strides(49) == (8, 4, 2, 1)
    assert strides(51) == (10, 2, 1)
    assert strides(2) == (1,)


def test_a_large_training_set_is_sampled_evenly():
    run = run_of(Input((2,)), Dense(3, "softmax"), samples=5000)
    plane = through(run.network, run.start().theta, *weights_of(run)[:2])
    batch = sample(run, plane)
    assert len(batch.x) == grids.SAMPLES
    np.testing.assert_array_equal(batch.x[0], run.dataset.x_train[0])
    np.testing.assert_array_equal(batch.x[-1], run.dataset.x_train[-1])
    grid = last(compute(run, plane, batch, 7))
    assert (grid.samples, grid.samples_of) == (1000, 5000)


def test_many_weights_behind_the_moved_ones_mean_fewer_samples(monkeypatch):
    run = run_of(Input((2,)), Dense(64, "relu"), Dense(64, "relu"), Dense(3, "softmax"), samples=5000)
    front = through(run.network, run.start().theta, *weights_of(run)[:2])
    back = through(run.network, run.start().theta, *weights_of(run)[-2:])
    monkeypatch.setattr(grids, "PRODUCTS", 5 * 10**9)
    assert grids.FEWEST < len(sample(run, front).x) < grids.SAMPLES
    assert len(sample(run, back).x) == grids.SAMPLES
    monkeypatch.setattr(grids, "PRODUCTS", 1)
    assert len(sample(run, front).x) == grids.FEWEST
