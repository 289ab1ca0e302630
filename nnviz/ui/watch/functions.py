"""Activations and their derivatives as expressions, with symbols and with numbers.

A function that works neuron by neuron is written in one form, or in several that hold for different z: then the one
that holds for the number at hand is shown. What it amounts to is computed by the activation itself, in float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.ui.watch.expression import (
    ADD,
    ATOM,
    MULTIPLY,
    Constant,
    Expr,
    Minus,
    Named,
    Power,
    Product,
    Quotient,
    Shaped,
    Sum,
    Text,
)
from nnviz.ui.watch.terms import ONE, count, name
from nnviz.ui.watch.terms import partial as slope_name


class Form(NamedTuple):
    """One way to write a function: ``<Z>`` and ``<A>`` stand for z and a, ``<z>`` and ``<a>`` for them in brackets."""

    latex: str
    plain: str
    rank: int = ATOM
    upto: float = math.inf
    """The largest z that it holds for; forms are listed by it."""


_SAME = Form("<Z>", "<Z>")

_VALUES: Mapping[str, tuple[Form, ...]] = {
    "linear": (_SAME,),
    "relu": (Form(r"\max(0, <Z>)", "max(0, <Z>)"),),
    "leaky_relu": (Form(r"0.2 \cdot <z>", "0.2 · <z>", MULTIPLY, 0), _SAME),
    "relu6": (Form(r"\min(\max(0, <Z>), 6)", "min(max(0, <Z>), 6)"),),
    "elu": (Form(r"e^{<Z>} - 1", "e^(<Z>) − 1", ADD, 0), _SAME),
    "celu": (Form(r"e^{<Z>} - 1", "e^(<Z>) − 1", ADD, 0), _SAME),
    "selu": (
        Form(r"1.0507 \cdot 1.6733 \cdot (e^{<Z>} - 1)", "1.0507 · 1.6733 · (e^(<Z>) − 1)", MULTIPLY, 0),
        Form(r"1.0507 \cdot <z>", "1.0507 · <z>", MULTIPLY),
    ),
    "exponential": (Form(r"e^{<Z>}", "e^(<Z>)"),),
    "silu": (Form(r"\frac{<Z>}{1 + e^{-<z>}}", "<z> / (1 + e^(−<z>))"),),
    "gelu": (
        Form(
            r"\frac{<Z>}{2} \cdot \left(1 + \mathrm{erf}\left(\frac{<Z>}{\sqrt{2}}\right)\right)",
            "<z> / 2 · (1 + erf(<z> / √(2)))",
            MULTIPLY,
        ),
    ),
    "mish": (Form(r"<Z> \cdot \tanh(\log(1 + e^{<Z>}))", "<z> · tanh(log(1 + e^(<Z>)))", MULTIPLY),),
    "hard_silu": (
        Form(
            r"<Z> \cdot \min\left(\max\left(0, \frac{<Z>}{6} + \frac{1}{2}\right), 1\right)",
            "<z> · min(max(0, <z> / 6 + 1 / 2), 1)",
            MULTIPLY,
        ),
    ),
    "sigmoid": (Form(r"\frac{1}{1 + e^{-<z>}}", "1 / (1 + e^(−<z>))"),),
    "hard_sigmoid": (
        Form(
            r"\min\left(\max\left(0, \frac{<Z>}{6} + \frac{1}{2}\right), 1\right)",
            "min(max(0, <z> / 6 + 1 / 2), 1)",
        ),
    ),
    "sparse_sigmoid": (
        Form(r"\min\left(\max\left(0, \frac{<Z> + 1}{2}\right), 1\right)", "min(max(0, (<Z> + 1) / 2), 1)"),
    ),
    "log_sigmoid": (Form(r"-\log(1 + e^{-<z>})", "−log(1 + e^(−<z>))", ADD),),
    "tanh": (Form(r"\tanh(<Z>)", "tanh(<Z>)"),),
    "hard_tanh": (Form(r"\min(\max(-1, <Z>), 1)", "min(max(−1, <Z>), 1)"),),
    "softsign": (Form(r"\frac{<Z>}{1 + |<Z>|}", "<z> / (1 + |<Z>|)"),),
    "softplus": (Form(r"\log(1 + e^{<Z>})", "log(1 + e^(<Z>))"),),
    "squareplus": (Form(r"\frac{<Z> + \sqrt{<z>^2 + 4}}{2}", "(<Z> + √(<z>^2 + 4)) / 2"),),
    "sparse_plus": (Form(r"\frac{\max(0, <Z> + 1)^2}{4}", "max(0, <Z> + 1)^2 / 4", ATOM, 1), _SAME),
    "tanh_shrink": (Form(r"<Z> - \tanh(<Z>)", "<Z> − tanh(<Z>)", ADD),),
    "soft_shrink": (Form(r"<Z> - \min(\max(-0.5, <Z>), 0.5)", "<Z> − min(max(−0.5, <Z>), 0.5)", ADD),),
    "hard_shrink": (
        Form("<Z>", "<Z>", ATOM, math.nextafter(-0.5, -1)),
        Form(r"0 \cdot <z>", "0 · <z>", MULTIPLY, 0.5),
        _SAME,
    ),
}
"""g(z) of every activation that works neuron by neuron."""

_CONSTANT = Form("", "")
"""A slope that does not depend on z: it is shown as g′(z) with its number."""

_SLOPES: Mapping[str, tuple[Form, ...]] = {
    "leaky_relu": (_CONSTANT,),
    "relu": (_CONSTANT,),
    "relu6": (_CONSTANT,),
    "elu": (Form(r"e^{<Z>}", "e^(<Z>)", ATOM, 0), _CONSTANT),
    "celu": (Form(r"e^{<Z>}", "e^(<Z>)", ATOM, 0), _CONSTANT),
    "selu": (
        Form(
            r"1.0507 \cdot 1.6733 \cdot e^{<Z>}",
            "1.0507 · 1.6733 · e^(<Z>)",
            MULTIPLY,
            math.nextafter(0, -1),
        ),
        _CONSTANT,
    ),
    "exponential": (Form("<A>", "<A>"),),
    "silu": (Form(r"<A> + \frac{1 - <a>}{1 + e^{-<z>}}", "<A> + (1 − <a>) / (1 + e^(−<z>))", ADD),),
    "gelu": (
        Form(
            r"\frac{1}{2} \left(1 + \mathrm{erf}\left(\frac{<Z>}{\sqrt{2}}\right)\right)"
            r" + \frac{<Z>}{\sqrt{2 \pi}} \cdot e^{-<z>^2 / 2}",
            "1 / 2 · (1 + erf(<z> / √(2))) + <z> / √(2 · π) · e^(−(<z>^2) / 2)",
            ADD,
        ),
    ),
    "mish": (
        Form(
            r"\frac{<A>}{<Z>} + \frac{<z>^2 - <a>^2}{<Z> \cdot (1 + e^{-<z>})}",
            "<a> / <z> + (<z>^2 − <a>^2) / (<z> · (1 + e^(−<z>)))",
            ADD,
        ),
    ),
    "hard_silu": (
        _CONSTANT._replace(upto=-3),
        Form(r"\frac{<Z>}{3} + \frac{1}{2}", "<z> / 3 + 1 / 2", ADD, math.nextafter(3, 0)),
        _CONSTANT,
    ),
    "hard_sigmoid": (_CONSTANT,),
    "sparse_sigmoid": (_CONSTANT,),
    "log_sigmoid": (Form(r"\frac{1}{1 + e^{<Z>}}", "1 / (1 + e^(<Z>))"),),
    "hard_tanh": (_CONSTANT,),
    "softsign": (Form(r"\frac{1}{(1 + |<Z>|)^2}", "1 / (1 + |<Z>|)^2"),),
    "softplus": _VALUES["sigmoid"],
    "squareplus": (Form(r"\frac{<A>}{\sqrt{<z>^2 + 4}}", "<A> / √(<z>^2 + 4)"),),
    "sparse_plus": _VALUES["sparse_sigmoid"],
    "tanh_shrink": (Form(r"\tanh(<Z>)^2", "tanh(<Z>)^2"),),
    "soft_shrink": (_CONSTANT,),
    "hard_shrink": (_CONSTANT,),
}
"""g′(z) in z and a; linear, sigmoid and tanh are made of smaller expressions in :func:`derivative_of`."""


def _value(activation: str, z: float) -> float:
    return float(ACTIVATIONS[activation].forward(np.array([z]))[0])


def _slope(activation: str, z: float) -> float:
    function, at = ACTIVATIONS[activation], np.array([z])
    return float(function.backward(np.ones(1), at, function.forward(at))[0])


def _form(forms: Sequence[Form], z: float) -> Form:
    return next((form for form in forms if z <= form.upto), forms[-1])


@dataclass(frozen=True)
class Written(Expr):
    """A function of one neuron's z (and a), written as ``form``."""

    form: Form
    z: Expr
    a: Expr
    compute: Callable[[float], float]

    @property
    def rank(self) -> int:
        return self.form.rank

    @property
    def value(self) -> float:
        return self.compute(self.z.value)

    def write(self, numbers: bool, leads: bool = True) -> Text:
        latex, plain = self.form.latex, self.form.plain
        for mark, part, lead in (
            ("<Z>", self.z, True),
            ("<z>", self.z, False),
            ("<A>", self.a, True),
            ("<a>", self.a, False),
        ):
            text = part.write(numbers, lead)
            latex, plain = latex.replace(mark, text.latex), plain.replace(mark, text.plain)
        return Text(latex, plain)


