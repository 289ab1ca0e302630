"""What one value of a layer is made of, asked of the layer itself: its own backward pass, started at that one value.

∂(value)/∂input and ∂(value)/∂weight say which numbers enter it and how strongly, for any layer: the window of a
convolution, the winner of a pooling, the place that a reshaping takes a number from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Stage
from nnviz.layers.base import Layer, Pass, Shape

Array = npt.NDArray[Any]

MOST = 4_000_000
"""Numbers of a layer beyond which it is not asked while the picture is drawn."""


@dataclass(frozen=True, eq=False)
class Probe:
    """One value of a layer's output, or of its sum z, and its slopes, for one sample."""

    value: float
    by_input: tuple[Array, ...]
    by_weight: tuple[Array, ...]


def probe(
    layer: Layer, inputs: Sequence[Array], weights: Sequence[Array], unit: int, at_z: bool = False
) -> Probe:
    """Return ``unit`` of the output (of z if ``at_z``) for one sample (no batch axis), as outside of training."""
    m = Pass()
    m.x = tuple(np.asarray(x, np.float64)[None] for x in inputs)
    own = [np.array(w, np.float64) for w in weights]
    layer.forward(m, own)
    values = m.z if at_z else m.a
    start = np.zeros(values.shape)
    start.reshape(-1)[unit] = 1.0
    if at_z:
        m.dz = start
    else:
        m.da = start
    gradients = [np.zeros(w.shape) for w in own]
    layer.backward(m, own, gradients, at_z, not layer.takes_indices)
    slopes = tuple(np.asarray(dx)[0] for dx in m.dx) if not layer.takes_indices else ()
    return Probe(float(values.reshape(-1)[unit]), slopes, tuple(gradients))


@lru_cache(maxsize=256)
def structure(layer: Layer, inputs: tuple[Shape, ...], shapes: tuple[Shape, ...], unit: int) -> Probe:
    """Return the probe where every number is 1: not zero wherever something enters at all."""
    ones = [np.ones(shape) for shape in inputs]
    return probe(layer, ones, [np.ones(shape) for shape in shapes], unit, bool(layer.activation_name))


def has_window(stage: Stage, inputs: Sequence[Shape]) -> bool:
    """Return whether a value of the layer comes from a part of its input that can be marked on it."""
    layer = stage.layer
    spatial = len(stage.output_shape) > 1 and all(len(shape) > 1 for shape in inputs)
    cells = any(
        slot.path.count("/") > 1 for slot in stage.slots
    )  # of a recurrent layer: everything before it
    vectors = layer.group in ("normalization", "merge")
    plain = not layer.random and not layer.takes_indices and not layer.identity_in_watch
    size = sum(int(np.prod(s.shape)) for s in stage.slots) + sum(int(np.prod(s)) for s in inputs)
    return bool(inputs) and spatial and plain and not cells and not vectors and size <= MOST


def pool_window(layer: Layer, inputs: Shape, unit: int, output: Shape) -> Array | None:
    """Return the flat places of the input under a pooling window, None if the layer is none such.

    A window that reaches over the rim ends there (padding ``same``).
    """
    size, stride = getattr(layer, "pool_size", None), getattr(layer, "strides", None)
    if size is None or len(inputs) != len(output):
        return None
    axes = len(inputs) - 1
    sizes = size if isinstance(size, tuple) else (size,) * axes
    stride = stride if stride is not None else sizes
    strides = stride if isinstance(stride, tuple) else (stride,) * axes
    *place, channel = np.unravel_index(unit, output)
    ranges: list[Array] = []
    for at, n, k, s in zip(place, inputs[:-1], sizes, strides, strict=True):
        over = max((-(-n // s) - 1) * s + k - n, 0) if getattr(layer, "padding", "") == "same" else 0
        first = int(at) * s - over // 2
        ranges.append(np.arange(max(0, first), min(n, first + k)))
    grid = np.meshgrid(*ranges, np.array([channel]), indexing="ij")
    return np.ravel_multi_index(tuple(g.reshape(-1) for g in grid), inputs)


def window(stage: Stage, inputs: Sequence[Shape], unit: int) -> tuple[Array, ...]:
    """Return for each input which of its values enter ``unit`` (true or false in the input's shape)."""
    if len(inputs) == 1:
        pooled = pool_window(stage.layer, inputs[0], unit, stage.output_shape)
        if pooled is not None:
            found = np.zeros(inputs[0], bool)
            found.reshape(-1)[pooled] = True
            return (found,)
    made = structure(stage.layer, tuple(inputs), tuple(slot.shape for slot in stage.slots), unit)
    return tuple(slopes != 0 for slopes in made.by_input)


# --- the other way round: where a weight is used, and which weights an input meets ---------------------------


def kernel_of(stage: Stage) -> int | None:
    """Return which of a layer's weights is the kernel, where z is linear in one kernel and in one input."""
    numbers = [n for n, slot in enumerate(stage.slots) if not slot.path.endswith("/bias")]
    one = len(numbers) == 1 and len(stage.sources) == 1
    return numbers[0] if one and stage.layer.activation_name else None


def _sums(stage: Stage, x: Array, kernel: Array) -> Array:
    """Return z of one sample for this input and this kernel, without bias."""
    m, weights = Pass(), [np.zeros(slot.shape) for slot in stage.slots]
    number = kernel_of(stage)
    assert number is not None
    weights[number] = kernel
    m.x = (x[None],)
    stage.layer.forward(m, weights)
    return np.asarray(m.z)[0]


def inputs_under(stage: Stage, entering: Shape, place: tuple[int, ...]) -> Array:
    """Return for each z the flat place of the input that the kernel's weight at ``place`` multiplies; −1: none.

    The kernel is 1 at ``place`` and 0 elsewhere, the input holds its own places, counted from 1.
    """
    kernel = np.zeros(stage.slots[kernel_of(stage) or 0].shape)
    kernel[place] = 1.0
    x = np.arange(1.0, 1.0 + np.prod(entering)).reshape(entering)
    return np.rint(_sums(stage, x, kernel)).astype(np.int64) - 1


def weights_met(stage: Stage, entering: Shape, place: int) -> Array:
    """Return for each z the flat place of the weight that the input at ``place`` meets on its way there; −1: none."""
    shape = stage.slots[kernel_of(stage) or 0].shape
    x = np.zeros(entering)
    x.reshape(-1)[place] = 1.0
    kernel = np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape)
    return np.rint(_sums(stage, x, kernel)).astype(np.int64) - 1
