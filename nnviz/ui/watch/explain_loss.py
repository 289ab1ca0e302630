"""The loss of one sample in numbers, and its gradient at the output."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import EPSILON, Elementwise, Rowwise
from nnviz.ui.watch.explain_formula import of_elements, of_row, slope_of_element, slope_of_row
from nnviz.ui.watch.expression import (
    Equation,
    Expr,
    Function,
    Minus,
    Named,
    Negative,
    Product,
    Quotient,
    Shaped,
    Sum,
    Text,
)
from nnviz.ui.watch.functions import sigmoid_of, softmax_of
from nnviz.ui.watch.terms import (
    ONE,
    Array,
    Scope,
    count,
    name,
    partial,
    y_hat,
    y_true,
)

SAFE = 1e-3
"""Closer to 0 or 1 than this, a probability in float32 has lost the digits that its logarithm shows."""

_LOG = Text(r"\log", "log")


def is_changed(scope: Scope) -> bool:
    """Return whether the loss takes the sample's targets for others than they are."""
    taken = targets(scope)
    trace = scope.trace
    if taken is None or trace is None or scope.setup.loss.targets == "labels":
        return False
    return not np.array_equal(taken, np.asarray(trace.batch.y[scope.row], np.float64).reshape(-1))


def weighed(scope: Scope, right: Expr | None) -> Expr | None:
    """Return a term of the sample times the weight of its class, where classes have weights."""
    trace = scope.trace
    if right is None or trace is None or not scope.setup.class_weight:
        return right
    weights = scope.setup.loss.sample_weights(trace.batch.y, scope.setup.class_weight)
    return Product((Named(Text("c", "c"), float(weights[scope.row]), signed=False), right))


def targets(scope: Scope) -> Array | None:
    """Return the targets of the sample as the loss takes them: labels become a row with a single 1."""
    trace = scope.trace
    a = scope.sample_of(scope.of(scope.output).a)
    if trace is None or a is None or scope.of(scope.output).a.ndim != 2:
        return None
    if scope.setup.loss.targets == "labels":
        row = np.zeros(len(a))
        row[int(trace.batch.y[scope.row])] = 1
        return row
    taken = scope.setup.loss.taken(trace.batch.y)
    return np.asarray(taken[scope.row], dtype=np.float64).reshape(-1)


def of_sample(scope: Scope) -> Expr | None:
    """Return the loss of the sample in terms of its outputs and targets; None for a loss without a formula here."""
    y, loss = targets(scope), scope.setup.loss
    if y is None:
        return None
    if isinstance(loss, Elementwise):
        return of_elements(loss, _outputs(scope), _targets(scope, y))
    if isinstance(loss, Rowwise):
        return of_row(loss, _row(scope), y)
    make = _CROSS_ENTROPIES.get(loss.fused)
    return make(scope, y) if make else None


def _row(scope: Scope) -> Array:
    a = scope.sample_of(scope.of(scope.output).a)
    assert a is not None
    return np.asarray(a, np.float64)


def _outputs(scope: Scope) -> list[Named]:
    a = _row(scope)
    return [Named(y_hat(j, len(a)), float(v)) for j, v in enumerate(a)]


def _targets(scope: Scope, y: Array) -> list[Named]:
    symbols = [y_true(j, len(y)) for j in range(len(y))]
    if is_changed(scope):
        symbols = [Text(rf"\tilde {symbol.latex}", f"ỹ{symbol.plain[1:]}") for symbol in symbols]
    return [Named(symbol, float(v)) for symbol, v in zip(symbols, y, strict=True)]


def _logits(scope: Scope) -> list[Named]:
    """Return the numbers that the loss takes as logits: the sums under the activation, or the output itself."""
    found = scope.of(scope.output)
    values = scope.sample_of(found.z if scope.from_z else found.a)
    assert values is not None
    if len(values) == 1:
        return [Named(Text("z", "z"), float(values[0]))]
    return [Named(name("z", j), float(v)) for j, v in enumerate(values)]


def _only_logits(scope: Scope) -> bool:
    """Return whether the loss never sees the outputs as probabilities."""
    return not scope.fused and (scope.from_z or scope.setup.loss.takes_logits)


def _share(scope: Scope, unit: int) -> Expr:
    """Return the probability that the loss makes of the logits by itself."""
    z = _logits(scope)
    return sigmoid_of(z[unit]) if scope.setup.loss.fused == "sigmoid" else softmax_of(z, unit)


