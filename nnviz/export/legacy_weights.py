"""Weights in the older HDF5 files of Keras, ``.h5`` and ``.hdf5``: of ``save_weights`` or of a whole model.

There the attribute ``layer_names`` lists the layers in the model's order, and ``weight_names`` of a layer's group its
weights, trainable ones first (``keras/src/legacy/saving/legacy_h5_format.py``). A whole model holds all that in
``model_weights``. As in Keras, layers are matched by their order; names need not agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy.typing as npt

from nnviz.design.graph import Design
from nnviz.export import weights_file
from nnviz.export.keras_graph import layer_groups
from nnviz.export.weights_file import WeightsError
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]

_MOST_NAMES = 100_000


def is_legacy(path: Path) -> bool:
    """Return whether the file has the older layout; raise :class:`WeightsError` if it cannot be read."""
    return weights_file.opened(path, lambda file: _root(file) is not None)


def read(path: Path, design: Design) -> dict[str, Array]:
    """Return the weights by Keras' path; raise :class:`WeightsError` in one sentence."""
    return weights_file.opened(path, lambda file: _read(file, design))


def _root(file: Any) -> Any:
    for group in (file, weights_file.inside(file, "model_weights")):
        if group is not None and ("layer_names" in group.attrs or "layer_names0" in group.attrs):
            return group
    return None


def _read(file: Any, design: Design) -> dict[str, Array]:
    root, shapes = _root(file), weights_file.expected(design)
    found = [(name, group, names) for name, group, names in _layers(root) if names]
    wanted = {layer: paths for layer, _, paths in weights_file.layer_places(design)}
    # A pretrained base is one layer there, with all its weights; here it has a file of its own.
    ours = [name for name in layer_groups(design) if wanted.get(name) or design.node(name).layer.sealed]
    if len(found) != len(ours):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The network has {wanted} layers with weights, but the file holds {count}."
        )
        raise WeightsError(say(text, wanted=len(ours), count=len(found)))
    weights: dict[str, Array] = {}
    for layer, (there, group, names) in zip(ours, found, strict=True):
        if design.node(layer).layer.sealed:
            _refuse_learned(design, layer)
            continue
        paths = wanted[layer]
        if len(names) != len(paths):
            text = QT_TRANSLATE_NOOP(
                "nnviz", "“{layer}” has {wanted} weights, but the file holds {count} for it, as “{there}”."
            )
            raise WeightsError(say(text, layer=layer, wanted=len(paths), count=len(names), there=there[:80]))
        for path, name in zip(paths, names, strict=True):
            weights[path] = weights_file.array(weights_file.inside(group, name), path, shapes[path])
    return weights


def _refuse_learned(design: Design, layer: str) -> None:
    """Raise for a base that is to learn: without what it learned, the weights behind it would mean something else."""
    if getattr(design.node(layer).layer, "trainable", False):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{layer}” learns, too, and what it learned cannot be taken out of an older file. Save the weights with"
            " Keras 3, as .weights.h5 or .keras.",
        )
        raise WeightsError(say(text, layer=layer))


def _layers(root: Any) -> Iterator[tuple[str, Any, list[str]]]:
    for name in _names(root, "layer_names"):
        group = weights_file.inside(root, name)
        yield name, group, [] if group is None else _names(group, "weight_names")


def _names(group: Any, attribute: str) -> list[str]:
    """Return a list of names; a long one lies in pieces, ``layer_names0``, ``layer_names1``, …"""
    pieces = [attribute] if attribute in group.attrs else []
    while not pieces or pieces[-1] != attribute:
        piece = f"{attribute}{len(pieces)}"
        if piece not in group.attrs:
            break
        pieces.append(piece)
    raw = [name for piece in pieces for name in group.attrs[piece][:_MOST_NAMES]]
    return [name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name) for name in raw]
