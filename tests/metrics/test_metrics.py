"""What holds for every metric, some by hand, and each beside its namesake in Keras."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from nnviz.losses.base import LOSSES
from nnviz.metrics.accuracy import Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy
from nnviz.metrics.auc import AUC
from nnviz.metrics.base import METRICS, Metric, suggested
from nnviz.metrics.confusion_matrix import ConfusionMatrix
from nnviz.metrics.precision import F1Score, Precision, Recall
from tests.layers.parts import assert_value, label, variants

CLASSES = 6


def every_metric() -> list[Metric]:
    more = [
        BinaryAccuracy(0.3),
        BinaryAccuracy(0.0),
        Precision(0.25),
        Recall(0.8),
        Recall(0.0),
        F1Score(threshold=None),
        F1Score("micro", None),
        F1Score("weighted", 0.2),
        AUC(num_thresholds=7),
        AUC(50, "PR"),
        AUC(50, "PR", "majoring"),
        AUC(20, summation_method="minoring"),
        *(METRICS[kind](k) for kind in METRICS if "TopK" in kind for k in (1, 2)),
    ]
    return [*(metric for kind in METRICS.values() for metric in variants(kind)), *more]


def batches(labels: bool, units: int, dtype: str, classes: bool = True, seed: int = 0) -> Any:
    """Return batches of different size; some outputs are equal to each other, to a threshold, to 0 and to 1."""
    rng = np.random.default_rng(seed)
    found = []
    for count in (5, 8, 1, 30):
        a = np.round(rng.uniform(size=(count, units)), 2).astype(dtype)
        if units > 1 and seed % 2:
            a = (a / np.maximum(a.sum(axis=1, keepdims=True), 0.01)).astype(dtype)
        a[0, 0] = rng.choice([0.0, 1.0, 0.5])
        if labels:
            y = rng.integers(0, units, count)
        elif units == 1 or not classes:
            y = rng.integers(0, 2, (count, units)) if classes else rng.normal(size=(count, units))
        else:
            y = np.eye(units)[rng.integers(0, units, count)]
        found.append((y if labels else y.astype(dtype), a))
    return found


def cases() -> list[tuple[Metric, bool, int]]:
    return [
        (metric, labels, units)
        for metric in every_metric()
        for labels in (True, False)
        for units in (1, CLASSES)
        if metric.fits(labels, units) and not (labels and units == 1)
    ]


def name(case: tuple[Metric, bool, int]) -> str:
    return f"{label(case[0])}-{'labels' if case[1] else 'rows'}-{case[2]}"


@pytest.mark.parametrize("case", cases(), ids=name)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_batch_by_batch_as_keras(case, seed):
    pytest.importorskip("tensorflow")
    keras = pytest.importorskip("keras")
    metric, labels, units = case
    resolved = metric.resolved(labels, units, 0.5)
    if not metric.in_keras:
        pytest.skip("Keras has none")
    if isinstance(metric, Accuracy):
        from keras.src.trainers.compile_utils import get_metric

        first = batches(labels, units, "float32", seed=seed)[0]
        other = get_metric("accuracy", *first)
    else:
        fields = {k: v for k, v in metric.values().items() if k in metric.changed() or k in metric.always}
        other = getattr(keras.metrics, metric.kind())(**fields)
        assert other.name.rstrip("_0123456789") == metric.keras_name.rstrip("_0123456789")
    state = resolved.start(units)
    for y, a in batches(labels, units, "float32", "binary" in metric.tasks or units == 1, seed):
        state = resolved.update(state, y, a)
        other.update_state(y, a)
        # Keras adds up in float32.
        assert resolved.result(state) == pytest.approx(float(other.result()), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("kind", [kind for kind in METRICS if METRICS[kind].in_keras and kind != "Accuracy"])
def test_defaults_are_keras_or_always_given(kind):
    import inspect

    keras = pytest.importorskip("keras")
    known = inspect.signature(getattr(keras.metrics, kind)).parameters
    for field, value in METRICS[kind].defaults().items():
        assert field in METRICS[kind].always or known[field].default == value, field


@pytest.mark.parametrize("case", cases(), ids=name)
def test_a_state_is_a_value(case):
    """Nothing is written to, the start is the same again, and one batch of all samples gives what many give."""
    metric, labels, units = case
    resolved = metric.resolved(labels, units, 0.5)
    parts = batches(labels, units, "float64")
    state = start = resolved.start(units)
    for y, a in parts:
        y.flags.writeable = a.flags.writeable = False
        before = [array.tobytes() for array in state]
        after = resolved.update(state, y, a)
        assert [array.tobytes() for array in state] == before
        assert not any(array.flags.writeable for array in after)
        state = after
    whole = resolved.update(start, *(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    np.testing.assert_allclose(resolved.result(whole), resolved.result(state), rtol=1e-12)


@pytest.mark.parametrize("metric", every_metric(), ids=label)
def test_metric_tells_what_it_is(metric):
    assert metric.title
    assert metric.help.endswith(".")
    assert metric.formula
    assert metric.keras_name
    assert set(metric.takes) <= {"labels", "rows"}
    assert set(metric.tasks) <= {"regression", "binary", "classes"}
    assert "https://keras.io/" in (type(metric).__doc__ or "")
    assert all(info.help for info in metric.declared().values())
    assert_value(metric)


@pytest.mark.parametrize("kind", METRICS)
def test_before_the_first_batch(kind):
    metric = METRICS[kind]().resolved(labels=False, units=2, threshold=0.5)
    assert np.all(np.asarray(metric.result(metric.start(2))) == 0)


def test_every_task_has_a_suggestion():
    assert {m.kind() for m in suggested("regression")} == {"MeanAbsoluteError"}
    assert {m.kind() for task in ("binary", "classes") for m in suggested(task)} == {"Accuracy"}


# --- by hand ---------------------------------------------------------------------------------------------


def test_accuracy_means_what_outputs_and_targets_ask_for():
    accuracy = Accuracy()
    assert accuracy.resolved(False, 1, 0.5) == BinaryAccuracy()
    assert accuracy.resolved(False, 1, LOSSES["Hinge"]().threshold) == BinaryAccuracy(0.0)
    assert accuracy.resolved(True, 3, 0.5) == SparseCategoricalAccuracy()
    assert accuracy.resolved(False, 3, 0.5) == CategoricalAccuracy()


def measure(metric, y, a):
    y, a = np.array(y, "float64"), np.array(a, "float64")
    return metric.result(metric.update(metric.start(a.shape[-1]), y, a))


Y = [[1], [1], [1], [0], [0]]
P = [[0.9], [0.8], [0.2], [0.7], [0.1]]


def test_counts_by_hand():
    assert measure(BinaryAccuracy(), Y, P) == pytest.approx(3 / 5)
    assert measure(Precision(), Y, P) == pytest.approx(2 / 3)
    assert measure(Recall(), Y, P) == pytest.approx(2 / 3)
    assert measure(Recall(0.15), Y, P) == 1
    assert measure(F1Score(), Y, P) == pytest.approx(2 / 3)
    assert measure(ConfusionMatrix(), Y, P).tolist() == [[1, 1], [1, 2]]


def test_area_under_roc_is_the_share_of_pairs_in_the_right_order():
    pairs = [p > q for p in (0.9, 0.8, 0.2) for q in (0.7, 0.1)]
    assert measure(AUC(), Y, P) == pytest.approx(sum(pairs) / 6)
    assert measure(AUC(from_logits=True), Y, np.log(np.array(P) / (1 - np.array(P)))) == pytest.approx(5 / 6)


def test_errors_by_hand():
    y, a = [[1, 2], [0, 0]], [[2, 4], [0, 3]]
    assert measure(METRICS["MeanAbsoluteError"](), y, a) == 1.5
    assert measure(METRICS["MeanSquaredError"](), y, a) == 3.5
    assert measure(METRICS["RootMeanSquaredError"](), y, a) == math.sqrt(3.5)


def test_confusion_matrix_of_three_classes():
    a = np.eye(3)[[0, 1, 1, 2, 0]]
    metric = ConfusionMatrix()
    for y in (np.array([0, 1, 2, 2, 0]), np.eye(3)[[0, 1, 2, 2, 0]]):
        counts = metric.result(metric.update(metric.start(3), y, a))
        assert counts.tolist() == [[2, 0, 0], [0, 1, 0], [0, 1, 1]]
    assert counts.dtype == np.int64
