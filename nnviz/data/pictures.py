"""Photographs in folders, one folder a class: what every data set of pictures shares.

Decoding and scaling give the same bits as TensorFlow's ``decode_jpeg(…, dct_method="INTEGER_ACCURATE")`` and
``tf.image.resize(…, "bilinear")``, so a program that reads the pictures with TensorFlow sees what Watch shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Protocol

import numpy as np

from nnviz.data.base import Array, Data, DataError, Dataset, fraction_field, seed_field, split
from nnviz.data.loader import Loader
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".gif")
_MOST_CLASSES = 1000
_MOST_PIXELS = 100_000_000
"""A picture with more is refused: it would take gigabytes, and is more likely made to do that."""


def list_pictures(folder: Path) -> tuple[list[str], list[Path], np.ndarray]:
    """Return the class names, and for each picture its path and the number of its class."""
    classes = sorted(path.name for path in folder.iterdir() if path.is_dir() and pictures_in(path))
    found = [(path, i) for i, name in enumerate(classes) for path in pictures_in(folder / name)]
    return classes, [path for path, _ in found], np.array([label for _, label in found])


def pictures_in(folder: Path) -> list[Path]:
    """Return the paths of the pictures in a folder."""
    endings = (".jpg", ".jpeg", ".png", ".bmp", ".gif")
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in endings)


def read_picture(path: Path | BinaryIO, height: int, width: int) -> np.ndarray:
    """Return a picture (height, width, 3) with values 0…1, stretched to that size (bilinear)."""
    from PIL import Image

    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"), "float32")
    top, bottom, down = sample_places(len(pixels), height)
    left, right, across = sample_places(pixels.shape[1], width)
    down, across = down[:, None, None], across[:, None]
    upper, lower = pixels[top], pixels[bottom]
    above = upper[:, left] + (upper[:, right] - upper[:, left]) * across
    below = lower[:, left] + (lower[:, right] - lower[:, left]) * across
    scaled: np.ndarray = (above + (below - above) * down) / np.float32(255)
    return scaled


def sample_places(size: int, wanted: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the two old neighbours of each new pixel, and the share of the second."""
    scale, half = np.float32(size) / np.float32(wanted), np.float32(0.5)
    place = (np.arange(wanted, dtype="float32") + half) * scale - half
    low = np.floor(place)
    first, second = (np.clip(side, 0, size - 1).astype(int) for side in (low, np.ceil(place)))
    return first, second, place - low


class Record(Protocol):
    """A picture that lies inside a file."""

    def read(self, height: int, width: int) -> Array:
        """Return the picture (height, width, 3); raise :class:`DataError`."""


Source = Path | Record


