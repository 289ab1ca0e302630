"""Asking a Python what it would train with: its answer, or one sentence. Mostly with a stand-in for Keras."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nnviz.export.outcomes import Outcome
from nnviz.export.probe import probe
from nnviz.export.reports import Hello
from nnviz.export.training import SETTING

FAKE = Path(__file__).parent / "fake"
needs_tensorflow = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="there is no TensorFlow"
)


@pytest.fixture
def keras_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that gives the other Python this text for Keras."""

    def make(text: str) -> None:
        (tmp_path / "keras.py").write_text(text, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return make


def _failure(python: str | None = None, timeout: float = 60.0) -> Outcome:
    found = probe(python, timeout)
    assert isinstance(found, Outcome)
    assert not found.good
    return found


@needs_tensorflow
def test_the_real_one() -> None:
    hello = probe()
    assert isinstance(hello, Hello)
    assert hello.backend_version
    assert hello.devices[0].kind == "CPU"
    assert str(hello.device_line).startswith("Trains on")


def test_it_answers_without_training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FAKE))
    monkeypatch.setenv(SETTING, sys.executable)
    hello = probe()
    assert isinstance(hello, Hello)
    assert hello.keras == "3.99.0"


def test_modules_beside_the_child_and_here_are_not_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FAKE))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keras.py").write_text("raise RuntimeError('somebody else')", encoding="utf-8")
    assert isinstance(probe(), Hello)


def test_no_keras(keras_is: Callable[[str], None]) -> None:
    keras_is("raise ModuleNotFoundError('none', name='tensorflow')")
    found = _failure()
    assert found.kind == "no_module"
    assert "has no tensorflow" in str(found.message)
    assert found.command.startswith(sys.executable)
    assert "tensorflow" in found.command


def test_an_old_keras(keras_is: Callable[[str], None]) -> None:
    keras_is("__version__ = '2.15.0'")
    assert _failure().kind == "no_module"


def test_a_broken_keras(keras_is: Callable[[str], None]) -> None:
    keras_is("raise RuntimeError('built for another processor')")
    found = _failure()
    assert found.kind == "error"
    assert "built for another processor" in str(found.message)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_crash(keras_is: Callable[[str], None]) -> None:
    keras_is("import os, signal; os.kill(os.getpid(), signal.SIGILL)")
    found = _failure()
    assert found.kind == "crashed"
    assert "SIGILL" in str(found.message)


def test_no_answer(keras_is: Callable[[str], None]) -> None:
    keras_is("import time; time.sleep(60)")
    began = time.monotonic()
    found = _failure(timeout=1.0)
    assert found.kind == "no_answer"
    assert "for 1 seconds" in str(found.message)
    assert time.monotonic() - began < 10


def test_what_is_no_python(tmp_path: Path) -> None:
    assert _failure(str(tmp_path / "python")).kind == "no_python"
    if os.name == "posix":
        found = _failure("/bin/ls")
        assert found.kind == "crashed"
        assert "/bin/ls" in str(found.message)


def test_no_python_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr(sys, "executable", "")
    assert _failure().kind == "no_python"
