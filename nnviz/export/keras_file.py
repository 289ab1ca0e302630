"""The model file ``.keras``: made by Keras in a process of its own, with weights and what the optimizer remembers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from nnviz.design.document import Document
from nnviz.design.file import write_atomically
from nnviz.export import names, weights_file
from nnviz.export.errand import errand
from nnviz.export.program import ExportError, network_text
from nnviz.export.start import Start
from nnviz.export.training import TrainingJob
from nnviz.words import QT_TRANSLATE_NOOP, say

NETWORK = "network.py"
WEIGHTS = "network.weights.h5"
MODEL = "network.keras"


def name_of(document: Document) -> str:
    """Return the name of a document's model file."""
    return f"{names.stem(document.name)}.keras"


def prepare(
    document: Document,
    start: Start | None,
    folder: Path,
    *,
    data_dir: Path | None = None,
    python: str | None = None,
) -> TrainingJob:
    """Put into ``folder`` what Keras needs, and return the errand; without a ``start`` the weights are new ones.

    The network is built and compiled by the exported program's own functions. The backend is TensorFlow, since no
    other is sure to be there; the file is the same for all of them.
    """
    job = errand("save_model.py", folder, str(folder), str(document.setup.seed), python=python)
    stem = names.stem(document.name)
    (folder / NETWORK).write_text(network_text(document, stem, data_dir), encoding="utf-8")
    if start is not None:
        data = weights_file.to_bytes(document.design, start.weights, stem, start.optimizer)
        (folder / WEIGHTS).write_bytes(data)
    return dataclasses.replace(job, env={**job.env, "KERAS_BACKEND": "tensorflow"})


def finish(job: TrainingJob, target: Path) -> Path:
    """Put the file that the errand left where it is wanted, and return its path; raise :class:`ExportError`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, (job.folder / MODEL).read_bytes())
    except OSError as error:
        text = QT_TRANSLATE_NOOP("nnviz", "The model cannot be written to “{path}”: {reason}.")
        raise ExportError(say(text, path=target, reason=error.strerror or error)) from error
    return target
