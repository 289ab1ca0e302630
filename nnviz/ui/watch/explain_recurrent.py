"""A recurrent layer in numbers: every sum of one unit at one time step, its gates, and the state they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine.network import Stage
from nnviz.layers.gru import GRU
from nnviz.layers.lstm import LSTM
from nnviz.layers.recurrent import Recurrent
from nnviz.layers.simple_rnn import SimpleRNN
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Function, Minus, Named, Product, Sum, Text
from nnviz.ui.watch.functions import Written, activation_of
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.ranges import close
from nnviz.ui.watch.terms import ONE, Array, Scope, indices
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


@dataclass(frozen=True)
class Gate:
    """One of the sums of a recurrent layer: ``letter`` = g(z of it), in the layer's own names in ``kept``."""

    key: str
    sum: str
    letter: Text
    title: str
    inner: bool = False
    """Whether its function is the layer's activation, not that of the gates."""


_LSTM = (
    Gate("i", "zi", Text("i", "i"), QT_TRANSLATE_NOOP("nnviz", "input gate i")),
    Gate("f", "zf", Text("f", "f"), QT_TRANSLATE_NOOP("nnviz", "forget gate f")),
    Gate("n", "zn", Text(r"\tilde c", "c̃"), QT_TRANSLATE_NOOP("nnviz", "new memory c̃"), inner=True),
    Gate("o", "zo", Text("o", "o"), QT_TRANSLATE_NOOP("nnviz", "output gate o")),
)
_GRU = (
    Gate("z", "zz", Text("z", "z"), QT_TRANSLATE_NOOP("nnviz", "update gate z")),
    Gate("r", "zr", Text("r", "r"), QT_TRANSLATE_NOOP("nnviz", "reset gate r")),
    Gate("n", "zn", Text("n", "n"), QT_TRANSLATE_NOOP("nnviz", "new state n"), inner=True),
)
_SIMPLE = (Gate("h", "z", Text("h", "h"), QT_TRANSLATE_NOOP("nnviz", "state h"), inner=True),)


def gates_of(stage: Stage) -> tuple[Gate, ...]:
    """Return the sums of a recurrent layer in Keras' order; nothing of any other layer."""
    if isinstance(stage.layer, LSTM):
        return _LSTM
    if isinstance(stage.layer, GRU):
        return _GRU
    return _SIMPLE if isinstance(stage.layer, SimpleRNN) else ()


def time_of(stage: Stage, entering: int, pick: Pick) -> int:
    """Return the time step of a pick, from 0, of ``entering`` steps."""
    if len(stage.output_shape) == 2:
        return pick.unit // stage.output_shape[1]
    return entering - 1 if pick.time is None else min(pick.time, entering - 1)


@dataclass(frozen=True, eq=False)
class _Cell:
    """One unit of the layer at one time step of one sample."""

    stage: Stage
    layer: Recurrent
    kept: Mapping[str, Array]
    x: Array
    """(features,) of this time step."""
    weights: Sequence[Array]
    time: int
    unit: int
    full: str
    """The sum that is written in full."""

    def number(self, key: str) -> float:
        return float(self.kept[key][self.time, self.unit])

    def before(self, key: str, unit: int) -> float:
        return float(self.kept[key][self.time - 1, unit]) if self.time else 0.0

    def named(self, key: str, letter: Text) -> Named:
        return Named(_at(letter, self.time, self.unit), self.number(key))


def cell(scope: Scope, stage: Stage, pick: Pick) -> Told | None:
    """Return every sum, gate and state of one unit at one time step; None of a layer that is not known here."""
    found, layer = scope.of(stage), stage.layer
    gates = gates_of(stage)
    if not gates or not isinstance(layer, Recurrent) or "h" not in found.kept:
        return None
    steps = found.x[0].shape[1]
    time = time_of(stage, steps, pick)
    place = steps - 1 - time if layer.go_backwards else time
    here = _Cell(
        stage,
        layer,
        {key: values[scope.row] for key, values in found.kept.items()},
        found.x[0][scope.row, place],
        [scope.weights[slot.path] for slot in stage.slots],
        time,
        pick.unit % layer.units,
        pick.gate if len(gates) > 1 else gates[0].key,
    )
    equations: list[Equation] = []
    for number, gate in enumerate(gates):
        if pick.gate in ("", gate.key):
            equations += _gate(here, gate, number)
    if not pick.gate:
        equations += _state(here)
    if not all(close(e.right.value, e.result, abs(e.result)) for e in equations):
        return None
    shown = Pick(stage.name, pick.unit, time=pick.time, gate=pick.gate)
    short = tuple(e for e in equations if isinstance(e.right, Function | Written)) if len(gates) > 1 else ()
    return Told(_sentence(here, steps), tuple(equations), short, (), shown)


