"""Merges on the canvas: a residual block built with the mouse, ports, menus."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from nnviz.design.check import problems
from nnviz.design.graph import Edge
from nnviz.design.shapes import infer
from nnviz.layers.merge import MOST
from nnviz.ui.build import geometry as geo
from nnviz.ui.build.editor import targets
from tests.ui.build.test_canvas import LEFT, NONE, drag, drop, open_menu


@pytest.fixture
def port(canvas):
    """Return the function from a card and the number of an input to its place in the view."""

    def find(name: str, number: int) -> QPoint:
        return canvas.mapFromScene(QPointF(*canvas.layout_now.inputs[name][number]))

    return find


def sources(session, name: str) -> tuple[str, ...]:
    return session.document.design.sources(name)


def with_merge(session, canvas, place, kind: str = "Add") -> str:
    """Drop a merge on the line from dense_1 to dense_2."""
    drop(canvas, kind, QPoint(20, 20), (place("dense_1", "out") + place("dense_2", "in")) / 2)
    canvas.fit()
    return kind.lower()


def test_a_residual_block_is_built_with_the_mouse(session, canvas, selection, place, port):
    """Drop an Add into a line, put a layer of its width before it, pull a line around."""
    name = with_merge(session, canvas, place)
    assert selection.names == {name}
    assert sources(session, name) == ("dense_1",)
    assert sources(session, "dense_2") == (name,)
    assert str(infer(session.document.design).faults[name]).startswith("“add” needs at least 2 lines")
    canvas.editor.set_field("dense_1", "units", 4)
    # The way around: from the first layer to the free port below.
    assert len(canvas.layout_now.inputs[name]) == 2
    drag(canvas, place("dense", "out"), port(name, 1))
    assert sources(session, name) == ("dense_1", "dense")
    assert len(canvas.layout_now.inputs[name]) == 3
    assert problems(session.document, session.document.setup.data.load()) == ()
    session.undo_stack.undo()
    assert sources(session, name) == ("dense_1",)
    assert len(canvas.layout_now.inputs[name]) == 2


def test_a_line_let_go_on_a_merge_takes_the_free_port(session, canvas, place, port):
    name = with_merge(session, canvas, place)
    for source, expected in (("dense", ("dense_1", "dense")), ("input", ("dense_1", "dense", "input"))):
        top = place(name) - QPoint(0, 12)  # nearer to the first port, which is taken
        drag(canvas, place(source, "out"), top)
        assert sources(session, name) == expected


def test_a_line_let_go_on_a_taken_port_replaces(session, canvas, place, port):
    name = with_merge(session, canvas, place)
    drag(canvas, place("dense", "out"), port(name, 0))
    assert sources(session, name) == ("dense",)


def test_a_line_is_pulled_from_the_free_port_back_to_a_layer(session, canvas, place, port):
    name = with_merge(session, canvas, place)
    drag(canvas, port(name, 1), place("input"))
    assert sources(session, name) == ("dense_1", "input")


def test_ports_close_up_when_a_line_is_taken_away(session, canvas, selection, place, port):
    name = with_merge(session, canvas, place, "Concatenate")
    drag(canvas, place("dense", "out"), port(name, 1))
    drag(canvas, place("input", "out"), port(name, 2))
    assert sources(session, name) == ("dense_1", "dense", "input")
    selection.set_edge(Edge("dense", name, 1))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert sources(session, name) == ("dense_1", "input")
    assert {edge.port for edge in session.document.design.edges if edge.target == name} == {0, 1}
    assert len(canvas.layout_now.inputs[name]) == 3


def test_a_difference_has_two_ports_and_no_more(session, canvas, place, port):
    name = with_merge(session, canvas, place, "Subtract")
    drag(canvas, place("dense", "out"), port(name, 1))
    assert len(canvas.layout_now.inputs[name]) == 2
    assert targets(session.document.design, "input") == (
        ("dense_1", 0),
        ("dense_2", 0),
        (name, 0),
        (name, 1),
    )


def test_the_menu_offers_the_free_port(session, canvas, selection, place, port):
    name = with_merge(session, canvas, place)
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, place("input"))
    assert (name, 1) in targets(session.document.design, "input")
    assert (name, 0) not in targets(session.document.design, "input")


def test_a_line_to_empty_ground_offers_merges(session, canvas, place):
    drag(canvas, place("dense_1", "out"), place("dense_1") + QPoint(60, 160))
    menu = open_menu()
    assert {"Add", "Concatenate"} <= {action.text() for action in menu.actions()}
    next(a for a in menu.actions() if a.text() == "Add").trigger()
    menu.close()
    assert sources(session, "add") == ("dense_1",)


def test_a_merge_with_many_lines_is_higher_and_its_ports_keep_apart(session, canvas, place):
    name = with_merge(session, canvas, place)
    for number in range(1, MOST):
        canvas.editor.connect_layers("dense", name, number)
    ports = canvas.layout_now.inputs[name]
    assert len(ports) == MOST
    assert canvas.layout_now.cards[name].height > 2 * geo.CARD_HEIGHT
    gaps = [b[1] - a[1] for a, b in itertools.pairwise(ports)]
    assert min(gaps) >= 2 * geo.PORT
    for number, place_of in enumerate(ports):
        assert geo.hit(canvas.layout_now, place_of) == geo.Hit("input", name, number)
