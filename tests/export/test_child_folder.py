"""The scripts of the child process: they alone know Keras, and they know nothing of nnviz."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.export.training import CHILD

SHARED = ("reporting", "checkpoints", "control", "listener", "looking", "resuming")
"""Those that others import; nobody starts them."""
ERRANDS = ("guarded",)
"""Those that start what they are told; ``test_environments.py`` does."""
SCRIPTS = sorted(CHILD.glob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the top names of what a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_needs_python_keras_and_its_folder_only(script: Path) -> None:
    allowed = {*sys.stdlib_module_names, "keras", "tensorflow", "numpy", *(path.stem for path in SCRIPTS)}
    assert imported(script) <= allowed


def test_the_folder_is_no_package() -> None:
    """So that no module of nnviz can import them, and none of them needs nnviz to be there."""
    assert not (CHILD / "__init__.py").exists()
    assert all(path.stem not in sys.stdlib_module_names for path in SCRIPTS)


def test_nothing_else_knows_keras() -> None:
    package = CHILD.parents[1]
    others = [path for path in package.rglob("*.py") if CHILD not in path.parents]
    assert not [path for path in others if imported(path) & {"keras", "tensorflow", "jax", "torch"}]


@pytest.mark.parametrize(
    "script", [path for path in SCRIPTS if path.stem not in SHARED + ERRANDS], ids=lambda p: p.name
)
def test_a_script_can_be_started_by_a_python_without_anything(script: Path, tmp_path: Path) -> None:
    """Without Keras, numpy and nnviz it still comes as far as saying so."""
    reading, writing = os.pipe()  # somebody listens: otherwise it would end at once
    try:
        ended = subprocess.run(
            [sys.executable, "-E", "-S", str(script), *[str(tmp_path)] * 3],
            cwd=tmp_path,  # a training writes what it reports where it runs
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(reading)
        os.close(writing)
    assert '"kind": "no_module"' in ended.stdout, ended.stdout + ended.stderr
