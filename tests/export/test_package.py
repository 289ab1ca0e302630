"""Folder, model file, and the remarks on what is different."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from nnviz.data.table import Table
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run
from nnviz.export import keras_file, start
from nnviz.export.errand import run_errand
from nnviz.export.package import package, requirements
from nnviz.export.program import program
from nnviz.export.remarks import remarks
from nnviz.layers.base import LAYERS
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import HalfSumOfSquares
from nnviz.metrics.accuracy import SparseCategoricalAccuracy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.schedules import ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template
from tests.export.test_start import compare

Load = Callable[[Path], ModuleType]


def said(document: Document, begin: start.Start | None = None, kind: str = "script") -> str:
    return "\n".join(map(str, remarks(document, begin, kind)))


def test_a_folder_has_all_that_is_needed() -> None:
    document = template("digits").build().with_setup(optimizer=Adam())
    begin = start.at_step(document, 2)
    notes = remarks(document, begin)
    made = package(document, "folder", begin, notes)
    assert list(made.files) == ["digits.py", "digits.weights.h5", "requirements.txt", "README.md"]
    needed = made.files["requirements.txt"].decode().splitlines()
    assert [line.partition(">")[0] for line in needed] == ["tensorflow", "keras", "numpy", "scikit-learn"]
    readme = made.files["README.md"].decode()
    assert "python digits.py" in readme
    assert "before step 2, and what the optimizer remembers there" in readme
    assert all(f"`{name}`" in readme for name in made.files if name != "README.md")
    assert readme.count("\n- ") >= 4 + len(notes)
    fresh = package(document, "folder", None)
    assert "digits.weights.h5" not in fresh.files
    assert "weights" not in fresh.files["README.md"].decode().replace("--fresh", "")


def test_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    known = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["train"]]
    text = "import keras, numpy, pandas\nfrom sklearn.x import y\nimport PIL.Image\nimport json\n"
    assert len(requirements(text)) == 6
    assert set(requirements(text)) <= set(known)


def test_remarks_on_the_start() -> None:
    document = template("circle").build().with_setup(optimizer=SGD(0.1, 0.9, schedule=ReduceLROnPlateau()))
    assert "Keras draws its own from the seed 7" in said(document)
    assert said(document, start.first(document)) == ""
    later = said(document, start.at_step(document, 3))
    assert "not with that of step 3" in later
    assert "with --mixed-precision the optimizer begins anew" in later
    assert "a tenth of them aside" in said(template("digits").build(), None)
    assert "ReduceLROnPlateau counts its epochs from the beginning" in later


def test_remarks_on_layers_metrics_and_data() -> None:
    document = template("circle").build().with_setup(metrics=(SparseCategoricalAccuracy(),))
    first = start.first(document)
    assert "SparseCategoricalAccuracy" in said(document, first)
    design = edits.set_fields(document.design, "hidden_1", activation="sparsemax")
    assert "“hidden_1”: Keras up to 3.15.1" in said(document.with_(design=design), first)
    flip, drop = ("flip", LAYERS["RandomFlip"]()), ("drop", LAYERS["Dropout"]())
    design = chain(Input((8, 8, 1)), flip, LAYERS["Flatten"](), drop, Dense(1))
    told = said(document.with_(design=design), first)
    assert "“drop”: Keras draws other random numbers" in told
    assert "“flip”: changes the samples at random in Keras" in told
    assert "downloads them once" in said(template("mnist").build(), first)
    table = Document("t", chain(Input((2,)), Dense(1)), Setup(Table(file="a b.csv")))
    assert "“a b.csv” is not copied" in said(table, first)
    assert "“a b.csv”" not in said(table, first, "model")
    halves = said(document.with_setup(loss=HalfSumOfSquares()), first, "model")
    assert "custom_objects" in halves
    assert "custom_objects" not in said(document.with_setup(loss=HalfSumOfSquares()), first)


def test_a_model_file_goes_on_from_a_moment(keras: Any, tmp_path: Path) -> None:
    """Weights and what the optimizer remembers: the loaded model's next steps are the application's."""
    document = template("circle").build().with_setup(optimizer=Adam(0.01, amsgrad=True))
    begin = start.at_step(document, 11)
    job = keras_file.prepare(document, begin, tmp_path)
    run_errand(job)
    path = keras_file.finish(job, tmp_path / "out" / keras_file.name_of(document))
    model = keras.saving.load_model(path)
    assert model.name == "circle"
    assert int(model.optimizer.iterations) == 11
    run = Run(document, document.setup.data.load())
    compare(model, run, run.advance(run.start(), 11)[0], 2)


def test_a_fresh_model_file_has_new_weights(keras: Any, tmp_path: Path) -> None:
    document = template("circle").build()
    job = keras_file.prepare(document, None, tmp_path)
    run_errand(job)
    model = keras.saving.load_model(keras_file.finish(job, tmp_path / "x.keras"))
    assert int(model.optimizer.iterations) == 0
    kernel = np.asarray(model.get_layer("hidden_1").kernel)
    assert not np.allclose(kernel, start.first(document).weights["hidden_1/kernel"])


def test_a_model_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    document = template("circle").build()
    job = keras_file.prepare(document, None, tmp_path)
    with pytest.raises(Exception, match="cannot be written"):
        keras_file.finish(job, tmp_path / "x.keras")


def test_the_script_is_the_program() -> None:
    document = template("circle").build()
    assert package(document, "script", None) == program(document)
