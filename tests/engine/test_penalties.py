"""A network with penalties, limits and a frozen layer, stepped beside Keras."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.base import NOT_SCALED, Dataset
from nnviz.design import edits
from nnviz.design.check import problems, runs
from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run
from nnviz.layers.activation_layers import PReLU
from nnviz.layers.constraints import MaxNorm, MinMaxNorm, NonNeg, UnitNorm
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import Constant, Given, Identity, LecunNormal, Orthogonal
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L1, L1L2, L2, OrthogonalRegularizer
from nnviz.losses.binary_crossentropy import BinaryCrossentropy
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain
from tests.engine.strategies import Case
from tests.engine.test_keras import compare


def case(optimizer, loss=None, samples=7):
    """Return a network that uses every kind of penalty and limit."""
    last = "sigmoid" if loss else "linear"
    design = chain(
        Input((3,)),
        Dense(
            5,
            "tanh",
            kernel_initializer=LecunNormal(),
            bias_initializer=Constant(0.1),
            kernel_regularizer=L1L2(0.01, 0.02),
            bias_regularizer=L2(0.03),
            activity_regularizer=L2(0.05),
            kernel_constraint=MaxNorm(0.8),
        ),
        Dense(4, "elu", kernel_regularizer=L2(0.1), trainable=False),
        PReLU(Constant(0.25), L1(0.01), NonNeg()),
        Dense(
            4,
            "softplus",
            kernel_initializer=Orthogonal(),
            kernel_regularizer=OrthogonalRegularizer(0.1),
            kernel_constraint=UnitNorm(),
            bias_constraint=MinMaxNorm(0.1, 0.5, 0.7),
            activity_regularizer=L1(0.02),
        ),
        Dense(4, kernel_initializer=Identity(0.5), bias_initializer=Given(((0.5, -0.25, 0.125, 1.0),))),
        # The penalty of an output whose activation belongs to the loss is taken down to z.
        Dense(
            2,
            last,
            kernel_regularizer=L1(0.02),
            bias_constraint=NonNeg(),
            activity_regularizer=L1L2(0.01, 0.1),
        ),
    )
    rng = np.random.default_rng(5)
    x = rng.normal(0, 0.7, (samples, 3)).astype("float32")
    y = (rng.integers(0, 2, (samples, 2)) if loss else rng.normal(size=(samples, 2))).astype("float32")
    dataset = Dataset(x, y, x, y, "regression", NOT_SCALED, ("0", "1"))
    setup = Setup(loss=loss or MeanSquaredError(), optimizer=optimizer, batch_size=samples, shuffle=False)
    return Case(Document("case", design, setup), dataset)


def _sure(condition):
    assert condition


@pytest.mark.parametrize("loss", [None, BinaryCrossentropy()], ids=["mse", "from z"])
@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.05, 0.9), Adam(0.01)], ids=["sgd", "momentum", "adam"])
def test_twenty_steps_agree_with_keras(optimizer, loss):
    """Loss with all penalties, gradients and weights."""
    compare(case(optimizer, loss), "float32", 1e-5, count=20, require=_sure)


def test_frozen_weights_stay_and_have_no_penalty():
    made = case(SGD(0.1))
    run = Run(made.document, made.dataset)
    trace = run.trace(run.start())
    assert (trace.next("dense_1/kernel") == trace.weight("dense_1/kernel")).all()
    bare = edits.set_fields(made.document.design, "dense_1", kernel_regularizer=None)
    other = Run(made.document.with_(design=bare), made.dataset)
    assert other.trace(other.start()).penalty == trace.penalty


@pytest.mark.parametrize("samples", [1, 7])
def test_penalty_of_an_output_is_a_mean_over_the_samples(samples):
    design = chain(Input((1,)), Dense(1, kernel_initializer=Constant(2.0), activity_regularizer=L2(0.5)))
    x = np.full((samples, 1), 3.0, "float32")
    dataset = Dataset(x, x, x, x, "regression", NOT_SCALED, ())
    run = Run(Document("one", design, Setup(loss=MeanSquaredError(), batch_size=samples)), dataset)
    trace = run.trace(run.start())
    assert trace.penalty == pytest.approx(0.5 * 6**2)
    assert trace.loss == pytest.approx((6 - 3) ** 2 + 18)
    assert trace.gradient_of("dense/kernel").item() == pytest.approx((2 * (6 - 3) + 2 * 0.5 * 6) * 3)


@pytest.mark.parametrize("dtype", ["float64"])
def test_gradient_agrees_with_finite_differences(dtype):
    made = case(SGD(0.1))
    run = Run(made.document, made.dataset, dtype)
    state = run.start()
    theta = state.theta + np.random.default_rng(1).normal(0, 0.05, state.theta.shape)
    trace = run.trace(type(state)(0, theta, state.slots))
    epsilon = 1e-6
    for index in np.random.default_rng(2).choice(run.network.trainable, 25, replace=False):
        up, down = theta.copy(), theta.copy()
        up[index] += epsilon
        down[index] -= epsilon
        high, low = (run.loss(t, made.dataset.x_train, made.dataset.y_train) for t in (up, down))
        assert trace.gradient[index] == pytest.approx((high - low) / (2 * epsilon), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (
            Dense(2, kernel_initializer=Given(((1.0,),))),
            "“dense”, kernel: The given values must be 3 × 2 numbers",
        ),
        (Dense(2, bias_initializer=Orthogonal()), "“dense”, bias: “orthogonal” makes a matrix"),
        (Dense(2, bias_constraint=MaxNorm(axis=(1,))), "“dense”, bias: “largest norm” sums over the axes 1"),
        (Dense(2, bias_regularizer=OrthogonalRegularizer()), "“dense”, bias: “orthogonal” is for"),
        (Dense(2, activity_regularizer=OrthogonalRegularizer()), "“dense”, output: “orthogonal” is for"),
    ],
)
def test_what_does_not_suit_a_weight_is_a_problem(layer, words):
    found = problems(Document("x", chain(Input((3,)), layer)))
    assert not runs(found)
    assert str(found[0].message).startswith(words)
    assert found[0].nodes == ("dense",)
