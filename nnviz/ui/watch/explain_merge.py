"""Merges in numbers: what comes from each input, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nnviz.engine.network import Stage
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import (
    Constant,
    Equation,
    Expr,
    Minus,
    Named,
    Product,
    Quotient,
    Shaped,
    Sum,
    Text,
)
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.ranges import close
from nnviz.ui.watch.terms import Scope, place_of
from nnviz.ui.watch.words import layer_title
from nnviz.words import QT_TRANSLATE_NOOP, say


def _of_all(word: str, compute: Callable[[Sequence[float]], float]) -> Callable[[Sequence[Named]], Expr]:
    def spell(t: Sequence[Text]) -> Text:
        inner = ", ".join(p.latex for p in t), ", ".join(p.plain for p in t)
        return Text(rf"\{word}({inner[0]})", f"{word}({inner[1]})")

    return lambda parts: Shaped(tuple(parts), spell, compute)


_OPERATIONS: Mapping[str, Callable[[Sequence[Named]], Expr]] = {
    "Add": lambda parts: Sum(tuple(parts)),
    "Subtract": lambda parts: Minus(parts[0], parts[1]),
    "Multiply": lambda parts: Product(tuple(parts)),
    "Average": lambda parts: Quotient(Sum(tuple(parts)), Constant(len(parts))),
    "Maximum": _of_all("max", max),
    "Minimum": _of_all("min", min),
}


def merged(scope: Scope, stage: Stage, unit: int) -> Told | None:
    """a = x⁽¹⁾ + x⁽²⁾ + … and the other merges that work place by place."""
    found = scope.of(stage)
    make = _OPERATIONS.get(stage.layer.kind())
    if stage.layer.group != "merge" or make is None or len(found.x) < 2:
        return None
    parts: list[Named] = []
    for number, x in enumerate(found.x):
        try:
            sample = np.broadcast_to(x[scope.row], stage.output_shape)
        except ValueError:
            return None
        symbol = place_of("x", stage.output_shape, unit, above=f"({number + 1})")
        parts.append(Named(symbol, float(sample.reshape(-1)[unit])))
    a = float(found.a[scope.row].reshape(-1)[unit])
    right = make(parts)
    if not close(right.value, a, sum(abs(part.number) for part in parts)):
        return None
    sentence = say(
        QT_TRANSLATE_NOOP("nnviz", "The values at the same place of {sources}."),
        sources=", ".join(layer_title(scope.network.stages[s].name) for s in stage.sources),
    )
    equation = Equation(place_of("a", stage.output_shape, unit), right, a)
    return Told(sentence, (equation,), (), (), Pick(stage.name, unit))
