"""How Keras orders and counts the layers of a design: a chain is ``Sequential``, all else a functional model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nnviz.design.graph import Design
from nnviz.layers.input import Input


def is_chain(design: Design) -> bool:
    """Return whether every layer follows the one before it, so that ``keras.Sequential`` can hold them."""
    names = [node.name for node in design.nodes]
    return all(len(design.sources(name)) <= 1 and len(design.consumers(name)) <= 1 for name in names)


def ends(design: Design) -> tuple[str, ...]:
    """Return the outputs as a Keras model has them: in the order of computation."""
    return tuple(name for name in design.order if name in design.outputs)


def layer_groups(design: Design) -> dict[str, str]:
    """Return for every layer of ``model.layers``, in Keras' order, the group that holds it in a weights file.

    A group is called by the layer's class in snake case, the second of a class ``dense_1`` and so on: Keras does
    not use the layers' names there (``keras/src/saving/saving_lib.py``).
    """
    groups: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name in _keras_order(design):
        layer = design.node(name).layer
        kind = "InputLayer" if isinstance(layer, Input) else layer.keras().name.rpartition(".")[2]
        if layer.sealed:
            kind = "Functional"  # a pretrained base is a model of its own
        base = _snake_case(kind)
        number = counts[base] = counts.get(base, -1) + 1
        groups[name] = f"{base}_{number}" if number else base
    return groups


def _keras_order(design: Design) -> list[str]:
    if is_chain(design):
        return [name for name in design.order if design.sources(name)]  # Sequential does not count its input
    # keras/src/ops/function.py: by the longest way to an output, then by when a search from the outputs comes by.
    seen: set[str] = set()
    found = [name for output in ends(design) for name in _search(design, output, seen)]
    met = {name: i for i, name in enumerate(found)}
    depth: dict[str, int] = {}
    for name in reversed(design.order):
        depth[name] = max((depth[consumer] + 1 for consumer in design.consumers(name)), default=0)
    return sorted(met, key=lambda name: (-depth[name], met[name]))


def _search(design: Design, name: str, seen: set[str]) -> Iterator[str]:
    if name not in seen:
        seen.add(name)
        yield name
        for source in design.sources(name):
            yield from _search(design, source, seen)


def _snake_case(kind: str) -> str:
    """Return Keras' ``to_snake_case`` of a class name."""
    kind = re.sub(r"\W+", "", kind)
    kind = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub("([a-z])([A-Z])", r"\1_\2", kind).lower()
