"""A file of every version is kept in ``files``, beside its ``document.json`` for reading, and opens for ever."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.digits import Digits
from nnviz.data.spiral import Spiral
from nnviz.design.document import Document, Setup
from nnviz.design.file import load
from nnviz.design.graph import Design, Edge, Node, Unknown
from nnviz.design.migrations import VERSION
from nnviz.layers.activation import Activation
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.concatenate import Concatenate
from nnviz.layers.constraints import MaxNorm
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.global_average_pooling2d import GlobalAveragePooling2D
from nnviz.layers.initializers import HeUniform, Orthogonal, RandomNormal
from nnviz.layers.input import Input
from nnviz.layers.lstm import LSTM
from nnviz.layers.regularizers import L2
from nnviz.layers.reshape import Reshape
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.metrics.accuracy import Accuracy
from nnviz.metrics.top_k import TopKCategoricalAccuracy
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.adamw import AdamW
from nnviz.optimizers.schedules import ExponentialDecay

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


def version_2() -> Document:
    """Return what ``version-2.nnviz`` holds: a branch and a merge, what came with it, weights of an inner layer."""
    design = Design(
        (
            Node("lines", Input((8, 8)), (-190.0, 0.0)),
            Node("memory", LSTM(4, recurrent_regularizer=L2(0.25), trainable=False), (0.0, -60.0)),
            Node("channel", Reshape((8, 8, 1)), (0.0, 60.0)),
            Node("filters", Conv2D(2, (3, 2), padding="same", kernel_constraint=MaxNorm(1.5)), (190.0, 60.0)),
            Node("means", GlobalAveragePooling2D(), (380.0, 60.0)),
            Node("normal", BatchNormalization(momentum=0.5), (570.0, 60.0)),
            Node("both", Concatenate(), (760.0, 0.0)),
            Node("digit", Dense(10, kernel_initializer=Orthogonal(0.5)), (950.0, 0.0)),
        ),
        (
            Edge("lines", "memory"),
            Edge("lines", "channel"),
            Edge("channel", "filters"),
            Edge("filters", "means"),
            Edge("means", "normal"),
            Edge("memory", "both", 0),
            Edge("normal", "both", 1),
            Edge("both", "digit"),
        ),
    )
    setup = Setup(
        Digits(3, 0.25),
        CategoricalCrossentropy(True, 0.125),
        AdamW(0.0625, weight_decay=0.5, clipnorm=2.0, schedule=ExponentialDecay(100, 0.5, True)),
        class_weight=(1.0, 2.5),
        metrics=(Accuracy(), TopKCategoricalAccuracy(3)),
    )
    document = Document("version 2", design, setup)
    return document.with_weights({"memory/lstm_cell/kernel": np.arange(128, dtype="<f4").reshape(8, 16) / 8})


VERSIONS = {1: version_1, 2: version_2}


def test_every_version_has_its_file():
    assert set(VERSIONS) == set(range(1, VERSION + 1))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_every_version_opens(version):
    assert load(FILES / f"version-{version}.nnviz") == VERSIONS[version]()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_json_for_reading_is_what_is_in_the_file(version):
    with zipfile.ZipFile(io.BytesIO((FILES / f"version-{version}.nnviz").read_bytes())) as archive:
        assert archive.namelist() == ["document.json", "weights.npz", "thumbnail.png"]
        assert json.loads(archive.read("document.json")) == json.loads(
            (FILES / f"version-{version}.json").read_text("utf-8")
        )
