"""The notebook: valid, the program's own text in cells, executed cell by cell, and no text of a document is markup."""

from __future__ import annotations

import ast
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import numpy as np
import pytest

from nnviz.data.picture_folder import PictureFolder
from nnviz.data.table import Table
from nnviz.design.document import Document, Setup
from nnviz.export import markdown, notebook, start
from nnviz.export.package import package
from nnviz.export.program import program
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain, template, templates
from tests.data.photographs import write_pictures
from tests.export.test_program import NASTY

MARKUP = [
    *NASTY,
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![](http://x.y/z.png)",
    "$\\href{a}{b}$",
]


def cells(data: bytes) -> list[Any]:
    book = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(book)
    return list(book.cells)


def made(document: Document, begin: start.Start | None = None) -> Any:
    return package(document, "notebook", begin)


@pytest.mark.parametrize(
    "kind", [name for name, found in templates().items() if not found.needs.endswith(".csv")]
)
def test_every_template_is_a_valid_notebook(kind: str) -> None:
    document = template(kind).build()
    found = made(document)
    assert list(found.files) == [found.main]
    code = [cell.source for cell in cells(found.files[found.main]) if cell.cell_type == "code"]
    for text in code:
        ast.parse(text)
    # One source of truth: every line of the program's functions is there, in the same words.
    text = program(document).text
    body = text[text.index("def load_data") : text.index("def read_options")]
    joined = "\n".join(code)
    assert all(line in joined for line in body.splitlines())
    assert "__file__" not in joined
    assert "read_options" not in joined


class Plots(ModuleType):
    """Stands for matplotlib.pyplot and notes what is drawn."""

    def __init__(self) -> None:
        super().__init__("matplotlib.pyplot")
        self.drawn: list[tuple[str, tuple[Any, ...]]] = []

    def subplots(self, rows: int, columns: int, **words: Any) -> Any:
        plots = self

        class Axis:
            def __getattr__(self, name: str) -> Callable[..., None]:
                return lambda *values, **words: plots.drawn.append((name, values))

        axes = np.empty((rows, columns), object)
        for place in np.ndindex(rows, columns):
            axes[place] = Axis()
        return None, axes

    def show(self) -> None:
        self.drawn.append(("show", ()))


def execute(found: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], Plots]:
    """Run the code cells in order in one name space, for one epoch; what it draws is only noted."""
    plots = Plots()
    matplotlib = ModuleType("matplotlib")
    matplotlib.pyplot = plots  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "matplotlib", matplotlib)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", plots)
    return run_cells(found, folder, monkeypatch), plots


def run_cells(found: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the code cells in order in one name space, for one epoch."""
    path = found.write(folder)
    monkeypatch.chdir(folder)
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in cells(path.read_bytes()):
        if cell.cell_type == "code":
            exec(cell.source, space)  # noqa: S102 - it is what a notebook does
            if "args" in space:
                space["args"].epochs = 1
    return space


def test_a_notebook_of_pictures_runs(keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the real matplotlib: the curves, and the misread pictures with what is said of them."""
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "matplotlib"))
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")  # another test may have imported it before
    drawn: list[Any] = []

    def show() -> None:
        plt.gcf().canvas.draw()
        drawn.append(plt.gcf())

    monkeypatch.setattr(plt, "show", show)
    try:
        space = run_cells(made(template("digits").build()), tmp_path, monkeypatch)
        history, pictures = drawn
        curves = [[line.get_label() for line in axis.lines] for axis in history.axes]
        assert sorted(curves) == [["accuracy", "val_accuracy"], ["loss", "val_loss"]]
        assert all(len(line.get_xdata()) == 1 for axis in history.axes for line in axis.lines)
        shown = [axis for axis in pictures.axes if axis.images]
        assert len(shown) == min(10, len(space["wrong"])) > 0
        assert shown[0].images[0].get_array().shape == (8, 8)
        first = space["wrong"][0]
        said = space["model"].predict(space["x_test"], verbose=0).argmax(axis=1)[first]
        assert shown[0].get_title() == f"{said}, not {space['y_test'][first]}"
        assert said != space["y_test"][first]
    finally:
        plt.close("all")


