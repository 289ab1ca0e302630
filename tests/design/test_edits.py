"""Edits: what each one does, and that no sequence of them makes a design that cannot be."""

from __future__ import annotations

import contextlib
import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.digits import Digits
from nnviz.design import edits
from nnviz.design.check import problems
from nnviz.design.codec import decode, encode
from nnviz.design.document import Document
from nnviz.design.graph import Design, DesignError, Edge, Node, Unknown
from nnviz.design.shapes import infer
from nnviz.layers.activation import Activation
from nnviz.layers.add import Add
from nnviz.layers.concatenate import Concatenate
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.subtract import Subtract
from nnviz.parts import PartError
from nnviz.templates.base import chain, template
from nnviz.words import NnvizError
from tests.design.strategies import designs, small_layers, unknown_layers

CHAIN = chain(("a", Input((2,))), ("b", Dense(3)), ("c", Dense(4)), ("d", Dense(1)))


def lines(design: Design) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in design.edges}


def assert_sound(design: Design) -> None:
    """What must hold for every design."""
    names = [node.name for node in design.nodes]
    assert len(set(names)) == len(names)
    assert all(edits.NAME.fullmatch(name) for name in names)
    assert len({(e.target, e.port) for e in design.edges}) == len(design.edges)
    for edge in design.edges:
        assert edge.source in names
        layer = design.node(edge.target).layer
        assert 0 <= edge.port < edits.most_ports(layer) or isinstance(layer, Unknown)
    for name, node in design.by_name.items():
        if node.layer.most_ports is not None:
            ports = sorted(edge.port for edge in design.edges if edge.target == name)
            assert ports == list(range(len(ports)))
    assert not design.has_cycle
    assert sorted(design.order) == sorted(names)
    place = {name: index for index, name in enumerate(design.order)}
    assert all(place[e.source] < place[e.target] for e in design.edges)
    assert all(math.isfinite(n) and abs(n) <= 1e6 for node in design.nodes for n in node.position)


# --- any sequence ----------------------------------------------------------------------------------------

numbers = st.floats() | st.sampled_from([0.0, 190.0])
positions = st.tuples(numbers, numbers)
layers = small_layers | unknown_layers | st.sampled_from([Add(), Subtract(), Concatenate(), Dropout()])


def edit(draw: st.DrawFn, document: Document) -> Document:
    """Return the document after a random edit, which may name what is not there."""
    design = document.design
    name = st.sampled_from(["nobody", *design.by_name])
    edge = st.sampled_from([Edge("nobody", "no_one"), *design.edges])
    what = draw(st.sampled_from(["layer", "line", "card", "name"]))
    if what == "name":
        new = draw(
            name
            | st.from_regex(edits.NAME, fullmatch=True)
            | st.sampled_from(["", "1", "a/b", "ä", "x" * 65])
        )
        return edits.rename(document, draw(name), new)
    if what == "layer":
        after = draw(st.none() | name)
        changes = [
            lambda: edits.add(design, draw(layers), draw(positions), draw(st.just("") | name))[0],
            lambda: edits.append(design, draw(layers), after)[0],
            lambda: edits.insert_on_edge(design, draw(layers), draw(edge), draw(positions))[0],
            lambda: edits.remove(design, draw(st.lists(name, max_size=2))),
            lambda: edits.replace_layer(design, draw(name), draw(layers)),
            lambda: edits.set_fields(
                design,
                draw(name),
                **draw(
                    st.dictionaries(
                        st.sampled_from(["units", "activation", "shape", "x"]),
                        st.sampled_from([3, 0, "tanh", "x", (4, 4), (0,), None]),
                        max_size=2,
                    )
                ),
            ),
        ]
    elif what == "line":
        changes = [
            lambda: edits.connect(design, draw(name), draw(name), draw(st.integers(-1, 2))),
            lambda: edits.disconnect(design, draw(edge)),
        ]
    else:
        changes = [
            lambda: edits.move(design, draw(st.dictionaries(name, positions, max_size=3))),
            lambda: edits.arrange(design),
        ]
    return edits.with_design(document, draw(st.sampled_from(changes))())


