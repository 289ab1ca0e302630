"""What the tests of the export share: running ruff, loading a program, Keras without its noise."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

WIDTH = "100"
RULES = "E,F,I,B,UP,N,SIM,W,C4,PIE,RET"


def _ruff(*words: str, text: str) -> subprocess.CompletedProcess[str]:
    scripts = Path(sysconfig.get_path("scripts"))
    name = "ruff.exe" if sys.platform == "win32" else "ruff"
    binary = str(scripts / name) if (scripts / name).exists() else "ruff"
    return subprocess.run(
        [binary, *words, "--isolated", "--line-length", WIDTH, "--stdin-filename", "program.py", "-"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def assert_clean() -> Callable[..., None]:
    """Return a check that a program is as ruff would format it and that ruff has nothing to say."""

    def check(text: str, ignore: str = "") -> None:
        formatted = _ruff("format", text=text)
        assert formatted.returncode == 0, formatted.stderr
        assert formatted.stdout == text
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        rules = ["--ignore", ignore] if ignore else []
        found = _ruff("check", "--select", RULES, "--output-format", "concise", *rules, text=text)
        assert found.returncode == 0, found.stdout

    return check


@pytest.fixture(scope="session")
def keras() -> Any:
    """Return Keras. Its import and TensorFlow's warn about themselves."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("keras")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], ModuleType]:
    """Return a function that imports a program by its path."""

    def load_program(path: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, path.stem, module)
        spec.loader.exec_module(module)
        return module

    return load_program
