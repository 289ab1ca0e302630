"""A document made runnable: its steps, one after the other or each with everything that it computes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from nnviz.data.base import Dataset
from nnviz.design.document import Document
from nnviz.engine import compiled
from nnviz.engine.ends import Ends, mean
from nnviz.engine.events import Event, events_of
from nnviz.engine.faults import Diverged, first_fault, is_finite
from nnviz.engine.feed import Batches, Feed
from nnviz.engine.fused import Fused
from nnviz.engine.head import Head
from nnviz.engine.links import links_of
from nnviz.engine.network import Network, Views
from nnviz.engine.order import batch_indices, permutation, steps_per_epoch
from nnviz.engine.remembered import epochs_before, remembered
from nnviz.engine.shares import Shares, suits
from nnviz.engine.trace import Batch, LayerTrace, State, Trace, frozen, layer_trace
from nnviz.engine.updates import update_of
from nnviz.layers.base import Pass

Array = npt.NDArray[Any]
Path = Literal["reference", "shares", "numpy", "compiled"]

__all__ = ["Batch", "Diverged", "LayerTrace", "Run", "State", "Trace"]

_QUIET = np.errstate(over="ignore", invalid="ignore", divide="ignore")
"""Numbers that overflow are caught by their values, with step and layer; numpy's warnings know neither."""

_PORTION_BYTES = 64 * 2**20
"""Values of a forward pass over many samples that are held at a time."""

_REORDERED_BYTES = 16 * 2**20
"""Data up to this size is kept a second time, in the order of the epoch."""


