"""What the formula panel shows: equations, lines without numbers, a sentence, the code."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.engine.events import Phase, Quantity
from nnviz.ui.watch.code import Listing
from nnviz.ui.watch.expression import Equation, Text
from nnviz.ui.watch.known import Pick
from nnviz.words import Message

WIDTH = 34
"""Letters in a row of numbers before the sum is broken."""

ONE_LINE = 46
"""Letters of an equation that may stay in one line, symbols and numbers together."""


@dataclass(frozen=True)
class Told:
    """One thing explained. ``matrix`` are lines without numbers and come first; ``one_line`` equations stay whole."""

    sentence: Message
    equations: tuple[Equation, ...] = ()
    one_line: tuple[Equation, ...] = ()
    matrix: tuple[Text, ...] = ()
    pick: Pick | None = None
    """The neuron or weight that the equations are about."""

    def lines(self) -> tuple[Text, ...]:
        """Return the lines as they are shown: symbols, then the same with numbers and the result."""
        found = list(self.matrix)
        for equation in self.equations:
            if equation in self.one_line and len(equation.whole().plain) <= ONE_LINE:
                found.append(equation.whole())
            elif len(self.equations) > 2:
                found.append(equation.stacked(WIDTH))
            else:
                found += [equation.symbols(), equation.numbers(WIDTH)]
        return tuple(found)


@dataclass(frozen=True)
class Explanation:
    """An event explained: heading in parts, lines, sentence, code."""

    phase: Phase
    title: tuple[Message | str, ...]
    told: Told
    code: Listing
    quantity: Quantity = "a"
    """What was computed."""

    @property
    def lines(self) -> tuple[Text, ...]:
        return self.told.lines()

    @property
    def equations(self) -> tuple[Equation, ...]:
        return self.told.equations

    @property
    def sentence(self) -> Message:
        return self.told.sentence

    @property
    def pick(self) -> Pick | None:
        return self.told.pick
