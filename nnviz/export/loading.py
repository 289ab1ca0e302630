"""Trained weights for a document that is open: from a weights file, a model file or the folder of a training."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy.typing as npt

from nnviz.design.document import Document
from nnviz.export import legacy_weights, weights_file
from nnviz.export.bases import with_base_inside, with_trained_base
from nnviz.export.model_file import examine
from nnviz.export.training import TRAINED, read_trained
from nnviz.export.weights_file import WeightsError
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]

SUFFIXES = (".weights.h5", ".h5", ".hdf5", ".keras", ".npz")
"""Kinds of files that hold weights."""

_INSIDE = "model.weights.h5"
"""The weights file in a model file."""


def with_weights_of(document: Document, path: Path) -> Document:
    """Return ``document`` with the weights in ``path``, at its first step.

    ``path`` is a weights file of Keras 3 (``.weights.h5``) or of before (``.h5``), a model file (``.keras``, ``.h5``),
    the weights that a training left (``.npz``), or the folder of a training. Raise an
    :class:`~nnviz.words.NnvizError` in one sentence unless these are exactly the weights of the document's network.
    """
    loaded = document.with_weights(read_weights(path, document)).with_(cursor=(0, 0))
    if path.is_dir():
        return with_trained_base(loaded, path)
    if path.suffix.lower() == ".keras":
        with _weights_in(path) as inside:
            return with_base_inside(loaded, inside)
    return with_base_inside(loaded, path) if path.suffix.lower() in (".h5", ".hdf5") else loaded


def read_weights(path: Path, document: Document) -> Mapping[str, Array]:
    """Return the weights in ``path`` by Keras' path of each."""
    if path.is_dir():
        path = _in_folder(path)
    if not path.exists():
        raise WeightsError(say(QT_TRANSLATE_NOOP("nnviz", "There is no file “{path}”."), path=path))
    suffix = path.suffix.lower()
    if suffix == ".npz":
        return read_trained(path, document)
    if suffix == ".keras":
        with _weights_in(path) as inside:
            return weights_file.read(inside, document.design)
    if suffix not in SUFFIXES:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{name}” is of no kind that holds weights; choose a .weights.h5, .h5, .keras or .npz file, or the folder"
            " of a training.",
        )
        raise WeightsError(say(text, name=path.name))
    if legacy_weights.is_legacy(path):
        return legacy_weights.read(path, document.design)
    return weights_file.read(path, document.design)


@contextlib.contextmanager
def _weights_in(path: Path) -> Iterator[Path]:
    """Give the weights file in a model file, which Keras need not open."""
    examine(path)  # its size, before anything is taken into memory
    with tempfile.TemporaryDirectory(prefix="nnviz-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                inside = Path(archive.extract(_INSIDE, folder))
        except KeyError as error:
            text = QT_TRANSLATE_NOOP("nnviz", "“{name}” holds a network but no weights.")
            raise WeightsError(say(text, name=path.name)) from error
        except (OSError, RuntimeError, zipfile.BadZipFile) as error:
            text = QT_TRANSLATE_NOOP("nnviz", "“{name}” cannot be read ({reason}).")
            raise WeightsError(say(text, name=path.name, reason=str(error)[:120])) from error
        yield inside


def _in_folder(folder: Path) -> Path:
    """Return the file with the weights in the folder of a training: what it left at its end, if there is that."""
    trained = folder / TRAINED
    if trained.is_file():
        return trained
    found = [*sorted(folder.glob("*.keras")), *sorted(folder.glob("*.weights.h5"))]
    if not found:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The folder “{folder}” holds no trained weights ({trained}, .keras or .weights.h5)."
        )
        raise WeightsError(say(text, folder=folder, trained=TRAINED))
    return found[0]
