"""Keras models become documents: structure, numbers, settings, and what is refused."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.data.circle import Circle
from nnviz.data.digits import Digits
from nnviz.data.mnist import Mnist
from nnviz.data.noise import Noise
from nnviz.design import edits
from nnviz.design.check import problems, runs
from nnviz.design.document import Document, Setup
from nnviz.design.file import load as open_document
from nnviz.design.file import save
from nnviz.design.graph import Design
from nnviz.design.shapes import infer
from nnviz.engine.network import Network
from nnviz.engine.run import Run
from nnviz.export import start
from nnviz.export.importing import Imported, imported
from nnviz.export.model_file import ModelError, examine
from nnviz.export.program import network_text, program
from nnviz.layers.base import LAYERS, Layer, Shape
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.rmsprop import RMSprop
from nnviz.optimizers.schedules import ExponentialDecay
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import anywhere, template
from tests.export.keras_models import as_document, described, outputs, saved_again
from tests.layers.parts import accepted, label, variants
from tests.oracle import distance, keras_model, keras_optimizer

Build = Callable[[Any], Any]


def sequential(keras: Any) -> Any:
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((5,)), layers.Dense(4, "tanh", name="first"), layers.Dense(3, "softmax", use_bias=False)]
    )


def nested(keras: Any) -> Any:
    layers = keras.layers
    inner = keras.Sequential(
        [keras.Input((4,)), layers.Dense(3, "relu", name="a"), layers.Dense(2)], name="inner"
    )
    middle = keras.Sequential([keras.Input((4,)), inner, layers.Dense(6, "tanh", name="a")], name="middle")
    return keras.Sequential([keras.Input((2, 2)), layers.Flatten(), middle, layers.Dense(1, name="a")])


def nested_functional(keras: Any) -> Any:
    layers = keras.layers
    inside = keras.Input((3,))
    block = keras.Model(inside, layers.Dense(3, "relu")(layers.Dense(5, "tanh")(inside)), name="block")
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2, "sigmoid")(block(layers.Dense(3)(x))))


MODELS: dict[str, Build] = {
    "sequential": sequential,
    "nested": nested,
    "nested functional": nested_functional,
}


def random_weights(model: Any, seed: int = 3) -> Any:
    rng = np.random.default_rng(seed)
    for variable in model.weights:
        if str(variable.dtype).startswith("float"):  # what is not trained may be a variance, which is above 0
            kind = rng.normal if variable.trainable else rng.uniform
            variable.assign(kind(*((0, 0.7) if variable.trainable else (0.5, 2)), variable.shape))
    return model


def predicted(model: Any, x: np.ndarray) -> np.ndarray:
    return np.asarray(model(x, training=False))


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("name", MODELS)
def test_an_imported_model_computes_as_in_keras(keras: Any, name: str, suffix: str, tmp_path: Path) -> None:
    model = random_weights(MODELS[name](keras))
    x = np.random.default_rng(1).normal(size=(7, *model.input_shape[1:])).astype("float32")
    expected = predicted(model, x)
    again = saved_again(keras, model, tmp_path / f"model{suffix}")
    found = outputs(as_document(keras, again), x)
    assert np.max(np.abs(found - expected)) <= 1e-5 * max(1.0, np.max(np.abs(expected)))


def test_layers_of_inner_models_have_its_name_before_theirs(keras: Any) -> None:
    found = as_document(keras, nested(keras))
    names = [node.name for node in found.document.design.nodes][2:]
    assert names[0] == "middle_inner_a"
    assert names[1].startswith("middle_inner_dense")
    assert names[2:] == ["middle_a", "a"]
    assert "middle/inner/a → middle_inner_a" in str(found.notes[0])


def cases() -> list[tuple[Layer, tuple[Shape, ...]]]:
    layers = [layer for kind in LAYERS.values() for layer in variants(kind) if layer.ports]
    return [(layer, shapes[0]) for layer in layers if (shapes := accepted(layer))]


@pytest.mark.parametrize("case", cases(), ids=lambda case: label(case[0]))
def test_every_layer_survives_the_way_through_keras(
    keras: Any, case: Any, tmp_path: Path, load: Callable[[Path], Any]
) -> None:
    """Design → exported program → Keras model → file → design, and the weights with it.

    Networks with several inputs cannot be exported: their Keras model is put together here.
    """
    layer, shapes = case
    design = design_of(layer, shapes)
    if len(shapes) == 1 and not layer.sealed:
        (tmp_path / "network.py").write_text(network_text(exportable(design)), encoding="utf-8")
        design = exportable(design).design
        model = random_weights(load(tmp_path / "network.py").build_model())
    else:
        model = random_weights(keras_model(design))
    weights = {
        variable.path.removeprefix(f"{model.name}/"): np.asarray(variable) for variable in model.weights
    }
    found = as_document(keras, saved_again(keras, model, tmp_path / "model.keras")).document
    assert set(found.design.edges) == set(design.edges)
    assert {n.name: n.layer for n in found.design.nodes} == {n.name: n.layer for n in design.nodes}
    slots = Network(design).slots
    assert set(found.weights) == set(slots)
    for path in slots:
        np.testing.assert_array_equal(found.weights[path], weights[path])


def exportable(design: Design) -> Document:
    """Return a document that ends in one number, on samples that suit the input."""
    from nnviz.design.graph import Edge, Node

    end = (Node("rows", Flatten()), Node("end", Dense(1)))
    edges = (Edge("layer", "rows"), Edge("rows", "end"))
    whole = Design((*design.nodes, *end), (*design.edges, *edges))
    shape = infer(design).outputs["input_0"]
    below = (
        getattr(design.node("layer").layer, "input_dim", 2) if design.node("layer").layer.takes_indices else 0
    )
    return Document("d", whole, Setup(Noise(shape, below, (1,), 0), MeanSquaredError()))


def design_of(layer: Layer, shapes: tuple[Shape, ...]) -> Design:
    """Return a design with an input for every port of a layer."""
    from nnviz.design.graph import Edge, Node
    from nnviz.layers.input import Input

    entering = [Node(f"input_{i}", Input(shape)) for i, shape in enumerate(shapes)]
    edges = tuple(Edge(node.name, "layer", port) for port, node in enumerate(entering))
    return Design((*entering, Node("layer", layer)), edges)


@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer")  # it has made no step yet
@pytest.mark.parametrize("name", [*anywhere(), "mnist", "mnist_convolution"])
def test_templates_come_back_equal(
    keras: Any, name: str, tmp_path: Path, load: Callable[[Path], Any]
) -> None:
    """Export → Keras → file → import gives the same design, weights, optimizer and loss; its export the same text.

    A Keras file keeps no data set, no notes and not how it is trained (epochs, batch size, seed, order, class
    weights): these are the document's own again.
    """
    document = template(name).build()
    (tmp_path / "network.py").write_text(network_text(document), encoding="utf-8")
    module = load(tmp_path / "network.py")
    built = module.build_model()
    module.compile_model(built)
    network = Network(document.design)
    theta = network.initial(document.setup.seed, document.weights, np.float32)
    by_end = {v.path.removeprefix(f"{built.name}/"): v for v in built.weights}
    for path, value in network.weights(theta).items():
        by_end[path].assign(value)
    told, arrays = described(keras, saved_again(keras, built, tmp_path / "m.keras"))
    told["training"]["metrics"] = examine(tmp_path / "m.keras")["metrics"]
    found = imported(told, arrays, document.name).document
    assert {n.name: n.layer for n in found.design.nodes} == {n.name: n.layer for n in document.design.nodes}
    assert set(found.design.edges) == set(document.design.edges)
    for path, value in network.weights(theta).items():
        np.testing.assert_array_equal(found.weights[path], value)
    assert found.setup.optimizer == document.setup.optimizer
    assert found.setup.loss == document.setup.loss
    come = {name: getattr(found.setup, name) for name in ("optimizer", "loss", "metrics")}
    setup = document.setup.replace(**come)
    again = found.with_(setup=setup, notes=document.notes)
    assert program(again).text == program(document).text


def test_loss_and_optimizer_come_along(keras: Any, tmp_path: Path) -> None:
    model = sequential(keras)
    model.compile(
        keras.optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    model.train_on_batch(np.zeros((2, 5)), np.zeros(2))
    found = as_document(keras, saved_again(keras, model, tmp_path / "m.keras"))
    setup = found.document.setup
    assert setup.optimizer == SGD(0.05, 0.9)
    assert setup.loss == SparseCategoricalCrossentropy()
    assert any("1 training steps behind it; the optimizer goes on" in str(note) for note in found.notes)


@pytest.mark.parametrize(
    "optimizer",
    [
        SGD(0.05, 0.9),
        Adam(0.01),
        RMSprop(0.01, momentum=0.5, centered=True),
        Nadam(0.01, schedule=ExponentialDecay(2, 0.5)),
    ],
    ids=lambda part: part.kind(),
)
def test_training_goes_on_where_it_was_in_keras(keras: Any, tmp_path: Path, optimizer: Any) -> None:
    """The next step here, from the file, is the next step there: weights, memory and number of steps came along."""
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(20, 5)).astype("f4"), rng.integers(0, 2, 20)
    model = sequential(keras)
    model.compile(keras_optimizer(optimizer), "sparse_categorical_crossentropy")
    for _ in range(4):
        model.train_on_batch(x, y)
    document = as_document(keras, saved_again(keras, model, tmp_path / "m.keras")).document
    save(document, tmp_path / "m.nnviz")
    document = open_document(tmp_path / "m.nnviz")
    run = Run(document, Dataset(x, y, x, y, "classes", NOT_SCALED, ("0", "1", "2")))
    trace = run.trace(run.start(), run.given_batch(x, y))
    assert trace.update == 4
    expected = float(model.train_on_batch(x, y))
    assert trace.loss == pytest.approx(expected, rel=1e-5)
    found = {path: trace.next(path) for path in run.network.slots}
    names = dict(zip(found, model.weights, strict=True))
    assert distance(found, {path: np.asarray(v) for path, v in names.items()}) < 1e-5
    # The program that is exported from here goes on, too: its optimizer gets the same memory.
    assert int(start.first(document).optimizer[0]) == 4
    renamed = edits.rename(document, next(iter(found)).partition("/")[0], "other")
    assert Run(renamed, run.dataset).start().slots.tobytes() == run.start().slots.tobytes()
    changed = edits.with_design(
        document, edits.set_fields(document.design, document.design.order[-1], units=4)
    )
    assert not any(path.startswith("optimizer/") for path in changed.weights)


def test_metrics_come_along(keras: Any, tmp_path: Path) -> None:
    from nnviz.export.model_file import examine

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, "sigmoid")])
    chosen = ["accuracy", "mae", keras.metrics.Precision(thresholds=0.25), keras.metrics.Hinge()]
    model.compile("adam", "binary_crossentropy", metrics=chosen)
    model.save(tmp_path / "m.keras")
    told, arrays = described(keras, model)
    told["training"]["metrics"] = examine(tmp_path / "m.keras")["metrics"]
    found = imported(told, arrays, "m")
    assert [m.kind() for m in found.document.setup.metrics] == ["Accuracy", "MeanAbsoluteError", "Precision"]
    assert found.document.setup.metrics[2].values()["thresholds"] == 0.25
    assert "left out: Hinge." in " ".join(map(str, found.notes))


def test_settings_of_the_loss_come_along(keras: Any) -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.003, beta_1=0.8), keras.losses.BinaryCrossentropy(from_logits=True))
    setup = as_document(keras, model).document.setup
    assert setup.loss == BinaryCrossentropy(from_logits=True)
    assert setup.optimizer == Adam(0.003, beta_1=0.8)
    assert setup.data == Circle()


def test_what_the_optimizer_and_loss_have_too_much_is_told(keras: Any) -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Ftrl(0.1), lambda y, p: keras.ops.mean(y - p))
    found = as_document(keras, model)
    assert found.document.setup.optimizer == Adam()
    assert found.document.setup.loss == MeanSquaredError()
    assert any("the optimizer Ftrl is not one that nnviz has" in str(note) for note in found.notes)
    model.compile(keras.optimizers.SGD(0.1, use_ema=True), "mse")
    notes = [str(note) for note in as_document(keras, model).notes]
    assert any("use_ema True of the optimizer SGD has no place here" in note for note in notes)


@pytest.mark.parametrize(
    ("shape", "units", "activation", "data"),
    [
        ((28, 28), 10, "softmax", Mnist()),
        ((8, 8), 10, "softmax", Digits()),
        ((2,), 1, "sigmoid", Circle()),
        ((8, 8), 7, "softmax", Noise((8, 8), 0, (7,), 7)),
        ((3,), 2, "linear", Noise((3,), 0, (2,), 0)),
        ((3,), 1, "sigmoid", Noise((3,), 0, (1,), 2)),
    ],
)
def test_the_data_fits_and_it_is_told(keras: Any, shape: Any, units: int, activation: str, data: Any) -> None:
    layers = keras.layers
    model = keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(units, activation)])
    found = as_document(keras, model)
    assert found.document.setup.data == data
    assert "data is" in str(found.notes[-1])
    if not isinstance(data, Mnist):
        assert runs(problems(found.document, data.load()))


def test_names_that_cannot_be_are_changed_and_told(keras: Any) -> None:
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((2,), name="in put"), layers.Dense(2, name="3 héllo!"), layers.Dense(2, name="3-héllo?")]
    )
    found = as_document(keras, model)
    names = [node.name for node in found.document.design.nodes]
    assert len(set(names)) == 3
    assert names == ["in_put", "layer_3_h_llo", "layer_3_h_llo_1"]
    assert "3 héllo! → layer_3_h_llo" in str(found.notes[0])
    assert np.all(np.isfinite(outputs(found, np.ones((2, 2)))))


def refused(keras: Any, model: Any) -> str:
    with pytest.raises(ModelError) as caught:
        as_document(keras, model)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_shared_layers_are_refused_by_name(keras: Any) -> None:
    x = keras.Input((3,))
    dense = keras.layers.Dense(3, name="twice")
    assert "“twice” is used in several places" in refused(keras, keras.Model(x, dense(dense(x))))
    block = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)], name="block")
    assert "“block” is used in several places" in refused(keras, keras.Model(x, block(block(x))))


def test_operations_and_arguments_are_refused(keras: Any) -> None:
    x = keras.Input((3,))
    y = keras.layers.Dense(3, name="d")(x)
    assert "is an operation (Add) and not a layer" in refused(keras, keras.Model(x, x + y))
    masked = keras.layers.Softmax(name="soft")(y, mask=keras.layers.Dense(3)(x))
    assert "“soft” is called with more than its input (mask)" in refused(keras, keras.Model(x, masked))


def test_shapes_that_are_open_are_refused(keras: Any) -> None:
    x = keras.Input((None, 3), name="words")
    sentence = refused(keras, keras.Model(x, keras.layers.Dense(2)(x)))
    assert "“words” cannot be imported: it takes samples of the shape (?, 3)" in sentence
    model = keras.Sequential([keras.layers.Dense(2)], name="open")
    assert "“open” does not say the shape" in refused(keras, model)


def test_a_model_of_its_own_class_is_refused(keras: Any) -> None:
    class Own(keras.Model):
        def call(self, inputs: Any) -> Any:
            return inputs

    assert "whose forward pass is program text" in refused(keras, Own(name="own"))


def test_what_has_no_field_is_refused_with_the_reason(keras: Any) -> None:
    layers = keras.layers

    def model(**arguments: Any) -> Any:
        return keras.Sequential([keras.Input((3,)), layers.Dense(2, name="d", **arguments)])

    class Own(keras.regularizers.L2):
        pass

    custom = model(kernel_regularizer=Own())
    assert "“d” cannot be imported: Own is none of the regularizers" in refused(keras, custom)
    flat = keras.Sequential([keras.Input((3, 2)), layers.Flatten("channels_first", name="f")])
    assert "data_format is 'channels_first', which has no place" in refused(keras, flat)
    unknown = keras.Sequential([keras.Input((3,)), layers.Discretization(bin_boundaries=[0.0], name="bins")])
    assert "“bins” cannot be imported: it is a Discretization" in refused(keras, unknown)


def test_parts_come_along(keras: Any) -> None:
    layers, regularizers = keras.layers, keras.regularizers
    model = keras.Sequential(
        [
            keras.Input((3,)),
            layers.Dense(
                2,
                kernel_initializer=keras.initializers.RandomNormal(0.1, 0.2, seed=4),
                bias_initializer="zeros",
                kernel_regularizer=regularizers.L1L2(0.1, 0.2),
                activity_regularizer=regularizers.L2(0.3),
                bias_constraint="non_neg",
                activation=keras.activations.relu,
                trainable=False,
            ),
        ]
    )
    layer = as_document(keras, model).document.design.nodes[1].layer
    changed = {k: v for k, v in layer.changed().items() if k != "units"}
    assert {k: getattr(v, "kind", lambda v=v: v)() for k, v in changed.items()} == {
        "activation": "relu",
        "kernel_initializer": "RandomNormal",
        "kernel_regularizer": "L1L2",
        "activity_regularizer": "L2",
        "bias_constraint": "NonNeg",
        "trainable": False,
    }
    assert layer.values()["kernel_regularizer"].values() == {"l1": 0.1, "l2": 0.2}
    assert layer.values()["kernel_initializer"].values()["stddev"] == 0.2


def test_half_precision_is_told(keras: Any) -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="d", dtype="mixed_float16")])
    found = as_document(keras, model)
    assert any("“d” computes in mixed_float16" in str(note) for note in found.notes)


def test_weights_that_are_not_finite_are_refused(keras: Any) -> None:
    model = sequential(keras)
    model.weights[0].assign(np.full(model.weights[0].shape, np.nan))
    with pytest.raises(Exception, match="not finite"):
        as_document(keras, model)


def test_old_files_that_load_only_uncompiled_say_so(keras: Any, tmp_path: Path) -> None:
    import read_model

    from nnviz.export.model_file import examine

    model = sequential(keras)
    model.compile(keras.optimizers.SGD(0.25), "mse", metrics=["mse"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.save(tmp_path / "old.h5")
    again, reason = read_model.load(keras, str(tmp_path / "old.h5"))
    assert reason
    told, arrays = described(keras, again)
    told |= {"uncompiled": reason, "training": examine(tmp_path / "old.h5")}
    found: Imported = imported(told, arrays, "old")
    assert "compile=False" in " ".join(map(str, found.notes))
    assert found.document.setup.optimizer == SGD(0.25)
    assert found.document.setup.loss == MeanSquaredError()
