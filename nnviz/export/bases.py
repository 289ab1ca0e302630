"""The weights inside a pretrained base that learned, too (fine tuning): kept as a file that the layer then names."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.file import write_atomically
from nnviz.engine.sealed import sealed_layer
from nnviz.export import runs, weights_file
from nnviz.export.keras_graph import layer_groups
from nnviz.export.weights_file import WeightsError
from nnviz.words import QT_TRANSLATE_NOOP, say

BASE = "base.weights.h5"
"""What ``child/listener.py`` leaves of a base that learned."""


def bases_folder() -> Path:
    """Return the folder of bases that learned. It lies beside the runs, which may be deleted."""
    return runs.runs_folder().parent / "bases"


def with_trained_base(document: Document, folder: Path) -> Document:
    """Return ``document`` with the base that the training in ``folder`` left; unchanged if it left none.

    Raise :class:`~nnviz.export.weights_file.WeightsError` if it cannot be copied.
    """
    name, found = sealed_layer(document.design), folder / BASE
    if name is None or not found.is_file():
        return document
    try:
        data = found.read_bytes()
    except OSError as error:
        raise _not_kept(name, error) from error
    return _with_base(document, name, data)


def with_base_inside(document: Document, path: Path) -> Document:
    """Return ``document`` with the base in a weights file of Keras 3 that holds the whole network.

    Unchanged where the base is not to learn: then it is the one that the document names already.
    """
    name = sealed_layer(document.design)
    if name is None or not getattr(document.design.node(name).layer, "trainable", False):
        return document
    group = f"layers/{layer_groups(document.design)[name]}"
    data = weights_file.opened(path, lambda file: _alone(weights_file.inside(file, group)))
    return _with_base(document, name, data) if data else document


def _alone(group: Any) -> bytes:
    """Return the weights file of a model that lies inside another one's; nothing if it is not there."""
    import h5py

    if group is None:
        return b""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        _copy(group, file)
    return buffer.getvalue()


def _copy(group: Any, target: Any) -> None:
    """Copy numbers and names; links into other files are none of these."""
    import h5py

    for name in group:
        found = weights_file.inside(group, name)
        if isinstance(found, h5py.Group):
            _copy(found, target.create_group(name))
        elif isinstance(found, h5py.Dataset) and found.dtype.kind == "f":
            target[name] = weights_file.array(found, name, found.shape)
    if isinstance(group.attrs.get("name"), str):
        target.attrs["name"] = group.attrs["name"]


def _with_base(document: Document, name: str, data: bytes) -> Document:
    """Keep the file, whose name follows from what is in it: features in the cache are those of this very base."""
    path = bases_folder() / f"{hashlib.sha256(data).hexdigest()[:16]}.weights.h5"
    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
    except OSError as error:
        raise _not_kept(name, error) from error
    return document.with_(design=edits.set_fields(document.design, name, weights_file=str(path)))


def _not_kept(name: str, error: OSError) -> WeightsError:
    text = QT_TRANSLATE_NOOP(
        "nnviz", "The weights that “{name}” learned cannot be kept in “{folder}”: {reason}."
    )
    return WeightsError(say(text, name=name, folder=bases_folder(), reason=error.strerror or error))
