"""Schedules: how the learning rate changes from step to step.

Definitions follow Keras (https://keras.io/api/optimizers/learning_rate_schedules/), which computes in float32. Keras'
``initial_learning_rate`` is the optimizer's own learning rate here, η₀, so that it stays where it is looked for. A
schedule is a function of the step k (from 0, a step is one batch), and of a few numbers that it remembers of the
losses so far; both are part of the state, so any step can be had again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from nnviz.layers.base import KerasCall
from nnviz.parts import Part, Registry
from nnviz.words import QT_TRANSLATE_NOOP

F = np.float32


@dataclass(frozen=True)
class Schedule(Part):
    """Base of all schedules."""

    formula: ClassVar[str]
    """The rate in LaTeX."""

    def formula_at(self, step: int) -> str:
        """Return the formula that holds at ``step``, in LaTeX."""
        return self.formula

    def memory(self) -> tuple[float, ...]:
        """Return what is remembered before the first step."""
        return ()

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        """Return the learning rate of ``step`` (from 0); ``base`` is the one that was chosen."""
        raise NotImplementedError

    def after(
        self, memory: tuple[float, ...], step: int, loss: float, samples: int, steps_per_epoch: int
    ) -> tuple[float, ...]:
        """Return what is remembered after ``step``, whose ``samples`` had the mean loss ``loss``."""
        return memory

    def keras(self, base: float) -> KerasCall | None:
        """Return Keras' schedule, which takes the place of the learning rate; None if the rate stays a number."""
        return None

    def callback(self) -> KerasCall | None:
        """Return the Keras callback that changes the learning rate, None where there is none."""
        return None

    def _keras(self, kind: str, base: float, **fields: Any) -> KerasCall:
        return KerasCall(f"keras.optimizers.schedules.{kind}", (base,), fields)


@dataclass(frozen=True)
class Constant(Schedule):
    """η stays what it is."""

    title = QT_TRANSLATE_NOOP("nnviz", "constant")
    help = QT_TRANSLATE_NOOP("nnviz", "The learning rate stays the same.")
    formula = r"\eta_0"

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        return base


SCHEDULES: Registry[Schedule] = Registry("schedules", "nnviz.optimizers.schedules", Schedule)
"""All schedules by class name; those that Keras has are called as there."""
