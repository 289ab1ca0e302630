"""The lines of an optimizer as formulas with numbers and as code; see :class:`nnviz.optimizers.base.Line`."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nnviz.optimizers.base import Line, Optimizer
from nnviz.ui.watch.expression import (
    Constant,
    Equation,
    Expr,
    Function,
    Minus,
    Named,
    Negative,
    Power,
    Product,
    Quotient,
    Shaped,
    Sum,
    Text,
)

ETA = Text(r"\eta", "η")

_GREEK = {"alpha": "α", "beta": "β", "rho": "ρ", "mu": "μ", "pi": "π", "Delta": "Δ"}
_SPECIAL: Mapping[str, Text] = {
    "eta": ETA,
    "epsilon": Text(r"\varepsilon", "ε"),
    "weight_decay": Text(r"\lambda", "λ"),
    "clipnorm": Text("c", "c"),
    "clipvalue": Text("c", "c"),
    "global_clipnorm": Text("c", "c"),
    "norm": Text(r"\|g\|", "‖g‖"),
}
_ENDINGS: Mapping[str, Callable[[Text], Text]] = {
    "hat": lambda t: Text(rf"\hat{{{t.latex}}}", f"{t.plain}̂"),
    "mean": lambda t: Text(rf"\bar{{{t.latex}}}", f"{t.plain}̄"),
    "next": lambda t: Text(rf"{t.latex}_{{t+1}}", f"{t.plain}_t+1"),
}


def symbol_of(name: str) -> Text:
    """Return how a name of a rule is written: ``beta_1`` is β₁, ``v_hat`` is v̂."""
    if name in _SPECIAL:
        return _SPECIAL[name]
    stem, _, ending = name.partition("_")
    base = Text(rf"\{stem}", _GREEK[stem]) if stem in _GREEK else Text(stem, stem)
    if not ending:
        return base
    if ending in _ENDINGS:
        return _ENDINGS[ending](base)
    return Text(f"{base.latex}_{{{ending}}}", f"{base.plain}_{ending}")


@dataclass(frozen=True)
class Numbers:
    """What an update of one weight starts from and what the trace says came of it."""

    weight: Named
    gradient: Named
    rate: float
    step: int
    slots_before: Mapping[str, float]
    """By letter."""
    slots_after: Mapping[str, float]
    after: float | None
    """The new weight; None if something else (a constraint) came after the optimizer."""
    quantities: Mapping[str, float] = field(default_factory=dict)


def equations(optimizer: Optimizer, numbers: Numbers) -> tuple[Equation, ...]:
    """Return every line of the update of one weight as an equation; results that the trace has are the traced ones."""
    known = _known(optimizer, numbers)
    lines = optimizer.lines()
    last = max(place for place, line in enumerate(lines) if line.name == "w")
    found: list[Equation] = []
    for place, line in enumerate(lines):
        known_before = dict(known)
        if line.latex:
            right: Expr = Named(Text(line.latex, line.rule), numbers.quantities[line.name], signed=False)
        else:
            right = _expression(ast.parse(line.rule, mode="eval").body, known_before)
        result = numbers.quantities.get(line.name, right.value)
        if line.name in numbers.slots_after:
            result = numbers.slots_after[line.name]
        elif place == last and numbers.after is not None:
            result = numbers.after
        symbol = numbers.weight.symbol if line.name == "w" else symbol_of(line.name)
        becomes = line.name == "w" or line.name in numbers.slots_after
        found.append(Equation(symbol, right, result, becomes))
        known[line.name] = Named(symbol, result, _varies(line, known_before))
    return tuple(found)


def _known(optimizer: Optimizer, numbers: Numbers) -> dict[str, Named]:
    """Return what the names stand for before the first line."""
    found = {
        name: Named(symbol_of(name), float(value), signed=False)
        for name, value in {**optimizer.values(), **numbers.quantities}.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    found |= {letter: Named(symbol_of(letter), value) for letter, value in numbers.slots_before.items()}
    return found | {
        "eta": Named(ETA, numbers.rate, signed=False),
        "t": Named(Text("t", "t"), numbers.step + 1, signed=False),
        "w": numbers.weight,
        "g": numbers.gradient,
    }


def _varies(line: Line, known: Mapping[str, Named]) -> bool:
    """Return whether a line's value is one of a single weight, not one for all of them."""
    return not line.latex and any(known[name].signed for name in _names(line.rule) & set(known))


def _names(rule: str) -> set[str]:
    """Return the names in a rule; those of functions are among them."""
    return {node.id for node in ast.walk(ast.parse(rule, mode="eval")) if isinstance(node, ast.Name)}


# --- formulas ---------------------------------------------------------------------------------------------


