"""Continues exactly: from any moment, the exported program's next steps are the application's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from train import weights_by_path

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.engine.run import Run, State
from nnviz.export import start, weights_file
from nnviz.export.program import program
from nnviz.layers.dense import Dense
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import OPTIMIZERS, Optimizer
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.rmsprop import RMSprop
from nnviz.optimizers.schedules import SCHEDULES, CosineDecay, ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template
from tests.layers.parts import label

Load = Callable[[Path], ModuleType]
Array = Any

OPTIMIZED: list[Optimizer] = [
    *(kind() for kind in OPTIMIZERS.values()),
    *(Adam(0.01, schedule=kind()) for kind in SCHEDULES.values()),
    SGD(0.1, 0.9),
    SGD(0.1, 0.9, True, clipnorm=0.1),
    RMSprop(0.01, 0.9, 0.5, centered=True, weight_decay=0.01),
    Adam(0.01, amsgrad=True, global_clipnorm=0.2),
    Nadam(0.01, schedule=CosineDecay(150, 0.01, 0.05, 20)),
    SGD(0.5, 0.9, schedule=ReduceLROnPlateau(0.5, 1, 0.5)),
]


def branching(optimizer: Optimizer) -> Document:
    """Return a network with two ways, whose layers Keras keeps in another order than they are computed in."""
    document = template("circle").build().with_setup(optimizer=optimizer, shuffle=True)
    design = document.design
    shown = design.outputs[0]
    source = design.sources(shown)[0]
    design, _ = edits.add(design, Dense(3, "tanh"), (0, 0), "a_side")
    design, _ = edits.add(design, design.node(shown).layer, (0, 0), "an_extra")
    design = edits.connect(edits.connect(design, "point", "a_side", 0), "a_side", "an_extra", 0)
    assert design.sources(shown) == (source,)
    return document.with_(design=design)


def caught(keras: Any, module: ModuleType, monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
    """Return the model as the program's ``main`` has it when training begins."""
    found: list[Any] = []

    class Caught(Exception):
        pass

    def fit(model: Any, *args: Any, **kwargs: Any) -> None:
        found.append(model)
        raise Caught

    with monkeypatch.context() as patch:
        patch.setattr(keras.Model, "fit", fit)
        patch.setattr("sys.argv", ["program", *words])
        with pytest.raises(Caught):
            module.main()
    return found[0]


def weights_of(model: Any) -> dict[str, Array]:
    from keras import ops

    return {path: np.array(ops.convert_to_numpy(v)) for path, v in weights_by_path(model).items()}


def compare(model: Any, run: Run, state: State, steps: int) -> None:
    """Take steps there and here; losses and weights within 1e-5."""
    several = len(run.network.outputs)
    for _ in range(steps):
        batch = run.batch(state.step)
        y = batch.y if several == 1 else [batch.y] * several
        found = model.train_on_batch(batch.x, y, return_dict=True)["loss"]
        model.reset_metrics()
        state, (loss,) = run.advance(state)
        assert float(found) == pytest.approx(loss, rel=1e-5, abs=1e-6)
        theirs = weights_of(model)
        for path, value in run.network.weights(state.theta).items():
            scale = float(np.max(np.abs(value)))
            assert np.max(np.abs(theirs[path] - value)) <= 1e-5 * max(scale, 0.1), path


