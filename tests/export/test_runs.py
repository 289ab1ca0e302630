"""Run folders as a list: what is on the disk, whatever is damaged, and what may be done with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import train

from nnviz.design.document import Document
from nnviz.export import runs
from nnviz.export.comparing import compare
from nnviz.export.protocol import STOP
from nnviz.export.reports import Done, EpochDone, Started
from nnviz.export.runner import start_detached
from nnviz.export.training import TrainingError, TrainingJob, prepare, prepare_estimate, prepare_resume
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template

FAKE = Path(__file__).parent / "fake"
HELLO = {
    "event": "hello",
    "pid": 7,
    "python": "3.11",
    "keras": "3.12.0",
    "backend": "tensorflow",
    "backend_version": "2.21.0",
    "devices": [{"kind": "CPU", "name": "x"}],
}
STARTED = {"event": "started", "parameters": 25, "trainable": 25, "epochs": 3, "batches": 15}
DONE = {"event": "done", "stopped": False, "epochs": 2, "results": {"loss": 0.5}, "weights": True}


def epoch(number: int, loss: float = 1.0) -> dict[str, object]:
    return {"event": "epoch", "epoch": number, "epochs": 3, "logs": {"loss": loss}, "seconds": 1}


@pytest.fixture
def document() -> Document:
    return template("circle").build()


def made(document: Document, *reports: dict[str, object], **words: object) -> Path:
    """Make a run among the runs, with these reports."""
    folder = prepare(document, None, runs.new_folder(document.name), **words).folder  # type: ignore[arg-type]
    if reports:
        lines = [json.dumps({**report, "time": 5.0}) for report in reports]
        (folder / "events.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def test_child_and_list_agree() -> None:
    assert (runs.EVENTS, runs.LOCK) == (train.EVENTS, train.LOCK)
    import control
    import listener

    assert (runs.COMMANDS, runs.TRAINED) == (control.COMMANDS, listener.TRAINED)


def test_a_run_is_what_its_folder_says(document: Document) -> None:
    folder = made(document, HELLO, STARTED, epoch(1), epoch(2, 0.5), DONE, epochs=2)
    (run,) = runs.all_runs()
    assert run.folder == folder
    assert (run.name, run.state, run.epochs, run.pid) == (document.name, "finished", 2, 0)
    assert run.results == {"loss": 0.5}
    assert [one.logs["loss"] for one in run.history] == [1.0, 0.5]
    assert run.options["epochs"] == 2
    assert run.hello is not None
    assert run.hello.keras == "3.12.0"
    assert run.document() == document
    assert str(runs.sentence(run)) == "finished after 2 epochs"
    assert not run.resumable


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ([], "waiting"),
        ([HELLO], "broken"),
        ([HELLO, STARTED, epoch(1)], "broken"),
        ([HELLO, {**DONE, "stopped": True}], "stopped"),
        ([HELLO, {"event": "failed", "kind": "memory", "text": "x"}], "failed"),
        ([HELLO, {"event": "failed", "kind": "memory", "text": "x"}, HELLO, epoch(1)], "broken"),
    ],
)
def test_states(document: Document, reports: list[dict[str, object]], state: str) -> None:
    assert runs.load_run(made(document, *reports)).state == state


def test_a_resumed_run_has_each_epoch_once(document: Document) -> None:
    folder = made(document, HELLO, epoch(1), epoch(2), HELLO, epoch(2, 0.2), epoch(3, 0.1), DONE)
    assert [(e.epoch, e.logs["loss"]) for e in runs.load_run(folder).history] == [(1, 1), (2, 0.2), (3, 0.1)]


def test_whatever_is_damaged_the_rest_is_listed(document: Document, tmp_path: Path) -> None:
    good = made(document, HELLO, DONE)
    broken = made(document, HELLO, epoch(1))
    for name in ("run.json", "document.nnviz"):
        (broken / name).write_bytes(b"\xff{")
    with (broken / "events.jsonl").open("ab") as file:
        file.write(b'\xff\xfe\n{"event": "epoch"}\n[1]\n{"event": "epoch", "epoch": 2')
    parent = runs.runs_folder()
    (parent / "empty").mkdir()
    (parent / "a file").write_text("x")
    (parent / "gone.folder").write_bytes(os.fsencode(tmp_path / "not there"))
    (parent / "odd.folder").write_bytes(b"\0")
    found = {run.folder.name: run for run in runs.all_runs()}
    assert set(found) == {good.name, broken.name, "empty"}
    assert found["empty"].state == "damaged"
    assert found[broken.name].state == "broken"
    assert found[broken.name].epochs == 1
    assert not found[broken.name].resumable
    with pytest.raises(TrainingError, match="no run folder"):
        prepare_resume(broken)
    compare(found[broken.name], found[good.name])


@pytest.mark.parametrize("raw", ["null", "[]", '{"options": 3}', '{"options": {}, "name": 5, "began": 3}'])
def test_any_json_is_read(document: Document, raw: str) -> None:
    folder = made(document)
    (folder / "run.json").write_text(raw)
    assert runs.load_run(folder).state in ("damaged", "waiting")


def test_no_runs_at_all() -> None:
    assert runs.all_runs() == ()


def test_a_run_elsewhere_is_listed_and_deleted(document: Document, tmp_path: Path) -> None:
    folder = prepare(document, None, tmp_path / "här").folder
    runs.remember(folder)
    runs.remember(folder)
    (run,) = runs.all_runs()
    assert run.folder == folder
    runs.delete_run(run)
    assert not folder.exists()
    assert list(runs.runs_folder().iterdir()) == []


def test_only_runs_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(runs.RunsError, match="no run folder"):
        runs.delete_run(runs.load_run(tmp_path / "mine"))
    assert (tmp_path / "mine").exists()


def test_earlier_results_are_never_replaced(document: Document, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert prepare(document, None, tmp_path / "run").folder == tmp_path / "run"
    assert prepare(document, None, tmp_path / "run").folder == tmp_path / "run-2"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "model.keras").write_text("x")
    assert prepare(document, None, tmp_path / "other").folder == tmp_path / "other-2"


def test_what_an_estimate_and_a_resume_start(document: Document, tmp_path: Path) -> None:
    job = prepare_estimate(document, tmp_path / "thrown", python="python3")
    assert job.argv[2] == "--estimate"
    assert not (tmp_path / "thrown" / "run.json").exists()
    first = prepare(document, None, tmp_path / "run", epochs=4, data_dir=tmp_path, python="python3")
    first.program.write_text("no option")
    with pytest.raises(TrainingError, match="could not resume yet"):
        prepare_resume(first.folder)
    first.program.write_text("--resume")
    again = prepare_resume(first.folder)
    assert again.argv == (*first.argv, "--resume")
    assert "7" in prepare_resume(first.folder, epochs=7).argv
    (first.folder / "run.json").write_text('{"program": "../../x.py", "options": {}}')
    with pytest.raises(TrainingError, match="no run folder"):
        prepare_resume(first.folder)


def test_two_runs_side_by_side(document: Document) -> None:
    other = document.with_setup(optimizer=SGD(0.5))
    first = runs.load_run(made(document, HELLO, epoch(1), epoch(2, 0.5)))
    second = runs.load_run(made(other, {**HELLO, "keras": "3.15.1"}, epoch(1, 3.0), epochs=9))
    found = compare(first, second)
    assert found.settings["optimizer.kind"] == ("Adam", "SGD")
    assert found.settings["keras"] == ("3.12.0", "3.15.1")
    assert found.settings["option.epochs"] == ("", "9")
    assert not any(place.startswith("design") for place in found.settings)
    assert found.curves == {"loss": (((1, 1.0), (2, 0.5)), ((1, 3.0),))}
    assert compare(first, first).settings == {}


def test_a_follower_hears_whole_lines_once(document: Document) -> None:
    folder = made(document)
    follower = runs.Follower(folder)
    assert follower.news() == []
    path = folder / "events.jsonl"
    path.write_text(json.dumps({**STARTED, "time": 2.5}) + "\nbroken\n" + json.dumps(DONE)[:20])
    assert follower.news() == [(2.5, Started(25, 25, 3, 15))]
    assert follower.news() == []
    with path.open("a") as file:
        file.write(json.dumps(DONE)[20:] + "\n")
    assert follower.news() == [(0.0, Done(False, 2, {"loss": 0.5}))]


PROGRAM = """
import keras

