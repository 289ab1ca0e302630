"""Digits: scikit-learn's small handwritten digits, always there."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import numpy as np

from nnviz.data.base import (
    NOTHING_HELD_BACK,
    Array,
    Data,
    DataError,
    Dataset,
    fraction_field,
    seed_field,
    split,
)
from nnviz.data.loader import Loader
from nnviz.words import QT_TRANSLATE_NOOP, say


def prepare(pictures: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale the pixels from 0...16 to 0...1 and make the labels whole numbers."""
    return pictures.astype("float32") / 16, labels.astype("int64")


def read_digits() -> tuple[Array, Array]:
    """Return scikit-learn's pictures (1797, 8, 8) with pixels 0 to 16, and labels (1797,).

    Importing scikit-learn takes about two seconds; the file of ``load_digits`` inside it is read in a few
    hundredths. Where that file is not found, scikit-learn is asked.
    """
    package = find_spec("sklearn")
    if package is None or package.origin is None:
        raise DataError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The built-in digits come with scikit-learn, which is not installed; install it."
                )
            )
        )
    file = Path(package.origin).parent / "datasets" / "data" / "digits.csv.gz"
    if file.is_file():
        table = np.loadtxt(file, delimiter=",")
        return table[:, :-1].reshape(-1, 8, 8), table[:, -1]
    from sklearn.datasets import load_digits

    digits = load_digits()
    return digits.images, digits.target


@dataclass(frozen=True)
class Digits(Data):
    """1797 pictures (8, 8) of handwritten digits, x = pixel / 16.

    https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_digits.html
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Digits, 8×8")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "1797 small pictures of handwritten digits, built in and quick to train on."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "handwriting pictures images numbers ten classes scikit-learn")

    seed: int = seed_field()
    test_fraction: float = fraction_field(0.2)

    def load(self, folder: Path | None = None) -> Dataset:
        x, y = prepare(*read_digits())
        train, test = split(len(x), self.test_fraction, np.random.default_rng(self.seed))
        return Dataset(
            x[train],
            y[train],
            x[test],
            y[test],
            "classes",
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "The grey values 0 to 16 are divided by 16, so they lie between 0 and 1."
                )
            ),
            classes=tuple("0123456789"),
            picture=True,
            note=NOTHING_HELD_BACK if test is train else None,
        )

    def loader(self, folder: Path | None = None) -> Loader:
        return Loader(
            doc="Return ((x_train, y_train), (x_test, y_test)): pixels scaled to 0…1, labels 0…9.",
            body=(
                "digits = load_digits()",
                "x, y = prepare(digits.images, digits.target)",
                "train, test = split(len(x), TEST_FRACTION, np.random.default_rng(DATA_SEED))",
                "return (x[train], y[train]), (x[test], y[test])",
            ),
            imports=(
                "from pathlib import Path",
                "import numpy as np",
                "from sklearn.datasets import load_digits",
            ),
            constants=MappingProxyType({"DATA_SEED": self.seed, "TEST_FRACTION": self.test_fraction}),
            functions=(prepare, split),
            data_dir="not used: these pictures come with scikit-learn",
        )
