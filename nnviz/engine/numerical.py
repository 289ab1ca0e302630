"""The numerical check: a gradient by backpropagation beside the slope that the loss itself shows.

A weight is named by its path and its place, ``dense/kernel[0,2]``. A value of one sample is named by its layer, what it
is, and sample and place: ``dense/z[4,2]`` is the sum of neuron 2 for sample 4, whose gradient is the error signal δ;
``flatten/a[4,7]`` is an output where there is no sum, and ``input/x[4,0]`` what enters the network.
"""

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
from nnviz.engine.network import Slot, Stage
from nnviz.engine.run import Batch, Run, State, Trace
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Pass
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
    """There is no such weight or value."""


@dataclass(frozen=True)
class Check:
    """∂L/∂w of one weight, or ∂L/∂z (δ), ∂L/∂a, ∂L/∂x of one value of one sample, had in two ways.

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
    """The largest gradient of this kernel or bias, or of this layer's values."""
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
    """Return the check of one weight or value in the step of ``trace``; raise :class:`CheckError` if there is none."""
    *_, found = checking(document, dataset, trace, path, index)
    assert found is not None
    return found


def checking(
    document: Document, dataset: Dataset, trace: Trace, path: str, index: tuple[int, ...]
) -> Iterator[Check | None]:
    """Do the check in pieces; the last one is the result."""
    target = _target(trace, path, index)
    run = _double(document, dataset)
    batch, state = _as_double(trace.batch), trace.before
    yield None
    here = run.trace(_moved(state), batch)
    yield None
    rounded = run.trace(_rounded(state), batch)
    yield None
    up = target.loss(run, state, batch, EPSILON)
    yield None
    down = target.loss(run, state, batch, -EPSILON)
    gradients = target.gradients(here)
    yield Check(
        path,
        index,
        EPSILON,
        float(target.gradients(trace)[index]),
        float(gradients[index]),
        (up - down) / (2 * EPSILON),
        float(np.max(np.abs(gradients))),
        float(np.max(np.abs(target.gradients(rounded) - gradients))),
        (here.loss - down) / EPSILON,
        (up - here.loss) / EPSILON,
    )


@dataclass(frozen=True)
class _OfWeight:
    """A place in a kernel, a bias or the like."""

    slot: Slot
    index: tuple[int, ...]

    def gradients(self, trace: Trace) -> Array:
        return trace.gradient_of(self.slot.path)

    def loss(self, run: Run, state: State, batch: Batch, distance: float) -> float:
        position = self.slot.start + int(np.ravel_multi_index(self.index, self.slot.shape))
        return run.trace(_moved(state, position, distance), batch).loss


@dataclass(frozen=True)
class _OfValue:
    """A place in what a layer computes: its sum z or, of a layer without one, its output."""

    stage: Stage
    index: tuple[int, ...]
    at_z: bool

    def gradients(self, trace: Trace) -> Array:
        found = _signals(trace, self.stage.name, self.at_z)
        assert found is not None
        return found

    def loss(self, run: Run, state: State, batch: Batch, distance: float) -> float:
        def move(m: Pass) -> None:
            moved = (m.z if self.at_z else m.a).copy()
            moved[self.index] += distance
            if self.at_z:
                m.z, moved = moved, ACTIVATIONS[self.stage.layer.activation_name].forward(moved)
            m.a = moved

        with run.network.changed(self.stage.name, move):
            return run.trace(_moved(state), batch).loss


def _target(trace: Trace, path: str, index: tuple[int, ...]) -> _OfWeight | _OfValue:
    """Return what is to be moved."""
    slot = trace.network.slots.get(path)
    if slot is None:
        return _value(trace, path, index)
    if not _inside(index, slot.shape):
        raise CheckError(_no_weight(trace, path, index))
    if not slot.trainable:
        text = QT_TRANSLATE_NOOP("nnviz", "“{path}” is not trained, so the loss has no gradient for it.")
        raise CheckError(say(text, path=path))
    return _OfWeight(slot, index)


def value_path(stage: Stage) -> str:
    """Return how the values of a layer are named here: ``dense/z``, ``flatten/a``, ``input/x``."""
    return f"{stage.name}/{'z' if stage.layer.activation_name else 'a' if stage.sources else 'x'}"


def _value(trace: Trace, path: str, index: tuple[int, ...]) -> _OfValue:
    name = path.rpartition("/")[0]
    if name not in trace.network.position:
        raise CheckError(_no_weight(trace, path, index))
    stage = trace.network.stages[trace.network.position[name]]
    if path != value_path(stage):
        raise CheckError(_no_weight(trace, path, index))
    at_z = bool(stage.layer.activation_name)
    signals = _signals(trace, name, at_z)
    if signals is None:
        text = QT_TRANSLATE_NOOP("nnviz", "No gradient comes back to “{path}”.")
        raise CheckError(say(text, path=path))
    if not _inside(index, signals.shape):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "There is no value {path}{index}: (samples, values) here are {shape}, counted from 0."
        )
        raise CheckError(say(text, path=path, index=list(index), shape=list(signals.shape)))
    return _OfValue(stage, index, at_z)


def _signals(trace: Trace, layer: str, at_z: bool) -> Array | None:
    """Return ∂L/∂z of a layer's sums, or ∂L/∂a of its outputs; None where none comes back."""
    found = trace.layers[layer]
    consumers = [s for s in trace.network.stages if trace.network.position[layer] in s.sources]
    if any(stage.layer.takes_indices for stage in consumers):
        return None
    return found.dz if at_z else found.da


def _inside(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))


def _no_weight(trace: Trace, path: str, index: tuple[int, ...]) -> Any:
    shapes = ", ".join(f"{p}{list(s.shape)}" for p, s in list(trace.network.slots.items())[:20])
    text = QT_TRANSLATE_NOOP(
        "nnviz",
        "There is no weight {path}{index}; there are: {shapes}, and the layers’ values, such as {value}[0, 0].",
    )
    value = value_path(trace.network.stages[trace.network.output])
    return say(text, path=path, index=list(index), shapes=shapes, value=value)


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


def _moved(state: State, position: int = 0, distance: float = 0.0) -> State:
    """Return a state in float64, one weight of it moved."""
    theta = state.theta.astype(np.float64)
    if distance:
        theta[position] += distance
    return dataclasses.replace(state, theta=theta, slots=state.slots.astype(np.float64))


def _rounded(state: State) -> State:
    """Return a state in float64 whose weights are off as rounding makes them: up or down by float32's precision."""
    signs = np.random.default_rng(0).choice([-1.0, 1.0], state.theta.shape)
    theta = state.theta.astype(np.float64) * (1 + signs * np.finfo(np.float32).eps)
    return dataclasses.replace(state, theta=theta, slots=state.slots.astype(np.float64))
