"""Small runs for the tests of the engine."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from nnviz.data.circle import Circle
from nnviz.data.plane import Plane
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import HeNormal
from nnviz.layers.input import Input
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adagrad import Adagrad
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.base import Optimizer
from nnviz.optimizers.nadam import Nadam
from nnviz.optimizers.schedules import CosineDecay, ReduceLROnPlateau
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain

DATA = Circle(23, test_fraction=0.0)
"""Few points, a prime number of them: the last batch of an epoch is a part of one."""


def small_run(
    optimizer: Optimizer | None = None,
    *,
    batch_size: int = 5,
    shuffle: bool = True,
    units: int = 4,
    dtype: str = "float32",
    **setup: Any,
) -> Run:
    """Return 2-units-3-1 on a few points of the circle."""
    design = chain(
        Input(),
        Dense(units, "tanh"),
        Dense(3, kernel_initializer=HeNormal()),
        Activation("relu"),
        Dense(1, "sigmoid"),
    )
    made = Setup(
        DATA, BinaryCrossentropy(), optimizer or SGD(0.1), batch_size=batch_size, shuffle=shuffle, **setup
    )
    return Run(Document("small", design, made), DATA.load(), dtype)


def line_run(learning_rate: float, optimizer: type[Optimizer] = SGD, layers: int = 1) -> Run:
    """Return linear layers on a plane, which grow without bound if the learning rate is too high."""
    data = Plane(20)
    design = chain(("x", Input()), *((f"line_{i}", Dense(1)) for i in range(layers)))
    setup = Setup(data, MeanSquaredError(), optimizer(learning_rate), batch_size=4)
    return Run(Document("line", design, setup), data.load())


runs = st.builds(
    small_run,
    st.sampled_from(
        [
            SGD(0.5),
            SGD(0.1, 0.9),
            Adam(0.05),
            Adam(0.01, 0.5, 0.75),
            SGD(0.5, 0.5, True, clipnorm=0.1, schedule=ReduceLROnPlateau(0.5, 1, 0.1, 1)),
            Nadam(0.05, schedule=CosineDecay(20, warmup_target=0.1, warmup_steps=5), weight_decay=0.01),
            Adagrad(0.1, global_clipnorm=0.2),
        ]
    ),
    batch_size=st.sampled_from([1, 4, 5, 23, 40]),
    shuffle=st.booleans(),
    units=st.sampled_from([1, 4, 70]),
    dtype=st.sampled_from(["float32", "float64"]),
    seed=st.integers(0, 3),
)


def bits(*arrays: Any) -> list[bytes]:
    """Return what is compared when bit for bit is meant."""
    return [np.asarray(array).tobytes() for array in arrays]
