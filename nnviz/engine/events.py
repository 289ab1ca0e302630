"""Events: the smallest things of a step that can be stepped over, and the moves between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nnviz.engine.network import Network, Stage
from nnviz.layers.activations import ACTIVATIONS

Phase = Literal["forward", "loss", "backward", "update"]
Grain = Literal["neuron", "layer", "phase", "step", "epoch"]
Quantity = Literal["x", "z", "a", "loss", "dz", "dw", "dx", "update"]

PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
GRAINS: tuple[Grain, ...] = ("neuron", "layer", "phase", "step", "epoch")

DRAWN_UNITS = 16
"""Layers up to this width are drawn, and stepped through, neuron by neuron; wider ones as a whole."""


@dataclass(frozen=True)
class Event:
    """One thing that happens: ``quantity`` of ``layer`` is computed, for one ``unit`` or, if None, for all.

    ``x`` the batch enters · ``z`` sum (and, where the activation works neuron by neuron, ``a`` with it) · ``a``
    output of the whole layer · ``loss`` · ``dz`` error signal · ``dw`` gradients of the weights · ``dx``
    gradient handed to the layers before · ``update`` new weights, and new moving averages.
    """

    phase: Phase
    layer: str
    quantity: Quantity
    unit: int | None = None


@dataclass(frozen=True, order=True)
class Cursor:
    """A moment on the timeline: everything up to and including event number ``event`` of ``step`` has happened."""

    step: int = 0
    event: int = 0


def units_of(stage: Stage) -> Sequence[int | None]:
    """Return the neurons that are stepped one by one, or a single None for a layer taken as a whole."""
    neurons = math.prod(stage.output_shape)
    narrow = len(stage.output_shape) == 1 and neurons <= DRAWN_UNITS
    return range(neurons) if stage.slots and stage.layer.affine and narrow else (None,)


def updates(stage: Stage) -> bool:
    """Return whether a step gives any variable of the layer a new value: by its gradient, or a moving average."""
    layer = stage.layer
    keeps_averages = bool(stage.slots) and layer.learns and not layer.adapts and not layer.sealed
    return stage.learns or keeps_averages


def events_of(network: Network) -> tuple[Event, ...]:
    """Return the events of one step, in order; they are the same for every step.

    The way back has events only where training needs a gradient: a layer before which nothing learns hands
    nothing on, a frozen layer has no gradients of weights and no update. The loss is one event, also of several
    outputs: their losses are added up.
    """
    events: list[Event] = []
    for stage in network.stages:
        events += _forward_events(stage)
    events.append(Event("loss", network.stages[network.output].name, "loss"))
    hands_on: list[bool] = []
    for stage in network.stages:
        hands_on.append(any(hands_on[s] or network.stages[s].learns for s in stage.sources))
    for stage, needed in zip(reversed(network.stages), reversed(hands_on), strict=True):
        if stage.learns or needed:
            events += _backward_events(stage, needed)
    events += [Event("update", stage.name, "update") for stage in network.stages if updates(stage)]
    return tuple(events)


def _forward_events(stage: Stage) -> list[Event]:
    if not stage.sources:
        return [Event("forward", stage.name, "x")]
    if not stage.layer.activation_name:
        return [Event("forward", stage.name, "a")]
    if not stage.slots:
        return [Event("forward", stage.name, "a")]
    sums = [Event("forward", stage.name, "z", unit) for unit in units_of(stage)]
    if ACTIVATIONS[stage.layer.activation_name].elementwise:
        return sums
    # A softmax needs all sums before it can give any output.
    return [*sums, Event("forward", stage.name, "a")]


def _backward_events(stage: Stage, hands_on: bool) -> list[Event]:
    events: list[Event] = []
    if stage.layer.activation_name:
        events += [Event("backward", stage.name, "dz", unit) for unit in units_of(stage)]
    if stage.learns:
        events += [Event("backward", stage.name, "dw", unit) for unit in units_of(stage)]
    if hands_on:
        events.append(Event("backward", stage.name, "dx"))
    return events


def _group(event: Event, grain: Grain) -> tuple[object, ...]:
    if grain == "neuron":
        return (event,)
    if grain == "layer":
        return (event.phase, event.layer)
    return (event.phase,) if grain == "phase" else ()


@lru_cache(maxsize=32)
def ends(events: tuple[Event, ...], grain: Grain) -> tuple[int, ...]:
    """Return the numbers of the events that complete a group of this grain."""
    last = len(events) - 1
    return tuple(
        i
        for i, event in enumerate(events)
        if i == last or _group(event, grain) != _group(events[i + 1], grain)
    )


def forward(cursor: Cursor, events: tuple[Event, ...], grain: Grain, steps_per_epoch: int) -> Cursor:
    """Return the next moment at which something of this grain is complete."""
    if grain == "epoch":
        return _epoch_end(cursor, events, steps_per_epoch, 1)
    for end in ends(events, grain):
        if end > cursor.event:
            return Cursor(cursor.step, end)
    return Cursor(cursor.step + 1, ends(events, grain)[0])


def back(cursor: Cursor, events: tuple[Event, ...], grain: Grain, steps_per_epoch: int) -> Cursor:
    """Return the moment before, at this grain; the very first moment stays where it is."""
    if grain == "epoch":
        return _epoch_end(cursor, events, steps_per_epoch, -1)
    for end in reversed(ends(events, grain)):
        if end < cursor.event:
            return Cursor(cursor.step, end)
    return Cursor(cursor.step - 1, ends(events, grain)[-1]) if cursor.step else Cursor(0, 0)


def _epoch_end(cursor: Cursor, events: tuple[Event, ...], steps_per_epoch: int, direction: int) -> Cursor:
    last = len(events) - 1
    done, within = divmod(cursor.step, steps_per_epoch)
    complete = within == steps_per_epoch - 1 and cursor.event == last
    epoch = (done + 1 if complete else done) if direction > 0 else done - 1
    return Cursor((epoch + 1) * steps_per_epoch - 1, last) if epoch >= 0 else Cursor(0, 0)
