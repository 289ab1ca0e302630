"""The Python for training in the window: looked at, and made, with a progress that can be cancelled."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnviz.export import training
from nnviz.export.environments import NO_GPU, Plan
from nnviz.export.scaling import DATA_PARALLEL, MIRRORED, ONE_DEVICE, Scaling
from nnviz.export.training import TrainingError
from nnviz.ui.train.environment_dialog import EnvironmentDialog
from nnviz.words import say
from tests.ui.train.fakes import HELLO

BASE = """#!{python}
import os, pathlib, shutil, sys
if sys.argv[1].endswith("guarded.py"):
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
folder = pathlib.Path(sys.argv[-1], "bin")
folder.mkdir(parents=True)
shutil.copy({pip!r}, folder / "python")
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(training.ENVIRONMENT, str(tmp_path / "place"))
    return tmp_path / "place"


@pytest.fixture
def planned(tmp_path: Path, fake: Callable[..., str]) -> Callable[..., Callable[[Path], Plan]]:
    """Return a function that plans an environment whose Python does what the entries say."""

    def make(*entries: Any) -> Callable[[Path], Plan]:
        base = tmp_path / "base"
        base.write_text(BASE.format(python=sys.executable, pip=fake(*entries, alone=True)))
        base.chmod(base.stat().st_mode | stat.S_IXUSR)
        return lambda folder: Plan(folder, str(base), ("keras",), NO_GPU)

    return make


@pytest.fixture
def dialog(qtbot, place: Path, planned) -> Callable[..., EnvironmentDialog]:
    """Return a function that opens the dialog with such a plan."""

    def show(*entries: Any) -> EnvironmentDialog:
        opened = EnvironmentDialog(None, planned(*entries))
        qtbot.addWidget(opened)
        opened.show()
        return opened

    return show


def test_it_is_made_with_progress(qtbot, dialog, place):
    opened = dialog(("line", "Downloading keras-3.15.1-py3-none-any.whl (1.5 MB)"))
    assert opened.folder.line.text() == str(place)
    assert "700 MB" in opened.what.text()
    assert not opened.bar.isVisible()
    steps = []
    opened.maker.told.connect(lambda message: steps.append(str(message)))
    with qtbot.waitSignal(opened.made, timeout=20_000) as made:
        opened.make_button.click()
        assert opened.bar.isVisible()
        assert not opened.make_button.isEnabled()
    assert made.args == [str(place / "bin" / "python")]
    assert steps == ["Downloading keras (1.5 MB), package 1; 2 MB so far."]


def test_a_failure_is_told_and_can_be_tried_again(qtbot, dialog, place):
    opened = dialog(("line", "OSError: [Errno 28] No space left on device"), ("exit", 1))
    with qtbot.waitSignal(opened.maker.failed, timeout=20_000):
        opened.make_button.click()
    assert opened.trouble.isVisible()
    assert "is full; free some space" in opened.trouble.text()
    assert not opened.bar.isVisible()
    assert opened.make_button.isEnabled()
    assert not place.exists()


def test_cancel_ends_the_process_and_takes_away_what_was_made(qtbot, dialog, place):
    opened = dialog(("line", "Collecting keras"), ("sleep", 600))
    with qtbot.waitSignal(opened.maker.told, timeout=20_000):
        opened.make_button.click()
    assert place.exists()
    opened.cancel_button.click()
    assert not opened.maker.busy
    assert not place.exists()


def test_what_cannot_be_planned_is_told(qtbot, place):
    def nothing(folder: Path) -> Plan:
        raise TrainingError(say("No Python is found."))

    opened = EnvironmentDialog(None, nothing)
    qtbot.addWidget(opened)
    opened.show()
    assert opened.trouble.text() == "No Python is found."
    assert not opened.make_button.isEnabled()


def test_the_python_is_looked_at(qtbot, open_window, fake):
    window = open_window()
    choice = window.train.settings.python
    window.train.training.choose_python(fake(HELLO, alone=True))
    with qtbot.waitSignal(choice.probe.answered, timeout=20_000):
        choice.look_button.click()
        assert "Asking it" in choice.facts.text()
    assert choice.facts.text().splitlines() == [
        "It is Python 3.13.1.",
        "It has Keras 3.15.1.",
        "TensorFlow 2.21.0 computes for it.",
        "Trains on the CPU (Some CPU). No driver of an NVIDIA GPU was found.",
    ]
    window.train.training.choose_python("/another/python")
    assert choice.facts.isHidden()


def test_a_python_that_is_none_is_told(qtbot, open_window, tmp_path):
    window = open_window()
    choice = window.train.settings.python
    window.train.training.choose_python(str(tmp_path / "nothing"))
    with qtbot.waitSignal(choice.probe.answered, timeout=20_000):
        choice.look()
    assert "cannot be started" in choice.facts.text()


def test_a_made_python_is_chosen(qtbot, open_window, place, fake):
    window = open_window()
    choice = window.train.settings.python
    opened = choice.ask_to_make()
    assert opened.isVisible()
    with qtbot.waitSignal(choice.probe.answered, timeout=20_000):
        opened.made.emit(fake(HELLO, alone=True))
    assert window.train.training.python.startswith(str(place.parent))
    opened.reject()


def test_the_devices_are_chosen_and_kept(qtbot, open_window):
    window = open_window()
    training_, choice = window.train.training, window.train.settings.scaling
    assert training_.scaling == ONE_DEVICE
    for strategy in (MIRRORED, DATA_PARALLEL):
        choice.strategy.setCurrentIndex(choice.strategy.findData(strategy))
        choice.strategy.activated.emit(choice.strategy.currentIndex())
        assert training_.scaling.strategy == strategy
    choice.half.click()
    choice.xla.click()
    assert training_.scaling == Scaling(DATA_PARALLEL, True, True)


def test_the_chosen_devices_are_told_to_the_program(run, open_window):
    window = open_window()
    window.train.training.choose_scaling(Scaling(MIRRORED, jit_compile=True))
    run([HELLO], window)
    job = window.train.training.job
    assert job.argv[-3:] == ("--strategy", "mirrored", "--jit-compile")
    assert job.env["KERAS_BACKEND"] == "tensorflow"
