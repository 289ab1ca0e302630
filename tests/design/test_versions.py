"""A file of every version is kept in ``files``, beside its ``document.json`` for reading, and opens for ever."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np

from nnviz.data.spiral import Spiral
from nnviz.design.document import Document, Setup
from nnviz.design.file import load
from nnviz.design.graph import Design, Edge, Node, Unknown
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.initializers import HeUniform, RandomNormal
from nnviz.layers.input import Input
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.adam import Adam

FILES = Path(__file__).parent / "files"


def version_1() -> Document:
    """Return what ``version-1.nnviz`` holds: every layer of its time, a layer of a later one, weights."""
    design = Design(
        (
            Node("points", Input((1, 2)), (-190.0, 0.0)),
            Node("flat", Flatten(), (0.0, 0.0)),
            Node("hidden", Dense(3, "linear", False, HeUniform()), (190.0, 12.5)),
            Node("bend", Activation("softplus"), (380.0, 12.5)),
            Node("later", Unknown("LaterLayer", json.dumps({"rate": 0.25, "seed": None})), (570.0, 12.5)),
            Node("output", Dense(2, "softmax", True, RandomNormal(0.0, 0.5)), (760.0, 0.0)),
        ),
        (
            Edge("points", "flat"),
            Edge("flat", "hidden"),
            Edge("hidden", "bend"),
            Edge("bend", "later"),
            Edge("later", "output"),
        ),
    )
    setup = Setup(
        Spiral(120, 0.125, 3, 0.5),
        SparseCategoricalCrossentropy(),
        Adam(0.0625, 0.75, 0.875, 1e-6),
        batch_size=16,
        epochs=9,
        seed=11,
        shuffle=False,
    )
    document = Document("Größe ∂L/∂W", design, setup, notes="Zwei Zeilen,\n“so”.", cursor=(17, 3))
    return document.with_weights(
        {
            "hidden/kernel": np.arange(6, dtype="<f4").reshape(2, 3) / 4,
            "output/kernel": np.array([[1.5, -0.0], [2.0, 3.25], [-1.0, 1e-30]], "<f8"),
        }
    )


def test_version_1_opens():
    assert load(FILES / "version-1.nnviz") == version_1()


def test_version_1_for_reading_is_what_is_in_the_file():
    with zipfile.ZipFile(io.BytesIO((FILES / "version-1.nnviz").read_bytes())) as archive:
        assert archive.namelist() == ["document.json", "weights.npz", "thumbnail.png"]
        assert json.loads(archive.read("document.json")) == json.loads(
            (FILES / "version-1.json").read_text("utf-8")
        )
