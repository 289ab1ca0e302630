"""The columns of a CSV file that are learned from: inputs and target, checked cell by cell."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from nnviz.data.base import Task
from nnviz.data.csv_file import CsvFile, check_number, check_present, fault, is_number, to_number
from nnviz.words import QT_TRANSLATE_NOOP

_MOST_CLASSES = 1000

_FEW = 10
"""So many different whole numbers are taken for classes where the task is to be found out."""


@dataclass(frozen=True)
class Columns:
    """What is read from a file: everything that ``auto`` stood for is found out."""

    file: CsvFile
    inputs: tuple[int, ...]
    output: int
    task: Task
    classes: tuple[str, ...]
    """Names of the classes, sorted; empty for regression."""
    rows: int

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the input columns for the eye."""
        return tuple(self.file.columns[i].strip() for i in self.inputs)

    @property
    def target(self) -> str:
        """Name of the target column for the eye."""
        return self.file.columns[self.output].strip()

    @property
    def feature_labels(self) -> tuple[str | int, ...]:
        """The input columns as pandas knows them: by name, or by number where there is no header."""
        return tuple(self.file.columns[i] for i in self.inputs) if self.file.header else self.inputs

    @property
    def target_label(self) -> str | int:
        """The target column as pandas knows it."""
        return self.file.columns[self.output] if self.file.header else self.output

    @property
    def format(self) -> Mapping[str, Any]:
        """Arguments of ``pandas.read_csv`` that differ from its defaults."""
        arguments: dict[str, Any] = {}
        if self.file.separator != ",":
            arguments["sep"] = self.file.separator
        if self.file.decimal != ".":
            arguments["decimal"] = self.file.decimal
        if self.file.encoding != "utf-8":
            arguments["encoding"] = self.file.encoding
        if not self.file.header:
            arguments["header"] = None
        if self.task != "regression":
            arguments["dtype"] = {self.target_label: "str"}
        return {**arguments, "skipinitialspace": True}


def choose(file: CsvFile, features: str, target: str, task: str) -> Columns:
    """Find the columns and look at every cell in them; raise :class:`DataError` for the first fault.

    ``features`` and ``target`` are names or numbers as typed in; empty means all others, and the last.
    """
    output = _find(file, target) if target.strip() else len(file.columns) - 1
    inputs = tuple(i for i in range(len(file.columns)) if i != output)
    if features.strip():
        inputs = tuple(dict.fromkeys(_find(file, name) for name in _listed(features)))
    if output in inputs:
        raise fault(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "Column “{column}” of “{file}” is the target, so it cannot be an input as well: take it out.",
            ),
            file.path,
            column=file.columns[output].strip(),
        )
    rows = 0
    targets: dict[str, int] = {}
    for number, cells in file.rows():
        rows += 1
        for i in inputs:
            check_number(file, number, file.columns[i], cells[i])
        check_present(file, number, file.columns[output], cells[output])
        targets.setdefault(cells[output].strip(), number)
    if not targets:
        raise fault(
            QT_TRANSLATE_NOOP("nnviz", "“{file}” holds names of columns but no rows: add rows of numbers."),
            file.path,
        )
    found = _task(file, file.columns[output].strip(), targets, rows, task)
    return Columns(file, inputs, output, found, () if found == "regression" else _sorted(targets, file), rows)


def _listed(text: str) -> list[str]:
    """Return the names in a text; one that holds a comma stands in quotation marks."""
    return [name for name in next(csv.reader([text], skipinitialspace=True)) if name.strip()]


def _find(file: CsvFile, name: str) -> int:
    """Return the place of the column with this name, or this number counted from 1."""
    name = name.strip()
    names = [column.strip() for column in file.columns]
    if name in names:
        return names.index(name)
    if name.isascii() and name.isdigit() and 0 < int(name[:9]) <= len(names):
        return int(name[:9]) - 1
    raise fault(
        QT_TRANSLATE_NOOP("nnviz", "There is no column “{column}” in “{file}”; it has {names}."),
        file.path,
        column=name,
        names=", ".join(names[:20]) + (" …" if len(names) > 20 else ""),
    )


def _task(file: CsvFile, column: str, targets: Mapping[str, int], rows: int, task: str) -> Task:
    """Return the task, found out if it is ``auto``; ``targets`` maps the different values to their first rows."""
    words = [cell for cell in targets if not is_number(cell, file.decimal)]
    numbers = set() if words else {to_number(cell, file.decimal) for cell in targets}
    if len(numbers or targets) == 1:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Column “{column}” of “{file}” is always {value}, so there is nothing to learn: choose another target.",
        )
        raise fault(text, file.path, column=column, value=next(iter(targets)))
    if task == "auto":
        few = len(numbers) <= min(_FEW, rows // 2) and all(number.is_integer() for number in numbers)
        task = "binary" if len(targets) == 2 else "classes" if words or few else "regression"
    if task == "regression":
        _check_numbers(file, column, targets, words)
    elif task == "binary" and len(targets) != 2:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Column “{column}” of “{file}” has {found} different values, but a binary target has 2: choose another"
            " task or target.",
        )
        raise fault(text, file.path, column=column, found=len(targets))
    elif len(targets) > _MOST_CLASSES:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "Column “{column}” of “{file}” has {found} different values, too many for classes: choose another target,"
            " or regression if they are numbers.",
        )
        raise fault(text, file.path, column=column, found=len(targets))
    return cast("Task", task)


def _check_numbers(file: CsvFile, column: str, targets: Mapping[str, int], words: Sequence[str]) -> None:
    """Raise :class:`DataError` unless every target is a number that can be used."""
    if words:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{value}” in row {row}, column “{column}” of “{file}” is not a number, but regression predicts numbers:"
            " correct it or choose classes as the task.",
        )
        raise fault(text, file.path, value=words[0][:40], row=targets[words[0]], column=column)
    for cell, row in targets.items():
        check_number(file, row, column, cell)


def _sorted(targets: Mapping[str, int], file: CsvFile) -> tuple[str, ...]:
    """Return the names of the classes: numbers by size, words by the alphabet."""
    if all(is_number(cell, file.decimal) for cell in targets):
        return tuple(sorted(targets, key=lambda cell: (to_number(cell, file.decimal), cell)))
    return tuple(sorted(targets))
