"""What an optimizer remembers of a training before the document: it comes with an imported model.

A document keeps it among its start weights, as ``optimizer/iteration`` (steps made) and ``optimizer/<slot>/<weight>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy.typing as npt

from nnviz.design.remembering import ITERATION
from nnviz.engine.network import Network
from nnviz.optimizers.base import Optimizer

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
