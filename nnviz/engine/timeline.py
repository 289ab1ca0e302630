"""The timeline: every step of a run, forwards and backwards, bit for bit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.run import Diverged, Run, State, Trace

Array = npt.NDArray[Any]

MEMORY_CAP = 256 * 2**20
_OBJECT_BYTES = 512
"""What a kept state costs beside its arrays' data: the Python objects."""

_TRACES = 8
_TEST_SAMPLES = 500


class Timeline:
    """The steps of one run.

    States are kept every ``stride`` steps (*keys*); any other state is computed again from the key before it. The
    step is deterministic, so the result has the same bits. When the keys outgrow the memory cap, every second
    one is dropped and the stride doubles.

    A faster way of stepping that comes later (:meth:`switch`) has other last bits. It takes over where the run stands:
    every step keeps the way on which it was taken first, so going back and forth is bit for bit as before.
    """

    def __init__(self, run: Run, memory_cap: int = MEMORY_CAP) -> None:
        self._runs: list[tuple[int, Run]] = [(0, run)]
        self.stride = 1
        self._cap = memory_cap
        self._keys: dict[int, State] = {0: run.start()}
        self._last = self._keys[0]
        self._losses: list[float] = []
        self._test: list[tuple[int, float]] = []
        self._traces: OrderedDict[int, Trace] = OrderedDict()
        shown = min(_TEST_SAMPLES, len(run.dataset.x_test))
        self.test_samples = shown
        # A forward pass over the test samples costs about shown / (3 · batch) of a step: keep it near a quarter.
        self.test_stride = max(1, round(4 * shown / (3 * min(run.setup.batch_size, run.samples))))

    @property
    def run(self) -> Run:
        """The run that takes the next new step."""
        return self._runs[-1][1]

    def switch(self, run: Run) -> int:
        """Take new steps with ``run``, another way through the same document; return the first one of them.

        A step of which a trace was shown is as good as taken, for the trace holds the state after it.
        """
        first = max(self.length, *(step + 1 for step in self._traces), 0)
        for _ in self.extend(first):
            pass
        self._runs.append((first, run))
        return first

    def _run_of(self, step: int) -> Run:
        return next(run for first, run in reversed(self._runs) if first <= step)

    def _advance(self, state: State, steps: int) -> tuple[State, list[float]]:
        """Take steps, each on its own way."""
        losses: list[float] = []
        end = state.step + steps
        while state.step < end:
            stop = min([end, *(first for first, _ in self._runs if first > state.step)])
            state, more = self._run_of(state.step).advance(state, stop - state.step)
            losses += more
        return state, losses

    @property
    def length(self) -> int:
        """Number of steps computed so far."""
        return self._last.step

    @property
    def losses(self) -> Array:
        """Batch loss of every computed step."""
        return np.asarray(self._losses)

    @property
    def test_losses(self) -> Array:
        """Rows (step, loss over ``test_samples`` test samples), measured every ``test_stride`` steps."""
        return np.asarray(self._test).reshape(-1, 2)

    @property
    def key_states(self) -> tuple[State, ...]:
        """The states that are kept, oldest first, and the newest one: true points of the run's path."""
        keys = [self._keys[step] for step in sorted(self._keys)]
        return tuple(keys) if keys[-1].step == self._last.step else (*keys, self._last)

    def extend(self, step: int) -> Iterator[int]:
        """Compute up to the state before ``step``; yield the length reached now and then. May raise ``Diverged``."""
        self._measure()
        while self._last.step < step:
            # Small pieces keep the caller able to cancel; they end where a key or a test loss is due.
            done = self._last.step
            piece = min(
                self.stride - done % self.stride, self.test_stride - done % self.test_stride, step - done
            )
            try:
                state, losses = self._advance(self._last, piece)
            except Diverged as fault:
                self._advance_to(fault.step)
                raise
            self._losses += losses
            self._last = state
            if state.step % self.stride == 0:
                self._keep(state)
            self._measure()
            yield state.step

    def _advance_to(self, step: int) -> None:
        """Go to the last state that can be had, so that the step that failed can be looked at."""
        if step > self._last.step:
            self._last, losses = self._advance(self._last, step - self._last.step)
            self._losses += losses

    def state(self, step: int) -> State:
        """Return the state before ``step``, computing it (again) if it is not kept."""
        for _ in self.extend(step):
            pass
        if step == self._last.step:
            return self._last
        key = self._keys.get(step)
        if key is None:
            key = self._keys[step - step % self.stride]
        return self._advance(key, step - key.step)[0]

    def trace(self, step: int) -> Trace:
        """Return the whole step that starts at state ``step``."""
        found = self._traces.get(step)
        if found is None:
            found = self._traces[step] = self._run_of(step).trace(self.state(step))
            while len(self._traces) > 1 and (
                len(self._traces) > _TRACES or sum(t.nbytes for t in self._traces.values()) > self._cap
            ):
                self._traces.popitem(last=False)
        return found

    def _keep(self, state: State) -> None:
        self._keys[state.step] = state
        size = state.nbytes + _OBJECT_BYTES
        while len(self._keys) > 2 and len(self._keys) * size > self._cap:
            self.stride *= 2
            self._keys = {step: key for step, key in self._keys.items() if step % self.stride == 0}

    def _measure(self) -> None:
        step = self._last.step
        due = self.test_samples and step % self.test_stride == 0
        if due and (not self._test or self._test[-1][0] < step):
            data = self.run.dataset
            loss = self.run.loss(
                self._last.theta, data.x_test[: self.test_samples], data.y_test[: self.test_samples]
            )
            self._test.append((step, loss))
