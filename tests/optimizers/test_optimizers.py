"""What holds for every optimizer, and some steps by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.optimizers import base
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import OPTIMIZERS, Optimizer, blocks
from nnviz.optimizers.sgd import SGD
from tests.layers.parts import assert_value, label, variants

SIZE = 7


@pytest.fixture(
    params=[
        *(part for kind in OPTIMIZERS.values() for part in variants(kind)),
        SGD(0.1, 0.9),
        Adam(0.1, 0.5, 0.75),
    ],
    ids=label,
)
def optimizer(request: pytest.FixtureRequest) -> Optimizer:
    return request.param


def start(optimizer: Optimizer, size: int = SIZE, dtype: str = "float64") -> tuple[np.ndarray, np.ndarray]:
    """Return weights and the slots before the first step."""
    theta = np.random.default_rng(0).normal(size=size).astype(dtype)
    return theta, np.zeros((len(optimizer.slots()), size), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_repeatable_bits_and_unchanged_gradient(optimizer, dtype):
    ends = []
    for _ in range(2):
        theta, slots = start(optimizer, dtype=dtype)
        rng = np.random.default_rng(1)
        for step in range(5):
            gradient = rng.normal(size=SIZE).astype(dtype)
            gradient.flags.writeable = False
            optimizer.update(theta, gradient, slots, step, optimizer.learning_rate)
        assert theta.dtype == slots.dtype == dtype
        ends.append((theta.tobytes(), slots.tobytes()))
    assert ends[0] == ends[1]


def test_every_weight_is_updated_by_itself(optimizer):
    """The same bits whether the vector is cut into blocks or not."""
    gradient = np.random.default_rng(2).normal(size=SIZE)
    whole, whole_slots = start(optimizer)
    cut, cut_slots = start(optimizer)
    for step in range(3):
        optimizer.update(whole, gradient, whole_slots, step, 0.1)
    for step in range(3):
        for part in (slice(0, 3), slice(3, SIZE)):
            optimizer.update(cut[part], gradient[part], cut_slots[:, part], step, 0.1)
    assert whole.tobytes() == cut.tobytes()
    assert whole_slots.tobytes() == cut_slots.tobytes()


@pytest.mark.parametrize("size", [0, 1, base.BLOCK - 1, base.BLOCK, base.BLOCK + 1, 3 * base.BLOCK + 5])
def test_blocks_cover_everything_once(size):
    covered = [i for part in blocks(size) for i in range(*part.indices(size))]
    assert covered == list(range(size))


def test_blocks_beyond_the_first_are_updated(optimizer):
    size = 2 * base.BLOCK + 3
    theta, slots = start(optimizer, size)
    before = theta.copy()
    optimizer.update(theta, np.ones(size), slots, 0, optimizer.learning_rate)
    change = theta - before
    assert change == pytest.approx(np.full(size, change[0]))
    assert change[0] < 0


def test_first_step_goes_against_the_gradient(optimizer):
    theta, slots = start(optimizer)
    before, gradient = theta.copy(), np.array([3.0, -2.0, 1e-3, -1e-3, 1.0, -1.0, 0.0])
    optimizer.update(theta, gradient, slots, 0, optimizer.learning_rate)
    assert np.sign(theta - before).tolist() == (-np.sign(gradient)).tolist()


def test_learning_rate_zero_changes_nothing(optimizer):
    theta, slots = start(optimizer)
    before = theta.tobytes()
    optimizer.update(theta, np.ones(SIZE), slots, 0, 0.0)
    assert theta.tobytes() == before


def test_optimizer_tells_what_it_is(optimizer):
    assert optimizer.title
    assert optimizer.help.endswith(".")
    assert optimizer.formula
    assert optimizer.keras_name == optimizer.kind()
    assert "https://keras.io/" in (type(optimizer).__doc__ or "")
    assert all(info.help for info in optimizer.declared().values())
    assert optimizer.learning_rate > 0
    assert len(set(optimizer.slots())) == len(optimizer.slots())
    assert_value(optimizer)


def test_the_optimizers_of_this_version_are_there():
    assert {"SGD", "Adam"} <= set(OPTIMIZERS)


# --- by hand ---------------------------------------------------------------------------------------------


def test_gradient_descent_by_hand():
    theta = np.array([1.0, -2.0])
    SGD(0.5).update(theta, np.array([2.0, -4.0]), np.empty((0, 2)), 0, 0.5)
    assert theta.tolist() == [0.0, 0.0]


def test_momentum_by_hand():
    """v = −1, then 0.5·(−1) − 1 = −1.5, then −1.75."""
    theta, slots, found = np.array([0.0]), np.zeros((1, 1)), []
    for step in range(3):
        SGD(0.5, 0.5).update(theta, np.array([2.0]), slots, step, 0.5)
        found.append((theta[0], slots[0, 0]))
    assert found == [(-1.0, -1.0), (-2.5, -1.5), (-4.25, -1.75)]


def test_adam_by_hand():
    """With one and the same gradient the corrected moments are that gradient: every step is the learning rate."""
    theta, slots = np.array([0.0, 0.0]), np.zeros((2, 2))
    for step in range(4):
        Adam(0.25, 0.5, 0.75, 0.0).update(theta, np.array([8.0, -0.125]), slots, step, 0.25)
        assert theta == pytest.approx([-0.25 * (step + 1), 0.25 * (step + 1)])
    assert slots[0] == pytest.approx([8 * (1 - 0.5**4), -0.125 * (1 - 0.5**4)])
    assert slots[1] == pytest.approx([64 * (1 - 0.75**4), 0.125**2 * (1 - 0.75**4)])


def test_epsilon_of_adam_is_added_to_the_uncorrected_root():
    """α m / (√v + ε) with m = 0.1 g, √v = √0.001 |g|, α = η √0.001 / 0.1: not ε beside the corrected root."""
    theta, slots, g = np.array([0.0]), np.zeros((2, 1)), 1e-6
    Adam(1.0).update(theta, np.array([g]), slots, 0, 1.0)
    root = np.sqrt(0.001) * g
    assert theta[0] == pytest.approx(-root / (root + 1e-7))
