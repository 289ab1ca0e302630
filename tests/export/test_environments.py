"""A training environment: what is planned, what the lines of its processes mean, and that nothing half made stays."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from nnviz.cli import main
from nnviz.export import environments, training
from nnviz.export.environments import APPLE, MARK, NO_GPU, NVIDIA, WINDOWS, Making, Plan, make, packages, plan
from nnviz.export.training import TrainingError, made_python
from nnviz.words import Message

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand for a Python here")

BASE = """#!{python}
import os, pathlib, shutil, sys
if sys.argv[1].endswith("guarded.py"):
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
if "venv" in sys.argv:
    folder = pathlib.Path(sys.argv[-1], "bin")
    folder.mkdir(parents=True)
    shutil.copy(__file__, folder / "python")
else:
    for line in {lines!r}:
        print(line)
    sys.exit({code})
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where nnviz would make its environment."""
    folder = tmp_path / "place"
    monkeypatch.setenv(training.ENVIRONMENT, str(folder))
    return folder


def base(folder: Path, *lines: str, code: int = 0) -> str:
    """Return a Python that makes an environment whose pip prints these lines."""
    path = folder / "base"
    path.write_text(BASE.format(python=sys.executable, lines=lines, code=code))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_right_tensorflow_for_each_machine() -> None:
    assert packages(NVIDIA)[0] == "tensorflow[and-cuda]>=2.21"
    for kind in (APPLE, WINDOWS, NO_GPU):
        assert packages(kind)[0] == "tensorflow>=2.21"
        assert packages(kind, jax=True)[:2] == ("tensorflow>=2.21", "jax")
    assert packages(NVIDIA, jax=True)[:2] == ("tensorflow>=2.21", "jax[cuda12]")


@pytest.mark.parametrize(
    ("platform", "driver", "kind"),
    [("linux", True, NVIDIA), ("linux", False, NO_GPU), ("win32", True, WINDOWS), ("darwin", False, APPLE)],
)
def test_the_machine_decides(platform: str, driver: bool, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        if not driver:
            raise OSError(name)

    monkeypatch.setattr(environments.ctypes, "CDLL", load)
    monkeypatch.setattr(environments.sys, "platform", platform)
    assert environments.machine() == kind


def test_the_plan_is_what_is_run(place: Path) -> None:
    found = plan(base="/some/python")
    assert found.folder == place
    assert found.commands[0] == ("/some/python", "-m", "venv", "--clear", str(place))
    assert found.commands[1][:4] == (str(made_python(place)), "-m", "pip", "install")
    assert found.commands[1][-len(found.packages) :] == found.packages


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(TrainingError, match="holds other files"):
        plan(tmp_path, "python")
    (tmp_path / MARK).write_text("{}")
    assert plan(tmp_path, "python").folder == tmp_path  # of an environment that nnviz made


class _Usage(NamedTuple):
    free: float


def test_a_full_disk_is_told_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(1.5e9))
    with pytest.raises(TrainingError, match=r"needs \d GB, but the disk of .* has 1\.5 GB free"):
        plan(tmp_path / "new", "python")


@needs_scripts
def test_a_bundle_looks_for_an_installed_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TrainingError, match=r"No Python 3\.11 … 3\.13 is found"):
        environments.base_python()
    answer = tmp_path / "python3"
    answer.write_text("#!/bin/sh\necho /opt/python\necho 3.12\n")
    answer.chmod(0o755)
    assert environments.base_python() == "/opt/python"


@needs_scripts
def test_it_is_made_and_then_trains(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(training.SETTING, raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert training.training_python() is None
    said: list[Message] = []
    lines = (
        "Collecting keras>=3.12",
        "  Downloading keras-3.15.1-py3-none-any.whl.metadata (5.9 kB)",
        "Downloading tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (572.4 MB)",
        "Installing collected packages: keras",
    )
    python = make(Plan(place, base(tmp_path, *lines), packages(NO_GPU), NO_GPU), said.append)
    assert [str(message) for message in said] == [
        "Looking for keras>=3.12.",
        "Downloading tensorflow (572.4 MB), package 1; 572 MB so far.",
        "Unpacking; this takes a few minutes.",
    ]
    assert json.loads((place / MARK).read_text())["packages"] == list(packages(NO_GPU))
    assert training.training_python() == str(python)


@needs_scripts
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "is full",
        ),
        ("Failed to establish: NewConnectionError: [Errno -3] Temporary failure in name", "network"),
        ("ERROR: No matching distribution found for tensorflow>=2.21", "needs a Python 3.11 to 3.13"),
        ("ERROR: something new", "says “ERROR: something new”"),
    ],
)
def test_a_failure_is_a_sentence_and_leaves_nothing(
    line: str, sentence: str, tmp_path: Path, place: Path
) -> None:
    with pytest.raises(TrainingError, match=sentence):
        make(Plan(place, base(tmp_path, line, code=1), ("keras",), NO_GPU))
    assert not place.exists()


def test_a_python_that_is_not_there(tmp_path: Path, place: Path) -> None:
    with pytest.raises(TrainingError, match="could not be made: python -m venv says “No such file"):
        make(Plan(place, str(tmp_path / "python"), ("keras",), NO_GPU))


def test_a_python_without_venv(place: Path) -> None:
    making = Making(Plan(place, "python3", ("keras",), NO_GPU))
    making.hear("The virtual environment was not created successfully because ensurepip is not")
    making.hear("available.  On Debian/Ubuntu systems, you need to install the python3-venv")
    assert "sudo apt install python3-venv" in str(making.failure(("python3", "-m", "venv")))


@needs_scripts
def test_what_is_started_ends_with_its_starter(place: Path) -> None:
    words = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)"]
    planned = Plan(place, sys.executable, ("keras",), NO_GPU)
    with subprocess.Popen(planned.guarded(words), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        started = int(process.stdout.readline())
        process.stdin.close()
        assert process.wait(60) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


@needs_scripts
def test_the_command(tmp_path: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["environment", "make", "--base", "/a python", "--dry-run"]) == 0
    assert f"'/a python' -m venv --clear {place}" in capsys.readouterr().out
    assert not place.exists()
    assert main(["environment", "show", "--python", str(tmp_path / "none")]) == 1
    assert "cannot be started" in capsys.readouterr().err
