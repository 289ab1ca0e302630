"""The Keras program of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nnviz.design.check import problems
from nnviz.design.document import Document
from nnviz.design.file import write_atomically
from nnviz.engine.network import Network
from nnviz.engine.run import Run
from nnviz.export import names, weights_file
from nnviz.export.sections import Sections
from nnviz.export.source import Code
from nnviz.resources import resource
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

if TYPE_CHECKING:
    from jinja2 import Environment, Template

Array = npt.NDArray[Any]


class ExportError(NnvizError):
    """A document that cannot become a program, or a program that cannot be written."""


@dataclass(frozen=True)
class Program:
    """Files by name; ``main`` is the name of the program among them."""

    files: Mapping[str, bytes]
    main: str

    @property
    def text(self) -> str:
        """The program's text."""
        return self.files[self.main].decode()

    def write(self, folder: Path) -> Path:
        """Write the files into ``folder``, which is made if need be; return the program's path."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in self.files.items():
                write_atomically(folder / name, data)
        except OSError as error:
            raise ExportError(
                say(
                    QT_TRANSLATE_NOOP("nnviz", "The program cannot be written to “{folder}”: {reason}."),
                    folder=folder,
                    reason=error.strerror or error,
                )
            ) from error
        return folder / self.main


def start_weights(document: Document, data_dir: Path | None = None) -> Mapping[str, Array]:
    """Return the weights that the application starts from, by Keras' path: the document's own, else the seed's.

    Layers that adapt to the data need it: it is loaded then, from ``data_dir`` or where it usually lies.
    """
    _check(document)
    network = Network(document.design)
    if any(stage.layer.adapts and stage.slots for stage in network.stages):
        theta = Run(document, document.setup.data.load(data_dir)).start().theta
    else:
        theta = network.initial(document.setup.seed, document.weights, np.float32)
    return MappingProxyType(network.weights(theta))


def program(
    document: Document,
    weights: Mapping[str, Array] | None = None,
    *,
    optimizer: Sequence[Array] = (),
    data_dir: Path | None = None,
) -> Program:
    """Return the Keras program of ``document``.

    With ``weights`` (by Keras' path) it comes with a weights file and goes on from there; without, it starts from
    new random weights. ``optimizer`` is what the optimizer remembers (:class:`~nnviz.export.start.Start`); it is in the
    weights file then, too. ``data_dir`` is the folder of the data where something must be found out in it (a table's
    columns). Raise :class:`ExportError`, :class:`~nnviz.data.base.DataError` or
    :class:`~nnviz.export.weights_file.WeightsError`.
    """
    _check(document)
    loader = document.setup.data.loader(data_dir)
    stem = names.stem(document.name)
    text = _template().render(
        Sections(document, loader, stem, weights is not None, bool(optimizer)).context()
    )
    files = {f"{stem}.py": text.encode()}
    if weights is not None:
        files[f"{stem}.weights.h5"] = weights_file.to_bytes(document.design, weights, stem, optimizer)
    return Program(MappingProxyType(files), f"{stem}.py")


def network_text(document: Document, stem: str = "network", data_dir: Path | None = None) -> str:
    """Return the program's ``build_model`` with its ``compile`` as a function of its own.

    ``stem`` is the model's name in Keras.
    """
    _check(document)
    context = Sections(document, document.setup.data.loader(data_dir), stem, False).context()
    return _templates().get_template("proof.py.jinja").render(context)


def _check(document: Document) -> None:
    fatal = next((problem for problem in problems(document) if problem.fatal), None)
    if fatal is not None:
        raise ExportError(fatal.message)


def _template() -> Template:
    return _templates().get_template("program.py.jinja")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    def only_code(found: Any) -> str:
        if not isinstance(found, Code):
            raise TypeError(f"{found!r} is not program text")
        return found

    return Environment(
        loader=FileSystemLoader(resource("export")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=only_code,
    )
