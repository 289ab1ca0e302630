"""Where in the data a training before the document was: which samples, and in which order they come next."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.design.document import Document
from nnviz.design.remembering import EPOCH, SAMPLES
from nnviz.engine.order import permutation
from nnviz.engine.remembered import epochs_before, learned_from, place
from nnviz.engine.run import Run
from nnviz.engine.sealed import opened
from nnviz.templates.base import template


@pytest.fixture
def document() -> Document:
    return template("circle").build().with_setup(shuffle=True)


def with_place(document: Document, epochs: int, samples: int, of: int) -> Document:
    return document.with_weights({**document.weights, **place(epochs, samples, of)})


def test_a_run_goes_on_with_the_epochs_order(document: Document) -> None:
    data = document.setup.data.load()
    placed = with_place(document, 3, 120, data.samples)
    run = Run(*opened(placed, data))
    assert run.samples == 120
    size = document.setup.batch_size
    order = permutation(120, document.setup.seed, 3, True)
    for step in (0, 5):
        batch = run.batch(step)
        assert np.array_equal(batch.indices, order[step * size : (step + 1) * size])
        assert np.array_equal(batch.x, data.x_train[batch.indices])
        assert batch.epoch == 3
    following = run.batch(run.steps_per_epoch)
    assert following.epoch == 4
    assert np.array_equal(following.indices, permutation(120, document.setup.seed, 4, True)[:size])


def test_large_data_comes_in_the_same_order(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = with_place(document, 2, 0, 0)
    small = Run(*opened(placed, document.setup.data.load()))
    batches = [small.batch(step) for step in (1, small.steps_per_epoch + 1)]
    monkeypatch.setattr("nnviz.engine.run._REORDERED_BYTES", 0)
    large = Run(*opened(placed, document.setup.data.load()))
    for batch, step in zip(batches, (1, small.steps_per_epoch + 1), strict=True):
        assert np.array_equal(batch.x, large.batch(step).x)
        assert np.array_equal(batch.indices, large.batch(step).indices)


def test_steps_and_traces_take_the_same_samples(document: Document) -> None:
    run = Run(*opened(with_place(document, 2, 0, 0), document.setup.data.load()))
    trace = run.trace(run.start())
    assert run.advance(run.start())[0] == trace.after
    assert trace.batch.epoch == 2


def test_samples_that_are_not_those_of_the_data_are_left_alone(document: Document) -> None:
    data = document.setup.data.load()
    for samples, of in ((0, 0), (10, 9), (data.samples, data.samples), (-5, data.samples)):
        weights = place(1, samples, of)
        assert learned_from(weights, data) is data
    assert learned_from({SAMPLES: np.zeros(3)}, data) is data
    part = learned_from(place(1, 10, data.samples), data)
    assert part.samples == 10
    assert "10 samples that the full training learned from; 140 others" in str(part.note)


def test_epochs_before() -> None:
    assert epochs_before({}) == 0
    assert epochs_before(place(4, 0, 0)) == 4
    assert epochs_before({EPOCH: np.array(-3.0)}) == 0
    assert epochs_before({EPOCH: np.zeros(2)}) == 0
