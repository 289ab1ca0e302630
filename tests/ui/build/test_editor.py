"""Edits of Build: what they make, what they select, and that undo gives everything back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Design, Edge
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.ui.build import editor as build
from nnviz.ui.build.editor import Editor
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.worker import Worker


@pytest.fixture
def editor(session, selection) -> Editor:
    return Editor(session, selection)


def chain_of(design: Design) -> list[str]:
    return list(design.order)


def test_append_adds_at_the_end_connects_and_selects(session, selection, editor):
    assert editor.append("Dense")
    design = session.document.design
    assert design.sources("dense_3") == ("dense_2",)
    assert selection.names == {"dense_3"}
    assert session.undo_stack.undoText() == "Add Dense"
    session.undo_stack.undo()
    assert "dense_3" not in session.document.design.by_name
    assert selection.names == frozenset()


def test_add_after_goes_between(session, editor):
    editor.add_after("Activation", "dense")
    design = session.document.design
    assert chain_of(design) == ["input", "dense", "activation", "dense_1", "dense_2"]
    xs = [design.node(name).position[0] for name in design.order]
    assert all(b - a >= edits.GAP[0] for a, b in itertools.pairwise(xs))


@pytest.mark.parametrize("x", [None, 0.0, 100.0, 5000.0])
def test_insert_on_a_line_makes_room(session, editor, x):
    editor.insert("Activation", Edge("dense", "dense_1"), x)
    design = session.document.design
    assert design.sources("activation") == ("dense",)
    assert design.sources("dense_1") == ("activation",)
    xs = [design.node(name).position[0] for name in design.order]
    assert all(b - a >= edits.GAP[0] for a, b in itertools.pairwise(xs))


def test_insert_into_a_long_line_stays_where_it_was_dropped(session, editor):
    editor.move_layers({"dense_2": (1200.0, 0.0)})
    editor.insert("Activation", Edge("dense_1", "dense_2"), 800.0)
    design = session.document.design
    assert design.node("activation").position == (800.0, 0.0)
    assert design.node("dense_2").position == (1200.0, 0.0)


def test_a_layer_at_the_open_end_of_a_line(session, editor):
    editor.add_linked("Dense", (900.0, 40.0), Edge("dense_1", ""))
    design = session.document.design
    assert design.sources("dense_3") == ("dense_1",)
    assert design.node("dense_3").position == (900.0, 40.0)
    editor.add_linked("Activation", (100.0, 200.0), Edge("", "dense_3"))
    assert session.document.design.sources("dense_3") == ("activation",)


def test_delete_joins_the_chain_and_drops_the_selection(session, selection, editor):
    selection.set(["dense"])
    editor.delete_selected()
    assert session.document.design.sources("dense_1") == ("input",)
    assert selection.names == frozenset()


def test_delete_a_line(session, selection, editor):
    selection.set_edge(Edge("dense", "dense_1"))
    editor.delete_selected()
    assert Edge("dense", "dense_1") not in session.document.design.edges
    assert selection.edge is None
    assert not editor.delete_selected()


def test_a_circle_is_refused_in_words(session, editor, said):
    before = session.document
    assert not editor.connect_layers("dense_1", "dense")
    assert session.document == before
    assert "circle" in said[0]
    assert "circle" in str(build.refusal(before.design, "dense_1", "dense"))
    assert "samples enter" in str(build.refusal(before.design, "dense", "input"))
    assert build.refusal(before.design, "input", "dense_1") is None


def test_targets_are_what_can_be_connected(session):
    design = session.document.design
    assert build.targets(design, "input") == (("dense_1", 0), ("dense_2", 0))
    assert build.targets(design, "dense_2") == ()


def test_layers_that_fit_take_an_input(session):
    kinds = {layer.kind() for layer in build.fitting(session.document.design, "dense")}
    assert "Dense" in kinds
    assert "Input" not in kinds
    assert "Input" in {layer.kind() for layer in build.fitting(session.document.design)}


def test_rename_keeps_it_selected(session, selection, editor):
    selection.set(["dense"])
    editor.rename("dense", "hidden")
    assert selection.names == {"hidden"}
    assert session.document.design.sources("dense_1") == ("hidden",)


def test_nudges_of_one_burst_are_one_step(session, selection, editor):
    selection.set(["dense", "dense_1"])
    before = session.document
    for _ in range(3):
        editor.nudge(10, 0, burst=1)
    editor.nudge(0, 10, burst=2)
    assert session.document.design.node("dense").position == (220.0, 10.0)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.document == before


def test_a_burst_that_ends_where_it_began_leaves_no_step(session, selection, editor):
    selection.set(["dense"])
    editor.nudge(10, 0, burst=1)
    editor.nudge(-10, 0, burst=1)
    assert not session.undo_stack.canUndo()


def test_field_changes_merge_by_burst_only(session, editor):
    for units, burst in [(5, 1), (6, 1), (7, 2)]:
        editor.set_field("dense", "units", units, burst)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.document.design.node("dense").layer.units == 6
    session.undo_stack.undo()
    assert session.document.design.node("dense").layer.units == 4


def test_selection_signals_only_what_changed(qtbot, selection):
    with qtbot.waitSignal(selection.changed):
        selection.set(["dense", "nobody"])
    assert selection.names == {"dense"}
    with qtbot.assertNotEmitted(selection.changed):
        selection.set(["dense"])
    selection.set_edge(Edge("input", "dense"))
    assert selection.names == frozenset()
    selection.set_edge(Edge("input", "nobody"))
    assert selection.edge is None


KINDS = st.sampled_from(["Dense", "Activation", "Flatten", "Input"])
INDEX = st.integers(0, 20)
STEP = st.one_of(
    st.tuples(st.just("append"), KINDS),
    st.tuples(st.just("add_at"), KINDS, st.tuples(st.floats(-500, 500), st.floats(-500, 500))),
    st.tuples(st.just("add_after"), KINDS, INDEX),
    st.tuples(st.just("insert"), KINDS, INDEX),
    st.tuples(st.just("connect"), INDEX, INDEX),
    st.tuples(st.just("disconnect"), INDEX),
    st.tuples(st.just("delete"), st.sets(INDEX, max_size=3)),
    st.tuples(st.just("move"), INDEX, st.floats(-500, 500)),
    st.tuples(st.just("units"), INDEX, st.integers(1, 9), st.integers(0, 1)),
    st.tuples(st.just("rename"), INDEX, st.sampled_from(["a", "b", "a b", "input"])),
    st.tuples(st.just("arrange")),
    st.tuples(st.just("setup"), st.integers(1, 50)),
)


def _do(session: Session, selection: Selection, editor: Editor, step: tuple) -> None:  # noqa: C901 - a table
    design = session.document.design
    names, lines = [node.name for node in design.nodes], design.edges

    def name(index: int) -> str:
        return names[index % len(names)]

    match step:
        case ("append", kind):
            editor.append(kind)
        case ("add_at", kind, position):
            editor.add_at(kind, position)
        case ("add_after", kind, i) if names:
            editor.add_after(kind, name(i))
        case ("insert", kind, i) if lines and kind != "Input":
            editor.insert(kind, lines[i % len(lines)])
        case ("connect", i, j) if names:
            editor.connect_layers(name(i), name(j))
        case ("disconnect", i) if lines:
            editor.disconnect_edge(lines[i % len(lines)])
        case ("delete", chosen) if names:
            selection.set(name(i) for i in chosen)
            editor.delete_selected()
        case ("move", i, x) if names:
            editor.move_layers({name(i): (x, x)})
        case ("units", i, units, burst) if names and isinstance(design.node(name(i)).layer, Dense):
            editor.set_field(name(i), "units", units, burst)
        case ("rename", i, new) if names:
            editor.rename(name(i), new)
        case ("arrange",):
            editor.arrange()
        case ("setup", size):
            editor.set_setup("batch_size", size)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12), st.booleans())
def test_any_edits_are_undone_bit_for_bit(qapp, steps, empty):
    design = Design()
    for layer in () if empty else (Input((2,)), Dense(3), Activation("relu")):
        design, _ = edits.append(design, layer)
    worker = Worker()
    try:
        session = Session(Document("start", design), worker)
        selection = Selection(session)
        editor = Editor(session, selection)
        start = session.document
        for step in steps:
            _do(session, selection, editor, step)
            assert selection.names <= session.document.design.by_name.keys()
        end = session.document
        while session.undo_stack.canUndo():
            session.undo_stack.undo()
        assert session.document == start
        while session.undo_stack.canRedo():
            session.undo_stack.redo()
        assert session.document == end
    finally:
        assert worker.close()
