"""The fast ways of a step against the layers' own forward and backward."""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.design.document import Document, Setup
from nnviz.engine import compiled
from nnviz.engine import run as run_module
from nnviz.engine.links import HIDDEN, links_of
from nnviz.engine.network import Network
from nnviz.engine.run import Run, State
from nnviz.engine.timeline import Timeline
from nnviz.engine.updates import is_plain, update_of
from nnviz.layers.activation import Activation
from nnviz.layers.constraints import NonNeg
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.initializers import HeNormal
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L2
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template
from tests.engine.runs import DATA, bits, runs, small_run
from tests.engine.strategies import Case, cases

needs_numba = pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="there is no numba")


@pytest.fixture(scope="module")
def numba() -> Iterator[None]:
    """The compiled steps are loaded; afterwards other tests find them as a window's start does."""
    found = compiled.load()
    assert found.kernels is not None, found.reason
    yield
    compiled._loaded.clear()


def gradient_of_step(run: Run) -> np.ndarray:
    """Return the gradient that plain gradient descent at rate 1 has taken off the weights, in double precision."""
    start = run.start()
    (after, _) = run.advance(start)
    return start.theta.astype(np.float64) - after.theta


@settings(max_examples=150, deadline=None)
@given(cases(activations=HIDDEN), st.sampled_from([("float32", 1e-6), ("float64", 1e-12)]))
def test_a_step_in_few_operations_is_the_layers_step(case: Case, precision):
    dtype, tolerance = precision
    document = case.document.with_setup(optimizer=SGD(1.0))
    fast, reference = (Run(document, case.dataset, dtype, path) for path in ("numpy", "reference"))
    assume(fast.path == "numpy")
    # θ − g is rounded at the size of θ, so that is part of the scale.
    scale = max(1.0, np.abs(fast.start().theta).max(), np.abs(gradient_of_step(reference)).max())
    np.testing.assert_allclose(
        gradient_of_step(fast), gradient_of_step(reference), rtol=0, atol=tolerance * scale
    )
    losses = [run.advance(run.start())[1][0] for run in (fast, reference)]
    assert losses[0] == pytest.approx(losses[1], rel=10 * tolerance, abs=tolerance)


@settings(max_examples=60, deadline=None)
@given(cases(activations=HIDDEN))
def test_what_is_shown_belongs_to_the_step_that_is_made(case: Case):
    """The trace explains by the layers; its end is that of the fast step."""
    document = case.document.with_setup(optimizer=SGD(0.25))
    run = Run(document, case.dataset)
    trace = run.trace(run.start())
    after, (loss,) = run.advance(run.start())
    assert trace.after == after
    assert trace.loss == pytest.approx(loss, rel=1e-5, abs=1e-6)
    shown = trace.before.theta.astype(np.float64) - 0.25 * trace.gradient.astype(np.float64)
    scale = max(1.0, np.abs(trace.gradient).max(), np.abs(trace.before.theta).max())
    np.testing.assert_allclose(after.theta, shown, rtol=0, atol=1e-6 * scale)


@settings(max_examples=60, deadline=None)
@given(cases(activations=HIDDEN), st.integers(2, 6))
def test_steps_at_once_and_one_by_one_give_the_same_bits(case: Case, size: int):
    """Also the losses, which are computed for many steps together."""
    run = Run(case.document.with_setup(batch_size=size), case.dataset)
    state, losses = run.start(), []
    for _ in range(9):
        state, loss = run.advance(state)
        losses += loss
    assert run.advance(run.start(), 9) == (state, losses)


def test_most_random_networks_take_the_fast_way():
    """Otherwise the tests above would show little."""
    fast: list[bool] = []

    @settings(max_examples=60, deadline=None, database=None)
    @given(cases(activations=HIDDEN))
    def count(case: Case) -> None:
        fast.append(Run(case.document, case.dataset).path == "numpy")

    count()
    assert sum(fast) > len(fast) / 5


@pytest.mark.parametrize(
    "optimizer", [SGD(0.125), SGD(0.1, 0.9), Adam(0.01), Adam(0.01, 0.5, 0.75, 1e-3)], ids=str
)
def test_an_update_is_the_optimizers_own(optimizer):
    """Bit for bit; also with a factor, where there is one, if that is a power of two."""
    rng = np.random.default_rng(0)
    theta, gradient = rng.normal(size=(2, 70_000)).astype("f4")
    slots = np.abs(rng.normal(size=(len(optimizer.slots()), len(theta)))).astype("f4")
    expected = theta.copy(), slots.copy()

    def general(step: int) -> None:
        optimizer.update(theta, gradient, slots, step, optimizer.learning_rate)

    update = update_of(optimizer, theta, gradient, slots, general)
    assert update.takes_factor == (optimizer == SGD(0.125))
    scale = 0.25 if update.takes_factor else 1.0
    optimizer.update(expected[0], gradient * np.float32(scale), expected[1], 4, optimizer.learning_rate)
    update.apply(4, scale)
    assert bits(theta, slots) == bits(*expected)


