"""Formulas that a loss declares, filled with the numbers of a sample."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.losses.base import Amount, Elementwise, Form, Rowwise
from nnviz.ui.watch.expression import ADD, ATOM, MULTIPLY, Expr, Named, Product, Quotient, Sum, Text
from nnviz.ui.watch.terms import ONE, Array, count

_GAP = re.compile(r"@([a-z]+(?:_[a-z])?)")
_OPENINGS = "([{|"


@dataclass(frozen=True)
class Filled(Expr):
    """A declared formula with its numbers; ``amount`` is what the loss itself makes of exactly these numbers."""

    form: Form
    parts: Mapping[str, Named]
    amount: float

    @property
    def rank(self) -> int:
        return _rank(self.form.plain)

    @property
    def value(self) -> float:
        return self.amount

    def write(self, numbers: bool, leads: bool = True) -> Text:
        def latex(gap: re.Match[str]) -> str:
            return self._part(gap, numbers, leads).latex

        def plain(gap: re.Match[str]) -> str:
            return self._part(gap, numbers, leads).plain

        return Text(_GAP.sub(latex, self.form.latex), _GAP.sub(plain, self.form.plain))

    def _part(self, gap: re.Match[str], numbers: bool, leads: bool) -> Text:
        before = gap.string[: gap.start()].rstrip()
        first = before[-1] in _OPENINGS if before else leads
        return self.parts[gap[1]].write(numbers, first)


def _rank(plain: str) -> int:
    """Return how tightly a formula holds together: its signs outside all brackets."""
    depth, tight = 0, ATOM
    for place, letter in enumerate(plain):
        bar_opens = letter == "|" and depth == 0
        if letter in "([" or bar_opens:
            depth += 1
        elif letter in ")]" or letter == "|":
            depth -= 1
        elif depth == 0 and letter in "−+":
            return ADD
        elif depth == 0 and letter in "·/½" and place:
            tight = MULTIPLY
    return tight


def of_elements(loss: Elementwise, outputs: Sequence[Named], wanted: Sequence[Named]) -> Expr:
    """Return the loss of a sample: its mean or sum over the outputs."""
    terms = tuple(_of_element(loss, a, y, slope=False) for a, y in zip(outputs, wanted, strict=True))
    if len(terms) == 1:
        return terms[0]
    gaps = {"a": Text(r"\hat y_j", "ŷ_j"), "y": _with_index(wanted[0], "j")}
    sigma = Text(
        rf"\sum_j {_spelled(loss, loss.term_form.latex, gaps, latex=True)}",
        f"Σ {_spelled(loss, loss.term_form.plain, gaps, latex=False)}",
    )
    total = Sum(terms, sigma if _same(loss, outputs, wanted) else Text(r"\sum_j t_j", "Σ t_j"))
    return Product((Quotient(ONE, count("k", len(terms))), total)) if loss.averages else total


def _same(loss: Elementwise, outputs: Sequence[Named], wanted: Sequence[Named]) -> bool:
    """Return whether all outputs are written by the same formula."""
    forms = {loss.forms_at(a.number, y.number)[0] for a, y in zip(outputs, wanted, strict=True)}
    return forms == {loss.term_form}


def _with_index(symbol: Named, index: str) -> Text:
    letter = r"\tilde y" if symbol.symbol.latex.startswith(r"\tilde") else "y"
    return Text(f"{letter}_{index}", f"{symbol.symbol.plain[0]}_{index}")


def _spelled(loss: Elementwise, text: str, gaps: Mapping[str, Text], latex: bool) -> str:
    def fill(gap: re.Match[str]) -> str:
        found = gaps.get(gap[1]) or Text(*loss.symbols[gap[1]])
        return found.latex if latex else found.plain

    return _GAP.sub(fill, text)


def slope_of_element(loss: Elementwise, output: Named, wanted: Named) -> Expr:
    """Return the derivative of one output's term."""
    return _of_element(loss, output, wanted, slope=True)


def _of_element(loss: Elementwise, output: Named, wanted: Named, slope: bool) -> Expr:
    a, y = np.array([output.number]), np.array([wanted.number])
    with np.errstate(all="ignore"):
        amount = float((loss.slope if slope else loss.term)(a, y)[0])
    form = loss.forms_at(output.number, wanted.number)[slope]
    return Filled(form, {"a": output, "y": wanted, **_fields(loss)}, amount)


def _fields(loss: Elementwise) -> dict[str, Named]:
    return {
        name: Named(Text(*symbol), float(getattr(loss, name)), signed=False)
        for name, symbol in loss.symbols.items()
    }


def of_row(loss: Rowwise, a: Array, y: Array) -> Expr:
    """Return the loss of a sample in amounts of its whole row."""
    with np.errstate(all="ignore"):
        amount = float(loss.per_sample(y[None], a[None])[0])
        return Filled(loss.value_form, _named(loss.amounts(a, y)), amount)


def slope_of_row(loss: Rowwise, a: Array, y: Array, unit: int) -> Expr:
    """Return the derivative of a sample's loss by one output."""
    with np.errstate(all="ignore"):
        amount = float(loss.gradient(y[None], a[None])[0, unit])
        return Filled(loss.slope_form, _named(loss.slope_amounts(a, y, unit)), amount)


def _named(amounts: Mapping[str, Amount]) -> dict[str, Named]:
    return {name: Named(Text(latex, plain), number) for name, (latex, plain, number) in amounts.items()}
