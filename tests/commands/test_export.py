"""``nnviz export`` and ``nnviz train`` refuse what cannot run before they write or start anything."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.mnist import FILE, Mnist
from nnviz.design import edits
from nnviz.engine.run import Run
from nnviz.export.start import state_of
from nnviz.export.training import TrainingError, fitting_data
from nnviz.templates.base import template


def misfit():
    """Return a document whose Input takes three numbers while its points have two."""
    document = template("circle").build()
    return edits.with_design(document, edits.set_fields(document.design, "point", shape=(3,)))


@pytest.mark.parametrize("command", ["export", "train"])
def test_shapes_that_do_not_fit_are_refused(command, saved, refused, tmp_path):
    folder = tmp_path / "out"
    sentence = refused(command, saved(misfit()), "-o", folder)
    assert sentence == "“point” expects samples of shape 3, but the data has samples of 2."
    assert not folder.exists()


def test_export_writes_program_and_weights(saved, nnviz, tmp_path):
    folder = tmp_path / "out"
    said = nnviz("export", saved("circle"), "--to", "script", "-o", folder)
    assert said.status == 0
    assert said.out.splitlines() == [str(folder / "circle.py"), str(folder / "circle.weights.h5")]
    assert {path.name for path in folder.iterdir()} == {"circle.py", "circle.weights.h5"}


def test_fresh_export_has_no_weights(saved, nnviz, tmp_path):
    assert nnviz("export", saved("circle"), "--fresh", "-o", tmp_path / "out").status == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["circle.py"]


def test_mnist_may_be_absent_and_its_folder_is_told_only_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    document = template("mnist").build()
    assert isinstance(document.setup.data, Mnist)
    assert fitting_data(document, None) is None
    assert fitting_data(document, tmp_path) is None  # Keras downloads it
    (tmp_path / FILE).write_bytes(b"no archive")
    with pytest.raises(Exception, match="is damaged or is no npz archive"):
        fitting_data(document, tmp_path)
    pictures, labels = np.zeros((2, 28, 28), np.uint8), np.arange(2, dtype=np.uint8)
    np.savez(tmp_path / FILE, x_train=pictures, y_train=labels, x_test=pictures, y_test=labels)
    assert fitting_data(document, tmp_path) == tmp_path


def test_first_fatal_problem_is_told():
    with pytest.raises(TrainingError, match="“point” expects samples of shape 3"):
        fitting_data(misfit(), None)


def test_what_would_be_written_is_said_and_nothing_is(saved, nnviz, tmp_path):
    words = ("export", saved("circle"), "--to", "folder", "-o", tmp_path / "out", "--dry-run", "--fresh")
    said = nnviz(*words)
    assert said.status == 0
    assert said.out.splitlines()[1:] == [
        str(tmp_path / "out" / name) for name in ("circle.py", "requirements.txt", "README.md")
    ]
    assert said.out.startswith("- Weights: Keras draws its own")
    assert not (tmp_path / "out").exists()
    model = nnviz("export", saved("circle"), "--model", "--dry-run")
    assert model.out.splitlines()[-1] == "circle.keras"


def test_a_moment_is_exported_as_a_notebook(saved, nnviz, tmp_path):
    document = template("circle").build()
    folder = tmp_path / "out"
    said = nnviz("export", saved(document), "--to", "notebook", "--step", 4, "-o", folder, "--with-weights")
    assert said.out.splitlines() == [str(folder / "circle.ipynb"), str(folder / "circle.weights.h5")]
    assert "not with that of step 4" in said.err
    run = Run(document, document.setup.data.load())
    state = run.advance(run.start(), 4)[0]
    assert state_of(document, run.network, folder / "circle.weights.h5") == state


def test_words_that_contradict_each_other(saved, refused, tmp_path):
    path = saved("circle")
    assert refused("export", path) == "Name the folder to write into: -o DIR."
    assert "--fresh has no weights" in refused("export", path, "--fresh", "--step", 2, "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()
