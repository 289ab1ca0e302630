"""Pull a batch back: a run's weights and the batch that it took next become a moment that can be stepped through.

The document knows then what the optimizer remembers, which samples the run learned from and how many epochs were over,
so that its first step is the training step that Keras made (or would have made) after the checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.pictures import Pictures
from nnviz.design.document import Document
from nnviz.design.remembering import ITERATION
from nnviz.engine.network import Network
from nnviz.engine.remembered import place, slot_path
from nnviz.engine.run import State
from nnviz.engine.sealed import behind, sealed_layer
from nnviz.export import start, weights_file
from nnviz.export.bases import with_base_inside
from nnviz.export.checkpoints import Checkpoint, weights_file_of
from nnviz.export.runs import TrainingRun
from nnviz.export.sections import keeps_best
from nnviz.optimizers.schedules import Constant
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Pulled:
    """``document`` with the cursor at the batch, which is number ``batch`` (from 1) of ``epoch`` (from 1).

    ``batch`` is 0 where it is not one of the run's own, because TensorFlow mixed them.
    ``notes`` say what of the moment is not as it was in the run; without them the step is the run's own.
    """

    document: Document
    epoch: int
    batch: int
    notes: tuple[Message, ...]
    samples: int = 0
    """Training samples that the run learned from, where it did not take all; else 0."""

    @property
    def sentence(self) -> Message:
        """What is seen, in one sentence."""
        text = QT_TRANSLATE_NOOP(
            "nnviz", "This is batch {batch} of epoch {epoch} of “{name}”, before its training step."
        )
        if not self.batch:
            text = QT_TRANSLATE_NOOP(
                "nnviz", "“{name}” stands before epoch {epoch}, and a batch of training pictures enters."
            )
        elif self.samples:
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "This is batch {batch} of epoch {epoch} of “{name}”, before its training step; it has the {samples}"
                " samples that the run learned from.",
            )
        return say(
            text,
            batch=f"{self.batch:,}",
            epoch=f"{self.epoch:,}",
            name=self.document.name,
            samples=f"{self.samples:,}",
        )


def restored(run: TrainingRun, found: Checkpoint, document: Document | None = None) -> Document:
    """Return ``document`` (None: the run's own) with these weights; raise an ``NnvizError`` if they do not fit."""
    document = document or run.document()
    with weights_file_of(found) as path:
        weights = weights_file.read(path, document.design)
        document = document if found.start else with_base(document, path)
    return document.with_weights(weights).with_(cursor=(0, 0))


def with_base(document: Document, path: Path) -> Document:
    """Return ``document`` with what its base had learned in a weights file, if it is one that learns."""
    found = with_base_inside(document, path)
    if found is document and start.inside_trained(document):
        text = QT_TRANSLATE_NOOP("nnviz", "What “{name}” learned is not in “{path}”.")
        raise weights_file.WeightsError(say(text, name=sealed_layer(document.design), path=path))
    return found


def pulled(run: TrainingRun, found: Checkpoint, batch: int = 1) -> Pulled:
    """Return the run at this checkpoint before its training step number ``batch`` (from 1) from there on.

    Raise an :class:`~nnviz.words.NnvizError` if document or weights cannot be read.
    """
    document = run.document()
    notes: list[Message] = []
    with weights_file_of(found) as path:
        weights: dict[str, Array] = dict(weights_file.read(path, document.design))
        if found.epoch:
            document = with_base(_with_rate(document, path), path)
        memory = _memory(document, path)
    if memory is None and document.setup.optimizer.slots() and not found.start:
        notes.append(say(_NO_MEMORY, optimizer=document.setup.optimizer.kind()))
    weights |= memory or {}
    streams = mixed(document)
    notes += _differences(document, streams)
    samples = 0
    if "optimizer" not in document.design.by_name:  # a layer of that name would be confused with it
        samples, total = _samples(run, document)
        weights |= place(found.epoch, samples, total)
    batch = 0 if streams else max(1, batch)
    document = document.with_weights(weights).with_(cursor=(max(0, batch - 1), 0))
    return Pulled(document, found.epoch + 1, batch, tuple(notes), samples)


def mixed(document: Document) -> bool:
    """Return whether TensorFlow puts the batches together, in an order that only it knows."""
    return isinstance(document.setup.data, Pictures)


def batches(run: TrainingRun) -> int:
    """Return how many batches an epoch of the run has, 1 if it never told."""
    return max(1, run.started.batches) if run.started is not None else 1


def _samples(run: TrainingRun, document: Document) -> tuple[int, int]:
    """Return how many samples the run learned from, of how many that it loaded; 0 of 0 if it used all."""
    data = document.setup.data
    if not keeps_best(document) or mixed(document):
        return 0, 0
    total = data.load(_folder(run)).samples
    return total - total // 10, total


def _folder(run: TrainingRun) -> Path | None:
    folder = run.options.get("data_dir")
    return Path(str(folder)) if folder else None


def _memory(document: Document, path: Path) -> dict[str, Array] | None:
    """Return what the optimizer remembers, as documents keep it; None if the file does not hold it for them."""
    if start.inside_trained(document) or "optimizer" in document.design.by_name:
        return None
    base = sealed_layer(document.design)
    network = Network((behind(document, base) if base is not None else document).design)
    try:
        state = start.state_of(document, network, path)
    except (NnvizError, KeyError):  # another optimizer, or layers with weights in front of a base
        return None
    return _slots(document, network, state) if state.step else None


def _slots(document: Document, network: Network, state: State) -> dict[str, Array]:
    found: dict[str, Array] = {ITERATION: np.array(float(state.step))}
    for row, name in zip(state.slots, document.setup.optimizer.slots(), strict=True):
        for weight, slot in network.slots.items():
            if slot.trainable:
                found[slot_path(name, weight)] = slot.view(row)
    return found


def _with_rate(document: Document, path: Path) -> Document:
    """Return the document with the learning rate of the checkpoint: it may have been changed while the run went on."""
    optimizer = document.setup.optimizer
    found = weights_file.read_optimizer(path)
    if not isinstance(optimizer.schedule, Constant) or len(found) < 2 or found[1].shape != ():
        return document
    rate = float(found[1])
    if rate <= 0 or np.float32(rate) == np.float32(optimizer.learning_rate):
        return document
    return document.with_setup(optimizer=optimizer.replace(learning_rate=float(f"{rate:.7g}")))


_NO_MEMORY = QT_TRANSLATE_NOOP(
    "nnviz", "What {optimizer} remembered is not there in a form that can be read; it starts anew."
)


def _differences(document: Document, streams: bool) -> list[Message]:
    """Return what of any moment of a run cannot be had again here."""
    layers = [node.layer for node in document.design.nodes]
    found = []
    if streams:
        found.append(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "Its pictures are those that Watch holds; the run mixed all of them in TensorFlow.",
                )
            )
        )
    if any(layer.random or layer.identity_in_watch for layer in layers):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "What random layers draw is not what Keras drew, so the loss is not the run’s to the digit.",
        )
        found.append(say(text))
    return found
