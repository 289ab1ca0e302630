"""Compiled: steps of small chains as machine code, where numba is installed (``pip install nnviz[fast]``).

numba is loaded by :func:`load` only, never by an import of this module: it takes about half a second, and some seconds
the first time, when it compiles. What it compiled is kept in a folder of the user's (``NUMBA_CACHE_DIR`` if that is
set).
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.engine.feed import Fed
from nnviz.engine.head import Head
from nnviz.engine.links import HIDDEN, Link
from nnviz.engine.updates import factors_of, is_plain
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer

Array = npt.NDArray[Any]

LARGEST = 5_000
"""Parameters times samples of a batch up to which it is faster than numpy."""

HEADS = ("difference", "logistic", "softmax")


class Loading(NamedTuple):
    """What came of loading numba: the compiled steps, or why there are none."""

    kernels: ModuleType | None
    reason: str
    version: str = ""


_loaded: list[Loading] = []


def is_installed() -> bool:
    """Return whether numba is there, without importing it."""
    return importlib.util.find_spec("numba") is not None


def is_loaded() -> bool:
    """Return whether :func:`load` has succeeded in this process."""
    return bool(_loaded) and _loaded[0].kernels is not None


def load() -> Loading:
    """Import numba and load the compiled steps, or compile them.

    Whatever keeps numba from working (not installed, another numpy, no folder to write to) is only told in the
    result: without it everything works as well.
    """
    if not _loaded:
        _loaded.append(_import() if is_installed() else Loading(None, ""))
    return _loaded[0]


def _import() -> Loading:
    try:
        numba = importlib.import_module("numba")
        if not os.environ.get("NUMBA_CACHE_DIR"):
            numba.config.CACHE_DIR = str(cache_folder())
        kernels = importlib.import_module("nnviz.engine.kernels")
        _warm(kernels)
    except Exception as error:  # noqa: BLE001 - a compiler may fail in any way
        return Loading(None, f"{type(error).__name__}: {error}".splitlines()[0])
    return Loading(kernels, "", numba.__version__)


def _warm(kernels: ModuleType) -> None:
    """Make one step of a net with one weight, so that all is compiled for float32, the type of the window."""
    link = Link(0, 1, 1, False, "linear")
    for count in (0, 2):
        constants = np.ones(4, np.float32)
        arguments = Arrays([link], np.zeros(1, np.float32), np.zeros((count, 1), np.float32), 1)
        one = np.ones((1, 2), np.float32)
        arguments.steps(kernels, one, one, 0, constants[:1], constants)


def cache_folder() -> Path:
    """Return the folder for what is compiled: nnviz's in the user's cache."""
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        place = Path.home() / "Library" / "Caches"
    else:
        place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return place / "nnviz" / "compiled"


class Arrays:
    """What the compiled steps of one batch size need besides the samples."""

    def __init__(self, links: Sequence[Link], theta: Array, slots: Array, samples: int) -> None:
        self._theta, self._slots, self._samples = theta, slots, samples
        rows, place = [], 0
        for link in links:
            behind = place + link.inputs * samples
            kind = HIDDEN.index(link.activation) if link.activation in HIDDEN else 0
            rows.append((link.start, link.inputs, link.units, int(link.use_bias), kind, place, behind))
            place = behind
        self._links = np.array(rows, np.int64)
        size = place + links[-1].units * samples
        self._gradient = np.zeros_like(theta)
        self._a, self._d = np.empty(size, theta.dtype), np.empty(size, theta.dtype)

    def steps(
        self, kernels: ModuleType, x: Array, y: Array, head: int, rates: Array, constants: Array
    ) -> list[float]:
        """Make one step a rate; return the losses."""
        losses = np.empty(len(rates))
        kernels.steps(
            self._theta, self._slots, self._gradient, x, y, self._samples, self._links, head, rates, constants,
            self._a, self._d, losses,
        )  # fmt: skip
        found: list[float] = losses.tolist()
        return found


class Compiled:
    """Steps through a chain, like :class:`nnviz.engine.fused.Fused`; for what :func:`suits` says."""

    def __init__(
        self, links: Sequence[Link], head: Head, theta: Array, slots: Array, optimizer: Optimizer
    ) -> None:
        self._links, self._head, self._theta, self._slots = links, head, theta, slots
        self._kind, self._factors = HEADS.index(head.kind), factors_of(optimizer, theta.dtype)
        self._constants = np.ones(4, theta.dtype)
        if isinstance(optimizer, Adam):
            self._constants[1:] = 1 - optimizer.beta_1, 1 - optimizer.beta_2, optimizer.epsilon
        self._arrays: dict[int, Arrays] = {}

    def advance(self, fed: Fed) -> list[float]:
        """Make one step a batch and return the losses."""
        kernels = _loaded[0].kernels
        assert kernels is not None
        steps, samples = fed.targets.shape[:2]
        arrays = self._arrays.get(samples)
        if arrays is None:
            arrays = self._arrays[samples] = Arrays(self._links, self._theta, self._slots, samples)
        # The numpy head's signal of a logistic output is 2 (â − y), here it is â − y.
        self._constants[0] = self._head.scale(samples) * (2 if self._head.kind == "logistic" else 1)
        rates = np.array(
            [self._factors(step) for step in range(fed.step, fed.step + steps)], self._theta.dtype
        )
        y = fed.targets.astype(self._theta.dtype).reshape(steps * samples, -1)
        return arrays.steps(kernels, fed.rows, y, self._kind, rates, self._constants)


def suits(
    links: Sequence[Link], head: Head, optimizer: Optimizer, samples: int, dtype: np.dtype[Any]
) -> bool:
    """Return whether the compiled steps can be used for this, and are the faster ones."""
    small = links[-1].stop * samples <= LARGEST and dtype == np.float32
    return small and head.kind in HEADS and bool(is_plain(optimizer)) and is_loaded()
