"""What an optimizer is: a few operations on whole vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from nnviz.optimizers.schedules import Constant, Schedule
from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP

Array = npt.NDArray[Any]

BLOCK = 32_768
"""Parameters updated at a time, so that the operands stay in the processor's cache between the passes."""


@dataclass(frozen=True, kw_only=True)
class Optimizer(Part):
    """Base of all optimizers, with Keras' definitions.

    All trainable weights are one vector θ, all gradients another, g. What an optimizer remembers of each weight
    (momentum, mean square …) is a *slot*: one more vector like θ.
    """

    keras_name: ClassVar[str]
    formula: ClassVar[str]
    """The update in LaTeX."""

    schedule: Schedule = declare(
        Constant(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "How the learning rate changes with the steps"),
        family="schedules",
        advanced=True,
    )

    if TYPE_CHECKING:
        learning_rate: float

    def slots(self) -> tuple[str, ...]:
        """Return the names of the vectors that are remembered, in Keras' order."""
        return ()

    def initial_slots(self, size: int, dtype: npt.DTypeLike) -> Array:
        """Return what is remembered before the first step, one row a slot."""
        return np.zeros((len(self.slots()), size), dtype)

    def apply(
        self,
        theta: Array,
        gradient: Array,
        slots: Array,
        step: int,
        rate: float,
        pieces: Sequence[slice],
    ) -> None:
        """Make one whole step in place; ``pieces`` are the places of the single weights in the vector.

        In Keras' order: clip the gradients, decay the weights, update.
        """
        self.update(theta, gradient, slots, step, rate)

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        """Change ``theta`` and ``slots`` (one row a slot) in place; ``step`` counts from 0, ``rate`` is η."""
        raise NotImplementedError


@lru_cache(maxsize=16)
def blocks(size: int) -> list[slice]:
    """Return slices that cover ``size`` entries in cache-sized pieces."""
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


OPTIMIZERS: Registry[Optimizer] = Registry("optimizers", "nnviz.optimizers", Optimizer)
"""All optimizers by class name, which is Keras' class name."""
