"""A convolution's kernel as pictures: one for each channel that enters, and which weight is which of their cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.network import Slot, Stage

Array = npt.NDArray[Any]


def kernel_slot(stage: Stage) -> Slot | None:
    """Return the one kernel with rows and columns that a layer has; None if it has none or several."""
    slots = [
        slot for slot in stage.slots if len(slot.shape) in (3, 4) and slot.trainable | (not stage.learns)
    ]
    return slots[0] if len(slots) == 1 and len(stage.output_shape) in (2, 3) else None


def pictures(stage: Stage, kernel: Array, unit: int) -> tuple[Array, ...]:
    """Return the part of ``kernel`` that makes the feature map of ``unit``: (rows, columns) a channel that enters."""
    flat = kernel[:, None] if kernel.ndim == 3 else kernel  # a kernel over time is one row high
    flat = np.swapaxes(flat, 0, 1) if kernel.ndim == 3 else flat
    if "Transpose" in stage.layer.kind():
        flat = np.swapaxes(flat, 2, 3)
    channels, channel = stage.output_shape[-1], unit % stage.output_shape[-1]
    if flat.shape[3] == channels:
        found = flat[:, :, :, channel]
    elif flat.shape[2] * flat.shape[3] == channels:  # each channel by itself
        found = flat[:, :, channel // flat.shape[3], channel % flat.shape[3], None]
    else:
        return ()
    return tuple(found[:, :, i] for i in range(found.shape[2]))


def weights_of(stage: Stage, unit: int) -> tuple[Array, ...]:
    """Return, in the form of :func:`pictures`, the flat places of the weights in the kernel."""
    slot = kernel_slot(stage)
    if slot is None:
        return ()
    return pictures(stage, np.arange(int(np.prod(slot.shape))).reshape(slot.shape), unit)


def weight_in(stage: Stage, unit: int, picture: int, row: int, column: int) -> tuple[int, ...]:
    """Return the place in the kernel of a cell of one of the pictures."""
    slot = kernel_slot(stage)
    assert slot is not None
    flat = int(weights_of(stage, unit)[picture][row, column])
    return tuple(int(i) for i in np.unravel_index(flat, slot.shape))


def cell_of(stage: Stage, unit: int, weight: tuple[int, ...]) -> tuple[int, int, int] | None:
    """Return picture, row and column of a weight; None if it belongs to another feature map."""
    slot = kernel_slot(stage)
    if slot is None or len(weight) != len(slot.shape):
        return None
    flat = int(np.ravel_multi_index(weight, slot.shape))
    for picture, places in enumerate(weights_of(stage, unit)):
        found = np.argwhere(places == flat)
        if len(found):
            row, column = map(int, found[0])
            return picture, row, column
    return None
