"""``nnviz doctor``: a line for each finding, an exit status, never a traceback."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import bootstrap
import pytest

from nnviz.cli import main
from nnviz.commands import doctor
from nnviz.commands.doctor import Finding
from nnviz.export import probe as probing
from nnviz.export.reports import Device, Hello

HELLO = Hello("3.11.7", "3.15.1", "tensorflow", "2.21.0", (Device("CPU", "a processor"),), "no_driver")
needs_tensorflow = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="there is no TensorFlow"
)


@pytest.fixture
def no_tensorflow_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The training Python answers at once."""
    monkeypatch.setattr(probing, "probe", lambda *_: HELLO)


def _by_subject(data_dir: Path | None = None) -> dict[str, Finding]:
    return {finding.subject: finding for finding in doctor.findings(data_dir)}


@needs_tensorflow
def test_all_is_there(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    told = capfd.readouterr()
    subjects = [line.split()[0] for line in told.out.splitlines()]
    assert subjects == ["nnviz", "Qt", "OpenGL", "steps", "data", "disk", "training", "devices"]
    assert "TensorFlow 2." in told.out
    assert "Keras 3." in told.out
    assert "Trains on" in told.out
    assert told.err == ""


@pytest.mark.usefixtures("no_tensorflow_start")
def test_the_real_window_system_is_named() -> None:
    found = _by_subject()
    assert found["Qt"].good
    assert "platform plugin" in found["Qt"].text
    assert found["OpenGL"].text != "no display"


@pytest.mark.usefixtures("no_tensorflow_start")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    found = _by_subject()
    assert "no display" in found["Qt"].text
    assert found["OpenGL"].text == "no display"
    assert all(finding.good for finding in found.values())


@pytest.mark.usefixtures("no_tensorflow_start")
def test_a_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    found = _by_subject()
    assert not found["Qt"].good
    assert "nonsense" in found["Qt"].text
    assert "Traceback" not in found["Qt"].text


@pytest.mark.usefixtures("no_tensorflow_start")
def test_a_driver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PATIENCE", 0.001)
    assert "no answer for" in _by_subject()["Qt"].text


def test_missing_libraries_are_named_with_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(doctor, "LIBRARIES", {"libc.so.6": "libc6", "libnone.so.1": "libnone1"})
    assert doctor.missing_libraries() == {"libnone.so.1": "libnone1"}
    found = doctor._qt({}, "")
    assert not found.good
    assert "libnone.so.1" in found.text
    assert found.text.endswith("apt-get install -y libnone1")


def test_the_libraries_are_those_of_bootstrap() -> None:
    assert doctor.LIBRARIES == bootstrap.QT_LIBRARIES


def test_mnist_is_found_or_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    missing = doctor._data(tmp_path / "mine")
    assert missing.good
    assert str(tmp_path / "mine") in missing.text
    assert str(tmp_path / "keras" / "datasets") in missing.text
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mnist.npz").touch()
    assert doctor._data(tmp_path / "mine").text == f"MNIST found: {tmp_path / 'mine' / 'mnist.npz'}"


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**10, 10**10 - 10**6, 10**6)
    )
    found = doctor._disk(tmp_path / "not" / "yet")
    assert not found.good
    assert found.text.startswith("only 0.0 GB free")


def test_no_tensorflow_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hiding = tmp_path / "hiding"
    hiding.mkdir()
    (hiding / "keras.py").write_text(
        "raise ModuleNotFoundError('no keras', name='keras')\n", encoding="utf-8"
    )
    inherited = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(hiding), inherited])))
    assert main(["doctor"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("training")]
    assert "has no keras" in line
    assert "-m pip install" in line
