"""Every schedule beside Keras' own: the rate of many steps; and the plateau's callback, epoch by epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.engine.run import Run
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import (
    SCHEDULES,
    Constant,
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    LinearWarmup,
    PiecewiseConstantDecay,
    PolynomialDecay,
    ReduceLROnPlateau,
)
from nnviz.optimizers.sgd import SGD
from tests.engine.runs import small_run
from tests.layers.parts import label, variants
from tests.oracle import keras_loss, keras_made, keras_model, keras_optimizer, set_weights

STEPS = [*range(60), 99, 100, 101, 102, 499, 500, 501, 999, 1000, 1001, 1999, 2000, 2001, 12_345, 1_000_000]
DECAYS = [
    *(part for kind in SCHEDULES.values() for part in variants(kind) if part.keras(0.1) is not None),
    ExponentialDecay(7, 0.5),
    ExponentialDecay(7, 0.5, True),
    InverseTimeDecay(3, 0.25),
    InverseTimeDecay(3, 0.25, True),
    PolynomialDecay(50, 0.01, 2.5),
    PolynomialDecay(7, 0.0, 0.5, True),
    PolynomialDecay(50, 0.5, 1.0),
    CosineDecay(40, 0.1),
    CosineDecay(40, 0.1, 0.3, 20),
    CosineDecay(40, 0.0, 0.3, 0),
    CosineDecay(40, 0.0, None, 20),
    LinearWarmup(50),
    LinearWarmup(7, 0.02),
    PiecewiseConstantDecay(((0, 0.5), (10, 0.05), (11, 0.25), (500, 0.0))),
]


@pytest.fixture(scope="module", autouse=True)
def keras() -> Any:
    pytest.importorskip("tensorflow")
    return pytest.importorskip("keras")


@pytest.mark.parametrize("base", [0.001, 0.1])
@pytest.mark.parametrize("schedule", DECAYS, ids=label)
def test_rate(schedule, base, keras):
    """Both in float32: the same up to the last digits of powers and cosines."""
    made = keras_made(schedule.keras(base))
    optimizer = keras.optimizers.SGD(learning_rate=made)
    for step in STEPS:
        optimizer.iterations.assign(step)
        expected = float(np.asarray(optimizer.learning_rate))
        found = schedule.rate(base, step, ())
        assert found == pytest.approx(expected, rel=1e-6, abs=2e-7 * base), step
        assert found == np.float32(found)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_defaults(kind, keras):
    """What the call for Keras leaves out is what Keras takes then."""
    schedule = SCHEDULES[kind]()
    call = schedule.keras(0.125) or schedule.callback()
    if call is None:
        assert kind == "Constant"
        return
    made = keras_made(call)
    for name, value in schedule.values().items():
        if name != "pieces" and kind != "LinearWarmup":
            assert getattr(made, name) == value, name


LOSSES = {
    "falls": [1 / (k + 1) for k in range(12)],
    "stands": [0.5] * 12,
    "creeps": [1 - 5e-5 * k for k in range(16)],
    "up and down": [1, 2, 3, 0.5, 0.6, 0.7, 0.4, 0.4, 0.4, 0.4, 0.4, 0.1, 0.2, 0.2, 0.2, 0.2],
    "last digits": [0.3, 0.3 - 1e-4, 0.3 - 2e-4, 0.3 - 1e-4, 0.2999, 0.29985, 0.2997],
}


@pytest.mark.parametrize("losses", LOSSES)
@pytest.mark.parametrize(
    "schedule",
    [
        ReduceLROnPlateau(patience=2),
        ReduceLROnPlateau(0.5, 1),
        ReduceLROnPlateau(0.5, 0),
        ReduceLROnPlateau(0.7, 2, 0.0, 3),
        ReduceLROnPlateau(0.5, 1, 0.01, 1, 0.03),
        ReduceLROnPlateau(0.0, 1),
    ],
    ids=label,
)
def test_plateau(schedule, losses, keras):
    """The callback's decisions on given losses, one step an epoch."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    callback = keras_made(schedule.callback())
    callback.set_model(model)
    callback.on_train_begin()
    memory = schedule.memory()
    for epoch, loss in enumerate(np.float32(LOSSES[losses]).tolist()):
        callback.on_epoch_end(epoch, {"loss": loss})
        memory = schedule.after(memory, epoch, loss, 4, 1)
        found = schedule.rate(0.1, epoch + 1, memory)
        assert np.float32(found) == np.float32(np.asarray(model.optimizer.learning_rate)), epoch


@pytest.mark.parametrize(
    "optimizer",
    [
        SGD(0.5, schedule=ReduceLROnPlateau(0.5, 1, 0.02)),
        Adam(0.02, schedule=ReduceLROnPlateau(0.3, 2, 0.05, 1, 0.001)),
        SGD(0.5, schedule=CosineDecay(20, warmup_target=1.0, warmup_steps=6)),
        SGD(0.5, momentum=0.9, schedule=LinearWarmup(12)),
    ],
    ids=label,
)
def test_a_training_of_fit(optimizer, keras):
    """Ten epochs of 23 samples in batches of 5, the last one of 3: the rate, weights and losses of every epoch."""
    run = small_run(optimizer, shuffle=False)
    state, rates, losses = run.start(), [], []
    model = _compiled(run, keras)
    set_weights(model, run.network.weights(state.theta))
    epochs = 10
    for _ in range(epochs):
        state, found = run.advance(state, run.steps_per_epoch)
        rates.append(run.trace(state).rate)
        losses.append(np.average(found, weights=[5, 5, 5, 5, 3]))
    seen = []
    watch = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: seen.append(float(np.asarray(model.optimizer.learning_rate)))
    )
    callback = optimizer.schedule.callback()
    history = model.fit(
        run.dataset.x_train,
        run.dataset.y_train,
        batch_size=5,
        epochs=epochs,
        shuffle=False,
        verbose=0,
        callbacks=[*([keras_made(callback)] if callback else []), watch],
    )
    assert rates == pytest.approx(seen, rel=1e-6)
    assert len(set(rates)) > 2
    assert losses == pytest.approx(history.history["loss"], rel=1e-5)
    for path, value in run.network.weights(state.theta).items():
        (variable,) = [v for v in model.weights if v.path == path]
        np.testing.assert_allclose(value, np.asarray(variable.value), rtol=1e-4, atol=1e-5)


def _compiled(run: Run, keras: Any) -> Any:
    model = keras_model(run.document.design)
    model.compile(optimizer=keras_optimizer(run.setup.optimizer), loss=keras_loss(run.setup.loss))
    return model


def test_constant_is_what_was_chosen():
    assert Constant().rate(0.1, 10**9, ()) == 0.1
