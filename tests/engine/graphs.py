"""Random networks that are no chains: branches, merges, convolution, normalisation, dropout, several outputs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

import numpy as np
from hypothesis import strategies as st

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design import edits
from nnviz.design.document import Document, Setup
from nnviz.design.graph import Design
from nnviz.layers.base import LAYERS, Layer, Shape, ShapeError
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from tests.engine.strategies import Case

ACTIVATIONS = ["linear", "tanh", "sigmoid", "relu", "softplus"]
_LARGEST = 120
"""Values of a sample that a layer may have: as many as tell a fault, not more."""


@dataclass
class Growing:
    """A design under construction: every layer made so far, with its shape."""

    design: Design = field(default_factory=Design)
    shapes: dict[str, Shape] = field(default_factory=dict)

    def add(self, layer: Layer, *sources: str) -> str:
        """Add a layer behind others."""
        self.design, name = edits.add(self.design, layer, (0.0, 0.0))
        for port, source in enumerate(sources):
            self.design = edits.connect(self.design, source, name, port)
        self.shapes[name] = layer.output_shape(*(self.shapes[source] for source in sources))
        return name

    @property
    def ends(self) -> list[str]:
        return [name for name in self.design.order if name in self.design.outputs]


def _inner(pick: Random, shape: Shape) -> Layer:
    """Return a layer for samples of this shape; which there are is looked up, so that others join by themselves."""
    rank, bend = len(shape), pick.choice(ACTIVATIONS)
    rows = [
        ("Dense", {"units": pick.randint(1, 5), "activation": bend, "use_bias": pick.random() < 0.5}),
        ("Dense", {"units": pick.randint(2, 4), "activation": bend}),
        ("Activation", {"activation": bend}),
        ("BatchNormalization", {"momentum": 0.9, "scale": pick.random() < 0.5, "epsilon": 0.1}),
        ("BatchNormalization", {"trainable": False, "center": pick.random() < 0.5}),
        ("LayerNormalization", {"epsilon": 0.1}),
        ("Dropout", {"rate": pick.choice([0.0, 0.25, 0.5])}),
        ("GaussianNoise", {"stddev": 0.2}),
        ("GaussianDropout", {"rate": 0.1}),
        ("ActivityRegularization", {"l1": 0.01, "l2": 0.02}),
        ("Rescaling", {"scale": (0.5,), "offset": (0.1,)}),
        ("Identity", {}),
    ]
    size = pick.choice([(1, 1), (2, 2), (3, 2)])
    fit = {"padding": pick.choice(["same", "valid"]), "activation": bend, "kernel_size": size}
    pictures = [
        ("Conv2D", {"filters": pick.randint(1, 3), **fit}),
        ("Conv2D", {"filters": pick.randint(1, 3), **fit, "strides": (2, 2)}),
        ("DepthwiseConv2D", fit),
        ("MaxPooling2D", {}),
        ("AveragePooling2D", {"padding": "same"}),
        ("GlobalAveragePooling2D", {}),
        ("SpatialDropout2D", {"rate": 0.3}),
        ("UpSampling2D", {}),
        ("ZeroPadding2D", {}),
        ("Flatten", {}),
    ]
    sequences = [
        ("Conv1D", {"filters": 2, "kernel_size": 2, "activation": bend}),
        ("MaxPooling1D", {}),
        ("Permute", {"dims": (2, 1)}),
        ("Flatten", {}),
    ]
    vectors = [("RepeatVector", {"n": 2}), ("Reshape", {"target_shape": (-1, 1)})]
    every = rows + {1: vectors, 2: sequences, 3: pictures * 2}.get(rank, [("Flatten", {})])
    known = [(kind, fields) for kind, fields in every if kind in LAYERS]
    kind, fields = pick.choice(known)
    return LAYERS[kind](**fields)


def _merge(pick: Random, growing: Growing, name: str) -> None:
    """Merge a layer with one to two others, which may be the same again."""
    kinds = ["Add", "Subtract", "Average", "Maximum", "Minimum", "Concatenate"]
    products = {node.layer.kind() for node in growing.design.nodes} & {"Multiply", "Dot"}
    if not products:  # of products numbers grow beyond what training can hold
        kinds += ["Multiply", "Dot"]
    kind = pick.choice(kinds)
    layer, sources = LAYERS[kind](), [name]
    for _ in range(1 if layer.most_ports is None else pick.randint(1, 2)):
        fitting = []
        for other in growing.design.order:
            try:
                layer.output_shape(*(growing.shapes[n] for n in (*sources, other)))
            except ShapeError:
                continue
            fitting.append(other)
        # The later ones first: the merge joins branches instead of starting from the input again.
        sources.append(pick.choice(fitting[::-1]))
    if pick.random() < 0.5:
        sources.reverse()
    if math.prod(layer.output_shape(*(growing.shapes[n] for n in sources))) <= _LARGEST:
        growing.add(layer, *sources)


def _head(pick: Random, growing: Growing, ends: list[str], outputs: int) -> str:
    """Bring several ends to rows, side by side, with a dense layer behind."""
    rows = []
    for end in ends:
        flat = len(growing.shapes[end]) == 1
        rows.append(end if flat else growing.add(LAYERS["Flatten"](), end))
    joined = growing.add(LAYERS["Concatenate"](), *rows) if len(rows) > 1 else rows[0]
    last = pick.choice(["linear", "tanh", "sigmoid"])
    return growing.add(Dense(outputs, last), joined)


@st.composite
def graphs(draw: st.DrawFn) -> Case:
    """Return a random acyclic network with data for it; the batch is the whole data."""
    # Choices as even as dice: Hypothesis' own lean to the first of a list, which is for shrinking, and there is none.
    pick = draw(st.randoms(use_true_random=True))
    growing = Growing()
    shape = pick.choice([(3,), (4,), (3, 2), (4, 4, 1), (5, 4, 2), (6, 6, 1)])
    growing.add(Input(shape))
    for _ in range(pick.randint(2, 8)):
        # Mostly go on at the newest layer; otherwise branch off from any.
        names = list(growing.design.order)
        name = names[-1] if pick.randint(0, 2) else pick.choice(names)
        if pick.randint(0, 2) == 0:
            _merge(pick, growing, name)
            continue
        layer = _inner(pick, growing.shapes[name])
        try:
            found = layer.output_shape(growing.shapes[name])
        except ShapeError:
            continue
        if math.prod(found) <= _LARGEST:
            growing.add(layer, name)
    outputs, ends = pick.randint(1, 3), growing.ends
    if len(ends) > 1 and pick.random() < 0.5:  # two heads
        _head(pick, growing, ends[:1], outputs)
        ends = ends[1:]
    _head(pick, growing, ends, outputs)
    # Not as many samples as some axis has values: Keras 3.15 on TensorFlow then takes the second of two summands of
    # shapes (n, n) and (n, 1) for a bias, n numbers along the last axis.
    sizes = {n for found in growing.shapes.values() for n in found}
    samples = pick.choice([n for n in range(3, 13) if n not in sizes] or [13])
    rng = np.random.default_rng(pick.randint(0, 2**31))
    x = rng.normal(0, 0.7, size=(samples, *shape)).astype("float32")
    y = rng.normal(size=(samples, outputs)).astype("float32")
    dataset = Dataset(x, y, x, y, "regression", NOT_SCALED)
    setup = Setup(
        loss=MeanSquaredError(),
        optimizer=SGD(0.01),
        batch_size=samples,
        seed=pick.randint(0, 1000),
        shuffle=False,
    )
    return Case(Document("graph", growing.design, setup), dataset)
