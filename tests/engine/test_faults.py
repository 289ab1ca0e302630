"""Numbers without end: told with the step, the layer and the quantity in which they first appear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine.faults import is_finite
from nnviz.engine.run import Diverged, Run, State
from nnviz.engine.timeline import Timeline
from nnviz.layers.base import Array, Layer, Pass, Shape, Weight
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import Zeros
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain

PATHS = ["numpy", "reference"]


def run_of(
    *layers: Layer,
    x: float = 1.0,
    y: float = 0.0,
    optimizer: Optimizer | None = None,
    path: str | None = None,
) -> Run:
    """Return a run whose samples are all the same."""
    named = [("x", Input((1,))), *((f"layer_{i}", layer) for i, layer in enumerate(layers))]
    xs, ys = np.full((4, 1), x, "f4"), np.full((4, 1), y, "f4")
    dataset = Dataset(xs, ys, xs, ys, "regression", NOT_SCALED, ())
    made = Setup(loss=MeanSquaredError(), optimizer=optimizer or SGD(0.1), batch_size=4)
    return Run(Document("faults", chain(*named), made), dataset, path=path)


def with_weights(run: Run, **weights: float) -> State:
    """Return the start with these weights, given as ``layer_0__kernel``."""
    start = run.start()
    theta = start.theta.copy()
    for name, value in weights.items():
        run.network.slots[name.replace("__", "/")].view(theta)[...] = value
    return State(start.step, theta, start.slots, start.memory)


def fault_of(run: Run, state: State) -> Diverged:
    """Return the fault of the first step; what is around it must be as it should."""
    before = state.theta.tobytes(), state.slots.tobytes()
    with pytest.raises(Diverged) as caught:
        run.advance(state, 3)
    assert (state.theta.tobytes(), state.slots.tobytes()) == before
    shown = run.trace(state).fault
    assert shown is not None
    found = caught.value
    assert str(shown) == str(found)
    assert f"At step {found.step} " in str(found)
    assert f"“{found.layer}”" in str(found)
    return found


def place(fault: Diverged) -> tuple[int, str, str, str]:
    return fault.step, fault.layer, fault.quantity, fault.part


@pytest.mark.parametrize("path", PATHS)
def test_in_a_sum(path):
    run = run_of(Dense(1), Dense(1), Dense(1), path=path)
    state = with_weights(run, layer_0__kernel=1e20, layer_1__kernel=1e20, layer_2__kernel=0.0)
    assert place(fault_of(run, state)) == (0, "layer_1", "z", "forward")


@pytest.mark.parametrize("path", PATHS)
def test_in_the_loss(path):
    run = run_of(Dense(1), path=path)
    state = with_weights(run, layer_0__kernel=1e25)
    assert place(fault_of(run, state)) == (0, "layer_0", "loss", "forward")


@pytest.mark.parametrize("path", PATHS)
def test_in_a_gradient(path):
    """The loss is a number, 1e30; the error signal 2e15 times the input 1e25 is none."""
    run = run_of(Dense(1), x=1e25, path=path)
    state = with_weights(run, layer_0__kernel=1e-10)
    assert place(fault_of(run, state)) == (0, "layer_0", "kernel", "backward")


@pytest.mark.parametrize("path", PATHS)
def test_in_an_error_signal(path):
    run = run_of(Dense(1), Dense(1), y=1e15, path=path)
    state = with_weights(run, layer_0__kernel=0.0, layer_1__kernel=1e30)
    assert place(fault_of(run, state)) == (0, "layer_1", "input", "backward")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("optimizer", [SGD(1e30), SGD(1e30, 0.9)], ids=["sgd", "momentum"])
def test_in_an_update(path, optimizer):
    run = run_of(Dense(1), y=1e10, optimizer=optimizer, path=path)
    state = with_weights(run, layer_0__kernel=0.0)
    found = fault_of(run, state)
    assert place(found) == (0, "layer_0", "kernel", "memory" if optimizer.momentum else "update")


@pytest.mark.parametrize("path", PATHS)
def test_in_what_the_optimizer_remembers(path):
    """The gradient is a number, its square is none; the weight does not even move."""
    run = run_of(Dense(1), x=1e15, y=1e10, optimizer=Adam(), path=path)
    state = with_weights(run, layer_0__kernel=0.0)
    assert place(fault_of(run, state)) == (0, "layer_0", "kernel", "memory")


@dataclass(frozen=True)
class Doubling(Layer):
    """A = X, with a moving average that is doubled in every step of training. Not registered: it has no title."""

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        return (Weight("average", (1,), Zeros(), trainable=False),)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        (m.a,) = m.x
        m.updates["average"] = 2 * weights[0]

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da,)


def test_in_a_moving_average():
    run = run_of(Doubling(), Dense(1))
    assert run.path == "reference"
    state = with_weights(run, layer_0__average=2e38, layer_1__kernel=0.0)
    assert place(fault_of(run, state)) == (0, "layer_0", "average", "update")


class Clipping(SGD):
    """An optimizer that makes a number of everything. Not registered: it has no title of its own."""

    def update(self, theta: Array, gradient: Array, slots: Array, step: int, rate: float) -> None:
        np.clip(gradient, -1, 1, out=gradient)
        super().update(theta, gradient, slots, step, rate)


@pytest.mark.parametrize("path", PATHS)
def test_in_a_gradient_that_is_clipped(path):
    run = run_of(Dense(1), x=1e25, optimizer=Clipping(0.1), path=path)
    state = with_weights(run, layer_0__kernel=1e-10)
    assert place(fault_of(run, state)) == (0, "layer_0", "kernel", "backward")


@pytest.mark.parametrize("path", PATHS)
def test_the_step_is_found_among_many(path):
    """All at once or one by one: the same step is named, and the one before it can be had."""
    run = run_of(Dense(1), y=1.0, optimizer=SGD(1e3), path=path)
    start = run.start()
    with pytest.raises(Diverged) as at_once:
        run.advance(start, 1000)
    steps = at_once.value.step
    assert steps > 2
    state = start
    for _ in range(steps):
        state = run.advance(state)[0]
    with pytest.raises(Diverged) as one_by_one:
        run.advance(state)
    assert place(at_once.value) == place(one_by_one.value)
    assert run.advance(start, steps)[0] == state
    timeline = Timeline(run)
    with pytest.raises(Diverged):
        timeline.state(1000)
    assert timeline.length == steps
    assert timeline.state(steps) == state
    assert timeline.trace(steps).fault is not None
    assert timeline.trace(steps - 1).fault is None


@pytest.mark.parametrize("size", [0, 1, 7, 70_000])
def test_finite_is_what_numpy_calls_finite(size):
    with np.errstate(over="ignore"):
        for values in (np.zeros(size, "f4"), np.full(size, 3e38, "f4"), np.full(size, 1e308)):
            assert is_finite(values)
            for spoiled in (np.nan, np.inf, -np.inf):
                values[size // 2 : size // 2 + 1] = spoiled
                assert is_finite(values) == (size == 0)
