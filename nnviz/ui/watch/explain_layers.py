"""Any layer in numbers: what one value of its output is made of, as far as the layer lets itself be asked.

A layer needs nothing for this but what every layer has: forward, backward, ``formula`` and the names of its weights.
Each way of telling computes the value from the numbers that it writes; where that is not the value of the trace it is
not used, and the layer is told as a whole: its formula, the shapes, and the range of the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nnviz.engine.network import Stage
from nnviz.ui.digits import format_number, latex_number
from nnviz.ui.watch import explain_merge, explain_norm
from nnviz.ui.watch.explain_recurrent import gates_of
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Constant, Equation, Expr, Named, Product, Quotient, Shaped, Sum, Text
from nnviz.ui.watch.expression import rows as written_in_rows
from nnviz.ui.watch.functions import activation_of
from nnviz.ui.watch.kernels import kernel_slot
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.probe import pool_window, probe, structure
from nnviz.ui.watch.ranges import close, layer_formula, ranges_of, shapes_line
from nnviz.ui.watch.terms import Scope, name, place_of
from nnviz.ui.watch.words import layer_title
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

KEPT, ROW = 6, 30
"""Numbers of a layer's own that are written at most, and letters in a row of them."""

MOST_TERMS = 20_000
"""A sum of more terms is not taken apart."""


def forward(scope: Scope, stage: Stage, unit: int | None) -> Told:
    """Return what one value of the output is made of; without ``unit`` the whole layer."""
    if unit is not None:
        for way in _WAYS:
            told = way(scope, stage, unit)
            if told is not None:
                return told
    return whole(scope, stage, unit)


def whole(scope: Scope, stage: Stage, unit: int | None = None) -> Told:
    """The layer's own formula, the shapes, the numbers it kept at ``unit``, and the range of the output."""
    found = scope.of(stage)
    lines = [*layer_formula(stage.layer.formula, stage.layer.code)]
    lines.append(shapes_line([x.shape for x in found.x], found.a.shape))
    lines += ranges_of("A", found.a[scope.row])
    if unit is not None:
        lines += _kept(scope, stage, unit)
    return Told(_sentence(scope, stage), (), (), tuple(lines), _pick(stage, unit))


def _pick(stage: Stage, unit: int | None) -> Pick | None:
    return None if unit is None else Pick(stage.name, unit)


def _sentence(scope: Scope, stage: Stage) -> Message:
    layer = stage.layer
    if layer.identity_in_watch:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "This layer works in Keras only, during training; in Watch it hands its input on unchanged.",
            )
        )
    if layer.sealed:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz", "A sealed network that Keras computes; what it makes of the sample is shown here."
            )
        )
    if layer.random and scope.trace is None:
        return say(
            QT_TRANSLATE_NOOP("nnviz", "It works during training only; here every value passes unchanged.")
        )
    if gates_of(stage):
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz", "{help} Click on one of its numbers to see its sums at each time step."
            ),
            help=say(layer.help),
        )
    return say(layer.help)


def _kept(scope: Scope, stage: Stage, unit: int) -> list[Text]:
    """Return what the layer itself kept at ``unit``, such as the gates; without a time of its own, of the last one."""
    found: list[Text] = []
    last = unit % stage.output_shape[-1]
    for key, values in scope.of(stage).kept.items():
        if not isinstance(values, np.ndarray) or values.dtype.kind != "f" or values.ndim < 2:
            continue
        if len(values) != scope.samples or values.shape[-1] != stage.output_shape[-1]:
            continue
        rows = values[scope.row].reshape(-1, values.shape[-1])
        time = unit // stage.output_shape[-1] if len(rows) * stage.output_shape[-1] > unit else -1
        value = float(rows[time if len(stage.output_shape) > 1 else -1, last])
        latex = rf"\mathrm{{{key.replace('_', ' ')}}}_{{{last + 1}}} = {latex_number(value)}"
        found.append(Text(rf"{latex} \quad", f"{key}_{last + 1} = {format_number(value)}"))
    return [written_in_rows(found[:KEPT], ROW)] if found else []


# --- a sum with weights -----------------------------------------------------------------------------------


