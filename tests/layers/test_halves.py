"""Two halves side by side: every sample once, the same bits, errors raised, numpy's error state kept."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from nnviz.layers import halves
from nnviz.layers.base import Pass
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.halves import LARGE, in_halves
from nnviz.layers.max_pooling2d import MaxPooling2D


@pytest.fixture(autouse=True)
def two_threads(monkeypatch):
    monkeypatch.setattr(halves, "_threads", 2)


@pytest.mark.parametrize("samples", [0, 1, 2, 7, 64])
@pytest.mark.parametrize("numbers", [1, LARGE])
def test_every_sample_is_worked_on_once(samples, numbers):
    counts = np.zeros(samples, int)

    def work(some):
        counts[some] += 1

    in_halves(samples, numbers, work)
    assert counts.tolist() == [1] * samples


def test_large_work_is_shared_and_small_work_is_not():
    seen = []
    for numbers in (1, LARGE):
        in_halves(4, numbers, lambda some: seen.append(threading.get_ident()))
    assert len(seen) == 3
    assert len(set(seen[1:])) == 2
    halves.use_threads(1)
    in_halves(4, LARGE, lambda some: seen.append(threading.get_ident()))
    assert len(seen) == 4


@pytest.mark.parametrize("place", [0, 3])
def test_what_fails_in_either_half_is_raised(place):
    def work(some):
        if some.start <= place < some.stop:
            raise ValueError("here")

    with pytest.raises(ValueError, match="here"):
        in_halves(4, LARGE, work)


def test_overflow_is_as_quiet_in_the_other_thread():
    values = np.full(4, 1e38, np.float32)

    def work(some):
        values[some] *= 10

    with np.errstate(over="ignore"):
        in_halves(4, LARGE, work)
    assert np.isinf(values).all()


def test_a_convolution_and_a_pooling_end_in_the_same_bits(monkeypatch):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 26, 26, 1)).astype("f4")
    ends = []
    for threads in (1, 2):
        monkeypatch.setattr(halves, "_threads", threads)
        layer, pool = Conv2D(16, (3, 3), activation="relu"), MaxPooling2D()
        assert LARGE < 40 * 24 * 24 * 16
        weights = [
            np.random.default_rng(1).normal(size=w.shape).astype("f4") for w in layer.weights((26, 26, 1))
        ]
        gradients = [np.zeros_like(w) for w in weights]
        m, after = Pass(training=True), Pass(training=True)
        m.x = (x,)
        layer.forward(m, weights)
        after.x = (m.a,)
        pool.forward(after, [])
        after.da = np.random.default_rng(2).normal(size=after.a.shape).astype("f4")
        pool.backward(after, [], [], False, True)
        (m.da,) = after.dx
        layer.backward(m, weights, gradients, False, True)
        ends.append([array.tobytes() for array in (m.a, after.a, m.da, m.dz, *m.dx, *gradients)])
    assert ends[0] == ends[1]
