"""Edits: pure functions from a design (or document) to the next one. They return or raise ``DesignError``."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable
from typing import Any

from nnviz.data.digits import Digits
from nnviz.design.document import Document
from nnviz.design.graph import Design, DesignError, Edge, Node, Position
from nnviz.design.remembering import is_memory
from nnviz.design.shapes import infer
from nnviz.layers.base import Array, Layer
from nnviz.words import QT_TRANSLATE_NOOP, say

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
"""Names that Keras takes as layer names on every backend."""

GAP = (190.0, 0.0)
"""Where a new card lands relative to the card it follows."""

_FAR = 1e6


def free_name(design: Design, layer: Layer) -> str:
    """Return the next free name in Keras' manner: ``dense``, ``dense_1``, ``dense_2`` …"""
    base = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", layer.kind()).lower()
    name, number = base, 0
    while name in design.by_name:
        number += 1
        name = f"{base}_{number}"
    return name


def add(design: Design, layer: Layer, position: Position, name: str = "") -> tuple[Design, str]:
    """Return the design with one more layer, unconnected, and the layer's name."""
    name = name or free_name(design, layer)
    _check_name(design, name)
    return dataclasses.replace(design, nodes=(*design.nodes, Node(name, layer, _on_canvas(position)))), name


def append(design: Design, layer: Layer, after: str | None = None, name: str = "") -> tuple[Design, str]:
    """Return the design with ``layer`` behind ``after`` (default: the last free output) and connected to it.

    If ``after`` has consumers already, the new layer goes between it and them. A layer that needs several inputs
    and is to go behind the free outputs joins as many of them as it can take.
    """
    if after is None and layer.ports > 1 and len(design.outputs) > 1:
        return _join(design, layer, name)
    if after is None:
        after = design.outputs[-1] if design.outputs else None
    if after is None or layer.ports == 0:
        x = max((node.position[0] for node in design.nodes), default=-GAP[0]) + GAP[0]
        return add(design, layer, (x, 0.0), name)
    x, y = _node(design, after).position
    moved = [edge for edge in design.edges if edge.source == after]
    behind = _downstream(design, after) - {after}
    nodes = tuple(
        dataclasses.replace(n, position=_on_canvas((n.position[0] + GAP[0], n.position[1])))
        if n.name in behind
        else n
        for n in design.nodes
    )
    design, name = add(dataclasses.replace(design, nodes=nodes), layer, (x + GAP[0], y + GAP[1]), name)
    kept = [edge for edge in design.edges if edge not in moved]
    onwards = [dataclasses.replace(edge, source=name) for edge in moved]
    return dataclasses.replace(design, edges=(*kept, Edge(after, name), *onwards)), name


def _join(design: Design, layer: Layer, name: str) -> tuple[Design, str]:
    ends = sorted(design.outputs, key=lambda end: design.node(end).position[1])[: most_ports(layer)]
    places = [design.node(end).position for end in ends]
    middle = max(x for x, _ in places) + GAP[0], sum(y for _, y in places) / len(places)
    design, name = add(design, layer, middle, name)
    return dataclasses.replace(
        design, edges=(*design.edges, *(Edge(end, name, port) for port, end in enumerate(ends)))
    ), name


def insert_on_edge(design: Design, layer: Layer, edge: Edge, position: Position) -> tuple[Design, str]:
    """Return the design with ``layer`` put into an existing connection."""
    if edge not in design.edges:
        raise DesignError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "There is no line from “{source}” to “{target}”."),
                source=edge.source,
                target=edge.target,
            )
        )
    design, name = add(design, layer, position)
    design = connect(design, edge.source, name)
    edges = tuple(dataclasses.replace(e, source=name) if e == edge else e for e in design.edges)
    return dataclasses.replace(design, edges=edges), name


