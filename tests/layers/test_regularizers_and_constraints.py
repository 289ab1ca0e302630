"""Penalties and limits by hand and by differences; Keras is beside them in tests/engine/test_parts_in_keras.py."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.layers.constraints import CONSTRAINTS, MaxNorm, MinMaxNorm, NonNeg, UnitNorm
from nnviz.layers.regularizers import L1, L1L2, L2, REGULARIZERS, OrthogonalRegularizer
from nnviz.parts import Part
from tests.layers.parts import assert_value, label, variants

W = np.array([[3.0, -1.0], [4.0, 0.0]])


def _id(value):
    return label(value) if isinstance(value, Part) else None


@pytest.mark.parametrize("kind", [*REGULARIZERS.values(), *CONSTRAINTS.values()], ids=lambda k: k.kind())
def test_part_tells_what_it_is(kind):
    part = kind()
    assert part.title
    assert part.help.endswith(".")
    assert all(info.help for info in part.declared().values())
    assert_value(part)


@pytest.mark.parametrize(
    ("made", "penalty", "gradient"),
    [
        (L1(0.5), 4.0, [[0.5, -0.5], [0.5, 0]]),
        (L2(0.5), 13.0, [[3, -1], [4, 0]]),
        (L1L2(1.0, 0.5), 21.0, [[4, -2], [5, 0]]),
        # Columns (0.6, 0.8) and (−1, 0): one pair, product −0.6.
        (OrthogonalRegularizer(1.0, "columns"), 0.6, [[0.128, 0], [-0.096, -0.8]]),
    ],
    ids=_id,
)
def test_by_hand(made, penalty, gradient):
    assert made.penalty(W) == pytest.approx(penalty)
    np.testing.assert_allclose(made.gradient(W), gradient, atol=1e-12)


@pytest.mark.parametrize(
    "made", [part for kind in REGULARIZERS.values() for part in variants(kind)] + [L1L2(0.1, 0.2)], ids=label
)
def test_gradient_agrees_with_central_differences(made):
    values, epsilon = np.random.default_rng(0).normal(size=(4, 3)), 1e-6
    expected = np.empty_like(values)
    for index in np.ndindex(values.shape):
        up, down = values.copy(), values.copy()
        up[index] += epsilon
        down[index] -= epsilon
        expected[index] = (made.penalty(up) - made.penalty(down)) / (2 * epsilon)
    values.flags.writeable = False
    np.testing.assert_allclose(made.gradient(values), expected, atol=1e-7)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (NonNeg(), [[3, 0], [4, 0]]),
        (MaxNorm(2.0), [[1.2, -1], [1.6, 0]]),
        (UnitNorm(), [[0.6, -1], [0.8, 0]]),
        (UnitNorm(axis=(1,)), [[3 / 10**0.5, -1 / 10**0.5], [1, 0]]),
        (MinMaxNorm(2.0, 4.0), [[2.4, -2], [3.2, 0]]),
        (MinMaxNorm(2.0, 4.0, 0.5), [[2.7, -1.5], [3.6, 0]]),
    ],
    ids=_id,
)
def test_limits_by_hand(made, expected):
    np.testing.assert_allclose(made.apply(W), expected, rtol=2e-7)


@pytest.mark.parametrize(
    ("made", "shape", "words"),
    [
        (MaxNorm(axis=(0, 1)), (4,), "axes 0, 1, but this weight has 1 axes"),
        (UnitNorm(axis=(0, 0)), (4, 3), "axes 0, 0"),
        (OrthogonalRegularizer(), (4,), "two axes"),
        (OrthogonalRegularizer(), (1, 4), "two rows"),
        (OrthogonalRegularizer(mode="columns"), (4, 1), "two columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_does_not_suit_is_refused_in_words(made, shape, words):
    assert words in str(made.misfit(shape))
