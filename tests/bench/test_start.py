"""Time to the first picture of the window: from the start of the process to the network drawn with its numbers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("first_picture.py")
ROUNDS = 9
SLOW = (
    "h5py",
    "jinja2",
    "keras",
    "numba",
    "pandas",
    "pydantic",
    "pyqtgraph",
    "scipy",
    "sklearn",
    "tensorflow",
    "ziamath",
)
"""Libraries that the first picture must not wait for."""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of compiled modules that the starts share; at first it is empty."""
    return tmp_path_factory.mktemp("compiled")


def _start(compiled: Path) -> tuple[float, float]:
    """Return the seconds until the first picture, by the clock and of processor time."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled), "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, str(SCRIPT), repr(time.time()), *SLOW]
    said = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert said[2:] == [], f"imported before the first picture: {said[2:]}"
    return float(said[0]), float(said[1])


def test_first_picture_cold(benchmark: Any, compiled: Path) -> None:
    """The first start after an installation; what the system has read before may still be in memory."""
    _measure(benchmark, compiled, 1, "cold (no module compiled yet)")


def test_first_picture_warm(benchmark: Any, compiled: Path) -> None:
    _start(compiled)
    _measure(benchmark, compiled, ROUNDS, "warm")


def _measure(benchmark: Any, compiled: Path, rounds: int, words: str) -> None:
    """Let the figures be those that the process itself tells: its end is not part of them."""
    told: list[tuple[float, float]] = []
    benchmark.group = "start"
    benchmark.pedantic(lambda: told.append(_start(compiled)), rounds=rounds)
    benchmark.stats.stats.data[:] = [clock for clock, _ in told]
    slowest, busy = max(clock for clock, _ in told), median(processor for _, processor in told)
    # Where others work on the machine too, the processor time says more than the clock.
    benchmark.extra_info["told"] = (
        f"first picture of the window, {words}: {{}} (slowest of {rounds}: {slowest:.2f} s;"
        f" processor time {busy:.2f} s)"
    )
