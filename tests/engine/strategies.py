"""Random networks, set-ups and batches for Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design.document import Document, Setup
from nnviz.layers.activation import Activation
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.initializers import INITIALIZERS
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


optimizers = st.one_of(
    st.builds(SGD, st.floats(0.001, 0.2), st.sampled_from([0.0, 0.5, 0.9])),
    st.builds(Adam, st.floats(0.0005, 0.02), st.floats(0.5, 0.95), st.floats(0.9, 0.999)),
)


@st.composite
def losses(draw: st.DrawFn) -> tuple[Loss, str]:
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
        return loss, draw(st.sampled_from(sorted(ACTIVATIONS)))
    if logits:
        return loss, draw(st.sampled_from(["linear", "linear", "tanh"]))
    # Softplus behind a cross-entropy makes positive numbers that are no probabilities: the clipped path.
    return loss, draw(st.sampled_from(["sigmoid", "softmax", "softplus"]))


@st.composite
def cases(draw: st.DrawFn, activations: Sequence[str] = tuple(sorted(ACTIVATIONS))) -> Case:
    """Return a random chain of Dense, Activation and Flatten with random data; ``activations`` are the inner ones."""
    loss, last = draw(losses())
    shape = draw(st.sampled_from([(2,), (5,), (3, 2), (4, 4)]))
    layers = [Input(shape), *([Flatten()] if len(shape) > 1 else [])]
    for _ in range(draw(st.integers(0, 3))):
        layers.append(
            Dense(
                draw(st.integers(2, 9)),
                draw(st.sampled_from(activations)),
                draw(st.booleans()),
                INITIALIZERS[draw(st.sampled_from([k for k in INITIALIZERS if k != "Zeros"]))](),
            )
        )
        if draw(st.booleans()):
            layers.append(Activation(draw(st.sampled_from(activations))))
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