def activation_of(activation: str, z: Expr) -> Expr | None:
    """Return g(z) for an activation that works neuron by neuron, else None."""
    forms = _VALUES.get(activation)
    if forms is None:
        return None
    form = _form(forms, z.value)
    return z if form.latex == "<Z>" else Written(form, z, z, partial(_value, activation))


def sigmoid_of(z: Expr) -> Expr:
    """Return 1 / (1 + e^(−z))."""
    return Written(_VALUES["sigmoid"][0], z, z, partial(_value, "sigmoid"))


def rule_of(activation: str) -> Text | None:
    """Return g(z) = … with all its cases, for an activation of which :func:`activation_of` shows one case."""
    forms = _VALUES.get(activation, ())
    if len(forms) < 2:
        return None
    return Text(ACTIVATIONS[activation].formula, f"{activation}(z)")


def derivative_of(activation: str, z: Named, a: Named) -> Expr | None:
    """Return g′(z) for an activation that works neuron by neuron, else None."""
    if activation == "linear":
        return ONE
    if activation == "sigmoid":
        return Product((a, Minus(ONE, a)))
    if activation == "tanh":
        return Minus(ONE, Power(a, 2))
    forms = _SLOPES.get(activation)
    if forms is None:
        return None
    form = _form(forms, z.value)
    # Mish is written with a / z, which tells nothing at 0.
    if form.latex == "" or (activation == "mish" and not z.number):
        at = Text(f"g'({z.symbol.latex})", f"g′({z.symbol.plain})")
        return Named(at, _slope(activation, z.number), signed=False)
    return a if form.latex == "<A>" else Written(form, z, a, partial(_slope, activation))


