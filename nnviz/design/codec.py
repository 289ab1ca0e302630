"""Documents and parts to plain JSON values and back. Decoding is strict and names the place of a fault."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nnviz.data.base import DATA
from nnviz.design.document import Document, Setup
from nnviz.design.edits import NAME, most_ports
from nnviz.design.graph import Design, Edge, Node, Unknown
from nnviz.design.migrations import VERSION
from nnviz.layers.base import LAYERS
from nnviz.layers.constraints import CONSTRAINTS
from nnviz.layers.initializers import INITIALIZERS
from nnviz.layers.regularizers import REGULARIZERS
from nnviz.losses.base import LOSSES
from nnviz.metrics.base import METRICS
from nnviz.optimizers.base import OPTIMIZERS
from nnviz.optimizers.schedules import SCHEDULES
from nnviz.parts import FieldInfo, Part, PartError, Registry
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

_FAMILIES: Mapping[str, Registry[Any]] = {
    "layers": LAYERS,
    "initializers": INITIALIZERS,
    "regularizers": REGULARIZERS,
    "constraints": CONSTRAINTS,
    "losses": LOSSES,
    "optimizers": OPTIMIZERS,
    "schedules": SCHEDULES,
    "metrics": METRICS,
    "data": DATA,
}

_DEEPEST = 32
"""Levels of an unknown layer's fields. Python reads more of them than it can write again."""


class DocumentError(NnvizError):
    """A file that cannot be read or written, with the reason and the place."""


