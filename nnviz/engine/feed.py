"""Feed: the training samples in the order and the form in which fused steps take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.engine.head import Head
from nnviz.engine.order import permutation, steps_per_epoch

Array = npt.NDArray[Any]

MOST = 256
"""Steps that are fed at once: their outputs are kept until the losses of all of them are computed."""


class Batches(NamedTuple):
    """How an epoch is cut into batches (:mod:`nnviz.engine.order`)."""

    size: int
    seed: int
    shuffle: bool


class Fed(NamedTuple):
    """Batches of one size for the steps from ``step`` on."""

    step: int
    rows: Array
    """(steps · samples, inputs + 1), the last column ones."""
    targets: Array
    """(steps, samples …), as the loss takes them."""
    xs: list[Array]
    """``rows`` batch by batch, (inputs + 1, samples) each."""
    ys: list[Array]
    """``targets`` batch by batch, as the head takes them."""


class Feed:
    """The batches of any step. Small data is put in order once an epoch; of large data each batch is gathered.

    For compiled steps the samples are not cut into batches: they take ``rows`` and ``targets`` as they are.
    """

    def __init__(
        self, x: Array, y: Array, head: Head, batches: Batches, small: bool, cut: bool = True
    ) -> None:
        self._x, self._y, self._head, self._small, self._cut = x.reshape(len(x), -1), y, head, small, cut
        self._batches, self._size = batches, min(batches.size, len(x))
        self._steps = steps_per_epoch(len(x), batches.size)
        self._full = len(x) // self._size
        """Batches of an epoch before a last one with fewer samples."""
        self._parts = [slice(i, i + self._size) for i in range(0, len(x), self._size)]
        self._epoch: tuple[int, Fed] | None = None

    def batches(self, step: int, steps: int) -> Iterator[Fed]:
        """Yield the batches of ``steps`` steps from ``step`` on, in as few pieces as they fit."""
        stop = step + steps
        while step < stop:
            number, first = divmod(step, self._steps)
            if self._small:
                last = min(
                    first + stop - step, self._full if first < self._full else self._steps, first + MOST
                )
                yield self._piece(step, self._ordered(number), first, last)
                step += last - first
            else:
                rows = self._order(number)[self._parts[first]]
                yield self.of(step, self._x[rows], self._y[rows])
                step += 1

    def of(self, step: int, x: Array, y: Array) -> Fed:
        """Return given samples as the batch of one step."""
        rows = _with_ones(x.reshape(len(x), -1))
        return Fed(step, rows, y[None], [rows.T], self._head.prepare(y, [slice(None)]))

    def _piece(self, step: int, epoch: Fed, first: int, last: int) -> Fed:
        start, size = first * self._size, self._size if first < self._full else len(self._x) % self._size
        some = slice(start, start + (last - first) * size)
        targets = epoch.targets[some].reshape(last - first, size, *epoch.targets.shape[1:])
        return Fed(step, epoch.rows[some], targets, epoch.xs[first:last], epoch.ys[first:last])

    def _ordered(self, number: int) -> Fed:
        if self._epoch is None or self._epoch[0] != number:
            order = self._order(number)
            x, y = _with_ones(self._x[order]), self._y[order]
            parts = self._parts if self._cut else []
            self._epoch = number, Fed(0, x, y, [x[p].T for p in parts], self._head.prepare(y, parts))
        return self._epoch[1]

    def _order(self, epoch: int) -> Array:
        return permutation(len(self._x), self._batches.seed, epoch, self._batches.shuffle)


def _with_ones(rows: Array) -> Array:
    """Return the rows with a 1 behind each."""
    found = np.empty((len(rows), rows.shape[1] + 1), rows.dtype)
    found[:, :-1], found[:, -1] = rows, 1
    return found
