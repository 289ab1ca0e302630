"""Layers with several inputs in edits, shapes, problems and files."""

from __future__ import annotations

import pytest

from nnviz.design import edits
from nnviz.design.check import problems
from nnviz.design.codec import DocumentError, decode, encode
from nnviz.design.document import Document
from nnviz.design.graph import Design, DesignError, Edge
from nnviz.design.shapes import infer
from nnviz.layers.add import Add
from nnviz.layers.concatenate import Concatenate
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.input import Input
from nnviz.layers.merge import MOST
from nnviz.layers.subtract import Subtract
from tests.layers.steps import graph


def block(merge=None) -> Design:
    """Return a residual block: a – b – c – merge, and a – merge."""
    return graph(
        ("a", Input((4,)), ()),
        ("b", Dense(4), ("a",)),
        ("c", Dense(4), ("b",)),
        ("sum", merge or Add(), ("c", "a")),
        ("out", Dense(1), ("sum",)),
    )


def entering(design: Design, name: str = "sum") -> list[tuple[int, str]]:
    return sorted((edge.port, edge.source) for edge in design.edges if edge.target == name)


def test_a_merge_offers_one_port_more_than_it_has_lines():
    design, _ = edits.add(Design(), Add(), (0, 0), "sum")
    assert edits.shown_ports(design, "sum") == 2
    assert edits.free_ports(design, "sum") == (0, 1)
    assert edits.shown_ports(block(), "sum") == 3
    assert edits.free_ports(block(), "sum") == (2,)
    assert edits.shown_ports(block(Subtract()), "sum") == 2
    assert edits.free_ports(block(Subtract()), "sum") == ()
    assert edits.shown_ports(block(), "b") == 1
    assert edits.shown_ports(block(), "a") == 0


def test_a_merge_is_full_at_its_most():
    design = block()
    for port in range(2, MOST):
        design = edits.connect(design, "b", "sum", port)
    assert len(design.sources("sum")) == MOST
    assert edits.shown_ports(design, "sum") == MOST
    assert edits.free_ports(design, "sum") == ()
    with pytest.raises(DesignError, match=f"has {MOST} input"):
        edits.connect(design, "b", "sum", MOST)


def test_lines_stay_in_order_and_without_a_gap():
    design = edits.connect(block(), "b", "sum", 2)
    assert entering(design) == [(0, "c"), (1, "a"), (2, "b")]
    away = edits.disconnect(design, Edge("a", "sum", 1))
    assert entering(away) == [(0, "c"), (1, "b")]
    assert entering(edits.connect(away, "a", "sum", 7)) == [(0, "c"), (1, "b"), (2, "a")]
    assert entering(edits.connect(away, "a", "sum", 0)) == [(0, "a"), (1, "b")]


def test_the_inputs_of_a_difference_stay_what_they_are():
    away = edits.disconnect(block(Subtract()), Edge("c", "sum", 0))
    assert entering(away) == [(1, "a")]
    assert edits.free_ports(away, "sum") == (0,)
    assert entering(edits.connect(away, "b", "sum", 0)) == [(0, "b"), (1, "a")]


@pytest.mark.parametrize("port", [0, 1])
def test_a_layer_put_into_a_line_of_a_merge_keeps_the_port(port):
    source = ("c", "a")[port]
    design, name = edits.insert_on_edge(block(), Dropout(), Edge(source, "sum", port), (0, 0))
    assert entering(design)[port] == (port, name)
    assert entering(design)[1 - port] == (1 - port, ("a", "c")[port])
    assert design.sources(name) == (source,)


def test_a_merge_put_into_a_line_waits_for_its_second():
    design, name = edits.insert_on_edge(block(), Add(), Edge("sum", "out"), (0, 0))
    assert design.sources(name) == ("sum",)
    assert design.sources("out") == (name,)
    assert set(infer(design).faults) == {name}


def test_appended_after_a_branching_layer_it_goes_before_all_that_follow():
    design, name = edits.append(block(), Dropout(), "a")
    assert design.sources("b") == (name,)
    assert entering(design) == [(0, "c"), (1, name)]


def test_an_appended_merge_joins_the_loose_ends():
    ends = graph(
        ("a", Input((4,)), ()), ("b", Dense(4), ("a",)), ("c", Dense(4), ("a",)), ("d", Dense(4), ("a",))
    )
    for layer, expected in ((Add(), {"b", "c", "d"}), (Subtract(), {"b", "c"})):
        design, name = edits.append(ends, layer)
        assert set(design.sources(name)) == expected
        assert [edge.port for edge in design.edges if edge.target == name] == list(range(len(expected)))


def test_removing_a_branch_leaves_a_merge_that_says_what_it_needs():
    design = edits.remove(block(), ["b", "c"])
    assert entering(design) == [(0, "a")]  # not twice
    (found,) = problems(Document(design=design))
    assert str(found.message) == (
        "“sum” needs at least 2 lines that enter it, but has 1. Draw another line to it."
    )
    assert found.mend is not None
    mended = found.mend.apply(Document(design=design)).design
    assert mended.sources("out") == ("a",)
    assert "sum" not in mended.by_name


def test_removing_a_part_of_a_branch_joins_it():
    design = edits.remove(block(), ["b"])
    assert design.sources("c") == ("a",)
    assert entering(design) == [(0, "c"), (1, "a")]


def test_removing_a_merge_goes_on_with_its_first_input():
    assert edits.remove(block(), ["sum"]).sources("out") == ("c",)


def test_the_mend_connects_the_nearest_free_layer():
    design = edits.disconnect(edits.arrange(block()), Edge("c", "sum", 0))
    found = [p for p in problems(Document(design=design)) if "sum" in p.nodes]
    assert str(found[0].mend.label) == "Connect “c” to “sum”"
    mended = found[0].mend.apply(Document(design=design)).design
    assert entering(mended) == [(0, "a"), (1, "c")]
    assert not infer(mended).faults


def test_what_a_layer_with_a_fixed_number_of_inputs_says():
    design = edits.disconnect(block(Subtract()), Edge("c", "sum", 0))
    assert str(infer(design).faults["sum"]) == (
        "“sum” needs 2 lines that enter it, but has 1. Draw another line to it."
    )


def test_replaced_by_a_layer_with_one_input_it_keeps_the_first_line():
    assert entering(edits.replace_layer(block(), "sum", Dense(3))) == [(0, "c")]
    assert entering(edits.replace_layer(block(Subtract()), "sum", Add())) == [(0, "c"), (1, "a")]


def test_a_file_brings_the_merge_back():
    document = Document(design=edits.connect(block(Concatenate(1)), "b", "sum", 2))
    assert decode(encode(document)) == document
    raw = encode(document)
    raw["design"]["edges"][0]["port"] = MOST
    with pytest.raises(DocumentError, match="does not exist or is taken"):
        decode(raw)
