"""What it costs to train through nnviz: the exported program in the child process against the program by itself.

Both train 784-512-512-10 on random samples of MNIST's shape, in turn, one thread each. Start and end of the processes
count; on a machine with other work the processor's time is the fairer measure, so that is what must hold.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from nnviz.export.console import Progress
from nnviz.export.runner import run
from nnviz.export.training import TrainingJob, prepare
from nnviz.templates.base import template

MOST = 1.03
ROUNDS = 3
EPOCHS = 5
SAMPLES = 12_000
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the processor, here and in the child, and those of the clock."""
    before, began = os.times(), time.perf_counter()
    work()
    after, ended = os.times(), time.perf_counter()
    return sum(after[:4]) - sum(before[:4]), ended - began


def _by_hand(words: list[str], folder: Path, env: dict[str, str]) -> None:
    with (folder / "log.txt").open("wb") as log:  # it would write its progress into a terminal
        subprocess.run(words, cwd=folder, env=env, stdout=log, stderr=log, check=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    np.savez(
        tmp_path / "mnist.npz",
        x_train=rng.integers(0, 256, (SAMPLES, 28, 28), dtype=np.uint8),
        y_train=rng.integers(0, 10, SAMPLES, dtype=np.uint8),
        x_test=rng.integers(0, 256, (1000, 28, 28), dtype=np.uint8),
        y_test=rng.integers(0, 10, 1000, dtype=np.uint8),
    )
    return tmp_path


def test_training_through_nnviz_costs_little(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = template("mnist").build()
    env = {**os.environ, **ONE_THREAD}
    costs: dict[str, list[tuple[float, float]]] = {"by hand": [], "nnviz": []}
    for number in range(ROUNDS):
        job = prepare(document, None, tmp_path / f"{number}", data_dir=data, epochs=EPOCHS)
        job = TrainingJob(job.argv, MappingProxyType(env), job.folder, job.program)
        alone = tmp_path / f"alone {number}"
        alone.mkdir()
        words = [sys.executable, str(job.program), "--epochs", str(EPOCHS), "--data-dir", str(data)]
        costs["by hand"].append(_cost(partial(_by_hand, words, alone, env)))
        with (tmp_path / "bar.txt").open("w") as bar:
            costs["nnviz"].append(_cost(partial(run, job, Progress(bar))))
        assert (job.folder / "trained.npz").is_file()
    best = {name: [min(column) for column in zip(*rows, strict=True)] for name, rows in costs.items()}
    processor, clock = (one / other for one, other in zip(best["nnviz"], best["by hand"], strict=True))
    with capsys.disabled():
        sys.stdout.write(
            f"\ntraining through nnviz: {processor:.3f} of the processor's time, {clock:.3f} of the clock's\n"
        )
    assert processor <= MOST