def _average(terms: Sequence[Expr], sigma: Text) -> Expr:
    if len(terms) == 1:
        return terms[0]
    return Product((Quotient(ONE, count("k", len(terms))), Sum(tuple(terms), sigma)))


def _binary(scope: Scope, y: Array) -> Expr:
    a = scope.sample_of(scope.of(scope.output).a)
    assert a is not None
    from_z = _only_logits(scope) or (scope.fused and bool(np.any(np.minimum(a, 1 - a) < SAFE)))
    wanted = _targets(scope, y)
    if from_z:
        terms = [_binary_from_logit(z, t) for z, t in zip(_logits(scope), wanted, strict=True)]
        return _average(terms, Text(r"\sum_j l_j", "Σ l_j"))
    terms = [_binary_from_probability(p, t) for p, t in zip(_outputs(scope), wanted, strict=True)]
    return _average(terms, Text(r"\sum_j l_j", "Σ l_j"))


def _binary_from_probability(p: Named, y: Named) -> Expr:
    def spell(t: Sequence[Text]) -> Text:
        return Text(
            rf"-[{t[1].latex} \log {t[0].latex} + (1 - {t[1].latex}) \log (1 - {t[0].latex})]",
            f"−[{t[1].plain} · log {t[0].plain} + (1 − {t[1].plain}) · log(1 − {t[0].plain})]",
        )

    def compute(v: Sequence[float]) -> float:
        q = min(max(v[0], EPSILON), 1 - EPSILON)
        return -(v[1] * math.log(q) + (1 - v[1]) * math.log(1 - q))

    return Shaped((p, y), spell, compute)


def _binary_from_logit(z: Named, y: Named) -> Expr:
    def spell(t: Sequence[Text]) -> Text:
        return Text(
            rf"\max(0, {t[0].latex}) - {t[0].latex} \cdot {t[1].latex} + \log(1 + e^{{-|{t[0].latex}|}})",
            f"max(0, {t[0].plain}) − {t[0].plain} · {t[1].plain} + log(1 + e^(−|{t[0].plain}|))",
        )

    return Shaped(
        (z, y), spell, lambda v: max(0.0, v[0]) - v[0] * v[1] + math.log1p(math.exp(-abs(v[0]))), leads=False
    )


def _categorical(scope: Scope, y: Array) -> Expr:
    a = scope.sample_of(scope.of(scope.output).a)
    assert a is not None
    hits = np.flatnonzero(y)
    wanted = [_targets(scope, y)[j] for j in hits]
    if _only_logits(scope) or (scope.fused and bool(np.any(a[hits] < SAFE))):
        return _weighted([_log_share(_logits(scope), int(j)) for j in hits], wanted)
    shares = [_clipped(p) for p in _outputs(scope)]
    if scope.fused:
        return _weighted([_log(shares[j]) for j in hits], wanted)
    total = Sum(tuple(shares), Text(r"\sum_j \hat y_j", "Σ ŷ_j"))
    return _weighted([_log(Quotient(shares[j], total)) for j in hits], wanted)


def _log(share: Expr) -> Expr:
    return Negative(Function(_LOG, share, math.log))


def _clipped(p: Named) -> Expr:
    """Return the probability as the loss takes it: kept away from 0 and 1."""
    inside = min(max(p.number, EPSILON), 1 - EPSILON)
    return p if inside == p.number or abs(p.number - inside) < 2e-7 else Named(p.symbol, inside)


def _weighted(losses: Sequence[Expr], wanted: Sequence[Named]) -> Expr:
    if len(losses) == 1 and wanted[0].number == 1:
        return losses[0]
    return Sum(tuple(Product((y, loss)) for y, loss in zip(wanted, losses, strict=True)))


def _log_share(z: Sequence[Named], unit: int) -> Expr:
    """Return log Σ e^z − z_unit, which is −log of the softmax without ever forming it."""

    def spell(t: Sequence[Text]) -> Text:
        powers = [Text(f"e^{{{p.latex}}}", f"e^({p.plain})") for p in t]
        shown = powers if len(powers) <= 4 else [*powers[:2], Text(r"\ldots", "…"), powers[-1]]
        inner = Text(" + ".join(p.latex for p in shown), " + ".join(p.plain for p in shown))
        return Text(rf"\log({inner.latex}) - {t[unit].latex}", f"log({inner.plain}) − {t[unit].plain}")

    def compute(v: Sequence[float]) -> float:
        top = max(v)
        return top + math.log(math.fsum(math.exp(x - top) for x in v)) - v[unit]

    return Shaped(tuple(z), spell, compute, leads=False)


