"""What holds for every optimizer, and some steps by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.optimizers import base
from nnviz.optimizers.adadelta import Adadelta
from nnviz.optimizers.adagrad import Adagrad
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.adamax import Adamax
from nnviz.optimizers.adamw import AdamW
from nnviz.optimizers.base import OPTIMIZERS, Optimizer, blocks
from nnviz.optimizers.lion import Lion
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.rmsprop import RMSprop
from nnviz.optimizers.sgd import SGD
from nnviz.parts import PartError
from tests.layers.parts import assert_value, label
from tests.optimizers.changed import changed_optimizers

SIZE = 7
PIECES = [slice(0, 3), slice(3, SIZE)]


@pytest.fixture(params=[*changed_optimizers(), SGD(0.1, 0.9), Adam(0.1, 0.5, 0.75)], ids=label)
def optimizer(request: pytest.FixtureRequest) -> Optimizer:
    return request.param


def start(optimizer: Optimizer, size: int = SIZE, dtype: str = "float64") -> tuple[np.ndarray, np.ndarray]:
    """Return weights and the slots before the first step."""
    theta = np.random.default_rng(0).normal(size=size).astype(dtype)
    return theta, optimizer.initial_slots(size, dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_repeatable_bits_and_unchanged_gradient(optimizer, dtype):
    ends = []
    for _ in range(2):
        theta, slots = start(optimizer, dtype=dtype)
        rng = np.random.default_rng(1)
        for step in range(5):
            gradient = rng.normal(size=SIZE).astype(dtype)
            gradient.flags.writeable = False
            optimizer.apply(theta, gradient, slots, step, optimizer.learning_rate, PIECES)
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
    letters = [optimizer.letters[slot] for slot in optimizer.slots()]
    assert len(set(letters)) == len(letters)
    assert {line.name for line in optimizer.lines()} >= {*letters, "w"}
    assert_value(optimizer)


def test_the_optimizers_of_this_version_are_there():
    assert set(OPTIMIZERS) == {
        "SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "AdamW", "Adamax", "Nadam", "Lion"
    }  # fmt: skip


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


def steps_of(optimizer: Optimizer, gradients: list[float], theta: float = 0.0) -> list[float]:
    """Return the weight after each gradient."""
    vector, slots = np.array([theta]), optimizer.initial_slots(1, "float64")
    found = []
    for step, gradient in enumerate(gradients):
        optimizer.apply(
            vector, np.array([gradient], float), slots, step, optimizer.learning_rate, [slice(0, 1)]
        )
        found.append(float(vector[0]))
    return found


def test_nesterov_by_hand():
    """v = −1, θ = ½·(−1) − 1 = −1.5; v = −1.5, θ = −1.5 − 0.75 − 1 = −3.25."""
    assert steps_of(SGD(0.5, 0.5, True), [2, 2]) == [-1.5, -3.25]
    assert steps_of(SGD(0.5, 0.0, True), [2, 2]) == [-1, -2]


def test_rmsprop_by_hand():
    """v = ¼·16 = 4, step 4/2; v = ¾·4 + ¼·4 = 4, step 2/2."""
    assert steps_of(RMSprop(1.0, 0.75, epsilon=0.0), [4, 2]) == [-2, -3]
    assert steps_of(RMSprop(1.0, 0.75, 0.5, 0.0), [4, 2]) == [-2, -4]
    # Centered: v = 8, mean 2, √(8 − 4) = 2, step 2.
    assert steps_of(RMSprop(1.0, 0.5, epsilon=0.0, centered=True), [4]) == [-2]
    # ε is under the root.
    assert steps_of(RMSprop(1.0, 0.75, epsilon=5.0), [4]) == pytest.approx([-4 / 3])


def test_adagrad_by_hand():
    """s = 7 + 9 = 16, step 3/4; s = 25, step 3/5."""
    assert steps_of(Adagrad(1.0, 7.0, 0.0), [3, 3]) == pytest.approx([-0.75, -1.35])


def test_adadelta_by_hand():
    """s = ½·14 = 7, Δ = −√9·√14/√16 …, q = ½ Δ²."""
    g, epsilon = np.sqrt(14), 9.0
    first = -3 * g / np.sqrt(7 + epsilon)
    second = -np.sqrt(first**2 / 2 + epsilon) * g / np.sqrt(10.5 + epsilon)
    assert steps_of(Adadelta(0.5, 0.5, epsilon), [g, g]) == pytest.approx([first / 2, (first + second) / 2])


def test_adamax_by_hand():
    """The corrected mean of equal gradients is the gradient; u is its size, then ½·8 against |−2|."""
    assert steps_of(Adamax(0.25, 0.5, 0.5, 0.0), [8, 8]) == pytest.approx([-0.25, -0.5])
    m = 0.5 * 4 - 0.5 * 2
    assert steps_of(Adamax(1.0, 0.5, 0.5, 0.0), [8, -2]) == pytest.approx([-1, -1 - m / 0.75 / 4])


def test_nadam_by_hand():
    """v̂ = g² in the first step; the mean looks ahead by μ₂, with the products of all μ."""
    mu_1, mu_2 = 0.5 * (1 - 0.5 * 0.96), 0.5 * (1 - 0.5 * 0.96**2)
    m_hat = mu_2 * 1.5 / (1 - mu_1 * mu_2) + (1 - mu_1) * 3 / (1 - mu_1)
    assert steps_of(Nadam(1.0, 0.5, 0.75, 0.0), [3]) == pytest.approx([-m_hat / 3])


def test_products_of_nadam_are_those_of_the_steps_so_far():
    """At any step, in any order, and after they have become 0."""
    nadam, product = Nadam(beta_1=0.9), np.float32(1)
    for step in range(2000):
        found = nadam.keras_variables([], np.zeros((2, 0), "f4"), step)["u_product"]
        assert found == pytest.approx(product, rel=1e-5), step
        rest = 1 - np.float32(0.5) * np.float32(0.96) ** np.float32(step + 1)
        product = product * np.float32(0.9) * rest
    assert product < 1e-40
    assert nadam.quantities(0, 1.0)["pi"] == pytest.approx(0.9 * (1 - 0.5 * 0.96))


def test_lion_by_hand():
    """Up, down, and nowhere for a sum of 0."""
    assert steps_of(Lion(0.25, 0.5, 0.5), [8, -1, -1.5, -4]) == [-0.25, -0.5, -0.5, -0.25]
    assert steps_of(Lion(0.25), [0.0, -0.0]) == [0, 0]
    assert np.isnan(steps_of(Lion(0.25), [np.nan])[0])
    assert steps_of(Lion(0.25), [np.inf]) == [-0.25]


def test_weights_decay_before_the_update():
    """2 − ½·0.5·2 = 1.5, then the step."""
    assert steps_of(SGD(0.5, weight_decay=0.5), [1], theta=2.0) == [1.0]
    assert steps_of(AdamW(learning_rate=0.5, weight_decay=0.5, epsilon=0.0), [1], 2.0) == pytest.approx([1.0])
    assert steps_of(SGD(0.5, weight_decay=0.0), [0], theta=2.0) == [2.0]


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        ({}, [3, 4, 0, 12]),
        ({"clipvalue": 3.5}, [3, 3.5, 0, 3.5]),
        ({"clipnorm": 2.5}, [1.5, 2, 0, 2.5]),
        ({"clipnorm": 6.0}, [3, 4, 0, 6]),
        ({"global_clipnorm": 6.5}, [1.5, 2, 0, 6]),
        ({"global_clipnorm": 13.0}, [3, 4, 0, 12]),
        ({"global_clipnorm": 20.0}, [3, 4, 0, 12]),
        ({"clipnorm": 0.0}, [3, 4, 0, 12]),
    ],
    ids=str,
)
def test_clipping_by_hand(clip, expected):
    """Norms 5 and 12 of the two weights, 13 of both."""
    theta, gradient = np.zeros(4), np.array([3.0, 4.0, 0.0, 12.0])
    gradient.flags.writeable = False
    SGD(1.0, **clip).apply(theta, gradient, np.empty((0, 4)), 0, 1.0, [slice(0, 2), slice(2, 4)])
    assert -theta == pytest.approx(expected)


@pytest.mark.parametrize("clip", ["clipnorm", "global_clipnorm", "clipvalue"])
def test_gradients_of_zero_stay_zero_when_clipped(clip):
    theta = np.ones(3, "f4")
    SGD(1.0, **{clip: 1.0}).apply(theta, np.zeros(3, "f4"), np.empty((0, 3), "f4"), 0, 1.0, [slice(0, 3)])
    assert theta.tolist() == [1, 1, 1]


def test_one_way_to_clip():
    with pytest.raises(PartError, match="in one way only, but clipnorm and global_clipnorm are both set"):
        SGD(clipnorm=1.0, global_clipnorm=1.0)
    with pytest.raises(PartError, match="weight_decay"):
        AdamW(weight_decay=None)
