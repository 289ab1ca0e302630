"""What ``nnviz trace`` writes is what Keras' own ``train_on_batch`` does."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.cli import main
from nnviz.design.file import save
from nnviz.engine.run import Run
from nnviz.templates.base import template
from tests.oracle import distance, keras_loss, keras_model, keras_optimizer, set_weights

STEPS = 3


@pytest.mark.parametrize("name", ["first-backward-pass", "circle", "linear-regression", "digits"])
def test_trace_is_train_on_batch(name, tmp_path):
    pytest.importorskip("tensorflow")
    document = template(name).build()
    save(document, tmp_path / "a.nnviz")
    assert (
        main(["trace", str(tmp_path / "a.nnviz"), "--steps", str(STEPS), "-o", str(tmp_path / "t.npz")]) == 0
    )
    with np.load(tmp_path / "t.npz") as file:
        trace = dict(file)
    run = Run(document, document.setup.data.load())
    model = keras_model(document.design)
    model.compile(optimizer=keras_optimizer(document.setup.optimizer), loss=keras_loss(document.setup.loss))
    set_weights(model, {v.path: trace[f"0/weight/{v.path}"] for v in model.weights})
    for step in range(STEPS):
        batch = run.batch(step)
        output = np.asarray(model.predict_on_batch(batch.x))
        before = {v.path: np.asarray(v.value) for v in model.weights}
        model.reset_metrics()
        loss = float(model.train_on_batch(batch.x, batch.y))
        after = {v.path: np.asarray(v.value) for v in model.weights}
        assert trace[f"{step}/loss"] == pytest.approx(loss, rel=1e-5)
        assert distance({"": trace[f"{step}/output/{document.design.order[-1]}"]}, {"": output}) < 1e-5
        for what, expected in (("weight", before), ("next", after)):
            found = {path: trace[f"{step}/{what}/{path}"] for path in expected}
            assert distance(found, expected) < 1e-5
    names = {key.removeprefix("0/grad/") for key in trace if key.startswith("0/grad/")}
    assert names == {v.path for v in model.trainable_variables}
