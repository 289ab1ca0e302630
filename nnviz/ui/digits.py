"""The digits that numbers are shown with, chosen once for the whole application."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QObject, Signal

from nnviz.ui.formula import number, number_text

MOST = 8
"""More digits than this are noise: the engine computes in float32."""

SMALLEST = 1e-4
"""Smaller numbers are written with a power of ten."""

_RAISED = str.maketrans("−-0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Digits(QObject):
    """How many decimals are shown. Panels write their numbers anew on ``changed``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count = 3

    @property
    def count(self) -> int:
        """Decimals of a number that is not exactly shorter."""
        return self._count

    def choose(self, count: int) -> None:
        """Show ``count`` decimals from now on (1 to :data:`MOST`)."""
        count = max(1, min(MOST, count))
        if count != self._count:
            self._count = count
            self.changed.emit()


@lru_cache(maxsize=1)
def digits() -> Digits:
    """Return the application's choice."""
    return Digits()


def decimals(value: float, count: int | None = None) -> int:
    """Return how many decimals ``value`` needs so that ``count`` of its digits are seen: 0.00281, not 2.81·10⁻³.

    Numbers below :data:`SMALLEST` are left to the powers of ten.
    """
    count = digits().count if count is None else count
    size = abs(value)
    if SMALLEST <= size < 10.0 ** (1 - count):
        return count - 1 - math.floor(math.log10(size))
    return count


def format_number(value: float, count: int | None = None) -> str:
    """Return ``value`` in words: ``−0.214``, ``5``, ``1.200·10⁻⁷``; ``count`` digits instead of the chosen ones."""
    mantissa, _, power = number_text(float(value), decimals(float(value), count)).partition("·10^")
    return f"{mantissa}·10{power.translate(_RAISED)}" if power else mantissa


def shorter(value: float) -> Iterator[str]:
    """Yield ``value`` in words, from the chosen digits down to what fits into the smallest place."""
    value = float(value)
    yield from (format_number(value, count) for count in range(digits().count, 0, -1))
    if abs(value) < 1:
        rounded = round(value, 2)
        # A neuron must not seem to be exactly 0 where it is only near it.
        yield number_text(rounded, 2) if rounded or not value else "≈0"
    yield "…"


def latex_number(value: float, strong: bool = False, signed: bool = True) -> str:
    """Return ``value`` as LaTeX in the colour of its sign; without colour unless ``signed`` (counts)."""
    count = decimals(float(value))
    if signed:
        return number(float(value), count, strong)
    mantissa, _, power = number_text(float(value), count).replace("−", "-").partition("·10^")
    return rf"{{{mantissa} \cdot 10^{{{power}}}}}" if power else f"{{{mantissa}}}"
