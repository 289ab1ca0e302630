"""Batch order: which samples make up a step. It follows from (seed, epoch) alone, so any step can be had again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt


@lru_cache(maxsize=4)
def permutation(samples: int, seed: int, epoch: int, shuffle: bool) -> npt.NDArray[np.intp]:
    """Return the order in which an epoch takes the samples."""
    order = np.random.default_rng([seed, epoch]).permutation(samples) if shuffle else np.arange(samples)
    order.flags.writeable = False
    return order


def steps_per_epoch(samples: int, batch_size: int) -> int:
    """Return ⌈samples / batch_size⌉: the last batch of an epoch may be smaller, as in Keras' ``fit``."""
    return -(-samples // batch_size)


def batch_indices(step: int, samples: int, batch_size: int, seed: int, shuffle: bool) -> npt.NDArray[Any]:
    """Return the row numbers of the training samples of a step (counted from 0)."""
    epoch, number = divmod(step, steps_per_epoch(samples, batch_size))
    order = permutation(samples, seed, epoch, shuffle)
    return order[number * batch_size : (number + 1) * batch_size]
