"""Faults: where in a step a number first became infinite or NaN."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Network, Stage, Views
from nnviz.layers.base import Pass
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]

_TEXTS = {
    "forward": QT_TRANSLATE_NOOP(
        "nnviz",
        "At step {step} the {quantity} of “{layer}” is no longer a finite number. The learning rate may be"
        " too high; go back and make it smaller.",
    ),
    "backward": QT_TRANSLATE_NOOP(
        "nnviz",
        "At step {step} the gradient of the {quantity} of “{layer}” is no longer a finite number. The learning rate"
        " may be too high; go back and make it smaller.",
    ),
    "update": QT_TRANSLATE_NOOP(
        "nnviz",
        "At step {step} the update makes the {quantity} of “{layer}” no longer a finite number. The learning rate"
        " may be too high; go back and make it smaller.",
    ),
    "memory": QT_TRANSLATE_NOOP(
        "nnviz",
        "At step {step} what the optimizer remembers of the {quantity} of “{layer}” is no longer a finite number. The"
        " learning rate may be too high; go back and make it smaller.",
    ),
}
"""One sentence for each part of a step, in the order of the computation."""


class Diverged(NnvizError):
    """A number became infinite or NaN. The state before ``step`` is unharmed.

    ``part`` is the part of the step: ``forward`` (``quantity`` is a weight's name, ``z``, ``output`` or ``loss``),
    ``backward`` (the gradient of ``z``, ``output``, ``input`` or a weight), ``update`` (the new value of a weight or a
    moving average) or ``memory`` (a slot of the optimizer, of a weight).
    """

    def __init__(self, step: int, layer: str, quantity: str, part: str = "forward") -> None:
        super().__init__(say(_TEXTS[part], step=step, layer=layer, quantity=quantity))
        self.step = step
        self.layer = layer
        self.quantity = quantity
        self.part = part


def is_finite(array: Array) -> bool:
    """Return whether there is neither NaN nor infinity in a vector.

    The sum of squares says so in one pass without a temporary array, unless it overflows itself.
    """
    return math.isfinite(np.dot(array, array)) or bool(np.isfinite(array).all())


def first_fault(
    step: int,
    network: Network,
    passes: Sequence[Pass],
    views: tuple[Views, Views, Views],
    slots: Array,
    loss: float,
) -> Diverged | None:
    """Name the first number of a step that is not finite, in the order in which they are computed; None if all are.

    ``views`` are those of θ before the step, of the gradient and of θ after it, ``slots`` what the optimizer
    remembers then.
    """
    before, gradients, after = views
    stages = network.stages
    for number, (stage, m) in enumerate(zip(stages, passes, strict=True)):
        values = [*_weights(stage, before, number), ("z", m.z), ("output", m.a)]
        if found := _first(values):
            return Diverged(step, stage.name, found)
    if not math.isfinite(loss):
        return Diverged(step, stages[network.output].name, "loss")
    for number, (stage, m) in reversed([*enumerate(zip(stages, passes, strict=True))]):
        values = [("output", m.da), ("z", m.dz), *_weights(stage, gradients, number)]
        values += [("input", dx) for dx in m.dx]
        if found := _first(values):
            return Diverged(step, stage.name, found, "backward")
    for number, stage in enumerate(stages):
        remembered = [
            (name, slot.view(row))
            for (name, _), slot in zip(_weights(stage, after, number), stage.slots, strict=True)
            if slot.trainable
            for row in slots
        ]
        if found := _first(remembered):
            return Diverged(step, stage.name, found, "memory")
        if found := _first(_weights(stage, after, number)):
            return Diverged(step, stage.name, found, "update")
    return None


def _weights(stage: Stage, views: Views, number: int) -> list[tuple[str, Array]]:
    names = [slot.path.rpartition("/")[2] for slot in stage.slots]
    return list(zip(names, views.by_stage[number], strict=True))


def _first(values: Sequence[tuple[str, Any]]) -> str:
    """Return the name of the first array that is not finite; empty if all are."""
    return next((name for name, array in values if array is not None and not np.isfinite(array).all()), "")
