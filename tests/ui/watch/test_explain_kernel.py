"""Single weights of a convolution's kernel: where they are used, gradient and update; picked in the picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnviz.layers.conv1d import Conv1D
from nnviz.layers.conv2d import Conv2D
from nnviz.layers.conv2d_transpose import Conv2DTranspose
from nnviz.layers.dense import Dense
from nnviz.layers.depthwise_conv2d import DepthwiseConv2D
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input
from nnviz.layers.regularizers import L2
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template
from nnviz.ui.watch.card import MOST_KERNELS, card_of
from nnviz.ui.watch.checkable import target_of
from nnviz.ui.watch.explain import event_of_pick, explain, scope_of
from nnviz.ui.watch.kernels import cell_of, kernel_slot, weight_in, weights_of
from nnviz.ui.watch.known import Pick, known
from nnviz.ui.watch.probe import inputs_under
from nnviz.ui.watch.scene import scene_of
from tests.ui.watch.networks import dataset, moments, run_of

CONVOLUTIONS = {
    "valid": ((6, 5, 2), Conv2D(3, (3, 3), activation="tanh")),
    "same, strides": ((6, 5, 2), Conv2D(3, (3, 2), strides=(2, 2), padding="same", activation="relu")),
    "dilated": ((6, 6, 2), Conv2D(2, (2, 2), dilation_rate=(2, 2))),
    "groups": ((5, 5, 4), Conv2D(4, (3, 3), groups=2, activation="tanh")),
    "penalty": ((5, 5, 2), Conv2D(2, (3, 3), kernel_regularizer=L2(0.1))),
    "depthwise": ((5, 5, 3), DepthwiseConv2D((3, 3), depth_multiplier=2, activation="tanh")),
    "transposed": ((4, 4, 2), Conv2DTranspose(3, (3, 3), strides=(2, 2), activation="tanh")),
    "over time": ((7, 3), Conv1D(4, 3, activation="tanh")),
}


def run_with(name):
    shape, layer = CONVOLUTIONS[name]
    return run_of(
        [Input(shape), layer, Flatten(), Dense(1)],
        MeanSquaredError(),
        SGD(0.1),
        dataset(shape, "regression"),
        batch=3,
    )


def told_at(run, pick, phase):
    """Return what is told of a pick at the end of a phase of the first step, and the trace."""
    moment = [m for m in moments(run, 0) if m.event.phase == phase][-1]
    event = event_of_pick(run.network, known(moment.events, moment.cursor.event), pick, phase)
    return explain(scope_of(moment.trace, run.setup, 1), event, pick), moment.trace


@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_every_weight_has_its_gradient_and_its_update(name):
    run = run_with(name)
    stage = run.network.stages[1]
    slot = kernel_slot(stage)
    units = int(np.prod(stage.output_shape))
    for unit in (0, units // 2, units - 1):
        for number in range(0, int(np.prod(slot.shape)), 5):
            weight = tuple(int(i) for i in np.unravel_index(number, slot.shape))
            if cell_of(stage, unit, weight) is None:
                continue
            pick = Pick(stage.name, unit, weight=weight)
            told, trace = told_at(run, pick, "backward")
            for equation in told.equations:
                assert equation.right.value == pytest.approx(equation.result, rel=1e-9, abs=1e-12)
            assert told.equations[-1].result == trace.gradient_of(slot.path)[weight]
            assert target_of(told, pick, trace, 1) == (slot.path, weight)
            told, trace = told_at(run, pick, "update")
            assert told.equations[-1].right.value == pytest.approx(trace.next(slot.path)[weight])
            told, trace = told_at(run, pick, "forward")
            assert told.pick == pick
            assert told.equations[0].result == trace.layers[stage.name].z[1].reshape(-1)[unit]
            assert told.equations[0].right.value == pytest.approx(told.equations[0].result)


@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_the_cells_of_the_pictures_are_the_weights(name):
    run = run_with(name)
    stage = run.network.stages[1]
    seen = set()
    for unit in range(stage.output_shape[-1]):
        for picture, places in enumerate(weights_of(stage, unit)):
            for row, column in np.ndindex(*places.shape):
                weight = weight_in(stage, unit, picture, row, column)
                assert cell_of(stage, unit, weight) == (picture, row, column)
                seen.add(weight)
    assert len(seen) == np.prod(kernel_slot(stage).shape)  # every weight can be reached


def test_where_a_weight_is_used():
    """Weight (row 1, column 2) of a 3×3 kernel meets the input one row down and two columns to the right."""
    stage = run_with("valid").network.stages[1]
    under = inputs_under(stage, (6, 5, 2), (1, 2, 1, 0))
    assert under.shape == (4, 3, 3)
    for row, column in np.ndindex(4, 3):
        assert under[row, column, 0] == np.ravel_multi_index((row + 1, column + 2, 1), (6, 5, 2))
    assert (under[:, :, 1:] == -1).all()


def test_at_the_rim_nothing_enters():
    run = run_with("same, strides")
    stage = run.network.stages[1]
    unit = int(np.ravel_multi_index((2, 0, 0), stage.output_shape))
    told, _ = told_at(run, Pick(stage.name, unit, weight=(2, 0, 0, 0)), "forward")
    assert "meets the rim" in told.sentence.text


def test_a_weight_is_picked_in_the_card(watch_convolution):
    watch = watch_convolution
    pick = Pick("filters", (2 * 6 + 3) * 4 + 1)
    watch.picked.choose(pick)
    watch.settle()
    _, placed = watch.picture.card_at(watch.picture.scene(), pick)
    box = placed.kernels[0].part(1, 2, 3, 3)
    at = QPoint(round(box.middle.x), round(box.middle.y)) - watch.picture.origin().toPoint()
    before = watch.photo()
    QTest.mouseMove(watch.picture, at)
    watch.qtbot.waitUntil(lambda: watch.picture._hover == Pick(pick.layer, pick.unit, weight=(1, 2, 0, 1)))
    assert watch.picture.pick() == pick  # the card stays
    assert watch.photo() != before
    QTest.mouseClick(watch.picture, Qt.MouseButton.LeftButton, pos=at)
    watch.settle()
    chosen = Pick("filters", pick.unit, weight=(1, 2, 0, 1))
    assert watch.picked.pick == chosen
    trace = watch.session.moment.trace
    explained = watch.details.formula.explained
    assert explained.equations[-1].result == trace.gradient_of("filters/kernel")[1, 2, 0, 1]
    assert "∂L/∂w" in card_of(watch.picture.scene(), chosen, "").text
    assert "weight (2, 3) of input 1, map 2" in watch.picture.accessibleDescription()
    watch.picked.toggle(chosen)
    assert watch.picked.pick == pick


def test_the_keyboard_walks_through_the_weights(watch_convolution):
    watch = watch_convolution
    pick = Pick("filters", 1)
    watch.picked.choose(pick)
    seen = []
    for _ in range(9):
        QTest.keyClick(watch.picture, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        seen.append(watch.picked.pick.weight)
    assert seen == [(r, c, 0, 1) for r in range(3) for c in range(3)]
    QTest.keyClick(watch.picture, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert watch.picked.pick == pick
    watch.picked.choose(Pick("digit", 2))
    QTest.keyClick(watch.picture, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert watch.picked.pick == Pick("digit", 2)  # drawn as a band: its weights are not single lines
    watch.settle()


def test_of_many_channels_those_around_the_chosen_weight_are_shown():
    shape = (4, 4, 20)
    run = run_of(
        [Input(shape), Conv2D(2, (2, 2)), Flatten(), Dense(1)],
        MeanSquaredError(),
        SGD(0.1),
        dataset(shape, "regression"),
    )
    moment = list(moments(run, 0))[-1]
    scene, name = scene_of(moment, 0), run.network.stages[1].name
    card = card_of(scene, Pick(name, 0), "")
    assert (card.kernels.first, len(card.kernels.pictures), card.kernels.count) == (0, MOST_KERNELS, 20)
    assert "1–8 of 20" in card.text
    card = card_of(scene, Pick(name, 0, weight=(0, 1, 17, 0)), "")
    assert (card.kernels.first, len(card.kernels.pictures)) == (16, 4)
    assert card.kernels.chosen == (17, 0, 1)


@pytest.fixture
def watch_convolution(open_watch):
    """Watch on the digits with filters, at the gradients of the filters."""
    watch = open_watch(template("digits_convolution").build())
    events = watch.session.moment.events
    watch.go(1, next(i for i, e in enumerate(events) if (e.layer, e.quantity) == ("filters", "dw")))
    return watch
