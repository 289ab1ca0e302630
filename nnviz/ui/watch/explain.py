"""An event explained: which formula, with which numbers, in which line of code. Pure: no widget is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz.design.document import Setup
from nnviz.engine.events import Event
from nnviz.engine.network import Network, Stage
from nnviz.engine.run import LayerTrace, Trace
from nnviz.layers.base import Shape
from nnviz.ui.watch import (
    explain_back,
    explain_backward,
    explain_forward,
    explain_kernel,
    explain_layers,
    explain_loss_event,
    explain_recurrent,
    explain_update,
)
from nnviz.ui.watch.code import Listing, listing
from nnviz.ui.watch.explanation import Explanation, Told
from nnviz.ui.watch.known import Known, Pick, consumers, returned
from nnviz.ui.watch.terms import Scope, is_dense
from nnviz.ui.watch.words import PHASE_WORDS, kernel_words, layer_title
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def scope_of(trace: Trace, setup: Setup, sample: int) -> Scope:
    """Return where the numbers of a step come from; ``sample`` is a row of the batch."""
    weights = trace.network.weights(trace.before.theta)
    return Scope(trace.network, setup, trace.layers, sample, weights, trace)


def scope_of_look(trace: Trace, setup: Setup, layers: Mapping[str, LayerTrace]) -> Scope:
    """Return where the numbers of a test sample come from, seen by the network of the moment."""
    return Scope(trace.network, setup, layers, 0, trace.network.weights(trace.before.theta))


def explain(scope: Scope, event: Event, pick: Pick | None = None) -> Explanation:
    """Return ``event`` explained; ``pick`` says which of its neurons or weights is meant, if it is about several.

    An event without a unit of a layer that is stepped neuron by neuron is explained as a whole layer, in matrices.
    """
    stage = scope.stage(event.layer)
    if pick is not None and pick.layer != event.layer and event.quantity not in ("dx", "loss"):
        pick = None
    told = _told(scope.at_output(event.layer), event, pick)
    code = _listing(scope, event)
    return Explanation(event.phase, _title(scope, event, told, stage.name), told, code, event.quantity)


def explain_layer(scope: Scope, events: Sequence[Event]) -> Explanation:
    """Return all ``events`` of one layer in one phase explained at once, in matrices."""
    event = events[-1]
    stage = scope.stage(event.layer)
    quantities = dict.fromkeys(event.quantity for event in events)
    if event.phase == "backward" and in_matrices(stage):
        told = explain_backward.whole(scope.at_output(event.layer), stage, *quantities)
    elif event.phase == "backward":
        told = explain_back.backward(scope, stage, event.quantity)
    elif event.phase == "forward" and event.quantity != "x":
        told = (
            explain_forward.whole(scope, stage) if in_matrices(stage) else explain_layers.whole(scope, stage)
        )
    else:
        return explain(scope, Event(event.phase, event.layer, event.quantity))
    code = _listing(scope, event)
    return Explanation(event.phase, _title(scope, event, told, stage.name), told, code, event.quantity)


def in_matrices(stage: Stage) -> bool:
    """Return whether the layer is told in W, X and Z: a Dense layer, or an activation of rows by itself."""
    activation = not stage.slots and bool(stage.layer.activation_name) and len(stage.output_shape) == 1
    return is_dense(stage) or activation


def _listing(scope: Scope, event: Event) -> Listing:
    return listing(scope.network, scope.setup, event, scope.trace.rate if scope.trace else None)


def _told(scope: Scope, event: Event, pick: Pick | None) -> Told:
    stage = scope.stage(event.layer)
    unit = pick.unit if pick and pick.layer == event.layer else event.unit
    if not stage.sources and event.phase == "forward":
        return explain_forward.entry(scope, stage)
    if event.quantity == "loss":
        return explain_loss_event.event(scope)
    if event.quantity == "update":
        return explain_update.event(scope, stage, pick) if stage.learns else explain_back.update(scope, stage)
    if not in_matrices(stage):
        return _any_layer(scope, event, stage, unit, pick)
    if event.quantity == "dx":
        return _handed_on(scope, event, pick)
    if unit is None:
        return _at_once(scope, event, stage)
    if event.quantity == "z":
        return explain_forward.neuron(scope, stage, unit)
    if event.quantity == "a":
        return explain_forward.element(scope, stage, unit)
    if event.quantity == "dz":
        return explain_backward.signal(scope, stage, unit)
    return explain_backward.weight(scope, stage, pick.source if pick else None, unit)


def _at_once(scope: Scope, event: Event, stage: Stage) -> Told:
    """Return what is told of all neurons of a layer that is told in matrices."""
    if event.quantity == "z":
        return explain_forward.whole(scope, stage)
    if event.quantity == "a":
        return explain_forward.activation_event(scope, stage)
    return explain_backward.whole(scope, stage, event.quantity)


def _any_layer(scope: Scope, event: Event, stage: Stage, unit: int | None, pick: Pick | None) -> Told:
    if pick is not None and pick.weight is not None and event.quantity in ("z", "dw"):
        way = explain_kernel.gradient if event.quantity == "dw" else explain_kernel.forward
        told = way(scope, stage, pick)
        if told is not None:
            return told
    if event.phase == "forward":
        step = explain_recurrent.cell(scope, stage, pick) if pick is not None else None
        return step or explain_layers.forward(scope, stage, unit)
    source = None
    if event.quantity == "dx":
        source = _before(scope, stage, pick)
        unit = pick.unit if pick is not None and source is not None else None
    return explain_back.backward(scope, stage, event.quantity, unit, source)


def _before(scope: Scope, stage: Stage, pick: Pick | None) -> Stage | None:
    """Return the layer before ``stage`` that is pointed at."""
    before = {scope.network.stages[source].name for source in stage.sources}
    return scope.stage(pick.layer) if pick is not None and pick.layer in before else None


def _handed_on(scope: Scope, event: Event, pick: Pick | None) -> Told:
    stage = scope.stage(event.layer)
    source = _before(scope, stage, pick)
    if pick is not None and source is not None:
        several = explain_back.added_up(scope, source, pick.unit)
        if several is not None:
            return several
        if not is_dense(stage):
            return explain_back.backward(scope, stage, "dx", pick.unit, source)
        return explain_backward.handed_on(scope, stage, pick.unit)
    kernel = scope.kernel(stage)
    if is_dense(stage) and kernel is not None and max(kernel.shape) <= 16:
        return explain_backward.handed_on(scope, stage, 0)
    return explain_backward.whole(scope, stage, "dx")


def event_of_pick(network: Network, known: Known, pick: Pick, phase: str) -> Event | None:
    """Return the newest event about the neuron or weight that is pointed at; None if nothing of it is known yet."""
    layer, unit = pick.layer, pick.unit
    if phase == "update" and known.updated(layer):
        return Event("update", layer, "update")
    if phase in ("backward", "update"):
        if pick.is_weight and known.has(layer, "dw", unit):
            return Event("backward", layer, "dw", unit)
        if known.has(layer, "dz", unit):
            return Event("backward", layer, "dz", unit)
        if returned(network, known, layer):
            return Event("backward", consumers(network, layer)[-1].name, "dx")
    if known.has(layer, "a", unit) and known.order.place(layer, "z", unit) is None:
        return Event("forward", layer, "a", unit)
    if known.has(layer, "z", unit):
        return Event("forward", layer, "z", unit)
    return None


def not_yet(scope: Scope, pick: Pick, phase: str) -> Explanation:
    """Return what is said of a neuron that has not been reached at this moment."""
    sentence = say(QT_TRANSLATE_NOOP("nnviz", "This has not been computed yet at this moment. Step forward."))
    event = Event("forward", pick.layer, "z" if scope.stage(pick.layer).sources else "x", pick.unit)
    told = Told(sentence, pick=pick)
    code = _listing(scope, event)
    return Explanation("forward", _title(scope, event, told, pick.layer), told, code, event.quantity)


def _title(scope: Scope, event: Event, told: Told, layer: str) -> tuple[Message | str, ...]:
    parts: list[Message | str] = [say(PHASE_WORDS[event.phase])]
    if event.quantity != "loss":
        parts.append(layer_title(layer))
    pick = told.pick
    if pick is None or event.quantity in ("x", "loss"):
        return tuple(parts)
    if pick.layer != layer:
        parts.append(say(QT_TRANSLATE_NOOP("nnviz", "to {layer}"), layer=layer_title(pick.layer)))
    elif event.quantity == "update" or (pick.weight is not None and event.quantity in ("z", "dw")):
        parts.append(_weight_words(scope.stage(layer), pick))
    else:
        parts.append(_place_words(scope.stage(layer).output_shape, pick.unit))
    return tuple(parts)


def _place_words(shape: Shape, unit: int) -> Message:
    if len(shape) == 1:
        return say(QT_TRANSLATE_NOOP("nnviz", "neuron {number}"), number=unit + 1)
    place = ", ".join(str(int(i) + 1) for i in np.unravel_index(unit, shape))
    return say(QT_TRANSLATE_NOOP("nnviz", "place {place}"), place=place)


def _weight_words(stage: Stage, pick: Pick) -> Message:
    if pick.weight is not None:
        return kernel_words(stage.layer, stage.output_shape, pick.unit, pick.weight)
    if pick.source is None:
        return say(QT_TRANSLATE_NOOP("nnviz", "bias {number}"), number=pick.unit + 1)
    return say(
        QT_TRANSLATE_NOOP("nnviz", "weight {source} → {unit}"), source=pick.source + 1, unit=pick.unit + 1
    )
