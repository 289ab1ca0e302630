"""Shapes as they form: every layer's shape rule applied along the graph."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nnviz.design.graph import Design, Unknown
from nnviz.layers.base import Layer, Shape, ShapeError, Weight
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


@dataclass(frozen=True)
class Shapes:
    """What is known of a design's shapes. Layers behind a fault are missing from the three mappings."""

    inputs: Mapping[str, tuple[Shape, ...]]
    outputs: Mapping[str, Shape]
    weights: Mapping[str, tuple[Weight, ...]]
    faults: Mapping[str, Message]
    """Layer name → why its shape cannot be told."""

    def parameters(self, name: str) -> int:
        """Return the number of numbers in the layer's weights."""
        return sum(math.prod(weight.shape) for weight in self.weights.get(name, ()))

    @property
    def total_parameters(self) -> int:
        return sum(self.parameters(name) for name in self.weights)


def shape_text(shape: Shape) -> str:
    """Return a shape as on the edges of the canvas: ``28×28×1``."""
    return "×".join(str(n) for n in shape)


def _missing(name: str, layer: Layer, lines: int) -> Message:
    """Return the sentence about a layer that needs more lines than enter it."""
    if layer.ports == 1:
        return say(
            QT_TRANSLATE_NOOP("nnviz", "“{name}” has no input. Draw a line to it from the layer before it."),
            name=name,
        )
    if layer.most_ports is None:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{name}” needs {least} lines that enter it, but has {count}. Draw another line to it."
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{name}” needs at least {least} lines that enter it, but has {count}. Draw another line to it.",
        )
    return say(text, name=name, least=layer.ports, count=lines)


@lru_cache(maxsize=64)
def infer(design: Design) -> Shapes:
    """Return the shapes of a design as far as they can be told."""
    inputs: dict[str, tuple[Shape, ...]] = {}
    outputs: dict[str, Shape] = {}
    weights: dict[str, tuple[Weight, ...]] = {}
    faults: dict[str, Message] = {}
    for name in design.order:
        layer, sources = design.node(name).layer, design.sources(name)
        if isinstance(layer, Unknown):
            faults[name] = say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{name}” is a {kind}, a kind of layer that this version does not know. It is kept as it is;"
                    " replace it or use a newer version.",
                ),
                name=name,
                kind=layer.original_kind,
            )
            continue
        if len(sources) < layer.ports:
            faults[name] = _missing(name, layer, len(sources))
            continue
        if any(source not in outputs for source in sources):
            continue
        arriving = tuple(outputs[source] for source in sources)
        try:
            outputs[name] = layer.output_shape(*arriving)
            weights[name] = layer.weights(*arriving)
        except ShapeError as error:
            faults[name] = error.message
            outputs.pop(name, None)
            continue
        inputs[name] = arriving
    return Shapes(inputs, outputs, weights, faults)


def misfits(design: Design, shapes: Shapes) -> Iterator[tuple[str, str, Message]]:
    """Yield (layer, weight or ``output``, reason) for start values, penalties and limits that do not suit a shape."""
    for name, weights in shapes.weights.items():
        asked = [
            (weight.name, part.misfit(weight.shape))
            for weight in weights
            for part in (weight.initializer, weight.regularizer, weight.constraint)
            if part is not None
        ]
        layer = design.node(name).layer
        if not isinstance(layer, Unknown) and layer.output_regularizer is not None:
            # Of the samples there may be one only, in the last batch.
            asked.append(("output", layer.output_regularizer.misfit((1, *shapes.outputs[name]))))
        yield from ((name, what, reason) for what, reason in asked if reason is not None)
