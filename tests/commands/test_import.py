"""``nnviz import`` with the real process, and what ``nnviz trace`` makes of the document."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.design.file import load
from nnviz.export.training import SETTING
from nnviz.optimizers.sgd import SGD

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"
)

Nnviz = Callable[..., Any]


@pytest.fixture(scope="module")
def saved_models(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], tuple[Path, np.ndarray, np.ndarray]]:
    """Return a function from a file's ending to a trained model's file, a batch, and Keras' predictions for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import keras
    layers = keras.layers
    x = keras.Input((4,), name="features")
    block = keras.Sequential([keras.Input((6,)), layers.Dense(5, "relu", name="wide")], name="block")
    end = layers.Dense(3, "softmax", name="class")(block(layers.Dense(6, "tanh", name="first")(x)))
    model = keras.Model(x, end)
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.5), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    rng = np.random.default_rng(2)
    batch, labels = rng.normal(size=(9, 4)).astype("float32"), rng.integers(0, 3, 9)
    for _ in range(3):
        model.train_on_batch(batch, labels)
    expected = np.asarray(model(batch))
    folder = tmp_path_factory.mktemp("models")

    def save(suffix: str) -> tuple[Path, np.ndarray, np.ndarray]:
        path = folder / f"model{suffix}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.save(path)
        np.savez(folder / "batch.npz", x=batch, y=labels)
        return path, expected, np.asarray(labels)

    return save


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_a_model_becomes_a_document_that_computes_the_same(
    nnviz: Nnviz, saved_models: Any, tmp_path: Path, suffix: str
) -> None:
    path, expected, _ = saved_models(suffix)
    said = nnviz("import", path, "-o", tmp_path / "imported.nnviz")
    assert said.status == 0, said.err
    assert said.out.strip() == str(tmp_path / "imported.nnviz")
    assert "block/wide → block_wide" in said.err
    assert all(line.startswith("note: ") for line in said.err.splitlines())
    document = load(tmp_path / "imported.nnviz")
    assert document.name == "imported"
    assert document.setup.optimizer == SGD(0.1, 0.5)
    assert [n.name for n in document.design.nodes] == ["features", "first", "block_wide", "class"]
    assert document.design.nodes[-1].position[0] > document.design.nodes[0].position[0]
    trace = tmp_path / "t.npz"
    assert (
        nnviz("trace", tmp_path / "imported.nnviz", "--batch", path.parent / "batch.npz", "-o", trace).status
        == 0
    )
    with np.load(trace) as file:
        np.testing.assert_allclose(file["0/output/class"], expected, rtol=1e-5, atol=1e-6)


def test_what_is_refused_leaves_nothing(refused: Callable[..., str], tmp_path: Path) -> None:
    target = tmp_path / "out.nnviz"
    assert "There is no file" in refused("import", tmp_path / "none.keras", "-o", target)
    (tmp_path / "bad.h5").write_bytes(b"nothing")
    assert "damaged" in refused("import", tmp_path / "bad.h5", "-o", target)
    assert not target.exists()


def test_what_only_keras_finds_out_is_refused_too(
    refused: Callable[..., str], saved_models: Any, tmp_path: Path
) -> None:
    import zipfile

    path, _, _ = saved_models(".keras")
    broken = tmp_path / "broken.keras"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(
                info, data.replace(b'"units": 6', b'"units": 7') if info.filename == "config.json" else data
            )
    sentence = refused("import", broken, "-o", tmp_path / "out.nnviz")
    assert sentence.startswith("Keras cannot read the model: ")
    assert not (tmp_path / "out.nnviz").exists()


def test_a_python_without_keras_is_told(
    refused: Callable[..., str], saved_models: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _, _ = saved_models(".keras")
    if sys.platform == "win32":
        pytest.skip("a shell script")
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')
    bare.chmod(0o755)
    monkeypatch.setenv(SETTING, str(bare))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    sentence = refused("import", path, "-o", tmp_path / "out.nnviz")
    assert "has no keras" in sentence
    assert "-m pip install" in sentence
    monkeypatch.setenv(SETTING, str(tmp_path / "no python"))
    assert "cannot be started" in refused("import", path, "-o", tmp_path / "out.nnviz")
