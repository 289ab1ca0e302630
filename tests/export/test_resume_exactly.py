"""A run that is stopped or killed anywhere and resumed ends with the numbers of one that nobody disturbed.

The child's own ``run``, in this process: TensorFlow starts once.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import resuming
import train
from control import Control
from listener import Listener
from reporting import Reporter

from nnviz.design.document import Document
from nnviz.export.program import program, start_weights
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.input import Input
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import ReduceLROnPlateau
from nnviz.templates.base import chain, template

EPOCHS = 60
Disturb = Callable[[Control, int, int], None]
"""What happens before a batch: (control, epoch, batch), both from 0."""
Go = Callable[..., dict[str, Any]]


class Killed(Exception):
    """Stands for the end of the process."""


def document(**words: Any) -> Document:
    """Return a training with all that remembers: moments, a rate that falls, patience, random numbers."""
    design = chain(
        Input((2,)), ("hidden", Dense(8, "relu")), ("drop", Dropout(0.3)), ("output", Dense(1, "sigmoid"))
    )
    schedule = ReduceLROnPlateau(0.5, 1, 0.01, cooldown=1)
    setup = {"optimizer": Adam(0.02, schedule=schedule), "early_stopping": 5, **words}
    return template("circle").build().with_(design=design).with_setup(**setup)


@pytest.fixture
def go(keras: Any, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Return a function that runs the program in a folder as the child process does."""

    def run(
        folder: Path, *options: str, disturb: Disturb = lambda *_: None, dies_saving: int = -1
    ) -> dict[str, Any]:
        control = Control(reporter := Reporter(io.StringIO()))
        results: dict[str, Any] = {}

        class Disturbed(Listener):
            def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
                super().on_train_batch_begin(batch, logs)
                disturb(control, self._epoch - 1, batch)

            def on_train_end(self, logs: Any = None) -> None:
                super().on_train_end(logs)
                results["rate"] = self._rate_now()
                results["optimizer"] = [keras.ops.convert_to_numpy(v) for v in self.model.optimizer.variables]

        loggers: list[Any] = []
        open_log = keras.callbacks.CSVLogger.on_train_begin
        save = keras.callbacks.BackupAndRestore._save_model

        def open_and_note(self: Any, logs: Any = None) -> None:
            open_log(self, logs)
            loggers.append(self)

        def save_or_die(self: Any) -> None:
            if self._current_epoch == dies_saving:
                raise Killed
            save(self)

        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr("sys.argv", [])
            keras.utils.disable_interactive_logging()
            patch.setattr(train, "Listener", Disturbed)
            patch.setattr(train, "hook_downloads", lambda *_: None)
            patch.setattr(
                keras.callbacks.CallbackList, "on_epoch_end", keras.callbacks.CallbackList.on_epoch_end
            )
            patch.setattr(keras.callbacks.BackupAndRestore, "_save_model", save_or_die)
            patch.setattr(keras.callbacks.CSVLogger, "on_train_begin", open_and_note)
            (path,) = folder.glob("*.py")
            try:
                train.run(path, [*options, "--epochs", str(EPOCHS)], reporter, control)
            finally:
                keras.config.set_dtype_policy("float32")
                for logger in loggers:  # which a process that dies closes
                    logger.csv_file.close()
        return results

    return run


def written(folder: Path, made: Document) -> Path:
    """Write the program into a new folder."""
    program(made, start_weights(made)).write(folder)
    return folder


