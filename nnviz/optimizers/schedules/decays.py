"""Schedules that are functions of the step alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.layers.base import KerasCall
from nnviz.optimizers.schedules.base import F, Schedule
from nnviz.parts import PartError, declare
from nnviz.words import QT_TRANSLATE_NOOP, say


def _steps(default: int, help: str) -> Any:
    return declare(default, "int", help, minimum=1)


_DECAY_STEPS = QT_TRANSLATE_NOOP("nnviz", "Steps until the rate has changed once by the factor")
_STAIRCASE = QT_TRANSLATE_NOOP("nnviz", "In jumps every decay_steps steps, not bit by bit")


@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """η = η₀ rᵏ⸍ˢ, with r the ``decay_rate`` and s the ``decay_steps``; with ``staircase`` k/s is rounded down.

    https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "exponential decay")
    help = QT_TRANSLATE_NOOP("nnviz", "The learning rate is multiplied by a factor every so many steps.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "step decay staircase")

    decay_steps: int = _steps(1000, _DECAY_STEPS)
    decay_rate: float = declare(
        0.96, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the rate"), minimum=0.0, step=0.01
    )
    staircase: bool = declare(False, "bool", _STAIRCASE)

    @property
    def formula(self) -> str:  # type: ignore[override]
        power = r"\lfloor k / s \rfloor" if self.staircase else "k / s"
        return rf"\eta_0 \cdot r^{{{power}}}"

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        turns = _turns(step, self.decay_steps, self.staircase)
        return float(F(base) * F(self.decay_rate) ** turns)

    def keras(self, base: float) -> KerasCall:
        return self._keras(self.kind(), base, **_needed(self))


@dataclass(frozen=True)
class InverseTimeDecay(Schedule):
    """η = η₀ / (1 + r k/s), with r the ``decay_rate`` and s the ``decay_steps``; ``staircase`` rounds k/s down.

    https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "inverse time decay")
    help = QT_TRANSLATE_NOOP("nnviz", "The learning rate falls like one over the number of steps.")

    decay_steps: int = _steps(1000, QT_TRANSLATE_NOOP("nnviz", "Steps that count as one in the formula"))
    decay_rate: float = declare(
        1.0, "float", QT_TRANSLATE_NOOP("nnviz", "How fast the rate falls"), minimum=0.0
    )
    staircase: bool = declare(False, "bool", _STAIRCASE)

    @property
    def formula(self) -> str:  # type: ignore[override]
        turns = r"\lfloor k / s \rfloor" if self.staircase else "k / s"
        return rf"\frac{{\eta_0}}{{1 + r \cdot {turns}}}"

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        turns = _turns(step, self.decay_steps, self.staircase)
        return float(F(base) / (F(1) + F(self.decay_rate) * turns))

    def keras(self, base: float) -> KerasCall:
        return self._keras(self.kind(), base, **_needed(self))


@dataclass(frozen=True)
class PolynomialDecay(Schedule):
    """η = (η₀ − η₁)(1 − k/s)ᵖ + η₁, with k at most s = ``decay_steps``, p the ``power``, η₁ the ``end_learning_rate``.

    With ``cycle`` s is the next whole multiple of ``decay_steps`` instead, so that the rate rises again.
    https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "polynomial decay")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The learning rate goes to its last value in a line or a curve, and stays."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "linear decay")
    formula = r"(\eta_0 - \eta_1) \left(1 - \frac{k}{s}\right)^p + \eta_1"

    decay_steps: int = _steps(1000, QT_TRANSLATE_NOOP("nnviz", "Steps until the last value"))
    end_learning_rate: float = declare(
        0.0001, "float", QT_TRANSLATE_NOOP("nnviz", "Learning rate at the end"), minimum=0.0, step=0.0001
    )
    power: float = declare(1.0, "float", QT_TRANSLATE_NOOP("nnviz", "1 is a line, 2 a parabola"), minimum=0.0)
    cycle: bool = declare(False, "bool", QT_TRANSLATE_NOOP("nnviz", "Start again after the last value"))

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        k, steps, end = F(step), F(self.decay_steps), F(self.end_learning_rate)
        if self.cycle:
            steps = steps * (np.ceil(k / steps) if step else F(1))
        else:
            k = np.minimum(k, steps)
        return float((F(base) - end) * (F(1) - k / steps) ** F(self.power) + end)

    def keras(self, base: float) -> KerasCall:
        return self._keras(self.kind(), base, **_needed(self))


