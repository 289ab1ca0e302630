"""A training that is killed and resumed ends with the numbers of one that nobody disturbed. With Keras itself."""

from __future__ import annotations

import csv
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnviz.design.document import Document
from nnviz.export import runs
from nnviz.export.reports import EpochDone, Estimate, Event
from nnviz.export.runner import estimate, resume, train
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.input import Input
from nnviz.resources import resource
from nnviz.templates.base import chain, template

pytest.importorskip("tensorflow")

EPOCHS = 30


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> Document:
    """Return one with a layer that draws random numbers at every step."""
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    design = chain(
        Input((2,)), ("hidden", Dense(8, "relu")), ("drop", Dropout(0.3)), ("output", Dense(1, "sigmoid"))
    )
    return template("circle").build().with_(design=design)


def _history(folder: Path) -> dict[str, dict[str, str]]:
    """Return the rows by epoch: one that was written just before the end is there twice."""
    with (folder / "history.csv").open(newline="") as file:
        return {row["epoch"]: row for row in csv.DictReader(file)}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.skipif(
    "--resume" not in resource("export").joinpath("program.py.jinja").read_text(encoding="utf-8"),
    reason="the programs of this version cannot resume",
)
def test_a_killed_training_is_resumed_with_the_same_numbers(document: Document, tmp_path: Path) -> None:
    whole = train(document, tmp_path / "whole", epochs=EPOCHS)
    assert whole.good
    killed = train(document, tmp_path / "killed", epochs=EPOCHS, on_event=_killer(tmp_path / "killed"))
    assert killed.kind == "killed"
    assert killed.resumable
    assert "can be resumed" in str(killed.message)
    broken = runs.load_run(tmp_path / "killed")
    assert broken.state == "broken"
    assert 2 <= broken.epochs < EPOCHS  # the third may have been told but not written down
    _forget_last_epoch(tmp_path / "killed" / "events.jsonl")
    resumed = resume(tmp_path / "killed")
    assert resumed.good
    assert resumed.results == whole.results
    with (
        np.load(tmp_path / "whole" / "trained.npz") as one,
        np.load(tmp_path / "killed" / "trained.npz") as other,
    ):
        assert set(one) == set(other)
        assert all(np.array_equal(one[name], other[name]) for name in one)
    run, undisturbed = runs.load_run(tmp_path / "killed"), runs.load_run(tmp_path / "whole")
    assert run.state == "finished"
    assert [epoch.logs for epoch in run.history] == [epoch.logs for epoch in undisturbed.history]
    assert _history(tmp_path / "killed") == _history(tmp_path / "whole")
    assert (tmp_path / "killed" / "trained.nnviz").is_file()


def _forget_last_epoch(events: Path) -> None:
    """As if the kill had come after the epoch was saved and before it was told."""
    lines = events.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if '"event": "epoch"' in line)
    events.write_text("".join(lines[:last] + lines[last + 1 :]), encoding="utf-8")


def _killer(folder: Path) -> Callable[[Event], None]:
    def heard(event: Event) -> None:
        if isinstance(event, EpochDone) and event.epoch == 3:
            os.kill(runs.load_run(folder).pid, signal.SIGKILL)

    return heard


def test_the_time_and_memory_of_a_training_are_told_before(document: Document) -> None:
    found = estimate(document, epochs=EPOCHS)
    assert isinstance(found, Estimate)
    assert (found.epochs, found.batches) == (EPOCHS, 15)
    assert 0 < found.timed < 15
    assert 0 < found.seconds < 5
    assert 1e8 < found.memory < 2e10
    assert found.validated
    assert runs.all_runs() == ()
