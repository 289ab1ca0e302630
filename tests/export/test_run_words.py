"""What there is to say of a run: its settings, how long it took, and why it broke off."""

from __future__ import annotations

import json

import pytest

from nnviz.export import runs
from nnviz.export.run_words import chosen, seconds, trouble
from nnviz.export.runs import TrainingRun
from nnviz.export.scaling import Scaling
from nnviz.export.training import prepare
from nnviz.templates.base import template

HELLO = {
    "event": "hello",
    "python": "3.11",
    "keras": "3.15.1",
    "backend": "tensorflow",
    "backend_version": "2.21.0",
    "devices": [{"kind": "CPU", "name": "x"}, {"kind": "GPU", "name": "H"}],
}


def made(*reports: dict[str, object], **words: object) -> TrainingRun:
    document = template("circle").build()
    folder = prepare(document, None, runs.new_folder("circle"), **words).folder  # type: ignore[arg-type]
    (folder / runs.EVENTS).write_text("".join(json.dumps(report) + "\n" for report in reports))
    return runs.load_run(folder)


def test_settings() -> None:
    run = made(HELLO, epochs=7, scaling=Scaling(strategy="mirrored", mixed_precision=True))
    rows = {str(what): str(value) for what, value in chosen(run, run.document())}
    assert rows == {
        "data": "Circle",
        "network": "4 layers, 25 parameters",
        "loss": "Binary cross-entropy",
        "optimizer": "Adam",
        "learning rate": "0.03",
        "batch size": "10",
        "seed": "7",
        "epochs planned": "7",
        "started from": "new random weights",
        "strategy": "mirrored",
        "half precision": "yes",
        "device": "H",
        "trained by": "Keras 3.15.1, tensorflow 2.21.0",
    }


def test_what_cannot_be_read_is_left_out() -> None:
    rows = [str(what) for what, _ in chosen(made(), None)]
    assert rows == ["started from"]


def test_time() -> None:
    epochs = [{"event": "epoch", "epoch": n, "epochs": 2, "logs": {"loss": 1}, "seconds": n} for n in (1, 2)]
    assert seconds(made(*epochs)) == 3
    assert seconds(made()) == 0


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ({"event": "failed", "kind": "memory", "text": ""}, "A smaller batch needs less"),
        ({"event": "failed", "kind": "no_module", "text": "", "module": "keras"}, "This line installs"),
        (HELLO, "ended or crashed, and left no word"),
    ],
)
def test_why_it_broke_off(report: dict[str, object], words: str) -> None:
    found = trouble(made(report))
    assert found is not None
    assert words in str(found.message)


def test_a_run_that_went_well_has_no_trouble() -> None:
    assert trouble(made()) is None
    done = {"event": "done", "stopped": True, "epochs": 2, "results": {}, "weights": True}
    assert trouble(made(HELLO, done)) is None
