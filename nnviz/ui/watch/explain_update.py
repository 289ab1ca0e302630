"""The update in numbers: one weight before, its gradient, the same weight after."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nnviz.engine.network import Slot, Stage
from nnviz.engine.run import Trace
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.sgd import SGD
from nnviz.ui.watch.explain_backward import default_source
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Expr, Minus, Named, Product, Quotient, Shaped, Sum, Text
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.terms import ONE, Scope, is_dense, name, partial
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


@dataclass(frozen=True, eq=False)
class _Place:
    """One parameter: its name and its place in the vectors."""

    symbol: Text
    index: int
    trace: Trace

    def before(self) -> Named:
        return Named(self.symbol, float(self.trace.before.theta[self.index]))

    def gradient(self) -> Named:
        return Named(partial(self.symbol), float(self.trace.gradient[self.index]))

    def after(self) -> float:
        return float(self.trace.after.theta[self.index])

    def slot(self, number: int, letter: str) -> tuple[Named, float]:
        """Return what the optimizer remembered before, under ``letter``, and what it remembers now."""
        before, after = self.trace.before.slots[number], self.trace.after.slots[number]
        return Named(Text(letter, letter), float(before[self.index])), float(after[self.index])


def event(scope: Scope, stage: Stage, pick: Pick | None) -> Told:
    """The new value of one weight: the one pointed at, a neuron's bias, or the layer's first weight."""
    trace = scope.trace
    assert trace is not None
    place, shown = _place(scope, stage, pick, trace)
    optimizer = scope.setup.optimizer
    make = _RULES.get(type(optimizer))
    equations = make(optimizer, place) if make else ()
    matrix = () if make else (Text(optimizer.formula, optimizer.keras_name),)
    return Told(_sentence(optimizer, pick), equations, (), matrix, shown)


def _sentence(optimizer: Optimizer, pick: Pick | None) -> Message:
    name_of = type(optimizer).title
    if pick is None:
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "{optimizer} moves every weight of the layer in this way, all at once. Click on another one.",
            ),
            optimizer=say(name_of),
        )
    return say(
        QT_TRANSLATE_NOOP("nnviz", "{optimizer} moves this weight against its gradient."),
        optimizer=say(name_of),
    )


def _place(scope: Scope, stage: Stage, pick: Pick | None, trace: Trace) -> tuple[_Place, Pick | None]:
    slots: Mapping[str, Slot] = {slot.path.rpartition("/")[2]: slot for slot in stage.slots}
    if not is_dense(stage):
        first = stage.slots[0]
        return _Place(Text("w", "w"), first.start, trace), None
    if pick is not None and pick.source is None and "bias" in slots:
        return _Place(name("b", pick.unit), slots["bias"].start + pick.unit, trace), pick
    unit = pick.unit if pick else 0
    source = pick.source if pick and pick.source is not None else default_source(scope, stage, unit)
    kernel = slots["kernel"]
    index = kernel.start + source * kernel.shape[1] + unit
    return _Place(name("w", source, unit), index, trace), Pick(stage.name, unit, source)


def _rate(optimizer: Optimizer) -> Named:
    return Named(Text(r"\eta", "η"), optimizer.learning_rate, signed=False)


def _plain(letter: str, plain: str, value: float) -> Named:
    return Named(Text(letter, plain), value, signed=False)


def _sgd(optimizer: Optimizer, place: _Place) -> tuple[Equation, ...]:
    assert isinstance(optimizer, SGD)
    step = Product((_rate(optimizer), place.gradient()))
    w = place.before()
    if not optimizer.momentum:
        return (Equation(place.symbol, Minus(w, step), place.after(), becomes=True),)
    v, v_after = place.slot(0, "v")
    kept = Product((_plain(r"\mu", "μ", optimizer.momentum), v))
    new_v = Named(v.symbol, v_after)
    return (
        Equation(v.symbol, Minus(kept, step), v_after, becomes=True),
        Equation(place.symbol, Sum((w, new_v)), place.after(), becomes=True),
    )


def _adam(optimizer: Optimizer, place: _Place) -> tuple[Equation, ...]:
    assert isinstance(optimizer, Adam)
    g, w = place.gradient(), place.before()
    m, m_after = place.slot(0, "m")
    v, v_after = place.slot(1, "v")
    beta_1 = _plain(r"\beta_1", "β_1", optimizer.beta_1)
    beta_2 = _plain(r"\beta_2", "β_2", optimizer.beta_2)
    alpha = optimizer.step_size(place.trace.step, place.trace.rate, place.trace.before.theta.dtype)
    mean = Sum((Product((beta_1, m)), Product((Minus(ONE, beta_1), g))))
    square = Sum((Product((beta_2, v)), Product((Minus(ONE, beta_2), _squared(g)))))
    a = Named(Text(r"\alpha", "α"), alpha, signed=False)
    ratio = Quotient(Named(m.symbol, m_after), _root(Named(v.symbol, v_after), optimizer.epsilon))
    return (
        Equation(m.symbol, mean, m_after, becomes=True),
        Equation(v.symbol, square, v_after, becomes=True),
        Equation(a.symbol, _step_size(optimizer, beta_1, beta_2, place.trace.step + 1), alpha),
        Equation(place.symbol, Minus(w, Product((a, ratio))), place.after(), becomes=True),
    )


def _squared(g: Named) -> Expr:
    return Shaped(
        (g,),
        lambda t: Text(rf"({t[0].latex})^2", f"({t[0].plain})^2"),
        lambda v: v[0] ** 2,
    )


def _root(v: Named, epsilon: float) -> Expr:
    small = _plain(r"\varepsilon", "ε", epsilon)
    return Shaped(
        (v, small),
        lambda t: Text(rf"\sqrt{{{t[0].latex}}} + {t[1].latex}", f"√{t[0].plain} + {t[1].plain}"),
        lambda x: math.sqrt(x[0]) + x[1],
        rank=1,
    )


def _step_size(optimizer: Adam, beta_1: Named, beta_2: Named, t: int) -> Expr:
    return Shaped(
        (_rate(optimizer), beta_1, beta_2),
        lambda p: Text(
            rf"{p[0].latex} \cdot \frac{{\sqrt{{1 - {p[2].latex}^{{{t}}}}}}}{{1 - {p[1].latex}^{{{t}}}}}",
            f"{p[0].plain} · √(1 − {p[2].plain}^{t}) / (1 − {p[1].plain}^{t})",
        ),
        lambda x: x[0] * math.sqrt(1 - x[2] ** t) / (1 - x[1] ** t),
    )


_RULES: Mapping[type[Optimizer], Callable[[Optimizer, _Place], tuple[Equation, ...]]] = {
    SGD: _sgd,
    Adam: _adam,
}
