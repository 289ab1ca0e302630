"""The formulas of the point sets, the given samples and the split."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.base import DataError, split
from nnviz.data.circle import Circle
from nnviz.data.gaussians import Gaussians
from nnviz.data.plane import Plane
from nnviz.data.samples import Samples
from nnviz.data.spiral import Spiral
from nnviz.data.toy import Toy
from nnviz.data.xor import Xor
from nnviz.parts import PartError

CLASSIFIED = [Circle, Gaussians, Spiral, Xor]


@given(samples=st.integers(2, 500), share=st.floats(0, 0.9), seed=st.integers(0, 2**31 - 1))
def test_split_divides_all_samples(samples: int, share: float, seed: int) -> None:
    train, test = split(samples, share, np.random.default_rng(seed))
    held_back = round(share * samples)
    assert len(train) == samples - held_back
    if held_back:
        assert sorted([*train, *test]) == list(range(samples))
    else:
        assert test is train
        assert sorted(train) == list(range(samples))


@given(
    kind=st.sampled_from(CLASSIFIED),
    points=st.integers(10, 300),
    seed=st.integers(0, 2**31 - 1),
    share=st.sampled_from([0.0, 0.25, 0.5, 0.9]),
)
def test_points_without_noise_lie_between_minus_one_and_one(
    kind: type[Toy], points: int, seed: int, share: float
) -> None:
    data = kind(points=points, seed=seed, noise=0.0, test_fraction=share).load()
    held_back = round(share * points)
    assert data.samples == points - held_back
    assert len(data.x_test) == (held_back or points)
    assert data.two_inputs
    assert max(np.abs(data.x_train).max(), np.abs(data.x_test).max()) <= 1 + 1e-6
    assert set(np.unique(data.y_train)) <= {0, 1}
    assert (data.note is None) == (held_back > 0)


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_defaults_are_balanced_and_roughly_in_range(kind: type[Toy]) -> None:
    data = kind().load()
    assert (data.samples, len(data.x_test), data.task, data.classes) == (150, 50, "binary", ("0", "1"))
    assert 0.35 < data.y_train.mean() < 0.65
    assert np.abs(data.x_train).max() < 1.25


@pytest.mark.parametrize("kind", [*CLASSIFIED, Plane])
def test_another_seed_makes_other_points(kind: type[Toy]) -> None:
    assert not np.array_equal(kind(seed=1).load().x_train, kind(seed=2).load().x_train)


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_noise_moves_the_points(kind: type[Toy]) -> None:
    calm, moved = kind(noise=0.0).load(), kind(noise=0.4).load()
    assert np.array_equal(calm.y_train, moved.y_train)
    shift = moved.x_train.astype(float) - calm.x_train
    assert shift.std() == pytest.approx(0.4, rel=0.15)


def test_circle_is_a_disc_in_a_ring() -> None:
    data = Circle(noise=0.0, points=1000, test_fraction=0.0).load()
    radius = np.hypot(*data.x_train.T.astype(float))
    assert radius[data.y_train == 1].max() <= 0.5 + 1e-6
    assert radius[data.y_train == 0].min() >= 0.7 - 1e-6
    assert (radius[data.y_train == 1] < 0.25).mean() == pytest.approx(0.25, abs=0.05)  # even over the area


def test_xor_is_one_where_the_signs_differ() -> None:
    data = Xor(noise=0.0, points=1000).load()
    assert np.array_equal(data.y_train == 1, data.x_train[:, 0] * data.x_train[:, 1] < 0)
    assert np.abs(data.x_train).min() >= 0.1 - 1e-6


def test_gaussians_have_their_centres_and_width() -> None:
    data = Gaussians(points=10_000, noise=0.3, test_fraction=0.0).load()
    for label, centre in ((0, -0.5), (1, 0.5)):
        cloud = data.x_train[data.y_train == label]
        assert cloud.mean(axis=0) == pytest.approx([centre, centre], abs=0.02)
        assert cloud.std(axis=0) == pytest.approx([0.3, 0.3], abs=0.01)


def test_spiral_arms_lie_opposite() -> None:
    data = Spiral(points=400, noise=0.0, turns=2.0, test_fraction=0.0).load()
    x = data.x_train.astype(float)
    radius = np.hypot(*x.T)
    angle = np.arctan2(x[:, 1], x[:, 0]) - 4 * np.pi * radius - np.pi * data.y_train
    assert np.cos(angle) == pytest.approx(np.ones(400), abs=1e-4)


def test_plane_follows_its_coefficients() -> None:
    data = Plane(weight_0=-1.0, weight_1=0.5, bias=3.0, noise=0.0).load()
    expected = data.x_train.astype(float) @ [-1.0, 0.5] + 3.0
    assert data.task == "regression"
    assert data.y_train == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", [7, 1, 2, 3])
def test_linear_regression_is_found_by_descent(seed: int) -> None:
    """The worked example: 100 samples, SGD 0.1, batch 2, 100 epochs give 2, 3, 4 and an error of 0.04."""
    data = Plane(seed=seed).load()
    assert data.samples == 100
    x = np.column_stack([data.x_train, np.ones(100)]).astype(float)
    y = data.y_train.astype(float)
    weights, rng = np.zeros(3), np.random.default_rng(seed)
    for _ in range(100):
        for batch in rng.permutation(100).reshape(50, 2):
            weights -= 0.1 * 2 / 2 * x[batch].T @ (x[batch] @ weights - y[batch])
    assert weights == pytest.approx([2, 3, 4], abs=0.15)
    assert ((x @ weights - y) ** 2).mean() == pytest.approx(0.04, abs=0.016)


def test_samples_are_the_given_numbers() -> None:
    data = Samples(x=[[2, 3], [0.5, -1]], y=[[11], [7]])  # type: ignore[arg-type]
    assert data.x == ((2.0, 3.0), (0.5, -1.0))
    dataset = data.load()
    assert dataset.x_train.tolist() == dataset.x_test.tolist() == [[2, 3], [0.5, -1]]
    assert dataset.y_train.tolist() == [11, 7]
    assert dataset.features == ("x1", "x2")
    assert dataset.note is not None


def test_samples_with_several_targets() -> None:
    dataset = Samples(x=((1.0,),), y=((2.0, 3.0),)).load()
    assert dataset.y_train.shape == (1, 2)


def test_samples_without_a_target_for_each_are_told() -> None:
    data = Samples(x=((1.0, 2.0), (3.0, 4.0)))
    sentence = "There are 2 rows of inputs but 1 of targets; each sample needs both."
    with pytest.raises(DataError, match=sentence):
        data.load()
    with pytest.raises(DataError, match=sentence):
        data.loader()


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ((),),
        ((1.0,), (1.0, 2.0)),
        (1.0, 2.0),
        ((True,),),
        (("1",),),
        ((float("nan"),),),
        ((1e31,),),
        "12",
        None,
        ((0.0,),) * 1001,
        ((0.0,) * 101,),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(rows: object) -> None:
    with pytest.raises(PartError, match=r"^Samples: x must be "):
        Samples(x=rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Circle, {"points": 9}),
        (Circle, {"points": 10_001}),
        (Circle, {"noise": -0.1}),
        (Circle, {"seed": -1}),
        (Circle, {"test_fraction": 0.95}),
        (Spiral, {"turns": 5.0}),
        (Plane, {"weight_0": 101.0}),
    ],
)
def test_sizes_are_bounded(kind: type[Toy], values: dict[str, float]) -> None:
    with pytest.raises(PartError, match=f"{next(iter(values))} must be"):
        kind(**values)
