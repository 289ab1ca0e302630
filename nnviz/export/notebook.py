"""The notebook of a document: the exported program cut into cells, with what each of them does beside it.

The cells are made from the program's own text, so there is one source of truth: imports, constants and functions as
they stand, ``main`` statement by statement. What the command line gives to the program stands in a cell of its own.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nnviz.data.loader import literal
from nnviz.design.document import Document
from nnviz.export import markdown
from nnviz.export.training import PACKAGES


@dataclass(frozen=True)
class Cell:
    """``code``, or else Markdown."""

    text: str
    code: bool = False


def to_bytes(document: Document, program: str, stem: str, with_weights: bool) -> bytes:
    """Return the notebook's file for a document and its exported program."""
    import nbformat

    books: Any = nbformat  # some of it has no types
    made = []
    for number, cell in enumerate(cells(document, program, stem, with_weights), start=1):
        maker = books.v4.new_code_cell if cell.code else books.v4.new_markdown_cell
        made.append(maker(cell.text, id=f"cell-{number}"))
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
        "colab": {"provenance": []},
    }
    book = books.v4.new_notebook(cells=made, metadata=metadata)
    books.validate(book)
    text: str = books.writes(book)
    return f"{text}\n".encode()


def cells(document: Document, program: str, stem: str, with_weights: bool) -> Iterator[Cell]:
    """Yield the cells in their order."""
    cut = _Cut(program, f"{stem}.py")
    data, model, ready, training, test = cut.main()
    yield Cell(_start(document, stem, with_weights))
    yield Cell(_BACKEND, code=True)
    yield Cell(cut.imports(), code=True)
    yield Cell(_OPTIONS)
    yield Cell(cut.options(), code=True)
    loading, building, others = cut.functions()
    yield Cell(_DATA)
    yield from (Cell(text, code=True) for text in (*cut.constants(), *loading))
    yield Cell(_HELPERS)
    yield from (Cell(text, code=True) for text in others)
    yield Cell(_NOW_DATA)
    yield Cell(data, code=True)
    yield Cell(_MODEL)
    yield from (Cell(text, code=True) for text in building)
    yield Cell(_COMPILE + (_GO_ON if with_weights else ""))
    yield Cell(model, code=True)
    yield Cell(_TRAINING)
    yield Cell(ready, code=True)
    yield Cell(training, code=True)
    yield Cell(_HISTORY)
    yield Cell(_PLOT, code=True)
    yield Cell(_TEST)
    yield Cell(test, code=True)
    answers = cut.answers()
    if answers:
        yield Cell(_WRONG)
        yield Cell(_WRONG_PLOT.format(**answers), code=True)


def preview(document: Document, program: str, stem: str, with_weights: bool) -> str:
    """Return the cells one below the other as a text; Markdown stands in comments."""
    found = []
    for cell in cells(document, program, stem, with_weights):
        head = "# %%" if cell.code else "# %% [markdown]"
        lines = cell.text.splitlines()
        shown = lines if cell.code else [f"# {line}".rstrip() for line in lines]
        found.append("\n".join([head, *shown]))
    return "\n\n".join(found) + "\n"


