"""Small networks with their runs, for the tests of Watch."""

from __future__ import annotations

import numpy as np

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine.events import Cursor
from nnviz.engine.run import Run
from nnviz.engine.timeline import Timeline
from nnviz.layers.activation import Activation
from nnviz.layers.constraints import NonNeg
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
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