def _sentence(here: _Cell, steps: int) -> Message:
    if not here.time:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Time step 1 of {steps}. The state before it is 0, so only the input and the bias are in the sums.",
            ),
            steps=steps,
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Time step {time} of {steps}: the input x of this step times W, and the state h of the step before times"
            " U. Choose another step or one sum in full above.",
        ),
        time=here.time + 1,
        steps=steps,
    )


def _gate(here: _Cell, gate: Gate, number: int) -> list[Equation]:
    """z = Σ x w + Σ h u + b, and the function that makes the gate of it."""
    found: list[Equation] = []
    symbol = _sum_symbol(here, gate)
    right: Sum
    if isinstance(here.layer, GRU) and gate.key == "n":
        inner, right = _reset(here, gate, number)
        found += inner
    else:
        right = _total(here, gate, [*_inputs(here, gate, number), *_states(here, gate, number)], number)
    z = here.number(gate.sum)
    found.append(Equation(symbol, right, z))
    layer = here.layer
    function = layer.values()["activation" if gate.inner else "recurrent_activation"]
    made = _function(function, Named(symbol, z), short=not here.full)
    if made is not None:
        found.append(Equation(_at(gate.letter, here.time, here.unit), made, here.number(gate.key)))
    return found


def _function(name: str, z: Named, short: bool) -> Expr | None:
    """Return g(z); where there is much to read, σ stands for its fraction."""
    whole = activation_of(name, z)
    if short and name == "sigmoid" and isinstance(whole, Written):
        return Function(Text(r"\sigma", "σ"), z, whole.compute)
    return whole


def _inputs(here: _Cell, gate: Gate, number: int) -> list[Expr]:
    column = number * here.layer.units + here.unit
    return [
        Product(
            (
                Named(_weight("w", gate, feature, here.unit), float(here.weights[0][feature, column])),
                Named(_at(Text("x", "x"), here.time, feature), float(value)),
            )
        )
        for feature, value in enumerate(here.x)
    ]


def _states(here: _Cell, gate: Gate, number: int) -> list[Expr]:
    """Return the terms of the state before; none at the first step, where it is 0."""
    column = number * here.layer.units + here.unit
    return [
        Product(
            (
                Named(_weight("u", gate, unit, here.unit), float(here.weights[1][unit, column])),
                Named(_at(Text("h", "h"), here.time - 1, unit), here.before("h", unit)),
            )
        )
        for unit in range(here.layer.units if here.time else 0)
    ]


def _bias(here: _Cell, gate: Gate, number: int, row: int = 0) -> list[Named]:
    """Return the bias of a sum; a GRU has a second ``row`` for the state."""
    if not here.layer.use_bias:
        return []
    column = number * here.layer.units + here.unit
    letter = "b" if row == 0 else "b'"
    return [Named(_weight(letter, gate, here.unit), float(np.atleast_2d(here.weights[2])[row, column]))]


def _total(here: _Cell, gate: Gate, terms: list[Expr], number: int) -> Sum:
    """Return the whole sum with its biases, in Keras' way also the second one of a GRU's gates."""
    every: list[Expr] = [*terms, *_bias(here, gate, number)]
    signs = Text(r"\sum_a w_a\, x_a", "Σ w_a · x_a")
    if here.time:
        signs = Text(rf"{signs.latex} + \sum_k u_k\, h_k", f"{signs.plain} + Σ u_k · h_k")
    if here.layer.use_bias:
        signs = Text(f"{signs.latex} + b", f"{signs.plain} + b")
    if isinstance(here.layer, GRU) and here.layer.reset_after:
        second = _bias(here, gate, number, row=1)
        every += second
        signs = Text(f"{signs.latex} + b'", f"{signs.plain} + b′") if second else signs
    return _sum(here, gate, every, signs)


