"""A small file in the form of MNIST."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that writes a small ``mnist.npz``; the cache of Keras is an empty folder meanwhile."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))

    def write(path: Path, **changes: Any) -> None:
        rng = np.random.default_rng(5)
        arrays = {
            "x_train": rng.integers(0, 256, (20, 28, 28)).astype("uint8"),
            "y_train": (np.arange(20) % 10).astype("uint8"),
            "x_test": rng.integers(0, 256, (10, 28, 28)).astype("uint8"),
            "y_test": np.arange(10).astype("uint8"),
        }
        arrays.update(changes)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **{name: array for name, array in arrays.items() if array is not None})

    return write
