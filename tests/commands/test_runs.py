"""``nnviz runs`` and the parts of ``nnviz train`` that need no Keras."""

from __future__ import annotations

import json

import numpy as np
import pytest
from train import hold

from nnviz.design.file import load
from nnviz.export import judging, runs, weights_file
from nnviz.export.program import start_weights
from nnviz.export.training import prepare
from nnviz.optimizers.sgd import SGD

HELLO = {
    "event": "hello",
    "python": "3.11",
    "keras": "3.12.0",
    "backend": "tensorflow",
    "backend_version": "2.21.0",
    "devices": [{"kind": "CPU", "name": "x"}],
}
EPOCH = {"event": "epoch", "epoch": 1, "epochs": 1, "logs": {"loss": 0.25}, "seconds": 2}
DONE = {"event": "done", "stopped": False, "epochs": 1, "results": {"loss": 0.5}, "weights": True}


@pytest.fixture
def two(saved):
    """Make two runs of one network with different optimizers; the second is the newer."""
    document = load(saved("circle"))
    folders = []
    for number, one in enumerate((document, document.with_setup(optimizer=SGD(0.5)))):
        folder = prepare(one, None, runs.new_folder("circle")).folder
        raw = json.loads((folder / "run.json").read_text())
        raw["began"] = f"2026-01-0{number + 1}T10:00:00+00:00"
        (folder / "run.json").write_text(json.dumps(raw))
        lines = [json.dumps(report) for report in (HELLO, EPOCH, DONE)]
        (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
        folders.append(folder)
    return folders


def test_the_list(nnviz, two):
    status, out, err = nnviz("runs")
    assert (status, err) == (0, "")
    first, second = out.splitlines()
    assert first.startswith("  1  2026-01-02")
    assert first.endswith("circle: finished after 1 epoch, loss 0.5")
    assert second.startswith("  2  2026-01-01")
    assert nnviz("runs", "list").out == out


def test_no_runs(nnviz):
    assert nnviz("runs") == (0, "", "")


def test_show(nnviz, two):
    said = nnviz("runs", "show", "2")
    assert said.status == 0
    assert str(two[0]) in said.out
    assert "Keras 3.12.0, tensorflow 2.21.0." in said.out
    assert "epoch 1     2.0 s  loss 0.25" in said.out
    assert nnviz("runs", "show", two[0]) == said
    assert nnviz("runs", "show", two[0].name) == said


def test_compare(nnviz, two):
    out = nnviz("runs", "compare", "1", "2").out
    assert "optimizer.kind: SGD | Adam\n" in out
    assert "loss: 0.25 | 0.25\n" in out
    assert "hidden" not in out


def test_more_than_two_are_compared(nnviz, two):
    out = nnviz("runs", "compare", "1", "2", "1").out
    assert "optimizer.kind: SGD | Adam | SGD\n" in out
    assert "loss: 0.25 | 0.25 | 0.25\n" in out


@pytest.fixture
def judged(two):
    """Give the older run weights of its epoch, all 0.5, and answers that were kept."""
    document = runs.load_run(two[0]).document()
    weights = {path: np.full_like(value, 0.5) for path, value in start_weights(document).items()}
    (two[0] / "epochs").mkdir()
    weights_file.write(two[0] / "epochs" / "epoch-000001.weights.h5", document.design, weights)
    (two[0] / judging.KEPT).mkdir()
    np.savez(
        two[0] / judging.KEPT / "epoch-000001.npz",
        targets=np.array([0, 1, 1, 0]),
        outputs=np.array([[0.2], [0.9], [0.3], [0.6]], np.float32),
        worst=np.array([2, 3]),
        inputs=np.array([[0.5, 1.0], [-1.0, 0.0]], np.float32),
    )
    return two[0]


def test_weights_that_are_there_are_told(nnviz, judged):
    assert "weights: after epoch 1\n" in nnviz("runs", "show", "2").out


def test_mistakes(nnviz, judged):
    said = nnviz("runs", "mistakes", "2", "--most", "1")
    assert said.status == 0
    assert said.out.splitlines() == [
        "circle, after epoch 1",
        "2 of 4 test samples are named right (50.00%)",
        "     0  1   (columns: named)",
        "  0  1  1",
        "  1  1  1",
        "sample 3: 1 taken for 0, 70.0% sure: x1 0.5, x2 1",
    ]


def test_restore(nnviz, judged, tmp_path):
    said = nnviz("runs", "restore", judged, "-o", tmp_path / "back.nnviz", "--epoch", "1")
    assert said == (0, f"{tmp_path / 'back.nnviz'}: circle, after epoch 1\n", "")
    document = load(tmp_path / "back.nnviz")
    assert all((value == 0.5).all() for value in document.weights.values())
    assert document.cursor == (0, 0)


def test_restore_before_a_batch(nnviz, judged, tmp_path):
    out = nnviz("runs", "restore", judged, "-o", tmp_path / "back.nnviz", "--batch", "4").out
    assert out.startswith("This is batch 4 of epoch 2 of “circle”, before its training step.\n")
    document = load(tmp_path / "back.nnviz")
    assert document.cursor == (3, 0)
    assert float(document.weights["optimizer/epoch"]) == 1


def test_weights_that_were_not_kept(refused, judged, tmp_path):
    assert "no weights of epoch 5; there are those of: 1" in refused("runs", "mistakes", "2", "--epoch", "5")
    assert "left no weights" in refused("runs", "restore", "1", "-o", tmp_path / "back.nnviz")


def test_delete(nnviz, two):
    assert nnviz("runs", "delete", "1").status == 0
    assert [run.folder for run in runs.all_runs()] == [two[0]]


@pytest.mark.parametrize("words", [("stop", "1"), ("pause", "1"), ("resume", "1"), ("rate", "1", "0.01")])
def test_a_run_that_is_over_hears_nothing(refused, two, words):
    assert "No training is running" in refused("runs", *words)
    assert not (two[1] / "commands").exists()


@pytest.mark.parametrize(
    ("words", "command"),
    [(("stop", "1"), b"stop\n"), (("pause", "1"), b"pause\n"), (("rate", "1", "0.01"), b"rate 0.01\n")],
)
def test_a_running_one_is_told(nnviz, two, words, command):
    held = hold(two[1] / "run.lock")
    try:
        assert nnviz("runs").out.splitlines()[0].endswith("running, 1 epoch is over, loss 0.5")
        assert nnviz("runs", *words).status == 0
    finally:
        held.close()
    assert (two[1] / "commands").read_bytes() == command


def test_a_run_that_is_not_there(refused, tmp_path):
    assert "There is no run" in refused("runs", "show", tmp_path / "nothing")
    assert "There is no run" in refused("runs", "show", "7")


def test_train_needs_a_document(refused):
    assert "A document is missing" in refused("train")


def test_resume_of_another_network(refused, saved, two):
    assert "another network" in refused("train", saved("spiral"), "--resume", two[0])


def test_resume_of_what_is_no_run(refused, tmp_path):
    assert "no run folder" in refused("train", "--resume", tmp_path)


def test_no_epoch(refused, saved, tmp_path):
    assert "at least one epoch" in refused("train", saved("circle"), "-o", tmp_path, "--epochs", "0")
