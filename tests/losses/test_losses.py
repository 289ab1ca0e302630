"""What holds for every loss, and some by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import LOSSES, Loss
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from tests.layers.parts import assert_value, label
from tests.losses.cases import OUTPUTS, SAMPLES, every_loss, outputs, targets

EPSILON = 1e-6

FUSED = pytest.mark.parametrize("kind", [kind for kind in LOSSES if LOSSES[kind].fused])


@pytest.fixture(params=every_loss(), ids=label)
def loss(request: pytest.FixtureRequest) -> Loss:
    return request.param


def differences(loss: Loss, y: np.ndarray, a: np.ndarray, of_z: bool = False) -> np.ndarray:
    """Return the central difference of the mean loss for every entry of ``a`` (or, ``of_z``, of z)."""
    found = np.empty_like(a)
    for index in np.ndindex(a.shape):
        up, down = a.copy(), a.copy()
        up[index] += EPSILON
        down[index] -= EPSILON
        change = (
            loss.per_sample(y, up, up if of_z else None).mean()
            - loss.per_sample(y, down, down if of_z else None).mean()
        )
        found[index] = change / (2 * EPSILON)
    return found


def test_gradient_agrees_with_central_differences(loss):
    rng = np.random.default_rng(0)
    y, (_, a) = targets(loss, rng), outputs(loss, rng)
    np.testing.assert_allclose(loss.gradient(y, a), differences(loss, y, a), rtol=1e-7, atol=1e-8)


@FUSED
def test_gradient_of_z_agrees_with_central_differences(kind):
    loss, rng = LOSSES[kind](), np.random.default_rng(1)
    y, (z, a) = targets(loss, rng), outputs(loss, rng)
    np.testing.assert_allclose(
        loss.gradient_z(y, a), differences(loss, y, z, of_z=True), rtol=1e-7, atol=1e-8
    )


@FUSED
def test_numbers_that_are_no_probabilities_are_clipped_and_their_gradient_with_them(kind):
    """Behind ReLU or softplus, say: ŷ is taken into [10⁻⁷, 1 − 10⁻⁷], and what was clipped has no gradient."""
    loss, rng = LOSSES[kind](), np.random.default_rng(2)
    y, a = targets(loss, rng), rng.uniform(-0.5, 2, (SAMPLES, OUTPUTS))
    if kind == "CategoricalCrossentropy":
        a = np.abs(a)  # it divides by the sum first
    values = loss.per_sample(y, a)
    assert np.isfinite(values).all()
    np.testing.assert_allclose(loss.gradient(y, a), differences(loss, y, a), rtol=1e-6, atol=1e-8)


@FUSED
def test_both_forms_agree(kind):
    """From z and from the probability, for outputs far from the clipping."""
    loss, rng = LOSSES[kind](), np.random.default_rng(3)
    y, (z, a) = targets(loss, rng), outputs(loss, rng)
    np.testing.assert_allclose(loss.per_sample(y, a, z), loss.per_sample(y, a), rtol=1e-12)
    logits = loss.replace(from_logits=True)
    np.testing.assert_allclose(logits.per_sample(y, z), loss.per_sample(y, a), rtol=1e-12)
    np.testing.assert_allclose(logits.gradient(y, z), loss.gradient_z(y, a), rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_shapes_types_and_repeatable_bits(loss, dtype):
    rng = np.random.default_rng(4)
    y, (_, a) = targets(loss, rng, dtype), outputs(loss, rng, dtype)
    values, gradient = loss.per_sample(y, a), loss.gradient(y, a)
    assert values.shape == (SAMPLES,)
    assert gradient.shape == a.shape
    assert values.dtype == gradient.dtype == dtype
    assert values.tobytes() == loss.per_sample(y, a).tobytes()
    assert gradient.tobytes() == loss.gradient(y, a).tobytes()


def test_outputs_and_targets_are_not_written_to(loss):
    rng = np.random.default_rng(5)
    y, (z, a) = targets(loss, rng), outputs(loss, rng)
    for array in (y, z, a):
        array.flags.writeable = False
    loss.per_sample(y, a)
    loss.gradient(y, a)
    if loss.fused:
        loss.per_sample(y, a, z)
        loss.gradient_z(y, ACTIVATIONS[loss.fused].forward(z))


@FUSED
@pytest.mark.parametrize("size", [30.0, 300.0, 3e4])
def test_sure_and_wrong_stays_finite_from_z(kind, size):
    """The loss from the logit is the logit's size, where a probability would have been rounded to 0."""
    loss = LOSSES[kind]()
    z = np.array([[-size, size]], "float32")
    y = np.array([[1.0, 0.0]], "float32") if loss.targets != "labels" else np.array([0])
    value = loss.per_sample(y, ACTIVATIONS[loss.fused].forward(z), z)
    assert value == pytest.approx([size if kind == "BinaryCrossentropy" else 2 * size])