def _expression(node: ast.expr, known: Mapping[str, Named]) -> Expr:
    """Return the expression of a rule's syntax tree."""
    if isinstance(node, ast.Name):
        return known[node.id]
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        return Constant(node.value)
    if isinstance(node, ast.UnaryOp):
        return Negative(_expression(node.operand, known))
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return _FUNCTIONS[node.func.id]([_expression(one, known) for one in node.args])
    assert isinstance(node, ast.BinOp)
    one, other = _expression(node.left, known), _expression(node.right, known)
    return _OPERATIONS[type(node.op)](one, other)


def _sum(one: Expr, other: Expr) -> Expr:
    return Sum((*(one.terms if isinstance(one, Sum) else (one,)), other))


def _product(one: Expr, other: Expr) -> Expr:
    return Product((*(one.factors if isinstance(one, Product) else (one,)), other))


def _power(base: Expr, exponent: Expr) -> Expr:
    number = round(exponent.value)
    if not (isinstance(base, Named) and base.symbol.latex.startswith(r"\frac")):
        return Power(base, number)
    return Shaped(  # ∂L/∂w needs brackets although it is one symbol
        (base,),
        lambda t: Text(rf"\left({t[0].latex}\right)^{{{number}}}", f"({t[0].plain})^{number}"),
        lambda x: x[0] ** number,
    )


_OPERATIONS: Mapping[type[ast.operator], Callable[[Expr, Expr], Expr]] = {
    ast.Add: _sum,
    ast.Sub: Minus,
    ast.Mult: _product,
    ast.Div: Quotient,
    ast.Pow: _power,
}


def _root(parts: Sequence[Expr]) -> Expr:
    return Shaped(
        tuple(parts),
        lambda t: Text(rf"\sqrt{{{t[0].latex}}}", f"√({t[0].plain})"),
        lambda x: math.sqrt(x[0]) if x[0] >= 0 else math.nan,
    )


def _size(parts: Sequence[Expr]) -> Expr:
    return Shaped(
        tuple(parts), lambda t: Text(rf"\left|{t[0].latex}\right|", f"|{t[0].plain}|"), lambda x: abs(x[0])
    )


def _extreme(name: str, compute: Callable[[float, float], float]) -> Callable[[Sequence[Expr]], Expr]:
    def make(parts: Sequence[Expr]) -> Expr:
        return Shaped(
            tuple(parts),
            lambda t: Text(rf"\{name}({t[0].latex}, {t[1].latex})", f"{name}({t[0].plain}, {t[1].plain})"),
            lambda x: compute(x[0], x[1]),
        )

    return make


def _sign(parts: Sequence[Expr]) -> Expr:
    return Function(Text(r"\text{sign}", "sign"), parts[0], lambda x: float((x > 0) - (x < 0)))


_FUNCTIONS: Mapping[str, Callable[[Sequence[Expr]], Expr]] = {
    "sqrt": _root,
    "abs": _size,
    "sign": _sign,
    "max": _extreme("max", max),
    "min": _extreme("min", min),
}


# --- code -------------------------------------------------------------------------------------------------

_NUMPY = {"sqrt": "sqrt", "abs": "abs", "sign": "sign", "max": "maximum", "min": "minimum", "prod": "prod"}


class _Spelled(ast.NodeTransformer):
    """Names of a rule as those of the program."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.parse(self._names.get(node.id, node.id), mode="eval").body


def code(optimizer: Optimizer, weight: str, rate: float) -> list[str]:
    """Return the lines of numpy that update ``weight``: its gradient is ``d`` and its name, its slots likewise."""
    assigned = {line.name for line in optimizer.lines()}
    letters = set(optimizer.letters.values())
    numbers = {**optimizer.values(), **optimizer.quantities(0, rate), "eta": rate}
    names = {
        name: _shortest(value)
        for name, value in numbers.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and name not in assigned
    }
    names |= {letter: f"{letter}{weight}" for letter in letters}
    names |= {name: f"np.{function}" for name, function in _NUMPY.items()}
    names |= {"w": weight, "g": f"d{weight}", "linalg": "np.linalg"}
    of_weights = {"w", "g", *letters}
    found: list[str] = []
    for line in optimizer.lines():
        text = ast.unparse(_Spelled(names).visit(ast.parse(line.rule, mode="eval")))
        if not line.latex and not of_weights.isdisjoint(_names(line.rule)):
            of_weights.add(line.name)
            names[line.name] = weight if line.name == "w" else f"{line.name}{weight}"
        found.append(f"{names.get(line.name, line.name)} = {_tight(text)}")
    return found


def _shortest(value: float) -> str:
    """Return the shortest text for a number; rates of schedules are float32 numbers."""
    single = np.float32(value)
    text = str(single) if single == value else repr(float(value))
    return text.removesuffix(".0")


def _tight(text: str) -> str:
    """Return powers of plain names and numbers without blanks, as formatters write them."""
    return re.sub(r"(?<![\w.)\]])([\w.]+) \*\* (\w+)", r"\1**\2", text)
