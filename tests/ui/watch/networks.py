"""Small networks with their runs, for the tests of Watch."""

from __future__ import annotations

import dataclasses

import numpy as np

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Edge, Node
from nnviz.engine.events import Cursor
from nnviz.engine.run import Run
from nnviz.engine.timeline import Timeline
from nnviz.layers.activation import Activation
from nnviz.layers.constraints import NonNeg
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1, L1L2, L2
from nnviz.losses.base import LOSSES
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import SCHEDULES, CosineDecay
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain
from nnviz.ui.session import Moment
from tests.layers.parts import label
from tests.optimizers.changed import changed_optimizers


def dataset(shape, task, samples=12, outputs=1, seed=1):
    """Return random samples of a task."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (samples, *shape)).astype("float32")
    if task == "regression":
        y = rng.normal(0, 1, (samples, outputs) if outputs > 1 else samples).astype("float32")
    else:
        y = rng.integers(0, 2 if task == "binary" else outputs, samples)
    return Dataset(x, y, x, y, task, NOT_SCALED, classes=("0", "1", "2")[:outputs])


def run_of(layers, loss, optimizer, data, batch=5, dtype=np.float64, seed=3):
    """Return the run of a chain of layers."""
    document = Document(
        "test", chain(*layers), Setup(loss=loss, optimizer=optimizer, batch_size=batch, seed=seed)
    )
    return Run(document, data, dtype)


def moments(run, step):
    """Yield every moment of a step."""
    timeline = Timeline(run)
    trace = timeline.trace(step)
    for event in range(len(run.events)):
        yield Moment(
            Cursor(step, event),
            run.events,
            trace,
            step + 1,
            timeline.losses,
            timeline.test_losses,
            run.steps_per_epoch,
            run.setup,
        )


REGRESSION = dataset((2,), "regression")
BINARY = dataset((2,), "binary")
CLASSES = dataset((3,), "classes", outputs=3)

RUNS = {
    "2-3-1 mse sgd": lambda dtype=np.float64: run_of(
        [Input((2,)), Dense(3, "tanh"), Dense(1)], MeanSquaredError(), SGD(0.1), REGRESSION, dtype=dtype
    ),
    "2-3-2 mse momentum": lambda dtype=np.float64: run_of(
        [Input((2,)), Dense(3, "relu"), Dense(2, "softplus")],
        MeanSquaredError(),
        SGD(0.1, 0.9),
        dataset((2,), "regression", outputs=2),
        dtype=dtype,
    ),
    "2-4-3-1 bce adam": lambda dtype=np.float64: run_of(
        [Input((2,)), Dense(4, "tanh"), Dense(3, "sigmoid"), Dense(1, "sigmoid")],
        BinaryCrossentropy(),
        Adam(0.03),
        BINARY,
        batch=10,
        dtype=dtype,
    ),
    "2-3-1 bce tanh": lambda dtype=np.float64: run_of(
        [Input((2,)), Dense(3, "relu"), Dense(1, "softplus")],
        BinaryCrossentropy(),
        SGD(0.01),
        BINARY,
        dtype=dtype,
    ),
    "2-3-1 bce logits": lambda dtype=np.float64: run_of(
        [Input((2,)), Dense(3, "relu", use_bias=False), Dense(1)],
        BinaryCrossentropy(from_logits=True),
        SGD(0.1),
        BINARY,
        batch=1,
        dtype=dtype,
    ),
    "3-4-3 softmax sparse": lambda dtype=np.float64: run_of(
        [Input((3,)), Dense(4, "softmax"), Dense(3, "softmax")],
        SparseCategoricalCrossentropy(),
        Adam(0.01),
        CLASSES,
        dtype=dtype,
    ),
    "3-4-3 softmax one-hot": lambda dtype=np.float64: run_of(
        [Input((3,)), Dense(4, "sigmoid"), Dense(3, "softmax")],
        CategoricalCrossentropy(),
        SGD(0.1, 0.5),
        CLASSES,
        dtype=dtype,
    ),
    "3-3 sigmoid one-hot": lambda dtype=np.float64: run_of(
        [Input((3,)), Dense(3, "sigmoid")], CategoricalCrossentropy(), SGD(0.1), CLASSES, dtype=dtype
    ),
    "3-3 sparse logits": lambda dtype=np.float64: run_of(
        [Input((3,)), Dense(3)],
        SparseCategoricalCrossentropy(from_logits=True),
        SGD(0.1),
        CLASSES,
        dtype=dtype,
    ),
    "3-3 softmax mse": lambda dtype=np.float64: run_of(
        [Input((3,)), Dense(3), Activation("softmax")],
        MeanSquaredError(),
        SGD(0.1),
        dataset((3,), "regression", outputs=3),
        dtype=dtype,
    ),
    "picture, flatten, activation": lambda dtype=np.float64: run_of(
        [Input((4, 5)), Flatten(), Dense(18), Activation("relu"), Dense(9, "tanh"), Dense(1, "sigmoid")],
        BinaryCrossentropy(),
        Adam(),
        dataset((4, 5), "binary"),
        dtype=dtype,
    ),
}


def _updates():
    """Return a run for every optimizer with all its options, and for every schedule."""
    found = [part.replace(learning_rate=0.05) for part in changed_optimizers()]
    found += [Adam(0.05, schedule=kind()) for kind in SCHEDULES.values()]
    found += [
        SGD(0.05, momentum=0.5, schedule=CosineDecay(5, warmup_target=0.1, warmup_steps=2), clipnorm=0.1)
    ]
    return {
        label(part): lambda dtype=np.float64, part=part: run_of(
            [
                Input((2,)),
                Dense(3, "tanh", kernel_constraint=NonNeg()),
                Dense(2, trainable=False),
                Dense(1, "sigmoid"),
            ],
            BinaryCrossentropy(),
            part,
            BINARY,
            dtype=dtype,
        )
        for part in found
    }


UPDATES = _updates()


def _of_loss(loss, outputs, class_weight=()):
    """Return a maker of the run of a network with this loss."""

    def make(dtype=np.float64):
        task = "regression"
        if outputs == 1 and "binary" in loss.tasks:
            task = "binary"
        elif "classes" in loss.tasks and loss.targets != "values":
            task = "classes"
        suits = loss.fused or next(iter(loss.suits), "linear")
        end = Dense(outputs, "linear" if loss.takes_logits else suits)
        data = dataset((3,), task, outputs=outputs)
        if loss.kind() in ("Poisson", "MeanSquaredLogarithmicError") or suits in ("sigmoid", "tanh"):
            y = np.abs(data.y_train).round() % 2 if suits in ("sigmoid", "tanh") else np.abs(data.y_train)
            data = dataclasses.replace(data, y_train=y, y_test=y)
        if loss.kind() == "MeanAbsolutePercentageError":  # for targets far from 0
            data = dataclasses.replace(data, y_train=data.y_train + 2 * np.sign(data.y_train))
        setup = Setup(loss=loss, optimizer=SGD(0.1), batch_size=5, class_weight=class_weight)
        return Run(Document("test", chain(Input((3,)), Dense(3, "tanh"), end), setup), data, dtype)

    return make


def _every_loss():
    smoothing = {"label_smoothing": 0.2, "delta": 0.3}
    for kind, made in LOSSES.items():
        for outputs in (1, 3):
            if outputs == 1 and (made.targets != "values" or made.tasks == ("classes",)):
                continue
            yield f"{kind} {outputs}", _of_loss(made(), outputs)
            for field in made.declared():
                value = smoothing.get(field, True)
                yield f"{kind} {outputs} {field}", _of_loss(made(**{field: value}), outputs)
        if "classes" in made.tasks:
            yield f"{kind} class weights", _of_loss(made(), 3, (1.0, 0.5, 2.0))
    yield "BinaryCrossentropy class weights", _of_loss(BinaryCrossentropy(), 1, (1.0, 3.0))


def two_outputs(loss, task, outputs, dtype=np.float64, penalty=False, class_weight=()):
    """Return the run of input → dense → two outputs that are compared with the same targets."""
    end = loss.fused or "linear"
    layers = {
        "input": Input((3,)),
        "hidden": Dense(4, "tanh", kernel_regularizer=L2(0.02) if penalty else None),
        "first": Dense(outputs, end, activity_regularizer=L1(0.01) if penalty else None),
        "second": Dense(
            outputs,
            end,
            bias_regularizer=L1L2(0.01, 0.02) if penalty else None,
            activity_regularizer=L2(0.03) if penalty else None,
        ),
    }
    nodes = tuple(Node(name, layer) for name, layer in layers.items())
    edges = (Edge("input", "hidden"), Edge("hidden", "first"), Edge("hidden", "second"))
    setup = Setup(loss=loss, optimizer=SGD(0.1), batch_size=5, class_weight=class_weight)
    document = Document("test", Design(nodes, edges), setup)
    return Run(document, dataset((3,), task, outputs=outputs), dtype)


RUNS |= dict(_every_loss())
RUNS |= {
    "two outputs": lambda dtype=np.float64: two_outputs(MeanSquaredError(), "regression", 2, dtype),
    "two outputs, penalties": lambda dtype=np.float64: two_outputs(
        SparseCategoricalCrossentropy(), "classes", 3, dtype, penalty=True
    ),
    "two outputs, penalties, weights": lambda dtype=np.float64: two_outputs(
        MeanSquaredError(), "regression", 2, dtype, penalty=True, class_weight=(0.5, 2.0)
    ),
}
