"""The loss in numbers: of one sample, its mean over the batch, and its gradient at the output."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nnviz.losses.base import EPSILON, Loss
from nnviz.ui.watch.explanation import Told
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
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

SAFE = 1e-3
"""Closer to 0 or 1 than this, a probability in float32 has lost the digits that its logarithm shows."""

_LOG = Text(r"\log", "log")


def event(scope: Scope) -> Told:
    """The loss of the sample and its mean over the batch."""
    trace = scope.trace
    assert trace is not None
    equations: list[Equation] = []
    right = of_sample(scope)
    left = Text("l", "l") if scope.samples == 1 else name("l", scope.row)
    if right is not None:
        equations.append(Equation(left, right, float(trace.losses[scope.row])))
    whole = Text("L", "L")
    if trace.losses.ndim == 1 and scope.samples > 1:
        equations.append(Equation(whole, _mean(trace.losses, scope.row), trace.loss))
    elif right is not None:
        equations = [Equation(whole, right, trace.loss)]
    matrix = () if right is not None else (Text(scope.setup.loss.formula, ""),)
    return Told(_sentence(scope), tuple(equations), (), matrix)


def _mean(losses: Array, row: int) -> Expr:
    terms = tuple(Named(name("l", i), float(v)) for i, v in enumerate(losses))
    sigma = Text(r"\sum_s l_s", "Σ l_s")
    return Product((Quotient(ONE, count("m", len(terms))), Sum(terms, sigma, keep=row)))


def _sentence(scope: Scope) -> Message:
    if scope.from_z and not scope.fused:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "As in Keras, this loss takes the sums z as logits and makes probabilities of them by {own}; the"
                " layer's own {activation} plays no part in it.",
            ),
            own=scope.setup.loss.fused,
            activation=scope.output.layer.activation_name,
        )
    if scope.samples == 1:
        return say(QT_TRANSLATE_NOOP("nnviz", "One sample in the batch: its loss is the loss of the batch."))
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "The loss of sample {row}, then the mean over the {count} samples of the batch: one number.",
        ),
        row=scope.row + 1,
        count=scope.samples,
    )


def targets(scope: Scope) -> Array | None:
    """Return the targets of the sample like its output: labels become a row with a single 1."""
    trace = scope.trace
    a = scope.sample_of(scope.of(scope.output).a)
    if trace is None or a is None or scope.of(scope.output).a.ndim != 2:
        return None
    if scope.setup.loss.targets == "labels":
        row = np.zeros(len(a))
        row[int(trace.batch.y[scope.row])] = 1
        return row
    return np.asarray(trace.batch.y[scope.row], dtype=np.float64).reshape(-1)


def of_sample(scope: Scope) -> Expr | None:
    """Return the loss of the sample in terms of its outputs and targets; None for a loss without a formula here."""
    y = targets(scope)
    make = _LOSSES.get(type(scope.setup.loss).kind())
    return make(scope, y) if make and y is not None else None


def _outputs(scope: Scope) -> list[Named]:
    a = scope.sample_of(scope.of(scope.output).a)
    assert a is not None
    return [Named(y_hat(j, len(a)), float(v)) for j, v in enumerate(a)]


def _targets(y: Array) -> list[Named]:
    return [Named(y_true(j, len(y)), float(v)) for j, v in enumerate(y)]


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


def _squares(scope: Scope, y: Array) -> Expr:
    pairs = zip(_outputs(scope), _targets(y), strict=True)
    sigma = Text(r"\sum_j (\hat y_j - y_j)^2", "Σ (ŷ_j − y_j)^2")
    return _average([Power(Minus(a, t), 2) for a, t in pairs], sigma)


def _binary(scope: Scope, y: Array) -> Expr:
    a = scope.sample_of(scope.of(scope.output).a)
    assert a is not None
    from_z = _only_logits(scope) or (scope.fused and bool(np.any(np.minimum(a, 1 - a) < SAFE)))
    wanted = _targets(y)
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
    if _only_logits(scope) or (scope.fused and bool(np.any(a[hits] < SAFE))):
        return _weighted([_log_share(_logits(scope), int(j)) for j in hits], y[hits], hits)
    shares = [_clipped(p) for p in _outputs(scope)]
    if scope.fused:
        return _weighted([_log(shares[j]) for j in hits], y[hits], hits)
    total = Sum(tuple(shares), Text(r"\sum_j \hat y_j", "Σ ŷ_j"))
    return _weighted([_log(Quotient(shares[j], total)) for j in hits], y[hits], hits)


def _log(share: Expr) -> Expr:
    return Negative(Function(_LOG, share, math.log))


def _clipped(p: Named) -> Expr:
    """Return the probability as the loss takes it: kept away from 0 and 1."""
    inside = min(max(p.number, EPSILON), 1 - EPSILON)
    return p if inside == p.number or abs(p.number - inside) < 2e-7 else Named(p.symbol, inside)


def _weighted(losses: Sequence[Expr], y: Array, hits: Array) -> Expr:
    if len(losses) == 1 and y[0] == 1:
        return losses[0]
    terms = [
        Product((Named(name("y", int(j)), float(v)), loss))
        for j, v, loss in zip(hits, y, losses, strict=True)
    ]
    return Sum(tuple(terms))


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


_LOSSES: Mapping[str, Callable[[Scope, Array], Expr]] = {
    "MeanSquaredError": _squares,
    "BinaryCrossentropy": _binary,
    "CategoricalCrossentropy": _categorical,
    "SparseCategoricalCrossentropy": _categorical,
}


# --- gradient at the output ---------------------------------------------------------------------------------


def gradient_z(scope: Scope, unit: int) -> Equation | None:
    """δ = (ŷ − y)/m of an output neuron whose sum the loss takes."""
    y, dz = targets(scope), scope.sample_of(scope.of(scope.output).dz)
    if y is None or dz is None:
        return None
    share = _outputs(scope)[unit] if scope.fused else _share(scope, unit)
    right = _difference(scope, share, y, unit)
    return Equation(name(r"\delta", unit, plain="δ"), right, float(dz[unit]))


def _difference(scope: Scope, share: Expr, y: Array, unit: int) -> Expr:
    """Return (share − y) / m, over m·k for the binary loss."""
    wanted: Expr = _targets(y)[unit]
    return Quotient(Minus(share, wanted), _divisor(scope, len(y), per_output=_is(scope.setup.loss, "Binary")))


def _divisor(scope: Scope, outputs: int, per_output: bool) -> Expr:
    m = count("m", scope.samples)
    return Product((m, count("k", outputs))) if per_output and outputs > 1 else m


def _is(loss: Loss, start: str) -> bool:
    return type(loss).kind().startswith(start)


def gradient(scope: Scope, unit: int) -> Equation | None:
    """∂L/∂ŷ of an output neuron, for a loss that does not take the sums themselves."""
    y, da = targets(scope), scope.sample_of(scope.of(scope.output).da)
    if y is None or da is None or type(scope.setup.loss).kind() not in _LOSSES:
        return None
    outputs, wanted = _outputs(scope), _targets(y)
    left = partial(outputs[unit].symbol)
    loss, k = scope.setup.loss, len(y)
    right: Expr
    if loss.takes_logits:
        right = _difference(scope, _share(scope, unit), y, unit)
    elif _is(loss, "MeanSquared"):
        below = _divisor(scope, k, per_output=True)
        right = Quotient(Product((Constant(2), Minus(outputs[unit], wanted[unit]))), below)
    elif _clips(outputs, unit):
        right = Named(left, float(da[unit]))  # flat there: the gradient of a clipped probability is 0
    elif _is(loss, "Binary"):
        p = outputs[unit]
        below = Product((_divisor(scope, k, per_output=True), p, Minus(ONE, p)))
        right = Quotient(Minus(p, wanted[unit]), below)
    else:
        total = Sum(tuple(outputs), Text(r"\sum_j \hat y_j", "Σ ŷ_j"))
        hit = Minus(Quotient(ONE, total), Quotient(wanted[unit], outputs[unit]))
        right = Product((Quotient(ONE, count("m", scope.samples)), hit))
    return Equation(left, right, float(da[unit]))


def _clips(outputs: Sequence[Named], unit: int) -> bool:
    return any(not 2 * EPSILON < p.number < 1 - 2 * EPSILON for p in outputs)
