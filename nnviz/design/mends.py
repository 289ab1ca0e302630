"""Ways out where a layer does not take the shape that arrives: one more layer before it that makes it fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Design, Unknown
from nnviz.design.problem import Mend
from nnviz.design.shapes import Shapes
from nnviz.layers.base import Layer, Shape, ShapeError
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.reshape import Reshape
from nnviz.words import QT_TRANSLATE_NOOP, say


def fitting_mend(design: Design, shapes: Shapes, name: str) -> Mend | None:
    """Offer the first layer that, put on one of the lines into ``name``, makes its inputs fit; None if none does."""
    layer, sources = design.node(name).layer, design.sources(name)
    inputs = [shapes.outputs.get(source) for source in sources]
    arriving = [shape for shape in inputs if shape is not None]
    if isinstance(layer, Unknown) or not sources or len(arriving) < max(len(sources), layer.ports):
        return None
    for port, between in _candidates(layer, arriving):
        if _fits(layer, between, arriving, port):
            label = say(
                QT_TRANSLATE_NOOP("nnviz", "Insert {layer} between “{source}” and “{name}”"),
                layer=_words(between),
                source=sources[port],
                name=name,
            )
            return Mend(label, partial(_inserted, name, port, between))
    return None


def _candidates(layer: Layer, inputs: Sequence[Shape]) -> Iterator[tuple[int, Layer]]:
    """Yield what could be put on which line, the most likely first."""
    if len(inputs) == 1:
        for shape in _reshaped(inputs[0]):
            yield 0, Reshape(shape)
        return
    for port, shape in enumerate(inputs):
        for other in inputs:
            if other != shape:
                for between in _made_like(shape, other):
                    yield port, between


def _reshaped(shape: Shape) -> Iterator[Shape]:
    """Yield the same numbers with an axis more or less: as a sequence, as a picture with one channel."""
    if len(shape) == 1:
        yield (*shape, 1)
        side = math.isqrt(shape[0])
        if side > 1 and side * side == shape[0]:
            yield side, side, 1
    elif len(shape) == 2:
        yield (*shape, 1)
    elif len(shape) == 3:
        yield shape[0], shape[1] * shape[2]


def _made_like(shape: Shape, other: Shape) -> Iterator[Layer]:
    """Yield layers that bring ``shape`` nearer to ``other``: pooled, with other channels, flat, with other units."""
    if len(shape) == 3 == len(other):
        rows, columns = shape[0] // other[0], shape[1] // other[1]
        if (rows, columns) != (1, 1) and (rows * other[0], columns * other[1]) == shape[:2]:
            yield MaxPooling2D((rows, columns))
        if shape[:2] == other[:2]:
            yield Conv2D(other[2], (1, 1))
    elif len(shape) > len(other) == 1:
        yield Flatten()
    elif len(shape) == 1 == len(other):
        yield Dense(other[0])


def _fits(layer: Layer, between: Layer, inputs: Sequence[Shape], port: int) -> bool:
    try:
        made = between.output_shape(inputs[port])
        arriving = [made if n == port else shape for n, shape in enumerate(inputs)]
        layer.output_shape(*arriving)
        layer.weights(*arriving)
    except ShapeError:
        return False
    return True


def _words(layer: Layer) -> str:
    summary = layer.summary()
    return f"{layer.kind()} ({summary})" if summary else layer.kind()


def _inserted(name: str, port: int, between: Layer, document: Document) -> Document:
    """Put the layer on the line; what lies behind makes room."""
    design = document.design
    edge = sorted((edge for edge in design.edges if edge.target == name), key=lambda edge: edge.port)[port]
    (x, y), (_, beside) = design.node(name).position, design.node(edge.source).position
    behind = [n for n in design.nodes if n.name == name or name in design.upstream(n.name)]
    moved = {n.name: (n.position[0] + edits.GAP[0], n.position[1]) for n in behind}
    at = x, beside if len(design.sources(name)) > 1 else y
    design, _ = edits.insert_on_edge(edits.move(design, moved), between, edge, at)
    return edits.with_design(document, design)