def weighted_sum(scope: Scope, stage: Stage, unit: int, keep: tuple[int, ...] | None = None) -> Told | None:
    """z = Σ w·x + b over whatever enters: a convolution's window, a row of a sequence.

    The product with the weight at ``keep`` is written out, or else the largest.
    """
    found, layer = scope.of(stage), stage.layer
    kernels = [slot for slot in stage.slots if not slot.path.endswith("/bias")]
    if not layer.activation_name or len(kernels) != 1 or found.z is None or len(found.x) != 1:
        return None
    weights = [scope.weights[slot.path] for slot in stage.slots]
    x = found.x[0][scope.row]
    made = structure(layer, (x.shape,), tuple(w.shape for w in weights), unit)
    number = stage.slots.index(kernels[0])
    places = np.argwhere(made.by_weight[number] != 0)
    if not 0 < len(places) <= MOST_TERMS:
        return None
    z = float(found.z[scope.row].reshape(-1)[unit])
    entering = probe(layer, (x,), weights, unit, at_z=True).by_weight[number]
    kernel, axis = weights[number], _channel_axis(stage)
    terms: list[Expr] = []
    for place in map(tuple, places):
        within = tuple(int(i) for n, i in enumerate(place) if n != axis % kernel.ndim)
        w = Named(name("w", *map(int, place)), float(kernel[place]))
        terms.append(Product((w, Named(name("x", *within), float(entering[place])))))
    largest = int(np.argmax(np.abs([term.value for term in terms])))
    if keep is not None:
        largest = next((n for n, place in enumerate(map(tuple, places)) if place == keep), largest)
    letters = "abcd"[: kernel.ndim - 1]
    symbol = place_of("z", stage.output_shape, unit)
    sigma = Text(rf"\sum_{{{letters}}} w_{{{letters}k}}\, x_{{{letters}}}", f"Σ w_{letters}k · x_{letters}")
    for slot in stage.slots:
        if slot.path.endswith("/bias"):
            bias = float(scope.weights[slot.path].reshape(-1)[unit % stage.output_shape[-1]])
            terms.append(Named(name("b", unit % stage.output_shape[-1]), bias))
            sigma = Text(f"{sigma.latex} + b_k", f"{sigma.plain} + b_k")
    total = Sum(tuple(terms), sigma if len(terms) > 3 else None, keep=largest)
    if not close(total.value, z, sum(abs(term.value) for term in terms)):
        return None
    equations = [Equation(symbol, total, z)]
    output = _activation(scope, stage, unit)
    sentence = say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "The {count} values in the window, each times the kernel’s weight at the same place, added up, plus the"
            " bias. Places of x are counted within the window.",
        )
        if kernel_slot(stage) is None
        else QT_TRANSLATE_NOOP(
            "nnviz",
            "The {count} values in the window, each times the kernel’s weight at the same place, added up, plus the"
            " bias. Places of x are counted within the window. Click on a weight in the card to follow it.",
        ),
        count=len(places),
    )
    if output:
        equations.append(output)
    return Told(sentence, tuple(equations), (output,) if output else (), (), Pick(stage.name, unit))


def _channel_axis(stage: Stage) -> int:
    """Return the axis of the kernel that counts the outputs; Keras' transposed convolutions have it one earlier."""
    return -2 if "Transpose" in stage.layer.kind() else -1


def _activation(scope: Scope, stage: Stage, unit: int) -> Equation | None:
    """a = g(z) at one place."""
    found, activation = scope.of(stage), stage.layer.activation_name
    if found.z is None or activation in ("", "linear"):
        return None
    z, a = (float(values[scope.row].reshape(-1)[unit]) for values in (found.z, found.a))
    right = activation_of(activation, Named(place_of("z", stage.output_shape, unit), z))
    return Equation(place_of("a", stage.output_shape, unit), right, a) if right else None


def _only_activation(scope: Scope, stage: Stage, unit: int) -> Told | None:
    if stage.slots or not stage.layer.activation_name:
        return None
    output = _activation(scope, stage, unit)
    if output is None:
        return None
    sentence = say(
        QT_TRANSLATE_NOOP("nnviz", "The activation {name} of each value by itself."),
        name=stage.layer.activation_name,
    )
    return Told(sentence, (output,), (), (), Pick(stage.name, unit))


# --- a row of a table -------------------------------------------------------------------------------------


def _table_row(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """a = E[x]: which row an index takes."""
    found = scope.of(stage)
    tables = [scope.weights[slot.path] for slot in stage.slots if len(slot.shape) == 2]
    if not stage.layer.takes_indices or len(tables) != 1 or len(found.x) != 1:
        return None
    place, feature = divmod(unit, stage.output_shape[-1])
    indices = found.x[0][scope.row].reshape(-1)
    a = float(found.a[scope.row].reshape(-1)[unit])
    row = int(indices[place]) if place < len(indices) else -1
    if not 0 <= row < len(tables[0]) or not close(float(tables[0][row, feature]), a, abs(a)):
        return None
    sentence = say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Index {index} at place {place} takes row {index} of the table; this is its number {number}.",
        ),
        index=row,
        place=place + 1,
        number=feature + 1,
    )
    entry = Named(Text(rf"E_{{[{row}],{feature + 1}}}", f"E[{row}]_{feature + 1}"), a)
    return Told(
        sentence,
        (Equation(place_of("a", stage.output_shape, unit), _same(entry), a),),
        (),
        (),
        Pick(stage.name, unit),
    )


