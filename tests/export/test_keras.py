"""Keras as the oracle: the exported program starts from the weights on the screen and takes the same next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from train import weights_by_path

from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.engine.measure import measure
from nnviz.engine.run import Run
from nnviz.export import weights_file
from nnviz.export.keras_graph import is_chain, layer_groups
from nnviz.export.program import program, start_weights
from nnviz.layers.base import Array, KerasCall, Layer, Pass
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import RandomNormal
from nnviz.layers.input import Input
from nnviz.losses.base import LOSSES
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.hinge import Hinge
from nnviz.losses.huber import Huber
from nnviz.losses.mean_squared_error import HalfSumOfSquares, MeanSquaredError
from nnviz.metrics.base import METRICS
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.adamw import AdamW
from nnviz.optimizers.base import OPTIMIZERS, Optimizer
from nnviz.optimizers.lion import Lion
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.rmsprop import RMSprop
from nnviz.optimizers.schedules import (
    SCHEDULES,
    CosineDecay,
    ExponentialDecay,
    LinearWarmup,
    PiecewiseConstantDecay,
    ReduceLROnPlateau,
)
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import anywhere, chain, template
from tests.layers.parts import label

Load = Callable[[Path], ModuleType]
CLOSE = {"rtol": 1e-5, "atol": 1e-6}


@dataclass(frozen=True)
class Add(Layer):
    """a = x₀ + x₁. A merge layer, which nnviz itself does not have yet."""

    ports = 2

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a = m.x[0] + m.x[1]

    def backward(
        self,
        m: Pass,
        weights: Sequence[Array],
        gradients: Sequence[Array],
        from_z: bool,
        need_dx: bool,
    ) -> None:
        m.dx = (m.da, m.da)

    def keras(self) -> KerasCall:
        return KerasCall("layers.Add")


def _branched() -> Design:
    """Return two ways of different length that meet, and a skip connection over both."""
    design, _ = edits.add(Design(), Input((2,)), (0, 0), "input")
    for name, layer in (
        ("Long_1", Dense(3, "tanh")),
        ("long_2", Dense(4, "relu")),
        ("short", Dense(4, "sigmoid", use_bias=False)),
        ("lambda", Dense(4)),
        ("add", Add()),
        ("add_1", Add()),
        ("output", Dense(1, "sigmoid")),
    ):
        design, _ = edits.add(design, layer, (0, 0), name)
    for source, target, port in (
        ("input", "Long_1", 0),
        ("Long_1", "long_2", 0),
        ("input", "short", 0),
        ("long_2", "add", 0),
        ("short", "add", 1),
        ("input", "lambda", 0),
        ("lambda", "add_1", 0),
        ("add", "add_1", 1),
        ("add_1", "output", 0),
    ):
        design = edits.connect(design, source, target, port)
    return design


def _two_outputs(document: Document) -> Document:
    """Return the document with a second way to an output like its own, which leaves the first layer behind it."""
    design, shown = document.design, document.design.outputs[0]
    source = design.sources(design.sources(shown)[0])[0]
    design, _ = edits.add(design, Dense(6, "tanh"), (0, 0), "aside")
    design, _ = edits.add(design, design.node(shown).layer, (0, 0), "extra")
    design = edits.connect(edits.connect(design, source, "aside", 0), "aside", "extra", 0)
    return document.with_(name="two outputs", design=design)


def _documents() -> dict[str, Document]:
    """Return all templates that need no file, and set-ups that no template has."""
    found = {kind: template(kind).build() for kind in anywhere()}
    circle, digits = found["circle"], found["digits"]
    logits = edits.with_design(circle, edits.set_fields(circle.design, "output", activation="linear"))
    found["binary logits"] = logits.with_setup(loss=BinaryCrossentropy(True), optimizer=SGD(0.1, 0.9))
    scores = edits.with_design(digits, edits.set_fields(digits.design, "digit", activation="linear"))
    found["class logits"] = scores.with_setup(loss=SparseCategoricalCrossentropy(True))
    found["one-hot"] = digits.with_setup(loss=CategoricalCrossentropy(), optimizer=Adam(0.01, 0.8, 0.99))
    found["squares"] = circle.with_setup(loss=MeanSquaredError(), shuffle=False)
    found["named like a layer"] = circle.with_(name="output")
    found["branched"] = circle.with_(name="branched", design=_branched())
    found["half squares"] = circle.with_setup(loss=HalfSumOfSquares())
    found["hinge"] = circle.with_setup(loss=Hinge(), class_weight=(1.0, 3.0))
    found["huber"] = found["linear-regression"].with_setup(loss=Huber(0.5))
    found["smoothed"] = circle.with_setup(
        loss=BinaryCrossentropy(label_smoothing=0.2), class_weight=(0.5, 2.0)
    )
    weights = tuple(0.5 + i / 10 for i in range(10))
    found["sparse weights"] = digits.with_setup(class_weight=weights)
    found["one-hot weights"] = found["one-hot"].with_setup(class_weight=weights)
    found["two outputs"] = _two_outputs(circle)
    found["two outputs weights"] = _two_outputs(circle).with_setup(class_weight=(0.5, 2.0))
    found["two one-hot outputs"] = _two_outputs(found["one-hot"]).with_setup(class_weight=weights)
    normal = chain(("input", Input((2,))), Dense(3, kernel_initializer=RandomNormal(0.5, 0.1)), Dense(1))
    found["normal"] = Document("normal", normal, Setup(loss=BinaryCrossentropy(True)))
    # Adam divides a gradient that is mere rounding by itself; behind batch normalization some are.
    found["separable"] = found["separable"].with_setup(optimizer=SGD(0.1))
    return {kind: _without_chance(document) for kind, document in found.items()}


def _without_chance(document: Document) -> Document:
    """Return the document without dropout and noise, whose random numbers Keras draws in its own way."""
    design = document.design
    for node in design.nodes:
        if node.layer.random:
            strength = next(name for name in ("rate", "stddev") if name in node.layer.declared())
            design = edits.set_fields(design, node.name, **{strength: 0.0})
    return document.with_(design=design)


DOCUMENTS = _documents()


def _compiled(keras: Any, module: ModuleType, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]) -> Any:
    """Return the model as ``main`` has it when it calls ``fit``, the batches and the words that it gives to it."""
    caught: list[Any] = []

    class Caught(Exception):
        pass

    def fit(model: Any, batches: Any, **words: Any) -> None:
        caught.extend([model, batches, words])
        raise Caught

    with monkeypatch.context() as patch:
        patch.setattr(keras.Model, "fit", fit)
        patch.setattr("sys.argv", ["program", *words])
        with pytest.raises(Caught):
            module.main()
    return caught


def _with_all(batches: Any, run: Run) -> Any:
    """Return the batches with the tenth of the samples that chooses the best epoch, which Watch does not keep back."""
    y, few = run.dataset.y_train, batches.arrays[1]
    columns = few[0] if isinstance(few, tuple) else few
    every = np.eye(columns.shape[1], dtype=columns.dtype)[y] if columns.ndim > 1 else y
    arrays = [run.dataset.x_train, (every,) * len(few) if isinstance(few, tuple) else every]
    if len(batches.arrays) > 2:
        arrays.append((np.array(run.setup.class_weight)[y],) * len(few))
    assert all(
        np.array_equal(one, other[: len(one)])
        for one, other in ((batches.arrays[0], arrays[0]), (columns, every))
    )
    return type(batches)(tuple(arrays), batches.batch_size, batches.seed)


def _weights(model: Any) -> Mapping[str, Array]:
    from keras import ops

    return {path: ops.convert_to_numpy(weight) for path, weight in weights_by_path(model).items()}


@pytest.mark.parametrize("kind", list(DOCUMENTS))
def test_the_next_step_is_the_same(
    kind: str, keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 5."""
    document = DOCUMENTS[kind]
    run = Run(document, document.setup.data.load())
    state = run.start()
    module = load(program(document, run.network.weights(state.theta)).write(tmp_path))
    model, batches, words = _compiled(keras, module, monkeypatch, [])
    loaded = _weights(model)
    assert {path: value.shape for path, value in loaded.items()} == weights_file.expected(document.design)
    for path, value in run.network.weights(state.theta).items():
        assert np.array_equal(loaded[path], value)
    x = run.dataset.x_test
    several = len(document.design.outputs) > 1
    answer = model.predict(x, verbose=0)
    np.testing.assert_allclose(answer[-1] if several else answer, run.predict(state.theta, x), **CLOSE)

    batch = run.batch(0)
    if len(batches.order) < run.samples:
        batches = _with_all(batches, run)
    x, y, *weighed = batches[0]
    assert np.array_equal(x, batch.x)
    weights = {"class_weight": words["class_weight"]} if "class_weight" in words else {}
    if weighed:
        weights = {"sample_weight": weighed[0]}
    logs = model.train_on_batch(x, y, return_dict=True, **weights)
    assert bool(weights) == bool(document.setup.class_weight)
    after, (loss,) = run.advance(state)
    assert logs["loss"] == pytest.approx(loss, rel=1e-5, abs=1e-6)
    for path, value in run.network.weights(after.theta).items():
        np.testing.assert_allclose(_weights(model)[path], value, **CLOSE, err_msg=path)
    assert words["epochs"] == document.setup.epochs
    assert batches.batch_size == document.setup.batch_size
    assert len(batches) == run.steps_per_epoch
    assert not words["shuffle"]  # Keras would shuffle the batches
    batches.begin(2)
    last = run.steps_per_epoch - 1
    assert np.array_equal(batches[last][0], run.batch(2 * run.steps_per_epoch + last).x)
    assert is_chain(document.design) == isinstance(model, keras.Sequential)


