"""Many parameter vectors at once: views, layers that take them, and their losses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.network import Network
from nnviz.engine.run import Run
from nnviz.layers.activation import Activation
from nnviz.layers.base import LAYERS
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.templates.base import chain
from tests.engine.strategies import cases
from tests.layers.parts import accepted


def network(*layers) -> Network:
    return Network(chain(*layers))


@settings(max_examples=60)
@given(cases(), st.integers(1, 5))
def test_losses_of_a_stack_are_those_of_its_vectors(case, count):
    run = Run(case.document, case.dataset, np.float64)
    rng = np.random.default_rng(1)
    thetas = run.start().theta + rng.normal(0, 0.3, (count, run.network.size))
    passes = run.network.passes()
    batch = run.given_batch(case.dataset.x_train, case.dataset.y_train)
    views = run.network.views(thetas)
    run.network.forward(views, batch.x, passes)
    losses = run.losses_of_stack(batch, passes, views)
    expected = [run.loss(theta, case.dataset.x_train, case.dataset.y_train) for theta in thetas]
    np.testing.assert_allclose(losses, expected, rtol=1e-12)


@settings(max_examples=20)
@given(cases())
def test_one_vector_without_an_axis_is_a_stack_of_one(case):
    run = Run(case.document, case.dataset, np.float64)
    theta, passes = run.start().theta, run.network.passes()
    batch = run.given_batch(case.dataset.x_train, case.dataset.y_train)
    views = run.network.views(theta)
    run.network.forward(views, batch.x, passes)
    (loss,) = run.losses_of_stack(batch, passes, views)
    assert loss == pytest.approx(run.loss(theta, case.dataset.x_train, case.dataset.y_train), rel=1e-12)


def test_behind_names_what_depends_on_a_weight():
    net = network(Input((3, 2)), Flatten(), Dense(4), Activation("tanh"), Dense(1))
    kernels = [path for path in net.slots if path.endswith("kernel")]
    assert net.behind([kernels[0]]) == (2, 3, 4)
    assert net.behind([kernels[1]]) == (4,)
    assert net.behind(kernels) == (2, 3, 4)
    assert net.behind([]) == ()


def test_dense_takes_stacks_of_rows_only_and_flatten_none():
    assert Dense(3).stacks((4,))
    assert not Dense(3).stacks((5, 4))
    assert not Flatten().stacks((5, 4))
    assert Activation("softmax").stacks((7, 4))


@pytest.mark.parametrize("kind", [kind for kind in LAYERS if LAYERS[kind].affine])
def test_affine_layers_move_z_along_a_straight_line(kind):
    layer = LAYERS[kind]()
    (shape,) = accepted(layer)[0]
    x = np.random.default_rng(0).normal(size=(6, *shape))
    net = network(Input(shape), layer)
    rng = np.random.default_rng(1)
    start, direction = rng.normal(size=(2, net.size))

    def z(theta):
        passes = net.passes()
        net.forward(net.views(theta), x, passes)
        return passes[1].z

    np.testing.assert_allclose(
        z(start + 0.7 * direction), z(start) + 0.7 * z(direction), rtol=1e-12, atol=1e-12
    )
