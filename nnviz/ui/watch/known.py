"""What has been computed at a moment, and what a reader can point at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nnviz.engine.events import Event, Quantity
from nnviz.engine.network import Network, Stage


@dataclass(frozen=True)
class Pick:
    """What the reader points at: neuron ``unit`` of ``layer``, or the weight from input ``source`` into it.

    Numbers count from 0. For a layer's bias ``source`` is None, as for its neuron.
    """

    layer: str
    unit: int
    source: int | None = None
    time: int | None = None
    """Time step that is meant, of a recurrent layer that hands on the last one only; None is the last."""
    gate: str = ""
    """The one sum of a recurrent layer that is written out in full; empty if all are told in short."""
    weight: tuple[int, ...] | None = None
    """Place in the layer's kernel of the weight that is meant, of a convolution; ``unit`` is where it is looked at."""

    @property
    def is_weight(self) -> bool:
        """Whether a single weight is meant, not a neuron."""
        return self.source is not None or self.weight is not None


class Order:
    """When each quantity of a step is computed: the place of its event in the step."""

    def __init__(self, events: tuple[Event, ...]) -> None:
        self.events = events
        self._places: dict[tuple[str, Quantity, int | None], int] = {}
        for place, event in enumerate(events):
            self._places[event.layer, event.quantity, event.unit] = place
            if event.quantity == "x":
                self._places[event.layer, "a", None] = place
        self.updates: Mapping[str, int] = {
            event.layer: place for place, event in enumerate(events) if event.phase == "update"
        }
        self.loss = next((i for i, event in enumerate(events) if event.phase == "loss"), len(events))

    def place(self, layer: str, quantity: Quantity, unit: int | None = None) -> int | None:
        """Return the number of the event after which ``quantity`` of ``unit`` is known; None if it never is."""
        found = self._places.get((layer, quantity, unit))
        if found is None and unit is not None:
            found = self._places.get((layer, quantity, None))
        if found is None and quantity == "a":
            found = self.place(layer, "z", unit)  # computed together with the sum
        if found is None and unit is None:
            places = [p for (name, kind, _), p in self._places.items() if name == layer and kind == quantity]
            found = max(places, default=None)
        return found


@lru_cache(maxsize=16)
def order_of(events: tuple[Event, ...]) -> Order:
    """Return the order of the events of a step."""
    return Order(events)


@dataclass(frozen=True)
class Known:
    """Which quantities are there after event number ``upto`` of a step (-1: none)."""

    order: Order
    upto: int

    def has(self, layer: str, quantity: Quantity, unit: int | None = None) -> bool:
        """Return whether ``quantity`` of a neuron, or of the whole layer, has been computed."""
        place = self.order.place(layer, quantity, unit)
        return place is not None and place <= self.upto

    def updated(self, layer: str) -> bool:
        """Return whether the layer's weights are already the new ones."""
        return self.order.updates.get(layer, self.upto + 1) <= self.upto

    @property
    def loss(self) -> bool:
        return self.order.loss <= self.upto


def known(events: tuple[Event, ...], upto: int) -> Known:
    """Return what is known after event number ``upto``."""
    return Known(order_of(events), upto)


def consumers(network: Network, layer: str) -> tuple[Stage, ...]:
    """Return the layers that take a layer's output."""
    place = network.position[layer]
    return tuple(stage for stage in network.stages if place in stage.sources)


def returned(network: Network, known: Known, layer: str) -> bool:
    """Return whether all is there that ∂L/∂a of a layer without a sum z is made of.

    What goes back to the input of a network is no event of its own, because training does not need it; it is there as
    soon as the error signals behind it are.
    """
    if layer not in network.position or network.stages[network.position[layer]].layer.activation_name:
        return False
    taken = consumers(network, layer)
    if not taken or any(stage.layer.takes_indices for stage in taken):
        return False
    return all(_handed_on(known, stage) for stage in taken)


def _handed_on(known: Known, stage: Stage) -> bool:
    if known.order.place(stage.name, "dx") is not None:
        return known.has(stage.name, "dx")
    return known.has(stage.name, "dz" if stage.layer.activation_name else "dw")
