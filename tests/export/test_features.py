"""Features of a pretrained base: Keras computes them once, then the network behind it runs here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.cli import main
from nnviz.commands.trace import checked_run
from nnviz.data.picture_folder import PictureFolder
from nnviz.design import edits
from nnviz.design.check import problems
from nnviz.design.document import Document, Setup
from nnviz.design.file import save
from nnviz.design.graph import Design, Edge, Node
from nnviz.design.shapes import infer
from nnviz.engine import sealed
from nnviz.engine.sealed import FeaturesMissing, opened
from nnviz.export.child import features as child
from nnviz.export.features import FeaturesError, prepare
from nnviz.layers.base import LAYERS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.pretrained import EfficientNetV2B0, MobileNetV2, ResNet50V2, Xception
from nnviz.layers.rescaling import Rescaling
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain
from tests.data.photographs import write_pictures
from tests.oracle import distance

WEIGHTS = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5"


def transfer(base: MobileNetV2, pictures: Path) -> Document:
    """Return a base with a small head on three classes of little pictures."""
    design = chain(("picture", Input((40, 36, 3))), ("base", base), Flatten(), ("kind", Dense(3, "softmax")))
    data = PictureFolder(folder=str(pictures), size=(40, 36), watched=3)
    return Document("transfer", design, Setup(data, SparseCategoricalCrossentropy(), SGD(0.01), batch_size=4))


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    monkeypatch.setenv("NNVIZ_CACHE", str(tmp_path / "cache"))
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=5)
    return transfer(MobileNetV2(weights_from="random", alpha="0.35"), tmp_path / "pictures")


def test_before_they_are_computed_it_is_said_how(document: Document) -> None:
    dataset = document.setup.data.load()
    assert not problems(document, dataset)
    with pytest.raises(FeaturesMissing, match="“base” makes of the 12 chosen samples is not computed yet"):
        opened(document, dataset)


def test_real_weights_from_a_file(document: Document, shared_data: Path, tmp_path: Path, capsys) -> None:
    """The features are those of Keras, and the network behind them steps as in Keras."""
    keras = pytest.importorskip("keras")
    weights = shared_data / "keras_weights" / WEIGHTS
    base = MobileNetV2(weights_file=str(weights), alpha="0.35")
    document = transfer(base, tmp_path / "pictures")
    save(document, tmp_path / "transfer.nnviz")
    assert main(["features", str(tmp_path / "transfer.nnviz")]) == 0
    assert capsys.readouterr().out.strip() == "train (9, 2, 2, 1280), test (3, 2, 2, 1280)"
    dataset = document.setup.data.load()
    inside = keras.applications.MobileNetV2(
        input_shape=(40, 36, 3), alpha=0.35, include_top=False, weights=str(weights)
    )
    expected = np.asarray(inside(dataset.x_train, training=False))
    run = checked_run(document, None)
    # Relative to the largest feature: 154 layers in float32 leave small ones fewer digits of their own.
    assert distance({"features": run.dataset.x_train}, {"features": expected}) < 1e-5
    assert [stage.name for stage in run.network.stages] == ["base", "flatten", "kind"]
    trace = run.trace(run.start())
    head = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")])
    head.build((None, 2, 2, 1280))
    head.set_weights([trace.weight("kind/kernel"), trace.weight("kind/bias")])
    np.testing.assert_allclose(trace.output, np.asarray(head(trace.batch.x)), rtol=1e-4, atol=1e-5)


def test_they_are_kept_for_these_samples_and_layers_only(document: Document) -> None:
    dataset = document.setup.data.load()
    shape = infer(document.design).outputs["base"]
    rng = np.random.default_rng(0)
    made = sealed.Features(
        rng.random((len(dataset.x_train), *shape), np.float32),
        rng.random((len(dataset.x_test), *shape), np.float32),
    )
    path = sealed.keep(document, dataset, made)
    assert (opened(document, dataset)[1].x_train == made.train).all()
    other = document.with_setup(data=document.setup.data.replace(seed=8))
    with pytest.raises(FeaturesMissing):
        opened(other, other.setup.data.load())
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FeaturesMissing):
        opened(document, dataset)


def test_a_missing_weights_file_is_told_before_keras_starts(document: Document, tmp_path: Path) -> None:
    document = transfer(MobileNetV2(weights_file="nowhere.h5"), tmp_path / "pictures")
    with pytest.raises(FeaturesError, match=r"no weights file “nowhere\.h5” for “base”"):
        prepare(document, document.setup.data.load(), tmp_path)


def test_only_layers_are_called() -> None:
    keras = pytest.importorskip("keras")
    for function in ("keras.utils.get_file", "layers.Dense.__init__", "eval", "keras.saving.load_model"):
        with pytest.raises(ValueError, match="is no layer"):
            child.made(keras, function, [], {})


@pytest.mark.parametrize("kind", [MobileNetV2, Xception, EfficientNetV2B0, ResNet50V2])
def test_shapes_and_parameters_inside_are_those_of_keras(kind) -> None:
    keras = pytest.importorskip("keras")
    for shape in ((75, 96, 3), (111, 130, 3)):
        for layer in (kind(weights_from="random"), kind(weights_from="random", pooling="avg")):
            call = layer.keras_for(shape)
            made = child.made(keras, call.name, list(call.args), dict(call.kwargs))
            assert made.output_shape == (None, *layer.output_shape(shape))
            assert made.count_params() == layer.parameters_inside()
            keras.utils.clear_session()


@pytest.mark.parametrize("alpha", ["0.35", "0.5", "0.75", "1.3", "1.4"])
def test_widths_of_mobilenet(alpha: str) -> None:
    keras = pytest.importorskip("keras")
    layer = MobileNetV2(weights_from="random", alpha=alpha)
    call = layer.keras_for((32, 32, 3))
    made = child.made(keras, call.name, list(call.args), dict(call.kwargs))
    assert made.output_shape == (None, *layer.output_shape((32, 32, 3)))
    assert made.count_params() == layer.parameters_inside()


def test_every_base_refuses_what_is_no_colour_picture() -> None:
    from nnviz.layers.base import ShapeError

    bases = [kind for kind in LAYERS.values() if kind.sealed]
    assert len(bases) == 4
    for kind in bases:
        for shape in ((28, 28), (64, 64, 1), (20, 200, 3)):
            with pytest.raises(ShapeError, match="takes colour pictures"):
                kind().output_shape(shape)


def test_designs_that_cannot_be_opened() -> None:
    nodes = (Node("x", Input((64, 64, 3))), Node("a", MobileNetV2()), Node("b", MobileNetV2()))
    two = Design(nodes, (Edge("x", "a"), Edge("a", "b")))
    assert "2 pretrained bases" in str(problems(Document(design=two))[0].message)
    end = Design(nodes[:2], (Edge("x", "a"),))
    assert "nothing that learns" in str(problems(Document(design=end))[0].message)
    more = (Node("f", Flatten()), Node("g", Flatten()), Node("d", Dense(1)), Node("e", Dense(1)))
    fork = Design(
        (*nodes[:2], *more), (Edge("x", "a"), Edge("a", "f"), Edge("x", "g"), Edge("f", "d"), Edge("g", "e"))
    )
    assert "“x” is a fork" in str(problems(Document(design=fork))[0].message)


def test_what_is_in_front_of_the_base_is_drawn_all_the_same() -> None:
    design = chain(
        ("picture", Input((40, 36, 3))),
        ("scale", Rescaling((2.0,), (-1.0,))),
        ("base", MobileNetV2()),
        Flatten(),
    )
    x = np.random.default_rng(0).random((40, 36, 3), np.float32)
    found = sealed.in_front(design, x)
    assert list(found) == ["picture", "scale"]
    np.testing.assert_array_equal(found["picture"], x)
    np.testing.assert_allclose(found["scale"], 2 * x - 1, rtol=1e-6)


def test_what_fine_tuning_changes_is_said(document: Document) -> None:
    tuned = document.with_(design=edits.set_fields(document.design, "base", trainable=True))
    (advice,) = problems(tuned, tuned.setup.data.load())
    assert not advice.fatal
    assert "have to be computed again" in str(advice.message)
