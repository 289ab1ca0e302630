"""How the exported program uses the machine: its options, the backend, and what a resumed run remembers of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nnviz.export.outcomes import outcome
from nnviz.export.reports import Failed
from nnviz.export.scaling import DATA_PARALLEL, MIRRORED, ONE_DEVICE, Scaling, of_run
from nnviz.export.training import prepare, prepare_estimate, prepare_resume
from nnviz.templates.base import template


def test_nothing_is_told_for_one_device() -> None:
    assert ONE_DEVICE.words() == []
    assert ONE_DEVICE.environment() == {}


@pytest.mark.parametrize(("strategy", "backend"), [(MIRRORED, "tensorflow"), (DATA_PARALLEL, "jax")])
def test_a_run_is_told_and_remembers(strategy: str, backend: str, tmp_path: Path) -> None:
    scaling = Scaling(strategy, mixed_precision=True, jit_compile=True)
    document = template("circle").build()
    words = ("--strategy", strategy, "--mixed-precision", "--jit-compile")
    job = prepare(document, None, tmp_path / "run", python="python", scaling=scaling)
    assert job.argv[-4:] == words
    assert job.env["KERAS_BACKEND"] == backend
    kept = json.loads((job.folder / "run.json").read_text())["options"]
    assert of_run(kept) == scaling
    (job.folder / "backup").mkdir()
    resumed = prepare_resume(job.folder)
    assert resumed.argv[-5:] == ("--resume", *words)
    assert resumed.env["KERAS_BACKEND"] == backend
    timed = prepare_estimate(document, tmp_path / "estimate", python="python", scaling=scaling)
    assert timed.argv[-4:] == words


@pytest.mark.parametrize("kept", [{}, {"strategy": "eval()", "mixed_precision": "yes", "jit_compile": 1}])
def test_settings_of_a_run_that_make_no_sense_are_left_out(kept: dict[str, object]) -> None:
    assert of_run(kept) == ONE_DEVICE


def test_what_the_program_refuses_is_told(tmp_path: Path) -> None:
    job = prepare(template("circle").build(), None, tmp_path, python="python")
    said = "--batch-size 9 is no multiple of the 2 devices that share it"
    assert str(outcome(job, 2, Failed("options", said)).message) == (
        f"The program does not accept its options: {said}."
    )
    assert "the log says which" in str(outcome(job, 2, Failed("options", "2")).message)
