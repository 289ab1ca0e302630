"""A small network trained by every optimizer, here and in Keras, and gone on with in Keras from any step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.engine.run import Run, State
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import OPTIMIZERS, Optimizer
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.rmsprop import RMSprop
from nnviz.optimizers.schedules import CosineDecay, ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from tests.engine.runs import small_run
from tests.layers.parts import label
from tests.optimizers.changed import changed_optimizers
from tests.oracle import distance, keras_loss, keras_model, keras_optimizer, set_weights

RATES = {"SGD": 0.5, "Adadelta": 1.0, "Adagrad": 0.1, "Lion": 0.002}
"""Learning rates with which the network learns; 0.01 for the others."""


def _trained(kind: type[Optimizer], **fields: Any) -> Optimizer:
    return kind(learning_rate=RATES.get(kind.kind(), 0.01), **fields)


TRAININGS = [
    *(_trained(kind) for kind in OPTIMIZERS.values()),
    SGD(0.1, 0.9),
    SGD(0.1, 0.9, True, clipnorm=0.1),
    RMSprop(0.01, 0.9, 0.5, centered=True, weight_decay=0.01),
    Adam(0.01, amsgrad=True, global_clipnorm=0.2),
    Adam(0.05, schedule=CosineDecay(150, 0.01, 0.05, 20), clipvalue=0.05),
]


@pytest.fixture(scope="module", autouse=True)
def keras() -> Any:
    pytest.importorskip("tensorflow")
    return pytest.importorskip("keras")


@pytest.mark.parametrize("optimizer", TRAININGS, ids=label)
def test_two_hundred_steps(optimizer):
    """The same batches through ``train_on_batch``: losses within 1e-5 for 20 steps, within 1e-3 for 200.

    Both are float32, so weights part by rounding, which each step carries on. The Adam family would part at once
    where a gradient is mere rounding (``test_rounding.py``); on this network none is.
    """
    run = small_run(optimizer, shuffle=True)
    state = run.start()
    model = keras_model(run.document.design)
    model.compile(optimizer=keras_optimizer(optimizer), loss=keras_loss(run.setup.loss))
    set_weights(model, run.network.weights(state.theta))
    ours, theirs = [], []
    for step in range(200):
        batch = run.batch(step)
        state, (loss,) = run.advance(state)
        ours.append(loss)
        theirs.append(float(model.train_on_batch(batch.x, batch.y)))
        if step == 19:
            found = run.network.weights(state.theta)
            assert distance(found, {v.path: np.asarray(v.value) for v in model.weights}) < 1e-5
    assert ours[:20] == pytest.approx(theirs[:20], rel=1e-5)
    assert ours == pytest.approx(theirs, rel=1e-3)
    assert np.mean(ours[-20:]) < np.mean(ours[:20])


CONTINUED = [
    *(
        part.replace(learning_rate=10 * part.learning_rate)
        for part in changed_optimizers()
        if not part.weight_decay or part.kind() == "AdamW"
    ),
    Nadam(0.01, schedule=CosineDecay(150, 0.01, 0.05, 20)),
    SGD(0.5, momentum=0.9, schedule=ReduceLROnPlateau(0.5, 1, 0.5)),
]


@pytest.mark.parametrize("optimizer", CONTINUED, ids=label)
def test_keras_goes_on_from_any_step(optimizer):
    """With the variables of our state in Keras' optimizer, Keras' next step is ours."""
    run = small_run(optimizer)
    state, _ = run.advance(run.start(), 12)
    after, _ = run.advance(state)
    found = run.network.weights(after.theta)
    expected = _next_in_keras(run, state)
    for path, value in expected.items():
        np.testing.assert_allclose(found[path], value, rtol=1e-5, atol=1e-6, err_msg=path)
    # What the optimizer remembers is needed: a fresh one goes elsewhere.
    fresh = State(0, state.theta, run.start().slots, state.memory)
    if optimizer.slots():
        elsewhere = _next_in_keras(run, fresh, step=12)
        assert distance(found, elsewhere) > 1e-5


def _next_in_keras(run: Run, state: State, step: int | None = None) -> dict[str, Any]:
    import tensorflow as tf

    model = keras_model(run.document.design)
    set_weights(model, run.network.weights(state.theta))
    optimizer, loss = keras_optimizer(run.setup.optimizer), keras_loss(run.setup.loss)
    optimizer.build(model.trainable_variables)
    variables = run.keras_variables(state)
    assert len(variables) == len(optimizer.variables)
    for (name, value), variable in zip(variables.items(), optimizer.variables, strict=True):
        assert variable.name == name or name == "u_product"  # to which Keras gives a number
        assert tuple(variable.shape) == value.shape
        variable.assign(value)
    batch = run.batch(state.step if step is None else step)
    with tf.GradientTape() as tape:
        value = loss(batch.y, model(batch.x, training=True))
    optimizer.apply(tape.gradient(value, model.trainable_variables), model.trainable_variables)
    return {v.path: np.asarray(v.value) for v in model.weights}
