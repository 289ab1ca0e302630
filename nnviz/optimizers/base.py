"""What an optimizer is: a few operations on whole vectors."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import numpy.typing as npt

from nnviz.parts import Part, Registry

Array = npt.NDArray[Any]

BLOCK = 32_768
"""Parameters updated at a time, so that the operands stay in the processor's cache between the passes."""


class Optimizer(Part):
    """Base of all optimizers, with Keras' definitions. All weights are one vector θ, all gradients another, g.

    What an optimizer remembers of each weight (momentum, mean square …) is a *slot*: one more vector like θ.
    """

    keras_name: ClassVar[str]
    formula: ClassVar[str]
    """The update in LaTeX."""

    learning_rate: float

    def slots(self) -> tuple[str, ...]:
        """Return the names of the vectors that are remembered, in Keras' order; they start at 0."""
        return ()

    def update(self, theta: Array, gradient: Array, slots: Array, step: int) -> None:
        """Change ``theta`` and ``slots`` (one row a slot) in place; ``step`` counts from 0."""
        raise NotImplementedError


@lru_cache(maxsize=16)
def blocks(size: int) -> list[slice]:
    """Return slices that cover ``size`` entries in cache-sized pieces."""
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


OPTIMIZERS: Registry[Optimizer] = Registry("optimizers", "nnviz.optimizers", Optimizer)
"""All optimizers by class name, which is Keras' class name."""