@dataclass(frozen=True)
class CosineDecay(Schedule):
    """η = η₁ ((1 − α) ½ (1 + cos(π k/s)) + α), with k at most s = ``decay_steps`` and η₁ = η₀.

    With a ``warmup_target`` η₁ the rate first rises in a line from η₀ to η₁ in ``warmup_steps``, and k counts from
    there. https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "cosine decay")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The learning rate falls along half a wave, if wanted after a linear warm-up."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "warm-up warmup annealing")

    decay_steps: int = _steps(1000, QT_TRANSLATE_NOOP("nnviz", "Steps of the fall, after the warm-up"))
    alpha: float = declare(
        0.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Part of the rate that is left at the end"),
        minimum=0.0,
        step=0.01,
    )
    warmup_target: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Learning rate after the warm-up; empty for no warm-up"),
        minimum=0.0,
        optional=True,
    )
    warmup_steps: int = declare(
        0, "int", QT_TRANSLATE_NOOP("nnviz", "Steps of the warm-up, if it has a target"), minimum=0
    )

    @property
    def formula(self) -> str:  # type: ignore[override]
        if self.warmup_target is None:
            return r"\eta_0 \left((1 - \alpha) \frac{1 + \cos(\pi k / s)}{2} + \alpha\right)"
        return r"\eta_1 \left((1 - \alpha) \frac{1 + \cos(\pi (k - u) / s)}{2} + \alpha\right)"

    def formula_at(self, step: int) -> str:
        if self.warmup_target is not None and step < self.warmup_steps:
            return r"\eta_0 + (\eta_1 - \eta_0) \frac{k}{u}"
        return self.formula

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        k, steps, start = F(step), F(self.decay_steps), F(base)
        if self.warmup_target is not None:
            target, warm = F(self.warmup_target), F(self.warmup_steps)
            k = np.minimum(k, steps + warm)
            if k < warm:
                return float((target - start) * (k / warm) + start)
            k, start = k - warm, target
        wave = F(0.5) * (F(1) + np.cos(F(math.pi) * (np.minimum(k, steps) / steps)))
        return float(start * (F(1 - self.alpha) * wave + F(self.alpha)))

    def keras(self, base: float) -> KerasCall:
        return self._keras(self.kind(), base, **_needed(self))


@dataclass(frozen=True)
class LinearWarmup(Schedule):
    """η = ηₛ + (η₀ − ηₛ) k/s up to step s = ``warmup_steps``, then η₀; ηₛ is ``start``.

    Keras has no schedule of this name: it is its PolynomialDecay from ηₛ to η₀ with power 1, and exported so.
    https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "linear warm-up")
    help = QT_TRANSLATE_NOOP("nnviz", "The learning rate rises in a line to its value, and stays there.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "warmup ramp")
    formula = r"\eta_s + (\eta_0 - \eta_s) \frac{\min(k, s)}{s}"

    warmup_steps: int = _steps(100, QT_TRANSLATE_NOOP("nnviz", "Steps until the full rate"))
    start: float = declare(
        0.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Learning rate of the first step"),
        minimum=0.0,
        step=0.0001,
    )

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        return PolynomialDecay(self.warmup_steps, base).rate(self.start, step, memory)

    def keras(self, base: float) -> KerasCall:
        return self._keras(
            "PolynomialDecay", self.start, decay_steps=self.warmup_steps, end_learning_rate=base
        )


@dataclass(frozen=True)
class PiecewiseConstantDecay(Schedule):
    """η = η₀ up to the first boundary (k ≤ b₁), then η₁ up to the second, and so on.

    Each row of ``pieces`` is one boundary and the rate behind it; Keras has them as ``boundaries`` and, with η₀
    first, ``values``. https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "steps")
    help = QT_TRANSLATE_NOOP("nnviz", "The learning rate jumps to another value after certain steps.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "piecewise constant boundaries values")
    formula = r"\eta_i \text{ for } b_i < k \le b_{i + 1}"

    pieces: tuple[tuple[float, ...], ...] = declare(
        ((1000.0, 0.001),),
        "samples",
        QT_TRANSLATE_NOOP("nnviz", "One change a line: the last step before it, then the new learning rate"),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        last = -1.0
        for row in self.pieces:
            if len(row) != 2 or row[0] != int(row[0]) or row[0] <= last or row[1] < 0:
                raise PartError(
                    say(
                        QT_TRANSLATE_NOOP(
                            "nnviz",
                            "{owner}: every line of pieces must be a step, later than that of the line before, and a"
                            " learning rate of at least 0, but one is {found}.",
                        ),
                        owner=self.kind(),
                        found=", ".join(f"{number:g}" for number in row),
                    )
                )
            last = row[0]

    def rate(self, base: float, step: int, memory: tuple[float, ...]) -> float:
        found = base
        for boundary, value in self.pieces:
            if step > boundary:
                found = value
        return float(F(found))

    def keras(self, base: float) -> KerasCall:
        boundaries = [int(boundary) for boundary, _ in self.pieces]
        values = [base, *(value for _, value in self.pieces)]
        return KerasCall("keras.optimizers.schedules.PiecewiseConstantDecay", (boundaries, values))


def _turns(step: int, steps: int, staircase: bool) -> Any:
    """Return k/s in float32, rounded down for a staircase."""
    turns = F(step) / F(steps)
    return np.floor(turns) if staircase else turns


def _needed(schedule: Schedule) -> dict[str, Any]:
    """Return the fields for Keras: what differs from the default, and those that Keras has no default for."""
    always = ("decay_steps", "decay_rate")
    changed = schedule.changed()
    return {name: value for name, value in schedule.values().items() if name in always or name in changed}
