"""``nnviz prove`` with the real process."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.data.digits import Digits
from nnviz.data.noise import Noise
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Edge, Node
from nnviz.export import proof
from nnviz.export.training import SETTING
from nnviz.layers.base import LAYERS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L2
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import OPTIMIZERS
from nnviz.templates.base import chain, template

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"
)

Nnviz = Callable[..., Any]
Saved = Callable[[Document | str], Path]


def test_a_step_is_proved(nnviz: Nnviz, saved: Saved) -> None:
    said = nnviz("prove", saved("digits"), "--step", 4)
    assert said.status == 0, said.err
    lines = said.out.splitlines()
    assert lines[0].split() == ["layer", "output", "gradient", "next", "weights"]
    assert [line.split()[0] for line in lines[1:4]] == ["pixels", "hidden", "digit"]
    assert lines[1].split()[-2:] == ["–", "–"]
    assert lines[-1].startswith("Step 4 in Keras 3.")
    assert "agrees: the largest difference is" in lines[-1]


def test_everything_that_a_step_can_have(nnviz: Nnviz, saved: Saved) -> None:
    """Class weights, penalties, a frozen layer, a batch from outside, and the numbers as JSON."""
    document = template("circle").build().with_setup(class_weight=(1.0, 2.5))
    layers = {
        "hidden_1": {"kernel_regularizer": L2(0.1), "activity_regularizer": L2(0.05)},
        "hidden_2": {"trainable": False},
    }
    design = document.design
    for name, fields in layers.items():
        design = edits.set_fields(design, name, **fields)
    path = saved(document.with_(design=design))
    rng = np.random.default_rng(1)
    np.savez(path.with_name("b.npz"), x=rng.normal(size=(6, 2)), y=rng.integers(0, 2, 6))
    said = nnviz("prove", path, "--batch", path.with_name("b.npz"), "--step", 2, "--json")
    told = json.loads(said.out)
    assert said.status == 0, said.out
    assert told["agrees"]
    assert [row["name"] for row in told["rows"]] == ["hidden_1", "hidden_2", "output"]
    assert told["rows"][1]["gradient"] is None
    assert told["rows"][1]["weights"]["absolute"] == 0
    assert told["loss"] == pytest.approx(told["keras_loss"], rel=1e-6)
    assert told["keras"].startswith("3.")


def test_masks_and_moving_averages(nnviz: Nnviz, saved: Saved) -> None:
    """Keras gets the numbers that random layers drew here; moving averages are part of the next weights."""
    kinds = LAYERS
    design = chain(
        Input((8, 8)),
        kinds["Reshape"]((8, 8, 1)),
        kinds["RandomFlip"](),
        kinds["Conv2D"](3, (3, 3), activation="relu"),
        kinds["SpatialDropout2D"](0.3),
        ("norm", kinds["BatchNormalization"](momentum=0.5)),
        Flatten(),
        kinds["GaussianNoise"](0.3),
        kinds["Dropout"](0.4),
        ("digit", Dense(10, "softmax")),
    )
    setup = Setup(Digits(), SparseCategoricalCrossentropy(), Adam(0.01))
    said = nnviz("prove", saved(Document("random", design, setup)), "--step", 3)
    assert said.status == 0, said.out + said.err
    assert "Random layers (spatial_dropout2_d, gaussian_noise, dropout) are replaced in Keras" in said.out
    assert "(random_flip) are left out" in said.out
    (norm,) = (line for line in said.out.splitlines() if line.startswith("norm"))
    assert "–" not in norm


def graph() -> Document:
    """Branches of one depth, whose order in Keras is not the one here, with a mask in one of them."""
    layers = {
        "x": Input((4,)),
        "a": Dense(3, "relu"),
        "b": Dense(3, "tanh"),
        "drop": LAYERS["Dropout"](0.3),
        "sum": LAYERS["Add"](),
        "cat": LAYERS["Concatenate"](),
        "y": Dense(2),
    }
    lines = ("x a 0", "x b 0", "b drop 0", "a sum 0", "drop sum 1", "sum cat 0", "a cat 1", "cat y 0")
    edges = tuple(Edge(source, target, int(port)) for source, target, port in map(str.split, lines))
    design = Design(tuple(Node(name, layer) for name, layer in layers.items()), edges)
    return Document("graph", design, Setup(Noise((4,), 0, (2,)), MeanSquaredError(), OPTIMIZERS["Nadam"]()))


def sequence() -> Document:
    """An embedding whose indices repeat."""
    design = chain(Input((6,)), LAYERS["Embedding"](4, 3), LAYERS["LSTM"](3), Dense(3, "softmax"))
    data = Noise((6,), 4, (3,), 3)
    return Document("sequence", design, Setup(data, SparseCategoricalCrossentropy(), Adam(0.01)))


@pytest.mark.parametrize(
    ("document", "words"), [(graph(), "Random layers (drop)"), (sequence(), "equal indices added up")]
)
def test_other_networks(nnviz: Nnviz, saved: Saved, document: Document, words: str) -> None:
    said = nnviz("prove", saved(document), "--step", 4)
    assert said.status == 0, said.out + said.err
    assert words in said.out


def test_what_is_wrong_here_is_found(nnviz: Nnviz, saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gradient that is too large by a ten-thousandth."""
    right = Dense.backward

    def wrong(self: Dense, m: Any, weights: Any, gradients: Any, from_z: bool, need_dx: bool) -> None:
        right(self, m, weights, gradients, from_z, need_dx)
        if self.units == 4:
            gradients[0] *= 1.0001

    monkeypatch.setattr(Dense, "backward", wrong)
    said = nnviz("prove", saved("circle"))
    assert said.status == 1
    assert "does not agree" in said.out
    assert "in the gradients of “hidden_1”" in said.out
    assert said.out.splitlines()[1].count(" !") >= 1


def test_refusals(refused: Callable[..., str], saved: Saved, tmp_path: Path, monkeypatch: Any) -> None:
    assert "cannot be opened" in refused("prove", tmp_path / "none.nnviz")
    monkeypatch.setenv(SETTING, str(tmp_path / "no python"))
    assert "cannot be started" in refused("prove", saved("circle"))
    monkeypatch.delenv(SETTING)
    fake = tmp_path / "keras"
    fake.mkdir()
    (fake / "__init__.py").write_text("raise ModuleNotFoundError('none', name='tensorflow')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    sentence = refused("prove", saved("circle"))
    assert "has no tensorflow" in sentence
    assert "pip install" in sentence


def test_the_tolerance_is_the_one_that_is_promised() -> None:
    assert proof.TOLERANCE == 1e-5
