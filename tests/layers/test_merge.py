"""Merges: by hand, ties, shapes, and graphs with branches beside Keras."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.layers.add import Add
from nnviz.layers.average import Average
from nnviz.layers.base import LAYERS, Pass, ShapeError
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.concatenate import Concatenate
from nnviz.layers.dense import Dense
from nnviz.layers.dot import Dot
from nnviz.layers.input import Input
from nnviz.layers.maximum import Maximum
from nnviz.layers.minimum import Minimum
from nnviz.layers.multiply import Multiply
from nnviz.layers.subtract import Subtract
from nnviz.optimizers.sgd import SGD
from tests.layers.steps import assert_trains_as_keras, graph, run_on

MANY = [Add(), Multiply(), Average(), Maximum(), Minimum(), Concatenate()]
RNG = np.random.default_rng(4)


def merged(layer, *x, da=None) -> Pass:
    m = Pass(True)
    m.x = tuple(np.asarray(array, float) for array in x)
    layer.forward(m, [])
    m.da = np.ones_like(m.a) if da is None else da
    layer.backward(m, [], [], False, True)
    return m


def test_the_merges_are_there():
    kinds = {kind.kind() for kind in LAYERS.values() if kind.group == "merge"}
    assert kinds >= {type(layer).kind() for layer in [*MANY, Subtract(), Dot()]}


@pytest.mark.parametrize(
    ("layer", "a"),
    [
        (Add(), [[5.0, 1.0]]),
        (Subtract(), [[-1.0, -7.0]]),
        (Multiply(), [[6.0, -12.0]]),
        (Average(), [[2.5, 0.5]]),
        (Maximum(), [[3.0, 4.0]]),
        (Minimum(), [[2.0, -3.0]]),
        (Concatenate(), [[2.0, -3.0, 3.0, 4.0]]),
        (Dot(), [[-6.0]]),
        (Dot(normalize=True), [[-6.0 / np.sqrt(13 * 25)]]),
    ],
    ids=str,
)
def test_by_hand(layer, a):
    np.testing.assert_allclose(merged(layer, [[2.0, -3.0]], [[3.0, 4.0]]).a, a)


@pytest.mark.parametrize("layer", [Maximum(), Minimum()], ids=str)
@pytest.mark.parametrize("count", [2, 3])
def test_a_tie_goes_where_it_goes_in_keras(layer, count):
    keras = pytest.importorskip("keras")
    import tensorflow as tf

    x = RNG.integers(0, 3, (count, 20, 6)).astype(float)  # many ties
    da = RNG.normal(size=(20, 6))
    m = merged(layer, *x, da=da)
    inputs = [tf.constant(array) for array in x]
    with tf.GradientTape() as tape:
        for tensor in inputs:
            tape.watch(tensor)
        output = getattr(keras.layers, layer.kind())(dtype="float64")(inputs)
        objective = tf.reduce_sum(output * da)
    for found, expected in zip(m.dx, tape.gradient(objective, inputs), strict=True):
        assert np.array_equal(found, np.asarray(expected))


def test_a_product_with_zeros_has_its_gradient():
    m = merged(Multiply(), [[0.0, 2.0]], [[0.0, 3.0]], [[5.0, 0.0]])
    assert [dx.tolist() for dx in m.dx] == [[[0.0, 0.0]], [[0.0, 0.0]], [[0.0, 6.0]]]


@pytest.mark.parametrize("layer", [*MANY[:5], Subtract()], ids=str)
def test_one_counts_as_often_as_needed(layer):
    """A gate (1, 1, channels) over a picture, as in Keras; the gradient is the sum over where it counted."""
    keras = pytest.importorskip("keras")
    import tensorflow as tf

    x, gate = RNG.normal(size=(4, 3, 2, 5)), RNG.normal(size=(4, 1, 1, 5))
    assert layer.output_shape((3, 2, 5), (1, 1, 5)) == (3, 2, 5)
    assert layer.output_shape((1, 2, 5), (3, 1, 5)) == (3, 2, 5)
    m = merged(layer, x, gate)
    inputs = [tf.constant(x), tf.constant(gate)]
    with tf.GradientTape() as tape:
        for tensor in inputs:
            tape.watch(tensor)
        output = getattr(keras.layers, layer.kind())(dtype="float64")(inputs)
    np.testing.assert_allclose(m.a, np.asarray(output))
    for found, expected in zip(m.dx, tape.gradient(output, inputs), strict=True):
        np.testing.assert_allclose(found, np.asarray(expected), atol=1e-12)


@pytest.mark.parametrize(
    ("layer", "shapes", "words"),
    [
        (Add(), [(3,), (4,)], "inputs of one shape .*gets 3 and 4"),
        (Add(), [(3,), (3,), (4,)], "gets 3 and 4"),
        (Multiply(), [(4, 3), (3,)], "gets 4×3 and 3"),
        (Concatenate(), [(4, 3), (5, 3)], "alike along all others, but gets 4×3 and 5×3"),
        (Concatenate(3), [(4, 3), (4, 3)], "along axis 3"),
        (Dot(), [(4,), (3,)], "4 and 3"),
        (Dot((1, 1, 1)), [(4,), (4,)], "not 3"),
        (Dot((0,)), [(4,), (4,)], "axis 0"),
    ],
)
def test_shapes_that_do_not_go_together(layer, shapes, words):
    with pytest.raises(ShapeError, match=words):
        layer.output_shape(*shapes)


@pytest.mark.parametrize("axes", [(1,), (-1,), (1, 2), (2, 1), (3, 1), (-1, -2)], ids=str)
@pytest.mark.parametrize("normalize", [False, True])
def test_dot_along_any_axes(axes, normalize):
    keras = pytest.importorskip("keras")
    import tensorflow as tf

    layer = Dot(axes, normalize)
    x, y = RNG.normal(size=(4, 3, 3, 3)), RNG.normal(size=(4, 3, 3))
    m = merged(layer, x, y, da=(da := RNG.normal(size=(4, *layer.output_shape((3, 3, 3), (3, 3))))))
    call = layer.keras()
    inputs = [tf.constant(x), tf.constant(y)]
    with tf.GradientTape() as tape:
        for tensor in inputs:
            tape.watch(tensor)
        output = keras.layers.Dot(*call.args, **call.kwargs, dtype="float64")(inputs)
        objective = tf.reduce_sum(output * da)
    np.testing.assert_allclose(m.a, np.asarray(output), rtol=1e-12, atol=1e-12)
    for found, expected in zip(m.dx, tape.gradient(objective, inputs), strict=True):
        np.testing.assert_allclose(found, np.asarray(expected), rtol=1e-10, atol=1e-12)


# --- graphs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "count"),
    [(layer, n) for n in (2, 3) for layer in [*MANY, Subtract(), Dot()][: 8 if n == 2 else 6]],
    ids=str,
)
def test_branches_beside_keras(layer, count):
    """Every merge with two and three branches of different depth behind one layer."""
    names = ("short", "long", "middle")[:count]
    design = graph(
        ("x", Input((3,)), ()),
        ("stem", Dense(4, "tanh"), ("x",)),
        ("short", Dense(4, "tanh"), ("stem",)),
        ("long_1", Dense(5, "softplus"), ("stem",)),
        ("long_2", BatchNormalization(), ("long_1",)),
        ("long", Dense(4), ("long_2",)),
        *((("middle", Dense(4, "sigmoid"), ("stem",)),) if count == 3 else ()),
        ("merge", layer, names),
        ("out", Dense(1), ("merge",)),
    )
    assert_trains_as_keras(run_on(design))


def test_a_diamond_uses_one_output_twice():
    design = graph(
        ("x", Input((3,)), ()),
        ("h", Dense(4, "tanh"), ("x",)),
        ("squared", Multiply(), ("h", "h")),
        ("twice", Add(), ("h", "squared", "h")),
        ("out", Dense(1), ("twice",)),
    )
    run = run_on(design)
    trace = run.trace(run.start())
    h = trace.layers["h"].a
    np.testing.assert_allclose(trace.layers["twice"].a, 2 * h + h**2, rtol=1e-6)
    np.testing.assert_allclose(
        trace.layers["h"].da, trace.layers["twice"].da * (2 + 2 * h), rtol=1e-4, atol=1e-6
    )
    assert_trains_as_keras(run)


def test_deep_branches_beside_keras():
    """A residual network of six blocks."""
    entries = [("x", Input((4,)), ())]
    before = "x"
    for i in range(6):
        entries += [
            (f"a{i}", Dense(6, "tanh"), (before,)),
            (f"n{i}", BatchNormalization(), (f"a{i}",)),
            (f"b{i}", Dense(4, "tanh"), (f"n{i}",)),
            (f"s{i}", Add(), (before, f"b{i}")),
        ]
        before = f"s{i}"
    assert_trains_as_keras(
        run_on(graph(*entries, ("out", Dense(1), (before,))), optimizer=SGD(0.01)), steps=10
    )
