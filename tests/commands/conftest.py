"""The command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from nnviz.cli import main
from nnviz.design.document import Document
from nnviz.design.file import save
from nnviz.templates.base import template


class Said(NamedTuple):
    """What a command gave back."""

    status: int
    out: str
    err: str


@pytest.fixture
def nnviz(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs ``nnviz`` with its words."""

    def run(*words: object) -> Said:
        status = main([str(word) for word in words])
        return Said(status, *capsys.readouterr())

    return run


@pytest.fixture
def refused(nnviz: Callable[..., Said]) -> Callable[..., str]:
    """Return a function that runs ``nnviz``, which must refuse in one sentence, and returns that."""

    def run(*words: object) -> str:
        said = nnviz(*words)
        assert said.status == 1
        assert said.out == ""
        assert said.err.startswith("nnviz: ")
        assert said.err.count("\n") == 1
        assert said.err.endswith("\n")
        return said.err.removeprefix("nnviz: ").rstrip()

    return run


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Document | str], Path]:
    """Return a function that saves a document, or a template by name, and returns the file's path."""

    def write(document: Document | str) -> Path:
        document = template(document).build() if isinstance(document, str) else document
        path = tmp_path / f"{document.name}.nnviz"
        save(document, path)
        return path

    return write
