"""One layer beside its namesake in Keras, and beside central differences where TensorFlow has no gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.layers.base import Layer, Pass, Shape
from tests.oracle import distance, keras_value

BATCH = 3


class Computed:
    """What a layer makes of random samples: output, and the gradients of Σ da · a."""

    def __init__(
        self, layer: Layer, shape: Shape, dtype: str = "float64", x: Any = None, seed: int = 3
    ) -> None:
        rng = np.random.default_rng(seed)
        self.layer = layer
        self.x = rng.normal(size=(BATCH, *shape)).astype(dtype) if x is None else x.astype(dtype)
        self.weights = [rng.normal(size=w.shape).astype(dtype) for w in layer.weights(shape)]
        self.gradients = [np.full_like(w, np.nan) for w in self.weights]
        self.da = rng.normal(size=(len(self.x), *layer.output_shape(shape))).astype(dtype)
        self.m = Pass(training=True)
        self.m.x, self.m.da = (self.x,), self.da
        layer.forward(self.m, self.weights)
        layer.backward(self.m, self.weights, self.gradients, from_z=False, need_dx=True)

    def named(self) -> dict[str, Any]:
        return {"a": self.m.a, "dx": self.m.dx[0], **{f"d{i}": g for i, g in enumerate(self.gradients)}}

    def objective(self, x: Any, weights: list[Any]) -> float:
        m = Pass(training=True)
        m.x = (x,)
        self.layer.forward(m, weights)
        return float(np.sum(m.a * self.da))

    def slope(self, direction: list[Any], epsilon: float = 1e-4) -> float:
        """Return the central difference of the objective along one direction of input and weights."""
        ends = []
        for sign in (1, -1):
            x, *weights = (
                array + sign * epsilon * step
                for array, step in zip([self.x, *self.weights], direction, strict=True)
            )
            ends.append(self.objective(x, weights))
        return (ends[0] - ends[1]) / (2 * epsilon)


def beside_keras(layer: Layer, shape: Shape, dtype: str = "float64", x: Any = None) -> bool:
    """Compare output and gradients with Keras; return whether TensorFlow could compute the gradients.

    Where it cannot in its usual way, it is asked to compile the layer (XLA), and where that fails too, only the
    outputs are compared: then the caller has to take differences.
    """
    import keras
    import tensorflow as tf

    ours = Computed(layer, shape, dtype, x)
    call = layer.keras()
    made = getattr(keras.layers, layer.kind())(
        *call.args, **{key: keras_value(value) for key, value in call.kwargs.items()}, dtype=dtype
    )
    made.build((None, *shape))
    made.set_weights(ours.weights)

    def theirs(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            a = made(x)
            objective = tf.reduce_sum(a * ours.da)
        return a, tape.gradient(objective, [x, *[v.value for v in made.trainable_weights]])

    limit = 1e-10 if dtype == "float64" else 1e-5
    expected = None
    for compute in (theirs, tf.function(theirs, jit_compile=True)):
        try:
            expected = compute(tf.constant(ours.x))
            break
        except (tf.errors.OpError, ValueError):
            continue
    if expected is None:
        assert distance({"a": ours.m.a}, {"a": np.asarray(made(ours.x))}) < limit
        return False
    a, gradients = expected
    found = {"a": np.asarray(a), "dx": np.asarray(gradients[0])}
    found |= {f"d{i}": np.asarray(g) for i, g in enumerate(gradients[1:])}
    named = ours.named()
    assert set(named) == set(found)
    for name, value in found.items():
        assert named[name].shape == value.shape
        assert distance({name: named[name]}, {name: value}) < limit, name
    return True


def beside_differences(layer: Layer, shape: Shape, x: Any = None) -> None:
    """Compare the gradients with central differences along random directions, in double precision."""
    ours = Computed(layer, shape, x=x)
    rng = np.random.default_rng(7)
    arrays, gradients = [ours.x, *ours.weights], [ours.m.dx[0], *ours.gradients]
    for number in range(len(arrays)):
        direction = [np.zeros_like(array) for array in arrays]
        direction[number] = rng.normal(size=arrays[number].shape)
        expected = float(np.sum(gradients[number] * direction[number]))
        assert abs(ours.slope(direction) - expected) <= 1e-7 * max(1.0, abs(expected))