# --- activations of all neurons together ------------------------------------------------------------------


def _cut(parts: Sequence[Text]) -> list[Text]:
    return list(parts) if len(parts) <= 4 else [*parts[:2], Text(r"\ldots", "…"), parts[-1]]


def _powers(parts: Sequence[Text]) -> list[Text]:
    return [Text(f"e^{{{p.latex}}}", f"e^({p.plain})") for p in parts]


def _added(parts: Sequence[Text]) -> Text:
    shown = _cut(parts)
    return Text(" + ".join(p.latex for p in shown), " + ".join(p.plain for p in shown))


def softmax_of(z: Sequence[Expr], unit: int) -> Expr:
    """Return e^(z_unit) / Σ e^z."""

    def spell(t: Sequence[Text]) -> Text:
        powers = _powers(t)
        below = _added(powers)
        return Text(
            rf"\frac{{{powers[unit].latex}}}{{{below.latex}}}", f"{powers[unit].plain} / ({below.plain})"
        )

    return Shaped(tuple(z), spell, lambda values: _of_row("softmax", values, unit))


def _of_row(activation: str, values: Sequence[float], unit: int) -> float:
    return float(ACTIVATIONS[activation].forward(np.array([values]))[0, unit])


def log_softmax_of(z: Sequence[Expr], unit: int) -> Expr:
    """Return z_unit − log Σ e^z."""

    def spell(t: Sequence[Text]) -> Text:
        below = _added(_powers(t))
        return Text(rf"{t[unit].latex} - \log({below.latex})", f"{t[unit].plain} − log({below.plain})")

    return Shaped(tuple(z), spell, lambda values: _of_row("log_softmax", values, unit), rank=ADD)


