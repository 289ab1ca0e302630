"""Keras as the oracle: the same design as a Keras model, stepped with Keras' own gradients and optimizers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design.graph import Design
from nnviz.layers.base import KerasCall
from nnviz.layers.initializers import Given
from nnviz.losses.base import Loss
from nnviz.optimizers.base import Optimizer
from nnviz.parts import FAMILIES, Part

Array = npt.NDArray[Any]


def keras_value(value: Any) -> Any:
    """Return a field's value as Keras takes it: initializers, regularizers and the like become Keras objects."""
    import keras

    if isinstance(value, Given):
        return keras.initializers.Constant(
            np.squeeze(value.rows, 0) if len(value.rows) == 1 else np.array(value.rows)
        )
    if isinstance(value, Part):
        family = next(name for name, known in FAMILIES.items() if isinstance(value, known.base))
        return getattr(getattr(keras, family), value.kind())(**value.changed())
    return value


def keras_model(design: Design, dtype: str = "float32") -> Any:
    """Return the functional Keras model of a design."""
    import keras

    tensors: dict[str, Any] = {}
    inputs = []
    for name in design.order:
        call = design.node(name).layer.keras()
        if call.name == "keras.Input":
            tensors[name] = keras.Input(*call.args, name=name, dtype=dtype)
            inputs.append(tensors[name])
            continue
        layer_class = getattr(keras.layers, call.name.removeprefix("layers."))
        kwargs = {key: keras_value(value) for key, value in call.kwargs.items()}
        layer = layer_class(*call.args, **kwargs, name=name, dtype=dtype)
        sources = [tensors[s] for s in design.sources(name)]
        tensors[name] = layer(sources[0] if len(sources) == 1 else sources)
    outputs = [tensors[name] for name in design.order if name in design.outputs]
    return keras.Model(*(found if len(found) > 1 else found[0] for found in (inputs, outputs)))


def set_weights(model: Any, weights: dict[str, Array]) -> None:
    for variable in model.weights:
        variable.assign(np.asarray(weights[variable.path]).astype(variable.dtype))
    for layer in model.layers:
        if hasattr(layer, "finalize_state"):  # it works with copies of its variables
            layer.finalize_state()


def give_masks(model: Any, kept: dict[str, dict[str, Array]]) -> None:
    """Let Keras' layers use these masks and this noise (``LayerTrace.kept``) instead of drawing their own."""
    import keras

    random = keras.layers.Dropout, keras.layers.GaussianNoise, keras.layers.GaussianDropout
    for layer in model.layers:
        if isinstance(layer, random):
            layer.call = _given(kept[layer.name])


def _given(kept: dict[str, Array]) -> Any:
    factor, added = kept.get("mask", 1), kept.get("noise", 0)

    def call(inputs: Any, training: bool = False) -> Any:
        return inputs * factor + added if training else inputs

    return call


def keras_loss(loss: Loss, dtype: str = "float32") -> Any:
    import keras

    if loss.function:  # what a program gets with it; Keras wraps it as ``compile`` does
        space: dict[str, Any] = {"keras": keras}
        exec(loss.function, space)  # noqa: S102 - our own text
        return keras.src.losses.losses.LossFunctionWrapper(space[loss.keras_name], dtype=dtype)
    return getattr(keras.losses, loss.kind())(**loss.changed(), dtype=dtype)


def keras_made(call: KerasCall) -> Any:
    """Return what a call makes that names something of Keras: ``keras.optimizers.schedules.CosineDecay(…)``."""
    import keras

    made: Any = keras
    for name in call.name.split(".")[1:]:
        made = getattr(made, name)
    return made(*call.args, **call.kwargs)


def keras_optimizer(optimizer: Optimizer) -> Any:
    import keras

    values = {name: value for name, value in optimizer.values().items() if name != "schedule"}
    schedule = optimizer.schedule.keras(optimizer.learning_rate)
    if schedule is not None:
        values["learning_rate"] = keras_made(schedule)
    return getattr(keras.optimizers, optimizer.kind())(**values)


def keras_steps(
    model: Any, loss: Any, optimizer: Any, x: Array, y: Array, steps: int
) -> Iterator[tuple[float, Array, dict[str, Array], dict[str, Array]]]:
    """Yield (loss, output, gradients, next weights) of each step on one batch."""
    import tensorflow as tf

    variables = model.trainable_variables
    for _ in range(steps):
        with tf.GradientTape() as tape:
            output = model(x, training=True)
            value = loss(y, output) + sum(model.losses)
        gradients = tape.gradient(value, variables)
        optimizer.apply(gradients, variables)
        yield (
            float(value),
            np.asarray(output),
            {v.path: np.asarray(tf.convert_to_tensor(g)) for v, g in zip(variables, gradients, strict=True)},
            {v.path: np.asarray(v.value) for v in variables},
        )


def distance(found: dict[str, Array], expected: dict[str, Array]) -> float:
    """Return the largest difference, relative to the largest expected value in the whole network (or 0.01).

    Relative to each value alone there is no such bound in float32: the gradient of a bias is a sum over samples
    that may cancel to almost nothing while each term carries its own rounding; and where all gradients are small
    they come from differences of outputs near 1, which are rounded to 6e-8 in any program.
    """
    scale = max(0.01, *(float(np.max(np.abs(value))) for value in expected.values()))
    return max(float(np.max(np.abs(found[path] - value))) for path, value in expected.items()) / scale
