"""What the pooling layers share: fields, shape rules and passes over windows, or over whole pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.layers.sliding import call_of
from nnviz.layers.windows import (
    Windows,
    fields_of_pictures,
    fields_of_sequences,
    fitting,
    lifted,
    padding_field,
    pair_field,
    picture,
    room,
    room_for_dx,
    sequence,
    shown,
    windows,
)
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


class Pooling(Layer):
    """Both passes of a pooling layer; the subclass says what it makes of a window."""

    group = "pooling"
    named: ClassVar[tuple[str, ...]] = ()
    """Fields that Keras has no default for."""

    def windows(self, shape: Shape) -> Windows:
        """Return the windows on a sample of this shape."""
        raise NotImplementedError

    def picture(self, array: Array) -> Array:
        """Return samples with two axes for the pixels."""
        return array

    def pool(self, x: Array, w: Windows, out: Array) -> None:
        """Fill ``out`` with one number for every window and channel."""
        raise NotImplementedError

    def pool_back(self, m: Pass, w: Windows, out: Array) -> None:
        """Fill ``out`` with the gradient for every pixel."""
        raise NotImplementedError

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = room(m.a, (len(x), *self.output_shape(x.shape[1:])), x.dtype)
        self.pool(self.picture(x), self.windows(x.shape[1:]), self.picture(m.a))

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (room_for_dx(m),)
        self.pool_back(m, self.windows(m.x[0].shape[1:]), self.picture(m.dx[0]))

    def workspace(self, samples: int, *inputs: Shape) -> int:
        return samples * math.prod(self.output_shape(*inputs))  # two masks of bytes, or one share

    def keras(self) -> KerasCall:
        return call_of(self, *self.named)


@dataclass(frozen=True)
class PicturePooling(Pooling):
    """Windows on pictures."""

    pool_size: tuple[int, int] = pair_field(
        (2, 2), QT_TRANSLATE_NOOP("nnviz", "Height and width of the window")
    )
    strides: tuple[int, int] | None = pair_field(
        None,
        QT_TRANSLATE_NOOP("nnviz", "Pixels that the window moves at a time; empty: its own size, no overlap"),
    )
    padding: str = padding_field()

    def windows(self, shape: Shape) -> Windows:
        return windows(shape[:2], self.pool_size, self.strides or self.pool_size, self.padding)

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        return (*fitting(self.kind(), self.windows(inputs[0])).count, inputs[0][-1])

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return _own_strides(fields_of_pictures(config, ("pool_size", "strides")))

    def summary(self) -> str:
        return shown(self.pool_size)


@dataclass(frozen=True)
class SequencePooling(Pooling):
    """Windows on sequences."""

    pool_size: int = declare(
        2, "int", QT_TRANSLATE_NOOP("nnviz", "Steps in the window"), minimum=1, maximum=100_000
    )
    strides: int | None = declare(
        None,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Steps that the window moves at a time; empty: its own size, no overlap"),
        minimum=1,
        maximum=100_000,
        optional=True,
    )
    padding: str = padding_field()

    def windows(self, shape: Shape) -> Windows:
        return windows((1, shape[0]), (1, self.pool_size), (1, self.strides or self.pool_size), self.padding)

    def picture(self, array: Array) -> Array:
        return lifted(array)

    def output_shape(self, *inputs: Shape) -> Shape:
        sequence(self.kind(), inputs[0])
        return (fitting(self.kind(), self.windows(inputs[0])).count[1], inputs[0][-1])

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return _own_strides(fields_of_sequences(config, ("pool_size", "strides")))

    def summary(self) -> str:
        return str(self.pool_size)


def _own_strides(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave the strides out where they are the window's size: Keras writes down what it took for nothing."""
    if fields.get("strides") == fields.get("pool_size"):
        fields["strides"] = None
    return fields


@dataclass(frozen=True)
class GlobalPooling(Layer):
    """One number for every channel."""

    group = "pooling"

    keepdims: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "Keep the axes of the pixels, with length 1")
    )

    def rows(self, array: Array) -> Array:
        """Return samples as (samples, pixels, channels)."""
        return array.reshape(len(array), -1, array.shape[-1])

    def shape(self, sample: Shape) -> Shape:
        """Return the shape of the output sample."""
        return (*(1 for _ in sample[:-1]), sample[-1]) if self.keepdims else sample[-1:]

    def pool(self, x: Array) -> Array:
        """Return (samples, channels) of (samples, pixels, channels)."""
        raise NotImplementedError

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = self.pool(self.rows(x)).reshape(len(x), *self.shape(x.shape[1:]))

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_pictures(config)

    def keras(self) -> KerasCall:
        return call_of(self)


class GlobalAverage(GlobalPooling):
    """The mean over all pixels, handed back in equal shares."""

    def pool(self, x: Array) -> Array:
        mean: Array = x.mean(axis=1)
        return mean

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        shape = m.x[0].shape
        m.dx = (room_for_dx(m),)
        self.rows(m.dx[0])[...] = self.rows(m.da) / math.prod(shape[1:-1])


class GlobalMax(GlobalPooling):
    """The maximum over all pixels; equal maxima share the gradient, as TensorFlow's reduction has it."""

    def pool(self, x: Array) -> Array:
        maximum: Array = x.max(axis=1)
        return maximum

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        chosen = self.rows(m.x[0]) == self.rows(m.a)
        m.dx = (room_for_dx(m),)
        # NaN is equal to nothing: where it is the maximum nobody gets a gradient.
        count = np.maximum(chosen.sum(axis=1, keepdims=True, dtype=m.da.dtype), 1)
        share = self.rows(m.da) / count
        self.rows(m.dx[0])[...] = chosen * share
