"""Events of a step, and the moves from moment to moment."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.engine.events import (
    DRAWN_UNITS,
    GRAINS,
    PHASES,
    Cursor,
    Event,
    back,
    ends,
    events_of,
    forward,
)
from nnviz.engine.network import Network
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.templates.base import chain, template, templates

STEPS = 3
"""Steps of an epoch in these tests."""


def events(*layers) -> tuple[Event, ...]:
    return events_of(Network(chain(*layers)))


SMALL = events(("x", Input()), ("h", Dense(2, "relu")), ("o", Dense(1, "sigmoid")))


def test_a_small_step_in_full():
    assert [(e.phase, e.layer, e.quantity, e.unit) for e in SMALL] == [
        ("forward", "x", "x", None),
        ("forward", "h", "z", 0),
        ("forward", "h", "z", 1),
        ("forward", "o", "z", 0),
        ("loss", "o", "loss", None),
        ("backward", "o", "dz", 0),
        ("backward", "o", "dw", 0),
        ("backward", "o", "dx", None),
        ("backward", "h", "dz", 0),
        ("backward", "h", "dz", 1),
        ("backward", "h", "dw", 0),
        ("backward", "h", "dw", 1),
        ("update", "h", "update", None),
        ("update", "o", "update", None),
    ]


def test_softmax_needs_all_sums_first():
    found = [(e.quantity, e.unit) for e in events(Input(), Dense(3, "softmax")) if e.phase == "forward"]
    assert found == [("x", None), ("z", 0), ("z", 1), ("z", 2), ("a", None)]


def test_layers_without_weights_are_one_event_each_way():
    found = events(Input((2, 2)), Dense(2), Flatten(), Activation("tanh"), Dense(1))
    steps = [(e.phase, e.layer, e.quantity, e.unit) for e in found]
    assert ("forward", "flatten", "a", None) in steps
    assert ("forward", "activation", "a", None) in steps
    assert ("backward", "flatten", "dx", None) in steps
    # Sequences and pictures are taken as a whole, whatever their width.
    assert ("forward", "dense", "z", None) in steps


@pytest.mark.parametrize(("units", "single"), [(DRAWN_UNITS, True), (DRAWN_UNITS + 1, False)])
def test_wide_layers_are_stepped_as_a_whole(units, single):
    found = [
        e.unit for e in events(Input(), Dense(units), Dense(1)) if (e.layer, e.quantity) == ("dense", "z")
    ]
    assert found == (list(range(units)) if single else [None])


@pytest.mark.parametrize("name", templates())
def test_every_layer_has_its_part_in_every_phase(name):
    design = template(name).build().design
    network = Network(design)
    found = events_of(network)
    assert [e.phase for e in found] == sorted((e.phase for e in found), key=PHASES.index)
    assert len(set(found)) == len(found)
    for stage in network.stages:
        phases = {e.phase for e in found if e.layer == stage.name}
        assert "forward" in phases
        assert ("update" in phases) == bool(stage.slots)
        assert ("backward" in phases) >= bool(stage.slots)
    assert [e.layer for e in found if e.phase == "loss"] == [design.order[-1]]
    order = [design.order.index(e.layer) for e in found if e.phase == "forward"]
    assert order == sorted(order)
    order = [design.order.index(e.layer) for e in found if e.phase == "backward"]
    assert order == sorted(order, reverse=True)


# --- moves -----------------------------------------------------------------------------------------------

LAST = len(SMALL) - 1

moments = st.builds(Cursor, st.integers(0, 4 * STEPS), st.integers(0, LAST))
grains = st.sampled_from(GRAINS)


@given(moments, grains)
def test_forward_goes_on_and_back_goes_back(cursor, grain):
    after, before = forward(cursor, SMALL, grain, STEPS), back(cursor, SMALL, grain, STEPS)
    assert after > cursor
    assert before < cursor or before == cursor == Cursor(0, 0)
    for moment in (after, before):
        assert 0 <= moment.event <= LAST
        assert moment.step >= 0


@given(moments, grains)
def test_a_move_ends_where_something_of_its_grain_is_complete(cursor, grain):
    after = forward(cursor, SMALL, grain, STEPS)
    if grain == "epoch":
        assert (after.step + 1) % STEPS == 0
        assert after.event == LAST
    else:
        assert after.event in ends(SMALL, grain)


@given(moments, grains)
def test_back_undoes_forward_between_complete_moments(cursor, grain):
    here = forward(cursor, SMALL, grain, STEPS)
    assert back(forward(here, SMALL, grain, STEPS), SMALL, grain, STEPS) == here


@given(moments, grains)
def test_forward_leaves_nothing_out(cursor, grain):
    """There is no complete moment between a moment and the next."""
    after = forward(cursor, SMALL, grain, STEPS)
    between = forward(cursor, SMALL, "neuron", STEPS)
    while between < after:
        complete = between.event in ends(SMALL, "step" if grain == "epoch" else grain)
        assert not complete or (grain == "epoch" and (between.step + 1) % STEPS)
        between = forward(between, SMALL, "neuron", STEPS)


def test_coarser_grains_end_where_finer_ones_do():
    for finer, coarser in pairwise(GRAINS[:-1]):
        assert set(ends(SMALL, coarser)) < set(ends(SMALL, finer))
    assert [SMALL[i].phase for i in ends(SMALL, "phase")] == list(PHASES)
    assert ends(SMALL, "step") == (LAST,)
    assert ends(SMALL, "neuron") == tuple(range(len(SMALL)))


def test_a_walk_by_layers():
    cursor, seen = Cursor(), []
    for _ in range(8):
        cursor = forward(cursor, SMALL, "layer", STEPS)
        seen.append((cursor.step, SMALL[cursor.event].phase, SMALL[cursor.event].layer))
    assert seen == [
        (0, "forward", "h"),
        (0, "forward", "o"),
        (0, "loss", "o"),
        (0, "backward", "o"),
        (0, "backward", "h"),
        (0, "update", "h"),
        (0, "update", "o"),
        (1, "forward", "x"),
    ]


def test_epochs_from_inside_and_from_an_end():
    inside, end = Cursor(STEPS + 1, 4), Cursor(2 * STEPS - 1, LAST)
    assert forward(inside, SMALL, "epoch", STEPS) == end
    assert back(inside, SMALL, "epoch", STEPS) == Cursor(STEPS - 1, LAST)
    assert forward(end, SMALL, "epoch", STEPS) == Cursor(3 * STEPS - 1, LAST)
    assert back(end, SMALL, "epoch", STEPS) == Cursor(STEPS - 1, LAST)
    assert back(Cursor(1, 1), SMALL, "epoch", STEPS) == Cursor(0, 0)