def test_a_notebook_goes_on_from_a_moment(
    keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = template("circle").build().with_setup(optimizer=Adam(0.01))
    begin = start.at_step(document, 6)
    found = made(document, begin)
    assert sorted(found.files) == ["circle.ipynb", "circle.weights.h5"]
    steps: list[int] = []
    fit = keras.Model.fit

    def watched(model: Any, *args: Any, **words: Any) -> Any:
        steps.append(int(model.optimizer.iterations))
        return fit(model, *args, **words)

    monkeypatch.setattr(keras.Model, "fit", watched)
    execute(found, tmp_path, monkeypatch)
    assert steps == [6]


@pytest.mark.parametrize("nasty", MARKUP)
def test_no_text_of_a_document_is_markup_or_code(nasty: str) -> None:
    document = template("circle").build()
    plain = cells(made(document.with_(name="x", notes="")).files["x.ipynb"])
    found = made(document.with_(name=nasty, notes=f"{nasty}\n\n1. {nasty}"))
    for data in (
        found.files[found.main],
        package(document.with_(name=nasty), "folder", None).files["README.md"],
    ):
        assert not re.search(r"<script|\]\(|\$\\|!\[", data.decode())
    changed = cells(found.files[found.main])
    assert [cell.cell_type for cell in changed] == [cell.cell_type for cell in plain]
    stem = found.main.removesuffix(".ipynb")
    for one, other in zip(plain, changed, strict=True):
        if one.cell_type == "code":
            assert re.sub(rf'"{stem}(?=["])', '"x', other.source) == one.source


def test_escaped_text_has_no_sign_that_means_something() -> None:
    for nasty in MARKUP:
        left = re.sub(r"&#\d+;", "", markdown.text(nasty))
        assert not set(left) & set('\\`*_{}[]()<>#+|~$&=@/"%^-')
    assert markdown.text("1. a - b").startswith("1&#46; a")
    assert markdown.text("Ein Kreis, zwei Klassen!") == "Ein Kreis, zwei Klassen!"


def test_the_same_document_gives_the_same_bytes() -> None:
    document = template("digits").build()
    assert made(document).files == made(document).files
    book = json.loads(made(document).files["digits.ipynb"])
    assert book["metadata"]["accelerator"] == "GPU"
    assert 'KERAS_BACKEND", "tensorflow")  # "jax" on a TPU' in "".join(book["cells"][1]["source"])


def test_the_program_is_cut_only_where_it_says_file() -> None:
    text = 'NOTE = "__file__"\nHERE = __file__\n'
    assert notebook._without_file(text, 'a"b.py') == 'NOTE = "__file__"\nHERE = \'a"b.py\'\n'


def test_a_notebook_of_a_table_runs_and_its_header_is_data(
    keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that is called like code or like a magic command of a notebook is a column."""
    rows = "\n".join(f"{i % 5},{i % 3},{i % 2}" for i in range(30))
    (tmp_path / "t.csv").write_text(f'"%run x",!ls,"""); 1/0 #"\n{rows}\n', encoding="utf-8")
    data = Table(file="t.csv", header="yes", separator="comma")
    document = Document("t", chain(Input((2,)), Dense(1, "sigmoid")), Setup(data))
    space, plots = execute(package(document, "notebook", None, data_dir=tmp_path), tmp_path, monkeypatch)
    assert space["FEATURES"] == ["%run x", "!ls"]
    assert space["TARGET"] == '"); 1/0 #'
    assert len(space["x_train"]) + len(space["x_test"]) == 30
    assert [name for name, _ in plots.drawn].count("plot") == 4


def test_a_notebook_is_made_quickly() -> None:
    document = template("mnist").build()
    begin = start.first(document)
    made(document, begin)
    began = time.perf_counter()
    made(document, begin)
    assert time.perf_counter() - began < 0.2


def test_a_notebook_of_picture_files_runs(
    keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pictures(tmp_path / "pictures", ("a", "b"), each=12)
    design = chain(Input((12, 10, 3)), Flatten(), Dense(2, "softmax"))
    data = PictureFolder(folder=str(tmp_path / "pictures"), size=(12, 10))
    document = Document("p", design, Setup(data, SparseCategoricalCrossentropy(), batch_size=4))
    space, plots = execute(made(document), tmp_path, monkeypatch)
    pictures = [values[0] for name, values in plots.drawn if name == "imshow"]
    assert len(pictures) == min(10, len(space["wrong"]))
    assert all(picture.shape == (12, 10, 3) for picture in pictures)
    assert "read_picture(x_test[number])" in notebook.preview(document, program(document).text, "p", False)