_CROSS_ENTROPIES: Mapping[str, Callable[[Scope, Array], Expr]] = {"sigmoid": _binary, "softmax": _categorical}
"""By the activation that belongs to the loss."""


# --- gradient at the output ---------------------------------------------------------------------------------


def gradient_z(scope: Scope, unit: int) -> Equation | None:
    """δ = (ŷ − y)/m of an output neuron whose sum the loss takes."""
    y, dz = targets(scope), scope.sample_of(scope.of(scope.output).dz)
    if y is None or dz is None:
        return None
    share = _outputs(scope)[unit] if scope.fused else _share(scope, unit)
    right = weighed(scope, _difference(scope, share, y, unit))
    assert right is not None
    symbol = name(r"\delta", unit, plain="δ")
    return Equation(symbol, _penalized(scope, right, unit, at_z=True), float(dz[unit]))


def _penalized(scope: Scope, right: Expr, unit: int, at_z: bool) -> Expr:
    """Return the gradient at an output neuron with that of a penalty on the layer's outputs."""
    regularizer, found = scope.output.layer.output_regularizer, scope.of(scope.output)
    if regularizer is None:
        return right
    slope = regularizer.gradient(found.a) / len(found.a)  # as Keras: of the mean over the samples
    if at_z and found.z is not None:
        slope = ACTIVATIONS[scope.output.layer.activation_name].backward(slope, found.z, found.a)
    row = scope.sample_of(slope)
    assert row is not None
    below = "z" if at_z else r"\hat y"
    penalty = Text(rf"\frac{{\partial R}}{{\partial {below}}}", f"∂R/∂{'z' if at_z else 'ŷ'}")
    return Sum((right, Named(penalty, float(row[unit]))))


def _difference(scope: Scope, share: Expr, y: Array, unit: int) -> Expr:
    """Return (share − y) / m, over m·k for the binary loss."""
    wanted: Expr = _targets(scope, y)[unit]
    return Quotient(Minus(share, wanted), _divisor(scope, len(y), scope.setup.loss.fused == "sigmoid"))


def _divisor(scope: Scope, outputs: int, per_output: bool) -> Expr:
    m = count("m", scope.samples)
    return Product((m, count("k", outputs))) if per_output and outputs > 1 else m


def gradient(scope: Scope, unit: int) -> Equation | None:
    """∂L/∂ŷ of an output neuron, for a loss that does not take the sums themselves."""
    y, da = targets(scope), scope.sample_of(scope.of(scope.output).da)
    if y is None or da is None:
        return None
    left = partial(_outputs(scope)[unit].symbol)
    right = _slope(scope, y, unit)
    if right is None:  # flat there: the gradient of a clipped probability is 0
        return Equation(left, Named(left, float(da[unit])), float(da[unit]))
    right = weighed(scope, right)
    assert right is not None
    return Equation(left, _penalized(scope, right, unit, at_z=False), float(da[unit]))


def _slope(scope: Scope, y: Array, unit: int) -> Expr | None:
    """Return the slope of the mean loss at one output; None where it has no formula."""
    outputs, wanted, loss = _outputs(scope), _targets(scope, y), scope.setup.loss
    if isinstance(loss, Elementwise):
        slope = slope_of_element(loss, outputs[unit], wanted[unit])
        return Quotient(slope, _divisor(scope, len(y), loss.averages))
    if isinstance(loss, Rowwise):
        return Quotient(slope_of_row(loss, _row(scope), y, unit), count("m", scope.samples))
    if loss.takes_logits:
        return _difference(scope, _share(scope, unit), y, unit)
    if not loss.fused or _clips(outputs, unit):
        return None
    if loss.fused == "sigmoid":
        p = outputs[unit]
        below = Product((_divisor(scope, len(y), per_output=True), p, Minus(ONE, p)))
        return Quotient(Minus(p, wanted[unit]), below)
    total = Sum(tuple(outputs), Text(r"\sum_j \hat y_j", "Σ ŷ_j"))
    hit = Minus(Quotient(ONE, total), Quotient(wanted[unit], outputs[unit]))
    return Product((Quotient(ONE, count("m", scope.samples)), hit))


def _clips(outputs: Sequence[Named], unit: int) -> bool:
    return any(not 2 * EPSILON < p.number < 1 - 2 * EPSILON for p in outputs)
