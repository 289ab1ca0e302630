"""Table: the user's own CSV file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from nnviz.data.base import (
    NOT_SCALED,
    Array,
    Data,
    DataError,
    Dataset,
    fraction_field,
    seed_field,
    split,
)
from nnviz.data.columns import Columns, choose
from nnviz.data.csv_file import SEPARATORS, fault, open_csv, unreadable
from nnviz.data.loader import Loader
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


def class_numbers(labels: list[str], classes: list[str]) -> np.ndarray:
    """Return the place of each label in the list of classes."""
    number = {name: i for i, name in enumerate(classes)}
    return np.array([number[label.strip()] for label in labels], dtype="int64")


def mean_and_deviation(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of every column (1 where all values are equal)."""
    equal = x.min(axis=0) == x.max(axis=0)
    return x.mean(axis=0), np.where(equal, 1, x.std(axis=0))


def least_and_range(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return least value and range of every column (1 where all values are equal)."""
    least, greatest = x.min(axis=0), x.max(axis=0)
    return least, np.where(least == greatest, 1, greatest - least)


SCALES: Mapping[str, Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]] = {
    "standard": mean_and_deviation,
    "minmax": least_and_range,
}
"""Choice of the field ``scaling`` → function that returns what is subtracted and what is divided by."""


@dataclass(frozen=True)
class Table(Data):
    """Rows of a CSV file: the feature columns are x (samples, features), the target column is y (samples,).

    Scaling: x ← (x − shift) / unit by column, with shift and unit measured on the training rows alone: mean and
    standard deviation (``standard``), or least value and range (``minmax``).
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Own table (CSV)")
    help = QT_TRANSLATE_NOOP("nnviz", "Numbers from a file of your own, one row for each sample.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "csv file spreadsheet excel pandas own data columns diabetes pima")

    file: str = declare("", "file", QT_TRANSLATE_NOOP("nnviz", "The CSV file"))
    target: str = declare(
        "", "text", QT_TRANSLATE_NOOP("nnviz", "Name or number of the column to predict; empty for the last")
    )
    features: str = declare(
        "",
        "text",
        QT_TRANSLATE_NOOP(
            "nnviz", "Names or numbers of the input columns, parted by commas; empty for all others"
        ),
    )
    task: str = declare(
        "auto",
        "choice",
        QT_TRANSLATE_NOOP(
            "nnviz",
            "What is predicted; auto takes words and up to ten whole numbers for classes, else a number",
        ),
        choices=("auto", "binary", "classes", "regression"),
    )
    scaling: str = declare(
        "standard",
        "choice",
        QT_TRANSLATE_NOOP(
            "nnviz",
            "Bring the inputs to mean 0 and deviation 1 (standard), to 0 to 1 (minmax), or leave them",
        ),
        choices=("none", "standard", "minmax"),
    )
    header: str = declare(
        "auto",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Whether the first row holds names; auto: if it holds no number"),
        choices=("auto", "yes", "no"),
        advanced=True,
    )
    separator: str = declare(
        "auto",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "What parts the columns; auto looks at the first row"),
        choices=("auto", *SEPARATORS),
        advanced=True,
    )
    decimal_comma: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "Numbers are written 1,5 and not 1.5"), advanced=True
    )
    seed: int = seed_field()
    test_fraction: float = fraction_field(0.25)

    def load(self, folder: Path | None = None) -> Dataset:
        columns = self._columns(folder)
        x, y = _read(columns, "float32" if self.scaling == "none" else "float64")
        train, test = split(len(x), self.test_fraction, np.random.default_rng(self.seed))
        scaling = NOT_SCALED
        if self.scaling != "none":
            shift, unit = SCALES[self.scaling](x[train])
            x = ((x - shift) / unit).astype("float32")
            scaling = _scaling(self.scaling, columns.features, shift, unit)
        return Dataset(
            x[train],
            y[train],
            x[test],
            y[test],
            columns.task,
            scaling,
            classes=columns.classes,
            features=columns.features,
            note=_note(columns, 0 if test is train else len(test)),
        )

    def loader(self, folder: Path | None = None) -> Loader:
        """Return how a program reads the same table. What ``auto`` stands for is found out in the file, here."""
        columns = self._columns(folder)
        labels = columns.task != "regression"
        scaled = self.scaling != "none"
        constants: dict[str, Any] = {
            "TABLE": self.file,
            "FORMAT": dict(columns.format),
            "FEATURES": list(columns.feature_labels),
            "TARGET": columns.target_label,
            **({"CLASSES": list(columns.classes)} if labels else {}),
            "TEST_FRACTION": self.test_fraction,
            "DATA_SEED": self.seed,
        }
        body = [
            'table = pd.read_csv(Path(data_dir or ".") / TABLE, **FORMAT)',
            f'x = table[FEATURES].to_numpy("{"float64" if scaled else "float32"}")',
            "y = class_numbers(list(table[TARGET]), CLASSES)"
            if labels
            else 'y = table[TARGET].to_numpy("float32")',
            "train, test = split(len(x), TEST_FRACTION, np.random.default_rng(DATA_SEED))",
        ]
        functions: list[Callable[..., Any]] = [class_numbers, split] if labels else [split]
        if scaled:
            functions.append(SCALES[self.scaling])
            body += [
                f"shift, unit = {SCALES[self.scaling].__name__}(x[train])  # the test rows stay unseen",
                'x = ((x - shift) / unit).astype("float32")',
            ]
        return Loader(
            doc=f"Return ((x_train, y_train), (x_test, y_test)): rows of the table{_DOC[self.scaling]}.",
            body=(*body, "return (x[train], y[train]), (x[test], y[test])"),
            imports=("from pathlib import Path", "import numpy as np", "import pandas as pd"),
            constants=MappingProxyType(constants),
            functions=tuple(functions),
            data_dir="folder that holds the table",
        )

    def _columns(self, folder: Path | None) -> Columns:
        if not self.file:
            raise DataError(say(QT_TRANSLATE_NOOP("nnviz", "No table is chosen: choose a CSV file.")))
        decimal = "," if self.decimal_comma else "."
        file = open_csv(Path(folder or ".") / self.file, self.header, self.separator, decimal)
        columns = choose(file, self.features, self.target, self.task)
        if columns.rows < 2 or columns.rows == round(self.test_fraction * columns.rows):
            raise fault(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "“{file}” has {rows} rows of data, too few to learn from: add rows or hold less back for testing.",
                ),
                file.path,
                rows=columns.rows,
            )
        return columns