def sparsemax_of(z: Sequence[Expr], a: Sequence[float], unit: int) -> Expr:
    """Return max(z_unit − (Σ z − 1) / k, 0), the sum over the k neurons whose output ``a`` is above 0."""
    above = [i for i, value in enumerate(a) if value > 0]

    def spell(t: Sequence[Text]) -> Text:
        total, k = _added([t[i] for i in above]), len(above)
        return Text(
            rf"\max\left({t[unit].latex} - \frac{{{total.latex} - 1}}{{{k}}}, 0\right)",
            f"max({t[unit].plain} − ({total.plain} − 1) / {k}, 0)",
        )

    return Shaped(tuple(z), spell, lambda values: _of_row("sparsemax", values, unit), leads=False)


def of_row(activation: str, z: Sequence[Expr], a: Sequence[float], unit: int) -> Expr:
    """Return output number ``unit`` of an activation that takes all neurons together."""
    if activation == "sparsemax":
        return sparsemax_of(z, a, unit)
    return log_softmax_of(z, unit) if activation == "log_softmax" else softmax_of(z, unit)


def signal_of_row(activation: str, arrived: Sequence[float], a: Sequence[float], unit: int) -> Expr:
    """Return δ_unit of such an activation from ∂L/∂a of all neurons (``arrived``)."""
    slopes = [Named(slope_name(name("a", j)), float(value)) for j, value in enumerate(arrived)]
    outputs = [Named(name("a", j), float(value)) for j, value in enumerate(a)]
    if activation == "softmax":
        terms = [Product((slope, output)) for slope, output in zip(slopes, outputs, strict=True)]
        sigma = Text(r"\sum_j \frac{\partial L}{\partial a_j}\, a_j", "Σ ∂L/∂a_j · a_j")
        return Product((outputs[unit], Minus(slopes[unit], Sum(tuple(terms), sigma))))
    if activation == "log_softmax":
        share = Written(Form("e^{<A>}", "e^(<A>)"), outputs[unit], outputs[unit], math.exp)
        total = Text(r"\sum_j \frac{\partial L}{\partial a_j}", "Σ ∂L/∂a_j")
        return Minus(slopes[unit], Product((share, Sum(tuple(slopes), total))))
    if not a[unit] > 0:
        return Product((Constant(0), slopes[unit]))
    above = tuple(slope for slope, value in zip(slopes, a, strict=True) if value > 0)
    total = Text(r"\sum_{a_j > 0} \frac{\partial L}{\partial a_j}", "Σ ∂L/∂a_j where a_j > 0")
    return Minus(slopes[unit], Quotient(Sum(above, total), count("k", len(above))))
