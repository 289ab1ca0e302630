"""Features of a pretrained base: computed by Keras in a process of its own, then kept in the user's cache."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from nnviz.data.base import Dataset
from nnviz.design.document import Document
from nnviz.engine.sealed import Features, calls, keep, sealed_layer
from nnviz.export.errand import errand
from nnviz.export.training import TrainingJob
from nnviz.layers.base import KerasCall
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

CALLS = "calls.json"
SAMPLES = "samples.npz"
FEATURES = "features.npz"


class FeaturesError(NnvizError):
    """The features cannot be computed or used."""


def prepare(document: Document, dataset: Dataset, folder: Path, python: str | None = None) -> TrainingJob:
    """Write what the errand needs into ``folder`` and return it; raise an ``NnvizError`` if it cannot begin."""
    name = sealed_layer(document.design)
    if name is None:
        raise FeaturesError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The network has no pretrained base, so there is nothing to compute."
                )
            )
        )
    file = getattr(document.design.node(name).layer, "weights_file", "")
    if file and not Path(file).is_file():
        text = QT_TRANSLATE_NOOP(
            "nnviz", "There is no weights file “{file}” for “{name}”: choose another one."
        )
        raise FeaturesError(say(text, file=file, name=name))
    plain = [[layer, _plain(call)] for layer, call in calls(document.design)]
    (folder / CALLS).write_text(json.dumps(plain), encoding="utf-8")
    np.savez(folder / SAMPLES, train=dataset.x_train, test=dataset.x_test)
    words = (str(folder / CALLS), str(folder / SAMPLES), str(folder))
    return errand("features.py", folder, *words, python=python)


def finish(job: TrainingJob, document: Document, dataset: Dataset) -> Features:
    """Take what the errand left into the cache; raise :class:`FeaturesError` if it is not what was asked for."""
    try:
        with np.load(job.folder / FEATURES, allow_pickle=False) as file:
            found = Features(file["train"], file["test"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        text = QT_TRANSLATE_NOOP("nnviz", "The features that Keras computed cannot be read ({reason}).")
        raise FeaturesError(say(text, reason=str(error)[:120])) from error
    keep(document, dataset, found)
    return found


def _plain(call: KerasCall) -> list[Any]:
    return [call.name, list(call.args), dict(call.kwargs)]
