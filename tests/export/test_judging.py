"""Answers of a network read without Keras: who is taken for whom, what is surest and wrong, damaged files."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import judge as child
import numpy as np
import pytest

from nnviz.export import judging, runs
from nnviz.export.checkpoints import Checkpoint
from nnviz.export.judging import Judgement, JudgingError, Mistake, shown_sample
from nnviz.export.program import start_weights
from nnviz.export.reports import Hello
from nnviz.export.runs import TrainingRun
from nnviz.export.training import TrainingError, prepare
from nnviz.templates.base import template

ANSWERS: dict[str, Any] = {
    "targets": np.array([0, 1, 2, 1, 0]),
    "outputs": np.array(
        [[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7], [0.1, 0.2, 0.7], [0.5, 0.3, 0.2]], np.float32
    ),
    "worst": np.array([3, 1]),
    "inputs": np.arange(8, dtype=np.float32).reshape(2, 2, 2),
}


@pytest.fixture
def run() -> TrainingRun:
    document = template("circle").build()
    return runs.load_run(prepare(document, start_weights(document), runs.new_folder("circle")).folder)


@pytest.fixture
def found(run: TrainingRun) -> Checkpoint:
    return Checkpoint(run.folder / "circle.weights.h5", 0)


def answered(run: TrainingRun, found: Checkpoint, tmp_path: Path, **changes: Any) -> Judgement:
    """Return what is understood of answers that an errand left."""
    np.savez(tmp_path / judging.ANSWERS, **(ANSWERS | changes))
    return judging.finish(judging.prepare(run, found, tmp_path), run, found)


def test_the_same_names_on_both_sides() -> None:
    assert (judging.QUESTION, judging.ANSWERS) == (child.QUESTION, child.ANSWERS)


def test_who_is_taken_for_whom(run: TrainingRun, found: Checkpoint, tmp_path: Path) -> None:
    judged = answered(run, found, tmp_path)
    assert judged.right == 3
    assert judged.classes == ("0", "1", "2")  # the circle has two, so these cannot be its names
    assert judged.confusion.tolist() == [[2, 0, 0], [1, 0, 1], [0, 0, 1]]
    assert judged.mistakes() == (
        Mistake(3, 1, 2, pytest.approx(0.7), pytest.approx(0.2)),
        Mistake(1, 1, 0, pytest.approx(0.6), pytest.approx(0.3)),
    )
    assert [one.number for one in judged.mistakes(1, 0)] == [1]
    assert judged.mistakes(0, 0) == ()
    assert judged.picture
    assert judged.sample(1).tolist() == [[4, 5], [6, 7]]  # type: ignore[union-attr]
    assert judged.sample(0) is None


def test_one_output_tells_two_classes_apart(run: TrainingRun, found: Checkpoint, tmp_path: Path) -> None:
    judged = answered(
        run,
        found,
        tmp_path,
        targets=np.array([0, 1, 1]),
        outputs=np.array([[0.9], [0.6], [0.2]], np.float32),
        worst=np.array([0, 2]),
        inputs=np.array([[0.25, -1.5], [1, 2]], np.float32),
    )
    assert judged.named.tolist() == [1, 1, 0]
    assert judged.confusion.tolist() == [[0, 1], [1, 1]]
    assert [(one.number, round(one.sure, 4)) for one in judged.mistakes()] == [(0, 0.9), (2, 0.8)]
    assert not judged.picture
    assert shown_sample(judged, 0) == "x1 0.25, x2 -1.5"
    assert shown_sample(judged, 1) == ""
    nameless = Judgement(judged.targets, judged.outputs, judged.worst, judged.inputs, judged.classes)
    assert shown_sample(nameless, 0) == "0.25, -1.5"


def test_values_are_the_farthest_off_first(run: TrainingRun, found: Checkpoint, tmp_path: Path) -> None:
    judged = answered(
        run,
        found,
        tmp_path,
        targets=np.array([1.0, 2.0, 3.0], np.float32),
        outputs=np.array([[1.5], [0.0], [3.0]], np.float32),
        worst=np.array([1, 0]),
        inputs=np.zeros((2, 1), np.float32),
    )
    assert judged.regression
    assert judged.errors() == ((1, (2.0,), (0.0,)), (0, (1.0,), (1.5,)))


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": np.array([0, 1])},
        {"targets": np.array([-1, 1, 2, 1, 0])},
        {"targets": np.array([0, 1, 2, 1, 10**7])},
        {"targets": np.array(["a"] * 5)},
        {"worst": np.array([9])},
        {"worst": np.array([0.5])},
        {"inputs": np.zeros((3, 2))},
        {"outputs": np.zeros(5)},
    ],
)
def test_answers_that_are_none_are_refused(
    run: TrainingRun, found: Checkpoint, tmp_path: Path, changes: dict[str, Any]
) -> None:
    with pytest.raises(JudgingError, match="The answers of the network cannot be read"):
        answered(run, found, tmp_path, **changes)
    assert judging.known(run, found) is None


def test_answers_are_kept_for_exactly_these_weights(
    run: TrainingRun, found: Checkpoint, tmp_path: Path
) -> None:
    assert judging.known(run, found) is None
    answered(run, found, tmp_path)
    kept = judging.known(run, found)
    assert kept is not None
    assert kept.right == 3
    later = (run.folder / judging.KEPT / "start.npz").stat().st_mtime + 10
    os.utime(found.path, (later, later))
    assert judging.known(run, found) is None


def test_the_question(run: TrainingRun, found: Checkpoint, tmp_path: Path) -> None:
    job = judging.prepare(run, found, tmp_path, "some-python")
    assert job.argv[0] == "some-python"
    assert job.argv[2:] == (str(run.folder / "circle.py"), str(found.path), str(tmp_path))
    assert job.folder == tmp_path
    hello = Hello("3.13", "3.15", "jax", "0.9", ())
    asked = judging.prepare(dataclasses.replace(run, hello=hello), found, tmp_path)
    assert asked.env["KERAS_BACKEND"] == "jax"
    assert json.loads((tmp_path / judging.QUESTION).read_text()) == {
        "logits": False,
        "most": judging.MOST,
        "skip_bases": True,
    }
    (run.folder / "circle.py").unlink()
    with pytest.raises(TrainingError, match="The program of “circle” is not there any more"):
        judging.prepare(run, found, tmp_path)


# -- the child -----------------------------------------------------------------------------------------------------


def test_logits_become_probabilities() -> None:
    assert child.probabilities(np.array([[0.0], [100.0]])).tolist() == [[0.5], [1.0]]
    several = child.probabilities(np.array([[1000.0, 1000.0], [0.0, np.log(3)]]))
    assert several == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75]]))


def test_the_worst_answers() -> None:
    assert child.worst_of(ANSWERS["targets"], ANSWERS["outputs"], 9, 9).tolist() == [3, 1]
    assert child.worst_of(ANSWERS["targets"], ANSWERS["outputs"], 1, 1).tolist() == [3]
    sure = np.array([[0.9], [0.6], [0.2]])
    assert child.worst_of(np.array([[0], [1], [1]]), sure, 9, 9).tolist() == [0, 2]
    assert child.worst_of(np.array([1.0, 2.0, 3.0]), np.array([[1.5], [0.0], [3.0]]), 2, 9).tolist() == [1, 0]


def test_every_kind_of_mistake_has_its_turn() -> None:
    # Three of one kind are surer than the only one of another.
    sure = np.array([[0.99], [0.98], [0.97], [0.4], [0.9]])
    assert child.worst_of(np.array([0, 0, 0, 1, 1]), sure, 1, 4).tolist() == [0, 1, 2, 3]
    assert child.worst_of(np.array([0, 0, 0, 1, 1]), sure, 1, 2).tolist() == [0, 3]
    assert child.worst_of(np.array([0, 0, 0, 1, 1]), sure, 3, 3).tolist() == [0, 1, 2]
