"""Formulas as values: the same tree gives the symbols, the numbers and the result.

What a formula shows can therefore be checked: :attr:`Expr.value` computes it, in float64, from exactly the
numbers that are written in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nnviz.ui.digits import format_number, latex_number
from nnviz.ui.formula import coloured

ADD, MULTIPLY, ATOM = 1, 2, 3
"""How tightly an expression holds together: a looser part inside a tighter one needs brackets."""

WRITTEN = 6
"""A sum of up to this many terms is written in full."""

KEPT = 2
"""Terms of a longer sum that are written at its beginning; the last one is written too."""


@dataclass(frozen=True)
class Text:
    """One thing in two spellings: LaTeX, and plain words for screen readers."""

    latex: str
    plain: str

    def bracketed(self) -> Text:
        return Text(f"({self.latex})", f"({self.plain})")


def join(parts: Sequence[Text], latex: str, plain: str) -> Text:
    """Return ``parts`` with a sign between them."""
    return Text(latex.join(p.latex for p in parts), plain.join(p.plain for p in parts))


class Expr:
    """A part of a formula."""

    rank = ATOM

    @property
    def value(self) -> float:
        """What the expression amounts to, computed from the numbers it shows."""
        raise NotImplementedError

    def write(self, numbers: bool, leads: bool = True) -> Text:
        """Return it in symbols or in ``numbers``. ``leads`` tells that no sign stands before it."""
        raise NotImplementedError

    def inside(self, rank: int, numbers: bool, leads: bool = False) -> Text:
        """Return it as part of something that holds with ``rank``: in brackets where they are needed."""
        if self.rank < rank:
            return self.write(numbers).bracketed()
        return self.write(numbers, leads)


@dataclass(frozen=True)
class Named(Expr):
    """A number of the trace with its name."""

    symbol: Text
    number: float
    signed: bool = True
    """Whether the number is coloured by its sign; counts are not."""

    @property
    def value(self) -> float:
        return float(self.number)

    def write(self, numbers: bool, leads: bool = True) -> Text:
        if not numbers:
            return self.symbol
        shown = Text(latex_number(self.number, signed=self.signed), format_number(self.number))
        return shown if leads or not self.number < 0 else shown.bracketed()


@dataclass(frozen=True)
class Constant(Expr):
    """A number that belongs to the formula itself: the 2 of 2(ŷ − y)."""

    number: float

    @property
    def value(self) -> float:
        return float(self.number)

    def write(self, numbers: bool, leads: bool = True) -> Text:
        return Text(latex_number(self.number, signed=False), format_number(self.number))


@dataclass(frozen=True)
class Sum(Expr):
    """Terms added up; of a long sum the first and the last are written. ``sigma`` is the sum in one symbol."""

    terms: tuple[Expr, ...]
    sigma: Text | None = None
    keep: int = 0
    """A term that is written also when others are left out."""
    full: bool = False
    """Whether every term is written, however many there are."""

    @property
    def rank(self) -> int:
        return ADD if len(self.terms) > 1 else self.terms[0].rank

    @property
    def value(self) -> float:
        return math.fsum(term.value for term in self.terms)

    @property
    def cut(self) -> bool:
        """Whether terms are left out in writing."""
        return len(self.terms) > WRITTEN and not self.full

    @property
    def written(self) -> tuple[int, ...]:
        """Numbers of the terms that are written."""
        n = len(self.terms)
        return tuple(sorted({*range(KEPT), self.keep, n - 1})) if self.cut else tuple(range(n))

    def pieces(self, numbers: bool) -> list[Text]:
        """Return the written terms, each with the sign before it."""
        found: list[Text] = []
        before = -1
        for place in self.written:
            if place > before + 1:
                found.append(Text(r"+ \ldots", "+ …"))
            lead = not found
            term = self.terms[place]
            found.append(term.inside(MULTIPLY, numbers, leads=True) if lead else _added(term, numbers))
            before = place
        return found

    def write(self, numbers: bool, leads: bool = True) -> Text:
        if self.sigma and not numbers:
            return self.sigma
        return join(self.pieces(numbers), " ", " ")


def _added(term: Expr, numbers: bool) -> Text:
    """Return a later term of a sum with its sign: ``− 0.5`` for a number alone, ``+ 2·(−0.5)`` otherwise."""
    if numbers and isinstance(term, Named) and term.number < 0:
        size = latex_number(-term.number, signed=False)
        return Text(f"- {coloured(size, 'negative')}", f"− {format_number(-term.number)}")
    text = term.inside(MULTIPLY, numbers)
    return Text(f"+ {text.latex}", f"+ {text.plain}")


@dataclass(frozen=True)
class Minus(Expr):
    """One thing less another."""

    one: Expr
    other: Expr
    rank = ADD

    @property
    def value(self) -> float:
        return self.one.value - self.other.value

    def write(self, numbers: bool, leads: bool = True) -> Text:
        return join((self.one.write(numbers, leads), self.other.inside(MULTIPLY, numbers)), " - ", " − ")


@dataclass(frozen=True)
class Negative(Expr):
    """Minus something."""

    part: Expr
    rank = ADD

    @property
    def value(self) -> float:
        return -self.part.value

    def write(self, numbers: bool, leads: bool = True) -> Text:
        inner = self.part.inside(MULTIPLY, numbers)
        return Text(f"-{inner.latex}", f"−{inner.plain}")


@dataclass(frozen=True)
class Product(Expr):
    """Factors; symbols stand side by side, numbers with a dot between them."""

    factors: tuple[Expr, ...]
    rank = MULTIPLY

    @property
    def value(self) -> float:
        return math.prod(factor.value for factor in self.factors)

    def write(self, numbers: bool, leads: bool = True) -> Text:
        parts = [f.inside(MULTIPLY, numbers, leads and not i) for i, f in enumerate(self.factors)]
        return join(parts, r" \cdot " if numbers else r"\, ", " · ")


@dataclass(frozen=True)
class Quotient(Expr):
    """A fraction."""

    above: Expr
    below: Expr

    @property
    def value(self) -> float:
        return self.above.value / self.below.value

    def write(self, numbers: bool, leads: bool = True) -> Text:
        above, below = self.above.write(numbers), self.below.write(numbers)
        plain = f"{self._tight(self.above, above)} / {self._tight(self.below, below)}"
        return Text(rf"\frac{{{above.latex}}}{{{below.latex}}}", plain)

    @staticmethod
    def _tight(part: Expr, text: Text) -> str:
        return text.plain if part.rank == ATOM else f"({text.plain})"


@dataclass(frozen=True)
class Power(Expr):
    """Something to a whole power."""

    base: Expr
    exponent: int

    @property
    def value(self) -> float:
        return self.base.value**self.exponent

    def write(self, numbers: bool, leads: bool = True) -> Text:
        base = self.base.inside(ATOM, numbers)
        return Text(f"{base.latex}^{{{self.exponent}}}", f"{base.plain}^{self.exponent}")


@dataclass(frozen=True)
class Function(Expr):
    """A function of one thing: ``name(argument)``."""

    name: Text
    argument: Expr
    compute: Callable[[float], float]

    @property
    def value(self) -> float:
        return self.compute(self.argument.value)

    def write(self, numbers: bool, leads: bool = True) -> Text:
        inner = self.argument.write(numbers).bracketed()
        return Text(f"{self.name.latex}{inner.latex}", f"{self.name.plain}{inner.plain}")


@dataclass(frozen=True)
class Shaped(Expr):
    """A number made from others in a form of its own: ``spell(numbers)`` writes it, ``amount`` is computed.

    ``parts`` are the expressions whose numbers are written in it.
    """

    parts: tuple[Expr, ...]
    spell: Callable[[Sequence[Text]], Text]
    compute: Callable[[Sequence[float]], float]
    leads: bool = True
    """Whether no sign stands before a part, so that a negative number needs no brackets."""
    rank: int = ATOM

    @property
    def value(self) -> float:
        return self.compute([part.value for part in self.parts])

    def write(self, numbers: bool, leads: bool = True) -> Text:
        return self.spell([part.write(numbers, self.leads) for part in self.parts])


@dataclass(frozen=True)
class Equation:
    """``left = right``; ``result`` is the number of the trace that the right-hand side must amount to."""

    left: Text
    right: Expr
    result: float
    becomes: bool = False
    """Whether the left side gets a new value: then an arrow stands for the first ``=``."""

    def symbols(self) -> Text:
        """Return the line in symbols; of a given number only its name."""
        if isinstance(self.right, Named) and self.right.symbol == self.left:
            return self.left
        right = self.right.write(numbers=False)
        sign = Text(r"\leftarrow", "←") if self.becomes else Text("=", "=")
        return join((self.left, sign, right), " ", " ")

    def numbers(self, width: int = 0) -> Text:
        """Return the line in numbers with its result; a long sum is broken into rows of ``width`` letters."""
        return rows(self._numbers(), width)

    def stacked(self, width: int) -> Text:
        """Return symbols and numbers in one piece, the numbers under the symbols."""
        return rows((self.symbols(), *self._numbers()), width, first_alone=True)

    def _numbers(self) -> tuple[Text, ...]:
        """Return the line in numbers in the pieces that it may be broken into."""
        result = Text(latex_number(self.result, strong=True), format_number(self.result))
        right = self.right
        pieces = right.pieces(True) if isinstance(right, Sum) else [right.write(numbers=True)]
        if len(pieces) == 1 and isinstance(right, Named):
            return (Text(f"= {result.latex}", f"= {result.plain}"),)
        first = Text(f"= {pieces[0].latex}", f"= {pieces[0].plain}")
        return (first, *pieces[1:], Text(f"= {result.latex}", f"= {result.plain}"))

    def whole(self) -> Text:
        """Return symbols, numbers and result in one line."""
        one, two = self.symbols(), self.numbers()
        return Text(f"{one.latex} {two.latex}", f"{one.plain} {two.plain}")


def rows(pieces: Sequence[Text], width: int, first_alone: bool = False) -> Text:
    """Return ``pieces`` one after the other, in as many rows as it takes to keep each within ``width`` letters."""
    lines: list[list[Text]] = []
    used = 0
    for piece in pieces:
        length = len(piece.plain) + 1
        if not lines or (width and used + length > width) or (first_alone and len(lines) == 1):
            lines.append([])
            used = 2 if len(lines) > 1 else 0
        lines[-1].append(piece)
        used += length
    joined = [join(line, " ", " ") for line in lines]
    if len(joined) == 1:
        return joined[0]
    body = r" \\ ".join((r"\quad " if i else "") + line.latex for i, line in enumerate(joined))
    return Text(rf"\begin{{array}}{{l}} {body} \end{{array}}", " ".join(line.plain for line in joined))
