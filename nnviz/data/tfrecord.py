"""Own pictures in TFRecord files, read here without TensorFlow.

A record is its length (8 bytes), a check sum (4), the data, a check sum (4); the data is a protocol buffer ``Example``.
https://www.tensorflow.org/tutorials/load_data/tfrecord and https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from nnviz.data.base import Array, DataError, split
from nnviz.data.loader import Loader
from nnviz.data.pictures import Pictures, Source, checked_picture
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

PICTURES = ("image/encoded", "image")
LABELS = ("image/class/label", "label")
_MOST_BYTES = 256 * 2**20
"""A record with more is refused before it is read."""
_MOST_RECORDS = 10_000_000


class _Damaged(Exception):
    pass


@dataclass(frozen=True)
class Place:
    """A record: its file, and where its data begins and how long it is."""

    file: Path
    start: int
    size: int

    def data(self) -> bytes:
        with self.file.open("rb") as file:
            file.seek(self.start)
            return file.read(self.size)

    def read(self, height: int, width: int) -> Array:
        """Return the picture (height, width, 3) with values 0…1."""
        picture, _ = picture_and_label(self.data())
        return checked_picture(io.BytesIO(picture), self.file, height, width)


def records(path: Path) -> Iterator[Place]:
    """Yield the records of a file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        place = 0
        while place < size:
            head = file.read(12)
            length = struct.unpack("<Q", head[:8])[0] if len(head) == 12 else size
            if length > min(_MOST_BYTES, size - place - 16):
                raise _Damaged
            yield Place(path, place + 12, length)
            place += 16 + length
            file.seek(place)


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield (number, value) of the fields of a protocol buffer."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(data, place)
            yield key >> 3, value
            continue
        length, place = _varint(data, place) if kind == 2 else ({1: 8, 5: 4}.get(kind, len(data) + 1), place)
        if length > len(data) - place:
            raise _Damaged
        yield key >> 3, data[place : place + length]
        place += length


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(data) and shift < 70:
        byte = data[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
    raise _Damaged


def _inside(data: bytes, number: int) -> Iterator[bytes]:
    return (value for found, value in fields(data) if found == number and isinstance(value, bytes))


def picture_and_label(data: bytes) -> tuple[bytes, int]:
    """Return the encoded picture and the class number in an ``Example``."""
    features = {}
    for entry in (entry for inner in _inside(data, 1) for entry in _inside(inner, 1)):
        features[next(_inside(entry, 1), b"").decode(errors="replace")] = next(_inside(entry, 2), b"")
    picture = next((features[name] for name in PICTURES if name in features), b"")
    label = next((features[name] for name in LABELS if name in features), b"")
    encoded = next((value for inner in _inside(picture, 1) for value in _inside(inner, 1)), b"")
    numbers = [value for inner in _inside(label, 3) for found, value in fields(inner) if found == 1]
    if not encoded or not numbers:
        raise _Damaged
    # Whole numbers are packed into bytes, or stand alone.
    number = numbers[0] if isinstance(numbers[0], int) else _varint(numbers[0], 0)[0]
    return encoded, number


@dataclass(frozen=True)
class TfRecord(Pictures):
    """Pictures in TFRecord files with ``image/encoded`` or ``image`` and ``image/class/label`` or ``label``.

    https://www.tensorflow.org/tutorials/load_data/tfrecord
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Own pictures (TFRecord)")
    help = QT_TRANSLATE_NOOP("nnviz", "Pictures and class numbers in TFRecord files.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "photographs images tensorflow records own classes")

    file: str = declare(
        "", "file", QT_TRANSLATE_NOOP("nnviz", "TFRecord file, or a folder with files *.tfrecord*")
    )

    def where(self, folder: Path | None) -> Path:
        if not self.file:
            raise DataError(say(QT_TRANSLATE_NOOP("nnviz", "No TFRecord file is chosen yet: choose one.")))
        place = Path(self.file).expanduser()
        if not place.is_absolute() and folder is not None:
            place = folder / place
        if not place.exists():
            text = QT_TRANSLATE_NOOP("nnviz", "There is no file “{file}”: choose the TFRecord file.")
            raise DataError(say(text, file=place))
        return place

    def found(self, folder: Path | None) -> tuple[list[str], Sequence[Source], Array]:
        place = self.where(folder)
        places: list[Place] = []
        numbers: list[int] = []
        try:
            for file in sorted(place.glob("*.tfrecord*")) if place.is_dir() else [place]:
                for record in records(file):
                    numbers.append(picture_and_label(record.data())[1])
                    places.append(record)
                    if len(places) > _MOST_RECORDS:
                        raise _Damaged
        except (OSError, _Damaged) as error:
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "“{file}” is damaged in record {number}, or holds no pictures with class numbers (image/encoded or"
                " image, image/class/label or label).",
            )
            raise DataError(say(text, file=place, number=len(places) + 1)) from error
        classes, labels = np.unique(np.array(numbers, np.uint64), return_inverse=True)
        if not 2 <= len(classes) <= 1000:
            text = QT_TRANSLATE_NOOP(
                "nnviz", "“{file}” holds pictures of {count} classes; there must be 2 to 1000."
            )
            raise DataError(say(text, file=place, count=len(classes)))
        return [str(number) for number in classes], places, labels

    def loader(self, folder: Path | None = None) -> Loader:
        return Loader(
            doc="Return ((x_train, y_train), (x_test, y_test)): encoded pictures, class numbers.",
            body=(
                "path = Path(FILE) if data_dir is None else data_dir / FILE",
                'files = sorted(path.glob("*.tfrecord*")) if path.is_dir() else [path]',
                'texts, numbers = ("image/encoded", "image"), ("image/class/label", "label")',
                'features = {name: tf.io.FixedLenFeature((), tf.string, "") for name in texts}',
                "features |= {name: tf.io.FixedLenFeature((), tf.int64, -1) for name in numbers}",
                "pictures, labels = [], []",
                "for record in tf.data.TFRecordDataset([str(file) for file in files]):",
                "    found = tf.io.parse_single_example(record, features)",
                "    pictures.append(found[texts[0]].numpy() or found[texts[1]].numpy())",
                "    labels.append(max(int(found[name]) for name in numbers))",
                'print(len(pictures), "pictures")',
                "pictures, labels = np.array(pictures, object), np.unique(labels, return_inverse=True)[1]",
                "train, test = split(len(pictures), TEST_FRACTION, np.random.default_rng(SEED))",
                "return (pictures[train], labels[train]), (pictures[test], labels[test])",
            ),
            imports=("from pathlib import Path", "import numpy as np", "import tensorflow as tf"),
            constants=MappingProxyType(
                {"FILE": self.file, "SIZE": self.size, "TEST_FRACTION": self.test_fraction, "SEED": self.seed}
            ),
            functions=(split,),
            data_dir="folder that holds the TFRecord files",
            streams=True,
            encoded=True,
        )
