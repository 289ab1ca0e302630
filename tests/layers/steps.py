"""Training beside Keras with ``train_on_batch``: every loss and every variable of every step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.engine.run import Run
from nnviz.layers.base import Layer
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from tests.oracle import distance, give_masks, keras_loss, keras_model, keras_optimizer, set_weights


def run_on(design: Design, samples: int = 24, dtype: str = "float32", **setup: Any) -> Run:
    """Return a run of a design on random numbers with one target each."""
    rng = np.random.default_rng(3)
    shape = design.input_nodes[0].layer.output_shape()
    x = rng.normal(size=(samples, *shape)).astype("float32")
    y = rng.normal(size=(samples, 1)).astype("float32")
    made = {"optimizer": SGD(0.05), "batch_size": 8, "loss": MeanSquaredError(), **setup}
    return Run(Document("t", design, Setup(**made)), Dataset(x, y, x, y, "regression", NOT_SCALED), dtype)


def graph(*entries: tuple[str, Layer, tuple[str, ...]]) -> Design:
    """Return the design of (name, layer, its inputs)."""
    design = Design()
    for name, layer, sources in entries:
        design, _ = edits.add(design, layer, (0.0, 0.0), name)
        for port, source in enumerate(sources):
            design = edits.connect(design, source, name, port)
    return design


def assert_trains_as_keras(run: Run, steps: int = 20, tolerance: float = 1e-5, masks: bool = False) -> Any:
    """Train in both and compare; return Keras' model. ``masks`` gives Keras ours."""
    pytest.importorskip("keras")
    state = run.start()
    model = keras_model(run.document.design)
    set_weights(model, run.network.weights(state.theta))
    # Without a graph: it takes longer to make than twenty small steps, and would not see the masks change.
    model.compile(
        keras_optimizer(run.setup.optimizer), keras_loss(run.setup.loss), run_eagerly=True, jit_compile=False
    )
    for step in range(steps):
        trace = run.trace(state)
        if masks:
            give_masks(model, {name: dict(layer.kept) for name, layer in trace.layers.items()})
        loss = float(model.train_on_batch(trace.batch.x, trace.batch.y))
        model.reset_metrics()
        assert trace.loss == pytest.approx(loss, rel=tolerance), f"loss of step {step}"
        expected = {v.path: np.asarray(v.value) for v in model.weights}
        found = {path: trace.next(path) for path in expected}
        assert distance(found, expected) < tolerance, f"weights after step {step}"
        state = trace.after
    return model
