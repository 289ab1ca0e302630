"""The literals through which values enter an exported program."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.base import split
from nnviz.data.loader import LINE_LENGTH, Loader, literal

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=6).map(tuple)
        | st.dictionaries(st.text(max_size=9) | st.integers(), inner, max_size=6)
    ),
)


@given(PLAIN, st.integers(0, 120))
def test_a_literal_reads_back_as_the_same_value(value: Any, column: int) -> None:
    text = literal(value, column)
    assert ast.literal_eval(text) == value
    assert repr(ast.literal_eval(text)) == repr(value)  # -0.0 and 1 against True included


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}, (b"x",)])
def test_what_is_no_plain_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="has no literal"):
        literal(value)


def test_long_literals_are_broken_as_the_formatter_breaks_them() -> None:
    values = {
        "SHORT": ("it's", 'a "b"', "both ' and \"", 1),
        "ROWS": tuple((i / 3, -i) for i in range(9)),
        "NAMES": [f"a long name of a column, number {i}" for i in range(7)],
        "FORMAT": {"sep": ";", "names": {"first": ["x" * 60, "y" * 30], 8: None}, "empty": ()},
        # 100 and 101 columns wide
        "EDGE": ("x" * 86,),
        "BEHIND": ("x" * 86,),
    }
    source = "\n".join(Loader("", (), constants=values).constant_lines()) + "\n"
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    assert ruff is not None
    command = [ruff, "format", "--isolated", "--line-length", str(LINE_LENGTH), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    assert done.stdout == source


def test_parts_of_a_loader() -> None:
    loader = Loader("Return nothing.", ("if data_dir:", "    pass", "", "return None"), functions=(split,))
    copied, own = loader.function_texts()
    assert copied.startswith("def split(")
    assert own == (
        'def load_data(data_dir: Path | None = None):\n    """Return nothing."""\n    if data_dir:\n        pass\n\n'
        "    return None"
    )
    assert loader.source().count("\n\n\n") == 2