def remove(design: Design, names: Iterable[str]) -> Design:
    """Return the design without these layers; where a chain is cut in one place its ends are joined again.

    What followed a merge follows its first input then. A merge never gets two lines of one layer by this.
    """
    for name in names:
        _node(design, name)
        before, after = design.sources(name), [edge for edge in design.edges if edge.source == name]
        edges = [edge for edge in design.edges if name not in (edge.source, edge.target)]
        lines = {(edge.source, edge.target) for edge in edges}
        if before:
            joined = [edge for edge in after if (before[0], edge.target) not in lines]
            edges += [dataclasses.replace(edge, source=before[0]) for edge in joined]
        design = Design(tuple(node for node in design.nodes if node.name != name), tuple(edges))
    return _without_gaps(design)


def most_ports(layer: Layer) -> int:
    """Return how many lines a layer can take."""
    return layer.ports if layer.most_ports is None else layer.most_ports


def shown_ports(design: Design, name: str) -> int:
    """Return how many inputs a layer offers: one more than it has lines, if it takes any number of them."""
    layer = design.node(name).layer
    if layer.most_ports is None:
        return layer.ports
    return min(layer.most_ports, max(layer.ports, len(design.sources(name)) + 1))


def free_ports(design: Design, name: str) -> tuple[int, ...]:
    """Return the inputs that a layer offers and no line enters."""
    taken = {edge.port for edge in design.edges if edge.target == name}
    return tuple(port for port in range(shown_ports(design, name)) if port not in taken)


def _without_gaps(design: Design) -> Design:
    """Return the design with the lines into layers that take any number of them numbered without a gap.

    Their order stays. Where each input has a meaning of its own (Subtract), a line stays at its input.
    """
    ports: dict[Edge, int] = {}
    for node in design.nodes:
        if node.layer.most_ports is not None:
            entering = sorted((e for e in design.edges if e.target == node.name), key=lambda e: e.port)
            ports.update((edge, port) for port, edge in enumerate(entering))
    edges = tuple(dataclasses.replace(e, port=ports[e]) if e in ports else e for e in design.edges)
    return design if edges == design.edges else dataclasses.replace(design, edges=edges)


def connect(design: Design, source: str, target: str, port: int = 0) -> Design:
    """Return the design with an edge; an edge that already enters this port is replaced.

    A layer that takes any number of lines takes it at the first free port if this one would leave a gap.
    """
    _node(design, source)
    ports = most_ports(_node(design, target).layer)
    if ports == 0:
        raise DesignError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "“{name}” is where the samples enter; nothing can be connected into it."
                ),
                name=target,
            )
        )
    if not 0 <= port < ports:
        raise DesignError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "“{name}” has {ports} input(s); there is no input {port}."),
                name=target,
                ports=ports,
                port=port + 1,
            )
        )
    if target in design.upstream(source):
        raise DesignError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "A line from “{source}” to “{target}” would make a circle, because “{source}” already depends on"
                    " “{target}”.",
                ),
                source=source,
                target=target,
            )
        )
    kept = tuple(edge for edge in design.edges if (edge.target, edge.port) != (target, port))
    return _without_gaps(dataclasses.replace(design, edges=(*kept, Edge(source, target, port))))


def disconnect(design: Design, edge: Edge) -> Design:
    """Return the design without this edge."""
    return _without_gaps(dataclasses.replace(design, edges=tuple(e for e in design.edges if e != edge)))


def move(design: Design, positions: dict[str, Position]) -> Design:
    """Return the design with some cards in other places."""
    return dataclasses.replace(
        design,
        nodes=tuple(
            dataclasses.replace(n, position=_on_canvas(positions[n.name])) if n.name in positions else n
            for n in design.nodes
        ),
    )


def _on_canvas(position: Position) -> Position:
    """Return ``position`` inside the canvas, which is the range that files hold."""
    x, y = (min(max(float(n), -_FAR), _FAR) if math.isfinite(n) else 0.0 for n in position)
    return x, y


def arrange(design: Design) -> Design:
    """Return the design laid out from left to right: column by depth, row by order within the column."""
    depth: dict[str, int] = {}
    for name in design.order:
        depth[name] = 1 + max((depth[source] for source in design.sources(name)), default=-1)
    columns: dict[int, list[str]] = {}
    for name in design.order:
        columns.setdefault(depth[name], []).append(name)
    positions = {
        name: (GAP[0] * column, 110.0 * (row - (len(names) - 1) / 2))
        for column, names in columns.items()
        for row, name in enumerate(names)
    }
    return move(design, positions)


