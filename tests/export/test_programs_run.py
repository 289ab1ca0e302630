"""Exported programs as they are run: every template, TensorFlow and JAX, interrupted and resumed, all options."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.data.flowers import KINDS, Flowers
from nnviz.data.picture_folder import PictureFolder
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.export.program import program, start_weights
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.normalization import Normalization
from nnviz.layers.pretrained import MobileNetV2
from nnviz.layers.random_flip import RandomFlip
from nnviz.layers.rescaling import Rescaling
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template, templates
from nnviz.templates.pima import FILE as PIMA
from tests.data.photographs import write_pictures

RUNNER = Path(__file__).parent / "run_programs.py"
BACKENDS = ("tensorflow", "jax")
pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True)
class Job:
    """A program to be run in a folder of its own; several jobs of one folder follow one another."""

    document: Document
    words: tuple[str, ...] = ("--epochs", "1")
    stop: tuple[int, int] | None = None
    folder: str = ""
    fresh: bool = True


def run_all(jobs: Mapping[str, Job], folder: Path, backend: str, devices: int = 1) -> Callable[[str], Path]:
    """Run the jobs in one process; return a function that gives a job's folder, or fails as the job did.

    With more ``devices`` the processor is taken for as many.
    """
    told = []
    for name, job in jobs.items():
        document = job.document
        weights = None if job.fresh else start_weights(document, folder)
        path = program(document, weights, data_dir=folder).write(folder / backend / (job.folder or name))
        words = [*job.words, "--data-dir", str(folder)]
        told.append({"program": str(path), "words": words, "stop": job.stop})
    (folder / "jobs.json").write_text(json.dumps(told))
    env = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "2"}
    env |= {"DEVICES": str(devices), "XLA_FLAGS": f"--xla_force_host_platform_device_count={devices}"}
    command = [sys.executable, str(RUNNER), str(folder / "jobs.json")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=800)
    assert done.returncode == 0, done.stderr[-2000:]

    def found(name: str) -> Path:
        place = folder / backend / (jobs[name].folder or name)
        failure = place / "failure.txt"
        assert not failure.exists(), failure.read_text()
        assert (place / "weights.npz").exists()
        return place

    return found


def weights(place: Path) -> list[Any]:
    with np.load(place / "weights.npz") as file:
        return [file[name] for name in file.files]


def write_mnist(folder: Path) -> None:
    """Write a file of MNIST's form with few pictures."""
    rng = np.random.default_rng(1)
    arrays = {}
    for part, count in (("train", 100), ("test", 20)):
        arrays[f"x_{part}"] = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        arrays[f"y_{part}"] = rng.integers(0, 10, count, dtype=np.uint8)
    np.savez(folder / "mnist.npz", **arrays)


def photographs(**setup: Any) -> Document:
    """Return a document with a pretrained base."""
    design = chain(
        Input((32, 32, 3)),
        RandomFlip("horizontal"),
        Rescaling((2.0,), (-1.0,)),
        ("base", MobileNetV2(alpha="0.35", weights_from="random", trainable=True)),
        Flatten(),
        Dropout(0.2),
        Dense(3, "softmax"),
    )
    data = PictureFolder(folder="pictures", size=(32, 32))
    loss = SparseCategoricalCrossentropy()
    return Document("photographs", design, Setup(data, loss, Adam(0.001), batch_size=8, epochs=2, **setup))


def small_pictures() -> Document:
    """Return a document that adapts to pictures, with targets of one row each."""
    design = chain(Input((6, 5, 3)), Normalization(), Flatten(), Dense(3, "softmax"))
    data = PictureFolder(folder="pictures", size=(6, 5))
    return Document("small", design, Setup(data, CategoricalCrossentropy(), SGD(0.1), batch_size=4, epochs=2))


def quick(document: Document) -> Document:
    """Return the document with small pictures and a small base with random weights, so that it runs within seconds."""
    data, design = document.setup.data, document.design
    if not isinstance(data, Flowers):
        return document.with_setup(epochs=1)
    for node in design.nodes:
        if isinstance(node.layer, Input):
            design = edits.set_fields(design, node.name, shape=(32, 32, 3))
        elif isinstance(node.layer, MobileNetV2):
            design = edits.set_fields(design, node.name, alpha="0.35", weights_from="random")
    return document.with_(design=design).with_setup(data=data.replace(size=(32, 32)), epochs=1)