class Run:
    """A document with its data, ready to step. Not for use by two threads at once (it reuses scratch memory).

    Steps are taken on one of four ways, ``path``: ``reference`` is the layers' own forward and backward; ``shares``
    the same for parts of a batch side by side, for large networks on pictures; ``numpy`` the same in fewer operations,
    for plain chains of dense layers; ``compiled`` machine code for small ones of them.
    A run keeps to its way, so a replay has the same bits; a timeline that goes on with another one knows from which
    step on (:meth:`nnviz.engine.timeline.Timeline.switch`). Another way, another machine or another version of a
    library may give other last bits: a document that is opened elsewhere is the same but for rounding. What
    :meth:`trace` explains is always computed by the layers themselves.
    """

    def __init__(
        self,
        document: Document,
        dataset: Dataset,
        dtype: npt.DTypeLike = np.float32,
        path: Path | None = None,
    ) -> None:
        """Compile ``document``, which must have no fatal problems.

        ``path`` is the fastest way that there is for it, unless given; one that is not for this document, or not
        loaded (:func:`nnviz.engine.compiled.load`), is replaced by the next slower one.
        """
        self.document = document
        self.setup = document.setup
        self.dataset = dataset
        self.dtype = np.dtype(dtype)
        self.network = Network(document.design)
        self._ends = Ends(self.network, self.setup)
        self._output_shape = self.network.stages[self.network.output].output_shape
        self._x = dataset.x_train.astype(self.dtype, copy=False)
        self._y = self.setup.loss.prepare(dataset.y_train, self._output_shape, self.dtype)
        self.samples = len(self._x)
        self.steps_per_epoch = steps_per_epoch(self.samples, self.setup.batch_size)
        self.events: tuple[Event, ...] = events_of(self.network)
        self._theta = self.network.views(np.zeros(self.network.size, self.dtype))
        self._gradient = self.network.views(np.zeros(self.network.size, self.dtype))
        self._done, self._remembered = remembered(
            document.weights, self.network, self.setup.optimizer, self.dtype
        )
        self._epochs = epochs_before(document.weights)
        self._slots = self._first_slots()
        self._memory: tuple[float, ...] = ()
        self._pieces = [slice(s.start, s.stop) for s in self.network.slots.values() if s.trainable]
        self._passes: dict[int, list[Pass]] = {}
        self._sample_values = sum(2 * math.prod(stage.output_shape) for stage in self.network.stages)
        self._epoch: tuple[int, Array, Array] | None = None
        self._sound = True
        self.path: Path = "reference"
        self._feed: Feed | None = None
        self._fast: Fused | compiled.Compiled | None = None
        self._shares: Shares | None = None
        if path != "reference":
            self._choose(path != "numpy")

    @_QUIET
    def start(self) -> State:
        """Return the state before the first step."""
        theta = self.network.initial(self.setup.seed, self.document.weights, self.dtype)
        self._adapt(theta)
        return State(0, frozen(theta), frozen(self._first_slots()), self.setup.optimizer.schedule.memory())

    def _first_slots(self) -> Array:
        if self._remembered is not None:
            return self._remembered.copy()
        return self.setup.optimizer.initial_slots(self.network.trainable, self.dtype)

    def _choose(self, may_compile: bool) -> None:
        """Take the fast way, if this document is one for it."""
        setup, optimizer = self.setup, self.setup.optimizer
        links = links_of(self.network)
        # A single sample is a calculation by hand: it goes as its formulas are written, to the last digit.
        by_hand = min(setup.batch_size, self.samples) == 1
        if suits(self.network, min(setup.batch_size, self.samples)):
            self._shares, self.path = Shares(self.network, self._ends, self._theta, self._gradient), "shares"
        before = self._done or self._epochs
        if links is None or by_hand or before or setup.class_weight or optimizer.schedule.memory():
            return
        (end,) = self._ends
        head = Head(links[-1], setup.loss, end.losses, end.gradient, end.from_z)
        theta, gradient = self._theta.vector, self._gradient.vector
        if may_compile and compiled.suits(links, head, optimizer, setup.batch_size, self.dtype):
            self._fast, self.path = compiled.Compiled(links, head, theta, self._slots, optimizer), "compiled"
        else:
            update = update_of(optimizer, theta, gradient, self._slots, self._optimize)
            self._fast, self.path = Fused(links, head, theta, gradient, update), "numpy"
        batches = Batches(setup.batch_size, setup.seed, setup.shuffle)
        small, batchwise = self._x.nbytes <= _REORDERED_BYTES, self.path == "numpy"
        self._feed = Feed(self._x, self._y, head, batches, small, batchwise)

    def _adapt(self, theta: Array) -> None:
        """Compute the variables that follow from the training samples, where the document does not give them."""
        for index, stage in enumerate(self.network.stages):
            paths = {slot.path for slot in stage.slots}
            if not stage.layer.adapts or paths <= set(self.document.weights):
                continue
            arriving = [passes[index].x[0].copy() for passes in self._portions(theta, self._x)]
            found = stage.layer.adapted(np.concatenate(arriving))
            for slot in stage.slots:
                slot.view(theta)[...] = found[slot.path.rpartition("/")[2]]

    def batch(self, step: int) -> Batch:
        """Return the samples of a step."""
        return Batch(
            *self._samples_of(step), self._rows_of(step), self._epochs + step // self.steps_per_epoch
        )

    def _rows_of(self, step: int) -> Array:
        """Return the row numbers of a step's samples. Epochs before the first one count for their order."""
        place = step + self._epochs * self.steps_per_epoch
        return batch_indices(place, self.samples, self.setup.batch_size, self.setup.seed, self.setup.shuffle)

    def _samples_of(self, step: int) -> tuple[Array, Array]:
        """Return x and y of a step. Small data is put in order once an epoch, so that a batch is a slice."""
        if self._x.nbytes > _REORDERED_BYTES:
            rows = self._rows_of(step)
            return frozen(self._x[rows]), frozen(self._y[rows])
        epoch, number = divmod(step, self.steps_per_epoch)
        if self._epoch is None or self._epoch[0] != epoch:
            order = permutation(self.samples, self.setup.seed, self._epochs + epoch, self.setup.shuffle)
            self._epoch = (epoch, frozen(self._x[order]), frozen(self._y[order]))
        start = number * self.setup.batch_size
        stop = start + self.setup.batch_size
        return self._epoch[1][start:stop], self._epoch[2][start:stop]

    def given_batch(self, x: Array, y: Array) -> Batch:
        """Return samples from outside as a batch."""
        prepared = self.setup.loss.prepare(y, self._output_shape, self.dtype)
        return Batch(frozen(x.astype(self.dtype)), frozen(prepared), frozen(np.empty(0, np.intp)))

    @_QUIET
    def advance(self, state: State, steps: int = 1) -> tuple[State, list[float]]:
        """Return the state ``steps`` later and the loss of each step; raise :class:`Diverged` at the first NaN.

        A weight, or a number that the optimizer remembers, that is not finite never becomes finite again, so it is
        enough to look at the end; then the steps are taken again one by one.
        """
        self._load(state)
        losses = self._step(state.step, steps)
        if not self._is_sound(losses):
            self._search(state, steps)
        return self._saved(state.step + steps), losses

    def _step(self, first: int, steps: int, batch: Batch | None = None) -> list[float]:
        """Make steps in place, with their own samples or one with those of ``batch``; return the losses."""
        self._sound = True
        if self._fast is None or self._feed is None:
            step_once = self._step_by_layers if self._shares is None else self._step_by_shares
            return [step_once(step, batch) for step in range(first, first + steps)]
        if batch is not None:
            return self._fast.advance(self._feed.of(first, batch.x, batch.y))
        losses: list[float] = []
        for fed in self._feed.batches(first, steps):
            losses += self._fast.advance(fed)
        return losses

    def _step_by_layers(self, step: int, batch: Batch | None) -> float:
        x, y = (batch.x, batch.y) if batch else self._samples_of(step)
        passes = self._passes.get(len(x))
        if passes is None:
            passes = self._passes[len(x)] = self.network.passes(training=True)
        loss = self._compute(step, x, y, passes)[0]
        self._update(step, passes, loss, len(x))
        return loss

    def _step_by_shares(self, step: int, batch: Batch | None) -> float:
        assert self._shares is not None
        x, y = (batch.x, batch.y) if batch else self._samples_of(step)
        losses = self._shares.compute(x, y)
        loss = sum(map(mean, losses)) + self.network.penalty(self._theta.vector, [])
        self._update(step, [], loss, len(x))
        return loss

    def _is_sound(self, losses: list[float]) -> bool:
        """Return whether all numbers are finite, after steps with these losses."""
        return (
            self._sound
            and all(map(math.isfinite, losses))
            and is_finite(self._theta.vector)
            and all(map(is_finite, self._slots))
        )

    def _search(self, state: State, steps: int) -> None:
        """Raise the fault of the first of these steps that has one."""
        for step in range(state.step, state.step + steps):
            self._load(state)
            if not self._is_sound(self._step(step, 1)):
                fault = self.trace(state).fault
                assert fault is not None
                raise fault
            state = self._saved(step + 1)

    @_QUIET
    def trace(self, state: State, batch: Batch | None = None) -> Trace:
        """Return the step that starts from ``state`` with everything it computes.

        The state after it is that of :meth:`advance`, bit for bit. Everything else, the loss too, is computed by the
        layers' own forward and backward, so that its parts add up to it.
        """
        step, shown = state.step, batch or self.batch(state.step)
        fast = None if self.path == "reference" else self._outcome(state, batch)
        self._load(state)
        passes = self.network.passes(training=True)
        self._sound = True
        loss, losses, penalty, means = self._compute(step, shown.x, shown.y, passes, all_dx=True)
        gradient = frozen(self._gradient.vector.copy())
        self._ends.fill_da(shown.y, passes)
        rate = self._rate(step)
        if fast is None:
            self._update(step, passes, loss, len(shown.x))
            fast = self._saved(step + 1), loss, self._is_sound([loss])
        after, _, sound = fast
        layers = {stage.name: layer_trace(m) for stage, m in zip(self.network.stages, passes, strict=True)}
        return Trace(
            self.network,
            shown,
            state,
            after,
            loss,
            frozen(losses),
            gradient,
            MappingProxyType(layers),
            None if sound else self._fault(state, passes, loss, gradient, after),
            penalty,
            rate,
            means,
            step + self._done,
        )

    def _outcome(self, state: State, batch: Batch | None) -> tuple[State, float, bool]:
        """Return the state after the step, its loss and whether all of it is finite."""
        self._load(state)
        losses = self._step(state.step, 1, batch)
        return self._saved(state.step + 1), losses[0], self._is_sound(losses)

    @_QUIET
    def predict(self, theta: Array, x: Array) -> Array:
        """Return the network's output for samples ``x``."""
        output = self.network.output
        if len(x) <= self._portion(theta):
            whole: Array = next(self._portions(theta, x))[output].a
            return whole
        return np.concatenate([passes[output].a.copy() for passes in self._portions(theta, x)])

    @_QUIET
    def look(self, theta: Array, x: Array) -> dict[str, LayerTrace]:
        """Return what every layer makes of samples ``x`` in a forward pass."""
        passes = self.network.passes()
        self.network.forward(self.network.views(theta), x.astype(theta.dtype, copy=False), passes)
        return {stage.name: layer_trace(m) for stage, m in zip(self.network.stages, passes, strict=True)}

    @_QUIET
    def loss(self, theta: Array, x: Array, y: Array) -> float:
        """Return the mean loss over samples ``x`` with targets ``y`` as the data holds them."""
        target = self.setup.loss.prepare(y, self._output_shape, theta.dtype)
        found, start = 0.0, 0
        for passes in self._portions(theta, x):
            stop = start + len(passes[self.network.output].a)
            losses = [end.losses(target[start:stop], passes[end.index]) for end in self._ends]
            mean = sum(float(np.mean(each)) for each in losses) + self.network.penalty(theta, passes)
            found += mean * ((stop - start) / len(x))
            start = stop
        return found

    def _portion(self, theta: Array) -> int:
        """Return how many samples are computed at a time where many are given."""
        return max(1, _PORTION_BYTES // max(1, self._sample_values * theta.itemsize))

    def _portions(self, theta: Array, x: Array) -> Iterator[list[Pass]]:
        """Yield the forward pass of samples ``x``, portion by portion, so that it never takes much memory."""
        size = self._portion(theta)
        views, passes = self.network.views(theta), self.network.passes()
        for start in range(0, max(len(x), 1), size):
            part = x[start : start + size]
            if start and len(part) != size:
                passes = self.network.passes()
            self.network.forward(views, part.astype(theta.dtype, copy=False), passes)
            yield passes

    def losses_of_stack(self, batch: Batch, passes: list[Pass], views: Views) -> Array:
        """Return the loss over ``batch`` for each of P parameter vectors, shape (P,), as :meth:`loss` gives it.

        ``passes`` holds their forward pass over the batch, computed with the weights in ``views``: what depends on
        the vectors has an axis for them before the batch axis, or P is 1 and it has none.
        """
        labels = self.setup.loss.targets == "labels"
        rows = batch.y.size if labels else batch.y.size // batch.y.shape[-1]
        result: Array = np.zeros((), self.dtype)
        for end in self._ends:
            a = passes[end.index].a
            target = np.broadcast_to(batch.y, a.shape[:-1] if labels else a.shape)
            result = result + end.losses(target, passes[end.index]).reshape(-1, rows).mean(axis=1)
        penalties: Array = self.network.penalties(views, passes, len(batch.x)).astype(result.dtype)
        return result + penalties

    def keras_variables(self, state: State) -> dict[str, Array]:
        """Return the values of the variables of Keras' optimizer at ``state``, by name, in Keras' order."""
        places = [slot for slot in self.network.slots.values() if slot.trainable]
        step = state.step + self._done
        return self.setup.optimizer.keras_variables(places, state.slots, step, state.memory)

    def _load(self, state: State) -> None:
        self._theta.vector[...] = state.theta
        self._slots[...] = state.slots
        self._memory = state.memory

    def _saved(self, step: int) -> State:
        return State(step, frozen(self._theta.vector.copy()), frozen(self._slots.copy()), self._memory)

    def _compute(
        self, step: int, x: Array, y: Array, passes: list[Pass], all_dx: bool = False
    ) -> tuple[float, Array, float, tuple[float, ...]]:
        """Forward, loss and backward: return loss, losses of the samples, penalty and the mean at each output.

        The gradient is then in ``self._gradient``.
        """
        self.network.seed(passes, (self.setup.seed, step))
        self.network.forward(self._theta, x, passes)
        losses = self._ends.losses(y, passes)
        means = tuple(map(mean, losses))
        penalty = self.network.penalty(self._theta.vector, passes)
        gradients = self._ends.gradients(y, passes)
        self.network.backward(self._theta, self._gradient, passes, gradients, self._ends.from_z, all_dx)
        return sum(means) + penalty, losses[-1], penalty, means

    def _rate(self, step: int) -> float:
        optimizer = self.setup.optimizer
        return optimizer.schedule.rate(optimizer.learning_rate, step + self._done, self._memory)

    def _optimize(self, step: int) -> None:
        """Let the optimizer change θ. Where it clips, what comes in may be infinite and what comes out not."""
        optimizer, trainable = self.setup.optimizer, self.network.trainable
        theta, gradient = self._theta.vector[:trainable], self._gradient.vector[:trainable]
        self._sound = self._sound and is_finite(gradient)
        optimizer.apply(theta, gradient, self._slots, step + self._done, self._rate(step), self._pieces)

    def _update(self, step: int, passes: list[Pass], loss: float, samples: int) -> None:
        self._optimize(step)
        self.network.constrain(self._theta.vector)
        if passes:
            self.network.take_updates(self._theta, passes)
        schedule = self.setup.optimizer.schedule
        self._memory = schedule.after(self._memory, step, loss, samples, self.steps_per_epoch)

    def _fault(
        self, state: State, passes: list[Pass], loss: float, gradient: Array, after: State
    ) -> Diverged:
        """Name the first place where a number of this step is not finite."""
        theta, g, new = (self.network.views(vector) for vector in (state.theta, gradient, after.theta))
        found = first_fault(state.step, self.network, passes, (theta, g, new), after.slots, loss)
        return found or Diverged(state.step, self.network.stages[self.network.output].name, "loss")
