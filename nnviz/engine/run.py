"""A document made runnable: states, steps and their traces."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Dataset
from nnviz.design.document import Document
from nnviz.engine.events import Event, events_of
from nnviz.engine.network import Network
from nnviz.engine.order import batch_indices, permutation, steps_per_epoch
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Pass
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]


_QUIET = np.errstate(over="ignore", invalid="ignore", divide="ignore")
"""Numbers that overflow are caught by their values, with step and layer; numpy's warnings know neither."""

_REORDERED_BYTES = 16 * 2**20
"""Data up to this size is kept a second time, in the order of the epoch."""


class Diverged(NnvizError):
    """A number became infinite or NaN. The steps before ``step`` are unharmed."""

    def __init__(self, step: int, layer: str, quantity: str) -> None:
        super().__init__(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "At step {step} the {quantity} of “{layer}” is no longer a finite number. The learning rate may be"
                    " too high; go back and make it smaller.",
                ),
                step=step,
                layer=layer,
                quantity=quantity,
            )
        )
        self.step = step
        self.layer = layer
        self.quantity = quantity


@dataclass(frozen=True, eq=False)
class State:
    """Everything that a step starts from: ``step`` counts from 0; ``theta`` (size,), ``slots`` (n, size)."""

    step: int
    theta: Array
    slots: Array

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return (
            self.step == other.step
            and self.theta.tobytes() == other.theta.tobytes()
            and self.slots.tobytes() == other.slots.tobytes()
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def nbytes(self) -> int:
        return self.theta.nbytes + self.slots.nbytes


@dataclass(frozen=True, eq=False)
class Batch:
    """The samples of one step: ``x`` as the network takes them, ``y`` as the loss takes them."""

    x: Array
    y: Array
    indices: Array
    """Row numbers in the training data; empty for samples given from outside."""
    epoch: int = 0


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one layer computed in one step; ``None`` where the layer has no such value. Batch axis first."""

    x: tuple[Array, ...]
    z: Array | None
    a: Array
    da: Array | None
    dz: Array | None
    dx: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Trace:
    """One whole step: state before, every value of both passes, gradient, state after."""

    network: Network
    batch: Batch
    before: State
    after: State
    loss: float
    losses: Array
    """Loss of each sample; ``loss`` is their mean."""
    gradient: Array
    layers: Mapping[str, LayerTrace]
    fault: Diverged | None = None

    @property
    def step(self) -> int:
        return self.before.step

    @property
    def output(self) -> Array:
        return self.layers[self.network.stages[self.network.output].name].a

    @property
    def nbytes(self) -> int:
        """Memory of what this step alone holds; the state before it is also one of the timeline's."""
        values = [a for m in self.layers.values() for a in (m.z, m.a, m.da, m.dz, *m.dx) if a is not None]
        return self.after.nbytes + self.gradient.nbytes + sum(a.nbytes for a in values)

    def weight(self, path: str) -> Array:
        """Return a weight before the update, by Keras path."""
        return self.network.slots[path].view(self.before.theta)

    def gradient_of(self, path: str) -> Array:
        """Return ∂L/∂w of a weight."""
        return self.network.slots[path].view(self.gradient)

    def next(self, path: str) -> Array:
        """Return a weight after the update."""
        return self.network.slots[path].view(self.after.theta)


class Run:
    """A document with its data, ready to step. Not for use by two threads at once (it reuses scratch memory)."""

    def __init__(self, document: Document, dataset: Dataset, dtype: npt.DTypeLike = np.float32) -> None:
        """Compile ``document``, which must have no fatal problems."""
        self.document = document
        self.setup = document.setup
        self.dataset = dataset
        self.dtype = np.dtype(dtype)
        self.network = Network(document.design)
        output = self.network.stages[self.network.output]
        self._from_z = self.setup.loss.uses_z(output.layer.activation_name)
        self._same = output.layer.activation_name == self.setup.loss.fused
        self._x = dataset.x_train.astype(self.dtype, copy=False)
        self._y = self.setup.loss.prepare(dataset.y_train, output.output_shape, self.dtype)
        self._output_shape = output.output_shape
        self.samples = len(self._x)
        self.steps_per_epoch = steps_per_epoch(self.samples, self.setup.batch_size)
        self.events: tuple[Event, ...] = events_of(self.network)
        self._theta = self.network.views(np.zeros(self.network.size, self.dtype))
        self._gradient = self.network.views(np.zeros(self.network.size, self.dtype))
        self._slots = np.zeros((len(self.setup.optimizer.slots()), self.network.size), self.dtype)
        self._passes: dict[int, list[Pass]] = {}
        self._epoch: tuple[int, Array, Array] | None = None

    @_QUIET
    def start(self) -> State:
        """Return the state before the first step."""
        theta = self.network.initial(self.setup.seed, self.document.weights, self.dtype)
        return State(0, _frozen(theta), _frozen(np.zeros_like(self._slots)))

    def batch(self, step: int) -> Batch:
        """Return the samples of a step."""
        indices = batch_indices(
            step, self.samples, self.setup.batch_size, self.setup.seed, self.setup.shuffle
        )
        return Batch(*self._samples_of(step), indices, step // self.steps_per_epoch)

    def _samples_of(self, step: int) -> tuple[Array, Array]:
        """Return x and y of a step. Small data is put in order once an epoch, so that a batch is a slice."""
        if self._x.nbytes > _REORDERED_BYTES:
            rows = batch_indices(
                step, self.samples, self.setup.batch_size, self.setup.seed, self.setup.shuffle
            )
            return _frozen(self._x[rows]), _frozen(self._y[rows])
        epoch, number = divmod(step, self.steps_per_epoch)
        if self._epoch is None or self._epoch[0] != epoch:
            order = permutation(self.samples, self.setup.seed, epoch, self.setup.shuffle)
            self._epoch = (epoch, _frozen(self._x[order]), _frozen(self._y[order]))
        start = number * self.setup.batch_size
        stop = start + self.setup.batch_size
        return self._epoch[1][start:stop], self._epoch[2][start:stop]

    def given_batch(self, x: Array, y: Array) -> Batch:
        """Return samples from outside as a batch."""
        prepared = self.setup.loss.prepare(y, self._output_shape, self.dtype)
        return Batch(_frozen(x.astype(self.dtype)), _frozen(prepared), _frozen(np.empty(0, np.intp)))

    @_QUIET
    def advance(self, state: State, steps: int = 1) -> tuple[State, list[float]]:
        """Return the state ``steps`` later and the loss of each step; raise :class:`Diverged` at the first NaN."""
        self._load(state)
        losses: list[float] = []
        for step in range(state.step, state.step + steps):
            x, y = self._samples_of(step)
            passes = self._passes.get(len(x))
            if passes is None:
                passes = self._passes[len(x)] = self.network.passes(training=True)
            loss = self._compute(x, y, passes)[0]
            if not math.isfinite(loss):
                raise self._fault(step, passes)
            self._update(step)
            losses.append(loss)
        return self._saved(state.step + steps), losses

    @_QUIET
    def trace(self, state: State, batch: Batch | None = None) -> Trace:
        """Return the step that starts from ``state`` with everything it computes.

        It is the same computation as :meth:`advance`, in the same memory, so both end in the same bits.
        """
        self._load(state)
        batch = batch or self.batch(state.step)
        passes = self.network.passes(training=True)
        loss, losses = self._compute(batch.x, batch.y, passes, all_dx=True)
        fault = None if math.isfinite(loss) else self._fault(state.step, passes)
        gradient = _frozen(self._gradient.vector.copy())
        output = passes[self.network.output]
        if self._from_z:
            output.da = self.setup.loss.gradient(batch.y, output.a)
        self._update(state.step)
        layers = {stage.name: _layer_trace(m) for stage, m in zip(self.network.stages, passes, strict=True)}
        after = self._saved(state.step + 1)
        return Trace(
            self.network,
            batch,
            state,
            after,
            loss,
            _frozen(losses),
            gradient,
            MappingProxyType(layers),
            fault,
        )

    @_QUIET
    def predict(self, theta: Array, x: Array) -> Array:
        """Return the network's output for samples ``x``."""
        views = self.network.views(theta)
        return self.network.forward(views, x.astype(theta.dtype, copy=False), self.network.passes())

    @_QUIET
    def look(self, theta: Array, x: Array) -> dict[str, LayerTrace]:
        """Return what every layer makes of samples ``x`` in a forward pass."""
        passes = self.network.passes()
        self.network.forward(self.network.views(theta), x.astype(theta.dtype, copy=False), passes)
        return {stage.name: _layer_trace(m) for stage, m in zip(self.network.stages, passes, strict=True)}

    @_QUIET
    def loss(self, theta: Array, x: Array, y: Array) -> float:
        """Return the mean loss over samples ``x`` with targets ``y`` as the data holds them."""
        passes = self.network.passes()
        a = self.network.forward(self.network.views(theta), x.astype(theta.dtype, copy=False), passes)
        target = self.setup.loss.prepare(y, self._output_shape, theta.dtype)
        return float(np.mean(self.setup.loss.per_sample(target, a, self._logits(passes))))

    def losses_of_stack(self, batch: Batch, passes: list[Pass]) -> Array:
        """Return the mean loss over ``batch`` for each of P parameter vectors, shape (P,).

        ``passes`` holds their forward pass over the batch: at least the output has an axis for the vectors before
        the batch axis, or P is 1 and it has none.
        """
        a = passes[self.network.output].a
        labels = self.setup.loss.targets == "labels"
        target = np.broadcast_to(batch.y, a.shape[:-1] if labels else a.shape)
        losses = self.setup.loss.per_sample(target, a, self._logits(passes))
        rows = batch.y.size if labels else batch.y.size // batch.y.shape[-1]
        result: Array = losses.reshape(-1, rows).mean(axis=1)
        return result

    def _logits(self, passes: list[Pass]) -> Array | None:
        return passes[self.network.output].z if self._from_z else None

    def _load(self, state: State) -> None:
        self._theta.vector[...] = state.theta
        self._slots[...] = state.slots

    def _saved(self, step: int) -> State:
        return State(step, _frozen(self._theta.vector.copy()), _frozen(self._slots.copy()))

    def _compute(self, x: Array, y: Array, passes: list[Pass], all_dx: bool = False) -> tuple[float, Array]:
        """Forward, loss and backward; the gradient is then in ``self._gradient``."""
        loss = self.setup.loss
        a = self.network.forward(self._theta, x, passes)
        per_sample = loss.per_sample(y, a, self._logits(passes))
        mean = float(np.add.reduce(per_sample, axis=None)) / per_sample.size
        if self._from_z:
            p = a if self._same else ACTIVATIONS[loss.fused].forward(passes[self.network.output].z)
            d_output = loss.gradient_z(y, p)
        else:
            d_output = loss.gradient(y, a)
        self.network.backward(self._theta, self._gradient, passes, d_output, self._from_z, all_dx)
        return mean, per_sample

    def _update(self, step: int) -> None:
        self.setup.optimizer.update(self._theta.vector, self._gradient.vector, self._slots, step)

    def _fault(self, step: int, passes: list[Pass]) -> Diverged:
        """Name the first place where a number is not finite: weights, sum, output, else the loss itself."""
        for stage, m, weights in zip(self.network.stages, passes, self._theta.by_stage, strict=True):
            for slot, weight in zip(stage.slots, weights, strict=True):
                if not np.isfinite(weight).all():
                    return Diverged(step, stage.name, slot.path.rpartition("/")[2])
            for quantity, value in (("z", m.z), ("output", m.a)):
                if value is not None and not np.isfinite(value).all():
                    return Diverged(step, stage.name, quantity)
        return Diverged(step, self.network.stages[self.network.output].name, "loss")


def _layer_trace(m: Pass) -> LayerTrace:
    return LayerTrace(
        tuple(_frozen(x) for x in m.x),
        _frozen(m.z),
        _frozen(m.a),
        _frozen(m.da),
        _frozen(m.dz),
        tuple(_frozen(dx) for dx in m.dx),
    )


def _frozen(array: Any) -> Any:
    """Make an array read-only (views of shared data are only marked, never copied)."""
    if array is None:
        return None
    view = array.view()
    view.flags.writeable = False
    return view
