"""Random designs, documents and JSON values for Hypothesis."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnviz.design.document import Document, Setup
from nnviz.design.edits import NAME
from nnviz.design.graph import Design, Edge, Node, Unknown
from nnviz.design.shapes import infer
from nnviz.layers.activation import Activation
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import LAYERS, Layer
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from tests.layers.parts import instances, parts

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)

names = st.from_regex(NAME, fullmatch=True)
places = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))

unknown_layers = st.builds(
    lambda kind, fields: Unknown(kind, json.dumps(fields)),
    st.text(max_size=20).filter(lambda kind: kind not in LAYERS),
    st.dictionaries(st.text(max_size=8).filter(lambda name: name != "kind"), json_values, max_size=4),
)

small_layers: st.SearchStrategy[Layer] = st.one_of(
    st.builds(Dense, st.integers(1, 5), st.sampled_from(sorted(ACTIVATIONS)), st.booleans()),
    st.builds(Activation, st.sampled_from(sorted(ACTIVATIONS))),
    st.builds(Flatten),
    st.builds(Input, st.sampled_from([(2,), (3, 2), (8, 8)])),
)


@st.composite
def designs(draw: st.DrawFn, layers: st.SearchStrategy[Any] | None = None) -> Design:
    """Return any design that edits or a file could make: branches, loose ends, several inputs, unknown layers."""
    layers = parts("layers") | unknown_layers if layers is None else layers
    nodes: list[Node] = []
    edges: list[Edge] = []
    for name in draw(st.lists(names, max_size=6, unique=True)):
        layer = draw(layers)
        ports = 3 if isinstance(layer, Unknown) else layer.ports
        taken = [port for port in range(ports) if nodes and draw(st.booleans())]
        if layer.most_ports is not None:
            taken = list(range(len(taken)))  # no gaps where lines are only counted
        edges += [Edge(draw(st.sampled_from(nodes)).name, name, port) for port in taken]
        nodes.append(Node(name, layer, draw(places)))
    return Design(tuple(draw(st.permutations(nodes))), tuple(draw(st.permutations(edges))))


@st.composite
def weights_for(draw: st.DrawFn, design: Design) -> dict[str, np.ndarray]:
    """Return weights for some layers; where a layer's shapes cannot be told, of any shape."""
    shapes = infer(design)
    wanted = {f"{name}/{w.name}": w.shape for name, all_w in shapes.weights.items() for w in all_w}
    for name in design.by_name:
        if name not in shapes.weights:
            wanted[f"{name}/kernel"] = draw(hnp.array_shapes(min_dims=0, max_dims=3, max_side=3))
            wanted[f"{name}/cell/bias_2"] = (3,)
    dtype = draw(st.sampled_from(["float32", "float64", "float16", ">f4"]))
    return {
        path: draw(hnp.arrays(dtype, shape, elements={"allow_nan": False, "allow_infinity": False}))
        for path, shape in wanted.items()
        if np.prod(shape) < 1000 and draw(st.booleans())
    }


texts = st.text(st.characters(codec="utf-8"), max_size=40)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return any document."""
    design = draw(designs())
    document = Document(
        name=draw(texts),
        design=design,
        setup=draw(instances(Setup)),
        notes=draw(texts),
        cursor=(draw(st.integers(0, 10**9)), draw(st.integers(0, 10**6))),
    )
    return document.with_weights(draw(weights_for(design)))
