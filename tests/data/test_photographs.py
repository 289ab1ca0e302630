"""Photographs in folders: the same pixels as TensorFlow reads, the split, and folders that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.data.base import DataError
from nnviz.data.flowers import FOLDER, KINDS, Flowers, find_flowers
from nnviz.data.picture_folder import PictureFolder
from nnviz.data.pictures import read_picture
from tests.data.photographs import write_pictures


def test_real_flowers(shared_data: Path) -> None:
    data = Flowers().load(shared_data)
    assert data.classes == KINDS
    assert data.input_shape == (192, 192, 3)
    assert np.bincount(data.y_train).tolist() == [12] * 5
    assert np.bincount(data.y_test).tolist() == [2] * 5
    assert 0 <= data.x_train.min() < 0.1 < 0.9 < data.x_train.max() <= 1
    assert "60 of 600" in str(data.note)


def test_pixels_are_those_of_tensorflow(shared_data: Path) -> None:
    """Decoding and scaling end in the same bits, so full training sees what Watch shows."""
    tf = pytest.importorskip("tensorflow")
    for kind in KINDS:
        for path in sorted((shared_data / FOLDER / kind).glob("*.jpg"))[:4]:
            pixels = tf.io.decode_jpeg(tf.io.read_file(str(path)), channels=3, dct_method="INTEGER_ACCURATE")
            expected = tf.image.resize(pixels, (192, 160)) / 255
            np.testing.assert_array_equal(read_picture(path, 192, 160), np.asarray(expected))


def test_what_watch_takes_is_part_of_what_training_takes(tmp_path: Path) -> None:
    write_pictures(tmp_path, ("a", "b", "c"), each=10)
    few = PictureFolder(folder=str(tmp_path), size=(8, 8), watched=3).load()
    every = PictureFolder(folder=str(tmp_path), size=(8, 8), watched=1000).load()
    assert np.bincount(few.y_train).tolist() == [3, 3, 3]
    assert len(every.x_train) + len(every.x_test) == 30
    known = {picture.tobytes() for picture in every.x_train}
    assert all(picture.tobytes() in known for picture in few.x_train)
    held_back = {picture.tobytes() for picture in every.x_test}
    assert all(picture.tobytes() in held_back for picture in few.x_test)


def test_two_classes_are_a_binary_task(tmp_path: Path) -> None:
    write_pictures(tmp_path, ("cat", "dog"))
    assert PictureFolder(folder=str(tmp_path), size=(8, 8)).load().task == "binary"


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("", "No pictures are chosen yet"),
        ("missing", "There is no folder"),
        ("empty", "holds 0 folders with pictures"),
        ("one", "holds 1 folders with pictures"),
        ("broken", "is no picture that can be read"),
    ],
)
def test_folders_that_cannot_be_learned_from(tmp_path: Path, folder: str, sentence: str) -> None:
    (tmp_path / "empty").mkdir()
    write_pictures(tmp_path / "one", ("a",))
    write_pictures(tmp_path / "broken", ("a", "b"))
    (tmp_path / "broken" / "a" / "0.jpg").write_bytes(b"\xff\xd8 no picture")
    with pytest.raises(DataError, match=sentence):
        PictureFolder(folder=folder, size=(4, 4)).load(tmp_path)


def test_flowers_are_found_in_a_folder_itself_or_in_keras_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    assert find_flowers(tmp_path) is None
    with pytest.raises(DataError, match="not on this computer"):
        Flowers().load(tmp_path)
    write_pictures(tmp_path / "mine", KINDS, each=1)
    assert find_flowers(tmp_path / "mine") == tmp_path / "mine"
    cached = tmp_path / "keras" / "datasets" / f"{FOLDER}_extracted" / FOLDER
    write_pictures(cached, KINDS, each=1)
    assert find_flowers() == cached
