"""Random graphs beside Keras and beside finite differences. ``NNVIZ_GRAPHS=1000`` tries so many instead of 200."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from nnviz.design.graph import Design
from nnviz.engine.run import Run, State, Trace
from tests.engine.graphs import graphs
from tests.engine.strategies import Case
from tests.oracle import distance, give_masks, keras_loss, keras_model, keras_optimizer, set_weights

COUNT = int(os.environ.get("NNVIZ_GRAPHS", "200"))
# A failing network is told as it is: shrinking it would build Keras models a thousand times.
SEARCH = settings(phases=[Phase.generate], suppress_health_check=list(HealthCheck), max_examples=COUNT)


def shaken(run: Run, scale: float) -> State:
    """Return a start whose zeros (biases) are no kinks of ReLU any more."""
    state = run.start()
    theta = state.theta + np.random.default_rng(1).normal(0, scale, state.theta.shape).astype(run.dtype)
    for path, weight in run.network.weights(theta).items():
        if path.endswith("variance"):
            weight[...] = abs(weight) + run.dtype.type(0.5)
    return State(0, theta, state.slots, state.memory)


def ends(design: Design) -> list[str]:
    return [name for name in design.order if name in design.outputs]


def beside_keras(case: Case, dtype: str) -> float:
    """Return the largest distance of outputs, loss, gradients, moving averages and next weights from Keras'."""
    import tensorflow as tf

    run = Run(case.document, case.dataset, dtype)
    state = shaken(run, 0.05)
    trace = run.trace(state)
    model = keras_model(case.document.design, dtype)
    set_weights(model, run.network.weights(state.theta))
    give_masks(model, {name: dict(layer.kept) for name, layer in trace.layers.items()})
    loss, y = keras_loss(case.document.setup.loss, dtype), tf.constant(trace.batch.y)
    with tf.GradientTape() as tape:
        found = model(tf.constant(trace.batch.x), training=True)
        outputs = found if isinstance(found, list | tuple) else [found]
        value = sum(loss(y, output) for output in outputs) + sum(model.losses)
    variables = model.trainable_variables
    gradients = tape.gradient(value, variables)
    keras_optimizer(case.document.setup.optimizer).apply(gradients, variables)
    named = dict(zip([v.path for v in variables], gradients, strict=True))
    return max(
        distance({"": np.array([trace.loss])}, {"": np.array([float(value)])}),
        distance(
            {name: trace.layers[name].a for name in ends(case.document.design)},
            dict(zip(ends(case.document.design), map(np.asarray, outputs), strict=True)),
        ),
        distance({p: trace.gradient_of(p) for p in named}, {p: np.asarray(g) for p, g in named.items()}),
        distance(
            {v.path: trace.next(v.path) for v in model.weights},
            {v.path: np.asarray(v.value) for v in model.weights},
        ),
    )


def sensitivity(case: Case) -> float:
    """Return how much outputs and gradients change, in double precision, if all weights are rounded to float32."""
    run = Run(case.document, case.dataset, "float64")
    state = shaken(run, 0.05)
    first = traced(run, state.theta, state)
    found = 0.0
    for seed in range(3):
        noise = np.random.default_rng(seed).uniform(-1, 1, state.theta.shape)
        second = traced(run, state.theta * (1 + 2.0**-23 * noise), state)
        for values, others in ((first.gradient, second.gradient), (first.output, second.output)):
            found = max(found, distance({"": others}, {"": values}))
    return found


@settings(SEARCH)
@given(graphs())
def test_a_step_agrees_with_keras(case: Case) -> None:
    pytest.importorskip("keras")
    # Where rounding the weights alone changes the results that much no two programs agree in float32: a batch
    # normalisation of values that are all but alike, a difference of large products. Double precision tells.
    assume(sensitivity(case) < 1e-6)
    assert beside_keras(case, "float32") < 1e-5


@settings(SEARCH, max_examples=max(1, COUNT // 5))
@given(graphs())
def test_a_step_agrees_with_keras_in_double_precision(case: Case) -> None:
    """Here rounding cannot hide a wrong formula. Keras keeps rates (of the optimizer, of averages) in float32."""
    pytest.importorskip("keras")
    assert beside_keras(case, "float64") < 1e-7


def traced(run: Run, theta: np.ndarray, state: State) -> Trace:
    return run.trace(State(0, theta, state.slots, state.memory))


@settings(SEARCH)
@given(graphs())
def test_gradients_agree_with_finite_differences(case: Case) -> None:
    """Central difference of the training loss in float64, with the masks of the step held."""
    run = Run(case.document, case.dataset, "float64")
    state, epsilon = shaken(run, 0.1), 1e-6
    gradient = traced(run, state.theta, state).gradient
    rng = np.random.default_rng(2)
    for index in rng.choice(run.network.trainable, min(5, run.network.trainable), replace=False):
        up, down = state.theta.copy(), state.theta.copy()
        up[index] += epsilon
        down[index] -= epsilon
        difference = (traced(run, up, state).loss - traced(run, down, state).loss) / (2 * epsilon)
        assert gradient[index] == pytest.approx(difference, rel=1e-6, abs=1e-7)


@settings(SEARCH, max_examples=max(1, COUNT // 4))
@given(graphs())
def test_a_replay_is_bit_identical(case: Case) -> None:
    run = Run(case.document, case.dataset)
    straight, losses = run.advance(run.start(), 3)
    state, replayed = run.start(), []
    for _ in range(3):
        trace = run.trace(state)
        replayed.append(trace.loss)
        state = trace.after
    assert state == straight
    assert replayed == losses


def test_the_random_graphs_are_what_they_are_meant_to_be() -> None:
    """Branches, merges, several outputs, convolution, normalisation and dropout do occur."""
    seen: dict[str, int] = {}

    @settings(max_examples=60, phases=[Phase.generate], derandomize=True, database=None)
    @given(graphs())
    def look(case: Case) -> None:
        design = case.document.design
        kinds = {node.layer.kind() for node in design.nodes}
        several = any(len(design.consumers(name)) > 1 for name in design.by_name)
        for what, there in {
            **{kind: kind in kinds for kind in ("Conv2D", "BatchNormalization", "Dropout", "Add")},
            "consumers": several,
            "outputs": len(design.outputs) > 1,
            "merge": any(len(design.sources(name)) > 2 for name in design.by_name),
        }.items():
            seen[what] = seen.get(what, 0) + there

    look()
    assert min(seen.values()) >= 3, seen