@pytest.mark.parametrize("optimizer", OPTIMIZED, ids=label)
def test_the_program_goes_on_from_any_moment(
    optimizer: Optimizer, keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = template("circle").build().with_setup(optimizer=optimizer)
    run = Run(document, document.setup.data.load())
    state, _ = run.advance(run.start(), 23)
    begin = start.of_state(document, run.network, state)
    path = program(document, begin.weights, optimizer=begin.optimizer).write(tmp_path)
    model = caught(keras, load(path), monkeypatch)
    compare(model, run, state, 2)
    if optimizer.slots():
        # What it remembers is needed: without it the next step goes elsewhere.
        path = program(document, begin.weights).write(tmp_path)
        with pytest.raises(AssertionError):
            compare(caught(keras, load(path), monkeypatch), run, state, 1)


@pytest.mark.parametrize("optimizer", [Adam(0.01), Nadam(0.01), SGD(0.1, 0.9)], ids=label)
def test_memory_finds_its_weights_in_a_graph(
    optimizer: Optimizer, keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = branching(optimizer)
    begin = start.at_step(document, 9)
    path = program(document, begin.weights, optimizer=begin.optimizer).write(tmp_path)
    run = Run(document, document.setup.data.load())
    state, _ = run.advance(run.start(), 9)
    compare(caught(keras, load(path), monkeypatch), run, state, 1)


def test_a_fresh_start_forgets(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = template("circle").build().with_setup(optimizer=Adam(0.01))
    begin = start.at_step(document, 9)
    path = program(document, begin.weights, optimizer=begin.optimizer).write(tmp_path)
    assert int(caught(keras, load(path), monkeypatch).optimizer.iterations) == 9
    assert int(caught(keras, load(path), monkeypatch, "--fresh").optimizer.iterations) == 0


@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer 'loss_scale_optimizer'")
def test_half_precision_goes_on_with_what_is_remembered(
    keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the scaling of the loss begins anew, which Keras says of the optimizer around the one that remembers."""
    document = template("circle").build().with_setup(optimizer=Adam(0.01))
    begin = start.at_step(document, 9)
    path = program(document, begin.weights, optimizer=begin.optimizer).write(tmp_path)
    try:
        model = caught(keras, load(path), monkeypatch, "--mixed-precision")
    finally:
        keras.config.set_dtype_policy("float32")
    found = model.optimizer.inner_optimizer.variables
    assert len(found) == len(begin.optimizer) > 0
    assert all(
        np.array_equal(keras.ops.convert_to_numpy(one), other)
        for one, other in zip(found, begin.optimizer, strict=True)
    )


def test_the_program_is_plain_where_there_is_nothing_to_remember() -> None:
    for optimizer, step in ((Adam(), 0), (SGD(), 20)):
        document = template("circle").build().with_setup(optimizer=optimizer)
        begin = start.at_step(document, step)
        assert begin.optimizer == ()
        assert "optimizer.build" not in program(document, begin.weights, optimizer=begin.optimizer).text


@pytest.mark.parametrize("optimizer", [Adam(0.01), SGD(0.1, 0.9)], ids=label)
def test_the_program_with_memory_is_clean(optimizer: Optimizer, assert_clean: Callable[..., None]) -> None:
    document = template("circle").build().with_setup(optimizer=optimizer)
    begin = start.at_step(document, 3)
    text = program(document, begin.weights, optimizer=begin.optimizer).text
    assert_clean(text)
    assert text.index("model.compile(") < text.index("optimizer.build") < text.index("load_weights(")
    assert text.count("model.compile(") == 1


@pytest.mark.parametrize("kind", list(OPTIMIZERS))
def test_what_keras_remembers_comes_back(
    kind: str, keras: Any, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keras trains and saves; the state read from its file goes on like Keras itself."""
    document = template("circle").build().with_setup(optimizer=OPTIMIZERS[kind]())
    run = Run(document, document.setup.data.load())
    model = caught(keras, load(program(document, start.first(document).weights).write(tmp_path)), monkeypatch)
    for step in range(3):
        batch = run.batch(step)
        model.train_on_batch(batch.x, batch.y)
    model.save_weights(tmp_path / "later.weights.h5")
    state = start.state_of(document, run.network, tmp_path / "later.weights.h5")
    assert state.step == 3
    compare(model, run, state, 2)


def test_files_of_other_optimizers_are_refused(tmp_path: Path) -> None:
    document = template("circle").build().with_setup(optimizer=Adam())
    begin = start.at_step(document, 2)
    path = tmp_path / "x.weights.h5"
    path.write_bytes(weights_file.to_bytes(document.design, begin.weights, "x", begin.optimizer))
    run = Run(document, document.setup.data.load())
    assert start.state_of(document, run.network, path) == run.advance(run.start(), 2)[0]
    other = document.with_setup(optimizer=SGD())
    with pytest.raises(start.StartError, match="another optimizer than SGD"):
        start.state_of(other, run.network, path)


def test_a_moment_that_cannot_be_reached() -> None:
    document = template("linear-regression").build().with_setup(optimizer=SGD(1e9))
    with pytest.raises(Exception, match=r"step|Step|finite"):
        start.at_step(document, 200)
