"""Every layer, loss, optimizer and initializer beside its namesake in Keras."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from nnviz.design.graph import Design, Edge, Node
from nnviz.design.shapes import infer
from nnviz.engine.network import Slot
from nnviz.engine.sealed import behind, sealed_layer
from nnviz.layers.base import LAYERS, Layer, Pass, Shape
from nnviz.layers.constraints import CONSTRAINTS, MaxNorm, MinMaxNorm, UnitNorm
from nnviz.layers.initializers import (
    INITIALIZERS,
    Constant,
    Identity,
    Ones,
    Orthogonal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
)
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1, L1L2, L2, REGULARIZERS, OrthogonalRegularizer
from nnviz.losses.base import LOSSES
from nnviz.optimizers.base import OPTIMIZERS
from nnviz.parts import FAMILIES, Part
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
            assert distance({"": found}, {"": np.asarray(tf.convert_to_tensor(other))}) < limit
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


FIXED = ("Zeros", "Ones", "Constant", "Identity", "Given")
"""Initializers that draw no random numbers."""

STARTS = [
    *(part for kind in INITIALIZERS.values() if kind.kind() not in FIXED for part in variants(kind)),
    VarianceScaling(3.0, "fan_avg", "uniform"),
    TruncatedNormal(1.0, 0.5),
    RandomUniform(-1.0, 2.0),
    Orthogonal(2.0),
]


@pytest.mark.parametrize("shape", [(60, 50), (3, 3, 20, 30), (4000,)], ids=str)
@pytest.mark.parametrize("made", STARTS, ids=label)
def test_initializer(made, shape, keras):
    """The same distribution: mean, spread and extremes of large samples."""
    if made.misfit(shape):
        with pytest.raises(ValueError, match="two-dimensional"):
            getattr(keras.initializers, made.kind())()(shape)
        return
    theirs = getattr(keras.initializers, made.kind())
    ours = np.concatenate([made.sample(shape, np.random.default_rng(s)).ravel() for s in range(5)])
    theirs = np.concatenate(
        [np.asarray(theirs(**made.changed(), seed=s)(shape)).ravel() for s in range(5)]
    ).astype("float64")
    spread = float(theirs.std())
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.05 * spread)
    assert ours.std() == pytest.approx(spread, rel=0.03)
    for level in (0.01, 0.1, 0.25, 0.75, 0.9, 0.99):
        assert np.quantile(ours, level) == pytest.approx(np.quantile(theirs, level), abs=0.08 * spread)
    endless = made.kind() in ("RandomNormal", "Orthogonal") or "untruncated_normal" in made.values().values()
    if not endless:
        assert np.abs(ours).max() == pytest.approx(float(np.abs(theirs).max()), rel=0.02)


@pytest.mark.parametrize("shape", [(5, 5), (3, 5), (5, 3), (4,), (2, 3, 2, 4)], ids=str)
@pytest.mark.parametrize("made", [Zeros(), Ones(), Constant(-1.5), Identity(), Identity(0.5)], ids=label)
def test_initializer_without_chance(made, shape, keras):
    theirs = getattr(keras.initializers, made.kind())(**made.changed())
    if made.misfit(shape):
        with pytest.raises(ValueError, match="2D"):
            theirs(shape)
        return
    np.testing.assert_array_equal(made.sample(shape, np.random.default_rng(0)), np.asarray(theirs(shape)))


@pytest.mark.parametrize("family", ["regularizers", "constraints"])
def test_every_part_of_a_family_is_there(family, keras):
    base = {"regularizers": keras.regularizers.Regularizer, "constraints": keras.constraints.Constraint}[
        family
    ]
    known = vars(getattr(keras, family)).values()
    theirs = {v.__name__ for v in known if isinstance(v, type) and issubclass(v, base) and v is not base}
    assert theirs == set(FAMILIES[family])


def test_every_initializer_is_there(keras):
    base = keras.initializers.Initializer
    known = vars(keras.initializers).values()
    theirs = {v.__name__ for v in known if isinstance(v, type) and issubclass(v, base)}
    assert theirs - {"Initializer", "RandomInitializer", "STFT"} == set(INITIALIZERS) - {"Given"}


def _in_keras(part: Part, keras: Any, family: str) -> Any:
    return getattr(getattr(keras, family), part.kind())(**part.changed())


@pytest.mark.parametrize(
    "made",
    [
        *(part for kind in REGULARIZERS.values() for part in variants(kind)),
        L1(0.5),
        L2(0.25),
        L1L2(0.1, 0.2),
        OrthogonalRegularizer(0.5, "columns"),
    ],
    ids=label,
)
@pytest.mark.parametrize("shape", [(4, 3), (5,), (2, 3, 2)], ids=str)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-7), ("float32", 1e-5)])
def test_regularizer(made, shape, dtype, tolerance, keras):
    """Value and gradient. Keras keeps some of the factors in float32, also in double precision."""
    import tensorflow as tf

    if made.misfit(shape):
        pytest.skip("for a matrix")
    values = np.random.default_rng(3).normal(size=shape).astype(dtype)
    values.flat[0] = 0
    tensor = tf.constant(values)
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        theirs = _in_keras(made, keras, "regularizers")
        if made.kind() == "OrthogonalRegularizer":
            theirs.factor = theirs.get_config()["factor"]  # a float32 number that no double takes
        penalty = theirs(tensor)
    assert made.penalty(values) == pytest.approx(float(penalty), rel=tolerance, abs=1e-12)
    gradient = made.gradient(values)
    assert gradient.dtype == dtype
    expected = tape.gradient(penalty, tensor)
    expected = np.zeros(shape) if expected is None else np.asarray(expected)
    assert distance({"": gradient}, {"": expected}) < tolerance


@pytest.mark.parametrize(
    "made",
    [
        *(part for kind in CONSTRAINTS.values() for part in variants(kind)),
        MaxNorm(0.5),
        MaxNorm(0.5, axis=(1,)),
        MinMaxNorm(1.5, 2.0, 0.25),
        MinMaxNorm(0.5, 1.0, axis=(0, 1)),
        UnitNorm(axis=(0, 1, 2)),
    ],
    ids=label,
)
@pytest.mark.parametrize("shape", [(4, 3), (5,), (2, 3, 2, 4)], ids=str)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-6)])
def test_constraint(made, shape, dtype, tolerance, keras):
    if made.misfit(shape):
        pytest.skip("has not these axes")
    values = np.random.default_rng(4).normal(size=shape).astype(dtype)
    values[..., 0] = 0
    found = made.apply(values)
    assert found.dtype == dtype
    expected = np.asarray(_in_keras(made, keras, "constraints")(values))
    assert distance({"": found}, {"": expected}) < tolerance


@pytest.mark.parametrize(
    ("family", "kind"), [(f, k) for f in ("regularizers", "constraints") for k in FAMILIES[f]]
)
def test_defaults_of_a_regularizer_or_constraint(family, kind, keras):
    config = getattr(getattr(keras, family), kind)().get_config()
    for name, value in FAMILIES[family][kind].defaults().items():
        found = (config[name],) if name == "axis" else config[name]
        assert found == pytest.approx(value), name


@pytest.mark.parametrize("kind", sorted(set(INITIALIZERS) - {"Zeros", "Ones", "Identity", "Given"}))
def test_defaults_of_an_initializer(kind, keras):
    """Identity is not here, because Keras leaves its gain out of the configuration."""
    config = getattr(keras.initializers, kind)().get_config()
    for name, value in INITIALIZERS[kind].defaults().items():
        assert config[name] == value, name


@pytest.mark.parametrize("name", templates())
def test_template_has_as_many_parameters_in_keras(name):
    document = template(name).build()
    base = sealed_layer(document.design)
    # What lies behind a pretrained base; the base itself is compared in tests/export/test_features.py.
    design = (document if base is None else behind(document, base)).design
    model = keras_model(design)
    shapes = infer(design)
    assert model.count_params() == shapes.total_parameters
    for layer in model.layers:
        assert layer.count_params() == shapes.parameters(layer.name)
        assert tuple(layer.output.shape) == (None, *shapes.outputs[layer.name])
