"""The products of a convolution, in blocks of samples that stay in the processor's cache.

Measured on two cores (28×28×1 and 13×13×32 pictures, batch 64): columns of a whole batch leave the cache and take
twice the time of blocks; computing the columns of a block again in the backward pass costs less than keeping them
all. Of the gradient towards the picture, one product a place in the window, added where it belongs, is faster than
columns added back, because what is added lies in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from nnviz.layers.base import Array, Pass
from nnviz.layers.windows import Windows, scratch

THIN = 8
"""Up to so many channels the columns are laid out place by place: pixels of a row then lie side by side, where a
window of one or three channels would be copied in tiny pieces."""
THIN_BLOCK = 384 * 1024
BLOCK = 2 * 2**20
"""Bytes of a block's columns and results: thin products are bound by memory and want the nearest cache, the others
by arithmetic and want to be large."""


def blocks(samples: int, bytes_of_sample: int, limit: int) -> Iterator[slice]:
    """Yield the samples in blocks of at most ``limit`` bytes, at least one sample each."""
    size = max(1, limit // max(1, bytes_of_sample))
    for start in range(0, samples, size):
        yield slice(start, min(start + size, samples))


@lru_cache(maxsize=16)
def _ones(count: int, dtype: np.dtype[Any]) -> Array:
    return np.ones(count, dtype)


def sum_of_rows(values: Array, out: Array) -> None:
    """Write the sum over all axes but the last: a product with ones is several times faster than ``np.sum``."""
    rows = values.reshape(-1, values.shape[-1])
    size = 16_384
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        if start == 0:
            np.dot(_ones(len(part), rows.dtype), part, out=out)
        else:
            out += np.dot(_ones(len(part), rows.dtype), part)


def thin(w: Windows, channels: int) -> bool:
    """Return whether the columns of so many channels (of a group) are laid out place by place."""
    return channels <= THIN and not w.single


def workspace(w: Windows, channels: int, filters: int, groups: int, samples: int, itemsize: int = 4) -> int:
    """Return how many numbers the three products need besides their operands, at most."""
    rows, places = w.count[0] * w.count[1], w.kernel[0] * w.kernel[1]
    sample = rows * (places * channels + filters)
    limit = THIN_BLOCK if thin(w, channels // groups) else BLOCK
    block = min(samples, max(1, limit // (itemsize * sample)))
    padded = 0 if w.inside else w.padded[0] * w.padded[1] * channels
    spread = min(samples, max(1, BLOCK // (itemsize * rows * (channels + filters)))) * rows * channels
    return block * (rows * places * channels + padded) + spread


class Columns:
    """The windows of a block of samples as rows of a matrix, (groups, windows, numbers of one window)."""

    def __init__(self, m: Pass, x: Array, w: Windows, groups: int, outputs: int) -> None:
        self.x, self.w, self.groups = x, w, groups
        self.channels = x.shape[-1]
        self.number = w.kernel[0] * w.kernel[1] * (self.channels // groups)
        self.rows = w.count[0] * w.count[1]
        self.thin = thin(w, self.channels // groups)
        per_sample = x.itemsize * self.rows * (self.number * groups + outputs)
        self.blocks = list(blocks(len(x), per_sample, THIN_BLOCK if self.thin else BLOCK))
        self.direct = w.single and groups == 1
        largest = self.blocks[0].stop
        if not self.direct:
            size = groups * largest * self.rows * self.number
            self._flat = scratch(m, "columns", (size,), x.dtype)
        if not w.inside:
            shape = (largest, *w.padded, self.channels)
            self._padded = scratch(m, "padded", shape, x.dtype)
            self._padded[...] = 0

    def of(self, block: slice) -> Array:
        """Return the rows of these samples; they are overwritten by the next block."""
        x, w = self.x[block], self.w
        if self.direct:
            return x.reshape(1, -1, self.channels)
        if not w.inside:
            x = self._bordered(x)
        view = self._view(x)
        if not self.thin:
            cells = self._flat[: view.size].reshape(view.shape)
            np.copyto(cells, view)
            return cells.reshape(self.groups, -1, self.number)
        view = view.transpose(0, 4, 5, 6, 1, 2, 3)
        cells = self._flat[: view.size].reshape(view.shape)
        np.copyto(cells, view)
        return cells.reshape(self.groups, self.number, -1).swapaxes(1, 2)

    def _bordered(self, x: Array) -> Array:
        """Return the samples with the zeros around them, which stay there from block to block."""
        (top, left), (height, width) = self.w.before, self.w.size
        bordered = self._padded[: len(x)]
        bordered[:, top : top + height, left : left + width] = x
        return bordered

    def _view(self, x: Array) -> Array:
        """Return the windows as a view (groups, samples, down, across, kernel rows, kernel columns, channels)."""
        (stride, across), (gap, beside) = self.w.strides, self.w.dilation
        sample, row, column, channel = x.strides
        inner = self.channels // self.groups
        shape = (self.groups, len(x), *self.w.count, *self.w.kernel, inner)
        steps = (
            inner * channel,
            sample,
            stride * row,
            across * column,
            gap * row,
            beside * column,
            channel,
        )
        return as_strided(x, shape, steps, writeable=False)


def _grouped(values: Array, groups: int) -> Array:
    """Return (…, channels) as (groups, rows, channels of a group)."""
    return values.reshape(-1, groups, values.shape[-1] // groups).transpose(1, 0, 2)


def correlate(m: Pass, x: Array, kernel: Array, w: Windows, groups: int, out: Array) -> None:
    """z[n, o, f] = Σ x[n, window o] · kernel[…, f]; kernel (rows, columns, channels / groups, filters)."""
    filters = kernel.shape[-1]
    columns = Columns(m, x, w, groups, filters)
    weights = _grouped(kernel, groups)
    for block in columns.blocks:
        cells = columns.of(block)
        if groups == 1:
            np.matmul(cells, weights, out=out[block].reshape(1, -1, filters))
        else:
            part = np.matmul(cells, weights)
            out[block].reshape(-1, groups, filters // groups)[...] = part.transpose(1, 0, 2)


def kernel_gradient(m: Pass, x: Array, dz: Array, w: Windows, groups: int, out: Array) -> None:
    """dkernel[…, f] = Σ over samples and windows of x[n, window o] · dz[n, o, f]."""
    columns = Columns(m, x, w, groups, dz.shape[-1])
    total = _grouped(out, groups)
    for block in columns.blocks:
        part = np.matmul(columns.of(block).swapaxes(1, 2), _grouped(dz[block], groups))
        if block.start == 0:
            total[...] = part
        else:
            total += part


def spread(m: Pass, dz: Array, kernel: Array, w: Windows, groups: int, out: Array) -> None:
    """dx[n, pixel] = Σ over the windows that hold the pixel of kernel · dz[n, o]: the transpose of ``correlate``."""
    inner, filters = kernel.shape[2:]
    if w.single and groups == 1:
        np.matmul(dz.reshape(-1, filters), kernel.reshape(inner, filters).T, out=out.reshape(-1, inner))
        return
    out[...] = 0
    rows = w.count[0] * w.count[1]
    sizes = dz.itemsize * rows * (groups * inner + filters)
    chosen = list(blocks(len(dz), sizes, BLOCK))
    flat = scratch(m, "spread", (groups * chosen[0].stop * rows * inner,), dz.dtype)
    for block in chosen:
        arriving = _grouped(dz[block], groups)
        count = arriving.shape[1]
        part = flat[: groups * count * inner].reshape(groups, count, inner)
        cells = part.reshape(groups, -1, *w.count, inner)
        target = out[block].reshape(*out[block].shape[:3], groups, inner)
        for place in w.positions:
            weights = kernel[place.row, place.column].reshape(inner, groups, -1).transpose(1, 2, 0)
            np.matmul(arriving, weights, out=part)
            if groups == 1:  # without the axis of one group numpy adds whole rows at once
                pixels = target[:, *place.pixels, 0]
                pixels += cells[0, :, *place.windows]
            else:
                pixels = target[:, *place.pixels]
                pixels += cells[:, :, *place.windows].transpose(1, 2, 3, 0, 4)


# Every channel on its own.


def _multiplied(array: Array, multiplier: int) -> Array:
    """Return (…, channels · multiplier) as (…, channels, multiplier)."""
    return array.reshape(*array.shape[:-1], -1, multiplier)


def depthwise(m: Pass, x: Array, kernel: Array, w: Windows, out: Array) -> None:
    """z[n, o, c·q] = Σ x[n, window o, c] · kernel[…, c, q]; kernel (rows, columns, channels, multiplier)."""
    multiplier = kernel.shape[-1]
    out[...] = 0
    for block in _thin_blocks(x, w, multiplier):
        target = _multiplied(out[block], multiplier)
        for place in w.positions:
            pixels, sums = x[block][:, *place.pixels], target[:, *place.windows]
            part = _part(m, pixels)
            for q in range(multiplier):
                np.multiply(pixels, kernel[place.row, place.column, :, q], out=part)
                sums[..., q] += part


def depthwise_gradient(m: Pass, x: Array, dz: Array, w: Windows, out: Array) -> None:
    """dkernel[…, c, q] = Σ over samples and windows of x[n, window o, c] · dz[n, o, c·q]."""
    multiplier = out.shape[-1]
    out[...] = 0
    sums = np.empty(x.shape[-1], x.dtype)
    for block in _thin_blocks(x, w, multiplier):
        arriving = _multiplied(dz[block], multiplier)
        for place in w.positions:
            pixels = x[block][:, *place.pixels]
            part = _part(m, pixels)
            for q in range(multiplier):
                np.multiply(pixels, arriving[:, *place.windows][..., q], out=part)
                sum_of_rows(part, sums)
                out[place.row, place.column, :, q] += sums


def depthwise_spread(m: Pass, dz: Array, kernel: Array, w: Windows, out: Array) -> None:
    """dx[n, pixel, c] = Σ over the windows that hold the pixel and over q of kernel · dz[n, o, c·q]."""
    multiplier = kernel.shape[-1]
    out[...] = 0
    for block in _thin_blocks(out, w, multiplier):
        arriving = _multiplied(dz[block], multiplier)
        for place in w.positions:
            pixels = out[block][:, *place.pixels]
            part = _part(m, pixels)
            for q in range(multiplier):
                np.multiply(
                    arriving[:, *place.windows][..., q], kernel[place.row, place.column, :, q], out=part
                )
                pixels += part


def _thin_blocks(x: Array, w: Windows, multiplier: int) -> Iterator[slice]:
    """Yield blocks of samples that fit in the nearest cache with their results and one product."""
    pixels = w.size[0] * w.size[1] + w.count[0] * w.count[1] * (multiplier + 1)
    return blocks(len(x), x.itemsize * x.shape[-1] * pixels, THIN_BLOCK)


def _part(m: Pass, like: Array) -> Array:
    """Return room for one product of this shape."""
    kept = m.scratch.get("part")
    if kept is None or kept.size < like.size or kept.dtype != like.dtype:
        kept = m.scratch["part"] = np.empty(like.size, like.dtype)
    room: Array = kept[: like.size].reshape(like.shape)
    return room