def test_loss_tells_what_it_is(loss):
    assert loss.title
    assert loss.help.endswith(".")
    assert loss.formula
    assert loss.gradient_formula
    assert bool(loss.gradient_z_formula) == bool(loss.fused)
    assert loss.targets in ("values", "labels", "one_hot")
    assert set(loss.tasks) <= {"regression", "binary", "classes"}
    assert loss.keras_name
    assert "https://keras.io/" in (type(loss).__doc__ or "")
    assert all(info.help for info in loss.declared().values())
    assert_value(loss)


def test_every_task_has_a_loss():
    tasks = {task for kind in LOSSES.values() for task in kind.tasks}
    assert tasks == {"regression", "binary", "classes"}


# --- by hand ---------------------------------------------------------------------------------------------


def test_mean_squared_error_by_hand():
    """Without a factor ½, divided by outputs and by samples."""
    y, a = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[2.0, 4.0], [0.0, 3.0]])
    loss = MeanSquaredError()
    assert loss.per_sample(y, a).tolist() == [2.5, 4.5]
    assert loss.gradient(y, a).tolist() == [[0.5, 1.0], [0.0, 1.5]]


def test_binary_crossentropy_by_hand():
    y, a = np.array([[1.0], [0.0]]), np.array([[0.25], [0.2]])
    loss = BinaryCrossentropy()
    assert loss.per_sample(y, a) == pytest.approx([math.log(4), -math.log(0.8)])
    assert loss.gradient(y, a) == pytest.approx(np.array([[-2.0], [0.625]]))
    assert loss.gradient_z(y, a) == pytest.approx(np.array([[-0.375], [0.1]]))


@pytest.mark.parametrize(
    ("loss", "y"),
    [
        (CategoricalCrossentropy(), np.array([[0.0, 1.0, 0.0]])),
        (SparseCategoricalCrossentropy(), np.array([1])),
    ],
    ids=["rows", "labels"],
)
def test_categorical_crossentropy_by_hand(loss, y):
    a = np.array([[0.5, 0.25, 0.25]])
    assert loss.per_sample(y, a) == pytest.approx([math.log(4)])
    assert loss.gradient_z(y, a) == pytest.approx(np.array([[0.5, -0.75, 0.25]]))


# --- targets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(5,), (5, 1)])
def test_numbers_become_a_column(shape):
    y = np.arange(5, dtype="float32").reshape(shape)
    found = MeanSquaredError().prepare(y, (1,), "float64")
    assert found.dtype == np.float64
    assert found.tolist() == [[0.0], [1.0], [2.0], [3.0], [4.0]]


def test_labels_become_what_the_loss_takes():
    y = np.array([2, 0], "int64")
    rows = [[0, 0, 1], [1, 0, 0]]
    assert SparseCategoricalCrossentropy().prepare(y, (3,), "float32").tolist() == [2, 0]
    assert SparseCategoricalCrossentropy().prepare(y[:, None], (3,), "float32").tolist() == [2, 0]
    assert CategoricalCrossentropy().prepare(y, (3,), "float32").tolist() == rows
    assert CategoricalCrossentropy().prepare(np.array(rows), (3,), "float32").tolist() == rows
    assert BinaryCrossentropy().prepare(np.array([1, 0]), (1,), "float32").tolist() == [[1], [0]]


def test_classes_can_be_learned_with_squares():
    """As the exported program does it: one output for each class, the target a row with a single 1."""
    found = MeanSquaredError().prepare(np.array([2, 0], "int64"), (3,), "float32")
    assert found.dtype == np.float32
    assert found.tolist() == [[0, 0, 1], [1, 0, 0]]
