"""What a pretrained base learned comes back from a checkpoint, as Keras keeps it alone."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from nnviz.design.document import Document
from nnviz.engine.sealed import sealed_layer
from nnviz.export.keras_graph import layer_groups
from nnviz.export.pulling import with_base
from nnviz.export.weights_file import WeightsError
from nnviz.templates.base import template


@pytest.fixture
def document() -> Document:
    return template("flowers-fine-tuning").build()


def base_file(document: Document) -> str:
    name = sealed_layer(document.design)
    assert name is not None
    return str(document.design.node(name).layer.weights_file)  # type: ignore[attr-defined]


def test_a_base_that_learned_is_kept_as_a_file(document: Document, tmp_path: Path) -> None:
    name = sealed_layer(document.design)
    assert name is not None
    path = tmp_path / "epoch.weights.h5"
    with h5py.File(path, "w") as file:
        group = f"layers/{layer_groups(document.design)[name]}"
        file[f"{group}/layers/conv2d/vars/0"] = np.arange(3.0)
        file[group].create_group("vars").attrs["name"] = "base"
        file["layers/dense/vars/0"] = np.zeros(2)
    found = with_base(document, path)
    with h5py.File(base_file(found), "r") as file:
        assert sorted(file) == ["layers", "vars"]
        assert file["layers/conv2d/vars/0"][()].tolist() == [0, 1, 2]
        assert file["vars"].attrs["name"] == "base"
    assert base_file(with_base(document, path)) == base_file(found)  # the same weights, the same file


def test_a_base_that_stays_as_it_is_needs_no_file(tmp_path: Path) -> None:
    for name in ("flowers-pooled", "circle"):
        document = template(name).build()
        assert with_base(document, tmp_path / "nothing") is document


def test_a_file_without_the_base_is_refused(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "epoch.weights.h5"
    with h5py.File(path, "w") as file:
        file["layers/dense/vars/0"] = np.zeros(2)
    with pytest.raises(WeightsError, match="learned is not in"):
        with_base(document, path)
    with pytest.raises(WeightsError, match="There is no file"):
        with_base(document, tmp_path / "nothing")
