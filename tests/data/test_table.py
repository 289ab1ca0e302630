"""Own tables: what is read, what is found out, and a sentence for every fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.data import csv_file
from nnviz.data.base import DataError
from nnviz.data.table import Table

PIMA = "pima-indians-diabetes.csv"
RAW: dict[str, Any] = {"scaling": "none", "test_fraction": 0.0}


def table(folder: Path, text: str, **values: Any) -> Table:
    (folder / "t.csv").write_text(text, encoding="utf-8", newline="")
    return Table(file="t.csv", **values)


def test_pima(shared_data: Path) -> None:
    data = Table(file=PIMA, **RAW).load(shared_data)
    assert (data.task, data.classes, data.input_shape) == ("binary", ("0", "1"), (8,))
    assert data.features == tuple("ABCDEFGH")
    assert np.bincount(data.y_train).tolist() == [500, 268]
    first = data.x_train[np.flatnonzero((data.x_train[:, 0] == 6) & (data.x_train[:, 1] == 148))]
    assert first.tolist() == [pytest.approx([6, 148, 72, 35, 0, 33.6, 0.627, 50])]
    assert "768 rows" in str(data.note)
    assert "without a header" in str(data.note)


def test_pima_scaled_and_exported(shared_data: Path) -> None:
    data = Table(file=PIMA).load(shared_data)
    assert (data.samples, len(data.x_test)) == (576, 192)
    assert data.x_train.mean(axis=0) == pytest.approx(np.zeros(8), abs=1e-5)
    assert data.x_train.std(axis=0) == pytest.approx(np.ones(8), abs=1e-5)
    names: dict[str, Any] = {}
    exec(Table(file=PIMA).loader(shared_data).source(), names)  # noqa: S102 - our own text
    (x_train, y_train), (x_test, y_test) = names["load_data"](shared_data)
    for mine, exported in zip(
        (data.x_train, data.y_train, data.x_test, data.y_test),
        (x_train, y_train, x_test, y_test),
        strict=True,
    ):
        assert mine.tobytes() == exported.tobytes()


def test_a_full_path_needs_no_folder(tmp_path: Path) -> None:
    table(tmp_path, "a,b\n1,2\n3,4\n5,6\n")
    assert Table(file=str(tmp_path / "t.csv"), **RAW).load().samples == 3
    assert Table(file=str(tmp_path / "t.csv"), **RAW).load(tmp_path / "elsewhere").samples == 3


def test_minmax_is_measured_on_the_training_rows_alone(tmp_path: Path) -> None:
    text = "a,b,y\n" + "\n".join(f"{i * i},5,{i % 2}" for i in range(40))
    data = table(tmp_path, text, scaling="minmax").load(tmp_path)
    assert (data.x_train[:, 0].min(), data.x_train[:, 0].max()) == (0, 1)
    assert set(data.x_train[:, 1]) == {0}  # a column without spread
    raw = table(tmp_path, text, scaling="none").load(tmp_path)
    low, high = raw.x_train[:, 0].min(), raw.x_train[:, 0].max()
    assert data.x_test[:, 0] == pytest.approx((raw.x_test[:, 0] - low) / (high - low), abs=1e-6)
    assert f"a = (a − {low:g}) / {high - low:.4g}; b = (b − 5) / 1" in str(data.scaling)


def test_a_constant_input_becomes_zero(tmp_path: Path) -> None:
    data = table(tmp_path, "a,b,y\n" + "".join(f"0.1,{i},{i % 2}\n" for i in range(30))).load(tmp_path)
    assert np.abs(data.x_train[:, 0]).max() < 1e-6


@pytest.mark.parametrize(
    ("text", "values", "task", "classes"),
    [
        ("a,y\n1,0\n2,1\n3,0\n", {}, "binary", ("0", "1")),
        ("a,y\n1,yes\n2,no \n3,yes\n", {}, "binary", ("no", "yes")),
        ("a,y\n1,x\n2,z\n3,y\n", {}, "classes", ("x", "y", "z")),
        ("a,y\n" + "".join(f"{i},{i % 3 + 9}\n" for i in range(9)), {}, "classes", ("9", "10", "11")),
        ("a,y\n" + "".join(f"{i},{i % 3 + 0.5}\n" for i in range(9)), {}, "regression", ()),
        ("a,y\n1,1\n2,2\n3,3\n4,4\n", {}, "regression", ()),
        ("a,y\n1,0\n2,1\n3,0\n", {"task": "regression"}, "regression", ()),
        ("a,y\n1,0\n2,1\n3,0\n", {"task": "classes"}, "classes", ("0", "1")),
    ],
)
def test_the_task_is_found_out(
    tmp_path: Path, text: str, values: dict[str, Any], task: str, classes: tuple[str, ...]
) -> None:
    data = table(tmp_path, text, **RAW, **values).load(tmp_path)
    assert (data.task, data.classes) == (task, classes)


@pytest.mark.parametrize(
    ("text", "values", "x", "y", "features"),
    [
        ("a,b,y\n1,2,0.5\n3,4,1.5\n5,6,2.5\n", {}, [[1, 2], [3, 4], [5, 6]], [0.5, 1.5, 2.5], ("a", "b")),
        ("a,b,y\n1,2,3.5\n3,4,4.5\n5,6,9.5\n", {"target": "a"}, [[2, 3.5], [4, 4.5], [6, 9.5]], [1, 3, 5], ("b", "y")),
        ("a,b,y\n1,2,3\n3,4,4\n5,6,9\n", {"features": "2"}, [[2], [4], [6]], [3, 4, 9], ("b",)),
        ("a,b,y\n1,2,3\n3,4,4\n5,6,9\n", {"features": "b, 1"}, [[2, 1], [4, 3], [6, 5]], [3, 4, 9], ("b", "a")),
        ("1,2\n3,4\n5,6\n", {}, [[1], [3], [5]], [2, 4, 6], ("A",)),
        ("1,2\n3,4\n5,6\n", {"target": "A"}, [[2], [4], [6]], [1, 3, 5], ("B",)),
        ("2019,2020\n3,4\n5,6\n7,8\n", {"header": "yes"}, [[3], [5], [7]], [4, 6, 8], ("2019",)),
        ("a;y\n1,5;2\n-2,5e1;3,5\n,5;4\n", {"decimal_comma": True}, [[1.5], [-25], [0.5]], [2, 3.5, 4], ("a",)),
        ("a\ty\n1\t2\n3\t4\n5\t6\n", {}, [[1], [3], [5]], [2, 4, 6], ("a",)),
        ('\n"a, b" , y\n\n 1, 2 \n"3",4\n5.,+6\n\n', {}, [[1], [3], [5]], [2, 4, 6], ("a, b",)),
        ("a,b,a name,y\r\n1,text,2,3\r\n4,text,5,6\r\n7,?,8,9\r\n", {"features": "1,a name"},
         [[1, 2], [4, 5], [7, 8]], [3, 6, 9], ("a", "a name")),
        ('"x,1",y\n1,2\n3,4\n5,6\n', {"features": '"x,1"'}, [[1], [3], [5]], [2, 4, 6], ("x,1",)),
    ],
)  # fmt: skip
def test_what_is_read(
    tmp_path: Path, text: str, values: dict[str, Any], x: list[Any], y: list[Any], features: tuple[str, ...]
) -> None:
    data = table(tmp_path, text, task="regression", **RAW, **values).load(tmp_path)
    order = np.argsort(data.y_train)
    assert data.x_train[order].tolist() == x
    assert data.y_train[order].tolist() == y
    assert data.features == features


FAULTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "empty": ("", {}, "“t.csv” is empty: a table needs rows of numbers."),
    "blank": (" \n\n", {}, "“t.csv” is empty: a table needs rows of numbers."),
    "header alone": ("a,b\n", {}, "“t.csv” holds names of columns but no rows: add rows of numbers."),
    "no such target": ("a,b\n1,2\n", {"target": "c"}, "There is no column “c” in “t.csv”; it has a, b."),
    "no such feature": (
        "a,b\n1,2\n",
        {"features": "a,glucos"},
        "There is no column “glucos” in “t.csv”; it has a, b.",
    ),
    "number too high": ("a,b\n1,2\n", {"target": "3"}, "There is no column “3” in “t.csv”; it has a, b."),
    "huge number": ("a,b\n1,2\n", {"target": "9" * 5000}, "There is no column “999"),
    "target as input": (
        "a,b\n1,2\n",
        {"features": "a,b"},
        "Column “b” of “t.csv” is the target, so it cannot be an input as well: take it out.",
    ),
    "text": (
        "a,b,y\n1,2,0\n\n3,old,1\n",
        {},
        "“old” in row 4, column “b” of “t.csv” is not a number: correct it, or leave the column out.",
    ),
    "text over two lines": ('a,b,y\n1,2,"x\ny"\n3,old,z\n', {}, "“old” in row 3, column “b”"),
    "names taken for data": (
        "a,2\n1,2\n",
        {},
        (
            "“a” in row 1, column “A” of “t.csv” is not a number: if row 1 holds the names of the columns, set the"
            " header to yes."
        ),
    ),
    "decimal comma": (
        "a;y\n1,5;0\n2;1\n",
        {},
        (
            "“1,5” in row 2, column “a” of “t.csv” is not a number: switch the decimal comma on or off, or correct the"
            " value."
        ),
    ),
    "decimal point": (
        "a;y\n1.5;0\n2;1\n",
        {"decimal_comma": True},
        "“1.5” in row 2, column “a” of “t.csv” is not",
    ),
    "python's number": (
        "a,y\n1_000,0\n2,1\n",
        {},
        "“1_000” in row 2, column “a” of “t.csv” is not a number: correct",
    ),
    "infinite": (
        "a,y\n1,0\n1e999,1\n",
        {},
        "“1e999” in row 3, column “a” of “t.csv” is too large a number: correct it.",
    ),
    "large target": (
        "a,y\n1,0.5\n2,1e31\n3,4\n",
        {},
        "“1e31” in row 3, column “y” of “t.csv” is too large a number",
    ),
    "missing": (
        "a,b,y\n1,2,0\n3,,1\n",
        {},
        "Row 3 of “t.csv” has no value in column “b”: fill it in or delete the row.",
    ),
    "missing word": ("a,b,y\n1,NaN,0\n3,4,1\n", {}, "Row 2 of “t.csv” has no value in column “b”"),
    "missing target": ("a,y\n1,yes\n2, \n3,no\n", {}, "Row 3 of “t.csv” has no value in column “y”"),
    "ragged": (
        "a,b,y\n1,2,0\n3,4,5,1\n",
        {},
        "Row 3 of “t.csv” has 4 values, but row 1 has 3: give every row the same number of columns.",
    ),
    "short": ("a,b,y\n1,2,0\n3,4\n", {}, "Row 3 of “t.csv” has 2 values, but row 1 has 3"),
    "one column": (
        "a\n1\n2\n",
        {},
        "“t.csv” has a single column, but inputs and a target are needed: check the separator",
    ),
    "twice": ("a,a ,y\n1,2,0\n", {}, "Two columns of “t.csv” are called “a”: names must differ."),
    "constant": (
        "a,y\n1,5\n2,5.0\n3,5\n",
        {},
        "Column “y” of “t.csv” is always 5, so there is nothing to learn: choose another target.",
    ),
    "constant word": (
        "a,y\n1,no\n2,no\n",
        {},
        "Column “y” of “t.csv” is always no, so there is nothing to learn",
    ),
    "one row": ("a,y\n1,0\n", {}, "Column “y” of “t.csv” is always 0"),
    "too few": (
        "a,y\n1,0\n2,1\n",
        {"test_fraction": 0.9},
        "“t.csv” has 2 rows of data, too few to learn from: add rows or hold less back for testing.",
    ),
    "words for regression": (
        "a,y\n1,2\n2,big\n",
        {"task": "regression"},
        (
            "“big” in row 3, column “y” of “t.csv” is not a number, but regression predicts numbers: correct it or"
            " choose classes as the task."
        ),
    ),
    "three for binary": (
        "a,y\n1,2\n2,3\n3,4\n",
        {"task": "binary"},
        "Column “y” of “t.csv” has 3 different values, but a binary target has 2: choose another task or target.",
    ),
    "too many classes": (
        "a,y\n" + "".join(f"{i},n{i}\n" for i in range(1001)),
        {},
        (
            "Column “y” of “t.csv” has 1001 different values, too many for classes: choose another target, or"
            " regression if they are numbers."
        ),
    ),
    "comma twice": (
        "a,y\n1,0\n2,1\n",
        {"decimal_comma": True},
        (
            "In “t.csv” the comma cannot part the columns and be the decimal comma at once: choose another separator or"
            " switch the decimal comma off."
        ),
    ),
    "no text": ("a,y\n1,\0\n", {}, "“t.csv” is not a text file: save the table as CSV (UTF-8)."),
    "endless field": (
        "a,y\n1," + "x" * 200_000 + "\n",
        {},
        "“t.csv” cannot be read as a table: field larger than",
    ),
    "open quotation": (
        'a,y\n1,0\n2,1\n3,"0\n',
        {},
        "“t.csv” cannot be read as a table: EOF inside string starting at row 3.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_its_sentence(tmp_path: Path, name: str) -> None:
    text, values, sentence = FAULTS[name]
    data = table(tmp_path, text, **values)
    with pytest.raises(DataError) as caught:
        data.load(tmp_path)
    found = str(caught.value)
    assert found == sentence if sentence.endswith(".") else found.startswith(sentence)
    assert found.endswith(".")


def test_missing_files_are_told(tmp_path: Path) -> None:
    for data in (Table(file="none.csv"), Table(file="."), Table(file="t.csv/x.csv")):
        (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        with pytest.raises(
            DataError, match=r"There is no file “.*”: choose it again, or the folder it is in\."
        ):
            data.load(tmp_path)
    with pytest.raises(DataError, match=r"No table is chosen: choose a CSV file\."):
        Table().load(tmp_path)
    with pytest.raises(DataError, match=r"No table is chosen"):
        Table().loader(tmp_path)
    with pytest.raises(DataError, match="cannot be opened"):
        Table(file="a\0b").load(tmp_path)


def test_large_files_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "_LARGEST_FILE", 1_000_000)
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(3_000_000)
    with pytest.raises(
        DataError, match=r"“big.csv” has 3 megabytes; 1 are the most that is read: take fewer rows\."
    ):
        Table(file="big.csv").load(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t.csv").write_text("Größe,Maß\n1,süß\n2,bös\n3,süß\n", encoding=encoding)
    data = Table(file="t.csv", **RAW).load(tmp_path)
    assert (data.features, data.classes) == (("Größe",), ("bös", "süß"))


def test_utf_16_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-16")
    with pytest.raises(DataError, match="is not a text file: save the table as CSV"):
        Table(file="t.csv").load(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_tables_come_back_in_the_file_and_in_the_program(tmp_path: Path, data: st.DataObject) -> None:
    columns = data.draw(st.integers(2, 5))
    comma = data.draw(st.booleans())
    number = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda v: round(v, 6)) | st.integers(
        -(10**9), 10**9
    )
    rows = data.draw(st.lists(st.lists(number, min_size=columns, max_size=columns), min_size=4, max_size=12))
    lines = [(";" if comma else ",").join(repr(n) for n in row) for row in rows]
    text = "\n".join(line.replace(".", ",") if comma else line for line in lines)
    scaling = data.draw(st.sampled_from(["none", "standard", "minmax"]))
    values = {"task": "regression", "scaling": scaling, "decimal_comma": comma, "test_fraction": 0.3}
    part = table(tmp_path, text, **values)
    if len({row[-1] for row in rows}) == 1:
        with pytest.raises(DataError, match="is always"):
            part.load(tmp_path)
        return
    dataset = part.load(tmp_path)
    names: dict[str, Any] = {}
    exec(part.loader(tmp_path).source(), names)  # noqa: S102 - our own text
    (x_train, y_train), (x_test, y_test) = names["load_data"](tmp_path)
    assert dataset.x_train.tobytes() == np.ascontiguousarray(x_train).tobytes()
    assert dataset.x_test.tobytes() == np.ascontiguousarray(x_test).tobytes()
    targets = np.sort(np.concatenate([y_train, y_test]))
    assert targets == pytest.approx(np.sort([float(row[-1]) for row in rows]), rel=1e-6)
    assert (
        np.concatenate([dataset.y_train, dataset.y_test]).tobytes()
        == np.concatenate([y_train, y_test]).tobytes()
    )
    assert np.abs(dataset.x_train).max() <= {"none": 1e9, "standard": 12, "minmax": 1}[scaling] * (1 + 1e-6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=60)
    | st.text("0123456789.,;-eE+ \n\r\t\"'aNß\u00a0\ufeff", max_size=60).map(lambda text: text.encode()),
    header=st.sampled_from(["auto", "yes", "no"]),
    comma=st.booleans(),
)
def test_any_bytes_give_data_or_a_sentence(tmp_path: Path, content: bytes, header: str, comma: bool) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    part = Table(file="t.csv", header=header, decimal_comma=comma, test_fraction=0.0)
    try:
        data = part.load(tmp_path)
    except DataError as error:
        assert "t.csv" in str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert data.samples >= 2
        names: dict[str, Any] = {}
        exec(part.loader(tmp_path).source(), names)  # noqa: S102 - our own text
        (x_train, _), _ = names["load_data"](tmp_path)
        assert data.x_train.tobytes() == np.ascontiguousarray(x_train).tobytes()
