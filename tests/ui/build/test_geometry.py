"""Where things lie and what is under a point, without a window."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.design import edits
from nnviz.design.graph import Design, Edge
from nnviz.layers.add import Add
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.ui.build import geometry as geo
from tests.layers.steps import graph

WIDTH = 120.0


def chain(*layers) -> Design:
    design = Design()
    for layer in layers:
        design, _ = edits.append(design, layer)
    return design


def lay(design: Design, **moved) -> geo.Layout:
    return geo.layout(design, lambda _: WIDTH, moved)


@pytest.fixture
def layout() -> geo.Layout:
    return lay(chain(Input((2,)), Dense(4), Dense(1)))


def test_a_card_lies_around_the_position_of_its_node(layout):
    assert layout.cards["dense"].centre == (190.0, 0.0)
    assert layout.cards["dense"].width == WIDTH
    assert layout.outputs["dense"] == (190.0 + WIDTH / 2, 0.0)
    assert layout.inputs["dense"] == ((190.0 - WIDTH / 2, 0.0),)
    assert layout.inputs["input"] == ()


def test_moved_cards_take_their_lines_with_them():
    moved = lay(chain(Input((2,)), Dense(4)), dense=(300.0, 50.0))
    assert moved.cards["dense"].centre == (300.0, 50.0)
    assert moved.wires[0].end == (300.0 - WIDTH / 2, 50.0)


def test_what_lies_under_a_point(layout):
    assert geo.hit(layout, (190.0, 5.0)) == geo.Hit("card", "dense")
    assert geo.hit(layout, layout.outputs["dense"]) == geo.Hit("output", "dense")
    assert geo.hit(layout, layout.inputs["dense"][0]) == geo.Hit("input", "dense", 0)
    assert geo.hit(layout, (95.0, 0.0)) == geo.Hit("wire", edge=Edge("input", "dense"))
    assert geo.hit(layout, (95.0, 200.0)) == geo.NOTHING


def test_a_port_is_meant_from_outside_its_card_too(layout):
    x, y = layout.outputs["dense"]
    assert geo.hit(layout, (x + geo.NEAR * 0.9, y)).kind == "output"
    assert geo.hit(layout, (x + geo.NEAR * 1.5, y)).kind == "wire"


def test_the_uppermost_card_is_hit():
    design = chain(Input((2,)))
    for _ in range(2):
        design, _name = edits.add(design, Dense(1), (400.0, 0.0))
    assert geo.hit(lay(design), (400.0, 0.0)).name == "dense_1"


def test_cards_one_below_the_other_are_joined_by_an_upright_line():
    design = chain(Input((2,)), Dense(4))
    below = lay(design, dense=(0.0, 110.0)).wires[0]
    assert below.upright
    assert below.start == (0.0, geo.CARD_HEIGHT / 2)
    assert below.end == (0.0, 110.0 - geo.CARD_HEIGHT / 2)
    above = lay(design, dense=(0.0, -110.0)).wires[0]
    assert above.end == (0.0, -110.0 + geo.CARD_HEIGHT / 2)


def test_a_line_back_to_the_left_at_the_same_height_stays_finite():
    wire = lay(chain(Input((2,)), Dense(4)), dense=(-300.0, 0.0)).wires[0]
    assert not wire.upright
    assert all(math.isfinite(n) for t in (0, 0.25, 0.5, 1) for n in wire.at(t))


@given(
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    st.floats(0, 1),
)
def test_every_point_of_a_curve_is_near_it(start, end, t):
    wire = geo.Wire(Edge("a", "b"), start, *geo.curve(start, end), end)
    assert wire.at(0) == pytest.approx(start)
    assert wire.at(1) == pytest.approx(end)
    assert wire.distance(wire.at(t)) < 20


@given(st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), min_size=1, max_size=6))
def test_what_is_hit_is_really_there(positions):
    design = Design()
    for position in positions:
        design, _ = edits.add(design, Dense(1), position)
    layout = lay(design)
    for name, box in layout.cards.items():
        found = geo.hit(layout, box.centre)
        assert found.kind in ("card", "output", "input")
        assert layout.cards[found.name].contains(box.centre) or found.kind != "card"
        assert geo.inside(layout, box) >= {name}
        assert geo.bounds([box, layout.bounds]) == layout.bounds


def test_a_rectangle_is_the_same_from_all_corners():
    boxes = {geo.Box.between(a, b) for a, b in [((0, 0), (4, 3)), ((4, 3), (0, 0)), ((0, 3), (4, 0))]}
    assert boxes == {geo.Box(0, 0, 4, 3)}


def test_the_nearest_port_is_the_target():
    class Two(Dense):
        ports = 2

    design, name = edits.add(Design(), Two(1), (0.0, 0.0))
    layout = lay(design)
    upper, lower = layout.inputs[name]
    assert upper[1] < lower[1]
    assert geo.target_port(layout, name, (0.0, 20.0)) == 1
    assert geo.target_port(layout, name, (0.0, -20.0)) == 0


def test_nothing_has_no_bounds():
    assert lay(Design()).bounds is None


def test_a_line_past_other_cards_goes_below_them():
    """A way around two layers in one row, as in a residual block, does not run behind them."""
    design = graph(
        ("a", Input((4,)), ()),
        ("b", Dense(4), ("a",)),
        ("c", Dense(4), ("b",)),
        ("sum", Add(), ("c", "a")),
    )
    found = geo.layout(edits.arrange(design), lambda node: geo.CARD_WIDTH)
    (way,) = [wire for wire in found.wires if (wire.edge.source, wire.edge.target) == ("a", "sum")]
    for i in range(25):
        x, y = way.at(i / 24)
        for name in ("b", "c"):
            card = found.cards[name]
            assert not card.contains((x, y)), (name, i)
    assert way.at(0.5)[1] > found.cards["b"].bottom + geo.EM
    assert geo.hit(found, way.at(0.5)).edge == way.edge
    straight = [wire for wire in found.wires if wire is not way]
    assert all(abs(wire.at(0.5)[1]) < geo.CARD_HEIGHT / 2 for wire in straight)
