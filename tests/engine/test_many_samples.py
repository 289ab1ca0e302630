"""Many samples at once: computed in portions, with the same results and little memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine import run as engine
from nnviz.engine.run import Run
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.normalization import Normalization
from nnviz.layers.regularizers import L2
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.templates.base import chain


def pictures(samples: int, filters: int = 4) -> Run:
    rng = np.random.default_rng(0)
    x = rng.random((samples, 28, 28, 1), dtype=np.float32)
    y = rng.integers(0, 10, samples)
    design = chain(
        Input((28, 28, 1)),
        Normalization(),
        Conv2D(filters, activation="relu", kernel_regularizer=L2(0.1), activity_regularizer=L2(0.01)),
        MaxPooling2D(),
        Flatten(),
        Dense(10, "softmax"),
    )
    dataset = Dataset(x, y, x[:10], y[:10], "classes", NOT_SCALED, tuple("0123456789"))
    return Run(Document("pictures", design, Setup(loss=SparseCategoricalCrossentropy())), dataset)


@pytest.mark.parametrize("samples", [1, 30, 31])
def test_portions_give_the_same(monkeypatch, samples):
    """Portions of 10, full and not: within the rounding of products of other sizes."""
    run = pictures(samples)
    x, y = run.dataset.x_train, run.dataset.y_train
    theta = run.start().theta
    whole, loss = run.predict(theta, x), run.loss(theta, x, y)
    monkeypatch.setattr(engine, "_PORTION_BYTES", 10 * run._sample_values * 4)
    np.testing.assert_allclose(run.start().theta, theta, rtol=1e-6)
    found = run.predict(theta, x)
    assert found.shape == whole.shape
    np.testing.assert_allclose(found, whole, rtol=1e-5)
    assert run.loss(theta, x, y) == pytest.approx(loss, rel=1e-6)


def test_many_pictures_take_little_memory():
    """All values of 2,000 pictures would be 700 MB."""
    run = pictures(2000, filters=64)
    theta = run.start().theta
    tracemalloc.start()
    try:
        run.predict(theta, run.dataset.x_train)
        run.loss(theta, run.dataset.x_train, run.dataset.y_train)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * engine._PORTION_BYTES
