"""Watch on a small network around every registered layer: each event drawn and explained, forwards and back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design, Edge, Node
from nnviz.design.shapes import infer
from nnviz.engine.events import Cursor, ends
from nnviz.layers.activation import Activation
from nnviz.layers.base import LAYERS, Layer, ShapeError
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.reshape import Reshape
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.ui import theme
from nnviz.ui.digits import digits
from nnviz.ui.watch.formula_panel import Question
from nnviz.ui.watch.known import Pick

SHAPES = ((4,), (4, 3), (4, 4, 2))
KINDS = [kind for kind in LAYERS if kind != "Input" and not LAYERS[kind].sealed]


def shape_for(layer: Layer) -> tuple[int, ...]:
    """Return the first shape that a layer takes, on each of its inputs."""
    for shape in SHAPES:
        try:
            layer.output_shape(*[shape] * max(1, layer.ports))
        except ShapeError:
            continue
        return shape
    raise AssertionError(layer)


def made(kind: str) -> Layer:
    """Return a layer that fits the small shapes."""
    given = {"Reshape": {"target_shape": (2, 2)}, "Embedding": {"input_dim": 5, "output_dim": 3}}
    return LAYERS[kind](**given.get(kind, {}))


def around(layer: Layer, shape: tuple[int, ...]) -> Design:
    """Return input → something that learns → ``layer`` → output."""
    size, ports = math.prod(shape), max(1, layer.ports)
    nodes: list[tuple[str, Layer]] = [("x", Input((size,)))]
    edges: list[Edge] = []
    before = "x"
    if not layer.takes_indices:
        nodes.append(("first", Dense(size, "tanh")))
        edges.append(Edge("x", "first"))
        before = "first"
    if len(shape) > 1:
        nodes.append(("shaped", Reshape(shape)))
        edges.append(Edge(before, "shaped"))
        before = "shaped"
    nodes.append(("this", layer))
    edges.append(Edge(before, "this", 0))
    for port in range(1, ports):
        nodes.insert(-1, (f"way_{port}", Activation("relu")))
        edges += [Edge(before, f"way_{port}"), Edge(f"way_{port}", "this", port)]
    nodes += [("flat", Flatten()), ("out", Dense(1))]
    edges += [Edge("this", "flat"), Edge("flat", "out")]
    return Design(tuple(Node(*node) for node in nodes), tuple(edges))


def document(design: Design, whole: bool = False) -> Document:
    """Return a document with a few samples for ``design``."""
    (node,) = design.input_nodes
    rng = np.random.default_rng(1)
    size = math.prod(node.layer.shape)
    x = rng.integers(0, 5, (4, size)) if whole else rng.normal(0, 1, (4, size))
    rows = tuple(tuple(float(v) for v in row) for row in x)
    data = Samples(rows, tuple((float(v),) for v in rng.normal(0, 1, 4)))
    return Document("test", design, Setup(data, MeanSquaredError(), SGD(0.01), batch_size=2))


def residual() -> Design:
    """Return a skip over two layers, and a value with three consumers."""
    add, merge = LAYERS["Add"](), LAYERS["Concatenate"]()
    nodes = [
        ("x", Input((3,))),
        ("a", Dense(4, "tanh")),
        ("b", Dense(4, "relu")),
        ("c", Dense(4)),
        ("sum", add),
        ("all", merge),
        ("out", Dense(1)),
    ]
    edges = [Edge("x", "a"), Edge("a", "b"), Edge("b", "c"), Edge("c", "sum"), Edge("a", "sum", 1)]
    edges += [Edge("sum", "all"), Edge("a", "all", 1), Edge("all", "out")]
    return Design(tuple(Node(*node) for node in nodes), tuple(edges))


def two_outputs() -> Design:
    """Return two branches with an output each, of different depth."""
    nodes = [
        ("x", Input((3,))),
        ("a", Dense(4, "tanh")),
        ("b", Dense(3, "relu")),
        ("one", Dense(1)),
        ("two", Dense(1, "sigmoid")),
    ]
    edges = [Edge("x", "a"), Edge("a", "b"), Edge("a", "one"), Edge("b", "two")]
    return Design(tuple(Node(*node) for node in nodes), tuple(edges))


def walk(open_watch, design: Design, whole: bool = False) -> None:
    """Step through a step of ``design`` forwards in light and back in dark; draw and explain each moment."""
    watch = open_watch(document(design, whole))
    watch.window.resize(1000, 640)
    events = watch.session.moment.events
    for forwards, grain in ((True, "neuron"), (False, "layer")):
        theme.apply(QApplication.instance(), dark=not forwards)
        watch.playback.set_grain(grain)
        stops = ends(events, grain)
        for number in stops if forwards else reversed(stops):
            watch.go(1, number)
            assert watch.cursor == Cursor(1, number)
            event = events[number]
            units = math.prod(infer(design).outputs[event.layer])
            picks = [None, Pick(event.layer, 0), Pick(event.layer, units - 1)]
            for pick in picks if forwards and event.layer not in ("first", "out") else [None]:
                watch.picked.choose(pick)
                assert not watch.photo().isNull()
                check(watch, pick, coarse=not forwards)
    watch.settle()


def check(watch, pick: Pick | None, coarse: bool) -> None:
    """The moment has an explanation whose numbers are those of the trace."""
    moment = watch.session.moment
    question = Question(moment, moment.setup, watch.session.sample, None, pick, coarse, digits().count)
    told = question.answer()
    assert told.lines or "not been computed yet" in told.sentence.text
    assert told.sentence.text
    for equation in told.equations:
        near = math.isclose(equation.right.value, equation.result, rel_tol=1e-4, abs_tol=1e-5)
        assert near, (moment.event, pick, equation.whole().plain, equation.right.value, equation.result)


@pytest.mark.parametrize("kind", KINDS)
def test_every_layer_is_drawn_and_explained(open_watch, kind):
    layer = made(kind)
    walk(open_watch, around(layer, shape_for(layer)), layer.takes_indices)


@pytest.mark.parametrize("kind", ["LSTM", "SimpleRNN"])
def test_sequences_are_drawn_from_left_to_right(open_watch, kind):
    walk(open_watch, around(LAYERS[kind](units=2, return_sequences=True), (4, 3)))


@pytest.mark.parametrize("kind", ["Conv2D", "BatchNormalization", "Embedding"])
def test_a_frozen_layer_has_no_update(open_watch, kind):
    layer = made(kind).replace(trainable=False)
    design = around(layer, shape_for(layer))
    watch = open_watch(document(design, layer.takes_indices))
    assert ("this", "update") not in {(e.layer, e.phase) for e in watch.session.moment.events}
    assert ("this", "dw") not in {(e.layer, e.quantity) for e in watch.session.moment.events}


@pytest.mark.parametrize("design", [residual(), two_outputs()], ids=["residual", "two outputs"])
def test_graphs_are_drawn_and_explained(open_watch, design):
    walk(open_watch, design)
