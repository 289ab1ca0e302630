"""Pictures that are computed in the background: loss surface and decision boundary of 2-4-2-1."""

from __future__ import annotations

from typing import Any

from nnviz.data.circle import Circle
from nnviz.design.document import Setup
from nnviz.engine.run import Run
from nnviz.surface import boundary, grid
from nnviz.surface.plane import WeightAt, through
from nnviz.templates.base import classifier

SAMPLES = 200
SURFACE = 51
BOUNDARY = 100


def _run() -> Run:
    document = classifier("circle", (4, 2), Setup(Circle(points=250, test_fraction=0.2)))
    return Run(document, document.setup.data.load())


def test_loss_surface(benchmark: Any) -> None:
    run = _run()
    batch = run.given_batch(run.dataset.x_train, run.dataset.y_train)
    assert len(batch.x) == SAMPLES
    # Of the first layer: everything behind has to be computed, the dearest case.
    path = next(iter(run.network.slots))
    plane = through(run.network, run.start().theta, WeightAt(path, (0, 0)), WeightAt(path, (1, 0)))
    benchmark.group = "background"
    benchmark.pedantic(lambda: list(grid.compute(run, plane, batch, SURFACE)), rounds=20, warmup_rounds=2)
    benchmark.extra_info["told"] = f"loss surface {SURFACE}×{SURFACE}, 2-4-2-1, {SAMPLES} samples: {{}}"


def test_decision_boundary(benchmark: Any) -> None:
    run = _run()
    theta, ranges = run.start().theta, boundary.extent(run.dataset)
    benchmark.group = "background"
    benchmark.pedantic(
        lambda: list(boundary.compute(run, theta, ranges, BOUNDARY)), rounds=20, warmup_rounds=2
    )
    benchmark.extra_info["told"] = f"decision boundary {BOUNDARY}×{BOUNDARY}, 2-4-2-1: {{}}"
