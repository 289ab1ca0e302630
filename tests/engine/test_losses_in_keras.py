"""What the loss of a run is made of, beside a compiled Keras model: class weights, several outputs, penalties."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Edge, Node
from nnviz.engine.run import Run
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1, L2
from nnviz.losses.base import Loss
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.hinge import Hinge
from nnviz.losses.mean_squared_error import HalfSumOfSquares, MeanSquaredError
from nnviz.optimizers.sgd import SGD
from tests.oracle import distance, keras_loss, keras_model, keras_optimizer, set_weights

WEIGHTS = (0.5, 3.0, 1.25)


@pytest.fixture(scope="module", autouse=True)
def double_precision() -> Iterator[None]:
    """A compiled model adds losses and penalties up in Keras' own precision."""
    pytest.importorskip("tensorflow")
    keras = pytest.importorskip("keras")
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx(before)


def data(classes: int, outputs: int = 1) -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 3))
    y = rng.integers(0, classes, 8) if classes else rng.normal(size=(8, outputs))
    names = tuple(str(i) for i in range(classes))
    return Dataset(x, y, x, y, "regression" if not classes else "classes", NOT_SCALED, names)


def run_of(loss: Loss, units: int, dataset: Dataset, two: bool, penalty: bool = False, **setup: Any) -> Run:
    """Return the run of 3-4-units, with a second output of its own beside it if ``two``."""
    end = loss.fused or ("tanh" if isinstance(loss, Hinge) else "linear")
    hidden = Dense(
        4,
        "tanh",
        kernel_regularizer=L2(0.02) if penalty else None,
        activity_regularizer=L1(0.01) if penalty else None,
    )
    layers = {"input": Input((3,)), "hidden": hidden, "first": Dense(units, end)}
    edges = [Edge("input", "hidden"), Edge("hidden", "first")]
    if two:
        layers |= {"aside": Dense(2, "sigmoid"), "second": Dense(units, end)}
        edges += [Edge("hidden", "aside"), Edge("aside", "second")]
    design = Design(tuple(Node(name, layer) for name, layer in layers.items()), tuple(edges))
    chosen = Setup(loss=loss, optimizer=SGD(0.1), batch_size=8, shuffle=False, **setup)
    return Run(Document("test", design, chosen), dataset, np.float64)


CASES = [
    (BinaryCrossentropy(), 1, 2),
    (BinaryCrossentropy(label_smoothing=0.3), 1, 2),
    (Hinge(), 1, 2),
    (HalfSumOfSquares(), 1, 2),
    (CategoricalCrossentropy(), 3, 3),
    (CategoricalCrossentropy(label_smoothing=0.1), 3, 3),
    (MeanSquaredError(), 3, 3),
    (SparseCategoricalCrossentropy(), 3, 3),
]


@pytest.mark.parametrize("penalty", [False, True], ids=["", "penalty"])
@pytest.mark.parametrize("two", [False, True], ids=["one", "two"])
@pytest.mark.parametrize("weighted", [False, True], ids=["alike", "weighted"])
@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case[0].kind()}-{len(case[0].changed())}-{case[1]}"
)
def test_step_of_a_compiled_model(case: Any, weighted: bool, two: bool, penalty: bool) -> None:
    loss, units, classes = case
    weights = WEIGHTS[:classes] if weighted else ()
    run = run_of(loss, units, data(classes), two, penalty, class_weight=weights)
    model, state, batch = keras_model(run.document.design, "float64"), run.start(), run.batch(0)
    set_weights(model, run.network.weights(state.theta))
    outputs = 1 + two
    losses = [keras_loss(loss, "float64") for _ in range(outputs)]
    model.compile(optimizer=keras_optimizer(SGD(0.1)), loss=losses if two else losses[0])
    words: dict[str, Any] = {}
    if weighted and two:  # Keras takes class weights for one output only
        words = {"sample_weight": [loss.sample_weights(batch.y, weights)] * 2}
    elif weighted:
        words = {"class_weight": dict(enumerate(weights))}
    y = [batch.y] * 2 if two else batch.y
    value = model.train_on_batch(batch.x, y, return_dict=True, **words)["loss"]
    trace = run.trace(state)
    assert trace.loss == pytest.approx(float(value), rel=1e-7)
    assert trace.loss == pytest.approx(sum(trace.means) + trace.penalty, rel=1e-12)
    assert len(trace.means) == outputs
    assert (trace.penalty > 0) == penalty
    after = {v.path: np.asarray(v.value) for v in model.weights}
    assert distance({path: trace.next(path) for path in after}, after) < 1e-7


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case[0].kind()}-{len(case[0].changed())}-{case[1]}"
)
def test_gradients_of_several_outputs_with_everything(case: Any) -> None:
    """Central differences of the loss that the trace reports."""
    loss, units, classes = case
    run = run_of(loss, units, data(classes), two=True, penalty=True, class_weight=WEIGHTS[:classes])
    state = run.start()
    trace, epsilon = run.trace(state), 1e-6
    for index in range(run.network.size):
        found = []
        for move in (epsilon, -epsilon):
            theta = state.theta.copy()
            theta[index] += move
            found.append(run.trace(dataclasses.replace(state, theta=theta)).loss)
        expected = (found[0] - found[1]) / (2 * epsilon)
        assert trace.gradient[index] == pytest.approx(expected, rel=1e-7, abs=1e-8)
