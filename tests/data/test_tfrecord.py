"""TFRecord files: read without TensorFlow as TensorFlow writes them, in the program as here, and damaged ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.data.base import DataError
from nnviz.data.picture_folder import PictureFolder
from nnviz.data.pictures import list_pictures
from nnviz.data.tfrecord import TfRecord
from tests.data.photographs import write_pictures

SIZE = (8, 7)


@pytest.fixture(
    params=[("image/encoded", "image/class/label"), ("image", "label")], ids=lambda names: names[0]
)
def folder(request: Any, tmp_path: Path) -> Path:
    """Return a folder with pictures in folders and the same in two TFRecord files; the classes are 1, 2, 300."""
    tf = pytest.importorskip("tensorflow")
    write_pictures(tmp_path / "pictures", ("a", "b", "c"))
    _, paths, labels = list_pictures(tmp_path / "pictures")
    picture, label = request.param
    for number, part in enumerate((slice(0, 10), slice(10, None))):
        with tf.io.TFRecordWriter(str(tmp_path / f"x.tfrecord-{number}")) as writer:
            for path, kind in zip(paths[part], labels[part], strict=True):
                feature = {
                    picture: tf.train.Feature(bytes_list=tf.train.BytesList(value=[path.read_bytes()])),
                    label: tf.train.Feature(int64_list=tf.train.Int64List(value=[(1, 2, 300)[kind]])),
                    "width": tf.train.Feature(float_list=tf.train.FloatList(value=[1.5, 2.5])),
                }
                example = tf.train.Example(features=tf.train.Features(feature=feature))
                writer.write(example.SerializeToString())
    return tmp_path


def test_the_same_as_from_folders(folder: Path) -> None:
    (folder / "records").mkdir()
    for file in folder.glob("*.tfrecord*"):
        file.rename(folder / "records" / file.name)
    expected = PictureFolder(folder="pictures", size=SIZE).load(folder)
    found = TfRecord(file="records", size=SIZE).load(folder)
    for name in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name), name)
    assert found.classes == ("1", "2", "300")


def test_a_program_reads_the_same(folder: Path) -> None:
    data = TfRecord(file="x.tfrecord-0", size=SIZE, watched=100)
    names: dict[str, Any] = {}
    exec(compile(data.loader(folder).source(), "program", "exec"), names)  # noqa: S102 - our own text
    (files, labels), (tested, test_labels) = names["load_data"](folder)
    here = data.load(folder)
    np.testing.assert_array_equal(labels, here.y_train)
    np.testing.assert_array_equal(test_labels, here.y_test)
    assert all(isinstance(file, bytes) for file in (*files, *tested))
    assert len(files) == len(here.x_train)


def _cut(data: bytes) -> bytes:
    return data[:-9]


def _long(data: bytes) -> bytes:
    return b"\xff" * 8 + data[8:]


def _empty_record(data: bytes) -> bytes:
    return data + bytes(16)


@pytest.mark.parametrize("damage", [_cut, _long, _empty_record])
def test_damaged_files(damage: Callable[[bytes], bytes], folder: Path) -> None:
    path = folder / "x.tfrecord-0"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match="is damaged in record"):
        TfRecord(file=str(path), size=SIZE).load()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No TFRecord file is chosen"):
        TfRecord().load()
    with pytest.raises(DataError, match="There is no file"):
        TfRecord(file="x").load(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="pictures of 0 classes"):
        TfRecord(file="empty").load(tmp_path)


def test_any_bytes_are_records_or_an_error(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    for size in range(0, 400, 7):
        (tmp_path / "x").write_bytes(rng.integers(0, 3, size, dtype=np.uint8).tobytes())
        with pytest.raises(DataError):
            TfRecord(file="x").load(tmp_path)
