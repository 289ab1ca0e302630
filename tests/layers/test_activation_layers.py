"""Activation layers with other than their default numbers, beside Keras'."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.layers.activation_layers import ELU, LeakyReLU, PReLU, ReLU, Softmax
from nnviz.layers.base import Pass, ShapeError
from tests.layers.parts import label
from tests.layers.test_contract import Bench, assert_gradients
from tests.oracle import distance

SHAPE = (4, 3, 2)
LAYERS = [
    ReLU(max_value=1.5),
    ReLU(max_value=6.0),
    ReLU(negative_slope=0.25),
    ReLU(threshold=0.5),
    ReLU(max_value=1.0, threshold=0.5),
    ReLU(1.5, 0.25, 0.5),
    LeakyReLU(0.0),
    LeakyReLU(0.25),
    ELU(0.5),
    ELU(-0.5),
    PReLU(shared_axes=(1,)),
    PReLU(shared_axes=(1, 2)),
    PReLU(shared_axes=(1, 2, 3)),
    Softmax(1),
    Softmax(2),
    Softmax(3),
    Softmax(-2),
]


@pytest.fixture(params=LAYERS, ids=label)
def layer(request):
    return request.param


def test_gradients_agree_with_central_differences(layer):
    assert_gradients((layer, (SHAPE,)), of_z=False)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-6)])
def test_numbers_are_keras(layer, dtype, tolerance):
    import keras
    import tensorflow as tf

    bench = Bench((layer, (SHAPE,)), dtype)
    bench.x[0][0, 0, 0] = 0
    bench.x[0][1] *= 10
    m = bench.backward(bench.forward())
    theirs = getattr(keras.layers, layer.kind())(**layer.keras().kwargs, dtype=dtype)
    theirs.build((None, *SHAPE))
    theirs.set_weights(bench.weights)
    x = tf.constant(bench.x[0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        a = theirs(x)
        objective = tf.reduce_sum(a * bench.d_output)
    dx, *gradients = tape.gradient(objective, [x, *theirs.trainable_weights])
    assert m.a.dtype == m.dx[0].dtype == dtype
    assert distance({"": m.a}, {"": np.asarray(a)}) < tolerance
    assert distance({"": m.dx[0]}, {"": np.asarray(dx)}) < tolerance
    for found, other in zip(bench.gradients, gradients, strict=True):
        assert distance({"": found}, {"": np.asarray(other)}) < tolerance


@pytest.mark.parametrize("found", [*LAYERS, ReLU(), LeakyReLU(), ELU(), PReLU(), Softmax()], ids=label)
def test_the_line_of_code_computes_it(found):
    bench = Bench((found, (SHAPE,)))
    space = {"np": np, "X": bench.x[0], **found.values()}
    space |= {weight.name: value for weight, value in zip(bench.declared, bench.weights, strict=True)}
    if isinstance(found, ReLU) and found.max_value is None:
        space["max_value"] = np.inf
    exec(found.code, space)  # noqa: S102 - our own line, that is the test
    np.testing.assert_allclose(space["A"], bench.forward().a, atol=1e-12)


def test_softmax_of_a_layer_of_its_own_is_the_activation():
    assert Softmax().activation_name == "softmax"
    assert Softmax(1).activation_name == ""
    m = Pass()
    m.x = (np.log([[1.0, 2.0, 5.0]]),)
    Softmax().forward(m, ())
    assert m.a == pytest.approx(np.array([[0.125, 0.25, 0.625]]))


@pytest.mark.parametrize("made", [Softmax(0), Softmax(4), Softmax(-4), PReLU(shared_axes=(4,))], ids=label)
def test_an_axis_that_is_not_there_is_refused(made):
    with pytest.raises(ShapeError, match="3 axes"):
        made.output_shape(SHAPE)
