"""Schedules: how the learning rate changes from step to step.

Definitions follow Keras (https://keras.io/api/optimizers/learning_rate_schedules/). A schedule is a function of the
step, and of a few numbers that it remembers of the losses so far; both are part of the state, so any step can be had
again.
"""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.parts import Part, Registry
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Schedule(Part):
    """Base of all schedules."""

    def memory(self) -> tuple[float, ...]:
        """Return what is remembered before the first step."""
        return ()

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        """Return the learning rate of ``step`` (from 0); ``base`` is the one that was chosen."""
        raise NotImplementedError

    def after(
        self, memory: tuple[float, ...], step: int, loss: float, steps_per_epoch: int
    ) -> tuple[float, ...]:
        """Return what is remembered after ``step``, whose loss was ``loss``."""
        return memory


@dataclass(frozen=True)
class Constant(Schedule):
    """η stays what it is."""

    title = QT_TRANSLATE_NOOP("nnviz", "constant")
    help = QT_TRANSLATE_NOOP("nnviz", "The learning rate stays the same.")

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        return base


SCHEDULES: Registry[Schedule] = Registry("schedules", "nnviz.optimizers.schedules", Schedule)
"""All schedules by class name; those that Keras has are called as there."""