@settings(max_examples=200)
@given(designs(layers), st.data())
def test_any_sequence_of_edits_keeps_the_design_sound(design, data):
    document = Document(design=design)
    for _ in range(data.draw(st.integers(1, 8))):
        before = encode(document)
        after = document
        with contextlib.suppress(NnvizError):
            after = edit(data.draw, document)
        assert encode(document) == before  # an edit returns a new document and leaves the old one as it is
        document = after
        assert_sound(document.design)
        infer(document.design)
        problems(document)
    assert decode(encode(document)).design == document.design


# --- each edit -------------------------------------------------------------------------------------------


def test_add_is_unconnected_and_named_in_the_manner_of_keras():
    design, names = Design(), []
    for layer in (Dense(), Dense(), Flatten(), Dense(), Unknown("MaxPooling2D"), Unknown("LSTM")):
        design, name = edits.add(design, layer, (1, 2))
        names.append(name)
    assert names == ["dense", "dense_1", "flatten", "dense_2", "unknown", "unknown_1"]
    assert not design.edges
    assert design.node("dense_1").position == (1, 2)


@pytest.mark.parametrize("name", ["", "1a", "_a", "a b", "a/b", "ä", "a" * 65, "a\n"])
def test_name_that_keras_does_not_take_is_refused(name):
    with pytest.raises(DesignError, match="cannot be a layer's name"):
        edits.rename(Document(design=CHAIN), "b", name)
    if name:
        with pytest.raises(DesignError, match="cannot be a layer's name"):
            edits.add(CHAIN, Dense(), (0, 0), name)


def test_name_that_is_taken_is_refused():
    with pytest.raises(DesignError, match="already a layer “c”"):
        edits.rename(Document(design=CHAIN), "b", "c")
    with pytest.raises(DesignError, match="already a layer “c”"):
        edits.append(CHAIN, Dense(), name="c")


def test_append_goes_behind_the_last_layer():
    design, name = edits.append(CHAIN, Dense(7))
    assert name == "dense"
    assert lines(design) == lines(CHAIN) | {("d", "dense")}
    assert design.node("dense").position[0] > design.node("d").position[0]


def test_append_after_a_layer_goes_between_it_and_its_consumers():
    design, name = edits.append(CHAIN, Activation("tanh"), "b")
    assert lines(design) == {("a", "b"), ("b", name), (name, "c"), ("c", "d")}
    xs = [design.node(n).position[0] for n in ("a", "b", name, "c", "d")]
    assert xs == sorted(set(xs))


def test_append_to_nothing_and_of_an_input():
    design, name = edits.append(Design(), Dense())
    assert (name, design.edges) == ("dense", ())
    design, name = edits.append(CHAIN, Input())
    assert lines(design) == lines(CHAIN)


def test_insert_on_an_edge():
    design, name = edits.insert_on_edge(CHAIN, Dense(9), Edge("b", "c"), (5, 6))
    assert lines(design) == {("a", "b"), ("b", name), (name, "c"), ("c", "d")}
    assert design.node(name).position == (5, 6)
    with pytest.raises(DesignError, match="where the samples enter"):
        edits.insert_on_edge(CHAIN, Input(), Edge("b", "c"), (5, 6))
    with pytest.raises(DesignError, match="no line from “a” to “d”"):
        edits.insert_on_edge(CHAIN, Dense(), Edge("a", "d"), (5, 6))


def test_remove_joins_the_ends():
    assert lines(edits.remove(CHAIN, ["b"])) == {("a", "c"), ("c", "d")}
    assert lines(edits.remove(CHAIN, ["b", "c"])) == {("a", "d")}
    assert lines(edits.remove(CHAIN, ["d"])) == {("a", "b"), ("b", "c")}
    assert lines(edits.remove(CHAIN, ["a"])) == {("b", "c"), ("c", "d")}
    assert edits.remove(CHAIN, ["a", "b", "c", "d"]) == Design()


def test_remove_keeps_every_branch():
    branched = edits.connect(edits.add(CHAIN, Dense(), (0, 0), "e")[0], "b", "e")
    assert lines(edits.remove(branched, ["b"])) == {("a", "c"), ("a", "e"), ("c", "d")}