_DOC = {"none": "", "standard": ", inputs standardised", "minmax": ", inputs from 0 to 1"}


def _read(columns: Columns, dtype: str) -> tuple[Array, Array]:
    """Return x and y; the same calls stand in the exported program."""
    import pandas as pd

    path = columns.file.path
    try:
        table = pd.read_csv(path, **columns.format)
        x = table[list(columns.feature_labels)].to_numpy(dtype)
        if columns.task == "regression":
            y = table[columns.target_label].to_numpy("float32")
        else:
            y = class_numbers(list(table[columns.target_label]), list(columns.classes))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise unreadable(path, error) from error
    if len(x) != columns.rows or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise unreadable(path, ValueError("quotation marks or line ends are not as they should be"))
    return x, y


def _scaling(choice: str, names: tuple[str, ...], shift: Array, unit: Array) -> Message:
    """Return what was done to the columns, with the numbers."""
    texts = [f"{name} = ({name} − {s:.4g}) / {u:.4g}" for name, s, u in zip(names, shift, unit, strict=True)]
    steps = "; ".join(texts[:20]) + ("; …" if len(texts) > 20 else "")
    if choice == "standard":
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Every input is shifted by its mean and divided by its standard deviation, both measured on the training"
            " samples: {steps}.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Every input is shifted by its least value and divided by its range, both measured on the training"
            " samples, so that these lie between 0 and 1: {steps}.",
        )
    return say(text, steps=steps)


def _note(columns: Columns, held_back: int) -> Message:
    """Return what was found out about the file, for the learner to check."""
    if columns.file.header:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{file}” has {rows} rows ({test} held back for testing) and {columns} columns, separated by"
            " “{separator}” and named by its first row; the target is “{target}”.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{file}” has {rows} rows ({test} held back for testing) and {columns} columns, separated by"
            " “{separator}”, without a header; the target is column {target}.",
        )
    return say(
        text,
        file=columns.file.path.name,
        rows=columns.rows,
        test=held_back,
        columns=len(columns.file.columns),
        separator=columns.file.separator.replace("\t", "Tab"),
        target=columns.target,
    )