PLAIN = Input((2,)), Dense(3, "tanh"), Dense(1, "sigmoid")


@pytest.mark.parametrize(
    "layers",
    [
        PLAIN,
        (
            Input((2,)),
            Dense(3),
            Activation("relu"),
            Dense(2, "linear", False),
            Dense(1),
            Activation("sigmoid"),
        ),
        (Input((2,)), Flatten(), Dense(1, "softplus")),
    ],
    ids=["plain", "activations apart", "flat"],
)
def test_plain_chains_take_the_fast_way(layers, monkeypatch):
    monkeypatch.setattr(compiled, "_loaded", [])  # another test of this process may have loaded it
    assert Run(Document(design=chain(*layers), setup=Setup(DATA)), DATA.load()).path == "numpy"


@pytest.mark.parametrize(
    "layers",
    [
        (Input((2,)), Dense(3, "softplus"), Dense(1)),
        (Input((2,)), Dense(3, "tanh"), Activation("relu"), Dense(1)),
        (Input((2,)), Activation("relu"), Dense(1)),
        (Input((2,)), Dense(3, kernel_regularizer=L2()), Dense(1)),
        (Input((2,)), Dense(3, activity_regularizer=L2()), Dense(1)),
        (Input((2,)), Dense(3, kernel_constraint=NonNeg()), Dense(1)),
        (Input((2,)), Dense(3, trainable=False), Dense(1)),
        (Input((2,)), Dense(3), Dense(1, trainable=False)),
        (Input((3, 2)), Dense(3), Flatten(), Dense(1)),
    ],
    ids=str,
)
def test_whatever_is_more_than_a_plain_chain_is_left_to_the_layers(layers):
    assert links_of(Network(chain(*layers))) is None


def test_class_weights_are_left_to_the_layers():
    document = Document(design=chain(*PLAIN), setup=Setup(DATA, class_weight=(1.0, 2.0)))
    assert Run(document, DATA.load()).path == "reference"


def test_large_networks_step_alike():
    """Several blocks of parameters, batches that are gathered."""
    document = template("digits").build().with_setup(batch_size=50, optimizer=Adam())
    wide = document.with_(
        design=chain(*(n.layer for n in document.design.nodes[:2]), Dense(500, "relu"), Dense(10, "softmax"))
    )
    data = document.setup.data.load()
    fast, reference = (Run(wide, data, path=path) for path in (None, "reference"))
    assert (fast.path, reference.path) == ("numpy", "reference")
    assert isinstance(wide.setup.loss, SparseCategoricalCrossentropy)
    ends = [run.advance(run.start(), 40) for run in (fast, reference)]
    assert ends[0][1] == pytest.approx(ends[1][1], rel=1e-4)


@pytest.mark.parametrize("path", ["numpy", "reference"])
def test_a_given_batch_steps_alike_on_every_way(path):
    run = small_run(SGD(0.5))
    other = Run(run.document, run.dataset, path=path)
    batch = run.given_batch(run.dataset.x_train[:7], run.dataset.y_train[:7])
    found, expected = (r.trace(r.start(), batch) for r in (other, run))
    np.testing.assert_allclose(found.after.theta, expected.after.theta, rtol=1e-5, atol=1e-7)
    assert found.after != run.trace(run.start()).after


def test_a_way_that_is_not_there_is_replaced_by_the_next(monkeypatch):
    monkeypatch.setattr(compiled, "_loaded", [])
    run = small_run()
    assert Run(run.document, run.dataset, path="compiled").path == "numpy"
    assert Run(run.document, run.dataset, "float64").path == "numpy"


# --- compiled --------------------------------------------------------------------------------------------


@st.composite
def plain_documents(draw: st.DrawFn) -> Document:
    """Return a chain that the compiled steps can take, with any of their activations and ends."""
    last, loss = draw(st.sampled_from(ENDS))
    hidden = [
        Dense(draw(st.integers(1, 9)), draw(st.sampled_from(HIDDEN)), draw(st.booleans()), HeNormal())
        for _ in range(draw(st.integers(0, 3)))
    ]
    made = Setup(DATA, loss, SGD(1.0), batch_size=draw(st.integers(2, 9)), seed=draw(st.integers(0, 99)))
    return Document(design=chain(Input(), *hidden, last), setup=made)


ENDS = [
    (Dense(1, "sigmoid"), BinaryCrossentropy()),
    (Dense(2, "softmax"), SparseCategoricalCrossentropy()),
    (Dense(1), MeanSquaredError()),
]


