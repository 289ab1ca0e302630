"""The weights that a run folder holds, and the child script that keeps those of single epochs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import checkpoints as child
import numpy as np
import pytest

from nnviz.export import runs, weights_file
from nnviz.export.checkpoints import (
    BACKUP,
    EPOCHS,
    CheckpointError,
    best_epoch,
    checkpoint,
    checkpoints,
    weights_file_of,
)
from nnviz.export.program import start_weights
from nnviz.export.runs import TrainingRun
from nnviz.export.training import prepare
from nnviz.templates.base import template

Made = Callable[..., TrainingRun]


def epoch(number: int, **logs: float) -> dict[str, object]:
    return {"event": "epoch", "epoch": number, "epochs": 9, "logs": logs, "seconds": 1}


DONE = {"event": "done", "stopped": False, "epochs": 3, "results": {"loss": 0.5}, "weights": True}


@pytest.fixture
def made() -> Made:
    """Return a function that makes a run of a template with these reports."""

    def make(name: str, *reports: dict[str, object]) -> TrainingRun:
        document = template(name).build()
        folder = prepare(document, start_weights(document), runs.new_folder(name)).folder
        (folder / runs.EVENTS).write_text("".join(json.dumps(each) + "\n" for each in reports))
        return runs.load_run(folder)

    return make


def keep(run: TrainingRun, *epochs: int) -> None:
    (run.folder / EPOCHS).mkdir(exist_ok=True)
    for number in epochs:
        (run.folder / EPOCHS / f"epoch-{number:06d}.weights.h5").write_bytes(b"weights")


def backup(folder: Path, epoch: int, weights: bytes = b"weights") -> None:
    """Write what ``--resume`` goes on from."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.weights.h5").write_bytes(weights)
    (folder / "training_metadata.json").write_text(json.dumps({"epoch": epoch, "batch": 0}))


def test_child_and_application_name_the_same_places() -> None:
    assert (child.EPOCHS, child.BACKUP) == (EPOCHS, BACKUP)


# -- what the child keeps ------------------------------------------------------------------------------------------


@pytest.fixture
def in_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / EPOCHS).glob("*"))


def test_every_epoch_is_kept_as_resume_would_find_it(in_run: Path) -> None:
    for number in (1, 2):
        backup(in_run / BACKUP, number, b"of epoch %d" % number)
        child.keep(number, 2)
    assert kept(in_run) == ["epoch-000001.weights.h5", "epoch-000002.weights.h5"]
    assert (in_run / EPOCHS / "epoch-000001.weights.h5").read_bytes() == b"of epoch 1"
    child.forget()
    assert not (in_run / EPOCHS).exists()


def test_the_newest_backup_counts_and_only_that_of_this_epoch(in_run: Path) -> None:
    backup(in_run / BACKUP / "head", 1, b"head")
    backup(in_run / BACKUP / "fine_tuning", 2, b"fine")
    child.keep(3, 3)  # nothing was saved after epoch 3
    assert kept(in_run) == []
    child.keep(2, 3)
    assert (in_run / EPOCHS / "epoch-000002.weights.h5").read_bytes() == b"fine"


def test_large_weights_are_kept_now_and_then(in_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_BYTES", 40)
    assert child.apart(10, 4) == 1
    assert child.apart(10, 9) == 3
    for number in range(1, 10):
        backup(in_run / BACKUP, number, b"ten bytes.")
        child.keep(number, 9)
    assert kept(in_run) == [f"epoch-{number:06d}.weights.h5" for number in (3, 6, 9)]


def test_what_cannot_be_kept_ends_no_training(in_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child.keep(1, 2)  # no backup at all
    backup(in_run / BACKUP, 1)
    (in_run / BACKUP / "training_metadata.json").write_text("{")
    child.keep(1, 2)
    backup(in_run / BACKUP, 1)

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    child.keep(1, 2)
    assert kept(in_run) == []


# -- the list ------------------------------------------------------------------------------------------------------


def test_weights_of_a_run_from_the_best_to_the_start(made: Made) -> None:
    run = made("digits", *(epoch(n, val_accuracy=v) for n, v in ((1, 0.5), (2, 0.9), (3, 0.9))), DONE)
    keep(run, 1, 2, 3, 7)  # 7 was never reported
    (run.folder / "model.keras").write_bytes(b"zip")
    found = checkpoints(run)
    assert [(one.epoch, one.best, one.start) for one in found] == [
        (2, True, False),
        (3, False, False),
        (1, False, False),
        (0, False, True),
    ]
    assert [str(one.message) for one in found] == [
        "epoch 2 (kept at the end)",
        "after epoch 3",
        "after epoch 1",
        "before the first epoch",
    ]
    assert checkpoint(run) == found[0]
    assert checkpoint(run, 0).path.name == "digits.weights.h5"
    with pytest.raises(CheckpointError, match="no weights of epoch 7; there are those of: 0, 1, 2, 3"):
        checkpoint(run, 7)


def test_a_run_that_broke_off_has_what_resume_needs(made: Made) -> None:
    run = made("circle", epoch(1), epoch(2))
    backup(run.folder / BACKUP, 2)
    assert [one.epoch for one in checkpoints(run)] == [2, 0]


def test_fresh_weights_are_in_no_file(made: Made) -> None:
    document = template("circle").build()
    run = runs.load_run(prepare(document, None, runs.new_folder("circle")).folder)
    assert checkpoints(run) == ()
    with pytest.raises(CheckpointError, match="“circle” has left no weights"):
        checkpoint(run)


@pytest.mark.parametrize(
    ("name", "logs", "best"),
    [
        ("digits", [{"val_accuracy": 0.5}, {"val_accuracy": 0.9}, {"val_accuracy": 0.9}], 2),
        ("digits", [{"val_loss": 0.5}, {"val_loss": 0.2}, {"val_loss": 0.3}], 2),
        ("digits", [{"val_accuracy": float("nan")}, {"val_accuracy": 0.1}], 2),
        ("circle", [{"val_accuracy": 0.9}, {"val_accuracy": 0.5}], 2),  # it keeps the last one
    ],
)
def test_the_epoch_that_the_program_keeps(
    made: Made, name: str, logs: list[dict[str, float]], best: int
) -> None:
    plain = [{key: None if value != value else value for key, value in values.items()} for values in logs]
    run = made(name, *(epoch(number, **values) for number, values in enumerate(plain, 1)), DONE)  # type: ignore[arg-type]
    assert best_epoch(run) == best


def test_nothing_is_known_of_a_model_that_nobody_finished(made: Made) -> None:
    run = made("circle", epoch(1))
    assert best_epoch(run) == 0
    (run.folder / "model.keras").write_bytes(b"of before it went on")
    assert [one.path.name for one in checkpoints(run)] == ["circle.weights.h5"]
    assert best_epoch(made("digits")) == 0


def test_weights_inside_a_model_file(made: Made, tmp_path: Path) -> None:
    run = made("circle", epoch(1), DONE)
    document = run.document()
    weights = {path: np.full_like(value, 0.5) for path, value in start_weights(document).items()}
    with zipfile.ZipFile(run.folder / "model.keras", "w") as archive:
        archive.writestr("model.weights.h5", weights_file.to_bytes(document.design, weights))
        archive.writestr(
            "config.json", json.dumps({"module": "keras", "class_name": "Sequential", "config": {}})
        )
        archive.writestr("metadata.json", "{}")
    with weights_file_of(checkpoint(run)) as path:
        found = weights_file.read(path, document.design)
    assert not path.exists()
    assert all((value == 0.5).all() for value in found.values())
