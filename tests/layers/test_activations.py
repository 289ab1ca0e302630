"""Activations beside Keras', at their kinks, and far out."""

from __future__ import annotations

import subprocess
import sys
import warnings

import numpy as np
import pytest

from nnviz.layers.activations import ACTIVATIONS
from tests.oracle import distance

KINKS = (-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0)
"""Where a slope jumps in one of them."""

NOT_OFFERED = {"glu", "threshold"}
"""See the package's docstring."""

FLOAT32_CONSTANTS = {"leaky_relu": 1e-7, "gelu": 1e-8}
"""TensorFlow keeps the slope 0.2 and the √2 in float32, also where it computes in double precision."""


@pytest.fixture(params=sorted(set(ACTIVATIONS) - {"sparsemax"}))
def activation(request):
    return ACTIVATIONS[request.param]


def keras_numbers(name, z, da):
    """Return output and gradient of Keras' activation."""
    import keras
    import tensorflow as tf

    tensor = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        a = keras.activations.get(name)(tensor)
        objective = tf.reduce_sum(a * da)
    return np.asarray(a), np.asarray(tape.gradient(objective, tensor))


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-6)])
def test_numbers_are_keras(activation, dtype, tolerance):
    rng = np.random.default_rng(6)
    z = rng.normal(0, 3, (60, 8)).astype(dtype)
    z[0] = [kink for kink in KINKS if kink or activation.name != "celu"] + [7.0] * (activation.name == "celu")
    z[1] = [-80, -30, -15, -10, 10, 15, 30, 80]
    if activation.name == "exponential":
        z = np.minimum(z, 10)
    da = rng.normal(size=z.shape).astype(dtype)
    a, dz = keras_numbers(activation.name, z, da)
    found = activation.forward(z)
    back = activation.backward(da, z, found)
    assert found.dtype == back.dtype == dtype
    if dtype == "float64":
        tolerance = FLOAT32_CONSTANTS.get(activation.name, tolerance)
    assert distance({"": found}, {"": a}) < tolerance
    assert distance({"": back}, {"": dz}) < tolerance


def test_every_function_of_keras_is_there_or_said_to_be_missing():
    import keras

    theirs = {
        name
        for name in dir(keras.activations)
        if not name.startswith("_") and name not in ("get", "serialize", "deserialize")
    }
    aliases = {"swish", "hard_swish"}
    assert theirs - aliases == set(ACTIVATIONS) | NOT_OFFERED


@pytest.mark.parametrize("name", sorted(NOT_OFFERED))
def test_what_is_not_offered_makes_no_model_in_keras(name):
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name), keras.layers.Dense(1)])
    with pytest.raises((TypeError, ValueError)):
        model(np.ones((2, 4), "float32"))


def test_celu_has_the_slope_1_at_0():
    """Keras on TensorFlow adds the slopes of both halves there."""
    z = np.zeros((1, 1))
    assert ACTIVATIONS["celu"].backward(np.ones((1, 1)), z, z).item() == 1
    assert keras_numbers("celu", z, np.ones((1, 1)))[1].item() == 2


def nearest_shares(z):
    """Return the shares (not negative, of sum 1) nearest to ``z``, by halving an interval for τ."""
    low, high = z.max(axis=-1, keepdims=True) - 1, z.max(axis=-1, keepdims=True)
    for _ in range(100):
        middle = (low + high) / 2
        over = np.maximum(z - middle, 0).sum(axis=-1, keepdims=True) > 1
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    return np.maximum(z - low, 0)


def test_sparsemax_is_its_definition():
    z = np.random.default_rng(7).normal(0, 1, (200, 6))
    a = ACTIVATIONS["sparsemax"].forward(z)
    np.testing.assert_allclose(a, nearest_shares(z), atol=1e-12)
    np.testing.assert_allclose(a.sum(axis=-1), 1, atol=1e-12)
    assert {1, 2, 3} <= set(np.count_nonzero(a, axis=-1))
    np.testing.assert_allclose(ACTIVATIONS["sparsemax"].forward(z + 1e6), a, atol=1e-9)


def test_sparsemax_is_keras_where_keras_is_right():
    """Up to 3.15 Keras is right where one neuron takes all; later versions everywhere (keras-team/keras#23469)."""
    rng = np.random.default_rng(7)
    z, da = rng.normal(0, 1, (200, 6)), rng.normal(size=(200, 6))
    a, dz = keras_numbers("sparsemax", z, da)
    right = np.abs(a.sum(axis=-1) - 1) < 1e-9
    assert right.sum() > 20
    found = ACTIVATIONS["sparsemax"].forward(z)
    np.testing.assert_allclose(found[right], a[right], atol=1e-12)
    back = ACTIVATIONS["sparsemax"].backward(da, z, found)
    np.testing.assert_allclose(back[right], dz[right], atol=1e-12)


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - {"exponential"}))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_largest_numbers_raise_no_warning(name, dtype):
    largest = np.finfo(dtype).max / 16
    z = np.array([[-largest, -1e5, 0, 1e5, largest]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = ACTIVATIONS[name].forward(z)
        dz = ACTIVATIONS[name].backward(np.ones_like(z), z, a)
    assert np.isfinite(a).all()
    assert np.isfinite(dz).all()


def test_whether_neurons_look_at_each_other_is_told():
    z = np.random.default_rng(8).normal(size=(4, 5))
    for found in ACTIVATIONS.values():
        moved = z.copy()
        moved[:, 0] += 0.5
        alone = np.array_equal(found.forward(z)[:, 1:], found.forward(moved)[:, 1:])
        assert found.elementwise == alone, found.name


def test_bounds_are_told():
    z = np.linspace(-50, 50, 1001)[:, None] * np.array([[1.0, 0.3]])
    for found in ACTIVATIONS.values():
        assert found.bounded == bool(np.abs(found.forward(z)).max() <= 1), found.name


def test_no_slow_library_is_imported():
    code = "import sys, nnviz.layers.activations; print('scipy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
