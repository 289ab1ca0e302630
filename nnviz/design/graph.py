"""The graph of layers: nodes with names and positions, and the edges between them."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nnviz.layers.base import Layer
from nnviz.layers.input import Input
from nnviz.words import NnvizError

Position = tuple[float, float]


class DesignError(NnvizError):
    """An edit that cannot be made, with the reason."""


@dataclass(frozen=True)
class Unknown(Layer):
    """A layer whose kind this version does not know. It is kept as it was read and written back unchanged."""

    original_kind: str = ""
    original: str = "{}"
    """Its fields as JSON text, so that the value stays immutable."""

    def summary(self) -> str:
        return self.original_kind


@dataclass(frozen=True)
class Node:
    """A layer in its place: ``name`` is Keras' layer name, ``position`` the card's centre on the canvas."""

    name: str
    layer: Layer
    position: Position = (0.0, 0.0)


@dataclass(frozen=True)
class Edge:
    """The output of ``source`` goes into input number ``port`` of ``target``."""

    source: str
    target: str
    port: int = 0


@dataclass(frozen=True)
class Design:
    """A directed graph without cycles. Edits (``edits.py``) return a new design."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Node]:
        return {node.name: node for node in self.nodes}

    def node(self, name: str) -> Node:
        return self.by_name[name]

    @cached_property
    def _sources(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[Edge]] = {node.name: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return {
            name: tuple(e.source for e in sorted(edges, key=lambda e: e.port))
            for name, edges in found.items()
        }

    def sources(self, name: str) -> tuple[str, ...]:
        """Return the nodes whose outputs enter ``name``, in the order of its ports."""
        return self._sources[name]

    def consumers(self, name: str) -> tuple[str, ...]:
        """Return the nodes that take the output of ``name``."""
        return tuple(edge.target for edge in self.edges if edge.source == name)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Node names so that every node follows its sources; otherwise the order of ``nodes``.

        Nodes of a circle, and those behind them, are missing.
        """
        missing = {name: len(sources) for name, sources in self._sources.items()}
        number = {node.name: index for index, node in enumerate(self.nodes)}
        consumers: dict[str, list[str]] = {node.name: [] for node in self.nodes}
        for edge in self.edges:
            consumers[edge.source].append(edge.target)
        ready = [number[name] for name, count in missing.items() if not count]
        order: list[str] = []
        while ready:
            order.append(self.nodes[heapq.heappop(ready)].name)
            for name in consumers[order[-1]]:
                missing[name] -= 1
                if not missing[name]:
                    heapq.heappush(ready, number[name])
        return tuple(order)

    @property
    def has_cycle(self) -> bool:
        return len(self.order) < len(self.nodes)

    @property
    def input_nodes(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if isinstance(node.layer, Input))

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of the nodes whose output nobody takes."""
        taken = {edge.source for edge in self.edges}
        return tuple(node.name for node in self.nodes if node.name not in taken)

    def upstream(self, name: str) -> frozenset[str]:
        """Return ``name`` and everything that it depends on."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting.extend(self._sources[current])
        return frozenset(seen)
