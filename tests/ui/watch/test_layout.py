"""Where things lie, and what lies under the pointer."""

from __future__ import annotations

import itertools
import math

import pytest

from nnviz.design.graph import Design, Edge, Node
from nnviz.design.shapes import Shapes, infer
from nnviz.engine.events import Event, events_of
from nnviz.engine.network import Network
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.templates.base import chain
from nnviz.ui.watch.columns import depths
from nnviz.ui.watch.focus import focus_of
from nnviz.ui.watch.hits import hit, neuron_at
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.layout import layout

EM = 17.0


def place(*layers, size=(820, 640)):
    design = chain(*layers)
    return layout(design, infer(design), *size, EM)


def test_small_layers_are_circles_in_columns_by_depth():
    geometry = place(Input((2,)), Dense(4), Dense(3), Dense(1))
    assert [len(block.centres) for block in geometry.blocks] == [2, 4, 3, 1]
    xs = [block.box.middle.x for block in geometry.blocks]
    assert xs == sorted(xs)
    assert geometry.loss.x > xs[-1]
    assert geometry.loss.right <= geometry.width
    for block in geometry.blocks:
        assert all(0 < x < 820 and 0 < y < 640 for x, y in block.centres)
        assert all(
            math.dist(a, b) >= 2 * block.radius
            for a, b in zip(block.centres, block.centres[1:], strict=False)
        )


@pytest.mark.parametrize("units", [16, 17, 100, 512, 784, 5000, 100_000])
def test_wide_layers_are_one_strip_whose_cells_hold_every_neuron(units):
    geometry = place(Input((3,)), Dense(units), Dense(1))
    block = geometry.blocks[1]
    if units <= 16:
        assert block.kind == "neurons"
        return
    assert block.kind == "strip"
    assert not block.centres
    cells = block.rows * block.columns
    assert (cells - block.columns) * block.per_cell < units <= cells * block.per_cell
    assert cells < 4000
    assert [link.kind for link in geometry.links] == ["band", "band"]
    last = block.cell(units - 1)
    assert last.bottom <= block.box.bottom + 1e-6
    assert last.right <= block.box.right + 1e-6


def test_a_picture_stays_a_picture_and_flatten_is_a_strip():
    geometry = place(Input((28, 14)), Flatten(), Dense(10, "softmax"))
    picture, strip, digits = geometry.blocks
    assert (picture.kind, strip.kind, digits.kind) == ("picture", "strip", "neurons")
    assert picture.box.height / picture.box.width == pytest.approx(2)
    small = place(Input((2, 2)), Flatten(), Dense(3))
    assert [link.kind for link in small.links] == ["band", "weights"]


def test_an_activation_is_joined_line_by_line():
    geometry = place(Input((2,)), Dense(3), Activation("relu"))
    assert [link.kind for link in geometry.links] == ["weights", "parallel"]


def test_branches_get_places_of_their_own():
    nodes = [
        ("in", Input((4,))),
        ("a", Dense(3)),
        ("b", Dense(5)),
        ("c", Dense(2)),
        ("d", Dense(2)),
        ("e", Dense(1)),
    ]
    edges = [("in", "a"), ("in", "b"), ("a", "c"), ("b", "d"), ("c", "e"), ("d", "e")]
    design = Design(tuple(Node(n, layer) for n, layer in nodes), tuple(Edge(a, b) for a, b in edges[:5]))
    assert depths(design) == {"in": 0, "a": 1, "b": 1, "c": 2, "d": 3, "e": 3}, (
        "all outputs in the last column"
    )
    geometry = layout(design, infer(design), 900, 600, EM)
    a, b = geometry.by_name["a"], geometry.by_name["b"]
    assert a.box.middle.x == pytest.approx(b.box.middle.x)
    assert a.box.bottom < b.heading.y + 1
    assert len(geometry.links) == 5


def test_a_design_without_known_shapes_is_an_empty_picture():
    geometry = layout(Design(), Shapes({}, {}, {}, {}), 400, 300, EM)
    assert geometry.blocks == ()
    assert geometry.loss.width == 0


def test_a_deep_network_is_wider_than_the_window_rather_than_crowded():
    geometry = place(Input((2,)), *[Dense(3) for _ in range(12)], size=(500, 400))
    assert geometry.width > 500
    xs = [block.box.middle.x for block in geometry.blocks]
    assert min(b - a for a, b in itertools.pairwise(xs)) > 5 * EM


def test_the_pointer_finds_neurons_and_weights():
    geometry = place(Input((2,)), Dense(4), Dense(3), Dense(1))
    for block in geometry.blocks:
        for unit, (x, y) in enumerate(block.centres):
            assert hit(geometry, x + 2, y - 2) == Pick(block.name, unit)
    found = set()
    for link in geometry.links:
        source, target = geometry.by_name[link.source], geometry.by_name[link.target]
        for i in range(source.units):
            for j in range(target.units):
                # Near its ends a line is apart from the others that leave the same neuron or enter it.
                where = geometry.curve(link, i, j).at(0.35)
                pick = hit(geometry, *where)
                assert pick is not None
                found.add(pick)
    assert len(found) >= 20
    assert hit(geometry, 5, 5) is None


def test_the_pointer_finds_cells_and_pixels():
    geometry = place(Input((28, 28)), Flatten(), Dense(100), Dense(10))
    picture, strip, wide, _ = geometry.blocks
    x, y = picture.box.x + 3.5 * picture.box.width / 28, picture.box.y + 7.5 * picture.box.height / 28
    assert neuron_at(geometry, x, y) == Pick(picture.name, 7 * 28 + 3)
    for block, unit in ((strip, 0), (strip, 783), (wide, 57)):
        assert neuron_at(geometry, *block.cell(unit).middle) == Pick(block.name, unit)


def test_a_softmax_of_its_own_lights_the_neurons_and_no_weights():
    layers = Input((30,)), Dense(3, "softmax")
    design = chain(*layers)
    geometry = place(*layers)
    event = next(e for e in events_of(Network(design)) if e.quantity == "a")
    focus = focus_of(geometry, (event,))
    assert len(focus.ringed) == 3
    assert not focus.bands
    moved = place(Input((30,)), Flatten())
    assert focus_of(moved, (Event("forward", moved.blocks[1].name, "a"),)).bands
