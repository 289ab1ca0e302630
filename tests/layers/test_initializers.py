"""Initializers draw from Keras' distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnviz.layers.initializers import (
    INITIALIZERS,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    RandomNormal,
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
    same = np.array_equal(drawn(initializer), drawn(initializer, seed=1))
    assert same == isinstance(initializer, Zeros | Ones)


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
    ("made", "limit"), [(GlorotUniform(), math.sqrt(6 / 900)), (HeUniform(), math.sqrt(6 / 400))]
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


def test_the_initializers_of_this_version_are_there():
    expected = {"GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "RandomNormal", "Zeros"}
    assert expected <= set(INITIALIZERS)
