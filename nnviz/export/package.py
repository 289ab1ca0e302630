"""What an export writes: the script, the notebook, or a folder with all that another person needs to run it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

from nnviz import __version__
from nnviz.design.document import Document
from nnviz.export import markdown, names, notebook
from nnviz.export.program import Program, network_text, program
from nnviz.export.start import Start
from nnviz.export.training import PACKAGES
from nnviz.words import Message

KINDS = ("script", "notebook", "folder", "model")
"""What an export can be; the model file is made by Keras itself (:mod:`nnviz.export.keras_file`)."""

_NEEDED = MappingProxyType(
    {
        "numpy": "numpy>=2.1",
        "pandas": "pandas>=2.2.3",
        "sklearn": "scikit-learn>=1.5.2",
        "PIL": "Pillow>=11",
    }
)
"""Module → package with the version that it is tested with."""


def package(
    document: Document,
    kind: str,
    start: Start | None,
    notes: Sequence[Message] = (),
    data_dir: Path | None = None,
) -> Program:
    """Return the files of an export of ``kind``; with a ``start`` it goes on from there, None: new random weights.

    ``notes`` (:func:`~nnviz.export.remarks.remarks`) stand in the README. Raise what
    :func:`~nnviz.export.program.program` raises.
    """
    weights, optimizer = (None, ()) if start is None else (start.weights, start.optimizer)
    made = program(document, weights, optimizer=optimizer, data_dir=data_dir)
    if kind == "script":
        return made
    stem = made.main.removesuffix(".py")
    files = dict(made.files)
    if kind == "notebook":
        book = notebook.to_bytes(document, made.text, stem, weights is not None)
        others = {name: data for name, data in files.items() if name != made.main}
        return Program(MappingProxyType({f"{stem}.ipynb": book, **others}), f"{stem}.ipynb")
    files["requirements.txt"] = "".join(f"{line}\n" for line in requirements(made.text)).encode()
    files["README.md"] = _readme(document, made, start, notes).encode()
    return Program(MappingProxyType(files), made.main)


def shown(document: Document, kind: str, start: Start | None, data_dir: Path | None = None) -> str:
    """Return the text to look at before an export of ``kind`` is written."""
    if kind == "model":  # of the program it takes network and training alone
        text = network_text(document, names.stem(document.name), data_dir)
        return f"import keras\nfrom keras import layers\n\n\n{text[text.index('def build_model') :]}"
    weights, optimizer = (None, ()) if start is None else (start.weights, start.optimizer)
    made = program(document, weights, optimizer=optimizer, data_dir=data_dir)
    if kind == "notebook":
        return notebook.preview(document, made.text, made.main.removesuffix(".py"), start is not None)
    return made.text


def requirements(text: str) -> list[str]:
    """Return what pip must install for a program."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.partition(".")[0])
    return [*PACKAGES, *(line for module, line in _NEEDED.items() if module in modules)]


def _readme(document: Document, made: Program, start: Start | None, notes: Sequence[Message]) -> str:
    return "\n".join(_lines(document, made, start, notes)) + "\n"


def _lines(document: Document, made: Program, start: Start | None, notes: Sequence[Message]) -> Iterator[str]:
    yield f"# {markdown.title(document.name)}"
    told = markdown.paragraphs(document.notes)
    yield from ("", told) if told else ()
    yield from ("", "## How to run", "", "```", "python -m pip install -r requirements.txt")
    yield from (f"python {made.main}", f"python {made.main} --help", "```", "", "## What is in it", "")
    yield f"- `{made.main}`: loads the data, builds the network, trains and tests it."
    for name in made.files:
        if name.endswith(".weights.h5"):
            yield f"- `{name}`: {_weights_words(start)} The program begins with them unless told `--fresh`."
    yield "- `requirements.txt`: the packages that it needs, for pip."
    yield "- When it has run: `model.keras`, the trained network, and `history.csv`, loss and metrics of each epoch."
    if notes:
        yield from ("", "## What is different from the document", "")
        yield from (f"- {markdown.text(str(note))}" for note in notes)
    tensorflow, keras = PACKAGES
    yield from ("", "## Faster", "")
    yield "- `--mixed-precision` computes in 16 bits, for GPUs; `--jit-compile` compiles each step with XLA."
    yield "- `--strategy mirrored` shares every batch among all GPUs of one computer (TensorFlow)."
    yield "- `KERAS_BACKEND=jax` and `--strategy data-parallel` do so with JAX, also among several computers: `--help`."
    yield from ("", "## Versions", "")
    yield f"Written by nnviz {__version__} for Python 3.11 or newer with `{keras}` and `{tensorflow}`."
    yield "It also runs on JAX (`KERAS_BACKEND=jax`) unless it says otherwise."


def _weights_words(start: Start | None) -> str:
    if start is None or not start.step:
        return "the weights before the first step."
    memory = ", and what the optimizer remembers there" if start.optimizer else ""
    return f"the weights before step {start.step:,}{memory}."
