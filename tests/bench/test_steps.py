"""One training step, here and in Keras' ``train_on_batch``, on the same batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.data.circle import Circle
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, classifier, template
from tests.bench.conftest import COMPARISONS
from tests.oracle import keras_model, keras_optimizer

STEPS = 20
"""Steps in one measured call: as many as make the call itself count for nothing."""


def small() -> tuple[Document, Dataset]:
    """Return 2-4-2-1 with batch 10, tanh, SGD."""
    document = classifier("small", (4, 2), Setup(Circle(), optimizer=SGD(0.03), batch_size=10))
    return document, document.setup.data.load()


def digits(optimizer: Any) -> tuple[Document, Dataset]:
    """Return 784-512-512-10 with batch 128 and random samples of MNIST's size."""
    rng = np.random.default_rng(1)
    x = rng.random((128 * STEPS, 784), dtype=np.float32)
    y = rng.integers(0, 10, len(x))
    layers = [Input((784,)), Dense(512, "relu"), Dense(512, "relu"), Dense(10, "softmax")]
    setup = Setup(loss=SparseCategoricalCrossentropy(), optimizer=optimizer, batch_size=128)
    names = tuple(str(i) for i in range(10))
    return Document("digits", chain(*layers), setup), Dataset(
        x, y, x[:10], y[:10], "classes", NOT_SCALED, names
    )


def convolutions() -> tuple[Document, Dataset]:
    """Return the convolution network of the MNIST template with batch 64, Adam, and random samples of MNIST's size."""
    rng = np.random.default_rng(1)
    x = rng.random((64 * STEPS, 28, 28), dtype=np.float32)
    y = rng.integers(0, 10, len(x))
    names = tuple(str(i) for i in range(10))
    return template("mnist_convolution").build(), Dataset(x, y, x[:10], y[:10], "classes", NOT_SCALED, names)


CASES = {
    "2-4-2-1, batch 10, SGD": small,
    "784-512-512-10, batch 128, SGD": lambda: digits(SGD(0.01)),
    "784-512-512-10, batch 128, Adam": lambda: digits(Adam()),
    "MNIST convolution, batch 64, Adam": convolutions,
}
for _words in CASES:
    COMPARISONS.append((f"step {_words}", f"test_step[{_words}]", f"test_step_in_keras[{_words}]"))


@pytest.mark.parametrize("words", list(CASES))
def test_step(benchmark: Any, words: str) -> None:
    benchmark.group = words
    run = Run(*CASES[words]())
    state = run.advance(run.start(), STEPS)[0]

    def work() -> None:
        run.advance(state, STEPS)

    benchmark.pedantic(work, rounds=30, warmup_rounds=3)
    _per_step(benchmark)


@pytest.mark.parametrize("words", list(CASES))
def test_step_in_keras(benchmark: Any, words: str) -> None:
    benchmark.group = words
    document, dataset = CASES[words]()
    model = keras_model(document.design)
    model.compile(optimizer=keras_optimizer(document.setup.optimizer), loss=document.setup.loss.keras_name)
    size = document.setup.batch_size
    y = (
        dataset.y_train
        if document.setup.loss.targets == "labels"
        else dataset.y_train[:, None].astype("float32")
    )
    batches = [(dataset.x_train[i : i + size], y[i : i + size]) for i in range(0, size * STEPS, size)]
    batches = [batch for batch in batches if len(batch[0]) == size]

    def work() -> None:
        for number in range(STEPS):
            model.train_on_batch(*batches[number % len(batches)])

    benchmark.pedantic(work, rounds=30, warmup_rounds=3)
    _per_step(benchmark)


def _per_step(benchmark: Any) -> None:
    """Let the figures be those of one step."""
    data = benchmark.stats.stats.data
    data[:] = [seconds / STEPS for seconds in data]
    assert len(data) == 30
