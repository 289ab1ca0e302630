"""One weight of a convolution's kernel: what it multiplies here, and its gradient over all places and samples."""

from __future__ import annotations

import dataclasses

import numpy as np

from nnviz.engine.network import Slot, Stage
from nnviz.ui.watch import explain_layers
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Named, Product, Sum, Text
from nnviz.ui.watch.kernels import kernel_slot
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.probe import inputs_under, kernel_of
from nnviz.ui.watch.ranges import close
from nnviz.ui.watch.terms import Array, Scope, name, partial, place_of
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def weight_name(place: tuple[int, ...]) -> Text:
    """Return w with its place in the kernel."""
    return name("w", *place)


def forward(scope: Scope, stage: Stage, pick: Pick) -> Told | None:
    """The sum at the place that is drawn, with the product of this weight written out."""
    slot = kernel_slot(stage)
    if pick.weight is None or slot is None or kernel_of(stage) is None:
        return None
    told = explain_layers.weighted_sum(scope, stage, pick.unit, pick.weight)
    if told is None:
        return None
    under = inputs_under(stage, scope.of(stage).x[0].shape[1:], pick.weight)
    place = int(under.reshape(-1)[pick.unit])
    return dataclasses.replace(
        told, sentence=_meeting(scope, stage, place, int((under >= 0).sum())), pick=pick
    )


def _meeting(scope: Scope, stage: Stage, place: int, uses: int) -> Message:
    if place < 0:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Here this weight meets the rim, where nothing enters; the same weight is used at {count} places of"
                " the map.",
            ),
            count=uses,
        )
    shape = scope.of(stage).x[0].shape[1:]
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Here this weight multiplies the input at place {place}; the same weight is used at {count} places of the"
            " map.",
        ),
        place=", ".join(str(int(i) + 1) for i in np.unravel_index(place, shape)),
        count=uses,
    )


def gradient(scope: Scope, stage: Stage, pick: Pick) -> Told | None:
    """∂L/∂w = Σ over the samples of Σ over the places of x·δ, written out for the sample that is drawn."""
    slot, found, trace = kernel_slot(stage), scope.of(stage), scope.trace
    if pick.weight is None or slot is None or kernel_of(stage) is None or trace is None or found.dz is None:
        return None
    entering = found.x[0].shape[1:]
    under = inputs_under(stage, entering, pick.weight).reshape(-1)
    sums = np.flatnonzero(under >= 0)
    if not 0 < len(sums) <= explain_layers.MOST_TERMS:
        return None
    x, dz = (v.reshape(len(v), -1) for v in (found.x[0], found.dz))
    parts = [float(np.dot(x[s, under[sums]].astype(np.float64), dz[s, sums])) for s in range(len(x))]
    row, symbol = scope.row, weight_name(pick.weight)
    terms = tuple(
        Product(
            (
                Named(place_of("x", entering, int(under[out])), float(x[row, under[out]])),
                Named(place_of(r"\delta", stage.output_shape, int(out), plain="δ"), float(dz[row, out])),
            )
        )
        for out in sums
    )
    largest = int(np.argmax([abs(term.value) for term in terms]))
    here = Sum(terms, Text(r"\sum_p x_p\, \delta_p", "Σ x_p · δ_p") if len(terms) > 3 else None, keep=largest)
    result = float(trace.gradient_of(slot.path)[pick.weight])
    equations = _over_samples(scope, slot, pick.weight, symbol, here, parts, result)
    if not all(close(e.right.value, e.result, abs(e.result)) for e in equations):
        return None
    return Told(_sentence(scope, len(sums)), equations, (), (), pick)


def _over_samples(
    scope: Scope,
    slot: Slot,
    place: tuple[int, ...],
    symbol: Text,
    here: Sum,
    parts: list[float],
    result: float,
) -> tuple[Equation, ...]:
    """Return what the drawn sample adds, and the sum over all of them."""
    if len(parts) == 1:
        return (Equation(partial(symbol), _with_penalty(scope, slot, place, symbol, here), result),)
    own = Text(rf"g^{{({scope.row + 1})}}", f"g({scope.row + 1})")
    shares = tuple(Named(Text(f"g^{{({s + 1})}}", f"g({s + 1})"), part) for s, part in enumerate(parts))
    total = Sum(shares, Text(r"\sum_s g^{(s)}", "Σ g(s)"), keep=scope.row)
    return (
        Equation(own, here, parts[scope.row]),
        Equation(partial(symbol), _with_penalty(scope, slot, place, symbol, total), result),
    )


def _with_penalty(scope: Scope, slot: Slot, place: tuple[int, ...], symbol: Text, right: Sum) -> Expr:
    if slot.regularizer is None or not slot.trainable:
        return right
    weights: Array = scope.weights[slot.path]
    penalty = Text(rf"\frac{{\partial R}}{{\partial {symbol.latex}}}", f"∂R/∂{symbol.plain}")
    return Sum((right, Named(penalty, float(slot.regularizer.gradient(weights)[place]))))


def _sentence(scope: Scope, places: int) -> Message:
    if scope.samples == 1:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "The same weight is used at {places} places of the map: at each the input under it times δ there, added"
                " up.",
            ),
            places=places,
        )
    return say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "The same weight is used at {places} places of the map: at each the input under it times δ there. g is"
            " what a sample adds; all {count} samples are added up.",
        ),
        places=places,
        count=scope.samples,
    )