def _sum(here: _Cell, gate: Gate, terms: list[Expr], signs: Text) -> Sum:
    largest = int(np.argmax([abs(term.value) for term in terms]))
    return Sum(tuple(terms), signs if len(terms) > 3 else None, largest, full=here.full == gate.key)


def _reset(here: _Cell, gate: Gate, number: int) -> tuple[list[Equation], Sum]:
    """The new state of a GRU: the reset gate acts on h·U + b′ or, without ``reset_after``, on h itself."""
    inputs, bias = _inputs(here, gate, number), _bias(here, gate, number)
    signs = Text(r"\sum_a w_a\, x_a", "Σ w_a · x_a")
    if bias:
        signs = Text(f"{signs.latex} + b", f"{signs.plain} + b")
    r = here.named("r", Text("r", "r"))
    if here.layer.values()["reset_after"]:
        u = here.named("u", Text("v", "v"))
        second: list[Expr] = [*_states(here, gate, number), *_bias(here, gate, number, row=1)]
        made: list[Equation] = []
        if second:
            inner = Text(r"\sum_k u_k\, h_k + b'", "Σ u_k · h_k + b′")
            made.append(Equation(u.symbol, _sum(here, gate, second, inner), u.number))
        signs = Text(rf"{signs.latex} + {r.symbol.latex}\, {u.symbol.latex}", f"{signs.plain} + r · v")
        return made, _sum(here, gate, [*inputs, *bias, Product((r, u))], signs)
    terms: list[Expr] = []
    for term in _states(here, gate, number):
        assert isinstance(term, Product)
        unit = len(terms)
        gated = Named(_at(Text("r", "r"), here.time, unit), float(here.kept["r"][here.time, unit]))
        terms.append(Product((gated, *term.factors)))
    if terms:
        signs = Text(rf"{signs.latex} + \sum_k r_k\, u_k\, h_k", f"{signs.plain} + Σ r_k · u_k · h_k")
    return [], _sum(here, gate, [*inputs, *terms, *bias], signs)


def _state(here: _Cell) -> list[Equation]:
    """What the gates make: c and h of an LSTM, h of a GRU; the state of a simple layer is its one sum's function."""
    h = _at(Text("h", "h"), here.time, here.unit)
    old = Named(_at(Text("h", "h"), here.time - 1, here.unit), here.before("h", here.unit))
    if isinstance(here.layer, GRU):
        z, n = here.named("z", Text("z", "z")), here.named("n", Text("n", "n"))
        mixed = Sum((Product((z, old)), Product((Minus(ONE, z), n))))
        return [Equation(h, mixed, here.number("h"))]
    if not isinstance(here.layer, LSTM):
        return []
    i, f, n, o = (here.named(gate.key, gate.letter) for gate in _LSTM)
    memory = Named(_at(Text("c", "c"), here.time - 1, here.unit), here.before("c", here.unit))
    c = here.named("c", Text("c", "c"))
    found = [Equation(c.symbol, Sum((Product((f, memory)), Product((i, n)))), c.number)]
    read = activation_of(here.layer.activation, c)
    return [*found, Equation(h, Product((o, read)), here.number("h"))] if read is not None else found


def _at(letter: Text, time: int, unit: int, above: Text | None = None) -> Text:
    """Return a symbol of a time step, counted from 1: h⟨3⟩ of unit 2; ``above`` stands before the time."""
    index, top = indices(unit), above or Text("", "")
    latex = rf"{letter.latex}^{{{top.latex}\langle {time + 1} \rangle}}_{{{index}}}"
    return Text(latex, f"{letter.plain}{top.plain}⟨{time + 1}⟩_{index}")


def _sum_symbol(here: _Cell, gate: Gate) -> Text:
    """Return z with the gate that it belongs to; the one sum of a simple layer needs none."""
    return _at(Text("z", "z"), here.time, here.unit, None if gate.key == "h" else gate.letter)


def _weight(letter: str, gate: Gate, *numbers: int) -> Text:
    index = indices(*numbers)
    top = "" if gate.key == "h" else f"^{{{gate.letter.latex}}}"
    plain = letter.replace("'", "′") + ("" if gate.key == "h" else f"^{gate.letter.plain}")
    return Text(f"{letter}{top}_{{{index}}}", f"{plain}_{index}")
