"""Random networks, set-ups and batches for Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.layers.activation import Activation
from nnviz.layers.activation_layers import ELU, PReLU, ReLU, Softmax
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.initializers import INITIALIZERS, Constant
from nnviz.layers.input import Input
from nnviz.losses.base import Loss
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy, SparseCategoricalCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain


@dataclass(frozen=True)
class Case:
    """A document with data for it; the batch is the whole data."""

    document: Document
    dataset: Dataset


ROUGH = {
    "exponential": "layers of it on top of each other leave the range in which numbers can be compared",
    "hard_shrink": "it jumps, so the last bit of z decides about half a unit",
    "celu": "at z = 0, which dead neurons before it give, Keras on TensorFlow has another slope",
    "sparsemax": "Keras up to 3.15 computes another function (keras-team/keras#23425)",
}
"""Activations that are not drawn, and why; tests/layers/test_activations.py compares them one by one."""

FLOAT32 = ("gelu", "leaky_relu")
"""Activations with a constant that TensorFlow keeps in float32 also in double precision."""

SMOOTH = sorted(set(ACTIVATIONS) - set(ROUGH))

DRAWN = [k for k in INITIALIZERS if k not in ("Zeros", "Ones", "Constant", "Identity", "Given")]
"""Initializers by which units do not all start alike."""

LAYERS = (ReLU(), ReLU(1.5, 0.0, 0.25), PReLU(Constant(0.25)), ELU(), ELU(0.5), Softmax())
"""Activations as layers of their own."""

optimizers = st.one_of(
    st.builds(SGD, st.floats(0.001, 0.2), st.sampled_from([0.0, 0.5, 0.9])),
    st.builds(Adam, st.floats(0.0005, 0.02), st.floats(0.5, 0.95), st.floats(0.9, 0.999)),
)


@st.composite
def losses(draw: st.DrawFn, activations: list[str]) -> tuple[Loss, str]:
    """Return a loss and an activation for the last layer."""
    logits = draw(st.booleans())
    loss = draw(
        st.sampled_from(
            [
                MeanSquaredError(),
                BinaryCrossentropy(logits),
                CategoricalCrossentropy(logits),
                SparseCategoricalCrossentropy(logits),
            ]
        )
    )
    if isinstance(loss, MeanSquaredError):
        return loss, draw(st.sampled_from(activations))
    if logits:
        return loss, draw(st.sampled_from(["linear", "linear", "tanh"]))
    # Softplus behind a cross-entropy makes positive numbers that are no probabilities: the clipped path.
    return loss, draw(st.sampled_from(["sigmoid", "softmax", "softplus"]))


@st.composite
def cases(draw: st.DrawFn, double: bool = False, activations: Sequence[str] = ()) -> Case:
    """Return a random chain of Dense, activation layers and Flatten with random data.

    ``activations`` are the ones to take, if not all that are smooth; ``double`` leaves out what Keras does not compute
    in double precision.
    """
    own = not activations
    activations = activations or [name for name in SMOOTH if not (double and name in FLOAT32)]
    loss, last = draw(losses(activations))
    shape = draw(st.sampled_from([(2,), (5,), (3, 2), (4, 4)]))
    layers = [Input(shape), *([Flatten()] if len(shape) > 1 else [])]
    for _ in range(draw(st.integers(0, 3))):
        layers.append(
            Dense(
                draw(st.integers(2, 9)),
                draw(st.sampled_from(activations)),
                draw(st.booleans()),
                INITIALIZERS[draw(st.sampled_from(DRAWN))](),
            )
        )
        if draw(st.booleans()):
            layers.append(draw(st.sampled_from([*map(Activation, activations), *(LAYERS if own else ())])))
    binary = isinstance(loss, BinaryCrossentropy | MeanSquaredError)
    # Keras warns of a softmax of one number.
    outputs = draw(st.integers(2 if last == "softmax" else 1, 3)) if binary else draw(st.integers(2, 5))
    split = draw(st.booleans())
    layers.append(Dense(outputs, "linear" if split else last))
    if split:
        layers.append(Activation(last))
    samples = draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    # Small enough not to saturate: behind tanh(4) the factor 1 − a² has lost three digits in any float32 program.
    x = rng.normal(0, 0.5, size=(samples, *shape)).astype("float32")
    if isinstance(loss, MeanSquaredError):
        y = rng.normal(size=(samples, outputs)).astype("float32")
    elif isinstance(loss, BinaryCrossentropy):
        y = rng.integers(0, 2, (samples, outputs)).astype("float32")
    else:
        y = rng.integers(0, outputs, samples)
    task = "classes" if y.dtype.kind == "i" else "regression"
    dataset = Dataset(x, y, x, y, task, NOT_SCALED, tuple(str(i) for i in range(outputs)))
    setup = Setup(
        loss=loss,
        optimizer=draw(optimizers),
        batch_size=samples,
        seed=draw(st.integers(0, 1000)),
        shuffle=False,
    )
    return Case(Document("case", chain(*layers), setup), dataset)
