"""Outputs, gradients and 20 optimizer steps agree with Keras; gradients agree with finite differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from nnviz.engine.run import Run
from nnviz.optimizers.adam import Adam
from tests.engine.strategies import Case, cases
from tests.oracle import distance, keras_loss, keras_model, keras_optimizer, keras_steps, set_weights

# A failing network is told as it is: shrinking it would step Keras a thousand times.
SEARCH = settings(phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


def compare(
    case: Case, dtype: str, tolerance: float, count: int, require: Callable[[bool], object] = assume
) -> None:
    """Step the engine and Keras side by side and compare every number.

    ``require`` is told whether the case can be compared at all.
    """
    run = Run(case.document, case.dataset, dtype)
    state = run.start()
    model = keras_model(case.document.design, dtype)
    set_weights(model, run.network.weights(state.theta))
    setup, batch = case.document.setup, run.batch(0)
    loss_function = keras_loss(setup.loss, dtype)
    steps = keras_steps(model, loss_function, keras_optimizer(setup.optimizer), batch.x, batch.y, count)
    for number, (loss, output, gradients, after) in enumerate(steps):
        trace = run.trace(state)
        if number == 0 and isinstance(setup.optimizer, Adam):
            # Adam divides a gradient by its own size: where that is mere rounding, so is its step in any program.
            require(all(np.abs(g).max() > 1e-3 for g in gradients.values()))
        found = {path: trace.gradient_of(path) for path in gradients}
        next_weights = {path: trace.next(path) for path in after}
        assert trace.loss == pytest.approx(loss, rel=tolerance, abs=tolerance), f"loss of step {number}"
        if number == 0:  # later both have taken steps of their own, whose rounding the gradients would show
            assert distance({"output": trace.output}, {"output": output}) < tolerance
            assert distance(found, gradients) < tolerance
        # Keras keeps the learning rate in float32, so its updates have no more digits than that.
        assert distance(next_weights, after) < max(tolerance, 1e-6), f"weights after step {number}"
        state = trace.after


@settings(SEARCH, max_examples=40)
@given(cases())
def test_twenty_steps_agree_with_keras(case: Case) -> None:
    compare(case, "float32", 1e-5, count=20)


@settings(SEARCH, max_examples=15)
@given(cases(double=True))
def test_outputs_and_gradients_agree_with_keras_in_double_precision(case: Case) -> None:
    """Here rounding cannot hide a wrong formula."""
    compare(case, "float64", 1e-9, count=1)


@settings(SEARCH, max_examples=60)
@given(cases())
def test_gradients_agree_with_finite_differences(case: Case) -> None:
    """Central difference in float64: (L(θ + ε) − L(θ − ε)) / 2ε, away from the kinks of ReLU and of clipping."""
    run = Run(case.document, case.dataset, "float64")
    state = run.start()
    # Zero biases sit exactly on ReLU's kink for zero inputs; shifted weights do not.
    theta = state.theta + np.random.default_rng(1).normal(0, 0.05, state.theta.shape)
    state = type(state)(0, theta, state.slots)
    trace = run.trace(state)
    epsilon = 1e-6
    data = case.dataset
    for index in np.random.default_rng(2).choice(run.network.size, min(6, run.network.size), replace=False):
        up, down = theta.copy(), theta.copy()
        up[index] += epsilon
        down[index] -= epsilon
        difference = (
            run.loss(up, data.x_train, data.y_train) - run.loss(down, data.x_train, data.y_train)
        ) / (2 * epsilon)
        assert trace.gradient[index] == pytest.approx(difference, rel=1e-6, abs=1e-7)
