"""Problems in words, and their mends."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design import edits
from nnviz.design.check import problems, runs
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Unknown
from nnviz.design.problem import Problem
from nnviz.design.shapes import infer, shape_text
from nnviz.engine.run import Run
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.base import LOSSES
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.hinge import Hinge
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.metrics.accuracy import Accuracy, BinaryAccuracy
from nnviz.metrics.confusion_matrix import ConfusionMatrix
from nnviz.metrics.errors import MeanAbsoluteError
from nnviz.metrics.precision import Precision
from nnviz.templates.base import chain, template
from tests.design.strategies import designs, small_layers, unknown_layers
from tests.layers.parts import parts


def dataset(task: str, shape: tuple[int, ...] = (2,), outputs: int = 1, classes: int = 0) -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, *shape))
    y = rng.integers(0, classes, 6) if classes else rng.normal(size=(6, outputs) if outputs > 1 else 6)
    return Dataset(x, y, x, y, task, NOT_SCALED, tuple(str(i) for i in range(classes)))


DATASETS = {
    "binary": dataset("binary", classes=2),
    "classes": dataset("classes", classes=3),
    "regression": dataset("regression"),
    "two numbers": dataset("regression", outputs=2),
    "pictures": dataset("classes", (4, 3), classes=10),
}


def document(*layers, loss=None, design: Design | None = None, **setup) -> Document:
    setup = Setup(loss=loss or BinaryCrossentropy(), **setup)
    return Document(design=design or chain(*layers), setup=setup)


FITTING = {
    "binary": ((Input((2,)), Dense(1, "sigmoid")), BinaryCrossentropy()),
    "classes": ((Input((2,)), Dense(3, "softmax")), SparseCategoricalCrossentropy()),
    "regression": ((Input((2,)), Dense(1)), MeanSquaredError()),
}


def sentences(found: tuple[Problem, ...]) -> list[str]:
    return [str(problem.message) for problem in found]


# --- any design ------------------------------------------------------------------------------------------


@st.composite
def situations(draw: st.DrawFn) -> tuple[Document, Dataset]:
    """Return documents with every kind of problem, with data for them: chains, forks, loose ends."""
    data = DATASETS[draw(st.sampled_from(sorted(DATASETS)))]
    if draw(st.booleans()):
        hidden = draw(st.lists(small_layers.filter(lambda layer: layer.ports), max_size=3))
        shape = draw(st.sampled_from([data.input_shape, (2,), (4, 3), (5, 2, 2)]))
        design = chain(Input(shape), *hidden)
    else:
        design = draw(designs(small_layers | unknown_layers))
    weights = draw(st.sampled_from([(), (1.0, 2.0), (0.5, 1.0, 2.0)]))
    metrics = tuple(draw(st.lists(parts("metrics"), max_size=2)))
    loss = draw(parts("losses"))
    return document(design=design, loss=loss, class_weight=weights, metrics=metrics), data


@settings(max_examples=300)
@given(situations())
def test_every_mend_removes_its_problem(situation):
    start, data = situation
    for problem in problems(start, data):
        if problem.mend is not None:
            after = problem.mend.apply(start)
            assert str(problem.message) not in sentences(problems(after, data))
            assert str(problem.mend.label)
            assert after.design != start.design or after.setup != start.setup


@settings(max_examples=150)
@given(situations())
def test_mending_comes_to_an_end_and_what_is_left_has_no_mend(situation):
    current, data = situation
    for _ in range(40):
        mends = [problem.mend for problem in problems(current, data) if problem.mend]
        if not mends:
            break
        current = mends[0].apply(current)
    else:
        pytest.fail("mends go on for ever")
    if not problems(current, data):
        run = Run(current, data)
        run.advance(run.start(), 2)


@settings(max_examples=300)
@given(situations())
def test_what_has_no_fatal_problem_runs(situation):
    current, data = situation
    if runs(problems(current, data)):
        run = Run(current, data)
        run.trace(run.start())
        run.advance(run.start(), 2)


@pytest.mark.parametrize("loss", [LOSSES[kind]() for kind in LOSSES], ids=list(LOSSES))
@pytest.mark.parametrize("name", DATASETS)
def test_a_linear_network_can_be_mended_to_run_on_any_data_with_any_loss(name, loss):
    data, current = DATASETS[name], document(Input((7,)), Dense(5), loss=loss)
    for _ in range(6):
        current = next((p.mend.apply(current) for p in problems(current, data) if p.mend), current)
    assert problems(current, data) == ()
    run = Run(current, data)
    losses = run.advance(run.start(), 3)[1]
    assert np.isfinite(losses).all()


# --- each problem ----------------------------------------------------------------------------------------


def only(current: Document, data: Dataset | None = None) -> Problem:
    (problem,) = problems(current, data)
    return problem


def test_two_metrics_of_one_name_are_left_out_together():
    data = DATASETS["regression"]
    twice = (BinaryAccuracy(threshold=0.5), BinaryAccuracy(threshold=0.9), MeanAbsoluteError())
    current = document(Input((2,)), Dense(1), loss=MeanSquaredError(), metrics=twice)
    problem = only(current, data)
    assert str(problem.mend.label) == "Leave out “Binary accuracy”"
    assert problem.mend.apply(current).setup.metrics == (MeanAbsoluteError(),)


def test_no_input():
    problem = only(document(Dense(3), Dense(1)))
    assert str(problem.message) == "The network has no Input layer, so no sample can enter it."
    mended = problem.mend.apply(document(Dense(3), Dense(1)))
    assert problems(mended) == ()
    assert mended.design.sources("dense") == ("input",)
    assert only(document()).mend.apply(document()).design.nodes[0].layer == Input()


def test_several_inputs():
    design, _ = edits.add(chain(Input(), Dense()), Input(), (0, 0))
    problem = only(document(design=design))
    assert str(problem.message) == "The network has 2 Input layers, but the data fills only one."
    assert problem.nodes == ("input", "input_1")


def test_nothing_behind_the_input():
    start = document(Input())
    problem = only(start)
    assert "nothing behind it" in str(problem.message)
    assert problem.mend.apply(start).design.node("dense").layer == Dense()


def test_layer_without_input_is_offered_the_nearest_free_output_on_its_left():
    design, _ = edits.add(chain(Input(), ("first", Dense())), Dense(), (1000, 0), "lost")
    start = document(design=design)
    problem = only(start)
    assert str(problem.message) == "“lost” has no input. Draw a line to it from the layer before it."
    assert problem.nodes == ("lost",)
    assert str(problem.mend.label) == "Connect “first” to “lost”"
    assert problem.mend.apply(start).design.sources("lost") == ("first",)


def branches(first, second, **setup):
    design, _ = edits.add(chain(Input(), ("one", first)), second, (0, 100), "two")
    return document(design=edits.connect(design, "input", "two"), **setup)


@pytest.mark.parametrize("data", [None, DATASETS["binary"]], ids=["design", "data"])
def test_an_output_that_does_not_fit_beside_one_that_does(data):
    start = branches(Dense(3), Dense(1, "sigmoid"))
    problem = only(start, data)
    assert problem.fatal
    assert str(problem.message) == (
        "The output of “one” goes nowhere. As an output of the network it would need the shape 1, but it has 3;"
        " connect it or delete it."
    )
    assert problem.nodes == ("one",)
    assert problems(problem.mend.apply(start), data) == ()


def test_several_outputs_that_fit_run_and_are_told():
    start = branches(Dense(1, "sigmoid"), Dense(1, "sigmoid"))
    for data in (None, DATASETS["binary"]):
        problem = only(start, data)
        assert not problem.fatal
        assert "2 outputs" in str(problem.message)
        assert problem.nodes == ("one", "two")


def test_no_output_fits():
    found = problems(branches(Dense(3), Dense(2)), DATASETS["binary"])
    assert [problem.nodes for problem in found] == [("one",), ("two",)]
    assert "need 1" in str(found[1].message)


@pytest.mark.parametrize(
    ("data", "weights", "mended"),
    [
        ("binary", (1.0, 2.0, 3.0), (1.0, 2.0)),
        ("classes", (0.5,), (0.5, 1.0, 1.0)),
        ("regression", (1.0,), ()),
    ],
)
def test_class_weights_that_are_too_many_or_too_few(data, weights, mended):
    layers, loss = FITTING[data]
    start = document(*layers, loss=loss, class_weight=weights)
    problem = only(start, DATASETS[data])
    assert not problem.fatal
    fixed = problem.mend.apply(start)
    assert fixed.setup.class_weight == mended
    assert problems(fixed, DATASETS[data]) == ()


def test_a_metric_that_cannot_be_taken_is_told_and_left_out():
    layers, loss = FITTING["classes"]
    start = document(*layers, loss=loss, metrics=(Accuracy(), Precision(), ConfusionMatrix()))
    problem = only(start, DATASETS["classes"])
    assert not problem.fatal
    assert "“Precision”" in str(problem.message)
    fixed = problem.mend.apply(start)
    assert fixed.setup.metrics == (Accuracy(), ConfusionMatrix())
    assert problems(fixed, DATASETS["classes"]) == ()


def test_an_activation_that_the_loss_is_not_made_for():
    start = document(Input((2,)), Dense(1, "sigmoid"), loss=Hinge())
    problem = only(start, DATASETS["binary"])
    assert not problem.fatal
    assert (
        str(problem.message) == "“Hinge” is made for outputs of tanh, linear, but “dense” ends with sigmoid."
    )
    assert problems(problem.mend.apply(start), DATASETS["binary"]) == ()


def test_unknown_layer():
    problem = only(document(Input(), Dense(), Unknown("Conv9D"), Dense()))
    assert "“unknown” is a Conv9D, a kind of layer that this version does not know" in str(problem.message)
    assert problem.fatal


def test_input_of_another_shape_than_the_data():
    start = document(Input((3,)), Dense(1, "sigmoid"))
    problem = only(start, DATASETS["binary"])
    assert str(problem.message) == "“input” expects samples of shape 3, but the data has samples of 2."
    assert problems(problem.mend.apply(start), DATASETS["binary"]) == ()


def test_loss_that_does_not_suit_the_data():
    start = document(Input(), Dense(1, "sigmoid"))
    problem = only(start, DATASETS["regression"])
    assert str(problem.message) == (
        "The loss “Binary cross-entropy” does not suit this data, whose task is regression."
    )
    assert problem.mend.apply(start).setup.loss == MeanSquaredError()


@pytest.mark.parametrize(
    ("layers", "data", "sentence", "label", "mended"),
    [
        (
            (Input(), Dense(2, "softmax")),
            "classes",
            "The output “dense” has shape 2, but the data and the loss need 3.",
            "Give it 3 neurons",
            (Input(), Dense(3, "softmax")),
        ),
        (
            (Input(), Activation("softmax")),
            "classes",
            "The output “activation” has shape 2, but the data and the loss need 3.",
            "Add a Dense layer with 3 neurons",
            (Input(), Activation("softmax"), Dense(3)),
        ),
        (
            (Input((4, 3)), Dense(10, "softmax")),
            "pictures",
            "The output “dense” has shape 4×10, but the data and the loss need 10.",
            "Put a Flatten before “dense”",
            (Input((4, 3)), Flatten(), Dense(10, "softmax")),
        ),
    ],
)
def test_output_of_another_shape_than_the_data_needs(layers, data, sentence, label, mended):
    start = document(*layers, loss=SparseCategoricalCrossentropy())
    problem = only(start, DATASETS[data])
    assert str(problem.message) == sentence
    assert str(problem.mend.label) == label
    after = problem.mend.apply(start).design
    assert tuple(after.node(name).layer for name in after.order) == mended


@pytest.mark.parametrize(
    ("last", "loss", "data", "activation"),
    [
        (Dense(1, "relu"), BinaryCrossentropy(), "binary", "sigmoid"),
        (Dense(3), SparseCategoricalCrossentropy(), "classes", "softmax"),
    ],
)
def test_output_that_is_no_probability_is_advice(last, loss, data, activation):
    start = document(Input(), last, loss=loss)
    problem = only(start, DATASETS[data])
    assert not problem.fatal
    assert runs((problem,))
    assert f"ends with {last.activation}. {activation} gives them." in str(problem.message)
    assert problem.mend.apply(start).design.node("dense").layer.activation == activation
    logits = start.with_setup(loss=loss.replace(from_logits=True))
    assert problems(logits, DATASETS[data]) == ()


def test_network_too_large_to_be_held_is_refused_before_it_is_made():
    start = document(Input(), Dense(100_000), Dense(100_000), Dense(1, "sigmoid"))
    problem = only(start, DATASETS["binary"])
    assert problem.fatal
    assert "One training step needs 200 GB of memory (200,0" in str(problem.message)
    assert "bytes), most of it for “dense_1”, but only" in str(problem.message)
    assert problem.nodes == ("dense_1",)
    assert problem.mend is None  # no batch is small enough
    assert problems(start) == ()  # Keras may have a machine for it
    flowers = document(Input((192, 192, 3)), Flatten(), Dense(500), Dense(1, "sigmoid"))
    assert problems(flowers, dataset("binary", (192, 192, 3), classes=2)) == ()


def test_data_is_looked_at_last():
    """A fault of the design is told without the data, and alone."""
    found = problems(document(Dense(3)), DATASETS["pictures"])
    assert len(found) == 1


# --- shapes ----------------------------------------------------------------------------------------------


def test_shapes_and_parameters_as_they_form():
    design = chain(Input((28, 28)), Flatten(), Dense(512, "relu"), Dense(10, use_bias=False))
    shapes = infer(design)
    assert shapes.outputs == {"input": (28, 28), "flatten": (784,), "dense": (512,), "dense_1": (10,)}
    assert shapes.inputs["flatten"] == ((28, 28),)
    assert [shapes.parameters(n) for n in design.order] == [0, 0, 784 * 512 + 512, 5120]
    assert shapes.total_parameters == 784 * 512 + 512 + 5120
    assert not shapes.faults


def test_shapes_are_told_up_to_the_fault():
    design = chain(Input(), ("known", Dense(3)), ("what", Unknown("Conv9D")), ("behind", Dense(4)))
    shapes = infer(design)
    assert set(shapes.outputs) == {"input", "known"}
    assert set(shapes.faults) == {"what"}
    assert shapes.parameters("behind") == 0


def test_shape_text():
    assert shape_text((28, 28, 1)) == "28×28×1"
    assert shape_text((7,)) == "7"


def test_template_with_missing_data_has_no_problem_of_its_own():
    """The data are told apart from the design: a document can be opened where its file is missing."""
    start = template("mnist").build()
    assert problems(start, None) == ()


def test_messages_can_be_translated():
    """Every gap of a message has its value."""
    for loss in LOSSES.values():
        for data in DATASETS.values():
            for problem in problems(document(Input(), Dense(5), loss=loss()), data):
                assert "{" not in str(problem.message)
                assert "{" not in str(problem.mend.label)
                assert dataclasses.is_dataclass(problem.message)
