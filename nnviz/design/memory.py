"""Memory of a training step, told before anything is allocated."""

from __future__ import annotations

import ctypes
import math
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nnviz.design.document import Document
from nnviz.design.graph import Unknown
from nnviz.design.shapes import Shapes

SHARE = 0.5
"""What a step may take of the machine's memory: data, window and the recorded steps want some, too."""
UNKNOWN = 8 * 2**30
"""Memory of a machine that does not tell."""
STATES, GRADIENTS = 3, 2
"""Copies of the weights and of the optimizer's memory (in work, before and after the step) and of the gradient."""


@dataclass(frozen=True)
class Memory:
    """Bytes of one training step: what depends on the weights, and what every layer holds for the batch."""

    weights: Mapping[str, int]
    """By layer: weights, gradient and what the optimizer remembers, in all their copies."""
    values: Mapping[str, int]
    """By layer: sums, outputs, their gradients, and the layer's workspace."""

    @property
    def total(self) -> int:
        return sum(self.weights.values()) + sum(self.values.values())

    @property
    def largest(self) -> str:
        """Name of the layer that takes most."""
        return max(self.values, key=lambda name: self.weights[name] + self.values[name])


def step_memory(document: Document, shapes: Shapes, batch: int, itemsize: int = 4) -> Memory:
    """Return the memory of a step with ``batch`` samples, in numbers of ``itemsize`` bytes.

    It is what a step that is shown holds at its end, counted as if every layer had arrays of its own: a layer that
    only hands its input on takes less.
    """
    slots = len(document.setup.optimizer.slots())
    weights, values = {}, {}
    for name in document.design.order:
        layer = document.design.node(name).layer
        if isinstance(layer, Unknown) or name not in shapes.outputs:
            continue
        learned = sum(math.prod(w.shape) for w in shapes.weights[name] if w.trainable and layer.learns)
        weights[name] = itemsize * (
            STATES * shapes.parameters(name) + GRADIENTS * shapes.parameters(name) + STATES * slots * learned
        )
        inputs = shapes.inputs[name]
        output = math.prod(shapes.outputs[name])
        of_sample = output + sum(math.prod(shape) for shape in inputs)  # a and dx
        if layer.activation_name not in ("", "linear"):
            of_sample += 2 * output  # z and dz
        workspace = layer.workspace(batch, *inputs) if inputs else 0
        values[name] = itemsize * (batch * of_sample + workspace)
    return Memory(weights, values)


@lru_cache(maxsize=1)
def allowed() -> int:
    """Return the bytes that a step may take on this machine."""
    return int(SHARE * physical_memory())


def physical_memory() -> int:
    """Return the bytes of memory of this machine, or of the container that this process is in."""
    found = _of_windows() if sys.platform == "win32" else _of_unix()
    group = Path("/sys/fs/cgroup/memory.max")
    try:
        return min(found, int(group.read_text()))
    except (OSError, ValueError):  # there is none, or it says "max"
        return found


def _of_unix() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return UNKNOWN


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of Windows."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        *(
            (name, ctypes.c_ulonglong)
            for name in ("total", "free", "pages", "free_pages", "virtual", "free_virtual")
        ),
        ("extended", ctypes.c_ulonglong),
    )


def _of_windows() -> int:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    kernel = getattr(ctypes, "windll", None)
    if kernel is None or not kernel.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return UNKNOWN
    return int(status.total)


def shown_bytes(count: int) -> str:
    """Return a size with its unit."""
    size, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.3g} {unit}"
