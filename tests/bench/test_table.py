"""The table of speeds that nnviz sets itself: each row measured side by side, in turns, in one run.

The limit is the machine's own: the rate of a large single-precision matrix product (sgemm) is printed beside the rows
that consist of such products.
"""

from __future__ import annotations

import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.data.circle import Circle
from nnviz.design.document import Document, Setup
from nnviz.engine import compiled
from nnviz.engine.links import links_of
from nnviz.engine.run import Run
from nnviz.engine.timeline import Timeline
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.sgd import SGD
from nnviz.surface import boundary
from nnviz.templates.base import chain, classifier
from tests.bench.conftest import shown_time
from tests.oracle import keras_model, keras_optimizer

STEPS = 100
"""Small steps in one measured call: as many as make the call itself count for nothing."""

FEW = 10
"""The same for large steps."""

MNIST = 60_000
Ways = dict[str, Callable[[], object]]


class Took(NamedTuple):
    """Medians in seconds: by the clock, and of processor time, which says more where others use the machine too."""

    clock: float
    processor: float


def in_turns(benchmark: Any, ways: Ways, rounds: int, per: int = 1) -> dict[str, Took]:
    """Call each way once a round, after a round that does not count; return the medians of one ``per``-th."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}

    def work() -> None:
        for name, way in ways.items():
            began = perf_counter(), process_time()
            way()
            ended = perf_counter(), process_time()
            took[name].append(((ended[0] - began[0]) / per, (ended[1] - began[1]) / per))

    benchmark.group = "table"
    benchmark.pedantic(work, rounds=rounds, warmup_rounds=1)
    benchmark.stats.stats.data[:] = [clock for clock, _ in took[next(iter(ways))][1:]]
    return {name: Took(*map(median, zip(*times[1:], strict=True))) for name, times in took.items()}


def tell(benchmark: Any, words: str) -> None:
    benchmark.extra_info["told"] = words.replace("{", "{{").replace("}", "}}")


def beside(medians: dict[str, Took], base: str) -> str:
    """Return the times, each with how many times faster than ``base`` it is."""
    of = medians[base]
    return ", ".join(
        f"{name} {shown_time(took.clock)}"
        + (
            ""
            if name == base
            else f" ({of.clock / took.clock:.1f} × {base}; processor time"
            f" {of.processor / took.processor:.1f} ×)"
        )
        for name, took in medians.items()
    )


@pytest.mark.parametrize(
    ("words", "units", "asked"),
    [("2-4-2-1", (4, 2), "45 ×, and 6 µs"), ("2-8-8-8-8-8-8-1", (8,) * 6, "25 ×, and 56 µs")],
    ids=["2-4-2-1", "2-8-8-8-8-8-8-1"],
)
def test_small_step(benchmark: Any, words: str, units: tuple[int, ...], asked: str) -> None:
    document = classifier("small", units, Setup(Circle(), optimizer=SGD(0.03), batch_size=10))
    data = document.setup.data.load()
    runs = {"numpy": Run(document, data, path="numpy")}
    if compiled.load().kernels is not None:
        runs["compiled"] = Run(document, data, path="compiled")
        assert runs["compiled"].path == "compiled"
    runs["layers"] = Run(document, data, path="reference")
    ways: Ways = {name: _steps(run) for name, run in runs.items()}
    model = keras_model(document.design)
    model.compile(optimizer=keras_optimizer(document.setup.optimizer), loss="binary_crossentropy")
    y = data.y_train[:, None].astype("float32")
    batches = [(data.x_train[i : i + 10], y[i : i + 10]) for i in range(0, 150, 10)]

    def train_on_batch() -> None:
        for number in range(STEPS):
            model.train_on_batch(*batches[number % len(batches)])

    ways["train_on_batch"] = train_on_batch
    medians = in_turns(benchmark, ways, 40, STEPS)
    tell(benchmark, f"step {words}, batch 10, SGD: {beside(medians, 'train_on_batch')}; to reach: {asked}")


def _steps(run: Run) -> Callable[[], object]:
    state = run.advance(run.start(), STEPS)[0]
    return lambda: run.advance(state, STEPS)


def pictures(optimizer: Optimizer, samples: int = MNIST) -> tuple[Document, Dataset]:
    """Return 784-512-512-10 with batch 128 and random samples of MNIST's size."""
    rng = np.random.default_rng(1)
    x, y = rng.random((samples, 784), dtype=np.float32), rng.integers(0, 10, samples)
    layers = [Input((784,)), Dense(512, "relu"), Dense(512, "relu"), Dense(10, "softmax")]
    setup = Setup(loss=SparseCategoricalCrossentropy(), optimizer=optimizer, batch_size=128)
    names = tuple(str(i) for i in range(10))
    return Document("digits", chain(*layers), setup), Dataset(
        x, y, x[:10], y[:10], "classes", NOT_SCALED, names
    )


