"""The record puts what a run says in order."""

from __future__ import annotations

import math

import pytest

from nnviz.export.reports import (
    BatchDone,
    Done,
    Download,
    EpochDone,
    Hello,
    Paused,
    Phase,
    Rate,
    Resumed,
    Sample,
    Started,
)
from nnviz.ui.train.record import MOST_POINTS, Curve, Record

LOGS = {"loss": 0.5, "accuracy": 0.75}


def heard(*events: object, epochs: int = 2, step: float = 1.0) -> Record:
    record = Record(epochs, 0.0)
    for number, event in enumerate(events, 1):
        record.hear(event, number * step)
    return record


def test_before_training_there_is_a_stage_and_nothing_else():
    record = heard(Phase("importing"), Hello("3.13", "3.15", "tensorflow", "2.21", ()), Phase("loading"))
    assert record.stage(3.0) == "loading"
    assert (record.epoch, record.run_share, record.seconds_left(3.0)) == (0, 0.0, None)
    assert record.curves == {}
    assert record.hello is not None


def test_shares_grow_with_batches_and_epochs():
    record = heard(Started(25, 25, 2, 4), BatchDone(1, 2, 4, LOGS))
    assert (record.epoch, record.epoch_share, record.run_share) == (1, 0.5, 0.25)
    record.hear(EpochDone(1, 2, LOGS, 4.0), 4.0)
    assert (record.epoch, record.epoch_share, record.run_share) == (1, 1.0, 0.5)
    record.hear(BatchDone(2, 1, 4, LOGS), 5.0)
    assert (record.epoch, record.epoch_share, record.run_share) == (2, 0.25, 0.625)


def test_time_left_goes_by_batches_first_and_by_epochs_then():
    record = heard(Started(25, 25, 2, 11), BatchDone(1, 1, 11, LOGS), BatchDone(1, 6, 11, LOGS))
    assert record.seconds_left(3.0) == pytest.approx((5 + 11) / 5)  # 5 batches took a second
    record.hear(EpochDone(1, 2, LOGS, 3.0), 4.0)
    assert record.seconds_left(4.0) == pytest.approx(3.0)
    record.end(10.0)
    assert record.seconds_left(10.0) is None
    assert record.seconds(99.0) == 10.0


def test_curves_hold_training_validation_and_the_running_epoch():
    logs = {**LOGS, "val_loss": 0.6, "val_accuracy": 0.7}
    record = heard(BatchDone(1, 1, 2, LOGS), EpochDone(1, 2, logs, 1.0))
    assert list(record.curves) == ["loss", "accuracy"]
    assert record.metrics == ("accuracy",)
    assert record.curves["loss"] == Curve([(0.5, 0.5)], [(1, 0.5)], [(1, 0.6)])
    assert record.training_logs == logs


def test_curves_stay_within_bounds():
    curve = Curve()
    for place in range(3 * MOST_POINTS):
        curve.add_running((place, 0.0))
    assert len(curve.running) <= MOST_POINTS
    assert curve.running[-1][0] == 3 * MOST_POINTS - 1


def test_validation_between_epochs_is_a_stage_only_when_it_takes_its_time():
    record = heard(Started(25, 25, 2, 4), BatchDone(1, 4, 4, LOGS), Phase("validating"))
    assert record.stage(3.1) == "training"
    assert record.stage(9.0) == "validating"
    record.hear(Phase("testing"), 10.0)
    assert record.stage(10.0) == "testing"


def test_a_download_is_over_when_all_is_there_or_training_begins():
    record = heard(Phase("loading"), Download("mnist.npz", 5, 10))
    assert record.downloading
    record.hear(Download("mnist.npz", 10, 10), 3.0)
    assert not record.downloading
    record = heard(Download("photos.tgz", 5))
    assert record.downloading
    record.hear(Started(25, 25, 2), 3.0)
    assert not record.downloading


