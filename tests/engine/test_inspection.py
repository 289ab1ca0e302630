"""Saliency beside finite differences, occlusion and first weights by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.digits import Digits
from nnviz.design.document import Document, Setup
from nnviz.engine.inspection import (
    first_weights,
    names_classes,
    occlusion,
    patch_side,
    places,
    saliency,
)
from nnviz.engine.network import Network
from nnviz.engine.run import Run
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.dense import Dense
from nnviz.layers.depthwise_conv2d import DepthwiseConv2D
from nnviz.layers.dropout import Dropout
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.max_pooling2d import MaxPooling2D
from nnviz.layers.permute import Permute
from nnviz.layers.regularizers import L2
from nnviz.layers.rescaling import Rescaling
from nnviz.losses.categorical_crossentropy import CategoricalCrossentropy
from nnviz.templates.base import anywhere, chain, template


def run_of(*layers, loss=None, **setup) -> Run:
    design = chain(("picture", Input((8, 8))), *layers)
    document = Document("d", design, Setup(Digits(), loss or CategoricalCrossentropy(), **setup))
    return Run(document, document.setup.data.load())


def probability(run: Run, theta: np.ndarray, x: np.ndarray, kind: int) -> float:
    from nnviz.engine.answers import answers

    views, passes = run.network.views(theta), run.network.passes()
    output = run.network.forward(views, x[None], passes)
    return float(answers(run.setup.loss, output).probabilities[0, kind])


def check_saliency(run: Run, steps: int = 3, kind: int = 1) -> None:
    theta = run.advance(run.start(), steps)[0].theta.astype(np.float64)
    x = run.dataset.x_test[1].astype(np.float64)
    found = saliency(run, theta, x, kind)
    assert found.shape == x.shape
    rng = np.random.default_rng(0)
    for _ in range(6):
        place = tuple(int(rng.integers(n)) for n in x.shape)
        high, low = x.copy(), x.copy()
        high[place] += 1e-6
        low[place] -= 1e-6
        numeric = (probability(run, theta, high, kind) - probability(run, theta, low, kind)) / 2e-6
        assert abs(found[place] - numeric) < 1e-7
    assert np.abs(found).max() > 1e-6


def pictured() -> list[str]:
    """Return the templates that run anywhere and whose samples are pictures."""
    documents = {name: template(name).build() for name in anywhere()}
    return [name for name, d in documents.items() if d.setup.data.load().picture]


@pytest.mark.parametrize("name", pictured())
def test_saliency_is_the_derivative_of_the_probability(name: str) -> None:
    document = template(name).build()
    check_saliency(Run(document, document.setup.data.load()))


@pytest.mark.parametrize("logits", [False, True])
def test_saliency_of_other_networks(logits: bool) -> None:
    """Penalties, moving averages and dropout, which are no part of what is asked; and logits."""
    head = Dense(
        10, "linear" if logits else "softmax", kernel_regularizer=L2(0.1), activity_regularizer=L2(0.3)
    )
    run = run_of(
        Flatten(),
        Dense(6, "tanh"),
        BatchNormalization(),
        Dropout(0.5),
        head,
        loss=CategoricalCrossentropy(from_logits=logits),
    )
    check_saliency(run)


@pytest.mark.parametrize("kind", [0, 1])
def test_saliency_by_hand(kind: int) -> None:
    """One sigmoid unit: ∂p/∂x = ± p (1 − p) w."""
    from nnviz.losses.binary_crossentropy import BinaryCrossentropy

    run = run_of(Flatten(), ("unit", Dense(1, "sigmoid")), loss=BinaryCrossentropy())
    theta, x = run.start().theta, run.dataset.x_test[0]
    w = run.network.weights(theta)["unit/kernel"].astype(float)
    p = 1 / (1 + np.exp(-x.reshape(-1).astype(float) @ w[:, 0]))
    expected = (1 if kind else -1) * p * (1 - p) * w.reshape(8, 8)
    np.testing.assert_allclose(saliency(run, theta, x, kind), expected, atol=1e-8)


def test_the_weights_are_untouched() -> None:
    run = run_of(Flatten(), Dense(10, "softmax"))
    state = run.start()
    before = state.theta.copy()
    saliency(run, state.theta, run.dataset.x_test[0], 3)
    list(occlusion(run, state.theta, run.dataset.x_test[0], 3, 2))
    assert (state.theta == before).all()
    assert run.trace(state).loss == run_of(Flatten(), Dense(10, "softmax")).trace(state).loss


def test_occlusion_by_hand() -> None:
    """One pixel covered at a time: the drop is what predicting the covered picture says."""
    run = run_of(Flatten(), Dense(10, "softmax"))
    theta = run.advance(run.start(), 40)[0].theta
    x = run.dataset.x_test[2]
    *_, found = occlusion(run, theta, x, 4, 1)
    assert found.complete
    assert found.total == 64
    whole = run.predict(theta, x[None])[0, 4]
    assert found.probability == pytest.approx(whole)
    covered = x.copy()
    covered[3, 5] = x.mean()
    assert found.drop[3, 5] == pytest.approx(whole - run.predict(theta, covered[None])[0, 4], abs=1e-6)


def test_patches_that_overlap_are_averaged() -> None:
    run = run_of(Flatten(), Dense(10, "softmax"))
    theta, x = run.advance(run.start(), 40)[0].theta, run.dataset.x_test[2]
    every = list(occlusion(run, theta, x, 4, 4))
    assert [o.done for o in every] == sorted({o.done for o in every})
    assert every[0].done == 0
    assert every[-1].total == 9
    drops = {}
    for row in places(8, 4):
        for column in places(8, 4):
            covered = x.copy()
            covered[row : row + 4, column : column + 4] = x.mean()
            drops[row, column] = every[-1].probability - run.predict(theta, covered[None])[0, 4]
    np.testing.assert_allclose(every[-1].drop[0, 0], drops[0, 0], atol=1e-6)
    mean = np.mean([drops[r, c] for r in (0, 2) for c in (2, 4)])
    np.testing.assert_allclose(every[-1].drop[3, 4], mean, atol=1e-6)


def test_patches_reach_the_end() -> None:
    assert tuple(places(10, 4)) == (0, 2, 4, 6)
    assert tuple(places(11, 4)) == (0, 2, 4, 6, 7)
    assert tuple(places(3, 3)) == (0,)
    assert patch_side((28, 28)) == 4
    assert patch_side((1, 5)) == 1


def network_of(shape, *layers) -> Network:
    return Network(chain(("x", Input(shape)), *layers))


def test_first_weights_of_a_dense_layer() -> None:
    network = network_of((4, 3), Rescaling((2.0,)), Dropout(0.1), Flatten(), ("d", Dense(5)))
    theta = np.arange(network.size, dtype=np.float32)
    found = first_weights(network, theta)
    assert found is not None
    assert (found.layer, found.count, found.kernel.shape) == ("d", 5, (4, 3, 1, 5))
    kernel = network.weights(theta)["d/kernel"]
    assert found.kernel[2, 1, 0, 3] == kernel[2 * 3 + 1, 3]


def test_first_weights_of_convolutions() -> None:
    network = network_of((6, 6, 3), BatchNormalization(), MaxPooling2D(), ("c", Conv2D(4, (3, 2))))
    found = first_weights(network, np.zeros(network.size))
    assert found is not None
    assert found.kernel.shape == (3, 2, 3, 4)
    network = network_of((6, 6, 3), ("c", DepthwiseConv2D((3, 3), depth_multiplier=2)))
    theta = np.arange(network.size, dtype=np.float32)
    found = first_weights(network, theta)
    assert found is not None
    assert found.kernel.shape == (3, 3, 1, 6)
    assert found.kernel[1, 2, 0, 3] == network.weights(theta)["c/kernel"][1, 2, 1, 1]


@pytest.mark.parametrize(
    ("shape", "layers"),
    [
        ((4, 4), (Permute((2, 1)), Flatten(), Dense(3))),
        ((4, 4, 2), (MaxPooling2D(), Flatten(), Dense(3))),
        ((4, 4), (Dense(3), Flatten(), Dense(2))),
        ((5,), (Dense(3),)),
        ((4, 4), (Flatten(),)),
    ],
)
def test_weights_that_are_no_pictures(shape, layers) -> None:
    network = network_of(shape, *layers)
    assert first_weights(network, np.zeros(network.size)) is None


def test_classes_are_named_by_a_row_only() -> None:
    assert names_classes(network_of((4, 4), Flatten(), Dense(3)))
    assert not names_classes(network_of((4, 4), Dense(3)))
