"""Every sum, gate and state of a recurrent unit, at every time step, is the number of the trace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from nnviz.data.digits import Digits
from nnviz.design.document import Document, Setup
from nnviz.engine.events import Event
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.gru import GRU
from nnviz.layers.input import Input
from nnviz.layers.lstm import LSTM
from nnviz.layers.simple_rnn import SimpleRNN
from nnviz.losses.categorical_crossentropy import SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain, template
from nnviz.ui.watch.explain import explain, scope_of
from nnviz.ui.watch.explain_recurrent import gates_of
from nnviz.ui.watch.expression import Sum
from nnviz.ui.watch.known import Pick
from tests.ui.watch.networks import dataset, moments, run_of

STEPS, UNITS = 4, 3
LAYERS = {
    "simple": SimpleRNN(UNITS),
    "simple relu, backwards": SimpleRNN(UNITS, activation="relu", go_backwards=True),
    "lstm": LSTM(UNITS),
    "lstm of all steps": LSTM(UNITS, return_sequences=True, activation="relu"),
    "lstm without bias, backwards": LSTM(UNITS, use_bias=False, go_backwards=True),
    "gru": GRU(UNITS),
    "gru, reset before": GRU(UNITS, reset_after=False),
    "gru without bias": GRU(UNITS, use_bias=False, return_sequences=True),
}


def scene(layer):
    """Return the scope of sample 2 in the second step of a network with ``layer``, and its stage."""
    layers = [Input((STEPS, 5)), layer, *([Flatten()] if layer.return_sequences else []), Dense(1)]
    run = run_of(layers, MeanSquaredError(), SGD(0.5), dataset((STEPS, 5), "regression"))
    moment = list(moments(run, 1))[-1]
    return scope_of(moment.trace, run.setup, 2), run.network.stages[1]


def pick_of(layer, stage, unit, time, gate=""):
    if layer.return_sequences:
        return Pick(stage.name, time * UNITS + unit, gate=gate)
    return Pick(stage.name, unit, time=time, gate=gate)


@pytest.mark.parametrize("name", LAYERS)
def test_every_number_is_the_traced_one(name):
    layer = LAYERS[name]
    scope, stage = scene(layer)
    event = Event("forward", stage.name, "a")
    kept = scope.of(stage).kept
    for time in range(STEPS):
        for unit in range(UNITS):
            pick = pick_of(layer, stage, unit, time)
            told = explain(scope, event, pick)
            assert told.pick == pick
            for equation in told.equations:
                assert equation.right.value == pytest.approx(equation.result, abs=1e-12)
            results = [equation.result for equation in told.equations]
            for gate in gates_of(stage):
                assert kept[gate.sum][2, time, unit] in results
            assert results[-1] == kept["h"][2, time, unit]


@pytest.mark.parametrize("name", ["lstm", "gru", "gru, reset before"])
def test_one_sum_is_written_in_full(name):
    layer = LAYERS[name]
    scope, stage = scene(layer)
    event = Event("forward", stage.name, "a")
    short = explain(scope, event, pick_of(layer, stage, 1, 2))
    assert any("…" in line.plain for line in short.lines)
    for gate in gates_of(stage):
        told = explain(scope, event, pick_of(layer, stage, 1, 2, gate.key))
        assert not any("…" in line.plain for line in told.lines)
        total = max((e.right for e in told.equations if isinstance(e.right, Sum)), key=lambda s: len(s.terms))
        assert (
            len(total.terms) >= 5 + 1
        )  # the input and the bias at least; the state too where it adds directly
        assert len(told.equations) <= 3


def test_at_the_first_step_there_is_no_state_yet():
    scope, stage = scene(LAYERS["lstm"])
    told = explain(scope, Event("forward", stage.name, "a"), Pick(stage.name, 0, time=0))
    assert "h" not in told.equations[0].symbols().plain
    assert "state before it is 0" in told.sentence.text


def test_the_right_line_of_the_input_is_read_backwards():
    layer = LAYERS["lstm without bias, backwards"]
    scope, stage = scene(layer)
    told = explain(scope, Event("forward", stage.name, "a"), Pick(stage.name, 0, time=0, gate="i"))
    x = scope.of(stage).x[0][2]
    shown = [term.factors[1].number for term in told.equations[0].right.terms]
    assert shown == list(x[STEPS - 1])


def test_the_time_step_is_chosen_above_the_formula(qtbot, open_watch):
    watch = open_watch(template("digits_lstm").build())
    events = watch.session.moment.events
    last = next(i for i, e in enumerate(events) if e.layer == "digit")
    chooser, formula = watch.details.formula.times, watch.details.formula
    watch.go(1, 0)
    watch.picked.choose(Pick("memory", 5))
    watch.settle()
    assert chooser.isHidden()  # nothing of it is computed yet
    watch.picked.choose(None)
    watch.go(1, last)
    assert chooser.isHidden()
    watch.picked.choose(Pick("memory", 5))
    watch.settle()
    assert chooser.isVisible()
    assert (chooser.time.value(), chooser.time.maximum(), chooser.gate.count()) == (8, 8, 5)
    chooser.time.setFocus()
    qtbot.keyClick(chooser.time, Qt.Key.Key_Down)
    watch.settle()
    assert watch.picked.pick == Pick("memory", 5, time=6)
    kept = watch.session.moment.trace.layers["memory"].kept
    assert formula.explained.equations[-1].result == kept["h"][0, 6, 5]
    chooser.gate.setFocus()
    qtbot.keyClick(chooser.gate, Qt.Key.Key_Down)
    watch.settle()
    assert watch.picked.pick == Pick("memory", 5, time=6, gate="i")
    assert formula.explained.equations[0].result == kept["zi"][0, 6, 5]
    assert chooser.time.value() == 7
    watch.picked.toggle(Pick("memory", 5))  # a click on the same unit
    assert watch.picked.pick is None
    watch.settle()
    assert chooser.isHidden()


def test_another_time_is_another_cell_where_all_states_are_handed_on(open_watch):
    data = Digits()
    design = chain(
        ("lines", Input((8, 8))),
        ("memory", LSTM(4, return_sequences=True)),
        ("flat", Flatten()),
        ("digit", Dense(10, "softmax")),
    )
    watch = open_watch(Document("all", design, Setup(data, SparseCategoricalCrossentropy())))
    watch.go(0, 2)
    watch.picked.choose(Pick("memory", 3 * 4 + 2))
    watch.settle()
    chooser = watch.details.formula.times
    assert chooser.time.value() == 4
    chooser.time.setValue(2)
    watch.settle()
    assert watch.picked.pick == Pick("memory", 1 * 4 + 2)
    kept = watch.session.moment.trace.layers["memory"].kept
    assert watch.details.formula.explained.equations[-1].result == kept["h"][0, 1, 2]
