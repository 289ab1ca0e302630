"""The central difference beside the gradient of backpropagation."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.engine.numerical import CheckError, check, place, value_path
from nnviz.engine.run import Run, Trace
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L2
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.templates.base import chain, template, templates

SMALL = ("first-backward-pass", "circle", "linear-regression", "digits", "xor")


def traced(name: str, step: int = 0) -> tuple[Run, Trace]:
    document = template(name).build()
    run = Run(document, document.setup.data.load())
    return run, run.trace(run.advance(run.start(), step)[0])


@pytest.mark.parametrize("name", SMALL)
def test_every_kind_of_weight_agrees(name: str) -> None:
    run, trace = traced(name, 3)
    rng = np.random.default_rng(0)
    for path, slot in trace.network.slots.items():
        index = tuple(int(rng.integers(n)) for n in slot.shape)
        found = check(run.document, run.dataset, trace, path, index)
        assert found.agrees, found
        assert found.backprop == trace.gradient_of(path)[index]
        assert abs(found.exact - found.numeric) < 1e-7


EVERY_KIND = (*SMALL, "five-layers", "digits_convolution", "digits_lstm", "residual", "batch-normalization")


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_value_of_a_sample_agrees(name: str) -> None:
    """δ of sums, ∂L/∂a of what has no sum, and ∂L/∂x of the input, in every layer."""
    run, trace = traced(name, 2)
    rng = np.random.default_rng(0)
    for stage in trace.network.stages:
        layer = trace.layers[stage.name]
        signals = layer.dz if stage.layer.activation_name else layer.da
        assert signals is not None
        # The largest of one sample: many others are 0 behind relu and pooling.
        row = int(rng.integers(len(signals)))
        place = np.unravel_index(int(np.argmax(np.abs(signals[row]))), signals.shape[1:])
        index = (row, *map(int, place))
        found = check(run.document, run.dataset, trace, value_path(stage), index)
        assert found.agrees, found
        assert found.backprop == signals[index]


def test_signals_by_hand() -> None:
    """∂L/∂ŷ of the worked example is −4, δ of the hidden layer (−8, 4) and ∂L/∂x = W1·δ."""
    run, trace = traced("first-backward-pass")
    first, hidden, output = trace.network.stages
    kernel = trace.weight(f"{hidden.name}/kernel")
    wanted = {
        (f"{output.name}/z", (0, 0)): -4.0,
        (f"{hidden.name}/z", (0, 0)): -8.0,
        (f"{hidden.name}/z", (0, 1)): 4.0,
        (f"{first.name}/x", (0, 0)): float(kernel[0] @ [-8.0, 4.0]),
        (f"{first.name}/x", (0, 1)): float(kernel[1] @ [-8.0, 4.0]),
    }
    for (path, index), number in wanted.items():
        found = check(run.document, run.dataset, trace, path, index)
        assert found.numeric == pytest.approx(number, abs=1e-7)
        assert found.backprop == number


def test_a_wrong_signal_is_found() -> None:
    run, trace = traced("circle")
    hidden = trace.network.stages[1].name
    layer = trace.layers[hidden]
    assert layer.dz is not None
    layers = {**trace.layers, hidden: dataclasses.replace(layer, dz=layer.dz * 1.0001)}
    row, unit = np.unravel_index(int(np.argmax(np.abs(layer.dz))), layer.dz.shape)
    place = f"{hidden}/z", (int(row), int(unit))
    assert check(run.document, run.dataset, trace, *place).agrees
    wrong = dataclasses.replace(trace, layers=layers)
    assert not check(run.document, run.dataset, wrong, *place).agrees


def test_signals_under_masks_and_penalties() -> None:
    """The same dropout mask in both, class weights, and a penalty on the output of the layer itself."""
    base = template("circle").build()
    hidden = Dense(6, "tanh", activity_regularizer=L2(0.1))
    design = chain(
        Input((2,)),
        ("h", hidden),
        ("d", Dropout(0.5)),
        ("b", BatchNormalization()),
        ("o", Dense(1, "sigmoid")),
    )
    document = Document("masks", design, dataclasses.replace(base.setup, class_weight=(1.0, 3.0)))
    run = Run(document, document.setup.data.load())
    trace = run.trace(run.start())
    for path in ("h/z", "d/a", "b/a", "o/z"):
        index = (1, 0)
        assert check(document, run.dataset, trace, path, index).agrees, path


def test_by_hand() -> None:
    """∂L/∂W2 of the worked example is (−20, −4)."""
    run, trace = traced("first-backward-pass")
    name = trace.network.design.order[-1]
    found = check(run.document, run.dataset, trace, f"{name}/kernel", (0, 0))
    assert found.numeric == pytest.approx(-20, abs=1e-7)
    assert found.backprop == -20
    assert found.difference == pytest.approx(0, abs=1e-7)


def test_a_wrong_gradient_is_found() -> None:
    run, trace = traced("circle")
    gradient = trace.gradient.copy()
    gradient *= 1.0001
    wrong = dataclasses.replace(trace, gradient=gradient)
    largest = np.argmax(np.abs(trace.gradient_of("output/kernel")))
    assert not check(run.document, run.dataset, wrong, "output/kernel", (int(largest), 0)).agrees


def test_a_kink_is_told() -> None:
    """z is exactly 0, where relu has no slope."""
    data = Samples(((1.0, -1.0),), ((1.0,),))
    design = chain(Input((2,)), ("h", Dense(1, "relu", use_bias=False)), ("o", Dense(1, use_bias=False)))
    document = Document("kink", design, Setup(data, MeanSquaredError())).with_weights(
        {"h/kernel": np.ones((2, 1)), "o/kernel": np.ones((1, 1))}
    )
    run = Run(document, data.load())
    found = check(document, run.dataset, run.trace(run.start()), "h/kernel", (0, 0))
    assert found.kink
    assert not found.agrees


def test_the_step_is_not_changed_by_it() -> None:
    run, trace = traced("circle", 2)
    before = trace.gradient.tobytes(), trace.before.theta.tobytes()
    check(run.document, run.dataset, trace, "output/bias", (0,))
    assert (trace.gradient.tobytes(), trace.before.theta.tobytes()) == before
    assert run.trace(trace.before).gradient.tobytes() == trace.gradient.tobytes()


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("output/kernel", (0,)),
        ("output/kernel", (9, 0)),
        ("nothing/kernel", (0, 0)),
        ("nothing/z", (0, 0)),
        ("output/a", (0, 0)),
    ],
)
def test_weights_that_are_not_there(path: str, index: tuple[int, ...]) -> None:
    run, trace = traced("circle")
    with pytest.raises(CheckError, match="There is no weight"):
        check(run.document, run.dataset, trace, path, index)


def test_values_that_are_not_there() -> None:
    run, trace = traced("circle")
    with pytest.raises(CheckError, match="There is no value output/z"):
        check(run.document, run.dataset, trace, "output/z", (0, 9))


def test_places_are_read() -> None:
    assert place("dense/kernel[0, 2]") == ("dense/kernel", (0, 2))
    assert place("dense/bias[3]") == ("dense/bias", (3,))
    for text in ("", "dense/kernel", "dense/kernel[]", "dense/kernel[-1,0]", "a b[0]", "[0]"):
        with pytest.raises(CheckError, match="names no weight"):
            place(text)


def test_frozen_weights_have_no_gradient() -> None:
    document = template("circle").build()
    nodes = tuple(
        dataclasses.replace(n, layer=n.layer.replace(trainable=False)) if n.name == "output" else n
        for n in document.design.nodes
    )
    document = document.with_(design=dataclasses.replace(document.design, nodes=nodes))
    run = Run(document, document.setup.data.load())
    with pytest.raises(CheckError, match="is not trained"):
        check(document, run.dataset, run.trace(run.start()), "output/kernel", (0, 0))


def test_the_templates_are_there() -> None:
    assert set(SMALL) <= set(templates())
