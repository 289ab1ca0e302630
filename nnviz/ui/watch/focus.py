"""What an event is about in the picture: the lines and neurons at full strength, and the way of the pulse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.engine.events import Event
from nnviz.ui.watch.geometry import Block, Geometry, Link

Neuron = tuple[str, int]
Edge = tuple[Link, int, int]
Beam = tuple[Link, int | None, int | None]
"""A band or a skip, or the part of a band that leaves one neuron or enters one."""


@dataclass(frozen=True)
class Focus:
    """Everything that is lit. ``back`` tells that the pulse runs against the direction of the forward pass."""

    phase: str = ""
    ringed: tuple[Neuron, ...] = ()
    """Neurons whose number is being computed."""
    edges: tuple[Edge, ...] = ()
    bands: tuple[Beam, ...] = ()
    whole: tuple[str, ...] = ()
    """Strips and pictures that are computed as a whole."""
    to_loss: tuple[Neuron, ...] = ()
    """Output neurons whose way to their loss is lit."""
    loss: bool = False
    back: bool = False
    still: bool = False
    """Nothing travels: the weights themselves change."""


NOTHING = Focus()


def focus_of(geometry: Geometry, events: Sequence[Event]) -> Focus:
    """Return what ``events``, all of one kind (phase, layer, quantity), are about."""
    events = [event for event in events if event.layer in geometry.by_name]
    if not events:
        return NOTHING
    event = events[-1]
    block = geometry.by_name[event.layer]
    units = _units(block, events)
    if event.quantity == "loss":
        outputs = tuple(end for name in geometry.losses for end in _ends(geometry.by_name[name]))
        return Focus("loss", to_loss=outputs, loss=True)
    if event.quantity in ("x", "a"):
        return _given(geometry, block, event)
    if event.quantity == "dz":
        return _signal(geometry, block, units)
    edges, bands = _arriving(geometry, block, units)
    ringed = tuple((block.name, unit) for unit in units if block.centres)
    whole: tuple[str, ...] = () if block.centres else (block.name,)
    if event.quantity == "z":
        return Focus("forward", ringed, edges, bands, whole)
    if event.quantity == "dx":
        links = geometry.into[block.name]
        sources = [geometry.by_name[name] for name in dict.fromkeys(link.source for link in links)]
        ringed = tuple((source.name, unit) for source in sources for unit in range(len(source.centres)))
        whole = tuple(source.name for source in sources if not source.centres)
        return Focus("backward", ringed, edges, bands, whole, back=True)
    if event.quantity == "dw":
        return Focus("backward", ringed, edges, bands, whole, back=True)
    return Focus("update", (), edges, bands, (), still=True)


def _ends(block: Block, units: Sequence[int] = ()) -> tuple[Neuron, ...]:
    """Return the neurons of an output from which lines run to its loss; number 0 for one that is drawn as a whole."""
    return tuple((block.name, unit) for unit in (units or range(len(block.centres)) or (0,)))


def _units(block: Block, events: Sequence[Event]) -> tuple[int, ...]:
    if any(event.unit is None for event in events):
        return tuple(range(len(block.centres)))
    return tuple(event.unit for event in events if event.unit is not None)


def _only(block: Block, units: Sequence[int]) -> int | None:
    """Return the one neuron of a layer that is meant; None if it is the whole layer."""
    return units[0] if len(units) == 1 and block.centres else None


def _arriving(
    geometry: Geometry, block: Block, units: Sequence[int]
) -> tuple[tuple[Edge, ...], tuple[Beam, ...]]:
    """Return the lines and bands into these neurons."""
    edges: list[Edge] = []
    bands: list[Beam] = []
    for link in geometry.into[block.name]:
        if link.kind in ("band", "skip"):
            bands.append((link, None, _only(block, units)))
        elif link.kind == "parallel":
            edges += parallel(geometry, link, units)
        else:
            sources = range(len(geometry.by_name[link.source].centres))
            edges += [(link, source, unit) for unit in units for source in sources]
    return tuple(edges), tuple(bands)


def parallel(geometry: Geometry, link: Link, units: Sequence[int]) -> list[Edge]:
    """Return the lines of a parallel link that arrive at these neurons of its target."""
    count = geometry.by_name[link.source].units
    return [(link, unit - link.offset, unit) for unit in units if 0 <= unit - link.offset < count]


def _given(geometry: Geometry, block: Block, event: Event) -> Focus:
    """The batch enters, or a whole layer's activation: the neurons themselves, and lines if they come one to one."""
    ringed = tuple((block.name, unit) for unit in range(len(block.centres)))
    whole = () if block.centres else (block.name,)
    moves = [link for link in geometry.into[block.name] if not link.weighted]
    if event.quantity == "x" or not moves:
        return Focus("forward", ringed, whole=whole)
    edges, bands = _arriving(geometry, block, range(len(block.centres)))
    return Focus("forward", ringed, edges, bands, whole)


def _signal(geometry: Geometry, block: Block, units: Sequence[int]) -> Focus:
    """An error signal: it comes from the loss, or back from the layers that take this one's output."""
    ringed = tuple((block.name, unit) for unit in units)
    whole = () if block.centres else (block.name,)
    if block.name in geometry.losses:
        return Focus("backward", ringed, whole=whole, to_loss=_ends(block, units), loss=True, back=True)
    edges: list[Edge] = []
    bands: list[Beam] = []
    for link in geometry.out_of[block.name]:
        if link.kind in ("band", "skip"):
            bands.append((link, _only(block, units), None))
        elif link.kind == "parallel":
            edges += parallel(geometry, link, [unit + link.offset for unit in units])
        else:
            targets = range(len(geometry.by_name[link.target].centres))
            edges += [(link, unit, target) for unit in units for target in targets]
    return Focus("backward", ringed, tuple(edges), tuple(bands), whole, back=True)
