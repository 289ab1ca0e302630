"""What a document carries of its optimizer's memory, and what becomes of it in an edit.

It comes with an imported model: ``optimizer/iteration``, the steps made, and ``optimizer/<slot>/<weight>``. One that
was pulled out of a full training also knows where in the data that was, as ``optimizer/epoch`` (epochs that were over)
and ``optimizer/samples`` (training samples that it learned from, and how many there are).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from nnviz.optimizers.base import Optimizer
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

if TYPE_CHECKING:
    from nnviz.design.document import Document

Array = npt.NDArray[Any]

ITERATION = "optimizer/iteration"
EPOCH = "optimizer/epoch"
SAMPLES = "optimizer/samples"
_PLACE = (EPOCH, SAMPLES)
"""Where in the data a full training was, which is the same for every optimizer."""


def is_memory(path: str) -> bool:
    """Return whether this is remembered of a training, and no weight; a layer may be called “optimizer”, too."""
    return path in (ITERATION, *_PLACE) or (path.startswith("optimizer/") and path.count("/") > 2)


def without_memory(weights: Mapping[str, Array]) -> dict[str, Array]:
    """Return the weights without what one optimizer remembers."""
    return {path: value for path, value in weights.items() if path in _PLACE or not is_memory(path)}


def takes_over(new: Optimizer, old: Optimizer) -> bool:
    """Return whether ``new`` can go on with what ``old`` remembers: AdamW with Adam's, but not with RMSprop's.

    The names of what they remember would not do: under “momentum” SGD sums up steps, Adam means of gradients.
    """
    related = isinstance(new, type(old)) or isinstance(old, type(new))
    return related and new.slots() == old.slots()


def told(before: Document, after: Document) -> Message | None:
    """Return what to say of the memory after an edit; None if there is nothing that a user would not expect."""
    count = before.weights.get(ITERATION)
    if count is None:
        return None
    old, new = before.setup.optimizer, after.setup.optimizer
    if ITERATION in after.weights:
        if type(old) is type(new):
            return None
        text = QT_TRANSLATE_NOOP("nnviz", "{new} goes on with what {old} remembers of {count} earlier steps.")
    elif old != new:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "{new} cannot use what {old} remembers of {count} earlier steps, so it begins anew; Undo brings that"
            " back.",
        )
    elif before.design != after.design:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "What {old} remembers of {count} earlier steps does not fit the changed network, so {new} begins anew;"
            " Undo brings that back.",
        )
    else:
        return None  # other weights were taken in, and these had their own message
    return say(text, new=new.kind(), old=old.kind(), count=int(count.reshape(())))