def _same(part: Expr) -> Expr:
    return Shaped((part,), lambda t: t[0], lambda v: v[0])


# --- moved, pooled, averaged ------------------------------------------------------------------------------


def _pooled(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """a = max of a window: which value won."""
    found = scope.of(stage)
    if stage.slots or len(found.x) != 1 or stage.layer.group != "pooling":
        return None
    x = found.x[0][scope.row]
    places = pool_window(stage.layer, x.shape, unit, stage.output_shape)
    if places is None and "Global" in stage.layer.kind():
        channel = unit % stage.output_shape[-1]
        places = np.arange(channel, x.size, x.shape[-1])
    if places is None or not len(places):
        return None
    values = x.reshape(-1)[places]
    a = float(found.a[scope.row].reshape(-1)[unit])
    if not close(float(values.max()), a, abs(a)):
        return None
    won = int(np.argmax(values))
    shown = [won] if len(values) > 9 else list(range(len(values)))
    parts = [Named(place_of("x", x.shape, int(places[i])), float(values[i])) for i in shown]
    more = len(values) > 9

    def spell(t: Sequence[Text]) -> Text:
        latex, plain = ", ".join(p.latex for p in t), ", ".join(p.plain for p in t)
        dots = (r", \ldots", ", …") if more else ("", "")
        return Text(rf"\max({latex}{dots[0]})", f"max({plain}{dots[1]})")

    place = np.unravel_index(int(places[won]), x.shape)
    sentence = say(
        QT_TRANSLATE_NOOP(
            "nnviz", "The largest of the {count} values in the window wins: the one at place {place}."
        ),
        count=len(values),
        place=", ".join(str(int(i) + 1) for i in place[:-1] or place),
    )
    right = Shaped(tuple(parts), spell, max)
    equation = Equation(place_of("a", stage.output_shape, unit), right, a)
    return Told(sentence, (equation,), (), (), Pick(stage.name, unit))


def _linear(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """a = Σ c·x with constant c: a mean, or a number that only moves."""
    found, layer = scope.of(stage), stage.layer
    if stage.slots or not found.x or layer.activation_name or layer.takes_indices or layer.random:
        return None
    made = probe(layer, [x[scope.row] for x in found.x], (), unit)
    a = float(found.a[scope.row].reshape(-1)[unit])
    terms: list[tuple[int, int, float, float]] = []
    for number, (x, slopes) in enumerate(zip(found.x, made.by_input, strict=True)):
        flat, c = x[scope.row].reshape(-1), slopes.reshape(-1)
        terms += [(number, int(i), float(c[i]), float(flat[i])) for i in np.flatnonzero(c)]
    size = sum(abs(c * v) for *_, c, v in terms)
    if len(terms) > MOST_TERMS or not close(sum(c * v for *_, c, v in terms), a, size):
        return None
    symbol, pick = place_of("a", stage.output_shape, unit), Pick(stage.name, unit)
    if not terms:
        return Told(
            say(QT_TRANSLATE_NOOP("nnviz", "Nothing enters here: this place is filled with zeros.")),
            (Equation(symbol, Constant(0), a),),
            (),
            (),
            pick,
        )
    many = len(found.x) > 1

    def x_of(number: int, place: int) -> Text:
        return place_of("x", found.x[number].shape[1:], place, above=f"({number + 1})" if many else "")

    if len(terms) == 1 and terms[0][2] == 1:
        number, place, _, value = terms[0]
        sentence = say(
            QT_TRANSLATE_NOOP("nnviz", "The same number, taken from {source}."),
            source=layer_title(scope.network.stages[stage.sources[number]].name),
        )
        return Told(sentence, (Equation(symbol, _same(Named(x_of(number, place), value)), a),), (), (), pick)
    share = terms[0][2]
    if all(c == share for *_, c, _ in terms) and close(share * len(terms), 1.0, 1.0):
        total = Sum(tuple(Named(x_of(n, i), v) for n, i, _, v in terms))
        sentence = say(QT_TRANSLATE_NOOP("nnviz", "The mean of {count} values."), count=len(terms))
        return Told(sentence, (Equation(symbol, Quotient(total, Constant(len(terms))), a),), (), (), pick)
    weighed = Sum(tuple(Product((Constant(c), Named(x_of(n, i), v))) for n, i, c, v in terms))
    sentence = say(
        QT_TRANSLATE_NOOP("nnviz", "{count} values, each times a fixed factor, added up."), count=len(terms)
    )
    return Told(sentence, (Equation(symbol, weighed, a),), (), (), pick)


_WAYS: tuple[Callable[[Scope, Stage, int], Told | None], ...] = (
    _table_row,
    weighted_sum,
    _only_activation,
    explain_norm.normalized,
    explain_norm.dropped,
    explain_merge.merged,
    _pooled,
    _linear,
)