class _Cut:
    """The program's text and where its statements are."""

    def __init__(self, program: str, file: str) -> None:
        self._text = _without_file(program, file)
        self._lines = self._text.splitlines()
        self._tree = ast.parse(self._text)
        self._body = self._tree.body
        (self._main,) = (n for n in self._body if isinstance(n, ast.FunctionDef) and n.name == "main")

    def imports(self) -> str:
        """Return the import lines."""
        found = [node for node in self._body if isinstance(node, ast.Import | ast.ImportFrom)]
        return self._between(found[0], found[-1])

    def constants(self) -> Iterator[str]:
        """Yield what stands between the imports and the functions as one text, if there is something."""
        found = [node for node in self._body if isinstance(node, ast.Assign | ast.AnnAssign)]
        if found:
            yield "\n".join(self._between(node, node) for node in found)

    def functions(self) -> tuple[list[str], list[str], list[str]]:
        """Return the texts of what loads the data, of what builds the network, and of the other functions."""
        defined = [node for node in self._body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        names = [node.name for node in defined]
        loading, building, others = [], [], []
        for number, node in enumerate(defined):
            text = self._between(node, node)
            if number <= names.index("load_data"):
                loading.append(text)
            elif node.name == "build_model":
                building.append(text)
            elif node is not self._main and not any(_calls(node, "add_argument")):
                others.append(text)
        return loading, building, others

    def options(self) -> str:
        """Return the values that the command line would give, one a line, with what they mean."""
        rows = []
        for call in _calls(self._tree, "add_argument"):
            (flag,) = (ast.literal_eval(word) for word in call.args)
            words = {word.arg: word.value for word in call.keywords}
            value: Any = False if "action" in words else None
            if "default" in words:
                value = ast.literal_eval(words["default"])
            told = ast.literal_eval(words["help"]) if "help" in words else ""
            row = f"    {flag.removeprefix('--').replace('-', '_')}={literal(value)},"
            rows.append(f"{row}  # {told}" if told else row)
        return "\n".join(["args = argparse.Namespace(", *rows, ")", "callbacks = ()"])

    def main(self) -> list[str]:
        """Return the statements of ``main`` in five texts: data, model, ready for training, training, test."""
        kept = [node for node in self._main.body if not self._is_frame(node)]

        def first(test: Callable[[ast.stmt], bool]) -> int:
            return next(number for number, node in enumerate(kept) if test(node))

        model = first(lambda node: any(_calls(node, "build_model")) or "mixed_precision" in ast.unparse(node))
        ready = first(lambda node: any(_calls(node, "summary"))) + 1
        # In a cell of its own: run again, it goes on with the training.
        training = first(lambda node: any(_calls(node, "fit")))
        # Whatever fits is training: a second phase, too.
        test = max(number for number, node in enumerate(kept) if any(_calls(node, "fit"))) + 1
        groups = (kept[:model], kept[model:ready], kept[ready:training], kept[training:test], kept[test:])
        return [textwrap.dedent(self._between(group[0], group[-1], True)) for group in groups]

    def answers(self) -> dict[str, str] | None:
        """Return how the program computes the classes that the network names, the true ones, and a test picture.

        None where it does not tell of misread pictures.
        """
        for node in self._main.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "wrong":
                (compared,) = (found for found in ast.walk(node) if isinstance(found, ast.Compare))
                defined = {found.name for found in self._body if isinstance(found, ast.FunctionDef)}
                # Where pictures are read while training goes on, x are their files.
                read = "read_picture" in defined and "picture_batches" in defined
                return {
                    "picture": "read_picture(x_test[number])" if read else "x_test[number]",
                    "named": ast.unparse(compared.left),
                    "true": ast.unparse(compared.comparators[0]),
                }
        return None

    def _is_frame(self, node: ast.stmt) -> bool:
        """Whether a statement is about the command line, or the function's docstring or end."""
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        return docstring or isinstance(node, ast.Return) or any(_calls(node, "read_options"))

    def _between(self, first: ast.stmt, last: ast.stmt, comments: bool = False) -> str:
        """Return the lines of statements, also the comment lines right above the first."""
        assert last.end_lineno is not None
        start = first.lineno - 1
        decorators = getattr(first, "decorator_list", [])
        start = min([start, *(node.lineno - 1 for node in decorators)])
        while comments and self._lines[start - 1].lstrip().startswith("#"):
            start -= 1
        return "\n".join(self._lines[start : last.end_lineno])


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    """Yield the calls of a function or method of this name."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call) and ast.unparse(found.func).rpartition(".")[2] == name:
            yield found


def _without_file(program: str, file: str) -> str:
    """Return the program with the name of its file for ``__file__``, which a notebook does not have."""
    lines = program.splitlines(keepends=True)
    names = [n for n in ast.walk(ast.parse(program)) if isinstance(n, ast.Name) and n.id == "__file__"]
    for node in sorted(names, key=lambda n: (n.lineno, n.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()  # columns are counted in bytes
        changed = line[: node.col_offset] + literal(file).encode() + line[node.end_col_offset :]
        lines[node.lineno - 1] = changed.decode()
    return "".join(lines)


def _start(document: Document, stem: str, with_weights: bool) -> str:
    """Return what the notebook is and how to run it."""
    _, keras = PACKAGES
    steps = [
        "On a computer of your own: a Python with Jupyter, TensorFlow (or JAX), Keras and matplotlib.",
        "In Google Colab: *Runtime → Change runtime type*, choose a **GPU**, then *Runtime → Run all*.",
        'On a Colab **TPU**: choose it there, and write `"jax"` for `"tensorflow"` in the next cell.',
        f"It needs `{keras}`; if an older one is there, run `%pip install --upgrade keras` and start again.",
    ]
    if with_weights:
        steps.append(
            f"Put `{stem}.weights.h5` beside the notebook (in Colab: the folder symbol, then upload)."
        )
    listed = "\n".join(f"- {step}" for step in steps)
    notes = markdown.paragraphs(document.notes)
    told = f"\n\n{notes}" if notes else ""
    return f"# {markdown.title(document.name)}\n\nDesigned in nnviz, written for Keras 3.{told}\n\n{listed}"


_BACKEND = """import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")  # "jax" on a TPU; "torch" works as well"""
_OPTIONS = """## Options

What the program takes from its command line. An *epoch* is one pass over all training samples, a *batch* is what
one step learns from."""
_DATA = """## Data

`load_data` returns samples to learn from and, if some are held back, samples to test with; the network never
learns from those."""
_HELPERS = """## Helpers

What training needs besides: batches in an order that the seed decides, copies on several devices, memory of a run that
is resumed."""
_NOW_DATA = """## Samples

Now they are loaded."""
_MODEL = """## Model

Layer after layer: each one takes what the one before it gives."""
_COMPILE = """## Loss, optimizer, metrics

`compile` says what is to become small (the *loss*), how the weights change (the *optimizer*), and what else is told
(the *metrics*)."""
_GO_ON = """ The weights come from the file beside the notebook; with `fresh=True` above they are new random ones."""
_TRAINING = """## Training

`fit` goes through the training samples again and again; after each batch every weight takes a small step against its
gradient. The losses go to `history.csv`.

To train longer, set `args.epochs` higher and run the cell with `fit` again: it goes on after the last epoch."""
_HISTORY = """## How it went

The loss of every epoch. Where the loss of the validation samples rises while that of the training samples still
falls, the network learns its samples by heart."""
_PLOT = """import matplotlib.pyplot as plt
import numpy as np

history = np.genfromtxt("history.csv", delimiter=",", names=True)
told = [name for name in history.dtype.names if name not in ("epoch", "learning_rate")]
shown = [name for name in told if not name.startswith("val_")]
figure, axes = plt.subplots(1, len(shown), figsize=(5 * len(shown), 4), squeeze=False)
for axis, name in zip(axes[0], shown, strict=True):
    for curve in (name, f"val_{name}"):
        if curve in told:
            axis.plot(np.atleast_1d(history["epoch"]) + 1, np.atleast_1d(history[curve]), label=curve)
    axis.set_xlabel("epoch")
    axis.legend()
plt.show()"""
_TEST = """## Test

What counts is how the network does on samples that it has never seen."""
_WRONG = """## Misread samples

The first of the test samples that the network takes for another class: what it says, and what is true."""
_WRONG_PLOT = """shown = wrong[:10]
named, true = {named}[shown], {true}[shown]
figure, axes = plt.subplots(2, 5, figsize=(10, 4.5))
for axis in axes.flat:
    axis.axis("off")
for axis, number, answer, label in zip(axes.flat, shown, named, true, strict=False):
    axis.imshow(np.squeeze({picture}), cmap="gray")
    axis.set_title(f"{{answer}}, not {{label}}")
plt.show()"""
