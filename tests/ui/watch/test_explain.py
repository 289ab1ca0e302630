"""Every number of every formula is the traced one: the right-hand side, evaluated, is the result in the trace."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnviz.engine.events import Event
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.schedules import Constant
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template
from nnviz.ui.formula import SIZE, typeset_line
from nnviz.ui.watch.checkable import target_of
from nnviz.ui.watch.explain import event_of_pick, explain, explain_layer, not_yet, scope_of
from nnviz.ui.watch.known import Pick, known
from tests.ui.watch.networks import RUNS, UPDATES, dataset, moments, run_of


def every_pick(scope, layer):
    stage = scope.stage(layer)
    kernel = scope.kernel(stage)
    yield None
    if kernel is None or kernel.ndim != 2:
        return
    for unit in range(kernel.shape[1]):
        yield Pick(layer, unit)
        yield from (Pick(layer, unit, source) for source in range(min(3, kernel.shape[0])))


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("step", [0, 3])
def test_the_right_hand_side_is_the_traced_number(name, step):
    run = RUNS[name]()
    seen = 0
    for moment in moments(run, step):
        for row in (0, len(moment.trace.batch.x) - 1):
            scope = scope_of(moment.trace, run.setup, row)
            for pick in every_pick(scope, moment.event.layer):
                told = explain(scope, moment.event, pick)
                assert told.lines, moment.event
                for equation in told.equations:
                    seen += 1
                    got = equation.right.value
                    near = math.isclose(got, equation.result, rel_tol=1e-7, abs_tol=1e-12)
                    assert near, (moment.event, pick, equation.whole().plain, got, equation.result)
    assert seen


@pytest.mark.parametrize("name", UPDATES)
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["double", "single"])
def test_the_update_of_every_optimizer(name, dtype):
    """Every line of it: with each option, under a constraint, in a frozen layer, with every schedule."""
    run = UPDATES[name](dtype)
    close = {"rel": 1e-7, "abs": 1e-12} if dtype is np.float64 else {"rel": 1e-4, "abs": 2e-6}
    for step in (0, 4):
        for moment in moments(run, step):
            if moment.event.phase != "update":
                continue
            scope = scope_of(moment.trace, run.setup, 0)
            for pick in every_pick(scope, moment.event.layer):
                told = explain(scope, moment.event, pick)
                assert told.lines
                for equation in told.equations:
                    assert equation.right.value == pytest.approx(equation.result, **close), (
                        equation.whole().plain
                    )
                if told.equations:
                    _assert_whole(run, moment.trace, told, moment.event.layer)
        if step and dtype is np.float64:
            for equation in told.equations:
                assert typeset_line(equation.whole().latex) is not None, equation.whole().latex


def _assert_whole(run, trace, told, layer):
    """The last line with the weight ends in the traced weight, and a schedule's rate is told first."""
    pick = told.pick
    slot = run.network.slots[f"{layer}/{'bias' if pick.source is None else 'kernel'}"]
    index = pick.unit if pick.source is None else (pick.source, pick.unit)
    assert [e for e in told.equations if e.left.plain[0] in "wb"][-1].result == slot.view(trace.after.theta)[
        index
    ]
    if not isinstance(run.setup.optimizer.schedule, Constant):
        assert told.equations[0].left.plain == "η"
        assert told.equations[0].result == trace.rate


@pytest.mark.parametrize("name", RUNS)
def test_in_single_precision_too(name):
    run = RUNS[name](np.float32)
    for moment in moments(run, 2):
        scope = scope_of(moment.trace, run.setup, 0)
        for equation in explain(scope, moment.event).equations:
            assert equation.right.value == pytest.approx(equation.result, rel=1e-4, abs=2e-6), moment.event


