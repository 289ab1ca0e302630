"""Every layer, loss, optimizer and initializer beside its namesake in Keras."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from nnviz.design.graph import Design, Edge, Node
from nnviz.design.shapes import infer
from nnviz.engine.network import Slot
from nnviz.layers.base import LAYERS, Layer, Pass, Shape
from nnviz.layers.initializers import INITIALIZERS, Zeros
from nnviz.layers.input import Input
from nnviz.losses.base import LOSSES
from nnviz.optimizers.base import OPTIMIZERS
from nnviz.templates.base import template, templates
from tests.layers.parts import accepted, label, variants
from tests.losses.cases import loss_case, smoothed
from tests.optimizers.changed import changed_optimizers
from tests.oracle import distance, keras_loss, keras_model, keras_optimizer, keras_value, set_weights

BATCH = 4
SINGLE = ("UpSampling2D(interpolation=bilinear)",)
"""Layers that TensorFlow computes in single precision whatever it is given."""
INNER = [
    (layer, shapes)
    for kind in LAYERS.values()
    if kind.ports and not kind.sealed
    for layer in variants(kind)
    for shapes in accepted(layer)
]


def _name(case: tuple[Layer, tuple[Shape, ...]]) -> str:
    return f"{label(case[0])}-{'-'.join('x'.join(map(str, shape)) for shape in case[1])}"


@pytest.fixture(scope="module", autouse=True)
def keras() -> Any:
    pytest.importorskip("tensorflow")
    return pytest.importorskip("keras")


@pytest.mark.parametrize("case", INNER, ids=_name)
def test_layer(case: tuple[Layer, tuple[Shape, ...]]):
    """Output, gradients of weights and of the inputs, parameter count, names of the weights; in double precision.

    Layers that draw random numbers are compared as they are in use, without them.
    """
    import tensorflow as tf

    layer, shapes = case
    names = [f"input_{i}" for i in range(len(shapes))]
    nodes = [
        *(Node(name, Input(shape)) for name, shape in zip(names, shapes, strict=True)),
        Node("layer", layer),
    ]
    design = Design(tuple(nodes), tuple(Edge(name, "layer", i) for i, name in enumerate(names)))
    rng = np.random.default_rng(0)
    declared = layer.weights(*shapes)
    weights = {
        f"layer/{w.name}": rng.normal(size=w.shape) if w.trainable else rng.uniform(0.5, 2, w.shape)
        for w in declared
    }
    if layer.takes_indices:
        x = [rng.integers(0, 2, (BATCH, *shape)).astype("float64") for shape in shapes]
    else:
        x = [rng.normal(size=(BATCH, *shape)) for shape in shapes]
    model = keras_model(design, "float64")
    learned = [w.trainable and layer.learns for w in declared]
    assert {v.path for v in model.weights} == set(weights)
    # Keras lists what is trained first.
    assert [v.path for v in model.trainable_weights] == [
        f"layer/{w.name}" for w in declared if w.trainable and layer.learns
    ]
    assert model.count_params() == infer(design).total_parameters
    assert model.output_shape == (None, *layer.output_shape(*shapes))
    set_weights(model, weights)
    training = not (layer.random or layer.identity_in_watch)
    m, gradients = Pass(training), [np.zeros(w.shape) for w in declared]
    m.x, m.da = tuple(x), rng.normal(size=(BATCH, *layer.output_shape(*shapes)))
    layer.forward(m, list(weights.values()))
    layer.backward(m, list(weights.values()), gradients, from_z=False, need_dx=True)
    with tf.GradientTape() as tape:
        inputs = [tf.constant(array) for array in x]
        for tensor in inputs:
            tape.watch(tensor)
        output = model(inputs if len(inputs) > 1 else inputs[0], training=training)
        objective = tf.reduce_sum(output * m.da)
    expected = tape.gradient(objective, [*inputs, *model.trainable_weights])
    # TensorFlow keeps the slope of LeakyReLU in float32, and some layers compute in it.
    limit = 1e-6 if label(layer) in SINGLE else 1e-7 if layer.kind() == "LeakyReLU" else 1e-10
    assert distance({"a": m.a}, {"a": np.asarray(output)}) < limit
    trained = [g for g, learns in zip(gradients, learned, strict=True) if learns]
    for found, other in zip([*m.dx, *trained], expected, strict=True):
        if not (layer.takes_indices and other is None):
            assert distance({"": found}, {"": np.asarray(other)}) < limit
    for name, value in m.updates.items():  # moving averages, which Keras has changed in place by now
        (variable,) = [v for v in model.weights if v.path == f"layer/{name}"]
        assert distance({"": value}, {"": np.asarray(variable.value)}) < 1e-10


@pytest.mark.parametrize(
    "loss", [part for kind in LOSSES.values() for part in [*variants(kind), *smoothed(kind)]], ids=label
)
@pytest.mark.parametrize("inside", [True, False], ids=["probabilities", "clipped"])
def test_loss(loss, inside):
    """Value and gradient for outputs without an activation that Keras could look through."""
    import tensorflow as tf

    rng = np.random.default_rng(1)
    y, a = loss_case(loss, rng, inside)
    with tf.GradientTape() as tape:
        output = tf.constant(a)
        tape.watch(output)
        value = keras_loss(loss, "float64")(y, output)
    # Keras' limits of the clipping are float32 numbers.
    assert loss.per_sample(y, a).mean() == pytest.approx(float(value), rel=1e-6, nan_ok=True)
    np.testing.assert_allclose(
        loss.gradient(y, a), np.asarray(tape.gradient(value, output)), rtol=1e-6, atol=1e-9
    )


@pytest.mark.parametrize(
    "optimizer",
    [
        *(part.replace(learning_rate=0.1) for part in changed_optimizers()),
        *(k() for k in OPTIMIZERS.values()),
    ],
    ids=label,
)
def test_optimizer(optimizer, keras):
    """Fifty steps with gradients of very different sizes, of two weights; and all that is remembered."""
    rng = np.random.default_rng(2)
    theta = rng.normal(size=40).astype("float32")
    slots = optimizer.initial_slots(40, "float32")
    places = [Slot("a/kernel", (5, 5), 0, Zeros()), Slot("b/bias", (15,), 25, Zeros())]
    variables = [keras.Variable(place.view(theta)) for place in places]
    other = keras_optimizer(optimizer)
    pieces = [slice(place.start, place.stop) for place in places]
    for step in range(50):
        gradient = (rng.normal(size=40) * 10.0 ** rng.integers(-4, 3, 40)).astype("float32")
        optimizer.apply(theta, gradient, slots, step, optimizer.learning_rate, pieces)
        other.apply([keras.ops.convert_to_tensor(place.view(gradient)) for place in places], variables)
        for place, variable in zip(places, variables, strict=True):
            assert distance({"": place.view(theta)}, {"": np.asarray(variable.value)}) < 1e-6
    remembered = optimizer.keras_variables(places, slots, 50)
    assert len(other.variables) == len(remembered)
    for (name, value), variable in zip(remembered.items(), other.variables, strict=True):
        expected = np.asarray(variable.value)
        assert value.shape == expected.shape, name
        np.testing.assert_allclose(value, expected, rtol=1e-5, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_defaults_of_an_optimizer(kind, keras):
    config = getattr(keras.optimizers, kind)().get_config()
    for name, value in OPTIMIZERS[kind].defaults().items():
        if name == "schedule":  # in Keras it takes the place of the learning rate
            continue
        assert config[name] == pytest.approx(value), name


@pytest.mark.parametrize("kind", [kind for kind in LOSSES if not LOSSES[kind].function])
def test_defaults_of_a_loss(kind, keras):
    made = getattr(keras.losses, kind)
    assert made().get_config()["reduction"] == "sum_over_batch_size"
    for name, value in LOSSES[kind].defaults().items():
        assert inspect.signature(made).parameters[name].default == value, name
    assert keras.losses.get(LOSSES[kind].keras_name)


@pytest.mark.parametrize("kind", [kind for kind in LAYERS if kind != "Input" and not LAYERS[kind].sealed])
def test_defaults_of_a_layer(kind, keras):
    """What a call leaves out must be what Keras takes then."""
    layer = LAYERS[kind]()
    call = layer.keras()
    made = getattr(keras.layers, kind)(*call.args, **{k: keras_value(v) for k, v in call.kwargs.items()})
    config = LAYERS[kind].fields_of_keras(made.get_config())
    for name, value in layer.values().items():
        assert _plain(config.get(name)) == _plain(value), (
            name
        )  # without one, activity_regularizer is not in it


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value["class_name"]
    return value.kind() if hasattr(value, "kind") else value


@pytest.mark.parametrize("shape", [(60, 50), (3, 3, 20, 30), (4000,)], ids=str)
@pytest.mark.parametrize("kind", INITIALIZERS)
def test_initializer(kind, shape, keras):
    """The same distribution: mean, spread and extremes of large samples."""
    ours = np.concatenate(
        [INITIALIZERS[kind]().sample(shape, np.random.default_rng(s)).ravel() for s in range(5)]
    )
    theirs = np.concatenate(
        [np.asarray(_seeded(getattr(keras.initializers, kind), s)(shape)).ravel() for s in range(5)]
    )
    theirs = theirs.astype("float64")
    spread = float(theirs.std())
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.05 * spread)
    assert ours.std() == pytest.approx(spread, rel=0.03)
    for level in (0.01, 0.1, 0.25, 0.75, 0.9, 0.99):
        assert np.quantile(ours, level) == pytest.approx(np.quantile(theirs, level), abs=0.08 * spread)
    if kind not in ("RandomNormal", "Zeros", "Ones"):
        assert np.abs(ours).max() == pytest.approx(float(np.abs(theirs).max()), rel=0.02)


def _seeded(made: Any, seed: int) -> Any:
    return made(seed=seed) if made.__name__ not in ("Zeros", "Ones") else made()


@pytest.mark.parametrize("kind", [kind for kind in INITIALIZERS if kind not in ("Zeros", "Ones")])
def test_defaults_of_an_initializer(kind, keras):
    config = getattr(keras.initializers, kind)().get_config()
    for name, value in INITIALIZERS[kind].defaults().items():
        assert config[name] == value, name


@pytest.mark.parametrize("name", templates())
def test_template_has_as_many_parameters_in_keras(name):
    design = template(name).build().design
    model = keras_model(design)
    shapes = infer(design)
    assert model.count_params() == shapes.total_parameters
    for layer in model.layers:
        assert layer.count_params() == shapes.parameters(layer.name)
        assert tuple(layer.output.shape) == (None, *shapes.outputs[layer.name])
