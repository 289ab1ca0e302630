"""Windows on pictures: where they stand, and what convolution and pooling layers share.

A picture of one sample is (height, width, channels); a sequence (steps, channels) is a picture of height 1.
Definitions are TensorFlow's, which Keras takes: https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.layers.base import Array, Pass, Shape, ShapeError
from nnviz.parts import PartError, declare
from nnviz.words import QT_TRANSLATE_NOOP, say

Pair = tuple[int, int]
Place = tuple[slice, slice]


class Position(NamedTuple):
    """One place in the window: its kernel index, the windows that have a pixel there, and these pixels."""

    row: int
    column: int
    windows: Place
    pixels: Place


@dataclass(frozen=True)
class Windows:
    """Windows of ``kernel`` pixels, ``dilation`` apart, on a picture of ``size``; all pairs are (down, across).

    Window o stands with its first pixel at o · strides − before; there are ``count`` of them, and the picture with
    the zeros around it has the size ``padded``.
    """

    size: Pair
    kernel: Pair
    strides: Pair
    dilation: Pair
    before: Pair
    padded: Pair
    count: Pair

    @property
    def inside(self) -> bool:
        """Whether no window reaches over the border."""
        return self.padded == self.size

    @property
    def apart(self) -> bool:
        """Whether no two windows share a pixel (with dilation they are not asked)."""
        return self.dilation == (1, 1) and all(s >= k for s, k in zip(self.strides, self.kernel, strict=True))

    @property
    def single(self) -> bool:
        """Whether every window is one pixel and every pixel a window."""
        return self.kernel == self.strides == (1, 1) and self.inside

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The places in a window that lie on the picture for at least one window, row by row."""
        found = []
        for i in range(self.kernel[0]):
            rows = self._range(0, i)
            for j in range(self.kernel[1]):
                columns = self._range(1, j)
                if rows and columns:
                    found.append(Position(i, j, (rows[0], columns[0]), (rows[1], columns[1])))
        return tuple(found)

    def _range(self, axis: int, index: int) -> tuple[slice, slice] | None:
        """Return the windows whose pixel ``index`` lies on the picture, and these pixels; None if there are none."""
        stride, first = self.strides[axis], index * self.dilation[axis] - self.before[axis]
        low = max(0, -(first // stride))
        high = min(self.count[axis], (self.size[axis] - 1 - first) // stride + 1)
        if high <= low:
            return None
        start = low * stride + first
        return slice(low, high), slice(start, start + (high - low - 1) * stride + 1, stride)


@lru_cache(maxsize=256)
def windows(size: Pair, kernel: Pair, strides: Pair, padding: str, dilation: Pair = (1, 1)) -> Windows:
    """Return the windows on a picture; a count below 1 says that the window does not fit.

    ``valid``: count = ⌊(size − reach) / stride⌋ + 1 with reach = (kernel − 1) · dilation + 1. ``same``: count =
    ⌈size / stride⌉, the zeros as equal as can be, the odd one behind. ``causal``: all zeros before.
    """
    before, padded, count = [], [], []
    for n, k, s, d in zip(size, kernel, strides, dilation, strict=True):
        reach = (k - 1) * d + 1
        if padding == "same":
            number = -(-n // s)
            zeros = max((number - 1) * s + reach - n, 0)
            first = zeros // 2
        else:
            zeros = first = reach - 1 if padding == "causal" else 0
            number = (n + zeros - reach) // s + 1
        before.append(first)
        padded.append(n + zeros)
        count.append(number)
    return Windows(
        size, kernel, strides, dilation, (before[0], before[1]), (padded[0], padded[1]), (count[0], count[1])
    )


def pair(value: Any) -> Pair:
    """Return two numbers of a field, or of Keras' configuration (a number or a list), as a pair."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def pair_field(default: Pair | None, help: str, minimum: int = 1, **limits: Any) -> Any:
    """Declare a field of two whole numbers, (down, across)."""
    return declare(default, "shape", help, length=2, minimum=minimum, optional=default is None, **limits)


def padding_field(*more: str) -> str:
    """Declare what happens at the border."""
    field: str = declare(
        "valid",
        "choice",
        QT_TRANSLATE_NOOP(
            "nnviz",
            "At the border: valid keeps every window inside, same adds zeros so that no pixel is lost",
        ),
        choices=("valid", "same", *more),
    )
    return field


def lifted(array: Array) -> Array:
    """Return sequences (…, steps, channels) as pictures of height 1."""
    return array[..., None, :, :]


# Words for shapes that do not fit.


def shown(shape: Shape) -> str:
    """Return a shape in words: ``28×28×1``."""
    return "×".join(str(n) for n in shape)


def picture(layer: str, shape: Shape) -> None:
    """Refuse what is no picture of height, width and channels."""
    if len(shape) == 2:
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} needs pictures of height, width and channels, but it gets {found}."
                    " Put a Reshape to {mend} before it.",
                ),
                layer=layer,
                found=shown(shape),
                mend=shown((*shape, 1)),
            )
        )
    if len(shape) != 3:
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} needs pictures of height, width and channels, but it gets {found}."
                    " Put a Reshape to height, width and channels before it.",
                ),
                layer=layer,
                found=shown(shape),
            )
        )


def sequence(layer: str, shape: Shape) -> None:
    """Refuse what is no sequence of steps and channels."""
    if len(shape) != 2:
        mend = (shape[0], 1) if len(shape) == 1 else (shape[0] * shape[1], *shape[2:])
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} needs sequences of steps and channels, but it gets {found}."
                    " Put a Reshape, for example to {mend}, before it.",
                ),
                layer=layer,
                found=shown(shape),
                mend=shown(mend),
            )
        )


def fitting(layer: str, found: Windows) -> Windows:
    """Return the windows, or refuse those that are larger than the picture."""
    if min(found.count) < 1:
        reach = tuple((k - 1) * d + 1 for k, d in zip(found.kernel, found.dilation, strict=True))
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "The window of {layer} covers {reach} pixels, but what it gets is only {found} large."
                    " Make the window smaller, or choose the padding “same”.",
                ),
                layer=layer,
                reach=shown(reach),
                found=shown(found.size),
            )
        )
    return found


def strides_or_dilation(layer: str, strides: Pair, dilation: Pair) -> None:
    """Refuse strides and dilation together, as TensorFlow does."""
    if max(strides) > 1 and max(dilation) > 1:
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} has strides {strides} and a dilation of {dilation}; Keras allows only one of the two"
                    " to be above 1. Set the other to 1.",
                ),
                layer=layer,
                strides=shown(strides),
                dilation=shown(dilation),
            )
        )


def equal_strides(layer: str, strides: Pair) -> None:
    """Refuse different strides down and across, as TensorFlow does where every channel is on its own."""
    if strides[0] != strides[1]:
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} has strides {strides}, but TensorFlow needs the same number down and across."
                    " Make the two equal.",
                ),
                layer=layer,
                strides=shown(strides),
            )
        )


def divided(layer: str, groups: int, channels: int, filters: int) -> None:
    """Refuse groups that do not divide the channels or the filters."""
    if channels % groups or filters % groups:
        raise ShapeError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "{layer} has {groups} groups, which must divide its {filters} filters and the {channels} channels"
                    " that it gets. Choose another number of groups.",
                ),
                layer=layer,
                groups=groups,
                filters=filters,
                channels=channels,
            )
        )


# Keras' configuration.


def fields_of_pictures(config: Mapping[str, Any], pairs: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return Keras' configuration without the data format and with ``pairs`` as pairs; refuse channels first."""
    fields = dict(config)
    if fields.pop("data_format", None) == "channels_first":
        raise PartError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{name}” has its channels first (data_format), but here the channels are always the last axis."
                    " Build the model with channels_last.",
                ),
                name=config.get("name", ""),
            )
        )
    for name in pairs:
        if fields.get(name) is not None:
            fields[name] = pair(fields[name])
    return fields


def fields_of_sequences(config: Mapping[str, Any], numbers: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return Keras' configuration without the data format and with lists of one number as that number."""
    fields = fields_of_pictures(config)
    for name in numbers:
        if isinstance(fields.get(name), list | tuple):
            (fields[name],) = fields[name]
    return fields


# Memory that is used again.


def scratch(m: Pass, name: str, shape: Shape, dtype: npt.DTypeLike) -> Array:
    """Return the scratch array of this name, made where it is missing; its content is arbitrary."""
    kept = m.scratch.get(name)
    if kept is None or kept.shape != shape or kept.dtype != dtype:
        kept = m.scratch[name] = np.empty(shape, dtype)
    found: Array = kept
    return found


def room(array: Any, shape: Shape, dtype: npt.DTypeLike) -> Array:
    """Return ``array`` if it has this shape and type, otherwise a new one of zeros."""
    if array is None or array.shape != shape or array.dtype != dtype:
        return np.zeros(shape, dtype)
    kept: Array = array
    return kept


def room_for_dx(m: Pass) -> Array:
    """Return the array for the gradient of the one input."""
    return room(m.dx[0] if m.dx else None, m.x[0].shape, m.x[0].dtype)
