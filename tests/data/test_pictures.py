"""Digits and MNIST: the pictures, where they come from, and damaged files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.data import digits
from nnviz.data.base import DataError
from nnviz.data.digits import Digits, read_digits
from nnviz.data.mnist import Mnist, find_mnist

WriteMnist = Callable[..., None]


def test_digits_are_scikit_learns() -> None:
    from sklearn.datasets import load_digits

    expected = load_digits()
    pictures, labels = read_digits()
    assert np.array_equal(pictures, expected.images)
    assert np.array_equal(labels, expected.target)


def test_digits_come_from_scikit_learn_where_its_file_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Digits().load()
    monkeypatch.setattr(Path, "is_file", lambda self: False)
    assert np.array_equal(Digits().load().x_train, expected.x_train)


def test_digits_without_scikit_learn_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digits, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="come with scikit-learn, which is not installed; install it"):
        Digits().load()


def test_digits_have_their_sizes_and_range() -> None:
    data = Digits().load()
    assert (data.samples, len(data.x_test), data.input_shape) == (1438, 359, (8, 8))
    assert (data.x_train.min(), data.x_train.max()) == (0, 1)
    assert data.picture
    assert data.classes == tuple("0123456789")
    assert np.bincount(data.y_train, minlength=10).min() > 100
    assert "divided by 16" in str(data.scaling)


def test_real_mnist(shared_data: Path) -> None:
    data = Mnist().load(shared_data)
    assert data.x_train.shape == (60_000, 28, 28)
    assert data.x_test.shape == (10_000, 28, 28)
    assert np.bincount(data.y_train).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(data.y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert (data.x_train.min(), data.x_train.max()) == (0, 1)
    assert data.picture


def test_mnist_is_looked_for_in_the_folder_then_in_keras_cache(
    tmp_path: Path, small_mnist: WriteMnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_folder, cache = tmp_path / "given", tmp_path / "keras" / "datasets"
    assert find_mnist(given_folder) is None
    small_mnist(cache / "mnist.npz")
    assert find_mnist() == find_mnist(given_folder) == cache / "mnist.npz"
    small_mnist(given_folder / "mnist.npz")
    assert find_mnist(given_folder) == given_folder / "mnist.npz"
    assert Mnist().load(given_folder).samples == 20
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setattr(Path, "expanduser", lambda self: tmp_path / "home" / self.name)
    small_mnist(tmp_path / "home" / ".keras" / "datasets" / "mnist.npz")
    assert find_mnist() == tmp_path / "home" / ".keras" / "datasets" / "mnist.npz"


def test_no_mnist_names_three_ways_out(tmp_path: Path, small_mnist: WriteMnist) -> None:
    with pytest.raises(DataError) as caught:
        Mnist().load(tmp_path)
    sentence = str(caught.value)
    assert "choose the folder that holds mnist.npz" in sentence
    assert "start the training once, which downloads it" in sentence
    assert "use the built-in digits" in sentence


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"y_test": None}, r"y_test should be an array, but it is missing"),
        ({"x_train": np.zeros((20, 28, 27), "uint8")}, r"x_train should be uint8 \(n, 28, 28\), but .*27"),
        ({"x_test": np.zeros((10, 28, 28), "float32")}, r"x_test should be uint8 .*, but it is float32"),
        ({"x_test": np.zeros((0, 28, 28), "uint8")}, r"x_test should be"),
        ({"y_train": np.zeros(19, "uint8")}, r"y_train should be uint8 \(20,\), but it is uint8 \(19,\)"),
        ({"y_train": np.full(20, 10, "uint8")}, r"y_train should be 0 to 9, but it is 10"),
        ({"y_train": np.array([None] * 20)}, r"y_train should be uint8 \(20,\), but it is object"),
    ],
)
def test_foreign_files_are_told(
    tmp_path: Path, small_mnist: WriteMnist, changes: dict[str, Any], fault: str
) -> None:
    small_mnist(tmp_path / "mnist.npz", **changes)
    with pytest.raises(DataError, match=f"mnist.npz” is not the MNIST file of Keras: {fault}"):
        Mnist().load(tmp_path)


def test_a_huge_claim_is_refused_before_memory_is_taken(tmp_path: Path, small_mnist: WriteMnist) -> None:
    small_mnist(tmp_path / "mnist.npz", x_train=None)
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
    with (
        zipfile.ZipFile(tmp_path / "mnist.npz", "a") as archive,
        archive.open("x_train.npy", "w") as member,
    ):
        np.lib.format.write_array_header_1_0(member, header)
    with pytest.raises(DataError, match="x_train should be"):
        Mnist().load(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.data())
def test_any_bytes_give_data_or_a_sentence(
    tmp_path: Path, small_mnist: WriteMnist, content: st.DataObject
) -> None:
    path = tmp_path / "mnist.npz"
    small_mnist(path)
    sound = bytearray(path.read_bytes())
    for _ in range(content.draw(st.integers(0, 4))):
        sound[content.draw(st.integers(0, len(sound) - 1))] = content.draw(st.integers(0, 255))
    path.write_bytes(
        bytes(sound[: content.draw(st.integers(0, len(sound)))] if content.draw(st.booleans()) else sound)
    )
    try:
        data = Mnist().load(tmp_path)
    except DataError as error:
        assert "mnist.npz" in str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert data.input_shape == (28, 28)


def test_bytes_that_are_no_archive_are_told(tmp_path: Path, small_mnist: WriteMnist) -> None:
    (tmp_path / "mnist.npz").write_bytes(b"<html>404</html>")
    with pytest.raises(DataError, match=r"mnist.npz” is damaged or is no npz archive: delete it"):
        Mnist().load(tmp_path)
