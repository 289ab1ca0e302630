"""Axes as Keras counts them: 0 is the batch, −1 the last axis of a sample."""

from __future__ import annotations

from nnviz.layers.base import Shape, ShapeError
from nnviz.words import QT_TRANSLATE_NOOP, say


def from_end(axis: int, shape: Shape, layer: str) -> int:
    """Return ``axis`` counted from the end (−1 is the last); raise :class:`ShapeError` if samples lack it."""
    rank = len(shape)
    if axis == 0 or axis > rank or axis < -rank:
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} works along axis {axis}, but its samples have the axes 1 to {rank}, or −{rank} to −1"
                    " from the end. Change the axis.",
                ),
                layer=layer,
                axis=axis,
                rank=rank,
            )
        )
    return axis if axis < 0 else axis - rank - 1


def others(axes: tuple[int, ...], ndim: int) -> tuple[int, ...]:
    """Return all axes of an array, the batch included, but these, counted from the end."""
    return tuple(axis for axis in range(-ndim, 0) if axis not in axes)