def test_connect_replaces_what_entered_before():
    assert lines(edits.connect(CHAIN, "a", "d")) == {("a", "b"), ("b", "c"), ("a", "d")}


@pytest.mark.parametrize(
    ("source", "target", "port", "reason"),
    [
        ("d", "b", 0, "would make a circle"),
        ("b", "b", 0, "would make a circle"),
        ("b", "a", 0, "where the samples enter"),
        ("a", "c", 1, "has 1 input(s); there is no input 2"),
        ("a", "c", -1, "has 1 input(s)"),
        ("x", "c", 0, "There is no layer “x”"),
        ("a", "x", 0, "There is no layer “x”"),
    ],
)
def test_connect_refuses(source, target, port, reason):
    with pytest.raises(DesignError) as caught:
        edits.connect(CHAIN, source, target, port)
    assert reason in str(caught.value)


def test_disconnect():
    assert lines(edits.disconnect(CHAIN, Edge("b", "c"))) == {("a", "b"), ("c", "d")}
    assert edits.disconnect(CHAIN, Edge("b", "d")) == CHAIN


def test_move():
    moved = edits.move(CHAIN, {"b": (3, 4), "x": (1, 1)})
    assert moved.node("b").position == (3, 4)
    assert dataclasses.replace(moved, nodes=()) == dataclasses.replace(CHAIN, nodes=())
    assert [n.layer for n in moved.nodes] == [n.layer for n in CHAIN.nodes]
    far = edits.move(CHAIN, {"b": (math.inf, 1e9), "c": (math.nan, -1e9)})
    assert far.node("b").position == (0, 1e6)
    assert far.node("c").position == (0, -1e6)


def test_arrange_puts_layers_from_left_to_right_and_none_on_another():
    scattered = edits.move(CHAIN, dict.fromkeys("abcd", (0, 0)))
    branched = edits.connect(edits.add(scattered, Dense(), (0, 0), "e")[0], "a", "e")
    arranged = edits.arrange(branched)
    for edge in arranged.edges:
        assert arranged.node(edge.source).position[0] < arranged.node(edge.target).position[0]
    assert len({n.position for n in arranged.nodes}) == 5
    assert edits.arrange(arranged) == arranged
    assert edits.arrange(Design()) == Design()


def test_set_fields():
    assert edits.set_fields(CHAIN, "b", units=9, activation="relu").node("b").layer == Dense(9, "relu")
    with pytest.raises(PartError, match="Dense: units must be a whole number from 1 to 100000, but it is 0"):
        edits.set_fields(CHAIN, "b", units=0)
    with pytest.raises(PartError, match="Dense has no field “unts”"):
        edits.set_fields(CHAIN, "b", unts=3)


def test_replace_layer_keeps_the_lines_that_still_fit():
    assert lines(edits.replace_layer(CHAIN, "b", Flatten())) == lines(CHAIN)
    assert lines(edits.replace_layer(CHAIN, "b", Input((5,)))) == {("b", "c"), ("c", "d")}


@pytest.mark.parametrize(
    "change",
    [
        lambda: edits.append(CHAIN, Dense(), "nobody"),
        lambda: edits.remove(CHAIN, ["nobody"]),
        lambda: edits.remove(CHAIN, ["b", "b"]),
        lambda: edits.set_fields(CHAIN, "nobody", units=3),
        lambda: edits.replace_layer(CHAIN, "nobody", Dense()),
        lambda: edits.rename(Document(design=CHAIN), "nobody", "somebody"),
    ],
)
def test_layer_that_is_not_there(change):
    with pytest.raises(DesignError, match="There is no layer"):
        change()


# --- weights follow --------------------------------------------------------------------------------------


@pytest.fixture
def weighted() -> Document:
    shapes = {"b/kernel": (2, 3), "b/bias": (3,), "c/kernel": (3, 4), "d/kernel": (4, 1)}
    rng = np.random.default_rng(0)
    return Document(design=CHAIN).with_weights(
        {p: rng.normal(size=s).astype("f4") for p, s in shapes.items()}
    )