@needs_numba
@pytest.mark.usefixtures("numba")
@settings(max_examples=80, deadline=None)
@given(plain_documents())
def test_a_compiled_step_is_the_layers_step(document: Document):
    fast, reference = (Run(document, DATA.load(), path=path) for path in (None, "reference"))
    assert fast.path == "compiled"
    scale = max(1.0, np.abs(fast.start().theta).max(), np.abs(gradient_of_step(reference)).max())
    np.testing.assert_allclose(gradient_of_step(fast), gradient_of_step(reference), rtol=0, atol=1e-6 * scale)
    losses = [run.advance(run.start())[1][0] for run in (fast, reference)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5, abs=1e-6)


@needs_numba
@pytest.mark.usefixtures("numba")
@settings(max_examples=40, deadline=None)
@given(runs, st.integers(0, 40))
def test_compiled_steps_are_replayed_with_the_same_bits(run: Run, step: int):
    run = Run(run.document, run.dataset)
    plain = bool(is_plain(run.setup.optimizer)) and not run.setup.optimizer.schedule.memory()
    plain = plain and run.setup.batch_size > 1
    assert (run.path == "compiled") == (plain and run.network.size * run.setup.batch_size <= compiled.LARGEST)
    timeline = Timeline(run, 3_000)
    trace, again = timeline.trace(step), Run(run.document, run.dataset)
    assert trace.before == timeline.state(step) == again.advance(again.start(), step)[0]
    assert trace.after == timeline.state(step + 1)
    assert trace.loss == pytest.approx(timeline.losses[step], rel=1e-5, abs=1e-6)


@needs_numba
@pytest.mark.usefixtures("numba")
@pytest.mark.parametrize("optimizer", [SGD(0.1), Adam(0.02)], ids=["sgd", "adam"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "linear"])
@pytest.mark.parametrize(("last", "loss"), ENDS, ids=["logistic", "softmax", "difference"])
def test_compiled_steps_follow_the_layers_for_a_while(optimizer, activation, last, loss):
    layers = Input(), Dense(4, activation), Dense(3, activation, False, HeNormal()), last
    document = Document(design=chain(*layers), setup=Setup(DATA, loss, optimizer, batch_size=5))
    fast, reference = (Run(document, DATA.load(), path=path) for path in (None, "reference"))
    assert fast.path == "compiled"
    ends = [run.advance(run.start(), 30) for run in (fast, reference)]
    np.testing.assert_allclose(ends[0][1], ends[1][1], rtol=1e-4)
    np.testing.assert_allclose(ends[0][0].theta, ends[1][0].theta, rtol=1e-3, atol=1e-5)


@needs_numba
@pytest.mark.usefixtures("numba")
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_numbers_that_are_none_go_through_compiled_steps(activation):
    design = chain(("x", Input()), ("hidden", Dense(4, activation)), ("output", Dense(1, "sigmoid")))
    run = Run(Document(design=design, setup=Setup(DATA, optimizer=SGD(0.1), batch_size=5)), DATA.load())
    assert run.path == "compiled"
    theta = run.start().theta.copy()
    run.network.slots["hidden/bias"].view(theta)[...] = np.nan
    with pytest.raises(run_module.Diverged, match="bias of “hidden”"):
        run.advance(State(0, theta, run.start().slots))


def test_without_numba_everything_is_stepped_by_numpy(monkeypatch):
    monkeypatch.setattr(compiled, "_loaded", [])
    monkeypatch.setattr(compiled, "is_installed", lambda: False)
    assert compiled.load() == compiled.Loading(None, "")
    assert not compiled.is_loaded()
    assert small_run().path == "numpy"


def test_a_numba_that_does_not_work_is_told_and_not_used(monkeypatch):
    def broken(name: str) -> None:
        raise ImportError("Numba needs NumPy 2.3 or less")

    monkeypatch.setattr(compiled, "_loaded", [])
    monkeypatch.setattr(compiled, "is_installed", lambda: True)
    monkeypatch.setattr(compiled.importlib, "import_module", broken)
    assert compiled.load().reason == "ImportError: Numba needs NumPy 2.3 or less"
    assert small_run().path == "numpy"


def test_a_schedule_that_remembers_is_left_to_the_layers(monkeypatch):
    """What it remembers follows from the losses, which the fast ways compute later."""
    run = small_run()
    monkeypatch.setattr(type(run.setup.optimizer.schedule), "memory", lambda self: (1.0,))
    assert Run(run.document, run.dataset).path == "reference"


def test_setup_of_the_document_stays_as_it_is():
    run = small_run(Adam(0.05))
    before = dataclasses.replace(run.setup)
    run.advance(run.start(), 3)
    assert run.setup == before


def test_a_single_sample_goes_as_its_formulas_are_written():
    """A calculation by hand must agree to the last digit that is shown."""
    document = template("first-backward-pass").build()
    assert Run(document, document.setup.data.load()).path == "reference"
