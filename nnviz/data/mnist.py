"""MNIST: 70,000 handwritten digits, from a given folder or from Keras' own cache."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnviz.data.base import Array, Data, DataError, Dataset
from nnviz.data.loader import Loader
from nnviz.words import QT_TRANSLATE_NOOP, say

FILE = "mnist.npz"

_MOST = 70_000
"""More pictures than this are refused, before they take memory."""


def prepare(pictures: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale the pixels from 0...255 to 0...1 and make the labels whole numbers."""
    return pictures.astype("float32") / 255, labels.astype("int64")


def cache_folder() -> Path:
    """Return where Keras keeps data sets: ``$KERAS_HOME/datasets``, normally ``~/.keras/datasets``."""
    return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser() / "datasets"


def find_mnist(folder: Path | None = None) -> Path | None:
    """Return the path of ``mnist.npz`` in ``folder`` or else in Keras' cache, ``None`` if it is in neither."""
    places = ([folder] if folder is not None else []) + [cache_folder()]
    return next((place / FILE for place in places if (place / FILE).is_file()), None)


def _damaged(path: Path) -> DataError:
    return DataError(
        say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{file}” is damaged or is no npz archive: delete it, then it can be downloaded again.",
            ),
            file=path,
        )
    )


def _unexpected(path: Path, name: str, expected: str, found: str) -> DataError:
    return DataError(
        say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{file}” is not the MNIST file of Keras: {name} should be {expected}, but it is {found}.",
            ),
            file=path,
            name=name,
            expected=expected,
            found=found,
        )
    )


def _header(archive: zipfile.ZipFile, name: str) -> tuple[tuple[int, ...], str]:
    """Return shape and dtype of an array in the archive without reading the array."""
    with archive.open(name + ".npy") as member:
        version = np.lib.format.read_magic(member)
        if version == (1, 0):
            shape, _, dtype = np.lib.format.read_array_header_1_0(member)
        else:
            shape, _, dtype = np.lib.format.read_array_header_2_0(member)
    return shape, str(dtype)


def _check_headers(path: Path) -> None:
    """Raise :class:`DataError` unless the arrays have MNIST's form; nothing large is read for it."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        members = archive.namelist()
        for name in ("x_train", "y_train", "x_test", "y_test"):
            if name + ".npy" not in members:
                raise _unexpected(path, name, "an array", "missing")
            found[name] = _header(archive, name)
    for part in ("train", "test"):
        shape, dtype = found["x_" + part]
        if dtype != "uint8" or len(shape) != 3 or not 0 < shape[0] <= _MOST or shape[1:] != (28, 28):
            raise _unexpected(path, "x_" + part, "uint8 (n, 28, 28)", f"{dtype} {shape}")
        labels, dtype = found["y_" + part]
        if dtype != "uint8" or labels != shape[:1]:
            raise _unexpected(path, "y_" + part, f"uint8 ({shape[0]},)", f"{dtype} {labels}")


def read_mnist(path: Path) -> dict[str, Array]:
    """Return the four arrays of an ``mnist.npz``; raise :class:`DataError` for a damaged or foreign file."""
    try:
        _check_headers(path)
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in ("x_train", "y_train", "x_test", "y_test")}
    except DataError:
        raise
    except Exception as error:  # foreign bytes make zipfile, zlib and numpy fail in many ways
        raise _damaged(path) from error
    for name in ("y_train", "y_test"):
        if arrays[name].max() > 9:
            raise _unexpected(path, name, "0 to 9", str(arrays[name].max()))
    return arrays


@dataclass(frozen=True)
class Mnist(Data):
    """60,000 pictures (28, 28) to learn from and 10,000 held back, x = pixel / 255. LeCun, Cortes, Burges.

    https://keras.io/api/datasets/mnist/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "MNIST digits, 28×28")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "70,000 pictures of handwritten digits. Keras downloads them once (11 MB) when training starts.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "handwriting pictures images numbers ten classes")

    def load(self, folder: Path | None = None) -> Dataset:
        path = find_mnist(folder)
        if path is None:
            raise DataError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "MNIST is not on this computer: choose the folder that holds {file}, or start the training"
                        " once, which downloads it, or use the built-in digits.",
                    ),
                    file=FILE,
                )
            )
        arrays = read_mnist(path)
        return Dataset(
            *prepare(arrays["x_train"], arrays["y_train"]),
            *prepare(arrays["x_test"], arrays["y_test"]),
            "classes",
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The grey values 0 to 255 are divided by 255, so they lie between 0 and 1."
                )
            ),
            classes=tuple("0123456789"),
            picture=True,
        )

    def loader(self, folder: Path | None = None) -> Loader:
        return Loader(
            doc="Return ((x_train, y_train), (x_test, y_test)): pixels scaled to 0…1, labels 0…9.",
            body=(
                "if data_dir is None:",
                "    train, test = keras.datasets.mnist.load_data()  # downloads 11 MB the first time",
                "else:",
                '    with np.load(data_dir / "mnist.npz") as file:',
                '        train, test = (file["x_train"], file["y_train"]), (file["x_test"], file["y_test"])',
                "return prepare(*train), prepare(*test)",
            ),
            imports=("from pathlib import Path", "import keras", "import numpy as np"),
            functions=(prepare,),
            data_dir="folder that holds mnist.npz",
        )
