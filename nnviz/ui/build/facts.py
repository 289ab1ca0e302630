"""What the inspector says about one layer: its shapes, its parameters with the arithmetic, its Keras call."""

from __future__ import annotations

import math

from nnviz.design.shapes import Shapes
from nnviz.export.source import statement
from nnviz.layers.base import KerasCall, Shape


def with_batch(shape: Shape) -> str:
    """Return a shape as Keras prints it, the batch first: ``(None, 28, 28, 1)``."""
    return "(" + ", ".join(["None", *(str(n) for n in shape)]) + ")"


def arithmetic(shapes: Shapes, name: str) -> str:
    """Return how the number of parameters comes about: ``3·2 + 3 = 9``."""
    weights = shapes.weights.get(name, ())
    terms = ["·".join(str(n) for n in weight.shape) for weight in weights]
    total = f"{sum(math.prod(weight.shape) for weight in weights):,}"
    return f"{' + '.join(terms)} = {total}" if terms and terms != [total] else total


def keras_text(call: KerasCall, columns: int) -> str:
    """Return the call as the exported program has it, an argument a line where it is too long for ``columns``."""
    flat = str(statement("", call, 0))
    return flat if len(flat) <= columns else str(statement("", call, 0, explode=1))