def test_the_first_backward_pass_reads_like_the_hand_calculation():
    run = _template_run("first-backward-pass")
    shown = {}
    for moment in moments(run, 0):
        scope = scope_of(moment.trace, run.setup, 0)
        for line in explain(scope, moment.event).lines:
            shown.setdefault(moment.event, []).append(line.plain)
    text = {(e.quantity, e.layer, e.unit): " | ".join(lines) for e, lines in shown.items()}
    assert "= 2 · 1 + 3 · 1 + 0 = 5" in text["z", "hidden", 0]
    assert "= 2 · (−1) + 3 · 1 + 0 = 1" in text["z", "hidden", 1]
    assert "(9 − 11)^2 = 4" in text["loss", "output", None]
    assert "= −4" in text["dz", "output", 0]
    assert "= −20" in text["dw", "output", 0]
    assert "= −8" in text["dz", "hidden", 0]
    assert "= −16" in text["dw", "hidden", 0]
    assert "1 − 0.005 · (−16) = 1.08" in text["update", "hidden", None]


def _template_run(name):
    from nnviz.engine.run import Run

    document = template(name).build()
    return Run(document, document.setup.data.load(None))


@pytest.mark.parametrize("name", [*RUNS, *UPDATES])
def test_the_numpy_lines_compute_the_trace(name):
    """The lines beside the formula, run as they stand, give the numbers of the trace."""
    run = {**RUNS, **UPDATES}[name]()
    step = 3
    trace = next(moments(run, step)).trace
    space = {"np": np, "X": trace.batch.x, "Y": trace.batch.y, "t": step + 1}
    letters = [run.setup.optimizer.letters[name] for name in run.setup.optimizer.slots()]
    space["grads"] = [slot.view(trace.gradient) for slot in run.network.slots.values() if slot.trainable]
    for k, stage in enumerate(run.network.stages):
        for slot in stage.slots:
            weight = {"kernel": "W", "bias": "b"}[slot.path.rpartition("/")[2]]
            space[f"{weight}{k}"] = slot.view(trace.before.theta)
            if slot.trainable:
                for row, letter in zip(trace.before.slots, letters, strict=True):
                    space[f"{letter}{weight}{k}"] = slot.view(row)
    done = set()
    for moment in moments(run, step):
        scope = scope_of(moment.trace, run.setup, 0)
        code = explain(scope, moment.event).code
        key = (moment.event.phase, moment.event.layer)
        if key not in done:
            done.add(key)
            exec("\n".join(code.numpy), space)  # noqa: S102 - our own lines, that is the test
        assert code.numpy_line >= 0, moment.event
        assert code.keras[code.keras_line]
    _compare(run, trace, space)


def _compare(run, trace, space):
    assert space["loss"] == pytest.approx(trace.loss)
    for k, stage in enumerate(run.network.stages):
        found = trace.layers[stage.name]
        np.testing.assert_allclose(space[f"A{k}"], found.a)
        if found.dz is not None:
            np.testing.assert_allclose(space[f"dZ{k}"], found.dz, atol=1e-12)
        for letter, kind in (("W", "kernel"), ("b", "bias")):
            path = f"{stage.name}/{kind}"
            if f"d{letter}{k}" in space:
                np.testing.assert_allclose(space[f"d{letter}{k}"], trace.gradient_of(path), atol=1e-12)
        if f"W{k}" in space and all(slot.constraint is None for slot in stage.slots):
            np.testing.assert_allclose(space[f"W{k}"], trace.next(f"{stage.name}/kernel"), atol=1e-12)


def test_a_pick_is_explained_by_what_is_known_of_it():
    run = RUNS["2-4-3-1 bce adam"]()
    weight, neuron = Pick("dense_1", 2, 1), Pick("dense_1", 2)
    seen = {"weight": [], "neuron": []}
    for moment in moments(run, 0):
        now = known(moment.events, moment.cursor.event)
        for key, pick in (("weight", weight), ("neuron", neuron)):
            event = event_of_pick(run.network, now, pick, moment.event.phase)
            quantity = event.quantity if event else None
            if not seen[key] or seen[key][-1] != quantity:
                seen[key].append(quantity)
    assert seen["weight"] == [None, "z", "dz", "dw", "update"]
    assert seen["neuron"] == [None, "z", "dz", "update"]
    scope = scope_of(moment.trace, run.setup, 0)
    assert "not been computed" in str(not_yet(scope, neuron, "forward").sentence)


def _told_of(run, pick):
    """Return what is told of a pick at the end of the first step's backward pass, and the trace."""
    moment = [m for m in moments(run, 0) if m.event.phase == "backward"][-1]
    event = event_of_pick(run.network, known(moment.events, moment.cursor.event), pick, "backward")
    return explain(scope_of(moment.trace, run.setup, 1), event, pick), moment.trace