def history(folder: Path) -> list[dict[str, str]]:
    with (folder / "history.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def stop_in(epoch: int, batch: int) -> Disturb:
    def disturb(control: Control, *now: int) -> None:
        if now == (epoch, batch):
            control.stop()

    return disturb


def kill_in(epoch: int, batch: int) -> Disturb:
    def disturb(control: Control, *now: int) -> None:
        if now == (epoch, batch):
            raise Killed

    return disturb


def same_weights(one: Path, other: Path) -> bool:
    with np.load(one / "trained.npz") as a, np.load(other / "trained.npz") as b:
        return set(a) == set(b) and all(np.array_equal(a[name], b[name]) for name in a)


def test_what_callbacks_remember_goes_on(go: Go, tmp_path: Path) -> None:
    made = document()
    whole, broken = (written(tmp_path / name, made) for name in ("whole", "broken"))
    half = "--mixed-precision"  # its loss scaling is remembered, too
    undisturbed = go(whole, half)
    rows = history(whole)
    rates = [float(row["learning_rate"]) for row in rows]
    assert 12 < len(rows) < EPOCHS  # its patience ended it
    assert rates[10] < rates[6] < rates[0]  # the rate falls before and between what happens below
    go(broken, half, disturb=stop_in(6, 6))
    assert [row["epoch"] for row in history(broken)] == list("0123456")
    with pytest.raises(Killed):
        go(broken, half, "--resume", disturb=kill_in(8, 3))
    with pytest.raises(Killed):
        go(broken, half, "--resume", dies_saving=11)
    assert history(broken)[-1]["epoch"] == "10"  # in the history, but not in the backup
    resumed = go(broken, half, "--resume")
    assert history(broken) == rows
    assert same_weights(whole, broken)
    assert resumed["rate"] == undisturbed["rate"]
    assert all(map(np.array_equal, resumed["optimizer"], undisturbed["optimizer"]))
    again = go(broken, half, "--resume")  # what has ended by itself stays as it is
    assert (again["rate"], history(broken)) == (undisturbed["rate"], rows)
    assert same_weights(whole, broken)


def test_what_an_epoch_that_was_not_whole_wrote_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files alone: the best model before it, and rows behind the backup; of two rows of an epoch the later one."""
    monkeypatch.chdir(tmp_path)
    Path("model.keras").write_text("best")
    resuming.keep_best()  # nothing to go back to yet
    Path("backup/head").mkdir(parents=True)
    Path("backup/head/training_metadata.json").write_text('{"epoch": 3, "batch": 0}')
    resuming.keep_best()
    Path("model.keras").write_text("of half an epoch")
    Path("history.csv").write_text("epoch,loss\n0,0.9\n1,0.8\n2,0.7\n2,0.6\n3,0.1\n")
    resuming.go_back()
    assert Path("model.keras").read_text() == "best"
    assert Path("history.csv").read_text().split() == ["epoch,loss", "0,0.9", "1,0.8", "2,0.6"]
    Path("model.keras").write_text("better")
    Path("backup/head/training_metadata.json").write_text("damaged")
    resuming.go_back()
    assert Path("model.keras").read_text() == "better"
    assert Path("history.csv").read_text().split() == ["epoch,loss"]


WEIGHTS, METADATA = "latest.weights.h5", "training_metadata.json"


@pytest.mark.parametrize("epochs", [1, 3])
@pytest.mark.parametrize("at", range(9))
def test_a_backup_that_was_not_whole_is_not_taken(
    keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epochs: int, at: int
) -> None:
    """A kill before, within or behind any of the writes with which Keras saves: weights and epoch stay together."""
    monkeypatch.chdir(tmp_path)
    files, writes = keras.src.utils.file_utils, 0

    def write(path: Path, text: str) -> None:
        """Write half, then all; die where it is time."""
        nonlocal writes
        for part in (text[: len(text) // 2], text):
            if last and writes == at:
                raise Killed
            path.write_text(part)
            writes += last

    class Model:
        def save_weights(self, filepath: str, overwrite: bool) -> None:
            write(Path(filepath), f"weights of {backup._current_epoch}")

    class File(io.StringIO):
        def __init__(self, path: str, mode: str) -> None:
            super().__init__()
            self.path = path

        def __exit__(self, *_: object) -> None:
            write(Path(self.path), self.getvalue())

    backup = keras.callbacks.BackupAndRestore("backup", double_checkpoint=True)
    backup.set_model(Model())
    monkeypatch.setattr(files, "File", File)
    monkeypatch.setattr(files, "copy", lambda a, b: write(Path(b), Path(a).read_text()))
    for epoch in range(epochs):
        last = epoch == epochs - 1
        with contextlib.suppress(Killed):
            backup.on_epoch_end(epoch)
    resuming.go_back()
    found = resuming.saved_epochs()
    assert found in (epochs - 1, epochs)
    if found:
        assert Path("backup", WEIGHTS).read_text() == f"weights of {found}"
    else:
        assert not Path("backup", WEIGHTS).exists()
