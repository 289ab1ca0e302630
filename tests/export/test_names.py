"""Names of documents and layers in a program."""

from __future__ import annotations

import keyword
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.export import names


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("circle", "circle"),
        ("Handwritten digits, 784-512-512-10", "handwritten_digits_784_512_512_10"),
        ("../../etc/passwd", "etc_passwd"),
        ("Größe é", "groe_e"),
        ("数字", "network"),
        ("", "network"),
        ("2 rings", "network_2_rings"),
        ("keras", "keras_network"),
        ("Random", "random_network"),
        ("class", "class_network"),
        ("CON", "con_network"),
        ("a" * 200, "a" * 60),
    ],
)
def test_file_names(name: str, stem: str) -> None:
    assert names.stem(name) == stem


@given(st.text())
def test_every_name_gives_a_file_name(name: str) -> None:
    stem = names.stem(name)
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,80}", stem)
    assert stem not in sys.stdlib_module_names
    assert not keyword.iskeyword(stem)


@given(st.text())
def test_titles_are_one_printable_line(name: str) -> None:
    title = names.title(name)
    assert title
    assert len(title) <= 51
    assert title.isprintable()
    assert "%(" not in title


def test_marks_that_change_the_reading_order_are_dropped() -> None:
    assert names.title("a\u202eb\u2066c\x00d\ne") == "A b c d e"


@given(st.text(), st.integers(20, 120))
def test_notes_become_lines(notes: str, width: int) -> None:
    for line in names.paragraphs(notes, width).split("\n"):
        assert len(line) <= width
        assert line == "" or line.isprintable()


def test_variables_are_free_and_lawful() -> None:
    taken: list[str] = []
    for layer in ("Hidden", "hidden", "lambda", "layers", "x"):
        taken.append(names.identifier(layer, {*taken, "layers"}))
    assert taken == ["hidden", "hidden_2", "lambda_", "layers_2", "x"]