def test_the_gradient_of_an_input_is_told_once_its_error_signals_are_known():
    run = RUNS["2-4-3-1 bce adam"]()
    pick, first = Pick("input", 1), run.network.stages[1].name
    for moment in moments(run, 0):
        now = known(moment.events, moment.cursor.event)
        event = event_of_pick(run.network, now, pick, moment.event.phase)
        complete = moment.event.phase in ("backward", "update") and now.has(first, "dz", 3)
        assert (event is not None and event.quantity == "dx") == complete
    told, trace = _told_of(run, pick)
    (equation,) = told.equations
    assert equation.result == trace.layers["input"].da[1, 1]
    assert equation.right.value == pytest.approx(equation.result)
    assert target_of(told, pick, trace, 1) == ("input/x", (1, 1))
    assert target_of(told, pick, trace, 0) is None  # another sample's number


def test_what_comes_back_through_a_convolution_is_summed_over_the_sums_it_entered():
    layers = [
        Input((6, 6, 2)),
        Conv2D(3, (3, 3), strides=(2, 2), padding="same", activation="tanh"),
        Flatten(),
        Dense(1),
    ]
    run = run_of(layers, MeanSquaredError(), SGD(0.1), dataset((6, 6, 2), "regression"))
    unit = int(np.ravel_multi_index((3, 2, 1), (6, 6, 2)))
    told, trace = _told_of(run, Pick("input", unit))
    (equation,) = told.equations
    assert equation.result == trace.layers["input"].da[1, 3, 2, 1]
    assert equation.right.value == pytest.approx(equation.result)
    assert len(equation.right.terms) in (3, 6, 12)
    assert target_of(told, None, trace, 1) == ("input/x", (1, 3, 2, 1))


def test_an_error_signal_can_be_checked():
    run = RUNS["2-4-3-1 bce adam"]()
    told, trace = _told_of(run, Pick("dense_1", 2))
    assert told.quantity == "dz"
    assert target_of(told, None, trace, 1) == ("dense_1/z", (1, 2))


def test_long_sums_are_cut_and_say_so():
    run = RUNS["picture, flatten, activation"]()
    moment = next(m for m in moments(run, 0) if m.event.layer == "dense_1" and m.event.quantity == "z")
    told = explain(scope_of(moment.trace, run.setup, 0), moment.event)
    assert "…" in told.lines[1].plain
    assert told.sentence.values["count"] == 18


def test_a_layer_as_a_whole_is_told_in_matrices():
    run = RUNS["2-4-3-1 bce adam"]()
    for moment in moments(run, 0):
        event = Event(moment.event.phase, moment.event.layer, moment.event.quantity)
        told = explain(scope_of(moment.trace, run.setup, 0), event)
        assert told.lines
        if event.quantity == "z" and event.layer == "dense_1":
            assert [line.plain for line in told.lines] == [
                "Z = X·W + b",
                "(10, 3) = (10, 4) · (4, 3) + (3,)",
                "A = sigmoid(Z)",
            ]


@pytest.mark.parametrize("name", RUNS)
def test_every_layer_can_be_told_as_a_whole(name):
    run = RUNS[name]()
    for moment in moments(run, 0):
        happened = moment.events[: moment.cursor.event + 1]
        same = [e for e in happened if (e.phase, e.layer) == (moment.event.phase, moment.event.layer)]
        told = explain_layer(scope_of(moment.trace, run.setup, 0), same)
        assert told.lines
        assert told.phase == moment.event.phase


def test_every_formula_can_be_typeset_and_stays_low():
    """No line of any event breaks the typesetting or comes out absurdly high."""
    heights = {}
    for name in ("2-3-2 mse momentum", "2-4-3-1 bce adam", "3-4-3 softmax sparse", "3-3 softmax mse"):
        run = RUNS[name]()
        for moment in moments(run, 0):
            for line in explain(scope_of(moment.trace, run.setup, 0), moment.event).lines:
                if line.latex not in heights:
                    done = typeset_line(line.latex)
                    assert done is not None, line.latex
                    heights[line.latex] = done.height
                    assert done.height < 9 * SIZE, line.latex
    assert len(heights) > 60
