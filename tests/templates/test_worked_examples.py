"""The calculations that learners make by hand come out as they stand in their books."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.engine.answers import right
from nnviz.engine.run import Run
from nnviz.engine.timeline import Timeline
from nnviz.optimizers.sgd import SGD
from nnviz.templates import first_backward_pass
from nnviz.templates.base import template

DTYPES = pytest.mark.parametrize("dtype", ["float32", "float64"])


def run_of(name: str, dtype: str = "float32") -> Run:
    document = template(name).build()
    return Run(document, document.setup.data.load(), dtype)


def backward_run(learning_rate: float, dtype: str) -> Run:
    document = first_backward_pass.build(learning_rate)
    return Run(document, document.setup.data.load(), dtype)


@DTYPES
def test_first_forward_pass(dtype):
    """Inputs 2 and 3; weights (1, 1) and (−1, 1) into two hidden neurons, (2, −1) into the output."""
    run = run_of("first-forward-pass", dtype)
    trace = run.trace(run.start())
    assert trace.batch.x.tolist() == [[2, 3]]
    assert trace.weight("hidden/kernel").T.tolist() == [[1, 1], [-1, 1]]
    assert trace.weight("output/kernel").ravel().tolist() == [2, -1]
    assert list(run.network.slots) == ["hidden/kernel", "output/kernel"]
    assert trace.layers["hidden"].a.tolist() == [[5, 1]]
    assert trace.layers["output"].a.tolist() == [[9]]


@DTYPES
def test_first_backward_pass(dtype):
    """Every number is exact in either precision; weights and gradients in Keras' layout (inputs, units)."""
    run = backward_run(0.005, dtype)
    trace = run.trace(run.start())
    hidden, output = trace.layers["hidden"], trace.layers["output"]
    assert trace.batch.y.tolist() == [[11]]
    assert trace.output.tolist() == [[9]]
    assert trace.loss == 4
    assert output.da.tolist() == [[-4]]
    assert trace.gradient_of("output/kernel").ravel().tolist() == [-20, -4]
    assert trace.gradient_of("output/bias").tolist() == [-4]
    assert output.dx[0].tolist() == [[-8, 4]]
    assert hidden.dz.tolist() == [[-8, 4]]
    assert trace.gradient_of("hidden/kernel").tolist() == [[-16, 8], [-24, 12]]
    assert trace.gradient_of("hidden/bias").tolist() == [-8, 4]


@DTYPES
def test_first_backward_pass_next_weights(dtype):
    run = backward_run(0.005, dtype)
    after, exact = run.trace(run.start()), 1e-6 if dtype == "float32" else 1e-14

    def near(values):
        return pytest.approx(np.array(values), rel=exact)

    assert after.next("hidden/kernel") == near([[1.08, -1.04], [1.12, 0.94]])
    assert after.next("hidden/bias") == near([0.04, -0.02])
    assert after.next("output/kernel").ravel() == near([2.1, -0.98])
    assert after.next("output/bias") == near([0.02])
    again = run.trace(after.after)
    assert again.output[0, 0] == pytest.approx(10.9904, rel=exact)
    assert again.loss == pytest.approx(0.00009216, rel=0.001 if dtype == "float32" else 1e-10)


@DTYPES
def test_first_backward_pass_with_a_step_too_large(dtype):
    """With 0.01 the step goes beyond the bottom and the loss rises from 4 to 4.3331."""
    run = backward_run(0.01, dtype)
    first = run.trace(run.start())
    assert first.loss == 4
    assert round(run.trace(first.after).loss, 4) == 4.3331


def test_linear_regression():
    """Weights ≈ 2 and 3, bias ≈ 4, squared error ≈ 0.04, as good as the data let them be told."""
    run = run_of("linear-regression")
    data, setup = run.dataset, run.setup
    assert (run.samples, setup.batch_size, setup.epochs, setup.optimizer.learning_rate) == (100, 2, 100, 0.1)
    timeline = Timeline(run)
    end = 100 * run.steps_per_epoch
    assert end == 5000
    found = timeline.state(end).theta
    best, squares, *_ = np.linalg.lstsq(np.c_[data.x_train, np.ones(100)], data.y_train, rcond=None)
    assert best == pytest.approx([2, 3, 4], abs=0.05)
    assert found == pytest.approx([2, 3, 4], abs=0.05)
    # Two samples make a noisy gradient: the weights wander about the best ones, and their mean is closer to them.
    assert found == pytest.approx(best, abs=0.06)
    mean = np.mean([timeline.state(step).theta for step in range(end // 2, end)], axis=0)
    assert mean == pytest.approx(best, abs=0.01)
    loss = run.loss(found, data.x_train, data.y_train)
    assert squares[0] / 100 <= loss < 0.05
    assert loss == pytest.approx(0.04, abs=0.01)


def test_linear_regression_with_all_samples_in_a_batch_finds_the_least_squares():
    document = template("linear-regression").build().with_setup(batch_size=100)
    run = Run(document, document.setup.data.load(), "float64")
    data = run.dataset
    best, squares, *_ = np.linalg.lstsq(
        np.c_[data.x_train, np.ones(100)].astype("float64"), data.y_train, rcond=None
    )
    state = run.advance(run.start(), 1000)[0]
    assert state.theta == pytest.approx(best, rel=1e-9)
    assert run.loss(state.theta, data.x_train, data.y_train) == pytest.approx(squares[0] / 100)


def test_one_weight_reaches_the_lowest_point():
    document = template("one-weight").build()
    run = Run(document, document.setup.data.load())
    start = run.start()
    assert start.theta.tolist() == [-1]
    # The cost at −1 is the mean of (3x)² over x = 1, 2, 3, and its slope the mean of 2 · (−3x) · x.
    trace = run.trace(start)
    assert trace.loss == pytest.approx(42)
    assert trace.gradient.tolist() == pytest.approx([-28])
    assert run.advance(start, 50)[0].theta == pytest.approx([2], abs=1e-3)


def test_momentum_passes_the_saddle_that_plain_descent_lingers_at():
    document = template("saddle-point").build()
    steps = []
    for momentum in (0.0, 0.9):
        run = Run(document.with_setup(optimizer=SGD(0.03, momentum)), document.setup.data.load())
        losses = np.array(run.advance(run.start(), 300)[1])
        steps.append(int(np.argmax(losses < 0.05)))
        assert losses[-1] < 1e-6
    assert 0 < 2 * steps[1] < steps[0]


def test_pima_reaches_what_its_source_states(shared_data):
    document = template("pima").build()
    data = document.setup.data.load(shared_data)
    run = Run(document, data)
    state = run.advance(run.start(), 150 * run.steps_per_epoch)[0]
    assert right(run, state.theta, data.x_train, data.y_train).mean() >= 0.76
