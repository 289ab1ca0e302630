"""Memory of a step: told beforehand, and refused in words."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.check import problems
from nnviz.design.document import Document, Setup
from nnviz.design.memory import UNKNOWN, allowed, physical_memory, shown_bytes, step_memory
from nnviz.design.shapes import infer
from nnviz.engine.run import Run
from nnviz.layers.base import Layer
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain

CONVOLUTION = (
    Conv2D(16, activation="relu"),
    MaxPooling2D(),
    Conv2D(32, padding="same", activation="tanh"),
    Flatten(),
    Dense(10, "softmax"),
)
WIDE = (Flatten(), Dense(1500, "relu"), Dense(1500, "relu"), Dense(10, "softmax"))


def pictures(samples: int) -> Dataset:
    x = np.random.default_rng(0).random((samples, 28, 28, 1), dtype=np.float32)
    y = np.arange(samples) % 10
    return Dataset(x, y, x, y, "classes", NOT_SCALED, tuple("0123456789"))


def document(*layers: Layer, batch_size: int = 64) -> Document:
    setup = Setup(loss=SparseCategoricalCrossentropy(), optimizer=Adam(), batch_size=batch_size)
    return Document("pictures", chain(Input((28, 28, 1)), *layers), setup)


@pytest.mark.parametrize("layers", [CONVOLUTION, WIDE], ids=["values", "weights"])
def test_estimate_is_what_a_step_takes(layers):
    """numpy reports its arrays to tracemalloc."""
    made, dataset = document(*layers), pictures(64)
    estimate = step_memory(made, infer(made.design), 64).total
    tracemalloc.start()
    try:
        run = Run(made, dataset)
        trace = run.trace(run.start())
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert trace.step == 0
    assert estimate == pytest.approx(peak, rel=0.25)
    assert held < 1.1 * estimate


def test_estimate_grows_with_the_batch_where_values_are_most_of_it():
    made = document(*CONVOLUTION)
    small, large = (step_memory(made, infer(made.design), batch) for batch in (64, 128))
    assert small.weights == large.weights
    assert 1.8 < sum(large.values.values()) / sum(small.values.values()) < 2.1
    assert step_memory(document(*WIDE), infer(document(*WIDE).design), 64).largest == "dense_1"


def test_step_beyond_the_limit_is_refused_with_a_batch_that_fits():
    made, dataset = document(*CONVOLUTION), pictures(64)
    total = step_memory(made, infer(made.design), 64).total
    assert problems(made, dataset, total) == ()
    (problem,) = problems(made, dataset, total - 1)
    assert problem.fatal
    assert problem.nodes == ("conv2_d",)
    assert f"({total:,} bytes), most of it for “conv2_d”, but only {shown_bytes(total - 1)} may" in str(
        problem.message
    )
    assert problem.mend is not None
    mended = problem.mend.apply(made)
    assert mended.setup.batch_size == 32
    assert problems(mended, dataset, total - 1) == ()


def test_batch_counts_as_far_as_there_are_samples():
    made = document(*CONVOLUTION, batch_size=100_000)
    limit = step_memory(made, infer(made.design), 64).total
    assert problems(made, pictures(64), limit) == ()


def test_machine_tells_its_memory():
    assert 2**28 < physical_memory() < 2**50
    assert allowed() <= physical_memory()
    assert UNKNOWN > 2**30


@pytest.mark.parametrize(("count", "text"), [(12, "12 bytes"), (1500, "1.5 kB"), (2_345_000_000, "2.35 GB")])
def test_size_in_words(count, text):
    assert shown_bytes(count) == text
