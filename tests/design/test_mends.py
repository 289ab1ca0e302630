"""Where shapes do not fit, one click puts a layer there that makes them fit."""

from __future__ import annotations

import pytest

from nnviz.design.check import problems
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Edge, Node
from nnviz.design.mends import fitting_mend
from nnviz.design.shapes import infer
from nnviz.layers.add import Add
from nnviz.layers.concatenate import Concatenate
from nnviz.layers.conv1d import Conv1D
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.lstm import LSTM
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.reshape import Reshape
from nnviz.templates.base import chain


def document(design: Design) -> Document:
    return Document(design=design, setup=Setup())


CHAINS = [
    ((Input((12,)), LSTM(4)), "Insert Reshape (12×1) between “input” and “lstm”", Reshape((12, 1))),
    ((Input((28, 28)), Conv2D(4, (3, 3))), "Insert Reshape (28×28×1)", Reshape((28, 28, 1))),
    ((Input((64,)), Conv2D(4, (3, 3))), "Insert Reshape (8×8×1)", Reshape((8, 8, 1))),
    ((Input((5,)), Conv1D(4, 3)), "Insert Reshape (5×1)", Reshape((5, 1))),
    ((Input((4, 4, 3)), LSTM(4)), "Insert Reshape (4×12)", Reshape((4, 12))),
]


@pytest.mark.parametrize(("layers", "label", "between"), CHAINS)
def test_an_axis_more_or_less_in_a_chain(layers, label, between):
    start = document(chain(*layers))
    (problem,) = [p for p in problems(start, None) if p.nodes == (start.design.order[-1],)]
    assert str(problem.mend.label).startswith(label)
    after = problem.mend.apply(start).design
    assert tuple(after.node(name).layer for name in after.order) == (layers[0], between, layers[1])
    assert not infer(after).faults
    places = [after.node(name).position[0] for name in after.order]
    assert places == sorted(set(places))  # side by side, none on another


def fork(one, other, merge) -> Design:
    """Return input → ``one`` and ``other`` → ``merge``."""
    nodes = (Node("input", Input((8, 8, 2))), Node("one", one), Node("other", other), Node("merge", merge))
    edges = (
        Edge("input", "one"),
        Edge("input", "other"),
        Edge("one", "merge", 0),
        Edge("other", "merge", 1),
    )
    return Design(nodes, edges)


MERGES = [
    (Conv2D(3, (3, 3), padding="same"), MaxPooling2D(), Add()),
    (Conv2D(3, (1, 1)), Conv2D(5, (1, 1)), Add()),
    (Conv2D(3, (1, 1)), MaxPooling2D((4, 4)), Concatenate()),
    (Flatten(), Conv2D(3, (1, 1)), Concatenate()),
]


@pytest.mark.parametrize(("one", "other", "merge"), MERGES)
def test_lines_into_a_merge(one, other, merge):
    design = fork(one, other, merge)
    shapes = infer(design)
    assert "merge" in shapes.faults
    mend = fitting_mend(design, shapes, "merge")
    if mend is None:
        # Two layers would be needed: what is offered must mend it whole.
        assert (one, other, merge) == MERGES[0]
        return
    after = mend.apply(document(design)).design
    assert not infer(after).faults
    assert len(after.nodes) == 5
    assert "between" in str(mend.label)


def test_vectors_of_other_widths():
    design = Design(
        (
            Node("input", Input((3,))),
            Node("one", Dense(4)),
            Node("other", Dense(6)),
            Node("merge", Add()),
        ),
        (Edge("input", "one"), Edge("input", "other"), Edge("one", "merge", 0), Edge("other", "merge", 1)),
    )
    mend = fitting_mend(design, infer(design), "merge")
    assert str(mend.label) == "Insert Dense (6, linear) between “one” and “merge”"
    assert not infer(mend.apply(document(design)).design).faults


def test_nothing_is_offered_that_does_not_help():
    design = chain(Input((7,)), ("conv", Conv2D(4, (3, 3))))
    assert fitting_mend(design, infer(design), "conv") is None
