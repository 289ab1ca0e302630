"""How a training ended, in sentences, and where its weights are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnviz.data.base import Data, DataError, Dataset
from nnviz.data.pictures import Pictures
from nnviz.data.tfrecord import TfRecord
from nnviz.design.document import Document
from nnviz.export.outcomes import Outcome, results_text
from nnviz.export.reports import Logs
from nnviz.export.training import TrainingJob
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

IN_DOCUMENT, OFFERED, CHANGED, FITS, UNFIT, NONE = (
    "in_document",
    "offered",
    "changed",
    "fits",
    "unfit",
    "none",
)


@dataclass(frozen=True)
class MeasuredOn:
    """What the results were measured on."""

    count: int
    held_back: bool
    """Whether they are others than the training samples."""
    pictures: bool


def measured_on(data: Data, dataset: Dataset, folder: Path | None) -> MeasuredOn | None:
    """Return what a program that trains on ``data`` measures its results on; None where that takes long to find out.

    ``dataset`` is what is loaded of it here, ``folder`` the user's folder of data files.
    """
    if isinstance(data, Pictures):  # of which only some are loaded here
        return _pictures(data, folder)
    train, test = dataset.x_train, dataset.x_test
    held_back = test.shape != train.shape or not np.array_equal(test, train)
    return MeasuredOn(len(test if held_back else train), held_back, dataset.picture)


def _pictures(data: Pictures, folder: Path | None) -> MeasuredOn | None:
    if isinstance(data, TfRecord):  # they are counted by reading all
        return None
    try:
        count = len(data.found(folder)[1])
    except DataError:
        return None
    tested = round(data.test_fraction * count)
    return MeasuredOn(tested or count, tested > 0, True)


@dataclass(frozen=True)
class Ending:
    """An outcome, and what became of the weights.

    ``weights`` is ``in_document``, ``offered`` (training broke off, the last saved epoch can be had), ``changed``
    (the document is not the one that was trained, but they fit), ``fits`` (it is, but another window began it),
    ``unfit`` (they do not fit it any more), or
    ``none``. ``document`` is the one that was trained, as it was then.
    """

    job: TrainingJob
    document: Document
    outcome: Outcome
    weights: str
    epochs: int = 0

    @property
    def good(self) -> bool:
        return self.outcome.good


def title(ending: Ending) -> Message:
    """Return the ending in a word or two."""
    if not ending.good:
        return say(QT_TRANSLATE_NOOP("nnviz", "Training broke off"))
    if ending.outcome.kind == "stopped":
        return say(QT_TRANSLATE_NOOP("nnviz", "Training was stopped"))
    return say(QT_TRANSLATE_NOOP("nnviz", "Training is finished"))


def sentence(ending: Ending, samples: MeasuredOn | None) -> Message:
    """Return how the training ended; ``samples`` is None where the data is not loaded here."""
    outcome = ending.outcome
    if not ending.good or not outcome.results:
        return outcome.message
    return say(
        QT_TRANSLATE_NOOP("nnviz", "{trained}: {result}."),
        trained=_trained(ending),
        result=result(outcome.results, samples),
    )


def _trained(ending: Ending) -> Message:
    if ending.outcome.kind == "stopped":
        return say(QT_TRANSLATE_NOOP("nnviz", "Stopped in epoch {epochs}"), epochs=ending.epochs)
    if ending.epochs == 1:
        return say(QT_TRANSLATE_NOOP("nnviz", "Trained 1 epoch"))
    return say(QT_TRANSLATE_NOOP("nnviz", "Trained {epochs} epochs"), epochs=f"{ending.epochs:,}")


def result(results: Logs, samples: MeasuredOn | None) -> Message:
    """Return results in words: ``98.15 % of 10,000 test pictures are right``."""
    accuracy = next((value for name, value in results.items() if "accuracy" in name), None)
    if accuracy is None or samples is None:
        return say(QT_TRANSLATE_NOOP("nnviz", "{results}"), results=results_text(results))
    share = f"{accuracy:.{2 if samples.count >= 10_000 else 1}%}".replace("%", " %")
    if not samples.held_back:
        text = QT_TRANSLATE_NOOP("nnviz", "{share} of {count} training samples are right")
    elif samples.pictures:
        text = QT_TRANSLATE_NOOP("nnviz", "{share} of {count} test pictures are right")
    else:
        text = QT_TRANSLATE_NOOP("nnviz", "{share} of {count} test samples are right")
    return say(text, share=share, count=f"{samples.count:,}")


def place(ending: Ending) -> Message | None:
    """Return where the weights are; None where the outcome says all."""
    texts = {
        IN_DOCUMENT: QT_TRANSLATE_NOOP(
            "nnviz", "The weights are in the document; Undo brings the old ones back."
        ),
        CHANGED: QT_TRANSLATE_NOOP(
            "nnviz",
            "The document is not the “{name}” that was trained, so the weights were not put into it by themselves."
            " They fit.",
        ),
        UNFIT: QT_TRANSLATE_NOOP(
            "nnviz",
            "The document is not the “{name}” that was trained, and the weights do not fit it. Save the network that"
            " was trained as a document of its own.",
        ),
        FITS: QT_TRANSLATE_NOOP(
            "nnviz", "The weights fit this document; they were not put into it by themselves."
        ),
    }
    text = texts.get(ending.weights)
    return say(text, name=ending.document.name) if text else None
