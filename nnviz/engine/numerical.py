"""The numerical check: a gradient by backpropagation beside the slope that the loss itself shows."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Dataset
from nnviz.design.document import Document
from nnviz.engine.run import Batch, Run, State, Trace
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]

EPSILON = 1e-5
"""Step to both sides: the error of the difference is of the order ε² = 1e-10, that of rounding 1e-16 / ε."""

_SAME = 1e-7
"""Difference, in float64, up to which the slope is the gradient; relative where the gradient is larger than 1."""
_SINGLE = 1e-5
"""Share of the weight's largest gradient by which float32 may be off."""
_ROUNDING = 10.0
"""By so many times what rounding every weight to float32 changes, it may be off besides: where the loss is nearly 0 its
gradient is the small difference of large numbers, each of them rounded."""

_PLACE = re.compile(r"(?P<path>[\w/]+)\[(?P<index>\s*\d+\s*(,\s*\d+\s*)*)\]")


class CheckError(NnvizError):
    """There is no such weight."""


@dataclass(frozen=True)
class Check:
    """∂L/∂w of one weight, had in two ways.

    ``backprop`` is the number on the screen (float32), ``exact`` the same computed in float64, ``numeric`` the central
    difference (L(w + ε) − L(w − ε)) / 2ε in float64, on the same batch with the same random masks.
    """

    path: str
    index: tuple[int, ...]
    epsilon: float
    backprop: float
    exact: float
    numeric: float
    largest: float
    """The largest gradient of this kernel or bias."""
    rounding: float
    """What moving every weight by float32's rounding changes in these gradients."""
    left: float
    """Slope from w − ε to w."""
    right: float
    """Slope from w to w + ε."""

    @property
    def difference(self) -> float:
        """How far backpropagation is from the slope."""
        return self.backprop - self.numeric

    @property
    def sloped(self) -> bool:
        """Whether the slope is the gradient, in float64."""
        return abs(self.exact - self.numeric) <= _SAME * max(1.0, abs(self.exact))

    @property
    def agrees(self) -> bool:
        allowed = _SINGLE * self.largest + _ROUNDING * self.rounding
        return self.sloped and abs(self.backprop - self.exact) <= allowed

    @property
    def kink(self) -> bool:
        """Whether a kink (relu at 0, a maximum) within ε is why it does not agree: two sides, two slopes."""
        jump = abs(self.right - self.left)
        return not self.sloped and jump > 1e-3 * max(abs(self.left), abs(self.right))


def place(text: str) -> tuple[str, tuple[int, ...]]:
    """Return path and index of ``dense/kernel[0,2]``, counted from 0; raise :class:`CheckError`."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        words = QT_TRANSLATE_NOOP(
            "nnviz", "“{found}” names no weight; write its path and its place, for example dense/kernel[0,2]."
        )
        raise CheckError(say(words, found=text[:80]))
    return found["path"], tuple(int(n) for n in found["index"].split(","))


def check(document: Document, dataset: Dataset, trace: Trace, path: str, index: tuple[int, ...]) -> Check:
    """Return the check of one weight in the step of ``trace``; raise :class:`CheckError` if there is none."""
    *_, found = checking(document, dataset, trace, path, index)
    assert found is not None
    return found


def checking(
    document: Document, dataset: Dataset, trace: Trace, path: str, index: tuple[int, ...]
) -> Iterator[Check | None]:
    """Do the check in pieces; the last one is the result."""
    slot = trace.network.slots.get(path)
    if (
        slot is None
        or len(index) != len(slot.shape)
        or any(i >= n for i, n in zip(index, slot.shape, strict=True))
    ):
        raise CheckError(_no_weight(trace, path, index))
    if not slot.trainable:
        text = QT_TRANSLATE_NOOP("nnviz", "“{path}” is not trained, so the loss has no gradient for it.")
        raise CheckError(say(text, path=path))
    run = _double(document, dataset)
    batch = _as_double(trace.batch)
    position = slot.start + int(np.ravel_multi_index(index, slot.shape))
    yield None
    here = run.trace(_moved(trace.before, position, 0.0), batch)
    yield None
    rounded = run.trace(_rounded(trace.before), batch)
    yield None
    up = run.trace(_moved(trace.before, position, EPSILON), batch).loss
    yield None
    down = run.trace(_moved(trace.before, position, -EPSILON), batch).loss
    gradients = here.gradient_of(path)
    yield Check(
        path,
        index,
        EPSILON,
        float(trace.gradient_of(path)[index]),
        float(gradients[index]),
        (up - down) / (2 * EPSILON),
        float(np.max(np.abs(gradients))),
        float(np.max(np.abs(rounded.gradient_of(path) - gradients))),
        (here.loss - down) / EPSILON,
        (up - here.loss) / EPSILON,
    )


def _no_weight(trace: Trace, path: str, index: tuple[int, ...]) -> Any:
    shapes = ", ".join(f"{p}{list(s.shape)}" for p, s in list(trace.network.slots.items())[:20])
    text = QT_TRANSLATE_NOOP("nnviz", "There is no weight {path}{index}; there are: {shapes}.")
    return say(text, path=path, index=list(index), shapes=shapes)


def _double(document: Document, dataset: Dataset) -> Run:
    """Return a run in float64 of the same network. It needs no more data than the batch that it is given."""
    one = dataclasses.replace(
        dataset,
        x_train=dataset.x_train[:1],
        y_train=dataset.y_train[:1],
        x_test=dataset.x_test[:1],
        y_test=dataset.y_test[:1],
    )
    return Run(document, one, np.float64)


def _as_double(batch: Batch) -> Batch:
    y = batch.y.astype(np.float64) if batch.y.dtype.kind == "f" else batch.y
    return dataclasses.replace(batch, x=batch.x.astype(np.float64), y=y)


def _moved(state: State, position: int, distance: float) -> State:
    """Return a state in float64, one weight of it moved."""
    theta = state.theta.astype(np.float64)
    theta[position] += distance
    return dataclasses.replace(state, theta=theta, slots=state.slots.astype(np.float64))


def _rounded(state: State) -> State:
    """Return a state in float64 whose weights are off as rounding makes them: up or down by float32's precision."""
    signs = np.random.default_rng(0).choice([-1.0, 1.0], state.theta.shape)
    theta = state.theta.astype(np.float64) * (1 + signs * np.finfo(np.float32).eps)
    return dataclasses.replace(state, theta=theta, slots=state.slots.astype(np.float64))