def set_fields(design: Design, name: str, **values: Any) -> Design:
    """Return the design with fields of one layer changed; raise ``PartError`` if a value does not suit."""
    return _with_node(design, name, layer=_node(design, name).layer.replace(**values))


def replace_layer(design: Design, name: str, layer: Layer) -> Design:
    """Return the design with another layer in the place of ``name``; lines into inputs it lacks are gone."""
    design = _with_node(design, name, layer=layer)
    kept = tuple(edge for edge in design.edges if edge.target != name or edge.port < most_ports(layer))
    return _without_gaps(dataclasses.replace(design, edges=kept))


def rename(document: Document, old: str, new: str) -> Document:
    """Return the document with a layer renamed, in the edges and in the weights' paths too."""
    _node(document.design, old)
    if old == new:
        return document
    _check_name(document.design, new)
    design = document.design
    nodes = tuple(dataclasses.replace(n, name=new) if n.name == old else n for n in design.nodes)
    edges = tuple(
        dataclasses.replace(
            e, source=new if e.source == old else e.source, target=new if e.target == old else e.target
        )
        for e in design.edges
    )
    weights = {_renamed(path, old, new): value for path, value in document.weights.items()}
    return document.with_(design=Design(nodes, edges)).with_weights(weights)


def _renamed(path: str, old: str, new: str) -> str:
    """Return a weight's path, or that of what the optimizer remembers of it, with the layer's new name."""
    head, sep, rest = path.partition("/")
    if head == "optimizer" and rest.count("/") > 1:  # optimizer/<slot>/<layer>/<weight>
        slot, _, path = rest.partition("/")
        return f"optimizer/{slot}/{_renamed(path, old, new)}"
    return new + sep + rest if head == old else path


def with_design(document: Document, design: Design) -> Document:
    """Return the document with another design; start weights that no longer fit are dropped.

    Weights of a layer whose shapes cannot be told at the moment (a line was taken away) are kept.
    """
    shapes = infer(design)
    same = shapes.weights == infer(document.design).weights

    def fits(path: str, value: Array) -> bool:
        if is_memory(path):
            return same
        layer, _, weight = path.partition("/")
        if layer not in shapes.weights:
            return layer in design.by_name
        return any(w.name == weight and w.shape == value.shape for w in shapes.weights[layer])

    kept = {path: value for path, value in document.weights.items() if fits(path, value)}
    return document.with_(design=design, cursor=(0, 0)).with_weights(kept)


def _with_node(design: Design, name: str, **changes: Any) -> Design:
    _node(design, name)
    nodes = tuple(dataclasses.replace(n, **changes) if n.name == name else n for n in design.nodes)
    return dataclasses.replace(design, nodes=nodes)


def _downstream(design: Design, name: str) -> set[str]:
    return {node.name for node in design.nodes if name in design.upstream(node.name)}


def _node(design: Design, name: str) -> Node:
    found = design.by_name.get(name)
    if found is None:
        raise DesignError(say(QT_TRANSLATE_NOOP("nnviz", "There is no layer “{name}”."), name=name))
    return found


def _check_name(design: Design, name: str) -> None:
    if not NAME.fullmatch(name):
        raise DesignError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{name}” cannot be a layer's name: Keras takes a letter followed by letters, digits and _,"
                    " 64 at most.",
                ),
                name=name[:80],
            )
        )
    if name in design.by_name:
        raise DesignError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "There is already a layer “{name}”. Names must differ."), name=name
            )
        )


def with_digits(document: Document) -> Document:
    """Return the document on the built-in digits, its Input made to fit."""
    document, inputs = document.with_setup(data=Digits()), document.design.input_nodes
    if len(inputs) != 1:
        return document
    return with_design(document, set_fields(document.design, inputs[0].name, shape=(8, 8)))
