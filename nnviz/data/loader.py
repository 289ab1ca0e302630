"""How an exported program makes the data: imports, constants, functions and the body of ``load_data``."""

from __future__ import annotations

import inspect
import math
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

LINE_LENGTH = 100
"""Width of the lines of an exported program."""

HEADER = "def load_data(data_dir: Path | None = None):"


@dataclass(frozen=True)
class Loader:
    """The parts of a program that returns exactly the arrays of :meth:`nnviz.data.base.Data.load`, or names of files.

    The program gets the source text of ``functions``, the very functions that made the data here, so there is one
    place where the numbers come from. Values enter the text as literals of ``constants`` and nowhere else.
    """

    doc: str
    """Docstring of ``load_data``, one line."""
    body: tuple[str, ...]
    """Lines of ``load_data(data_dir)`` without indentation; they return ((x_train, y_train), (x_test, y_test))."""
    imports: tuple[str, ...] = ("from pathlib import Path", "import numpy as np")
    constants: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Upper-case name → plain value: text, number, None, or tuple, list or dict of these."""
    functions: tuple[Callable[..., Any], ...] = ()
    """Functions that need nothing but the imports and one another."""
    data_dir: str = "not used: these samples are made by the program"
    """Help text of the program's ``--data-dir``."""
    streams: bool = False
    """Whether x are names of picture files, which the program reads while it trains; ``SIZE`` is what they become."""
    encoded: bool = False
    """Whether x are not names but what such files hold."""

    def constant_lines(self) -> tuple[str, ...]:
        """Return ``NAME = literal``, one text per constant; long ones are broken into lines."""
        return tuple(f"{name} = {literal(value, len(name) + 3)}" for name, value in self.constants.items())

    def function_texts(self) -> tuple[str, ...]:
        """Return the source of each function, and ``load_data`` as the last."""
        copied = (textwrap.dedent(inspect.getsource(function)).strip() for function in self.functions)
        lines = (f'"""{self.doc}"""', *self.body)
        return (*copied, "\n".join([HEADER, *(f"    {line}" if line else "" for line in lines)]))

    def source(self) -> str:
        """Return all parts as one module that defines ``load_data``."""
        blocks = ("\n".join(self.imports), "\n".join(self.constant_lines()))
        start = "\n\n".join(block for block in blocks if block)
        return "\n\n\n".join((start, *self.function_texts())) + "\n"


def literal(value: Any, column: int = 0, indent: int = 0) -> str:
    """Return ``value`` as program text in the manner of ``ruff format``.

    ``column`` is where the text starts in its line, ``indent`` the line's indentation. What does not fit into the
    line gets a line per element.
    """
    flat = _flat(value)
    if column + len(flat) <= LINE_LENGTH or not isinstance(value, tuple | list | dict) or not value:
        return flat
    inner = indent + 4
    if isinstance(value, dict):
        items = [(_flat(key) + ": ", item) for key, item in value.items()]
    else:
        items = [("", item) for item in value]
    # The comma behind each element needs a column too.
    lines = [" " * inner + key + literal(item, inner + len(key) + 1, inner) + "," for key, item in items]
    opening, closing = {tuple: ("(", ")"), list: ("[", "]"), dict: ("{", "}")}[type(value)]
    return "\n".join([opening, *lines, " " * indent + closing])


def _flat(value: Any) -> str:
    """Return ``value`` as a literal in one line."""
    if isinstance(value, str):
        text = repr(value)
        if text[0] == "'" and value.count('"') <= value.count("'"):  # then double quotation marks do as well
            inside = text[1:-1].replace("\\'", "'").replace('"', '\\"')
            return f'"{inside}"'
        return text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(key)}: {_flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_flat, value)) + ("," if len(value) == 1 else "") + ")"
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    raise TypeError(f"{value!r} has no literal")
