"""The update in numbers: one weight before, its gradient, the same weight after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnviz.engine.network import Slot, Stage
from nnviz.engine.run import Trace
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.schedules import Constant
from nnviz.ui.watch.explain_backward import default_source
from nnviz.ui.watch.explanation import Told
from nnviz.ui.watch.expression import Equation, Named, Text
from nnviz.ui.watch.kernels import kernel_slot
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.terms import Scope, is_dense, name, partial
from nnviz.ui.watch.update_lines import ETA, Numbers, equations
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


@dataclass(frozen=True, eq=False)
class _Place:
    """One parameter: its name, the weight that it is part of, and its place in the vectors."""

    symbol: Text
    slot: Slot
    index: int


def event(scope: Scope, stage: Stage, pick: Pick | None) -> Told:
    """The new value of one weight: the one pointed at, a neuron's bias, or the layer's first weight."""
    trace = scope.trace
    assert trace is not None
    place, shown = _place(scope, stage, pick)
    optimizer = scope.setup.optimizer
    found = [
        *_current_rate(optimizer, trace),
        *equations(optimizer, _numbers(optimizer, place, trace)),
        *_constrained(place, trace),
    ]
    return Told(_sentence(optimizer, pick), tuple(found), pick=shown)


def _numbers(optimizer: Optimizer, place: _Place, trace: Trace) -> Numbers:
    """Return what the trace has of one parameter."""
    index, dtype = place.index, trace.before.theta.dtype
    letters = [optimizer.letters[slot] for slot in optimizer.slots()]
    quantities = optimizer.quantities(trace.update, trace.rate, dtype)
    gradient = trace.gradient[: trace.network.trainable]
    norm = optimizer.norm(gradient, slice(place.slot.start, place.slot.stop))
    return Numbers(
        Named(place.symbol, float(trace.before.theta[index])),
        Named(partial(place.symbol), float(trace.gradient[index])),
        trace.rate,
        trace.update,
        {letter: float(row[index]) for letter, row in zip(letters, trace.before.slots, strict=True)},
        {letter: float(row[index]) for letter, row in zip(letters, trace.after.slots, strict=True)},
        None if place.slot.constraint is not None else float(trace.after.theta[index]),
        quantities if norm is None else {**quantities, "norm": norm},
    )


def _current_rate(optimizer: Optimizer, trace: Trace) -> tuple[Equation, ...]:
    """Return the learning rate of this step where a schedule makes it."""
    schedule = optimizer.schedule
    if isinstance(schedule, Constant):
        return ()
    made = Text(schedule.formula_at(trace.update), f"{schedule.kind()}({trace.update})")
    return (Equation(ETA, Named(made, trace.rate, signed=False), trace.rate),)


def _constrained(place: _Place, trace: Trace) -> tuple[Equation, ...]:
    """Return what a constraint makes of the new weight."""
    if place.slot.constraint is None:
        return ()
    kind, w = place.slot.constraint.kind(), place.symbol
    made = Text(rf"\text{{{kind}}}({w.latex})", f"{kind}({w.plain})")
    after = float(trace.after.theta[place.index])
    return (Equation(w, Named(made, after), after, becomes=True),)


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


def _place(scope: Scope, stage: Stage, pick: Pick | None) -> tuple[_Place, Pick | None]:
    slots: Mapping[str, Slot] = {slot.path.rpartition("/")[2]: slot for slot in stage.slots}
    picked = kernel_slot(stage) if pick is not None and pick.weight is not None else None
    if picked is not None and picked.trainable and pick is not None and pick.weight is not None:
        index = picked.start + int(np.ravel_multi_index(pick.weight, picked.shape))
        return _Place(name("w", *pick.weight), picked, index), pick
    if not is_dense(stage):
        first = next(slot for slot in stage.slots if slot.trainable)
        return _Place(Text("w", "w"), first, first.start), None
    if pick is not None and pick.source is None and "bias" in slots:
        return _Place(name("b", pick.unit), slots["bias"], slots["bias"].start + pick.unit), pick
    unit = pick.unit if pick else 0
    source = pick.source if pick and pick.source is not None else default_source(scope, stage, unit)
    kernel = slots["kernel"]
    index = kernel.start + source * kernel.shape[1] + unit
    return _Place(name("w", source, unit), kernel, index), Pick(stage.name, unit, source)
