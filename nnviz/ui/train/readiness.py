"""Whether the document can be trained in full, and where its samples come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nnviz.data.base import Data
from nnviz.data.digits import Digits
from nnviz.data.mnist import Mnist, find_mnist
from nnviz.data.samples import Samples
from nnviz.data.table import Table
from nnviz.design.check import problems
from nnviz.design.document import Document
from nnviz.design.problem import Problem
from nnviz.ui.session import Session
from nnviz.words import QT_TRANSLATE_NOOP, Message, say


@dataclass(frozen=True)
class Source:
    """Where the samples come from, in a sentence."""

    message: Message
    folder: bool = False
    """Whether the user can name a folder for it."""
    file: bool = False
    """Whether the user can name a file for it."""
    missing: bool = False
    """Whether it is not on this computer."""
    data_dir: Path | None = None
    """The folder that the program must be told, if any."""


def source(data: Data, folder: Path | None) -> Source:
    """Return where ``data`` comes from; ``folder`` is the user's folder of data files."""
    if isinstance(data, Mnist):
        return _mnist(folder)
    if isinstance(data, Table):
        return _table(data, folder)
    if data.toy:
        return Source(say(QT_TRANSLATE_NOOP("nnviz", "Made by a formula; nothing is downloaded.")))
    if isinstance(data, Digits):
        return Source(
            say(QT_TRANSLATE_NOOP("nnviz", "Built in: they come with scikit-learn; nothing is downloaded."))
        )
    if isinstance(data, Samples):
        return Source(say(QT_TRANSLATE_NOOP("nnviz", "Typed in; they are part of the program.")))
    return Source(say(QT_TRANSLATE_NOOP("nnviz", "The program makes these samples; nothing is downloaded.")))


def _mnist(folder: Path | None) -> Source:
    found = find_mnist(folder)
    if found is None:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Not on this computer. Keras downloads it when training starts (11 MB)."
        )
        return Source(say(text), folder=True, missing=True)
    if folder is not None and found.parent == folder:
        text = QT_TRANSLATE_NOOP("nnviz", "Found: “{path}”.")
        return Source(say(text, path=found), folder=True, data_dir=folder)
    text = QT_TRANSLATE_NOOP("nnviz", "Found in Keras’ own folder: “{path}”.")
    return Source(say(text, path=found), folder=True)


def _table(data: Table, folder: Path | None) -> Source:
    if not data.file:
        return Source(say(QT_TRANSLATE_NOOP("nnviz", "No table is chosen yet.")), file=True, missing=True)
    path = Path(folder or ".") / data.file
    if path.is_file():
        text = QT_TRANSLATE_NOOP("nnviz", "Read from “{path}”.")
        return Source(say(text, path=path.resolve()), folder is not None, True, data_dir=folder)
    text = QT_TRANSLATE_NOOP("nnviz", "“{path}” is not there.")
    return Source(say(text, path=path), folder=True, file=True, missing=True, data_dir=folder)


def obstacles(session: Session) -> tuple[Problem, ...]:
    """Return what keeps the document from being exported and trained; advice is left out.

    Data that Keras downloads may be missing. While the session still builds the document, its data is not judged.
    """
    document = session.document
    if session.worker.busy("build"):
        found = problems(document)
    elif session.dataset is not None or not isinstance(document.setup.data, Mnist):
        found = session.problems
    else:
        found = problems(document)
        if (
            find_mnist(session.data_dir) is not None
        ):  # it is there, so it is damaged: the session's problem says so
            found = session.problems
    return tuple(problem for problem in found if problem.fatal and problem.wish is None)


def same_network(one: Document, other: Document) -> bool:
    """Return whether two documents are the same network on the same data, wherever its cards lie."""
    return (
        one.name == other.name
        and one.setup.data == other.setup.data
        and [(node.name, node.layer) for node in one.design.nodes]
        == [(node.name, node.layer) for node in other.design.nodes]
        and one.design.edges == other.design.edges
    )