def main(callbacks=()):
    model = keras.Model(seconds=0.01)
    model.fit(1000, 100, callbacks)
    return model
"""


def _until(what: object, seconds: float = 20) -> None:
    assert callable(what)
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_detached_run_outlives_who_started_it(document: Document) -> None:
    """It is started by a process that ends at once, found again by its folder, and stopped through it."""
    job = prepare(document, None, runs.new_folder("lonely"))
    job.program.write_text(PROGRAM)
    text = (
        "import sys; from pathlib import Path; from nnviz.export.runner import start_detached;"
        "from nnviz.export.training import TrainingJob, environment;"
        "start_detached(TrainingJob(tuple(sys.argv[2:]), environment(), Path(sys.argv[1]), Path(sys.argv[1])))"
    )
    path = os.pathsep.join([str(FAKE), *sys.path])
    env = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", text, str(job.folder), *job.argv], env=env, check=True, timeout=60)
    follower, heard = runs.Follower(job.folder), []

    def an_epoch() -> bool:
        heard.extend(event for _, event in follower.news())
        return any(isinstance(event, EpochDone) for event in heard)

    _until(an_epoch)
    (run,) = runs.all_runs()
    assert run.state == "running"
    assert run.pid > 0
    with pytest.raises(runs.RunsError, match="still training"):
        runs.delete_run(run)
    with pytest.raises(TrainingError, match="still running"):
        prepare_resume(run.folder)
    asked = time.monotonic()
    runs.tell(run.folder, STOP)
    _until(lambda: not runs.is_running(run.folder))
    assert time.monotonic() - asked < 2
    ended = runs.load_run(run.folder)
    assert ended.state == "stopped"
    assert ended.weights
    runs.delete_run(ended)
    assert runs.all_runs() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_run_says_so(document: Document) -> None:
    job = prepare(document, None, runs.new_folder("killed"))
    job.program.write_text(PROGRAM)
    env = {**job.env, "PYTHONPATH": str(FAKE)}
    start_detached(TrainingJob(job.argv, env, job.folder, job.program))
    _until(lambda: runs.load_run(job.folder).epochs >= 1)
    _until(lambda: runs.load_run(job.folder).weights)  # they are saved just after the epoch is told
    os.kill(runs.load_run(job.folder).pid, 9)
    _until(lambda: not runs.is_running(job.folder))
    run = runs.load_run(job.folder)
    assert run.state == "broken"
    assert run.resumable
    assert run.weights


def test_a_python_that_is_not_there(document: Document, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="cannot be started"):
        start_detached(prepare(document, None, tmp_path, python=str(tmp_path / "none")))
