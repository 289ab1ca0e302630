"""Recurrent layers and Embedding beside Keras; what a step keeps; weights in Keras' file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Diverged, Run
from nnviz.export import weights_file
from nnviz.layers.base import Pass, ShapeError
from nnviz.layers.dense import Dense
from nnviz.layers.embedding import Embedding
from nnviz.layers.gru import GRU
from nnviz.layers.input import Input
from nnviz.layers.lstm import LSTM
from nnviz.layers.recurrent import Recurrent
from nnviz.layers.simple_rnn import SimpleRNN
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain
from tests.oracle import distance, keras_loss, keras_model, keras_optimizer, keras_steps, set_weights

CELLS = (SimpleRNN, GRU, LSTM)
OPTIONS: tuple[dict[str, Any], ...] = (
    {"return_sequences": True},
    {"go_backwards": True, "return_sequences": True},
    {"use_bias": False},
    {"activation": "softsign"},
    {"recurrent_activation": "hard_sigmoid"},
    {"reset_after": False},
    {"reset_after": False, "use_bias": False},
    {"unit_forget_bias": False},
)
CASES = [kind(3, **options) for kind in CELLS for options in OPTIONS if set(options) <= set(kind.declared())]


def document(*layers: Any) -> tuple[Document, Dataset]:
    """Return a network on sequences of 6 steps with 3 numbers each."""
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(8, 6, 3)).astype("f4"), rng.normal(size=8).astype("f4")
    setup = Setup(loss=MeanSquaredError(), optimizer=Adam(0.01), batch_size=8, shuffle=False)
    return Document("sequence", chain(Input((6, 3)), *layers, Dense(1)), setup), Dataset(
        x, y, x, y, "regression", NOT_SCALED
    )


@pytest.mark.parametrize("layer", CASES, ids=lambda layer: f"{layer.kind()}{layer.changed()}")
def test_options_in_double_precision(layer: Recurrent) -> None:
    """Output and every gradient, for options that the tests of all layers do not combine."""
    tf = pytest.importorskip("tensorflow")
    rng = np.random.default_rng(0)
    design = chain(Input((5, 4)), ("layer", layer))
    model = keras_model(design, "float64")
    weights = {f"layer/{w.name}": rng.normal(size=w.shape) for w in layer.weights((5, 4))}
    set_weights(model, weights)
    m = Pass(training=True)
    m.x = (rng.normal(size=(2, 5, 4)),)
    arrays = list(weights.values())
    layer.forward(m, arrays)
    m.da, gradients = rng.normal(size=m.a.shape), [np.empty_like(w) for w in arrays]
    layer.backward(m, arrays, gradients, False, True)
    with tf.GradientTape() as tape:
        x = tf.constant(m.x[0])
        tape.watch(x)
        output = model(x, training=True)
        objective = tf.reduce_sum(output * m.da)
    np.testing.assert_allclose(m.a, np.asarray(output), rtol=1e-10, atol=1e-12)
    expected = tape.gradient(objective, [x, *model.trainable_weights])
    for found, other in zip([m.dx[0], *gradients], expected, strict=True):
        np.testing.assert_allclose(found, np.asarray(other), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("kind", CELLS)
def test_twenty_steps_beside_keras(kind: type[Recurrent]) -> None:
    pytest.importorskip("tensorflow")
    made, dataset = document(kind(4, return_sequences=True), kind(3))
    run = Run(made, dataset)
    state, model = run.start(), keras_model(made.design)
    set_weights(model, run.network.weights(state.theta))
    batch = run.batch(0)
    steps = keras_steps(
        model, keras_loss(made.setup.loss), keras_optimizer(made.setup.optimizer), batch.x, batch.y, 20
    )
    for number, (loss, _, gradients, after) in enumerate(steps):
        trace = run.trace(state)
        assert trace.loss == pytest.approx(loss, rel=1e-5)
        if number == 0:
            assert distance({path: trace.gradient_of(path) for path in gradients}, gradients) < 1e-5
        assert distance({path: trace.next(path) for path in after}, after) < 1e-5
        state = trace.after


def test_a_step_by_hand() -> None:
    """h₁ = tanh(1·1 + 0·2 + 0) = tanh 1, h₂ = tanh(1·1 + tanh 1 · 2)."""
    m = Pass()
    m.x = (np.ones((1, 2, 1)),)
    SimpleRNN(1).forward(m, [np.ones((1, 1)), np.full((1, 1), 2.0), np.zeros(1)])
    first = np.tanh(1.0)
    assert m.kept["h"][0, :, 0] == pytest.approx([first, np.tanh(1 + 2 * first)])
    assert m.a[0, 0] == m.kept["h"][0, 1, 0]


def test_forget_gates_start_open() -> None:
    bias = LSTM(3).weights((5, 2))[2]
    start = bias.initializer.sample(bias.shape, np.random.default_rng(0))
    assert start.tolist() == [0] * 3 + [1] * 3 + [0] * 6
    plain = LSTM(3, unit_forget_bias=False).weights((5, 2))[2]
    assert not plain.initializer.sample(plain.shape, np.random.default_rng(0)).any()


@pytest.mark.parametrize("kind", CELLS)
def test_what_is_no_sequence_is_refused(kind: type[Recurrent]) -> None:
    with pytest.raises(ShapeError, match="reads a sequence of shape"):
        kind().output_shape((5,))


def test_weights_in_keras_own_file(tmp_path: Path) -> None:
    """The weights lie in the cell, there as here."""
    keras = pytest.importorskip("keras")
    made, dataset = document(LSTM(4, return_sequences=True), GRU(3, return_sequences=True), SimpleRNN(2))
    run = Run(made, dataset)
    weights = run.network.weights(run.start().theta)
    path = tmp_path / "ours.weights.h5"
    weights_file.write(path, made.design, weights)
    inside = keras_model(made.design)
    layers = [layer for layer in inside.layers if "input" not in layer.name]
    model = keras.Sequential([keras.Input((6, 3)), *layers])
    model.load_weights(path)
    for variable in model.weights:
        np.testing.assert_array_equal(np.asarray(variable.value), weights[variable.path])
    model.save_weights(tmp_path / "theirs.weights.h5")
    for name, value in weights_file.read(tmp_path / "theirs.weights.h5", made.design).items():
        np.testing.assert_array_equal(value, weights[name])


def test_rows_of_the_table() -> None:
    table = np.arange(12.0).reshape(4, 3)
    m = Pass(training=True)
    m.x = (np.array([[0.0, 3.0, 3.0]]),)
    layer = Embedding(4, 3)
    layer.forward(m, [table])
    assert m.a.tolist() == [[[0, 1, 2], [9, 10, 11], [9, 10, 11]]]
    m.da, gradient = np.ones((1, 3, 3)), np.full((4, 3), np.nan)
    layer.backward(m, [table], [gradient], False, True)
    assert gradient.tolist() == [[1] * 3, [0] * 3, [0] * 3, [2] * 3]


def test_a_number_outside_the_table_is_told() -> None:
    made, _ = document()
    design = chain(("words", Input((2,))), ("table", Embedding(4, 3)), ("memory", LSTM(2)), Dense(1))
    x = np.array([[0, 1], [2, 4]], "f4")
    y = np.zeros(2, "f4")
    run = Run(made.with_(design=design), Dataset(x, y, x, y, "regression", NOT_SCALED))
    with pytest.raises(Diverged, match="output of “table”"):
        run.advance(run.start())
