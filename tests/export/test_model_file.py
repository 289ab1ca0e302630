"""What a model file must be before Keras may open it. No Keras is needed to find that out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.export.model_file import ModelError, examine

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"name": "dense", "units": 2},
    "registered_name": None,
}
MODEL = {
    "module": "keras",
    "class_name": "Sequential",
    "config": {"name": "m", "layers": [DENSE]},
    "registered_name": None,
}


def with_layer(**changes: Any) -> dict[str, Any]:
    return {**MODEL, "config": {"name": "m", "layers": [{**DENSE, **changes}]}}


@pytest.fixture
def keras_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a ``.keras`` file of a configuration."""

    def write(config: Any = MODEL, arrays: dict[str, Any] | None = None, name: str = "model.keras") -> Path:
        buffer = io.BytesIO()
        with h5py.File(buffer, "w") as file:
            for key, value in (arrays or {}).items():
                file.create_dataset(key, **value)
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            text = config if isinstance(config, str) else json.dumps(config)
            archive.writestr("config.json", text)
            archive.writestr("model.weights.h5", buffer.getvalue())
        return path

    return write


@pytest.fixture
def h5_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an ``.h5`` file with attributes."""

    def write(name: str = "model.h5", **attributes: Any) -> Path:
        path = tmp_path / name
        with h5py.File(path, "w") as file:
            for key, value in attributes.items():
                file.attrs[key] = value if isinstance(value, str | list) else json.dumps(value)
            file.create_dataset("model_weights/dense/kernel", data=np.zeros((2, 2)))
        return path

    return write


def refused(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        examine(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_models_are_let_through(keras_file: Callable[..., Path], h5_file: Callable[..., Path]) -> None:
    assert examine(keras_file()) is None
    compiled = {"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.5}}, "loss": "mse"}
    told = {
        "optimizer": {"class": "SGD", "config": {"learning_rate": 0.5}, "steps": 0},
        "loss": {"name": "mse"},
        "metrics": [],
    }
    assert examine(keras_file({**MODEL, "compile_config": compiled})) == told
    old = {"optimizer_config": compiled["optimizer"], "loss": "mse"}
    assert examine(h5_file(model_config=MODEL, training_config=old)) == told


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "no.keras")
    assert "is a folder" in refused(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + b"\0" * 18, b"\x89HDF\r\n\x1a\n" + b"x" * 100, b"GIF89a"]
)
def test_what_is_no_model(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(content)
    assert "is no model file of Keras, or it is damaged" in refused(path)


@pytest.mark.parametrize("config", ["{", "[]", "null", '"Sequential"', "3"])
def test_configurations_that_are_none(keras_file: Callable[..., Path], config: str) -> None:
    assert "damaged" in refused(keras_file(config))


def test_a_file_that_was_cut_off(keras_file: Callable[..., Path]) -> None:
    path = keras_file(arrays={"a": {"data": np.random.default_rng(0).normal(size=1000)}})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged" in refused(path)


def test_weights_alone_are_no_model(h5_file: Callable[..., Path], tmp_path: Path) -> None:
    assert "holds weights but no network" in refused(h5_file(layer_names=["dense"]))
    with h5py.File(tmp_path / "a.weights.h5", "w") as file:
        file.create_group("layers/dense/vars")
    assert "holds weights but no network" in refused(tmp_path / "a.weights.h5")


def test_other_endings(keras_file: Callable[..., Path]) -> None:
    assert "does not end in .keras or .h5" in refused(keras_file(name="model.zip"))


def test_bombs_are_refused_before_they_go_off(keras_file: Callable[..., Path], tmp_path: Path) -> None:
    zeros = {"shape": (200_000_000,), "dtype": "f4", "chunks": (1_000_000,), "compression": "gzip"}
    assert "would take 800000000 bytes" in refused(keras_file(arrays={"layers/dense/vars/0": zeros}))
    path = tmp_path / "bomb.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", b" " * 100_000_000)
    assert "would take 100000000 bytes" in refused(path)


def test_links_into_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(MODEL)
        layout = h5py.VirtualLayout((2,), "f4")
        layout[:] = h5py.VirtualSource("/etc/passwd", "x", (2,))
        file.create_virtual_dataset("w", layout)
    assert "refers to other files" in refused(path)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ({"class_name": "Lambda"}, "“dense” is a Lambda layer: it is program text from the file"),
        (
            {"class_name": "CategoryEncoding"},
            "“dense” is a CategoryEncoding, a kind of layer that nnviz does not have",
        ),
        ({"registered_name": "Mine>Dense", "module": None}, "a class of its own"),
        ({"module": "mylib.layers", "build_config": {}}, "a class of its own"),
    ],
)
def test_layers_that_are_not_taken(
    keras_file: Callable[..., Path], layer: dict[str, Any], words: str
) -> None:
    sentence = refused(keras_file(with_layer(**layer)))
    assert words in sentence
    assert "save the model again" in sentence


def test_layers_inside_inner_models_are_looked_at(keras_file: Callable[..., Path]) -> None:
    outer = {**MODEL, "config": {"name": "outer", "layers": [with_layer(class_name="Lambda")]}}
    assert "Lambda" in refused(keras_file(outer))


def test_own_model_classes_are_not_taken(keras_file: Callable[..., Path]) -> None:
    assert "of the class MyModel" in refused(keras_file({**MODEL, "class_name": "MyModel", "module": "mine"}))


@pytest.mark.parametrize("module", ["os", "subprocess", "builtin.keras", "kerasx"])
def test_foreign_modules_are_not_taken_wherever_they_are(
    keras_file: Callable[..., Path], module: str
) -> None:
    evil = {"module": module, "class_name": "system", "config": {"command": "echo"}}
    sentence = refused(keras_file(with_layer(config={"name": "dense", "units": 2, "activation": evil})))
    assert f"asks for system of the module {module}" in sentence


def test_a_configuration_that_is_too_deep(keras_file: Callable[..., Path]) -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    assert "too deep" in refused(keras_file(with_layer(config={"name": "dense", "x": deep})))
    assert "damaged" in refused(keras_file("[" * 100_000 + "]" * 100_000))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "model.keras"
    for start in (b"", b"\x89HDF\r\n\x1a\n", b"PK\x03\x04"):
        path.write_bytes(start + content)
        refused(path)