@pytest.fixture(scope="module", params=BACKENDS)
def ran(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Run every template and more for one epoch."""
    folder = tmp_path_factory.mktemp("templates")
    write_mnist(folder)
    write_pictures(folder / "pictures", ("a", "b", "c"), each=8)
    write_pictures(folder / "flower_photos", KINDS, each=4)
    rows = np.random.default_rng(1).integers(0, 2, (60, 9)).tolist()
    (folder / PIMA).write_text("\n".join(",".join(map(str, row)) for row in rows))
    jobs = {kind: Job(quick(found.build()), words=()) for kind, found in templates().items()}
    jobs["photographs"] = Job(photographs(early_stopping=2), ("--epochs", "1"), fresh=False)
    jobs["small"] = Job(small_pictures())
    jobs["small, weights"] = Job(small_pictures(), ("--epochs", "1"), fresh=False)
    return run_all(jobs, folder, request.param)


@pytest.mark.parametrize("kind", [*templates(), "photographs", "small", "small, weights"])
def test_every_template_runs(kind: str, ran: Callable[[str], Path]) -> None:
    place = ran(kind)
    rows = (place / "history.csv").read_text().splitlines()
    tuned = {"flowers-fine-tuning": 1, "photographs": 2}
    assert len(rows) == 2 + tuned.get(kind, 0)
    assert (place / "model.keras").exists()
    assert all(np.isfinite(array).all() for array in weights(place) if array.dtype.kind == "f")


def dropping() -> Document:
    """Return digits with dropout, a rate that depends on earlier epochs, and a best epoch."""
    design = chain(Input((8, 8)), Flatten(), Dense(16, "relu"), Dropout(0.3), Dense(10, "softmax"))
    optimizer = Adam(0.01, schedule=ReduceLROnPlateau(0.5, 1, 0.5))
    data = template("digits").build().setup.data
    setup = Setup(data, SparseCategoricalCrossentropy(), optimizer, batch_size=100, early_stopping=9)
    return Document("dropping", design, setup)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_resumed_run_is_the_same_as_an_uninterrupted_one(backend: str, tmp_path: Path) -> None:
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=8)
    four, tuned = ("--epochs", "4"), ("--epochs", "1", "--fine-tune-epochs", "2")
    jobs: dict[str, Job] = {}
    cases = [("digits", dropping(), four, [(2, 5)])]
    if backend == "tensorflow":  # on JAX a base takes long to compile
        cases.append(("base", photographs(), tuned, [(2, 0)]))
    for name, document, words, stops in cases:
        jobs[name] = Job(document, words)
        jobs[f"{name}, resumed"] = Job(document, words, stops[0])
        for number, stop in enumerate([*stops[1:], None]):
            jobs[f"{name}, resumed {number}"] = Job(document, (*words, "--resume"), stop, f"{name}, resumed")
    found = run_all(jobs, tmp_path, backend)
    for name, *_ in cases:
        whole, parts = found(name), found(f"{name}, resumed")
        assert (parts / "history.csv").read_text() == (whole / "history.csv").read_text(), name
        for one, other in zip(weights(whole), weights(parts), strict=True):
            np.testing.assert_array_equal(one, other, name)


@pytest.mark.parametrize("backend", BACKENDS)
def test_all_options(backend: str, tmp_path: Path) -> None:
    """Half precision keeps the outputs whole; XLA computes the same."""
    document = template("digits").build()
    few = ("--epochs", "1", "--seed", "3", "--batch-size", "64")
    jobs = {
        "plain": Job(document, few),
        "half": Job(document, (*few, "--mixed-precision")),
        "compiled": Job(document, (*few, "--jit-compile")),
    }
    found = run_all(jobs, tmp_path, backend)
    plain = weights(found("plain"))
    for one, other in zip(plain, weights(found("compiled")), strict=True):
        np.testing.assert_allclose(other, one, atol=1e-4)
    rows = [(found(name) / "history.csv").read_text().split()[1] for name in ("plain", "half")]
    np.testing.assert_allclose(*(np.array(row.split(","), float) for row in rows), rtol=0.02)
    with zipfile.ZipFile(found("half") / "model.keras") as file:
        layers = json.loads(file.read("config.json"))["config"]["layers"]
    policies = [layer["config"]["dtype"]["config"]["name"] for layer in layers[1:]]
    assert policies == ["mixed_float16"] * 2 + ["float32"]
