"""Sealed layers: a network whose first part only Keras can compute, made into one that starts behind it.

The features of a pretrained base are computed once for the chosen samples, by Keras in a process of its own, and kept
in the user's cache. With them the base takes the place of the input, and everything behind it is stepped through as
usual.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Dataset
from nnviz.design.codec import encode_part
from nnviz.design.document import Document
from nnviz.design.file import write_atomically
from nnviz.design.graph import Design, Node
from nnviz.design.shapes import infer
from nnviz.engine.remembered import learned_from
from nnviz.layers.base import KerasCall, Pass
from nnviz.layers.input import Input
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]

_VERSION = 1
"""Counts up when the same layers would give other features."""


class FeaturesMissing(NnvizError):
    """The features of the sealed layer were not computed yet."""

    def __init__(self, name: str, samples: int) -> None:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "What “{name}” makes of the {samples} chosen samples is not computed yet. Keras does it once, in a process"
            " of its own: press “Compute features”, or type nnviz features with this document.",
        )
        super().__init__(say(text, name=name, samples=samples))
        self.layer = name


@dataclass(frozen=True, eq=False)
class Features:
    """Output of the sealed layer for the training and the test samples of a data set."""

    train: Array
    test: Array


def sealed_layer(design: Design) -> str | None:
    """Return the name of the sealed layer, None if there is none."""
    return next((node.name for node in design.nodes if node.layer.sealed), None)


def calls(design: Design) -> tuple[tuple[str, KerasCall], ...]:
    """Return the layers from the input to the sealed one, each with its name and its Keras call."""
    name = sealed_layer(design)
    inputs = infer(design).inputs
    found: list[tuple[str, KerasCall]] = []
    while name is not None:
        found.append((name, design.node(name).layer.keras_for(*inputs[name])))
        name = next(iter(design.sources(name)), None)
    return tuple(reversed(found))


def key(document: Document, dataset: Dataset) -> str:
    """Return the name that features are kept under: it follows from the layers, their files and the samples."""
    digest = hashlib.sha256(str(_VERSION).encode())
    for name, _ in calls(document.design):
        layer = document.design.node(name).layer
        digest.update(json.dumps(encode_part(layer), sort_keys=True).encode())
        path = getattr(layer, "weights_file", "")
        if path and Path(path).is_file():
            digest.update(str(Path(path).stat().st_mtime_ns).encode())
    for samples in (dataset.x_train, dataset.x_test):
        digest.update(np.asarray(samples.shape).tobytes() + samples.tobytes())
    return digest.hexdigest()[:32]


def cache() -> Path:
    """Return the folder that features are kept in."""
    import platformdirs

    chosen = os.environ.get("NNVIZ_CACHE")
    return (Path(chosen) if chosen else platformdirs.user_cache_path("nnviz")) / "features"


def keep(document: Document, dataset: Dataset, features: Features) -> Path:
    """Write features into the cache, all or nothing."""
    path = cache() / f"{key(document, dataset)}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez(buffer, train=features.train, test=features.test)
    write_atomically(path, buffer.getvalue())
    return path


def kept(document: Document, dataset: Dataset) -> Features | None:
    """Return features from the cache, None if they are not there or are not the right ones."""
    name = sealed_layer(document.design)
    assert name is not None
    shape = infer(document.design).outputs[name]
    try:
        # Opened here, because numpy leaves a file open that turns out to be no zip.
        with (cache() / f"{key(document, dataset)}.npz").open("rb") as opened_file:
            file = np.load(opened_file, allow_pickle=False)
            found = Features(file["train"], file["test"])
    except (OSError, KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    for array, samples in ((found.train, dataset.x_train), (found.test, dataset.x_test)):
        if array.shape != (len(samples), *shape) or array.dtype != np.float32 or not np.isfinite(array).all():
            return None
    return found


def opened(document: Document, dataset: Dataset) -> tuple[Document, Dataset]:
    """Return document and data as they can be run: unchanged without a sealed layer.

    Data that a training before learned only a part of is that part (:func:`~nnviz.engine.remembered.learned_from`).
    With a sealed layer, the network begins behind it. Raise :class:`FeaturesMissing` if Keras has not computed it yet.
    """
    dataset = learned_from(document.weights, dataset)
    name = sealed_layer(document.design)
    if name is None:
        return document, dataset
    features = kept(document, dataset)
    if features is None:
        raise FeaturesMissing(name, len(dataset.x_train) + len(dataset.x_test))
    return behind(document, name), dataclasses.replace(
        dataset, x_train=features.train, x_test=features.test, picture=False
    )


def in_front(design: Design, x: Array) -> dict[str, Array]:
    """Return what layers in front of the sealed one make of sample ``x``, by name, up to the first with weights."""
    passing, found = x[None], {}
    shapes = infer(design)
    for name, _ in calls(design)[:-1]:
        if shapes.weights[name]:
            break
        m = Pass()
        m.x = (passing,)
        design.node(name).layer.forward(m, ())
        passing = m.a
        found[name] = passing[0]
    return found


def behind(document: Document, name: str) -> Document:
    """Return the document whose network begins with the output of the sealed layer ``name``."""
    design = document.design
    before = design.upstream(name) - {name}
    shape = infer(design).outputs[name]
    nodes = tuple(
        Node(node.name, Input(shape), node.position) if node.name == name else node
        for node in design.nodes
        if node.name not in before
    )
    edges = tuple(edge for edge in design.edges if edge.target != name and edge.target not in before)
    return document.with_(design=Design(nodes, edges))
