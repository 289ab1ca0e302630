"""Initializers, regularizers and constraints in a program: text that reads well and builds the same in Keras."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.engine.network import Network
from nnviz.export.keras_config import Unknown, layer_of, part_of
from nnviz.export.program import program
from nnviz.export.source import statement
from nnviz.layers.activation_layers import ELU, LeakyReLU, PReLU, ReLU, Softmax
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Layer
from nnviz.layers.constraints import CONSTRAINTS, MaxNorm, MinMaxNorm, UnitNorm
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import (
    INITIALIZERS,
    Constant,
    Given,
    GlorotUniform,
    Identity,
    Ones,
    Orthogonal,
    RandomUniform,
    VarianceScaling,
)
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1, L1L2, L2, REGULARIZERS, OrthogonalRegularizer
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.parts import Part
from nnviz.templates.base import chain
from tests.layers.parts import label, variants
from tests.oracle import keras_model

PARTS: list[Part] = [
    *(
        part
        for family in (INITIALIZERS, REGULARIZERS, CONSTRAINTS)
        for kind in family.values()
        if kind is not Given
        for part in variants(kind)
    ),
    Constant(0.25),
    Identity(0.5),
    Orthogonal(1.5),
    RandomUniform(-1.0, 2.0),
    VarianceScaling(2.0, "fan_avg", "uniform"),
    L1(0.5),
    L2(0.0),
    L1L2(0.1, 0.2),
    OrthogonalRegularizer(0.5, "columns"),
    MaxNorm(3.0, axis=(1,)),
    UnitNorm(axis=(0, 1)),
    MinMaxNorm(0.5, 2.0, 0.5),
]


def text_of(part: Part) -> str:
    return str(statement("", part, 0))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (GlorotUniform(), '"glorot_uniform"'),
        (Ones(), '"ones"'),
        (Orthogonal(), '"orthogonal"'),
        (Orthogonal(0.5), "keras.initializers.Orthogonal(gain=0.5)"),
        (Constant(), "keras.initializers.Constant(0.0)"),
        (Constant(0.5), "keras.initializers.Constant(0.5)"),
        (Given(((1.0, 2.0), (3.0, 4.0))), "keras.initializers.Constant([[1.0, 2.0], [3.0, 4.0]])"),
        (Given(((1.0, 2.0),)), "keras.initializers.Constant([1.0, 2.0])"),
        (L1(), "keras.regularizers.L1(0.01)"),
        (L2(0.001), "keras.regularizers.L2(0.001)"),
        (L1L2(), "keras.regularizers.L1L2(l1=0.0, l2=0.0)"),
        (OrthogonalRegularizer(), "keras.regularizers.OrthogonalRegularizer(factor=0.01)"),
        (CONSTRAINTS["NonNeg"](), "keras.constraints.NonNeg()"),
        (MaxNorm(), "keras.constraints.MaxNorm(max_value=2.0)"),
        (MaxNorm(1.0, axis=(1,)), "keras.constraints.MaxNorm(max_value=1.0, axis=1)"),
        (UnitNorm(axis=(0, 1, 2)), "keras.constraints.UnitNorm(axis=(0, 1, 2))"),
        (MinMaxNorm(rate=0.5), "keras.constraints.MinMaxNorm(min_value=0.0, max_value=1.0, rate=0.5)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_text(part: Part, text: str) -> None:
    assert text_of(part) == text


@pytest.mark.parametrize("part", PARTS, ids=label)
def test_the_text_makes_the_same_in_keras(part: Part, keras: Any) -> None:
    family = next(f for f in ("initializers", "regularizers", "constraints") if part.kind() in _kinds(f))
    made = eval(text_of(part), {"keras": keras})  # noqa: S307 - our own text, that is the test
    made = getattr(keras, family).get(made)
    assert type(made).__name__ == part.kind()
    for name, value in part.values().items():
        found = getattr(made, name)
        if name == "axis":
            found = tuple(found) if isinstance(found, tuple | list) else (found,)
        assert found == value if isinstance(value, str | tuple) else float(found) == pytest.approx(value), (
            name
        )


def _kinds(family: str) -> Any:
    return {"initializers": INITIALIZERS, "regularizers": REGULARIZERS, "constraints": CONSTRAINTS}[family]


DESIGN = chain(
    Input((3,)),
    Dense(
        4,
        "gelu",
        kernel_initializer=Given(((1.0, 2.0, 3.0, 4.0), (0.5, 0.0, -1.0, 2.5), (0.0, 0.0, 1.0, 0.0))),
        bias_initializer=Given(((0.25, 0.5, 0.75, -1.0),)),
        kernel_regularizer=L2(0.02),
        activity_regularizer=L1(0.5),
        kernel_constraint=MaxNorm(3.0),
        bias_constraint=UnitNorm(),
    ),
    PReLU(Constant(0.1), L1L2(0.1, 0.2), MinMaxNorm(), (1,)),
    Dense(4, "hard_silu", bias_initializer=Constant(0.5), trainable=False),
    ReLU(6.0, 0.1, 0.5),
    LeakyReLU(0.2),
    ELU(0.5),
    Dense(1, kernel_initializer=Given(((1.0, -1.0, 2.0, -2.0),)), kernel_regularizer=OrthogonalRegularizer()),
    Softmax(),
)


def built(layers: Any, keras: Any) -> Any:
    """Return the model that the exported text of a design builds."""
    document = Document("parts", layers, Setup(Samples(), MeanSquaredError()))
    tree = ast.parse(program(document).text)
    (function,) = (n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "build_model")
    space: dict[str, Any] = {"keras": keras, "layers": keras.layers}
    exec(compile(ast.Module([function], []), "program", "exec"), space)  # noqa: S102 - our own text
    return space["build_model"]()


def fitting() -> Any:
    """Return the design without what only fits more units than one."""
    nodes = [node.layer for node in DESIGN.nodes]
    nodes[-2] = Dense(2, kernel_initializer=Given(tuple((1.0, -float(i)) for i in range(4))))
    return chain(*nodes)


def test_the_program_builds_the_same_layers(keras: Any, assert_clean: Callable[..., None]) -> None:
    design = fitting()
    text = program(Document("parts", design, Setup(Samples(), MeanSquaredError()))).text
    assert_clean(text)
    model, expected = built(design, keras), keras_model(design)
    ours = [layer.get_config() for layer in model.layers]
    theirs = [layer.get_config() for layer in expected.layers[1:]]
    for found, other in zip(ours, theirs, strict=True):
        assert _without_builds(found) == _without_builds(other)
    network = Network(design)
    start = network.weights(network.initial(0, {}, "float32"))
    fixed = [v for v in model.weights if "dense_1/kernel" not in v.path]  # that one is drawn
    assert len(fixed) == 6
    for variable in fixed:
        path = variable.path.removeprefix("parts/")
        np.testing.assert_array_equal(np.asarray(variable.value), start[path], path)
    # What is given survives saving and loading.
    copy = keras.Sequential.from_config(model.get_config())
    np.testing.assert_array_equal(copy.get_weights()[0], model.get_weights()[0])


def _without_builds(config: Any) -> Any:
    """Return a configuration without what tells nothing: seeds, types, and arrays as lists."""
    if isinstance(config, dict):
        if config.get("class_name") == "__numpy__":
            return config["config"]["value"]
        return {k: _without_builds(v) for k, v in config.items() if k not in ("dtype", "seed")}
    return list(config) if isinstance(config, tuple) else config


def test_given_values_of_a_column_become_one(keras: Any) -> None:
    model = built(chain(Input((4,)), Dense(1, kernel_initializer=Given(((1.0, -1.0, 2.0, -2.0),)))), keras)
    assert np.asarray(model.weights[0].value).tolist() == [[1.0], [-1.0], [2.0], [-2.0]]


@pytest.mark.parametrize("layer", [Dense(2, name) for name in ACTIVATIONS], ids=label)
def test_every_activation_is_known_to_keras_by_its_name(layer: Layer, keras: Any) -> None:
    model = built(chain(Input((3,)), layer), keras)
    assert model.layers[0].get_config()["activation"] == layer.activation_name
    assert model(np.ones((2, 3), "float32")).shape == (2, 2)


def test_what_the_program_builds_is_read_back(keras: Any) -> None:
    design = fitting()
    model = built(design, keras)
    read = [layer_of(type(layer).__name__, layer.get_config(), {}, layer.trainable) for layer in model.layers]
    assert read == [node.layer for node in design.nodes[1:]]
    arrays = keras.initializers.Constant(np.arange(6.0).reshape(1, 2, 3))
    assert part_of("initializers", keras.saving.serialize_keras_object(arrays)) == Given(
        ((0.0, 1.0, 2.0), (3.0, 4.0, 5.0))
    )
    with pytest.raises(Unknown, match="Constant has the value"):
        part_of("initializers", {"class_name": "Constant", "config": {"value": "x"}})
