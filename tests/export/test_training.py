"""Full training with Keras itself, in the child process and by hand. TensorFlow starts slowly: few processes."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.design.document import Document
from nnviz.design.file import load
from nnviz.engine.run import Run
from nnviz.export.outcomes import Outcome
from nnviz.export.program import program, start_weights
from nnviz.export.reports import BatchDone, Done, EpochDone, Event, Failed, Hello, Phase, Started, Stopping
from nnviz.export.runner import train
from nnviz.export.training import SETTING, TrainingError, prepare, read_trained, result, training_python
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template

pytest.importorskip("tensorflow")


@dataclass(frozen=True)
class Trained:
    """One finished training, shared by the tests that look at it."""

    document: Document
    folder: Path
    outcome: Outcome
    events: list[Event]
    times: list[float]


def _train(document: Document, folder: Path, interrupt: type[Any] | None = None, **words: Any) -> Trained:
    events: list[Event] = []
    times: list[float] = []

    def heard(event: Event) -> None:
        events.append(event)
        times.append(time.monotonic())
        if interrupt is not None and isinstance(event, interrupt) and Stopping() not in events:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
        ending = train(document, folder, on_event=heard, **words)
    return Trained(document, folder, ending, events, times)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    document = template("circle").build().with_(notes="kept", cursor=(3, 1))
    folder = tmp_path_factory.mktemp("finished") / "new folder"
    return _train(document, folder, weights=start_weights(document), epochs=3)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    document = template("spiral").build()
    return _train(document, tmp_path_factory.mktemp("stopped"), EpochDone, epochs=100_000)


def test_it_finishes(finished: Trained) -> None:
    assert finished.outcome.kind == "finished"
    assert set(finished.outcome.results) == {"loss", "accuracy"}
    (hello,) = (event for event in finished.events if isinstance(event, Hello))
    assert hello.backend == "tensorflow"
    assert hello.devices[0].kind == "CPU"
    assert Started(25, 25, 3, 15) in finished.events
    epochs = [event for event in finished.events if isinstance(event, EpochDone)]
    assert [event.epoch for event in epochs] == [1, 2, 3]
    assert set(epochs[0].logs) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert any(isinstance(event, BatchDone) and event.batch == event.batches for event in finished.events)
    assert Phase("testing") in finished.events


def test_it_leaves_its_files(finished: Trained) -> None:
    names = {path.name for path in finished.folder.iterdir()}
    assert names - {"backup"} == {
        "circle.py",
        "circle.weights.h5",
        "document.nnviz",
        "epochs",
        "events.jsonl",
        "filters",
        "history.csv",
        "log.txt",
        "model.keras",
        "run.json",
        "run.lock",
        "samples.npy",
        "trained.nnviz",
        "trained.npz",
    }
    with (finished.folder / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    epochs = [event for event in finished.events if isinstance(event, EpochDone)]
    assert [float(row["loss"]) for row in rows] == pytest.approx([event.logs["loss"] for event in epochs])
    log = (finished.folder / "log.txt").read_text(encoding="utf-8")
    assert "Total params: 25" in log
    assert "test loss" in log


def test_the_trained_weights_come_back(finished: Trained, keras: Any) -> None:
    document = load(finished.folder / "trained.nnviz")
    assert document.design == finished.document.design
    assert document.setup == finished.document.setup
    assert document.notes == "kept"
    assert document.cursor == (0, 0)
    run = Run(document, document.setup.data.load())
    theta = run.start().theta
    data = run.dataset
    model = keras.saving.load_model(finished.folder / "model.keras")
    np.testing.assert_allclose(
        model.predict(data.x_test, verbose=0), run.predict(theta, data.x_test), rtol=1e-5, atol=1e-6
    )
    loss = run.loss(theta, data.x_test, data.y_test)
    assert loss == pytest.approx(finished.outcome.results["loss"], rel=1e-5)
    first = Run(finished.document, data)
    assert not np.array_equal(theta, first.start().theta)


def test_it_went_on_from_the_given_weights(finished: Trained) -> None:
    """The first batch's loss is a loss of the application's start, not of another random one."""
    (first,) = [e for e in finished.events if isinstance(e, BatchDone)][:1]
    run = Run(finished.document, finished.document.setup.data.load())
    losses = run.loss(run.start().theta, run.dataset.x_train, run.dataset.y_train)
    assert first.batch == 1
    assert first.logs["loss"] == pytest.approx(losses, rel=0.25)


def test_stop_is_obeyed_within_a_second(stopped: Trained) -> None:
    asked = next(t for e, t in zip(stopped.events, stopped.times, strict=True) if isinstance(e, EpochDone))
    later = [
        t
        for e, t in zip(stopped.events, stopped.times, strict=True)
        if isinstance(e, BatchDone) and t > asked
    ]
    assert all(t - asked < 1 for t in later)
    done = next(t for e, t in zip(stopped.events, stopped.times, strict=True) if isinstance(e, Done))
    assert done - asked < 5  # with the test samples measured and everything saved
    assert Stopping() in stopped.events


def test_what_was_learned_until_the_stop_is_kept(stopped: Trained, keras: Any) -> None:
    assert stopped.outcome.kind == "stopped"
    assert "the weights are kept" in str(stopped.outcome.message)
    document = load(stopped.folder / "trained.nnviz")
    model = keras.saving.load_model(stopped.folder / "model.keras")
    x = document.setup.data.load().x_test
    run = Run(document, document.setup.data.load())
    np.testing.assert_allclose(
        model.predict(x, verbose=0), run.predict(run.start().theta, x), rtol=1e-5, atol=1e-6
    )


def test_a_loss_that_grows_beyond_all_numbers(tmp_path: Path) -> None:
    document = template("linear-regression").build().with_setup(optimizer=SGD(1e6))
    ended = _train(document, tmp_path, epochs=3)
    assert ended.outcome.kind == "not_finite"
    (failed,) = (event for event in ended.events if isinstance(event, Failed))
    assert failed.epoch == 1
    assert 1 < failed.batch <= 50
    assert not (tmp_path / "trained.nnviz").exists()


@pytest.fixture
def mnist(shared_data: Path) -> Path:
    if not (shared_data / "mnist.npz").is_file():
        pytest.skip("no MNIST here")
    return shared_data


def test_the_program_runs_by_itself(mnist: Path, tmp_path: Path) -> None:
    """Real MNIST, one epoch, started as a learner starts it."""
    document = template("mnist").build()
    path = program(document, start_weights(document)).write(tmp_path)
    words = [sys.executable, path.name, "--epochs", "1", "--batch-size", "256", "--data-dir", str(mnist)]
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    found = subprocess.run(
        words, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", check=True
    )
    last = found.stdout.strip().splitlines()[-2:]
    accuracy = float(last[0].rpartition("accuracy ")[2].rstrip("%"))
    assert accuracy > 94
    assert "of 10000 test pictures are misread" in last[1]
    assert {"model.keras", "history.csv"} <= {file.name for file in tmp_path.iterdir()}


def test_prepare_without_a_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert training_python() is None
    with pytest.raises(TrainingError, match="No Python to train with"):
        prepare(template("circle").build(), None, tmp_path)
    monkeypatch.setenv(SETTING, "/opt/python")
    assert training_python() == "/opt/python"
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/own")
    monkeypatch.setenv("PYTHONHOME", "/bundle")
    env = prepare(template("circle").build(), None, tmp_path).env
    assert env["LD_LIBRARY_PATH"] == "/usr/own"
    assert "PYTHONHOME" not in env


def test_what_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = template("circle").build()
    job = prepare(document, None, Path("run"), data_dir=Path("data"), epochs=4, python="python3")
    assert job.folder == tmp_path / "run"
    assert job.program == tmp_path / "run" / "circle.py"
    assert job.argv[0] == "python3"
    assert Path(job.argv[1]).name == "train.py"
    assert job.argv[2:] == (str(job.program), "--epochs", "4", "--data-dir", str(tmp_path / "data"))
    assert job.env["PYTHONUNBUFFERED"] == "1"
    assert not (job.folder / "circle.weights.h5").exists()


def test_no_epoch_is_no_training(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="at least one epoch"):
        prepare(template("circle").build(), None, tmp_path, epochs=0)


def test_an_old_result_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    document = template("circle").build()
    (tmp_path / "trained.npz").write_text("old")
    job = prepare(document, start_weights(document), tmp_path)
    with pytest.raises(TrainingError, match="cannot be used"):
        result(job, document)


def test_a_table_is_found_from_the_run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nnviz.data.table import Table
    from nnviz.design.document import Setup
    from nnviz.layers.dense import Dense
    from nnviz.layers.input import Input
    from nnviz.templates.base import chain

    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("1,2,0\n3,4,1\n5,6,0\n7,8,1\n")
    design = chain(Input((2,)), Dense(1, "sigmoid"))
    job = prepare(Document("t", design, Setup(Table(file="t.csv"))), None, Path("run"))
    assert job.argv[-2:] == ("--data-dir", str(tmp_path))


def test_the_trained_file_of_another_network(finished: Trained) -> None:
    from nnviz.words import NnvizError

    with pytest.raises(NnvizError):
        read_trained(finished.folder / "trained.npz", template("spiral").build())
