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

FEW = 8
"""The same where their samples have to be gathered first."""


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

    Compiled steps take ``rows`` and ``targets`` as they are: nothing is made ``batchwise`` for them.
    """

    def __init__(
        self, x: Array, y: Array, head: Head, batches: Batches, small: bool, batchwise: bool = True
    ) -> None:
        self._x, self._y, self._head, self._small, self._batchwise = (
            x.reshape(len(x), -1),
            y,
            head,
            small,
            batchwise,
        )
        self._batches, self._size = batches, min(batches.size, len(x))
        self._steps = steps_per_epoch(len(x), batches.size)
        self._full = len(x) // self._size
        """Batches of an epoch before a last one with fewer samples."""
        self._epoch: tuple[int, Fed] | None = None

    def batches(self, step: int, steps: int) -> Iterator[Fed]:
        """Yield the batches of ``steps`` steps from ``step`` on, in as few pieces as they fit."""
        stop, most = step + steps, MOST if self._small else FEW
        while step < stop:
            number, first = divmod(step, self._steps)
            whole = first < self._full
            last = min(first + stop - step, self._full if whole else self._steps, first + most)
            size = self._size if whole else len(self._x) % self._size
            rows = slice(first * self._size, first * self._size + (last - first) * size)
            if self._small:
                epoch = self._ordered(number)
                xs, ys = epoch.xs[first:last], epoch.ys[first:last]
                fed = Fed(step, epoch.rows[rows], epoch.targets[rows], xs, ys)
            else:
                chosen = self._order(number)[rows]
                fed = self._cut(step, self._x[chosen], self._y[chosen], size)
            yield fed._replace(targets=fed.targets.reshape(last - first, size, *fed.targets.shape[1:]))
            step += last - first

    def of(self, step: int, x: Array, y: Array) -> Fed:
        """Return given samples as the batch of one step."""
        fed = self._cut(step, x.reshape(len(x), -1), y, len(x))
        return fed._replace(targets=y[None])

    def _ordered(self, number: int) -> Fed:
        """Return the whole epoch; its targets are not yet those of single steps."""
        if self._epoch is None or self._epoch[0] != number:
            order = self._order(number)
            self._epoch = number, self._cut(0, self._x[order], self._y[order], self._size)
        return self._epoch[1]

    def _cut(self, step: int, x: Array, y: Array, size: int) -> Fed:
        """Return samples in batches of ``size``; the targets are left as they are."""
        rows = np.empty((len(x), x.shape[1] + 1), x.dtype)
        rows[:, :-1], rows[:, -1] = x, 1
        if not self._batchwise:
            return Fed(step, rows, y, [], [])
        parts = [slice(i, i + size) for i in range(0, len(x), size)]
        return Fed(step, rows, y, [rows[part].T for part in parts], self._head.prepare(y, parts))

    def _order(self, epoch: int) -> Array:
        return permutation(len(self._x), self._batches.seed, epoch, self._batches.shuffle)
