"""Normalising layers: statistics by hand, training beside Keras, frozen, adapted to data."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.layers.base import Pass, ShapeError
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.flatten import Flatten
from nnviz.layers.group_normalization import GroupNormalization
from nnviz.layers.input import Input
from nnviz.layers.layer_normalization import LayerNormalization
from nnviz.layers.normalization import Normalization
from nnviz.layers.regularizers import L2
from nnviz.layers.rescaling import Rescaling
from nnviz.layers.unit_normalization import UnitNormalization
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain
from tests.layers.parts import label
from tests.layers.steps import assert_trains_as_keras, run_on

RNG = np.random.default_rng(8)


def forward(layer, x, training=True, weights=None) -> Pass:
    m = Pass(training)
    m.x = (x,)
    if weights is None:
        rng = np.random.default_rng(0)
        weights = [w.initializer.sample(w.shape, rng).astype(x.dtype) for w in layer.weights(x.shape[1:])]
    layer.forward(m, weights)
    return m


# --- batch normalization ------------------------------------------------------------------------------------


def test_a_batch_gets_mean_0_and_deviation_1():
    x = RNG.normal(5, 3, (64, 4, 2))
    a = forward(BatchNormalization(epsilon=0.0), x).a
    np.testing.assert_allclose(a.mean((0, 1)), 0, atol=1e-12)
    np.testing.assert_allclose(a.std((0, 1)), 1)


def test_moving_averages_take_the_batch_in():
    x = RNG.normal(5, 3, (64, 2))
    m = forward(BatchNormalization(momentum=0.75), x)
    np.testing.assert_allclose(m.updates["moving_mean"], 0.25 * x.mean(0))
    np.testing.assert_allclose(m.updates["moving_variance"], 0.75 + 0.25 * x.var(0))


@pytest.mark.parametrize(
    ("layer", "training"), [(BatchNormalization(), False), (BatchNormalization(trainable=False), True)]
)
def test_in_use_and_frozen_it_takes_the_moving_averages(layer, training):
    x = RNG.normal(5, 3, (6, 2))
    m = forward(layer, x, training, [np.ones(2), np.zeros(2), np.array([5.0, 4.0]), np.array([9.0, 1.0])])
    np.testing.assert_allclose(m.a, (x - [5, 4]) / np.sqrt(np.array([9, 1]) + 1e-3))
    assert not m.updates


@pytest.mark.parametrize("optimizer", [Adam(0.01), None], ids=["Adam", "SGD"])
@pytest.mark.parametrize(
    "layer",
    [
        BatchNormalization(),
        BatchNormalization(momentum=0.5, center=False),
        BatchNormalization(axis=1, scale=False, gamma_regularizer=L2(0.1), beta_regularizer=L2(0.1)),
        BatchNormalization(trainable=False),
        LayerNormalization(),
        LayerNormalization((1, 2), gamma_regularizer=L2(0.1)),
        GroupNormalization(2),
    ],
    ids=label,
)
def test_twenty_steps_beside_keras(layer, optimizer):
    """Loss, weights and moving averages of every step."""
    first = Dense(4, "tanh")
    design = chain(Input((3, 2)), first, layer, Flatten(), Dense(1))
    run = run_on(design, **({"optimizer": optimizer} if optimizer else {}))
    model = assert_trains_as_keras(run)
    state, _ = run.advance(run.start(), 20)
    x = run.dataset.x_test
    np.testing.assert_allclose(run.predict(state.theta, x), model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)


def test_a_frozen_layer_keeps_everything():
    run = run_on(chain(Input((3,)), Dense(4), BatchNormalization(trainable=False), Dense(1)))
    start = run.start()
    end, _ = run.advance(start, 5)
    for path, weight in run.network.weights(end.theta).items():
        kept = np.array_equal(weight, run.network.weights(start.theta)[path])
        assert kept == path.startswith("batch_normalization"), path


def test_replay_takes_the_moving_averages_along():
    run = run_on(chain(Input((3,)), Dense(4), BatchNormalization(), Dropout(0.5), Dense(1)))
    end, _ = run.advance(run.start(), 6)
    half, _ = run.advance(run.start(), 3)
    assert run.trace(half).after != half
    again, _ = run.advance(half, 3)
    assert again == end


def test_axis_that_is_not_there():
    with pytest.raises(ShapeError, match="along axis 3, but its samples have the axes 1 to 2"):
        BatchNormalization(axis=3).output_shape((4, 3))
    with pytest.raises(ShapeError, match="axis 0"):
        LayerNormalization((0,)).output_shape((4, 3))
    with pytest.raises(ShapeError, match="twice"):
        LayerNormalization((-1, 2)).output_shape((4, 3))
    with pytest.raises(ShapeError, match="cannot cut 3 channels into 2 groups"):
        GroupNormalization(2).output_shape((4, 3))


def test_length_1_and_no_length():
    x = np.array([[3.0, 4.0], [0.0, 0.0]])
    m = forward(UnitNormalization(), x)
    np.testing.assert_allclose(m.a, [[0.6, 0.8], [0, 0]])
    m.da = np.ones_like(x)
    UnitNormalization().backward(m, [], [], False, True)
    assert np.isfinite(m.dx[0]).all()


# --- adapted to the data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(3,), (4, 3), (4, 3, 2)], ids=str)
@pytest.mark.parametrize("layer", [Normalization(), Normalization(1), Normalization(None)], ids=str)
def test_adapted_is_what_keras_adapts(layer, shape):
    keras = pytest.importorskip("keras")
    x = RNG.normal(3, 2, (50, *shape)).astype("float32")
    call = layer.keras()
    other = keras.layers.Normalization(*call.args, **call.kwargs)
    other.adapt(x)
    found = layer.adapted(x)
    assert [w.name for w in layer.weights(shape)] == [v.path.rpartition("/")[2] for v in other.weights]
    for variable in other.weights:
        name = variable.path.rpartition("/")[2]
        assert np.array_equal(found[name], np.asarray(variable.value)), name
        assert found[name].shape == variable.shape
    a = forward(layer, x, weights=list(found.values())).a
    np.testing.assert_allclose(a, np.asarray(other(x)), rtol=1e-6, atol=1e-6)


def test_a_run_adapts_where_the_values_arrive():
    design = chain(Input((3,)), Rescaling((0.5,), (1.0,)), Normalization(), Dense(2), Dense(1))
    run = run_on(design)
    weights = run.network.weights(run.start().theta)
    arriving = run.dataset.x_train * 0.5 + 1
    np.testing.assert_allclose(weights["normalization/mean"], arriving.mean(0), rtol=1e-5)
    np.testing.assert_allclose(weights["normalization/variance"], arriving.var(0), rtol=1e-5)
    assert weights["normalization/count"] == 0
    assert_trains_as_keras(run, steps=5)


def test_given_weights_are_not_adapted_again():
    design = chain(Input((3,)), Normalization(), Dense(1))
    run = run_on(design)
    given = {path: weight + 1 for path, weight in run.network.weights(run.start().theta).items()}
    again = type(run)(run.document.with_weights(given), run.dataset)
    assert np.array_equal(
        again.network.weights(again.start().theta)["normalization/mean"], given["normalization/mean"]
    )


@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize(
    "fields",
    [{"mean": (3.0,), "variance": (4.0,)}, {"mean": (1.0, 2.0, 3.5), "variance": (4.0, 9.0, 0.0)}],
    ids=str,
)
def test_given_mean_and_variance(fields, invert):
    keras = pytest.importorskip("keras")
    layer, x = Normalization(**fields, invert=invert), RNG.normal(size=(5, 2, 3)).astype("float32")
    assert layer.weights((2, 3)) == ()
    call = layer.keras()
    other = keras.layers.Normalization(*call.args, **call.kwargs)
    np.testing.assert_allclose(forward(layer, x).a, np.asarray(other(x)), rtol=1e-6)
    with pytest.raises(ShapeError, match="as many means as variances"):
        layer.replace(variance=(1.0, 2.0)).output_shape((2, 3))
