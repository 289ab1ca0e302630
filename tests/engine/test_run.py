"""A run: states, steps, traces, and what can be asked of it beside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.engine import run as run_module
from nnviz.engine.answers import answers, right
from nnviz.engine.network import Network
from nnviz.engine.run import Run, State
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import chain, template
from tests.engine.runs import bits, runs, small_run
from tests.engine.strategies import Case, cases


@settings(max_examples=30)
@given(runs)
def test_steps_in_one_go_and_one_by_one_give_the_same_bits(run):
    state, losses = run.start(), []
    for _ in range(12):
        state, loss = run.advance(state)
        losses += loss
    assert run.advance(run.start(), 12) == (state, losses)


@settings(max_examples=30)
@given(runs)
def test_two_runs_of_a_document_are_the_same(run):
    other = Run(run.document, run.dataset, run.dtype)
    assert run.start() == other.start()
    assert run.advance(run.start(), 7) == other.advance(other.start(), 7)


def test_what_happened_before_makes_no_difference():
    """Scratch memory is used again; nothing of what was in it stays."""
    run, fresh = small_run(Adam(0.05)), small_run(Adam(0.05))
    run.advance(run.start(), 30)
    run.trace(run.advance(run.start(), 9)[0])
    run.predict(run.start().theta, run.dataset.x_test)
    assert run.advance(run.start(), 11) == fresh.advance(fresh.start(), 11)


def test_large_data_gives_the_same_bits_as_small_data(monkeypatch):
    """Small data is put in the order of the epoch beforehand, large data is picked out batch by batch."""
    run = small_run()
    expected = run.advance(run.start(), 30)
    monkeypatch.setattr(run_module, "_REORDERED_BYTES", 0)
    large = small_run()
    assert large.advance(large.start(), 30) == expected
    assert bits(large.batch(7).x, large.batch(7).y) == bits(run.batch(7).x, run.batch(7).y)


def test_no_steps_at_all():
    run = small_run()
    assert run.advance(run.start(), 0) == (run.start(), [])


@settings(max_examples=40)
@given(cases())
def test_trace_holds_every_value_of_the_step(case: Case):
    run = Run(case.document, case.dataset)
    trace = run.trace(run.start())
    network, names = run.network, list(run.network.position)
    assert list(trace.layers) == names
    for stage in network.stages:
        layer = trace.layers[stage.name]
        rows = (len(trace.batch.x), *stage.output_shape)
        assert layer.a.shape == rows
        if stage.sources:
            (source,) = stage.sources
            assert bits(*layer.x) == bits(trace.layers[names[source]].a)
            assert layer.da.shape == rows
            assert layer.dx[0].shape == layer.x[0].shape
            # What one layer hands back is what arrives at the layer before.
            before = trace.layers[names[source]].da
            assert before is None or bits(before) == bits(layer.dx[0])
        if layer.z is not None:
            assert layer.z.shape == layer.dz.shape == rows
    assert trace.loss == pytest.approx(trace.losses.mean(), rel=1e-6)
    assert bits(trace.output) == bits(trace.layers[names[-1]].a)
    for path, slot in network.slots.items():
        assert (
            trace.weight(path).shape == trace.gradient_of(path).shape == trace.next(path).shape == slot.shape
        )
    assert trace.nbytes > trace.gradient.nbytes


def test_everything_in_a_trace_and_a_state_is_read_only():
    run = small_run(Adam())
    trace = run.trace(run.start())
    arrays = [trace.gradient, trace.losses, trace.batch.x, trace.batch.y, trace.batch.indices]
    for state in (trace.before, trace.after, run.start(), run.advance(run.start(), 2)[0]):
        arrays += [state.theta, state.slots]
    for layer in trace.layers.values():
        arrays += [a for a in (*layer.x, layer.z, layer.a, layer.da, layer.dz, *layer.dx) if a is not None]
    for array in arrays:
        assert not array.flags.writeable


def test_a_trace_does_not_change_when_the_run_goes_on():
    run = small_run(Adam(0.05))
    trace = run.trace(run.start())
    layers = trace.layers.values()
    arrays = [
        trace.gradient,
        trace.after.theta,
        trace.batch.x,
        *(x.a for x in layers),
        *(x.da for x in layers if x.da is not None),
    ]
    before = bits(*arrays)
    run.advance(run.start(), 3 * run.steps_per_epoch)
    run.trace(trace.after)
    assert bits(*arrays) == before


def test_the_data_are_not_written_to_nor_shared():
    run = small_run()
    before = bits(run.dataset.x_train, run.dataset.y_train)
    run.advance(run.start(), 20)
    run.trace(run.start())
    assert bits(run.dataset.x_train, run.dataset.y_train) == before


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_numbers_have_the_type_asked_for(dtype):
    run = small_run(Adam(), dtype=dtype)
    trace = run.trace(run.start())
    assert trace.after.theta.dtype == trace.gradient.dtype == trace.batch.x.dtype == dtype
    assert {x.a.dtype.name for x in trace.layers.values()} == {dtype}
    assert run.predict(run.start().theta, run.dataset.x_test).dtype == dtype


def test_start_weights_come_from_the_document_and_else_from_the_seed():
    document = template("circle").build()
    data, kernel = document.setup.data.load(), np.full((2, 4), 0.25, "f4")
    seeded = Run(document, data)
    given_one = Run(document.with_weights({"hidden_1/kernel": kernel}), data)
    found = given_one.network.weights(given_one.start().theta)
    expected = seeded.network.weights(seeded.start().theta)
    for path, value in found.items():
        assert bits(value) == bits(kernel if path == "hidden_1/kernel" else expected[path])
    other = Run(document.with_setup(seed=8), data)
    assert other.start() != seeded.start()
    assert not expected["hidden_1/bias"].any()


def test_each_weight_has_its_own_random_numbers():
    """A layer's weights stay the same when a layer behind it is added."""
    short = Network(chain(Input(), ("a", Dense(3)), ("b", Dense(3))))
    long = Network(chain(Input(), ("a", Dense(3)), ("b", Dense(3)), ("c", Dense(3))))
    first, second = (n.weights(n.initial(5, {}, "float32")) for n in (short, long))
    assert bits(first["a/kernel"], first["b/kernel"]) == bits(second["a/kernel"], second["b/kernel"])
    assert bits(second["b/kernel"]) != bits(second["c/kernel"])


