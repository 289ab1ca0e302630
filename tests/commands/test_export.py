"""``nnviz export`` and ``nnviz train`` refuse what cannot run before they write or start anything."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.mnist import FILE, Mnist
from nnviz.design import edits
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
