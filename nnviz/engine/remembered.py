"""What an optimizer remembers of a training before the document: it comes with an imported model.

How a document keeps it: :mod:`nnviz.design.remembering`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Dataset
from nnviz.design.remembering import EPOCH, ITERATION, SAMPLES
from nnviz.engine.network import Network
from nnviz.optimizers.base import Optimizer
from nnviz.words import QT_TRANSLATE_NOOP, say

Array = npt.NDArray[Any]


def slot_path(slot: str, path: str) -> str:
    """Return the name under which a document keeps what is remembered of the weight ``path``."""
    return f"optimizer/{slot}/{path}"


def remembered(
    weights: Mapping[str, Array], network: Network, optimizer: Optimizer, dtype: npt.DTypeLike
) -> tuple[int, Array | None]:
    """Return the number of steps before the first one and the slots to start from, one row a slot.

    All or nothing: 0 and None, for the optimizer's own start, where anything of it is missing or does not fit.
    """
    count = weights.get(ITERATION)
    if count is None or count.size != 1:
        return 0, None
    slots = optimizer.initial_slots(network.trainable, dtype)
    for row, name in zip(slots, optimizer.slots(), strict=True):
        for path, place in network.slots.items():
            if place.trainable:
                value = weights.get(slot_path(name, path))
                if value is None or value.shape != place.shape:
                    return 0, None
                place.view(row)[...] = value
    return int(count.reshape(())), slots


def epochs_before(weights: Mapping[str, Array]) -> int:
    """Return how many epochs were over: the order of the samples in an epoch follows from its number."""
    count = weights.get(EPOCH)
    return max(0, int(count.reshape(()))) if count is not None and count.size == 1 else 0


def place(epochs: int, samples: int, of: int) -> dict[str, Array]:
    """Return how a document keeps where in the data a training was."""
    return {EPOCH: np.array(float(epochs)), SAMPLES: np.array([float(samples), float(of)])}


def learned_from(weights: Mapping[str, Array], dataset: Dataset) -> Dataset:
    """Return the data with the training samples that the training before learned from; all if it does not say."""
    kept = weights.get(SAMPLES)
    if kept is None or kept.shape != (2,) or int(kept[1]) != dataset.samples:
        return dataset
    samples = int(kept[0])
    if not 0 < samples < dataset.samples:
        return dataset
    text = QT_TRANSLATE_NOOP(
        "nnviz",
        "These are the {samples} samples that the full training learned from; {others} others chose its best epoch.",
    )
    return replace(
        dataset,
        x_train=dataset.x_train[:samples],
        y_train=dataset.y_train[:samples],
        note=say(text, samples=f"{samples:,}", others=f"{dataset.samples - samples:,}"),
    )