def test_any_moment_of_plain_descent_goes_on(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = DOCUMENTS["gaussians"]
    run = Run(document, document.setup.data.load())
    later, _ = run.advance(run.start(), 20)
    module = load(program(document, run.network.weights(later.theta)).write(tmp_path))
    model = _compiled(keras, module, monkeypatch, [])[0]
    for step in range(20, 25):
        batch = run.batch(step)
        model.train_on_batch(batch.x, batch.y)
    after, _ = run.advance(later, 5)
    for path, value in run.network.weights(after.theta).items():
        np.testing.assert_allclose(_weights(model)[path], value, **CLOSE, err_msg=path)


def test_keras_writes_the_same_layout(keras: Any, load: Load, tmp_path: Path) -> None:
    """What ``save_weights`` of Keras writes can be read here, for both kinds of model."""
    for kind in ("circle", "branched"):
        document = DOCUMENTS[kind]
        module = load(program(document).write(tmp_path / kind))
        model = module.build_model()
        model.save_weights(tmp_path / "x.weights.h5")
        found = weights_file.read(tmp_path / "x.weights.h5", document.design)
        assert {path: value.tolist() for path, value in found.items()} == {
            path: value.tolist() for path, value in _weights(model).items()
        }
        names = [layer.name for layer in model.layers]
        assert list(layer_groups(document.design)) == names


def test_the_data_of_the_program_are_the_documents(keras: Any, load: Load, tmp_path: Path) -> None:
    for kind, document in DOCUMENTS.items():
        module = load(program(document).write(tmp_path))
        (x, y), (x_test, y_test) = module.load_data(None)
        here = document.setup.data.load()
        assert np.array_equal(x, here.x_train), kind
        assert np.array_equal(y, here.y_train), kind
        assert np.array_equal(x_test, here.x_test), kind
        assert np.array_equal(y_test, here.y_test), kind


def test_every_loss_is_known_to_keras(keras: Any) -> None:
    for kind in (kind for kind in LOSSES if not LOSSES[kind].function):
        assert type(keras.losses.get(LOSSES[kind].keras_name)).__name__ in (kind, "function")


def test_a_fresh_start_takes_the_initializers(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = DOCUMENTS["normal"]
    module = load(program(document, start_weights(document)).write(tmp_path))
    fresh = _compiled(keras, module, monkeypatch, ["--fresh", "--seed", "1"])[0]
    again = _compiled(keras, module, monkeypatch, ["--fresh", "--seed", "1"])[0]
    other = _compiled(keras, module, monkeypatch, ["--fresh", "--seed", "2"])[0]
    kernel = "dense/kernel"
    assert np.array_equal(_weights(fresh)[kernel], _weights(again)[kernel])
    assert not np.array_equal(_weights(fresh)[kernel], _weights(other)[kernel])
    assert fresh.layers[0].kernel_initializer.stddev == 0.1


def test_missing_weights_are_no_silent_fresh_start(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = template("circle").build()
    path = program(document, start_weights(document)).write(tmp_path)
    path.with_suffix(".weights.h5").unlink()
    monkeypatch.setattr("sys.argv", ["circle.py"])
    with pytest.raises(FileNotFoundError):
        load(path).main()


SCHEDULED = [
    *(SGD(0.1, schedule=kind()) for kind in SCHEDULES.values()),
    Adam(0.02, amsgrad=True, clipnorm=0.5, schedule=CosineDecay(30, 0.1, 0.05, 10)),
    RMSprop(0.01, momentum=0.5, centered=True, global_clipnorm=1.0, schedule=LinearWarmup(5, 0.001)),
    AdamW(learning_rate=0.01, weight_decay=0.1, clipvalue=0.01),
    Nadam(0.01, schedule=PiecewiseConstantDecay(((3, 0.005), (7, 0.001)))),
    Lion(0.0001, weight_decay=0.01, schedule=ExponentialDecay(5, 0.5, True)),
    SGD(0.1, 0.9, True, schedule=ReduceLROnPlateau(0.5, 1, 0.5, 1, 0.01)),
    *(kind() for kind in OPTIMIZERS.values()),
]


@pytest.mark.parametrize("optimizer", SCHEDULED, ids=label)
def test_the_optimizer_of_the_program(
    optimizer: Optimizer, keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every argument arrives in Keras; the rate of every step and the callback are those of the document."""
    document = template("circle").build().with_setup(optimizer=optimizer)
    module = load(program(document).write(tmp_path))
    model, _, words = _compiled(keras, module, monkeypatch, [])
    made, schedule = model.optimizer, optimizer.schedule
    assert type(made).__name__ == optimizer.kind()
    config = made.get_config()
    for name, value in optimizer.values().items():
        if name not in ("schedule", "learning_rate"):
            assert config[name] == value, name
    for step in range(60):
        made.iterations.assign(step)
        rate = schedule.rate(optimizer.learning_rate, step, schedule.memory())
        assert float(made.learning_rate) == pytest.approx(rate, rel=1e-6, abs=1e-9)
    plateaus = [c for c in words["callbacks"] if isinstance(c, keras.callbacks.ReduceLROnPlateau)]
    assert len(plateaus) == isinstance(schedule, ReduceLROnPlateau)
    for callback in plateaus:
        assert callback.monitor == "loss"
        for name, value in schedule.values().items():
            assert getattr(callback, name) == value, name


def test_a_plateau_in_the_program(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program, run as it is, goes down with the rate where the timeline does."""
    optimizer = SGD(0.5, schedule=ReduceLROnPlateau(0.5, 1, 0.05))
    document = template("circle").build().with_setup(optimizer=optimizer, shuffle=False, epochs=6)
    run = Run(document, document.setup.data.load())
    state, rates = run.start(), []
    module = load(program(document, run.network.weights(state.theta)).write(tmp_path))
    for _ in range(6):
        rates.append(run.trace(state).rate)
        state, _ = run.advance(state, run.steps_per_epoch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["circle.py"])
    module.main()
    rows = (tmp_path / "history.csv").read_text().splitlines()
    column = rows[0].split(",").index("learning_rate")
    assert [float(row.split(",")[column]) for row in rows[1:]] == pytest.approx(rates, rel=1e-6)
    assert len(set(rates)) > 1


@pytest.mark.parametrize("kind", ["circle", "hinge", "binary logits", "one-hot", "two outputs"])
def test_the_metrics_are_those_that_are_shown(
    kind: str, keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Keras' ``evaluate`` says of the test samples is what Watch shows of the same weights."""
    metrics = tuple(METRICS[name]() for name in ("Accuracy", "Recall", "F1Score", "RootMeanSquaredError"))
    document = DOCUMENTS[kind].with_setup(metrics=metrics)
    run = Run(document, document.setup.data.load())
    module = load(program(document, run.network.weights(run.start().theta)).write(tmp_path))
    model, batches, _ = _compiled(keras, module, monkeypatch, [])
    (measured,) = list(measure(run, run.start()))[-1:]
    y = run.setup.loss.prepare(run.dataset.y_test, run.network.stages[run.network.output].output_shape, "f4")
    several = isinstance(batches.arrays[1], tuple)
    found = model.evaluate(run.dataset.x_test, [y] * 2 if several else y, return_dict=True, verbose=0)
    shown = run.network.stages[run.network.output].name
    assert len(measured.values) == 4
    for metric, number in measured.values:
        name = f"{shown}_{metric.keras_name}" if several else metric.keras_name
        keys = [key for key in found if key == name or key.removeprefix(name).strip("_0123456789") == ""]
        assert number == pytest.approx(found[keys[0]], rel=1e-5), name
