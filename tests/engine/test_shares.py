"""Batches in shares: the layers' own step, whoever computes which part of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.design.edits import add, connect
from nnviz.design.graph import Design
from nnviz.engine import shares
from nnviz.engine.network import Network
from nnviz.engine.run import Diverged, Run
from nnviz.layers.base import LAYERS, Layer, Pass
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.flatten import Flatten
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
from nnviz.layers.input import Input
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.regularizers import L2
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template
from tests.layers.parts import accepted, variants

SAMPLES = 23


@pytest.fixture(autouse=True)
def small_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take shares for networks of any size, with a last one that is smaller than the others."""
    monkeypatch.setattr(shares, "LEAST", 0)
    monkeypatch.setattr(shares, "MOST", 3)


def pictures(*layers: Layer) -> Design:
    return chain(Input((6, 6, 2)), *layers, Flatten(), Dense(3, "softmax"))


PLAIN = (Conv2D(4, activation="relu", kernel_regularizer=L2(0.01)), MaxPooling2D())


def run_of(design: Design, path: str | None = None, dtype: str = "float64", **setup: object) -> Run:
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(SAMPLES, 6, 6, 2)).astype("f4"), rng.integers(0, 3, SAMPLES)
    data = Dataset(x, y, x[:2], y[:2], "classes", NOT_SCALED, ("a", "b", "c"))
    made = Setup(**{"loss": SparseCategoricalCrossentropy(), "optimizer": SGD(0.1), "batch_size": 7, **setup})
    return Run(Document("pictures", design, made), data, dtype, path)


@pytest.mark.parametrize(
    "setup",
    [
        {},
        {"class_weight": (1.0, 2.5, 0.5)},
        {"optimizer": Adam(0.01, global_clipnorm=0.1)},
        {"optimizer": SGD(0.1, momentum=0.9, schedule=ReduceLROnPlateau(0.5, 1))},
    ],
    ids=["plain", "class weights", "clipped", "schedule with memory"],
)
def test_steps_in_shares_are_the_layers_steps(setup):
    """Over more than an epoch, whose last batch is smaller; float64, so that only the order of sums differs."""
    run, reference = run_of(pictures(*PLAIN), **setup), run_of(pictures(*PLAIN), "reference", **setup)
    assert (run.path, reference.path) == ("shares", "reference")
    (state, losses), (expected, expected_losses) = (one.advance(one.start(), 9) for one in (run, reference))
    np.testing.assert_allclose(state.theta, expected.theta, rtol=0, atol=1e-13)
    np.testing.assert_allclose(losses, expected_losses, rtol=1e-13)
    assert not np.array_equal(state.theta, run.start().theta)


def test_two_outputs():
    design = chain(Input((6, 6, 2)), ("filters", Conv2D(3)), ("first", GlobalAveragePooling2D()))
    design, second = add(design, GlobalAveragePooling2D(), (0.0, 0.0))
    design = connect(design, "filters", second)
    assert len(Network(design).outputs) == 2
    runs = [
        run_of(design, path, loss=SparseCategoricalCrossentropy(from_logits=True))
        for path in (None, "reference")
    ]
    assert [run.path for run in runs] == ["shares", "reference"]
    (one, losses), (other, expected) = (run.advance(run.start(), 3) for run in runs)
    np.testing.assert_allclose(one.theta, other.theta, rtol=0, atol=1e-14)
    np.testing.assert_allclose(losses, expected, rtol=1e-14)


def test_the_same_bits_with_any_number_of_threads(monkeypatch: pytest.MonkeyPatch):
    run = run_of(pictures(*PLAIN), dtype="float32")
    whole = run.advance(run.start(), 6)
    state, losses = run.start(), []
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    for _ in range(6):
        state, loss = run.advance(state)
        losses += loss
    assert (state, losses) == whole
    trace = run.trace(run.start())
    assert trace.after == run.advance(run.start())[0]
    assert trace.loss == pytest.approx(losses[0], rel=1e-6)


@pytest.mark.parametrize(
    "layer",
    [
        BatchNormalization(),
        Dropout(0.2),
        Conv2D(2, activity_regularizer=L2(0.1)),
    ],
    ids=lambda layer: layer.kind(),
)
def test_samples_that_depend_on_others_stay_together(layer: Layer):
    assert run_of(pictures(layer)).path == "reference"


def test_small_networks_and_other_samples_are_left_alone(monkeypatch: pytest.MonkeyPatch):
    assert not shares.suits(Network(chain(Input((2,)), Dense(1))), 100)
    assert not shares.suits(Network(pictures(*PLAIN)), 1)
    monkeypatch.setattr(shares, "LEAST", 2_000_000)
    assert not shares.suits(Network(pictures(*PLAIN)), 7)
    document = template("mnist_convolution").build()
    assert shares.suits(Network(document.design), document.setup.batch_size)


def test_overflow_in_a_share_is_told_with_its_layer():
    run = run_of(pictures(*PLAIN), dtype="float32")
    start = run.start()
    theta = start.theta.copy()
    theta[:] = 3e38
    with pytest.raises(Diverged) as caught:
        run.advance(dataclasses.replace(start, theta=theta))
    assert caught.value.step == 0
    assert caught.value.layer == run.network.stages[1].name


@pytest.mark.parametrize("kind", [kind for kind, layer in LAYERS.items() if layer.ports and not layer.sealed])
def test_a_layer_that_says_so_looks_at_one_sample_at_a_time(kind: str):
    """What shares rest on. The others draw random numbers, or say that they look at the whole batch."""
    rng = np.random.default_rng(2)
    for layer in variants(LAYERS[kind]):
        if layer.random or layer.batchwise:
            continue
        for shapes in accepted(layer)[:2]:
            x = tuple(rng.integers(0, 2, (5, *shape)).astype("f8") for shape in shapes)
            weights = [rng.uniform(0.5, 1, w.shape) for w in layer.weights(*shapes)]
            whole, part = Pass(training=True), Pass(training=True)
            whole.x, part.x = x, tuple(each[2:4] for each in x)
            layer.forward(whole, weights)
            layer.forward(part, weights)
            np.testing.assert_allclose(part.a, whole.a[2:4], rtol=0, atol=1e-12)
            assert not whole.updates
