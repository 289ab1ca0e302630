"""A CSV file looked at before it is used: its form is found out, and every fault gets a sentence.

Rows are counted as a spreadsheet counts them: from 1, the header and blank lines included.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnviz.data.base import DataError
from nnviz.words import QT_TRANSLATE_NOOP, say

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}

MISSING = frozenset(
    {"", "?", "n/a", "nan", "-nan", "null", "N/A", "NA", "NULL", "NaN", "-NaN", "None", "<NA>", "#N/A", "#NA"}
    | {"#N/A N/A", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"}
)
"""What stands for a missing value: what pandas takes for one, and the question mark."""

_LARGEST_FILE = 100_000_000
"""Bytes. A larger file is refused before it takes memory."""

_LARGEST_NUMBER = 1e30
"""Far beyond any measurement and well inside float32."""


def fault(text: str, path: Path, **values: object) -> DataError:
    """Return the error ``text`` with the file's name in the gap ``{file}``."""
    return DataError(say(text, file=path.name, **values))


@dataclass(frozen=True)
class CsvFile:
    """A readable CSV file: how it is written, and its columns. The rows are read again by ``rows``."""

    path: Path
    text: str
    encoding: str
    separator: str
    decimal: str
    header: bool
    columns: tuple[str, ...]
    """Names from the header as pandas gives them, otherwise a spreadsheet's letters."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, cells) of every row of data."""
        found = _rows(self.path, self.text, self.separator)
        first, cells = next(found)
        if not self.header:
            yield first, cells
        for number, cells in found:
            if len(cells) != len(self.columns):
                raise fault(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Row {row} of “{file}” has {found} values, but row {first} has {expected}: give every row"
                        " the same number of columns.",
                    ),
                    self.path,
                    row=number,
                    found=len(cells),
                    first=first,
                    expected=len(self.columns),
                )
            yield number, cells


def open_csv(path: Path, header: str, separator: str, decimal: str) -> CsvFile:
    """Find out how ``path`` is written; raise :class:`DataError` if it cannot be read as a table.

    ``header`` is auto, yes or no; auto takes the first row for a header if it holds no number. ``separator`` is
    auto or a key of ``SEPARATORS``; auto takes the semicolon if the first line has one, else the tabulator, else
    the comma.
    """
    text, encoding = _read(path)
    line = next((line for line in io.StringIO(text) if line.strip()), "")
    if not line:
        raise fault(QT_TRANSLATE_NOOP("nnviz", "“{file}” is empty: a table needs rows of numbers."), path)
    if separator == "auto":
        separator = "semicolon" if ";" in line else "tab" if "\t" in line else "comma"
    sign = SEPARATORS[separator]
    if sign == decimal:
        raise fault(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "In “{file}” the comma cannot part the columns and be the decimal comma at once: choose another"
                " separator or switch the decimal comma off.",
            ),
            path,
        )
    _, first = next(_rows(path, text, sign), (0, []))
    named = header == "yes" or (header == "auto" and not any(is_number(cell, decimal) for cell in first))
    columns = _names(path, first) if named else tuple(_letters(i) for i in range(len(first)))
    if len(columns) < 2:
        raise fault(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{file}” has a single column, but inputs and a target are needed: check the separator between the"
                " columns.",
            ),
            path,
        )
    return CsvFile(path, text, encoding, sign, decimal, named, columns)


def _read(path: Path) -> tuple[str, str]:
    """Return the file's text and encoding."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileNotFoundError
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE) if size <= _LARGEST_FILE else b""
    except (FileNotFoundError, NotADirectoryError):
        raise DataError(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz", "There is no file “{file}”: choose it again, or the folder it is in."
                ),
                file=path,
            )
        ) from None
    except (OSError, ValueError) as error:
        raise fault(
            QT_TRANSLATE_NOOP("nnviz", "“{file}” cannot be opened: {fault}."), path, fault=error
        ) from error
    if size > _LARGEST_FILE:
        raise fault(
            QT_TRANSLATE_NOOP(
                "nnviz", "“{file}” has {size} megabytes; {limit} are the most that is read: take fewer rows."
            ),
            path,
            size=size // 1_000_000,
            limit=_LARGEST_FILE // 1_000_000,
        )
    # Spreadsheets on Windows write the last of these.
    for encoding in ("utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise fault(
        QT_TRANSLATE_NOOP("nnviz", "“{file}” is not a text file: save the table as CSV (UTF-8)."), path
    )


def _rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> DataError:
    """Return the error for a file whose form is none of a table."""
    text = QT_TRANSLATE_NOOP("nnviz", "“{file}” cannot be read as a table: {fault}.")
    return fault(text, path, fault=str(error).split("C error:")[-1].strip().rstrip("."))


def _names(path: Path, cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names in a header, as pandas gives them."""
    names = tuple(name or f"Unnamed: {i}" for i, name in enumerate(cells))
    shown = [name.strip() for name in names]
    twice = next((name for i, name in enumerate(shown) if name in shown[:i]), None)
    if twice is not None:
        raise fault(
            QT_TRANSLATE_NOOP("nnviz", "Two columns of “{file}” are called “{column}”: names must differ."),
            path,
            column=twice,
        )
    return names


def _letters(index: int) -> str:
    """Return a spreadsheet's name of a column: A to Z, AA, AB …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


_NUMBER = {
    decimal: re.compile(rf"\s*[+-]?([0-9]+({point}[0-9]*)?|{point}[0-9]+)([eE][+-]?[0-9]+)?\s*", re.ASCII)
    for decimal, point in ((".", r"\."), (",", ","))
}
"""What pandas reads as a number, by decimal point."""


def is_number(cell: str, decimal: str) -> bool:
    """Return whether a cell holds a number."""
    return _NUMBER[decimal].fullmatch(cell) is not None


def to_number(cell: str, decimal: str) -> float:
    """Return the number in a cell that holds one."""
    return float(cell.replace(decimal, "."))


def check_present(file: CsvFile, row: int, column: str, cell: str) -> None:
    """Raise :class:`DataError` if a value is missing."""
    if cell.strip() not in MISSING:
        return
    text = QT_TRANSLATE_NOOP(
        "nnviz", "Row {row} of “{file}” has no value in column “{column}”: fill it in or delete the row."
    )
    raise fault(text, file.path, row=row, column=column.strip())


def check_number(file: CsvFile, row: int, column: str, cell: str) -> None:
    """Raise :class:`DataError` unless the cell holds a number that can be used."""
    if is_number(cell, file.decimal):
        if abs(to_number(cell, file.decimal)) <= _LARGEST_NUMBER:
            return
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{value}” in row {row}, column “{column}” of “{file}” is too large a number: correct it.",
        )
    elif is_number(cell, "," if file.decimal == "." else "."):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{value}” in row {row}, column “{column}” of “{file}” is not a number: switch the decimal comma on or"
            " off, or correct the value.",
        )
    elif not file.header and row == 1:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{value}” in row {row}, column “{column}” of “{file}” is not a number: if row 1 holds the names of the"
            " columns, set the header to yes.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "“{value}” in row {row}, column “{column}” of “{file}” is not a number: correct it, or leave the column"
            " out.",
        )
    check_present(file, row, column, cell)
    raise fault(text, file.path, value=_short(cell), row=row, column=column.strip())


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else text[:39] + "…"
