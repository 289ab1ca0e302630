"""Updates: the optimizer's part of a fused step, with the constant factor of the gradient taken along."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer, blocks
from nnviz.optimizers.schedules import Constant
from nnviz.optimizers.sgd import SGD

Array = npt.NDArray[Any]


class Update(NamedTuple):
    """The update of fixed arrays, in place."""

    apply: Callable[[int, float], None]
    """Makes it from the step's number and the factor that the gradient in its array lacks."""
    takes_factor: bool
    """Whether that factor may be anything; otherwise it must be 1."""


def is_plain(optimizer: Optimizer) -> str:
    """Return ``sgd`` or ``adam`` if the optimizer is just that (no momentum, clipping, decay …), else an empty text."""
    changed = set(optimizer.changed()) - {"learning_rate", "schedule"}
    if type(optimizer) is SGD and not changed:
        return "sgd"
    return "adam" if type(optimizer) is Adam and changed <= {"beta_1", "beta_2", "epsilon"} else ""


def rate_of(optimizer: Optimizer, step: int) -> float:
    """Return the learning rate of a step; for schedules that remember nothing."""
    if type(optimizer.schedule) is Constant:
        return optimizer.learning_rate
    return optimizer.schedule.rate(optimizer.learning_rate, step, ())


def factors_of(optimizer: Optimizer, dtype: npt.DTypeLike) -> Callable[[int], float]:
    """Return the function of the step that gives η, for Adam α; what it gave once it knows."""
    if isinstance(optimizer, Adam):
        return lru_cache(maxsize=16_384)(
            lambda step: optimizer.step_size(step, rate_of(optimizer, step), dtype)
        )
    if type(optimizer.schedule) is Constant:
        return lambda step: optimizer.learning_rate
    return lambda step: rate_of(optimizer, step)


def update_of(
    optimizer: Optimizer, theta: Array, gradient: Array, slots: Array, general: Callable[[int], None]
) -> Update:
    """Return the update of these arrays; ``general`` makes that of any optimizer."""
    plain = is_plain(optimizer)
    if plain == "sgd":
        return Update(_sgd(optimizer, theta, gradient), takes_factor=True)
    if isinstance(optimizer, Adam) and plain:
        return Update(_adam(optimizer, theta, gradient, slots), takes_factor=False)
    return Update(lambda step, scale: general(step), takes_factor=False)


def _sgd(optimizer: Optimizer, theta: Array, gradient: Array) -> Callable[[int, float], None]:
    pieces = [(theta[part], gradient[part]) for part in blocks(len(theta))]
    rate, factor = factors_of(optimizer, theta.dtype), np.zeros((), theta.dtype)

    def apply(step: int, scale: float) -> None:
        # An array, because numpy takes twice as long for an operation with a Python number.
        factor[()] = -rate(step) * scale
        for some, g in pieces:
            np.multiply(g, factor, g)
            np.add(some, g, some)

    return apply


def _adam(optimizer: Adam, theta: Array, gradient: Array, slots: Array) -> Callable[[int, float], None]:
    """Adam's own operations in Adam's own order, without a temporary array.

    Block by block, so that what one operation wrote is still in the cache for the next.
    """
    dtype = theta.dtype
    pieces = [(theta[p], gradient[p], slots[0, p], slots[1, p]) for p in blocks(len(theta))]
    scratch = np.empty(min(len(theta), len(pieces[0][0])), dtype)
    alpha, epsilon = np.zeros((), dtype), np.array(optimizer.epsilon, dtype)
    add_m, add_v = np.array(1 - optimizer.beta_1, dtype), np.array(1 - optimizer.beta_2, dtype)
    size = factors_of(optimizer, dtype)

    def apply(step: int, scale: float) -> None:
        multiply, add = np.multiply, np.add
        alpha[()] = size(step)
        for some, g, m, v in pieces:
            change = scratch[: len(g)]
            np.subtract(g, m, change)
            multiply(change, add_m, change)
            add(m, change, m)
            multiply(g, g, g)
            np.subtract(g, v, g)
            multiply(g, add_v, g)
            add(v, g, v)
            np.sqrt(v, g)
            add(g, epsilon, g)
            multiply(m, alpha, change)
            np.divide(change, g, change)
            np.subtract(some, change, some)

    return apply
