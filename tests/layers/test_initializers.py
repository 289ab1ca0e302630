"""Initializers draw from Keras' distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnviz.layers.initializers import (
    INITIALIZERS,
    Constant,
    Given,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    Identity,
    LecunNormal,
    LecunUniform,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
    fans,
)
from tests.layers.parts import assert_value

SHAPE = (400, 500)
"""Large enough that the standard error of a mean is 0.0022 standard deviations."""


def drawn(initializer, shape=SHAPE, seed=0):
    return initializer.sample(shape, np.random.default_rng(seed))


@pytest.fixture(params=INITIALIZERS)
def initializer(request):
    return INITIALIZERS[request.param]()


@pytest.mark.parametrize("shape", [(), (3,), (3, 4), (2, 2, 3, 4)])
def test_shape_type_and_repeatable_bits(initializer, shape):
    if initializer.misfit(shape):
        pytest.skip("not for this shape")
    values = drawn(initializer, shape)
    assert values.shape == shape
    assert values.dtype == np.float64
    assert values.tobytes() == drawn(initializer, shape).tobytes()


def test_initializer_tells_what_it_is(initializer):
    assert initializer.title
    assert initializer.help.endswith(".")
    assert all(info.help for info in initializer.declared().values())
    assert_value(initializer)


def test_another_seed_draws_other_numbers(initializer):
    shape = (1, 1) if isinstance(initializer, Given) else (40, 50)
    same = np.array_equal(drawn(initializer, shape), drawn(initializer, shape, seed=1))
    assert same == isinstance(initializer, Zeros | Ones | Constant | Identity | Given)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((), (1, 1)),
        ((7,), (7, 7)),
        ((3, 5), (3, 5)),
        ((2, 4, 3, 5), (24, 40)),  # a kernel of 2×4 over 3 channels: 24 numbers make one
    ],
)
def test_fans(shape, expected):
    assert fans(shape) == expected


@pytest.mark.parametrize(
    ("made", "variance"),
    [
        (GlorotUniform(), 2 / 900),
        (GlorotNormal(), 2 / 900),
        (HeUniform(), 2 / 400),
        (HeNormal(), 2 / 400),
        (RandomNormal(), 0.05**2),
        (RandomNormal(-1.5, 0.25), 0.25**2),
        (LecunUniform(), 1 / 400),
        (LecunNormal(), 1 / 400),
        (RandomUniform(), 0.1**2 / 12),
        (TruncatedNormal(), (0.05 * 0.87962566103423978) ** 2),
        (VarianceScaling(2.0, "fan_out"), 2 / 500),
        (VarianceScaling(2.0, "fan_avg", "uniform"), 2 / 450),
        (VarianceScaling(0.5, "fan_in", "untruncated_normal"), 0.5 / 400),
    ],
    ids=lambda value: value.kind() if hasattr(value, "kind") else None,
)
def test_mean_and_variance(made, variance):
    values = drawn(made)
    mean = getattr(made, "mean", 0.0)
    assert values.mean() == pytest.approx(mean, abs=5 * math.sqrt(variance / values.size))
    # The relative standard error of a variance of n values is at most √(2/n), a third of a percent here.
    assert values.var() == pytest.approx(variance, rel=0.016)


@pytest.mark.parametrize(
    ("made", "limit"),
    [
        (GlorotUniform(), math.sqrt(6 / 900)),
        (HeUniform(), math.sqrt(6 / 400)),
        (LecunUniform(), math.sqrt(3 / 400)),
        (RandomUniform(-0.5, 0.5), 0.5),
    ],
)
def test_uniform_fills_its_interval_and_stays_inside(made, limit):
    values = drawn(made)
    assert np.abs(values).max() <= limit
    assert values.max() > 0.999 * limit
    assert values.min() < -0.999 * limit


@pytest.mark.parametrize(("made", "variance"), [(GlorotNormal(), 2 / 900), (HeNormal(), 2 / 400)])
def test_normal_is_cut_off_at_two_standard_deviations_of_the_uncut_one(made, variance):
    limit = 2 * math.sqrt(variance) / 0.87962566103423978
    values = np.abs(drawn(made))
    assert 0.99 * limit < values.max() <= limit


def test_normal_is_not_cut_off():
    assert np.abs(drawn(RandomNormal())).max() > 4 * 0.05


def test_zeros():
    assert not drawn(Zeros()).any()


@pytest.mark.parametrize("shape", [(30, 30), (40, 20), (20, 40), (3, 3, 4, 20), (2, 2, 2, 20)], ids=str)
def test_orthogonal(shape):
    """QᵀQ = g² I, or QQᵀ where there are more columns than rows; and no direction is preferred."""
    q = drawn(Orthogonal(1.5), shape).reshape(-1, shape[-1])
    product = q.T @ q if len(q) >= len(q.T) else q @ q.T
    np.testing.assert_allclose(product, 1.5**2 * np.eye(len(product)), atol=1e-12)
    first = [drawn(Orthogonal(), (2, 2), seed).ravel()[0] for seed in range(400)]
    assert abs(np.mean(first)) < 0.15


def test_identity_constant_and_ones():
    np.testing.assert_array_equal(drawn(Identity(2.0), (2, 3)), [[2, 0, 0], [0, 2, 0]])
    assert (drawn(Constant(-0.5), (2, 3)) == -0.5).all()
    assert (drawn(Ones(), (2, 3)) == 1).all()


@pytest.mark.parametrize(
    ("rows", "shape", "expected"),
    [
        (((1, 2, 3), (4, 5, 6)), (2, 3), [[1, 2, 3], [4, 5, 6]]),
        (((1, 2, 3),), (3,), [1, 2, 3]),
        (((1,), (2,)), (2,), [1, 2]),
        (((1, 2),), (2, 1), [[1], [2]]),
        (((1,), (2,)), (2, 1), [[1], [2]]),
        (((1, 2), (3, 4)), (2, 2, 1, 1), [[[[1]], [[2]]], [[[3]], [[4]]]]),
        (((1, 2), (3, 4), (5, 6), (7, 8)), (2, 2, 2), [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
        (((1,),), (), 1),
    ],
)
def test_given_values_are_taken_as_they_stand(rows, shape, expected):
    made = Given(rows)
    assert made.misfit(shape) is None
    np.testing.assert_array_equal(drawn(made, shape), expected)


@pytest.mark.parametrize(
    ("rows", "shape", "words"),
    [
        (((1, 2, 3), (4, 5, 6)), (3, 2), "3 × 2 numbers (rows × columns), but they are 2 × 3"),
        (((1, 2),), (3,), "1 × 3 numbers"),
        (((1, 2), (3, 4)), (4,), "1 × 4 numbers"),
        (((1, 2), (3, 4)), (2, 2, 2), "4 × 2 numbers"),
    ],
)
def test_given_values_of_another_shape_are_refused_in_words(rows, shape, words):
    assert words in str(Given(rows).misfit(shape))


def test_matrices_are_refused_for_a_bias():
    assert "single row" in str(Orthogonal().misfit((4,)))
    assert "two axes" in str(Identity().misfit((4,)))


def test_the_initializers_of_this_version_are_there():
    expected = {"GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "RandomNormal", "Zeros"}
    assert expected <= set(INITIALIZERS)
