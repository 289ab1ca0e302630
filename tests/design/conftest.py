"""A document with weights of its own."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.design.document import Document
from nnviz.templates.base import template


@pytest.fixture
def weighted() -> Document:
    """The circle with weights of its own."""
    rng = np.random.default_rng(0)
    shapes = {"hidden_1/kernel": (2, 4), "hidden_1/bias": (4,), "output/kernel": (2, 1)}
    document = template("circle").build()
    return document.with_weights({path: rng.normal(size=s).astype("f4") for path, s in shapes.items()})
