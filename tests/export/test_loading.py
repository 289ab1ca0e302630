"""Weights of a file or a run folder become those of an open document; what does not fit changes nothing."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from nnviz.cli import main
from nnviz.design.document import Document
from nnviz.design.file import load as load_document
from nnviz.design.file import save
from nnviz.engine.network import Network
from nnviz.export import weights_file
from nnviz.export.loading import read_weights, with_weights_of
from nnviz.export.program import program, start_weights
from nnviz.export.training import TRAINED
from nnviz.layers.pretrained import MobileNetV2
from nnviz.templates.base import template
from nnviz.words import NnvizError
from tests.export.test_features import transfer


@pytest.fixture
def document() -> Document:
    return template("digits_convolution").build()


def some_weights(document: Document, seed: int = 5) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    shapes = weights_file.expected(document.design)
    return {path: rng.normal(size=shape).astype("float32") for path, shape in shapes.items()}


def same(one: Any, other: Any) -> bool:
    return set(one) == set(other) and all(np.array_equal(one[path], other[path]) for path in other)


def test_a_weights_file_and_what_a_training_left(document: Document, tmp_path: Path) -> None:
    weights = some_weights(document)
    weights_file.write(tmp_path / "x.weights.h5", document.design, weights)
    np.savez(tmp_path / "elsewhere.npz", **weights)
    for path in (tmp_path / "x.weights.h5", tmp_path / "elsewhere.npz", tmp_path):
        found = with_weights_of(document.with_(cursor=(7, 2)), path)
        assert same(found.weights, weights)
        assert found.cursor == (0, 0)
        assert found.design == document.design
    other = some_weights(document, 6)
    np.savez(tmp_path / TRAINED, **other)
    assert same(with_weights_of(document, tmp_path).weights, other)  # what the training left comes first


@pytest.mark.parametrize("name", ["digits_convolution", "residual", "batch-normalization", "digits_lstm"])
def test_what_keras_saved(keras: Any, load: Any, name: str, tmp_path: Path) -> None:
    document = template(name).build()
    model = load(program(document, start_weights(document)).write(tmp_path / "program")).build_model()
    rng = np.random.default_rng(2)
    for variable in model.weights:
        if str(variable.dtype) == "float32":
            variable.assign(rng.uniform(0.5, 1, variable.shape))
    model.save(tmp_path / "m.keras")
    model.save_weights(tmp_path / "m.weights.h5")
    expected = {
        path: np.asarray(variable)
        for variable in model.weights
        if (path := variable.path.removeprefix(f"{model.name}/")) in Network(document.design).slots
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras says that its older files are old
        legacy = keras.src.legacy.saving.legacy_h5_format
        legacy.save_model_to_hdf5(model, str(tmp_path / "whole.h5"))
        with h5py.File(tmp_path / "old.h5", "w") as file:
            legacy.save_weights_to_hdf5_group(file, model)
    for kind in ("m.keras", "m.weights.h5", "old.h5", "whole.h5"):
        assert same(read_weights(tmp_path / kind, document), expected), kind


def test_a_pretrained_base_keeps_its_own_weights(keras: Any, tmp_path: Path) -> None:
    document = transfer(MobileNetV2(weights_from="random", alpha="0.35"), tmp_path)
    base = keras.applications.MobileNetV2(
        input_shape=(40, 36, 3), alpha=0.35, include_top=False, weights=None, name="base"
    )
    layers = [base, keras.layers.Flatten(), keras.layers.Dense(3, "softmax", name="kind")]
    model = keras.Sequential([keras.Input((40, 36, 3)), *layers])
    model.save(tmp_path / "m.keras")
    model.save_weights(tmp_path / "m.weights.h5")
    with h5py.File(tmp_path / "old.h5", "w") as file:
        keras.src.legacy.saving.legacy_h5_format.save_weights_to_hdf5_group(file, model)
    for kind in ("m.keras", "m.weights.h5", "old.h5"):
        found = read_weights(tmp_path / kind, document)
        assert set(found) == {"kind/kernel", "kind/bias"}
        np.testing.assert_array_equal(found["kind/kernel"], np.asarray(model.get_layer("kind").kernel))
    # One that learns, too, is not left behind without a word.
    learning = transfer(MobileNetV2(weights_from="random", alpha="0.35", trainable=True), tmp_path)
    with pytest.raises(weights_file.WeightsError, match="“base” learns, too"):
        read_weights(tmp_path / "old.h5", learning)


def faults(document: Document, folder: Path) -> dict[str, tuple[Path, str]]:
    other = template("circle").build()
    weights_file.write(folder / "other.weights.h5", other.design, some_weights(other))
    (folder / "bad.weights.h5").write_bytes(b"nothing")
    (folder / "bad.keras").write_bytes(b"nothing")
    (folder / "bad.npz").write_bytes(b"nothing")
    (folder / "notes.txt").write_text("x")
    (folder / "empty").mkdir()
    for name, layers in (("few", ("a",)), ("wrong", ("a", "b")), ("empty", ())):
        with h5py.File(folder / f"{name}.h5", "w") as file:
            file.attrs["layer_names"] = [layer.encode() for layer in layers]
            for layer in layers:
                group = file.create_group(layer)
                group.attrs["weight_names"] = [b"x/kernel:0", b"x/bias:0"]
                group["x/kernel:0"], group["x/bias:0"] = np.zeros((2, 2), "f4"), np.zeros(2, "f4")
    nan = some_weights(document)
    nan[min(nan)][...] = np.nan
    np.savez(folder / "nan.npz", **nan)
    return {
        "other network": (folder / "other.weights.h5", "the file holds"),
        "damaged": (folder / "bad.weights.h5", "is no weights file of Keras, or it is damaged"),
        "older, too few": (folder / "few.h5", "has 2 layers with weights, but the file holds 1"),
        "older, none": (folder / "empty.h5", "has 2 layers with weights, but the file holds 0"),
        "older, other shapes": (folder / "wrong.h5", "has shape 2×2, but the network needs"),
        "damaged model": (folder / "bad.keras", "is no model file of Keras, or it is damaged"),
        "damaged npz": (folder / "bad.npz", "cannot be used"),
        "not finite": (folder / "nan.npz", "not finite"),
        "no kind": (folder / "notes.txt", "is of no kind that holds weights"),
        "empty folder": (folder / "empty", "holds no trained weights"),
        "nowhere": (folder / "nowhere.weights.h5", "There is no file"),
    }


def test_what_does_not_fit_is_told_in_one_sentence(document: Document, tmp_path: Path, capsys: Any) -> None:
    save(document, tmp_path / "doc.nnviz")
    before = (tmp_path / "doc.nnviz").read_bytes()
    for path, words in faults(document, tmp_path).values():
        with pytest.raises(NnvizError, match=words):
            with_weights_of(document, path)
    bad = [
        str(tmp_path / "bad.npz"),
        "--into",
        str(tmp_path / "doc.nnviz"),
        "-o",
        str(tmp_path / "doc.nnviz"),
    ]
    assert main(["import", *bad]) == 1
    assert "cannot be used" in capsys.readouterr().err
    assert (tmp_path / "doc.nnviz").read_bytes() == before


def test_from_the_command_line(document: Document, tmp_path: Path, capsys: Any) -> None:
    weights = some_weights(document)
    weights_file.write(tmp_path / "x.weights.h5", document.design, weights)
    save(document.with_(notes="mine"), tmp_path / "doc.nnviz")
    words = ["import", str(tmp_path / "x.weights.h5"), "--into", str(tmp_path / "doc.nnviz")]
    assert main([*words, "-o", str(tmp_path / "new.nnviz")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "new.nnviz")
    found = load_document(tmp_path / "new.nnviz")
    assert same(found.weights, weights)
    assert found.notes == "mine"
    assert not load_document(tmp_path / "doc.nnviz").weights
