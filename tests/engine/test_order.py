"""Batch order follows from (seed, epoch) and gives every sample once an epoch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.order import batch_indices, permutation, steps_per_epoch


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 5), st.booleans(), st.integers(0, 3))
def test_every_epoch_takes_every_sample_once(samples, batch_size, seed, shuffle, epoch):
    steps = steps_per_epoch(samples, batch_size)
    first = epoch * steps
    batches = [batch_indices(first + i, samples, batch_size, seed, shuffle) for i in range(steps)]
    assert sorted(np.concatenate(batches)) == list(range(samples))
    assert all(len(batch) == batch_size for batch in batches[:-1])
    assert 1 <= len(batches[-1]) <= batch_size


def test_order_depends_on_seed_and_epoch_and_on_nothing_else():
    order = permutation(50, 3, 1, True).tolist()
    permutation.cache_clear()
    assert permutation(50, 3, 1, True).tolist() == order
    assert permutation(50, 4, 1, True).tolist() != order
    assert permutation(50, 3, 2, True).tolist() != order
    assert permutation(50, 3, 2, False).tolist() == list(range(50))


def test_order_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        permutation(5, 0, 0, True)[0] = 1


@pytest.mark.parametrize(("samples", "batch", "steps"), [(10, 5, 2), (11, 5, 3), (1, 5, 1), (5, 1, 5)])
def test_last_batch_may_be_smaller(samples, batch, steps):
    assert steps_per_epoch(samples, batch) == steps