def test_predict_look_and_loss_say_what_the_trace_says():
    run = small_run()
    trace = run.trace(run.start())
    theta, x, rows = trace.before.theta, trace.batch.x, trace.batch.indices
    assert bits(run.predict(theta, x)) == bits(trace.output)
    look = run.look(theta, x)
    assert {name: bits(layer.a) for name, layer in look.items()} == {
        name: bits(layer.a) for name, layer in trace.layers.items()
    }
    assert run.loss(theta, x, run.dataset.y_train[rows]) == pytest.approx(trace.loss, rel=1e-6)


def test_given_batch_is_used_instead_of_the_runs_own():
    run = small_run()
    x, y = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([1, 0])
    batch = run.given_batch(x, y)
    trace = run.trace(run.start(), batch)
    assert trace.batch is batch
    assert batch.x.dtype == np.float32
    assert batch.y.tolist() == [[1], [0]]
    assert trace.output.shape == (2, 1)


def test_states_compare_by_their_bits():
    state = State(1, np.array([0.0, 1.0]), np.zeros((0, 2)))
    assert state == State(1, np.array([0.0, 1.0]), np.zeros((0, 2)))
    assert state != State(2, state.theta, state.slots)
    assert state != State(1, np.array([-0.0, 1.0]), state.slots)
    assert state != State(1, state.theta, np.zeros((1, 2)))
    assert State(1, np.array([np.nan]), np.zeros(0)) == State(1, np.array([np.nan]), np.zeros(0))
    assert state != "state"


def test_weights_lie_one_after_the_other_in_one_vector():
    network = Network(
        chain(("x", Input((2, 2))), ("f", Flatten()), ("a", Dense(3)), ("b", Dense(1, use_bias=False)))
    )
    assert list(network.slots) == ["a/kernel", "a/bias", "b/kernel"]
    assert [(s.start, s.stop) for s in network.slots.values()] == [(0, 12), (12, 15), (15, 18)]
    vector = np.arange(18.0)
    assert network.weights(vector)["a/bias"].tolist() == [12, 13, 14]
    network.slots["b/kernel"].view(vector)[...] = 0
    assert vector[15:].tolist() == [0, 0, 0]


def branched(loss, units: int = 2) -> Run:
    """Return a network whose targets are of every form."""
    x = np.random.default_rng(0).normal(size=(9, 2))
    y = np.arange(9) % units if loss.tasks != ("regression",) else x.sum(axis=1)
    data = Dataset(x, y, x, y, "classes", NOT_SCALED, tuple(str(i) for i in range(units)))
    return Run(Document(design=chain(Input(), Dense(units)), setup=Setup(loss=loss)), data)


# --- answers ---------------------------------------------------------------------------------------------


def test_answer_of_one_unit():
    found = answers(BinaryCrossentropy(), np.array([[0.25], [0.75], [0.5]]))
    assert found.classes.tolist() == [0, 1, 0]  # above a half, as in Keras' accuracy
    assert found.probabilities == pytest.approx(np.array([[0.75, 0.25], [0.25, 0.75], [0.5, 0.5]]))


def test_answer_of_a_logit():
    found = answers(BinaryCrossentropy(True), np.log(np.array([[1 / 3], [3.0]])))
    assert found.classes.tolist() == [0, 1]
    assert found.probabilities == pytest.approx(np.array([[0.75, 0.25], [0.25, 0.75]]))


@pytest.mark.parametrize(
    ("loss", "output"),
    [
        (CategoricalCrossentropy(), [[0.125, 0.25, 0.625]]),
        (SparseCategoricalCrossentropy(True), np.log([[1.0, 2.0, 5.0]])),
        (MeanSquaredError(), [[0.125, 0.25, 0.625]]),
    ],
)
def test_answer_of_several_units(loss, output):
    found = answers(loss, np.array(output))
    assert found.classes.tolist() == [2]
    assert found.probabilities == pytest.approx(np.array([[0.125, 0.25, 0.625]]))


@pytest.mark.parametrize(
    "loss", [SparseCategoricalCrossentropy(True), CategoricalCrossentropy(True), MeanSquaredError()]
)
def test_right_counts_the_class_numbers_of_the_data(loss):
    run = branched(loss)
    theta = np.array([1.0, -1, 0, 0, 0, 0], "f4")  # the first input decides
    x = np.array([[1.0, 0], [1, 0], [-1, 0]], "f4")
    assert right(run, theta, x, np.array([0, 1, 1])).tolist() == [True, False, True]
