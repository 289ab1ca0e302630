"""Why weights trained with Adam part from Keras' in float32 although every formula is the same.

Traced on 784-512-512-10 with ReLU, batch 128 of MNIST, Adam(0.001), three steps, 90 starts, beside float64 runs:

1. Gradients of both programs are off the exact ones by 1 to 4e-8, the rounding of their sums. Adam divides a gradient
   by its own size; where that is below 1e-6, rounding becomes up to α (1 − β₁) / ε = 316 times as large in the weight
   of the first step: at most 6e-7 in 88 of the starts.
2. In 2 of the 90 starts one neuron's sum was 0 but for rounding (at one, −6e-9 exactly; Keras' float32 sum was
   +2.9e-8, this engine's −2.9e-8). ReLU lets the sample through in one program and not in the other, so that whole
   gradient is there or not: gradients differ by 8e-4 at once, and Adam makes up to 2e-3 of it in the weights. SGD with
   the same gradients would be apart by its learning rate times 8e-4. Both float32 programs are equally right.
3. Each program's weights are those of Adam in double precision with that program's own gradients, to 1e-7: the
   optimizer adds nothing to the difference.
4. In float64 both agree to 1e-10 with plain descent. With Adam Keras rounds β₁, β₂ to float32 before it takes their
   powers, even for float64 weights, which changes α by 7e-6 of itself in the first step; here the powers are exact.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run, State
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain
from tests.oracle import keras_loss, keras_model, keras_optimizer, keras_steps, set_weights

ADAM = Adam(0.001)
STEPS = 3


def _run(dtype: str = "float32") -> Run:
    rng = np.random.default_rng(0)
    x = (rng.uniform(size=(192, 784)) * (rng.uniform(size=(192, 784)) < 0.2)).astype("f4")
    y = rng.integers(0, 10, 192)
    data = Dataset(x, y, x[:1], y[:1], "classes", NOT_SCALED, classes=tuple("0123456789"))
    layers = Input((784,)), Dense(256, "relu"), Dense(256, "relu"), Dense(10, "softmax")
    setup = Setup(loss=SparseCategoricalCrossentropy(), optimizer=ADAM, batch_size=64)
    return Run(Document("test", chain(*layers), setup), data, dtype)


def _here(run: Run) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (gradient, next weights) of each step; by the layers' own code, whose gradient is the traced one."""
    state, found = run.start(), []
    for step in range(STEPS):
        gradient = run.trace(state).gradient
        theta, slots = state.theta.copy(), state.slots.copy()
        ADAM.update(theta, gradient, slots, step, ADAM.learning_rate)
        state = State(step + 1, theta, slots)
        found.append((gradient, theta))
    return found


def _in_keras(run: Run) -> list[tuple[np.ndarray, np.ndarray]]:
    pytest.importorskip("tensorflow")
    model = keras_model(run.document.design)
    set_weights(model, run.network.weights(run.start().theta))
    optimizer, loss, found = keras_optimizer(ADAM), keras_loss(run.setup.loss), []
    for step in range(STEPS):
        batch = run.batch(step)
        ((_, _, gradients, after),) = keras_steps(model, loss, optimizer, batch.x, batch.y, 1)
        vectors: Any = np.zeros((2, run.network.size), "f4")
        for path, slot in run.network.slots.items():
            slot.view(vectors[0])[...], slot.view(vectors[1])[...] = gradients[path], after[path]
        found.append(tuple(vectors))
    return found


def test_the_gradients_part_the_programs_and_not_the_optimizer():
    run = _run()
    ours, theirs = _here(run), _in_keras(run)
    start = run.start()
    for steps in (ours, theirs):
        theta, slots = start.theta.astype("f8"), start.slots.astype("f8")
        for step, (gradient, after) in enumerate(steps):
            ADAM.update(theta, gradient.astype("f8"), slots, step, ADAM.learning_rate)
            assert np.abs(theta - after).max() < 1e-7
    difference = np.abs(ours[0][0] - theirs[0][0])
    assert 0 < difference.max() < 1e-7
    largest = ADAM.step_size(0, ADAM.learning_rate) * (1 - ADAM.beta_1) / ADAM.epsilon
    assert largest == pytest.approx(316, abs=0.5)
    assert np.all(np.abs(ours[0][1] - theirs[0][1]) <= 1.01 * largest * difference + 2e-8)
    # It is the small gradients that make it large.
    apart = np.abs(ours[0][1] - theirs[0][1]) > 5e-8
    assert apart.any()
    assert np.abs(ours[0][0][apart]).max() < 1e-5


@pytest.mark.parametrize(("optimizer", "apart"), [(Adam(0.001), 1e-3), (SGD(0.001), 4e-3)])
def test_a_sum_that_is_zero_but_for_rounding(optimizer, apart):
    """A neuron at ReLU's kink: 1e-8 on one side or the other is a whole gradient (4), or none."""
    x = np.ones((1, 1), "f4")
    data = Dataset(x, np.full(1, 2.0), x, np.full(1, 2.0), "regression", NOT_SCALED)
    ends, gradients = [], []
    for z in (1e-8, -1e-8):
        weights = {"dense/kernel": [[0.0]], "dense/bias": [z], "dense_1/kernel": [[1.0]]}
        document = Document(
            "kink",
            chain(Input((1,)), Dense(1, "relu"), Dense(1, use_bias=False)),
            Setup(loss=MeanSquaredError(), optimizer=optimizer, batch_size=1),
        ).with_weights({path: np.array(value, "f4") for path, value in weights.items()})
        run = Run(document, data)
        trace = run.trace(run.start())
        gradients.append(float(trace.gradient_of("dense/kernel")[0, 0]))
        ends.append(float(trace.next("dense/kernel")[0, 0]))
    assert gradients == pytest.approx([-4, 0])
    assert ends[0] - ends[1] == pytest.approx(apart, rel=1e-3)


def test_powers_of_beta_in_double_precision():
    """Exact here; Keras' are those of the float32 numbers next to β₁ and β₂."""
    keras = pytest.importorskip("keras")
    adam = Adam(0.5)
    assert adam.step_size(0, 0.5) == pytest.approx(0.5 * np.sqrt(1 - 0.999) / (1 - 0.9), rel=1e-13)
    beta_1, beta_2 = float(np.float32(0.9)), float(np.float32(0.999))
    alpha = 0.5 * np.sqrt(1 - beta_2) / (1 - beta_1)
    variable = keras.Variable(np.zeros(1), dtype="float64")
    keras_optimizer(adam).apply([keras.ops.convert_to_tensor(np.ones(1))], [variable])
    found = -float(np.asarray(variable.value)[0])
    assert found == pytest.approx(alpha * 0.1 / (np.sqrt(0.001) + 1e-7), rel=1e-10)
    assert alpha / adam.step_size(0, 0.5) - 1 == pytest.approx(-6.7e-6, abs=1e-7)
