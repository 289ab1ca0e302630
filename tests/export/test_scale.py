"""Exported programs on several devices and in several processes: they learn what one device learns."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.design.document import Document, Setup
from nnviz.export.program import program
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.normalization import Normalization
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain, template
from tests.data.photographs import write_pictures
from tests.export.test_programs_run import Job, run_all, small_pictures, weights

STRATEGIES = {"tensorflow": "mirrored", "jax": "data-parallel"}
FEW = ("--epochs", "2", "--batch-size", "100")
pytestmark = pytest.mark.timeout(600)


def digits() -> Document:
    """Return a network that learns from 1214 digits (14 in the last batch) and is tested with an odd number."""
    design = chain(Input((8, 8)), Flatten(), Dense(16, "relu"), Normalization(), Dense(10, "softmax"))
    data = template("digits").build().setup.data.replace(test_fraction=0.25)
    return Document("digits", design, Setup(data, SparseCategoricalCrossentropy(), Adam(0.01)))


def history(place: Path) -> Any:
    """Return loss and metrics of the epochs."""
    return np.genfromtxt(place / "history.csv", delimiter=",", skip_header=1)


def assert_same(one: Path, other: Path) -> None:
    """Check that two trainings learned the same: sums in another order may round in another way."""
    np.testing.assert_allclose(history(other), history(one), rtol=1e-5)
    for first, second in zip(weights(one), weights(other), strict=True):
        np.testing.assert_allclose(second, first, rtol=1e-4, atol=1e-5)


@pytest.fixture(scope="module", params=STRATEGIES)
def ran(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Train alone and on two devices."""
    folder, backend = tmp_path_factory.mktemp("devices"), request.param
    share = ("--strategy", STRATEGIES[backend])
    jobs = {
        "digits": Job(digits(), FEW),
        "digits, shared": Job(digits(), (*FEW, *share)),
        "uneven": Job(digits(), ("--epochs", "1", "--batch-size", "99", *share)),
    }
    if backend == "tensorflow":
        write_pictures(folder / "pictures", ("a", "b", "c"), each=10)
        few = ("--epochs", "2", "--batch-size", "4")
        odd = template("digits").build()  # 1295 samples, and 143 = 142 + 1 that choose the best epoch
        jobs |= {
            "pictures": Job(small_pictures(), few),
            "pictures, shared": Job(small_pictures(), (*few, *share)),
            "odd": Job(odd, ("--epochs", "1", "--batch-size", "142", "--mixed-precision", *share)),
        }
    return run_all(jobs, folder, backend, devices=2)


def test_two_devices_learn_what_one_learns(ran: Callable[[str], Path]) -> None:
    assert_same(ran("digits"), ran("digits, shared"))


@pytest.mark.parametrize("ran", ["tensorflow"], indirect=True)
def test_two_devices_share_pictures(ran: Callable[[str], Path]) -> None:
    assert_same(ran("pictures"), ran("pictures, shared"))


@pytest.mark.parametrize("ran", ["tensorflow"], indirect=True)
def test_an_odd_number_of_samples(ran: Callable[[str], Path]) -> None:
    assert np.isfinite(history(ran("odd"))).all()


def test_a_batch_that_cannot_be_shared_is_refused(ran: Callable[[str], Path]) -> None:
    with pytest.raises(AssertionError, match="--batch-size 99 is no multiple of the 2 devices that share it"):
        ran("uneven")


def run_together(document: Document, folder: Path, *words: str) -> list[Path]:
    """Train in two processes that know each other by the loopback interface; return their folders."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = program(document).write(folder)
    running = []
    for number in range(2):
        env = {
            **os.environ,
            "KERAS_BACKEND": "jax",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "OMP_NUM_THREADS": "1",
            "KERAS_DISTRIBUTION_JOB_ADDRESSES": f"127.0.0.1:{port}",
            "KERAS_DISTRIBUTION_NUM_PROCESSES": "2",
            "KERAS_DISTRIBUTION_PROCESS_ID": str(number),
        }
        command = [sys.executable, str(path), *words, "--strategy", "data-parallel"]
        running.append(subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, text=True))
    try:
        ended = [process.communicate(timeout=300)[1] for process in running]
    finally:
        for process in running:
            process.kill()
    for process, errors in zip(running, ended, strict=True):
        assert process.returncode == 0, errors[-2000:]
    return [folder, folder / "machine-1"]


def saved(place: Path) -> list[Any]:
    """Return the weights in the network that a program saved, unpacked."""
    import h5py

    found: list[Any] = []
    with zipfile.ZipFile(place / "model.keras") as archive:
        file = h5py.File(io.BytesIO(archive.read("model.weights.h5")))
    file.visititems(lambda _, item: found.append(item[()]) if isinstance(item, h5py.Dataset) else None)
    return found


@pytest.mark.parametrize("ran", ["jax"], indirect=True)
def test_two_machines_learn_what_one_learns(ran: Callable[[str], Path], tmp_path: Path) -> None:
    first, second = run_together(digits(), tmp_path, *FEW)
    np.testing.assert_array_equal(history(second), history(first))
    np.testing.assert_allclose(history(first), history(ran("digits")), rtol=1e-5)
    for one, other, only in zip(saved(first), saved(second), saved(ran("digits")), strict=True):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_allclose(one, only, rtol=1e-4, atol=1e-5)