def test_rename_takes_lines_and_weights_along(weighted):
    renamed = edits.rename(weighted, "b", "hidden")
    assert lines(renamed.design) == {("a", "hidden"), ("hidden", "c"), ("c", "d")}
    assert set(renamed.weights) == {"hidden/kernel", "hidden/bias", "c/kernel", "d/kernel"}
    assert renamed.weights["hidden/kernel"].tobytes() == weighted.weights["b/kernel"].tobytes()
    assert edits.rename(renamed, "hidden", "b") == weighted
    assert edits.rename(weighted, "b", "b") == weighted


def test_rename_does_not_take_a_longer_name_for_its_own():
    design = chain(("dense", Dense(2)), ("dense_1", Dense(2)))
    document = Document(design=design).with_weights({"dense_1/kernel": np.zeros((2, 2))})
    assert set(edits.rename(document, "dense", "x").weights) == {"dense_1/kernel"}


def test_weights_that_no_longer_fit_are_dropped(weighted):
    wider = edits.with_design(weighted, edits.set_fields(CHAIN, "c", units=5))
    assert set(wider.weights) == {"b/kernel", "b/bias"}
    gone = edits.with_design(weighted, edits.remove(CHAIN, ["b"]))
    assert set(gone.weights) == {"d/kernel"}
    without = edits.with_design(weighted, edits.set_fields(CHAIN, "b", use_bias=False))
    assert set(without.weights) == set(weighted.weights) - {"b/bias"}


def test_weights_survive_a_line_taken_away_and_put_back(weighted):
    away = edits.with_design(weighted, edits.disconnect(CHAIN, Edge("a", "b")))
    assert set(away.weights) == set(weighted.weights)
    back = edits.with_design(away, edits.connect(away.design, "a", "b"))
    assert {p: w.tobytes() for p, w in back.weights.items()} == {
        p: w.tobytes() for p, w in weighted.weights.items()
    }


def test_edit_of_the_design_goes_back_to_the_first_moment():
    document = template("circle").build().with_(cursor=(5, 2))
    assert edits.with_design(document, edits.append(document.design, Dense())[0]).cursor == (0, 0)


# --- the graph -------------------------------------------------------------------------------------------


def test_graph_tells_its_neighbours():
    design = edits.connect(edits.add(CHAIN, Dense(), (0, 0), "e")[0], "b", "e")
    assert design.sources("c") == ("b",)
    assert set(design.consumers("b")) == {"c", "e"}
    assert design.outputs == ("d", "e")
    assert design.upstream("c") == {"a", "b", "c"}
    assert [n.name for n in design.input_nodes] == ["a"]


def test_sources_come_in_the_order_of_the_ports():
    nodes = (Node("a", Input()), Node("b", Input()), Node("c", Unknown("LaterLayer")))
    design = Design(nodes, (Edge("b", "c", 1), Edge("a", "c", 0)))
    assert design.sources("c") == ("a", "b")


def test_order_takes_the_earlier_node_first_where_it_may():
    nodes = tuple(Node(n, Dense()) for n in ("d", "b", "c", "a"))
    design = Design(nodes, (Edge("a", "b"), Edge("a", "c"), Edge("b", "d")))
    assert design.order == ("c", "a", "b", "d") or design.order == ("a", "b", "d", "c")
    assert design.order == Design(nodes, design.edges[::-1]).order


def test_circle_is_seen():
    nodes = tuple(Node(n, Dense()) for n in "abcd")
    design = Design(nodes, (Edge("a", "b"), Edge("b", "c"), Edge("c", "b"), Edge("c", "d")))
    assert design.has_cycle
    assert design.order == ("a",)


def test_document_on_the_built_in_digits():
    """What is offered where the pictures of MNIST cannot be had: the same network, its Input made to fit."""
    document = template("mnist").build()
    small = edits.with_digits(document)
    assert small.setup.data == Digits()
    assert problems(small, Digits().load()) == ()
    assert infer(small.design).outputs["pixels"] == (64,)
    assert small.design.node("hidden_1") == document.design.node("hidden_1")
    assert edits.with_digits(Document(design=chain(Dense()))).design == chain(Dense())
