"""Whether the document can be trained in full, and where its samples come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nnviz.data.base import Data
from nnviz.data.digits import Digits
from nnviz.data.flowers import FOLDER as FLOWERS
from nnviz.data.flowers import Flowers, find_flowers
from nnviz.data.mnist import Mnist, find_mnist
from nnviz.data.picture_folder import PictureFolder
from nnviz.data.samples import Samples
from nnviz.data.table import Table
from nnviz.data.tfrecord import TfRecord
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
    file: str = ""
    """The field of the data in which the user names a file or folder of their own; empty if there is none."""
    missing: bool = False
    """Whether it is not on this computer."""
    data_dir: Path | None = None
    """The folder that the program must be told, if any."""


def source(data: Data, folder: Path | None) -> Source:
    """Return where ``data`` comes from; ``folder`` is the user's folder of data files."""
    if isinstance(data, Mnist):
        return _mnist(folder)
    if isinstance(data, Flowers):
        return _flowers(folder)
    if isinstance(data, Table):
        return _own_file(data, data.file, folder, say(QT_TRANSLATE_NOOP("nnviz", "No table is chosen yet.")))
    if isinstance(data, TfRecord):
        nothing = QT_TRANSLATE_NOOP("nnviz", "No TFRecord file is chosen yet.")
        return _own_file(data, data.file, folder, say(nothing))
    if isinstance(data, PictureFolder):
        nothing = QT_TRANSLATE_NOOP("nnviz", "No folder of pictures is chosen yet.")
        return _own_file(data, data.folder, folder, say(nothing))
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


def _flowers(folder: Path | None) -> Source:
    found = find_flowers(folder)
    if found is None:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Not on this computer. Keras downloads them when training starts (218 MB)."
        )
        return Source(say(text), folder=True, missing=True)
    if folder is not None and found in (folder, folder / FLOWERS):
        text = QT_TRANSLATE_NOOP("nnviz", "Found: “{path}”.")
        return Source(say(text, path=found), folder=True, data_dir=folder)
    text = QT_TRANSLATE_NOOP("nnviz", "Found in Keras’ own folder: “{path}”.")
    # Keras would look for the archive, which may be gone; the pictures are there.
    return Source(say(text, path=found), folder=True, data_dir=found)


def _own_file(data: Data, name: str, folder: Path | None, nothing: Message) -> Source:
    """Return the source of data whose file or folder the user has named; a relative name lies in ``folder``."""
    asked = own_field(data)
    if not name:
        return Source(nothing, file=asked, missing=True)
    path = Path(folder or ".") / Path(name).expanduser()
    if path.exists():
        text = QT_TRANSLATE_NOOP("nnviz", "Read from “{path}”.")
        return Source(say(text, path=path.resolve()), folder is not None, asked, data_dir=folder)
    text = QT_TRANSLATE_NOOP("nnviz", "“{path}” is not there.")
    return Source(say(text, path=path), folder=True, file=asked, missing=True, data_dir=folder)


def own_field(data: Data) -> str:
    """Return the name of the field that names the user's own file or folder; empty if ``data`` has none."""
    return next((name for name, info in data.declared().items() if info.type == "file"), "")


def downloads(data: Data) -> bool:
    """Return whether Keras downloads ``data`` when it is not on this computer."""
    return isinstance(data, Mnist | Flowers)


def obstacles(session: Session) -> tuple[Problem, ...]:
    """Return what keeps the document from being exported and trained; advice is left out.

    Data that Keras downloads may be missing. While the session still builds the document, its data is not judged.
    """
    document = session.document
    comes_later = session.dataset is None and downloads(document.setup.data) and missing(session)
    building = session.worker.busy("build")
    found = problems(document) if building or comes_later else session.problems
    return tuple(problem for problem in found if problem.fatal and problem.wish is None)


def missing(session: Session) -> bool:
    """Return whether the data is not on this computer; where it is, but damaged, the session's problem says so."""
    return source(session.document.setup.data, session.data_dir).missing


def same_network(one: Document, other: Document) -> bool:
    """Return whether two documents are the same network on the same data, wherever its cards lie."""
    return (
        one.name == other.name
        and one.setup.data == other.setup.data
        and [(node.name, node.layer) for node in one.design.nodes]
        == [(node.name, node.layer) for node in other.design.nodes]
        and one.design.edges == other.design.edges
    )
