"""Keras' weights file without Keras: round trip, and a sentence for everything else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.design.graph import Design
from nnviz.export import weights_file
from nnviz.export.keras_graph import is_chain, layer_groups
from nnviz.export.program import start_weights
from nnviz.export.weights_file import WeightsError
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.templates.base import chain, template

DOCUMENT = template("circle").build()


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "x.weights.h5"
    weights = start_weights(DOCUMENT)
    weights_file.write(path, DOCUMENT.design, weights)
    found = weights_file.read(path, DOCUMENT.design)
    assert list(found) == list(weights)
    for name, value in found.items():
        assert value.dtype == np.float32
        assert not value.flags.writeable
        assert np.array_equal(value, weights[name])


def test_the_same_weights_give_the_same_bytes() -> None:
    weights = start_weights(DOCUMENT)
    first = weights_file.to_bytes(DOCUMENT.design, weights)
    assert weights_file.to_bytes(DOCUMENT.design, dict(reversed(weights.items()))) == first


def test_groups_are_called_by_class_and_number() -> None:
    design = chain(Input((4,)), ("b", Dense(3)), ("act", Activation("relu")), ("a", Dense(2)), Flatten())
    assert is_chain(design)
    assert layer_groups(design) == {"b": "dense", "act": "activation", "a": "dense_1", "flatten": "flatten"}


def test_a_network_without_weights(tmp_path: Path) -> None:
    design = chain(Input((2, 2)), Flatten())
    weights_file.write(tmp_path / "x.weights.h5", design, {})
    assert weights_file.read(tmp_path / "x.weights.h5", design) == {}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"output/bias": None}, "“output/bias” is missing"),
        ({"other/bias": np.zeros(1, "float32")}, "no weight “other/bias”"),
        ({"output/bias": np.zeros(2, "float32")}, "shape 2, but the network needs 1"),
        ({"output/bias": np.array([np.nan], "float32")}, "not finite"),
    ],
)
def test_weights_that_do_not_suit_are_not_written(change: dict[str, object], sentence: str) -> None:
    weights = {**start_weights(DOCUMENT), **change}
    weights = {path: value for path, value in weights.items() if value is not None}
    with pytest.raises(WeightsError, match=sentence):
        weights_file.to_bytes(DOCUMENT.design, weights)  # type: ignore[arg-type]


def _file(tmp_path: Path) -> Path:
    path = tmp_path / "x.weights.h5"
    weights_file.write(path, DOCUMENT.design, start_weights(DOCUMENT))
    return path


def test_a_file_of_another_network(tmp_path: Path) -> None:
    path = _file(tmp_path)
    point = ("point", Input((2,)))
    wider = chain(point, ("hidden_1", Dense(5)), ("hidden_2", Dense(2)), ("output", Dense(1)))
    with pytest.raises(WeightsError, match="“hidden_1/kernel” has shape 2×4, but the network needs 2×5"):
        weights_file.read(path, wider)
    with pytest.raises(WeightsError, match="layer “dense_2” that the network has not"):
        weights_file.read(path, chain(point, ("hidden_1", Dense(4)), ("hidden_2", Dense(2))))
    with pytest.raises(WeightsError, match="“hidden_1” has 1 weights, but the file holds 2"):
        weights_file.read(path, chain(point, ("hidden_1", Dense(4, use_bias=False))))
    with pytest.raises(WeightsError, match="“more” has 2 weights, but the file holds 0"):
        weights_file.read(
            path, chain(*[(n.name, n.layer) for n in DOCUMENT.design.nodes], ("more", Dense(1)))
        )


@pytest.mark.parametrize("content", [b"", b"no HDF5", b"\x89HDF\r\n\x1a\n" + b"\0" * 100])
def test_a_file_that_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.weights.h5"
    with pytest.raises(WeightsError, match="There is no file"):
        weights_file.read(path, DOCUMENT.design)
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="no weights file of Keras, or it is damaged"):
        weights_file.read(path, DOCUMENT.design)


def test_a_file_in_another_layout(tmp_path: Path) -> None:
    path = tmp_path / "x.h5"
    with h5py.File(path, "w") as file:
        file["model_weights/dense/kernel"] = np.zeros((2, 4))
    with pytest.raises(WeightsError, match="layout of Keras 3"):
        weights_file.read(path, DOCUMENT.design)


def test_links_into_other_files_are_not_followed(tmp_path: Path) -> None:
    path = _file(tmp_path)
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["secret"] = np.zeros(1, "float32")
    with h5py.File(path, "a") as file:
        group = file["layers/dense_2/vars"]
        del group["1"]
        group["1"] = h5py.ExternalLink("other.h5", "/secret")
    with pytest.raises(WeightsError, match="“output/bias” is missing"):
        weights_file.read(path, DOCUMENT.design)


@pytest.mark.parametrize("value", [np.array([np.inf]), np.array([b"x"]), np.array([1])])
def test_values_that_are_no_weights(tmp_path: Path, value: np.ndarray) -> None:
    path = _file(tmp_path)
    with h5py.File(path, "a") as file:
        group = file["layers/dense_2/vars"]
        del group["1"]
        group["1"] = value
    with pytest.raises(WeightsError, match="“output/bias”"):
        weights_file.read(path, DOCUMENT.design)


@given(st.integers(0, 15_000), st.integers(1, 255))
def test_a_changed_byte_gives_weights_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    data = bytearray(weights_file.to_bytes(DOCUMENT.design, start_weights(DOCUMENT)))
    data[place % len(data)] ^= change
    path = tmp_path_factory.mktemp("changed") / "x.weights.h5"
    path.write_bytes(data)
    with contextlib.suppress(WeightsError):  # any other exception fails the test
        weights_file.check(DOCUMENT.design, weights_file.read(path, DOCUMENT.design))


def test_expected_shapes() -> None:
    assert weights_file.expected(Design()) == {}
    assert weights_file.expected(DOCUMENT.design)["hidden_1/kernel"] == (2, 4)
