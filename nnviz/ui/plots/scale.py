"""Scales: numbers to places on the screen and back, and round numbers to write beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

ROUND = (1.0, 2.0, 2.5, 5.0)
"""Steps of an axis, times a power of ten."""


def round_step(span: float, count: int, steps: Sequence[float] = ROUND) -> float:
    """Return the smallest of ``steps`` · 10ⁿ that divides ``span`` into at most ``count`` parts."""
    least = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in (*steps, 10.0) if power * step >= least * (1 - 1e-9))


@dataclass(frozen=True)
class Scale:
    """From ``low`` at place ``start`` to ``high`` at place ``end``, evenly in the number or in its logarithm."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def place(self, value: Any) -> Any:
        """Return the place of a number or of an array of numbers."""
        low, high = self._even(self.low), self._even(self.high)
        share = (self._even(value) - low) / (high - low)
        return self.start + share * (self.end - self.start)

    def value(self, place: float) -> float:
        """Return the number at a place."""
        low, high = self._even(self.low), self._even(self.high)
        even = low + (place - self.start) / (self.end - self.start) * (high - low)
        return float(10.0**even if self.log else even)

    def ticks(self, count: int) -> list[float]:
        """Return at most about ``count`` round numbers inside the scale."""
        if not self.high > self.low:
            return []
        if self.log:
            return self._log_ticks(count)
        step = round_step(self.high - self.low, count)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]

    def _even(self, value: Any) -> Any:
        return np.log10(value) if self.log else value

    def _log_ticks(self, count: int) -> list[float]:
        low, high = math.log10(self.low), math.log10(self.high)
        steps = (1.0, 2.0, 5.0) if high - low < count / 3 else (1.0,)
        every = max(1, math.ceil((high - low) / max(1, count)))
        powers = range(math.floor(low), math.ceil(high) + 1)
        found = [10.0**p * step for p in powers for step in steps if p % every == 0]
        return [tick for tick in found if self.low * (1 - 1e-9) <= tick <= self.high * (1 + 1e-9)]


def tick_text(value: float, step: float) -> str:
    """Return ``value`` with as many decimals as a number has that is ``step`` away from a round one."""
    if not math.isfinite(value) or not math.isfinite(step) or step <= 0:
        return "∞" if value > 0 else "−∞" if value < 0 else "–"
    if max(abs(value), step) >= 1e6 or step < 1e-6:
        mantissa, power = f"{value:.1e}".split("e")
        return f"{mantissa}·10^{int(power)}".replace("-", "−") if value else "0"
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if abs(round(step, decimals) - step) > 1e-6 * step:
        decimals += 1  # 0.025
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.replace("-", "")


def envelope(values: Array, columns: int) -> tuple[Array, Array]:
    """Return (numbers, values) that draw the same line as ``values`` in ``columns`` columns of the screen.

    Where many values fall into one column the lowest and the highest stay, so that no peak is lost.
    """
    count = len(values)
    if count <= 2 * columns:
        return np.arange(count), values
    starts = np.unique(np.linspace(0, count, columns, endpoint=False).astype(np.intp))
    ends = np.append(starts[1:], count)
    filled_low = np.where(np.isfinite(values), values, np.inf)
    filled_high = np.where(np.isfinite(values), values, -np.inf)
    low, high = np.minimum.reduceat(filled_low, starts), np.maximum.reduceat(filled_high, starts)
    places = np.repeat((starts + ends - 1) / 2, 2)
    drawn = np.stack([low, high], axis=1).reshape(-1)
    finite = np.isfinite(drawn)
    return places[finite], drawn[finite]


def running_mean(values: Array, window: int) -> Array:
    """Return the mean of the last ``window`` values at each place (of fewer at the beginning)."""
    if not len(values):
        return np.asarray(values, np.float64)
    total = np.concatenate([[0.0], np.cumsum(np.asarray(values, np.float64))])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(0, ends - max(1, window))
    mean: Array = (total[ends] - total[starts]) / (ends - starts)
    return mean