def test_epoch(benchmark: Any) -> None:
    document, data = pictures(Adam())
    run = Run(document, data)
    start = run.start()
    model = keras_model(document.design)
    model.compile(optimizer=keras_optimizer(document.setup.optimizer), loss="sparse_categorical_crossentropy")
    ways: Ways = {
        "nnviz": lambda: run.advance(start, run.steps_per_epoch),
        "fit": lambda: model.fit(data.x_train, data.y_train, batch_size=128, verbose=0),
    }
    medians = in_turns(benchmark, ways, 3)
    tell(
        benchmark,
        f"epoch 784-512-512-10, batch 128, Adam, {MNIST} samples: {beside(medians, 'fit')}; to reach: 1 ×",
    )


@pytest.mark.parametrize("optimizer", [SGD(0.01), Adam()], ids=["SGD", "Adam"])
def test_products(benchmark: Any, optimizer: Optimizer) -> None:
    """The products of a step alone, and the whole step, against a large product at its best."""
    document, data = pictures(optimizer, 128 * FEW)
    run = Run(document, data)
    links = links_of(run.network)
    assert links is not None
    state, m = run.advance(run.start(), FEW)[0], 128
    rng = np.random.default_rng(0)
    square = [rng.random((2048, 2048), dtype=np.float32) for _ in range(3)]
    shapes = []
    for number, link in enumerate(links):
        w, x, z = (
            rng.random(shape, dtype=np.float32)
            for shape in ((link.rows, link.units), (link.rows, m), (link.units, m))
        )
        shapes += [(w.T, x, z.copy()), (x, z.T, w.copy())]
        if number:
            shapes.append((w[: link.inputs], z, x[: link.inputs].copy()))

    def products() -> None:
        for _ in range(FEW):
            for a, b, out in shapes:
                np.dot(a, b, out)

    ways: Ways = {
        "step": lambda: run.advance(state, FEW),
        "products": products,
        "square": lambda: np.dot(square[0], square[1], square[2]),
    }
    medians = in_turns(benchmark, ways, 15)
    work = 2 * sum(a.shape[0] * a.shape[1] * b.shape[1] for a, b, _ in shapes)
    rates = {name: FEW * work / medians[name].clock / 1e9 for name in ("step", "products")}
    limit = 2 * 2048**3 / medians["square"].clock / 1e9
    tell(
        benchmark,
        f"products of 784-512-512-10, batch 128: {rates['products']:.0f} Gflop/s of {limit:.0f} (sgemm 2048³),"
        f" {rates['products'] / limit:.0%}; to reach: 75 %. The whole step with {optimizer.kind()}:"
        f" {shown_time(medians['step'].clock / FEW)}, {rates['step'] / limit:.0%} of the limit",
    )


def test_boundary(benchmark: Any) -> None:
    document = classifier("circle", (8, 8), Setup(Circle()))
    run = Run(document, document.setup.data.load())
    theta, ranges = run.start().theta, boundary.extent(run.dataset)
    medians = in_turns(benchmark, {"all": lambda: list(boundary.compute(run, theta, ranges, 100))}, 100)
    tell(benchmark, f"decision boundary 100×100, 2-8-8-1: {shown_time(medians['all'].clock)}; to reach: 1 ms")


def test_jump_and_memory(benchmark: Any) -> None:
    document = classifier("circle", (4, 2), Setup(Circle(), optimizer=Adam(0.03), batch_size=10))
    tracemalloc.start()
    timeline = Timeline(Run(document, document.setup.data.load()))
    timeline.state(10_000)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    places = iter(np.random.default_rng(0).integers(0, 10_000, 1000).tolist())
    medians = in_turns(benchmark, {"jump": lambda: timeline.trace(next(places))}, 300)
    slowest = max(benchmark.stats.stats.data)
    tell(
        benchmark,
        f"jump to any of 10,000 steps of 2-4-2-1: {shown_time(medians['jump'].clock)}, slowest {shown_time(slowest)};"
        f" to reach: 20 ms. Memory of these steps: {used / 2**20:.1f} MiB; to reach: 64 MB",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's memory from /proc")
def test_memory_of_a_large_network(benchmark: Any) -> None:
    document, data = pictures(Adam(), 128 * FEW)
    run = Run(document, data)
    run.trace(run.advance(run.start(), 5)[0])

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")

    before, timeline = resident(), Timeline(run)

    def walk() -> None:
        timeline.state(1000)
        for step in range(990, 1000):
            timeline.trace(step)

    benchmark.group = "table"
    benchmark.pedantic(walk, rounds=1)
    tell(
        benchmark,
        f"memory of 1,000 steps of 784-512-512-10, Adam: {(resident() - before) / 2**20:.0f} MiB; to reach: 512 MB",
    )
