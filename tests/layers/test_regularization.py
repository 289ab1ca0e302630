"""Layers that draw random numbers in training, and the penalty on outputs."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.engine.timeline import Timeline
from nnviz.layers.activity_regularization import ActivityRegularization
from nnviz.layers.alpha_dropout import AlphaDropout
from nnviz.layers.base import LAYERS, Pass
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.gaussian_dropout import GaussianDropout
from nnviz.layers.gaussian_noise import GaussianNoise
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1L2
from nnviz.layers.spatial_dropout1d import SpatialDropout1D
from nnviz.layers.spatial_dropout2d import SpatialDropout2D
from nnviz.templates.base import chain
from tests.layers.steps import assert_trains_as_keras, run_on

RANDOM = [kind for kind in LAYERS.values() if kind.random]


def passed(layer, x, training=True, seed=(7, 3, 1)) -> Pass:
    m = Pass(training, seed)
    m.x = (x,)
    layer.forward(m, [])
    m.da = np.ones_like(m.a)
    layer.backward(m, [], [], False, True)
    return m


def test_the_layers_are_there():
    names = {kind.kind() for kind in RANDOM}
    assert names >= {"Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout"}


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_dropout_drops_its_share_and_keeps_the_mean(rate):
    x = np.full((400, 250), 2.0)
    m = passed(Dropout(rate), x)
    share = float((m.a == 0).mean())
    assert share == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / x.size))
    assert set(np.unique(m.a)) == {0.0, 2.0 / (1 - rate)}
    assert m.a.mean() == pytest.approx(2, rel=0.02)
    # Neither rows nor columns share their fate.
    assert (m.a == 0).mean(0).std() < 0.1
    assert (m.a == 0).mean(1).std() < 0.1


def test_the_gradient_of_dropout_is_its_mask():
    rng = np.random.default_rng(0)
    x, da = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    m = passed(Dropout(0.5), x)
    m.da = da
    Dropout(0.5).backward(m, [], [], False, True)
    mask = m.kept["mask"]
    assert np.array_equal(m.dx[0], da * mask)
    assert np.array_equal(m.a, x * mask)
    assert set(np.unique(mask)) == {0.0, 2.0}


def test_all_and_nothing():
    x = np.ones((3, 4))
    assert not passed(Dropout(1.0), x).a.any()
    assert np.array_equal(passed(Dropout(0.0), x).a, x)


@pytest.mark.parametrize(
    ("layer", "shape", "alike"), [(SpatialDropout1D(), (6, 5), (1,)), (SpatialDropout2D(), (4, 3, 5), (1, 2))]
)
def test_spatial_dropout_drops_whole_channels(layer, shape, alike):
    m = passed(layer, np.ones((50, *shape)))
    assert m.kept["mask"].shape == (50, *(1 for _ in alike), 5)
    dropped = m.a == 0
    assert np.array_equal(dropped.all(axis=alike), dropped.any(axis=alike))
    assert 0.3 < dropped.all(axis=alike).mean() < 0.7


def test_noise_has_its_deviation():
    x = np.full((300, 300), 3.0)
    m = passed(GaussianNoise(0.25), x)
    assert m.a.mean() == pytest.approx(3, abs=0.01)
    assert (m.a - x).std() == pytest.approx(0.25, rel=0.02)
    assert np.array_equal(m.kept["noise"], m.a - x) or np.allclose(m.kept["noise"], m.a - x, atol=1e-12)
    assert np.array_equal(m.dx[0], m.da)


def test_gaussian_dropout_has_the_deviation_of_dropout():
    m = passed(GaussianDropout(0.2), np.ones((300, 300)))
    assert m.a.mean() == pytest.approx(1, abs=0.01)
    assert m.a.std() == pytest.approx(0.5, rel=0.02)  # √(0.2 / 0.8)


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.default_rng(1).normal(size=(400, 400))
    m = passed(AlphaDropout(0.3), x)
    assert m.a.mean() == pytest.approx(0, abs=0.02)
    assert m.a.std() == pytest.approx(1, rel=0.02)
    assert (m.kept["mask"] == 0).mean() == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize("kind", RANDOM)
def test_same_step_same_numbers_other_step_others(kind):
    layer, x = kind(), np.ones((8, 4, 3, 5)) if kind is SpatialDropout2D else np.ones((8, 4, 5))
    first, again = passed(layer, x).a, passed(layer, x).a
    assert first.tobytes() == again.tobytes()
    assert not np.array_equal(first, passed(layer, x, seed=(7, 4, 1)).a)
    assert not np.array_equal(first, passed(layer, x, seed=(7, 3, 2)).a)
    in_float32 = passed(layer, x.astype("float32")).a
    np.testing.assert_allclose(first, in_float32, rtol=1e-6)  # one mask in every precision


@pytest.mark.parametrize("kind", RANDOM)
def test_nothing_is_drawn_in_use(kind):
    x = np.random.default_rng(2).normal(size=(8, 4, 3, 5) if kind is SpatialDropout2D else (8, 4, 5))
    m = passed(kind(), x, training=False)
    assert np.array_equal(m.a, x)
    assert np.array_equal(m.dx[0], m.da)
    assert not m.kept


def noisy(seed=7):
    layers = (Dense(6, "tanh"), Dropout(0.5), Dense(5, "relu"), GaussianNoise(0.3), GaussianDropout(0.2))
    return run_on(chain(Input((3,)), *layers, Dense(1)), seed=seed)


def test_any_step_of_the_timeline_is_the_same_again():
    """Forwards, backwards, by replay from a key state: always the same masks, hence the same bits."""
    run = noisy()
    timeline, straight = Timeline(run), run.start()
    for step in range(1, 30):
        straight = run.trace(straight).after
        assert timeline.state(step) == straight
    fresh = Timeline(noisy())
    for step in (29, 3, 17, 0, 28):
        assert fresh.state(step) == timeline.state(step)
    masks = [run.trace(timeline.state(9)).layers["dropout"].kept["mask"] for _ in range(2)]
    assert masks[0].tobytes() == masks[1].tobytes()
    other = run.trace(timeline.state(10)).layers["dropout"].kept["mask"]
    assert not np.array_equal(masks[0], other)


def test_two_layers_do_not_share_a_mask():
    run = run_on(chain(Input((6,)), Dropout(0.5), Dropout(0.5), Dense(1)))
    layers = run.trace(run.start()).layers
    assert not np.array_equal(layers["dropout"].kept["mask"], layers["dropout_1"].kept["mask"])


def test_another_seed_draws_other_masks():
    one, two = (run.trace(run.start()).layers["dropout"].kept["mask"] for run in (noisy(1), noisy(2)))
    assert not np.array_equal(one, two)


def test_training_beside_keras_with_our_masks():
    """Keras uses the masks and the noise that the trace kept."""
    assert_trains_as_keras(noisy(), steps=10, masks=True)


@pytest.mark.parametrize(
    "layer", [ActivityRegularization(0.03, 0.0), ActivityRegularization(0.02, 0.05)], ids=str
)
def test_activity_regularization_beside_keras(layer):
    run = run_on(chain(Input((3,)), Dense(6, "tanh"), layer, Dense(1)))
    assert_trains_as_keras(run, steps=10)
    trace = run.trace(run.start())
    a = trace.layers["activity_regularization"].a
    # The last batch of an epoch could be smaller: the mean over the samples is what counts.
    assert trace.penalty == pytest.approx(L1L2(layer.l1, layer.l2).penalty(a) / len(a))


def test_no_penalty_without_factors():
    assert ActivityRegularization().output_regularizer is None
