"""Normalisation and noise in numbers: mean, variance, γ and β of one value; what a mask did to it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from nnviz.engine.network import Stage
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Minus, Named, Product, Quotient, Shaped, Sum, Text
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.ranges import close
from nnviz.ui.watch.terms import Array, Scope, place_of
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

_SCALES = frozenset({"gamma", "beta", "moving_mean", "moving_variance", "mean", "variance"})


def normalized(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """a = γ·(x − μ) / √(σ² + ε) + β, with the mean and variance that give the value of the trace."""
    found = scope.of(stage)
    weights = {slot.path.rpartition("/")[2]: scope.weights[slot.path] for slot in stage.slots}
    if stage.layer.group not in ("normalization", "preprocessing") or not found.x or weights.keys() - _SCALES:
        return None
    x, a = found.x[0], float(found.a[scope.row].reshape(-1)[unit])
    if x.shape != found.a.shape:
        return None
    place = tuple(int(i) for i in np.unravel_index(unit, stage.output_shape))
    value = float(x[(scope.row, *place)])
    for mean, variance, sentence in _statistics(scope, stage, x, place, weights):
        for epsilon in dict.fromkeys((float(getattr(stage.layer, "epsilon", 0.0)), 0.0)):
            right = _scaled(value, mean, variance, epsilon, stage, unit, place, weights)
            if right is not None and close(right.value, a, abs(a) + 1):
                mu, var = Text(r"\mu", "μ"), Text(r"\sigma^2", "σ²")
                given = (
                    Equation(mu, Named(mu, mean), mean),
                    Equation(var, Named(var, variance, signed=False), variance),
                )
                result = Equation(place_of("a", stage.output_shape, unit), right, a)
                return Told(sentence, (*given, result), given, (), Pick(stage.name, unit))
    return None


def _statistics(
    scope: Scope, stage: Stage, x: Array, place: tuple[int, ...], weights: Mapping[str, Array]
) -> Iterator[tuple[float, float, Message]]:
    """Yield mean and variance in the ways that layers take them, with a sentence that says which."""
    wide = x.astype(np.float64)
    channel = wide[..., place[-1]]
    if "moving_mean" in weights and scope.trace is not None:
        yield (
            float(channel.mean()),
            float(channel.var()),
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "Mean and variance are those of this channel over the batch; γ and β are learned.",
                )
            ),
        )
    for mean, variance in (("moving_mean", "moving_variance"), ("mean", "variance")):
        if mean in weights and variance in weights:
            yield (
                _at(weights[mean], place),
                _at(weights[variance], place),
                say(QT_TRANSLATE_NOOP("nnviz", "Mean and variance are the ones that the layer keeps.")),
            )
    row = wide[scope.row][place[:-1]]
    own = say(
        QT_TRANSLATE_NOOP(
            "nnviz", "Mean and variance are those of this sample’s own values; γ and β are learned."
        )
    )
    yield float(row.mean()), float(row.var()), own
    yield float(wide[scope.row].mean()), float(wide[scope.row].var()), own


def _at(values: Array, place: tuple[int, ...]) -> float:
    flat = values.reshape(-1)
    return (
        float(flat[place[-1] if len(flat) > 1 else 0])
        if place[-1] < len(flat) or len(flat) == 1
        else math.nan
    )


def _scaled(
    value: float,
    mean: float,
    variance: float,
    epsilon: float,
    stage: Stage,
    unit: int,
    place: tuple[int, ...],
    weights: Mapping[str, Array],
) -> Expr | None:
    if not variance + epsilon > 0:
        return None
    x = Named(place_of("x", stage.output_shape, unit), value)
    parts = (
        Named(Text(r"\sigma^2", "σ²"), variance, signed=False),
        Named(Text(r"\varepsilon", "ε"), epsilon, signed=False),
    )
    root = Shaped(
        parts if epsilon else parts[:1],
        lambda t: Text(rf"\sqrt{{{' + '.join(p.latex for p in t)}}}", f"√({' + '.join(p.plain for p in t)})"),
        lambda v: math.sqrt(sum(v)),
    )
    found: Expr = Quotient(Minus(x, Named(Text(r"\mu", "μ"), mean)), root)
    if "gamma" in weights:
        found = Product((Named(Text(r"\gamma", "γ"), _at(weights["gamma"], place)), found))
    if "beta" in weights:
        found = Sum((found, Named(Text(r"\beta", "β"), _at(weights["beta"], place))))
    return found


def dropped(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """a = x·m with the mask's factor, or a = x + n with the noise."""
    found, layer = scope.of(stage), stage.layer
    if not layer.random or scope.trace is None or len(found.x) != 1 or found.x[0].shape != found.a.shape:
        return None
    x, a = (float(v[scope.row].reshape(-1)[unit]) for v in (found.x[0], found.a))
    entering = Named(place_of("x", stage.output_shape, unit), x)
    symbol, pick = place_of("a", stage.output_shape, unit), Pick(stage.name, unit)
    rate = getattr(layer, "rate", None)
    if rate is None:
        noise = Named(Text("n", "n"), a - x)
        sentence = say(
            QT_TRANSLATE_NOOP("nnviz", "Noise is added during training, another number in every step.")
        )
        return Told(sentence, (Equation(symbol, Sum((entering, noise)), a),), (), (), pick)
    factor = _factor(scope, stage, unit, x, a)
    if factor is None or not close(factor * x, a, abs(a)):
        return None
    mask = Named(Text("m", "m"), factor, signed=False)
    sentence = (
        say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Kept in this step, times {factor} = 1 / (1 − {rate}), so that the sum stays as large.",
            ),
            factor=f"{factor:.4g}",
            rate=f"{rate:g}",
        )
        if factor
        else say(
            QT_TRANSLATE_NOOP(
                "nnviz", "Dropped in this step: {percent} % of the values are set to 0 by chance."
            ),
            percent=f"{100 * rate:g}",
        )
    )
    return Told(sentence, (Equation(symbol, Product((entering, mask)), a),), (), (), pick)


def _factor(scope: Scope, stage: Stage, unit: int, x: float, a: float) -> float | None:
    """Return what the value was multiplied with: from the value itself or, where it is 0, from its gradient."""
    if x:
        return a / x
    found = scope.of(stage)
    if found.da is not None and found.dx:
        da, dx = (float(v[scope.row].reshape(-1)[unit]) for v in (found.da, found.dx[0]))
        return dx / da if da else None
    return None
