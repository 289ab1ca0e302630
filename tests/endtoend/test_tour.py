"""The tour as a user starts it: one command, no display, everything else real."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.digits import Digits
from nnviz.data.mnist import Mnist
from nnviz.design.file import load
from nnviz.engine.run import Run

PICTURES = 13


def run_tour(out: Path, *words: str, keras_home: Path | None = None) -> str:
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    if keras_home:
        env["KERAS_HOME"] = str(keras_home)
    done = subprocess.run(
        [sys.executable, "-m", "nnviz", "tour", "--out", str(out), *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check_folder(out: Path) -> None:
    names = {path.name for path in out.iterdir()}
    assert {"report.html", "trained.nnviz", "model.keras", "history.csv", "exported"} <= names
    pictures = sorted(name for name in names if name.endswith(".png"))
    assert len(pictures) == PICTURES
    page = (out / "report.html").read_text(encoding="utf-8")
    assert re.findall(r'src="([^"]+)"', page) == pictures
    assert (out / "exported" / "handwritten_digits.py").stat().st_size > 1000
    assert (out / "exported" / "handwritten_digits.weights.h5").exists()


@pytest.mark.timeout(300)
def test_without_mnist_and_network_it_uses_the_digits_and_says_so(tmp_path: Path) -> None:
    said = run_tour(tmp_path / "out", "--epochs", "4", keras_home=tmp_path / "keras")
    assert "built-in 8×8 digits stand in" in said
    check_folder(tmp_path / "out")
    document = load(tmp_path / "out" / "trained.nnviz")
    assert document.setup.data == Digits()
    data = Digits().load()
    run = Run(document, data)
    read = run.predict(run.start().theta, data.x_test).argmax(axis=1)
    assert np.mean(read == data.y_test) > 0.9


@pytest.mark.timeout(300)
def test_on_real_mnist_it_reads_97_percent(tmp_path: Path, shared_data: Path) -> None:
    run_tour(tmp_path / "out", "--data-dir", str(shared_data), "--epochs", "3")
    check_folder(tmp_path / "out")
    document = load(tmp_path / "out" / "trained.nnviz")
    data = Mnist().load(shared_data)
    run = Run(document, data)
    read = run.predict(run.start().theta, data.x_test).argmax(axis=1)
    assert len(read) == 10_000
    assert np.mean(read == data.y_test) >= 0.97