def test_unknown_numbers_of_batches_and_values_that_are_none():
    record = heard(Started(25, 25, 0), BatchDone(1, 3, 0, {"loss": math.nan}), epochs=5)
    assert (record.epochs, record.epoch_share, record.seconds_left(2.0)) == (5, 0.0, None)
    record.hear(Done(True, 1, {}, True), 3.0)
    assert record.done is not None


def test_a_pause_takes_no_time_of_the_pace():
    record = heard(Started(25, 25, 2, 11), BatchDone(1, 1, 11, LOGS), BatchDone(1, 6, 11, LOGS), Paused())
    assert record.seconds_left(1000.0) == record.seconds_left(4.0)
    assert record.seconds(1000.0) == 4.0
    record.hear(Resumed(), 1004.0)
    assert record.seconds_left(1005.0) == pytest.approx(16 / 5 * 3)  # 5 batches took three seconds
    assert record.seconds(1005.0) == 5.0


def test_a_download_has_a_time_left():
    record = heard(Download("a.npz", 10, 100))
    assert record.download_seconds_left(2.0) is None
    record.hear(Download("a.npz", 40, 100), 4.0)
    assert record.download_seconds_left(4.0) == pytest.approx(60 * 3 / 30)
    record.hear(Download("b.npz", 1, 100), 5.0)
    assert record.download_seconds_left(5.0) is None


def test_the_rate_is_the_newest_that_was_told():
    record = heard(BatchDone(1, 1, 2, LOGS, 0.1))
    assert record.rate == 0.1
    record.hear(Rate(0.05), 2.0)
    assert (record.rate, record.refused_rate) == (0.05, False)
    record.hear(BatchDone(1, 2, 2, LOGS, 0.04), 3.0)
    assert record.rate == 0.04
    record.hear(EpochDone(1, 2, {**LOGS, "learning_rate": 0.04}, 1.0, 0.04), 4.0)
    assert record.rates == [(1, 0.04)]
    assert "learning_rate" not in record.curves
    record.hear(Rate(0.0), 5.0)
    assert record.refused_rate


def test_a_resumed_run_takes_back_what_it_tells_again():
    first = [EpochDone(n, 4, {**LOGS, "val_loss": 0.1 * n}, 1.0, 0.1) for n in (1, 2, 3)]
    samples = [Sample(n, (0,), (0.0,), ((1.0,),)) for n in (1, 2, 3)]
    record = heard(Phase("importing"), Started(25, 25, 4, 4), *first, *samples, Done(True, 3, {}))
    record.hear(Phase("importing"), 100.0)
    assert record.done is None
    record.hear(BatchDone(3, 1, 4, LOGS), 101.0)
    assert record.curves["loss"].training == [(1, 0.5), (2, 0.5)]
    assert sorted(record.samples) == [1, 2]
    assert record.epoch == 3
    assert record.seconds(103.0) == 3.0
    record.hear(EpochDone(3, 4, LOGS, 1.0), 104.0)
    assert [number for number, _ in record.curves["loss"].training] == [1, 2, 3]


@pytest.mark.parametrize(
    ("epochs", "epoch", "span"),
    [(5, 0, 5), (10, 1, 10), (60, 1, 6), (5000, 3, 5), (5000, 40, 50), (5000, 501, 5000)],
)
def test_a_long_run_is_drawn_from_near_at_first(epochs, epoch, span):
    record = Record(epochs, 0.0)
    if epoch:
        record.hear(BatchDone(epoch, 1, 2, LOGS), 1.0)
    assert record.span == span
    assert record.span >= epoch


def test_a_run_that_was_found_has_begun_earlier():
    record = Record(2, 1000.0)
    record.hear(Phase("importing"), 10.0)
    record.hear(EpochDone(1, 2, LOGS, 4.0), 30.0)
    assert record.seconds(1000.0) == 990.0
    assert record.heard == 30.0
