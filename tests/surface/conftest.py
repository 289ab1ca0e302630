"""Small runs with known data."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.templates.base import chain, template


@pytest.fixture
def circle() -> Run:
    """2-4-2-1 on the circle."""
    document = template("circle").build()
    return Run(document, document.setup.data.load())


def run_of(*layers, loss=None, samples: int = 30, classes: int = 3, dtype=np.float32) -> Run:
    """Return a run of these layers on random samples of the input's shape."""
    document = Document("test", chain(*layers), Setup(loss=loss or SparseCategoricalCrossentropy()))
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(samples, *layers[0].shape)), rng.integers(0, classes, samples)
    names = tuple(str(i) for i in range(classes))
    return Run(document, Dataset(x, y, x, y, "classes", NOT_SCALED, names), dtype)


@pytest.fixture
def pictures() -> Run:
    """A small network on pictures, its Flatten before the first weight."""
    return run_of(Input((4, 3)), Flatten(), Dense(6, "relu"), Dense(5, "tanh"), Dense(3, "softmax"))


@pytest.fixture
def stubborn() -> Run:
    """A network with layers behind the first weight that cannot take many vectors at once."""
    return run_of(Input((4, 3)), Dense(5, "tanh"), Dense(2, "relu"), Flatten(), Dense(3, "softmax"))