@dataclass(frozen=True, kw_only=True)
class Pictures(Data):
    """Base: pictures (height, width, 3), x = pixel / 255, one folder a class, classes in alphabetical order.

    Watch takes ``watched`` pictures of each class to learn from, and as many in proportion to test; full training
    takes all. Every picture is stretched to ``size``; its proportions are not kept, as in Keras'
    ``image_dataset_from_directory``.
    """

    size: tuple[int, ...] = declare(
        (192, 192),
        "shape",
        QT_TRANSLATE_NOOP("nnviz", "Height and width every picture is stretched to"),
        length=2,
    )
    watched: int = declare(
        12,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Pictures of each class that Watch takes; training takes all"),
        minimum=1,
        maximum=1000,
    )
    test_fraction: float = fraction_field(0.2)
    seed: int = seed_field()

    def where(self, folder: Path | None) -> Path:
        """Return the folder that holds one folder a class; raise :class:`DataError` if there is none."""
        raise NotImplementedError

    def found(self, folder: Path | None) -> tuple[list[str], Sequence[Source], Array]:
        """Return the class names, where each picture is, and the number of its class; raise :class:`DataError`."""
        return _listed(self.where(folder))

    def load(self, folder: Path | None = None) -> Dataset:
        classes, paths, labels = self.found(folder)
        train, test = split(len(paths), self.test_fraction, np.random.default_rng(self.seed))
        chosen = _first_of_each(train, labels, self.watched)
        tested = _first_of_each(test, labels, max(1, round(self.watched * (self.test_fraction or 1))))
        return Dataset(
            self._read([paths[i] for i in chosen]),
            labels[chosen],
            self._read([paths[i] for i in tested]),
            labels[tested],
            "classes" if len(classes) > 2 else "binary",
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "The colour values 0 to 255 are divided by 255; every picture is stretched to {height}×{width}.",
                ),
                height=self.size[0],
                width=self.size[1],
            ),
            tuple(classes),
            picture=True,
            note=say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "Watch takes {chosen} of {all} pictures to learn from; full training takes all."
                ),
                chosen=len(chosen),
                all=len(train),
            ),
        )

    def _read(self, paths: Sequence[Source]) -> Array:
        height, width = self.size
        pictures = np.empty((len(paths), height, width, 3), np.float32)
        for row, path in enumerate(paths):
            pictures[row] = (
                checked_picture(path, path, height, width)
                if isinstance(path, Path)
                else path.read(height, width)
            )
        return pictures

    def loader(self, folder: Path | None = None) -> Loader:
        return Loader(
            doc="Return ((x_train, y_train), (x_test, y_test)): names of picture files, class numbers.",
            body=(
                *self._finding(),
                "classes, paths, labels = list_pictures(folder)",
                'print(len(paths), "pictures of", ", ".join(classes))',
                "files = np.array([str(path.resolve()) for path in paths])",
                "train, test = split(len(paths), TEST_FRACTION, np.random.default_rng(SEED))",
                "return (files[train], labels[train]), (files[test], labels[test])",
            ),
            imports=(
                "from pathlib import Path",
                "import numpy as np",
                "import tensorflow as tf",
                *self._imports(),
            ),
            constants=MappingProxyType(
                {
                    **self._constants(),
                    "SIZE": self.size,
                    "TEST_FRACTION": self.test_fraction,
                    "SEED": self.seed,
                }
            ),
            functions=(list_pictures, pictures_in, split),
            data_dir="folder that holds one folder of pictures for each class",
            streams=True,
        )

    def _finding(self) -> tuple[str, ...]:
        """Return the lines of the exported program that set ``folder``."""
        raise NotImplementedError

    def _constants(self) -> dict[str, str]:
        """Return the constants that these lines need."""
        return {}

    def _imports(self) -> tuple[str, ...]:
        return ()


def _listed(place: Path) -> tuple[list[str], list[Path], Array]:
    try:
        classes, paths, labels = list_pictures(place)
    except OSError as error:
        raise DataError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "The folder “{folder}” cannot be read: {reason}."),
                folder=place,
                reason=error.strerror or error,
            )
        ) from error
    if not 2 <= len(classes) <= _MOST_CLASSES:
        raise DataError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{folder}” holds {count} folders with pictures ({endings}); there must be one folder for each"
                    " class, at least 2.",
                ),
                folder=place,
                count=len(classes),
                endings=", ".join(ENDINGS),
            )
        )
    return classes, paths, labels


def _first_of_each(order: Array, labels: Array, most: int) -> Array:
    """Return the first ``most`` of each class in ``order``, in that order."""
    counts: dict[int, int] = {}
    chosen = []
    for i in order:
        label = int(labels[i])
        counts[label] = counts.get(label, 0) + 1
        if counts[label] <= most:
            chosen.append(int(i))
    return np.array(chosen, np.intp)


def checked_picture(source: Path | BinaryIO, name: object, height: int, width: int) -> Array:
    """Return a picture as :func:`read_picture` does; raise :class:`DataError` with ``name`` if there is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(source) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ValueError(f"it has {picture.width}×{picture.height} pixels")
        found: Array = read_picture(source, height, width)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise DataError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "“{file}” is no picture that can be read ({reason}): replace it or take it out."
                ),
                file=name,
                reason=str(error)[:120],
            )
        ) from error
    return found
