"""Keras models for the tests of the import, and the way from one to a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import read_model

from nnviz.engine.network import Network
from nnviz.export.importing import Imported, imported


def described(keras: Any, model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the child process would tell of a model, through JSON as it comes."""
    try:
        told, arrays = read_model.describe(keras, model)
    except read_model.Refused as refused:
        told, arrays = {"refused": refused.told}, {}
    return json.loads(json.dumps(told, default=str)), arrays


def as_document(keras: Any, model: Any, name: str = "model") -> Imported:
    """Return the document of a model, without a file and a process between."""
    return imported(*described(keras, model), name)


def saved_again(keras: Any, model: Any, path: Path) -> Any:
    """Return a model after it was written to a file and read as the child process reads it."""
    model.save(path)
    keras.backend.clear_session()
    return read_model.load(keras, str(path))[0]


def outputs(found: Imported, x: np.ndarray) -> np.ndarray:
    """Return what the imported network makes of samples."""
    network = Network(found.document.design)
    theta = network.initial(0, found.document.weights, np.float32)
    return network.forward(network.views(theta), x.astype("float32"), network.passes())
