"""The weights inside a pretrained base that learned, too (fine tuning): kept as a file that the layer then names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.file import write_atomically
from nnviz.engine.sealed import sealed_layer
from nnviz.export import runs
from nnviz.export.weights_file import WeightsError
from nnviz.words import QT_TRANSLATE_NOOP, say

BASE = "base.weights.h5"
"""What ``child/listener.py`` leaves of a base that learned."""


def bases_folder() -> Path:
    """Return the folder of bases that learned. It lies beside the runs, which are deleted when they are many."""
    return runs.runs_folder().parent / "bases"


def with_trained_base(document: Document, folder: Path) -> Document:
    """Return ``document`` with the base that the training in ``folder`` left; unchanged if it left none.

    The file gets its name from what is in it, so that features in the cache are those of this very base. Raise
    :class:`~nnviz.export.weights_file.WeightsError` if it cannot be copied.
    """
    name, found = sealed_layer(document.design), folder / BASE
    if name is None or not found.is_file():
        return document
    try:
        data = found.read_bytes()
        path = bases_folder() / f"{hashlib.sha256(data).hexdigest()[:16]}.weights.h5"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
    except OSError as error:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The weights that “{name}” learned cannot be kept in “{folder}”: {reason}."
        )
        reason = error.strerror or error
        raise WeightsError(say(text, name=name, folder=bases_folder(), reason=reason)) from error
    return document.with_(design=edits.set_fields(document.design, name, weights_file=str(path)))