def encode_part(part: Part) -> dict[str, Any]:
    """Return a part as ``{"kind": …, field: value …}`` with every field written out."""
    if isinstance(part, Unknown):
        return {"kind": part.original_kind, **json.loads(part.original)}
    return {"kind": part.kind(), **{name: _plain(value) for name, value in part.values().items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return encode_part(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def encode(document: Document) -> dict[str, Any]:
    """Return ``document.json`` as a dictionary; weights are not in it."""
    setup = {name: _plain(value) for name, value in document.setup.values().items()}
    return {
        "format": "nnviz",
        "version": VERSION,
        "name": _text(document.name),
        "notes": _text(document.notes),
        "design": {
            "nodes": [
                {"name": node.name, "position": list(node.position), "layer": encode_part(node.layer)}
                for node in document.design.nodes
            ],
            "edges": [
                {"source": e.source, "target": e.target, "port": e.port} for e in document.design.edges
            ],
        },
        "setup": setup,
        "cursor": {"step": document.cursor[0], "event": document.cursor[1]},
    }


def _text(text: str) -> str:
    """Return ``text`` without lone surrogates, as they come from file names that are no text."""
    return text.encode("utf-8", "replace").decode()


class DocumentFault(DocumentError):
    """A fault at ``place`` (a path such as ``design.nodes[2].position``)."""

    def __init__(self, place: str, reason: Message) -> None:
        text = QT_TRANSLATE_NOOP("nnviz", "The document cannot be read: {place}: {reason}")
        super().__init__(say(text, place=place, reason=reason))
        self.place, self.reason = place, reason

    def of(self, name: str) -> DocumentError:
        """Return the same fault, told with the file's name."""
        text = QT_TRANSLATE_NOOP("nnviz", "“{name}” cannot be read: {place}: {reason}")
        return DocumentError(say(text, name=name, place=self.place, reason=self.reason))


def fault(place: str, message: Message) -> DocumentFault:
    """Return the error for a fault at ``place``."""
    return DocumentFault(place, message)


def decode(raw: Mapping[str, Any]) -> Document:
    """Return the document of a dictionary of the current version; raise :class:`DocumentError`."""
    from pydantic import ValidationError

    from nnviz.design.envelope import Envelope

    try:
        envelope = Envelope.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise fault(_place(first["loc"]), say("{reason}", reason=_reason(first))) from error
    nodes = tuple(
        Node(node.name, _decode_layer(node.layer, f"design.nodes[{i}].layer"), node.position)
        for i, node in enumerate(envelope.design.nodes)
    )
    edges = tuple(Edge(edge.source, edge.target, edge.port) for edge in envelope.design.edges)
    _check_graph(nodes, edges)
    design = Design(nodes, edges)
    if design.has_cycle:
        raise fault("design.edges", say(QT_TRANSLATE_NOOP("nnviz", "the layers form a circle.")))
    return Document(
        envelope.name,
        design,
        _decode_setup(envelope.setup),
        notes=envelope.notes,
        cursor=(envelope.cursor.step, envelope.cursor.event),
    )


def _place(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else ("." if text else "") + part
    return text or "document.json"


def _reason(error: Any) -> str:
    value = repr(error.get("input"))
    return f"{error['msg']} (found {value[:60]})"


def _check_graph(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> None:
    names: set[str] = set()
    for i, node in enumerate(nodes):
        if not NAME.fullmatch(node.name) or node.name in names:
            raise fault(
                f"design.nodes[{i}].name",
                say(
                    QT_TRANSLATE_NOOP("nnviz", "“{name}” is not a free name of letters, digits and _."),
                    name=node.name[:60],
                ),
            )
        names.add(node.name)
    taken: set[tuple[str, int]] = set()
    layers = {node.name: node.layer for node in nodes}
    for i, edge in enumerate(edges):
        for name in (edge.source, edge.target):
            if name not in names:
                raise fault(
                    f"design.edges[{i}]",
                    say(QT_TRANSLATE_NOOP("nnviz", "there is no layer “{name}”."), name=name[:60]),
                )
        target = layers[edge.target]
        ports = 1_000 if isinstance(target, Unknown) else most_ports(target)
        if edge.port >= ports or (edge.target, edge.port) in taken:
            raise fault(
                f"design.edges[{i}].port",
                say(
                    QT_TRANSLATE_NOOP("nnviz", "input {port} of “{name}” does not exist or is taken."),
                    port=edge.port,
                    name=edge.target,
                ),
            )
        taken.add((edge.target, edge.port))


def _decode_layer(raw: Mapping[str, Any], place: str) -> Any:
    kind = raw.get("kind")
    if isinstance(kind, str) and kind not in LAYERS:
        if _depth(raw) > _DEEPEST:
            raise fault(place, say(QT_TRANSLATE_NOOP("nnviz", "its fields are nested too deeply.")))
        return Unknown(kind, json.dumps({name: value for name, value in raw.items() if name != "kind"}))
    return decode_part("layers", raw, place)


def _depth(value: Any) -> int:
    """Return how deeply lists and objects are nested, by levels so that it cannot exhaust the stack itself."""
    depth, level = 0, [value]
    while level:
        depth += 1
        inner = [
            item.values() if isinstance(item, dict) else item
            for item in level
            if isinstance(item, dict | list)
        ]
        level = [value for values in inner for value in values]
    return depth


def _decode_setup(raw: Mapping[str, Any]) -> Setup:
    setup: Setup = _fill(Setup, raw, "setup")
    return setup


def decode_part(family: str, raw: Any, place: str) -> Any:
    """Return the part of ``family`` that ``raw`` describes; fields that are missing get their defaults."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("kind"), str):
        raise fault(place, say(QT_TRANSLATE_NOOP("nnviz", "expected an object with a “kind”.")))
    registry = _FAMILIES[family]
    kind = raw["kind"]
    if kind not in registry:
        raise fault(
            f"{place}.kind",
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "“{kind}” is not one of the {family} this version knows: {known}."
                ),
                kind=kind[:60],
                family=family,
                known=", ".join(registry),
            ),
        )
    return _fill(registry[kind], {name: value for name, value in raw.items() if name != "kind"}, place)


def _fill(cls: type[Any], raw: Mapping[str, Any], place: str) -> Any:
    values: dict[str, Any] = {}
    declared = cls.declared()
    for name, value in raw.items():
        if name not in declared:
            raise fault(f"{place}.{name}", say(QT_TRANSLATE_NOOP("nnviz", "there is no such field.")))
        values[name] = _decode_value(declared[name], value, f"{place}.{name}")
    try:
        return cls(**values)
    except PartError as error:
        raise fault(place, error.message) from error


def _decode_value(info: FieldInfo, value: Any, place: str) -> Any:
    """Return the value of one field, its parts decoded; whether it suits is for the part itself to say."""
    if info.type == "part" and not (info.optional and value is None):
        return decode_part(info.family, value, place)
    if info.type == "parts" and isinstance(value, list):
        return tuple(decode_part(info.family, item, f"{place}[{i}]") for i, item in enumerate(value))
    return value
