"""The loss curve in its window."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from nnviz.ui import theme
from nnviz.ui.digits import format_number
from nnviz.ui.plots.loss_view import Curve, LossView
from nnviz.ui.watch.loss_panel import LossPanel
from tests.ui.plots.pixels import at, nearness


@pytest.fixture
def panel_of(bench):
    def make(document="circle", step=0, width=420, height=240):
        made = bench(document)
        if step:
            made.go(step, 5)
        panel = LossPanel(made.session)
        made.show(panel, width, height)
        return made, panel

    return make


def curve(losses, step=0, tests=((0, 1.0),)) -> Curve:
    losses = np.asarray(losses, float)
    return Curve(losses, np.array(tests, float).reshape(-1, 2), step, float(losses[step]), 5, len(losses) - 1)


@pytest.fixture
def view(qtbot):
    theme.apply(QApplication.instance(), False)
    view = LossView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_the_numbers_are_those_of_the_moment(panel_of):
    bench, panel = panel_of(step=37)
    moment = bench.session.moment
    tests = moment.test_losses[moment.test_losses[:, 0] <= 37]
    assert panel._numbers.whole_text() == (
        f"Train {format_number(moment.trace.loss)} · Test {format_number(tests[-1, 1])}"
    )
    run = bench.session.timeline.run
    state = bench.session.timeline.state(int(tests[-1, 0]))
    exact = run.loss(state.theta, run.dataset.x_test, run.dataset.y_test)
    assert tests[-1, 1] == pytest.approx(exact)


def test_the_lines_are_named_with_their_samples(panel_of):
    _, panel = panel_of(step=20)
    told = panel._key.accessibleName()
    assert told == "Lines: batch of 10, mean of the last 15 steps, 50 test samples"
    assert panel._key.toolTip() in told
    assert "Step 20." in panel.view.accessibleDescription()


def test_the_loss_of_the_step_that_is_looked_at_belongs_to_the_curve(panel_of):
    bench, panel = panel_of(step=12)
    shown = panel.view._curve
    assert len(shown.losses) == 13
    assert shown.losses[12] == bench.session.moment.trace.loss
    assert shown.last == 12


def test_a_click_goes_to_the_step_under_the_pointer_and_keeps_the_event(panel_of, qtbot):
    bench, panel = panel_of(step=100)
    across, _ = panel.view.scales()
    place = at(QPointF(across.place(40), panel.view.box().center().y()))
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    cursor = bench.session.moment.cursor
    assert abs(cursor.step - 40) <= 1
    assert cursor.event == 5
    assert panel.view._curve.step == cursor.step
    assert panel.view._curve.last == 100  # what came later is still there


def test_a_drag_follows_the_pointer(panel_of, qtbot):
    bench, panel = panel_of(step=100)
    across, _ = panel.view.scales()
    y = round(panel.view.box().center().y())
    qtbot.mousePress(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(round(across.place(80)), y))
    for step in (70, 40, 10):
        qtbot.mouseMove(panel.view, QPoint(round(across.place(step)), y))
        qtbot.wait(10)
    qtbot.mouseRelease(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(round(across.place(10)), y))
    bench.settle()
    assert abs(bench.session.moment.cursor.step - 10) <= 1


def test_the_keys_move_by_steps(panel_of, qtbot):
    bench, panel = panel_of(step=50)
    for key, expected in (
        (Qt.Key.Key_Left, 49),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 50),
    ):
        qtbot.keyClick(panel.view, key)
        bench.settle()
        assert bench.session.moment.cursor.step == expected


def test_the_log_switch_changes_the_axis(panel_of, qtbot):
    _, panel = panel_of(step=50)
    assert not panel.view.scales()[1].log
    qtbot.mouseClick(panel._log, Qt.MouseButton.LeftButton)
    assert panel.view.scales()[1].log
    assert panel._log.accessibleName() == "Logarithmic loss axis"


def test_an_even_axis_begins_at_zero_unless_zero_is_far(view):
    view.show_curve(curve([0.7, 0.2, 0.1]))
    assert view.scales()[1].low == 0
    view.show_curve(curve([2.30, 2.31, 2.29], tests=[(0, 2.3)]))
    assert view.scales()[1].low > 2.2


def test_the_mean_line_passes_where_the_numbers_say(view):
    values = np.concatenate([np.full(50, 0.8), np.full(50, 0.2)])
    view.show_curve(curve(values, step=99, tests=[]))
    across, upwards = view.scales()
    image = view.grab().toImage()
    accent = theme.current().colour("accent")
    for step, value in ((25, 0.8), (80, 0.2)):
        assert nearness(image, QPointF(across.place(step), upwards.place(value)), accent) < 30


def test_the_present_is_marked_and_the_future_is_faint(view):
    values = np.full(100, 0.5)
    view.show_curve(curve(values, step=40, tests=[]))
    across, upwards = view.scales()
    image = view.grab().toImage()

    def off(step, value, colour):
        return nearness(image, QPointF(across.place(step), upwards.place(value)), colour)

    accent, text = theme.current().colour("accent"), theme.current().colour("text")
    assert off(20, 0.5, accent) < 30
    assert off(70, 0.5, accent) > 120
    assert off(40, 0.25, text) < 60
    assert off(20, 0.25, text) > 300


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "values", [[0.5], [0.0, 0.0], [np.nan, 0.3, np.inf], [1e-9, 1e9], [np.nan], [0.3] * 10_000]
)
def test_strange_curves_are_painted_without_a_warning(view, values, log):
    view.set_log(log)
    view.show_curve(curve(values))
    assert not view.grab().isNull()
    view.show_curve(curve(values, tests=[]))
    assert not view.grab().isNull()


def test_ten_thousand_steps_are_painted_quickly(view):
    rng = np.random.default_rng(0)
    values = np.exp(-np.linspace(0, 5, 10_000)) + rng.normal(0, 0.05, 10_000) ** 2
    tests = [(step, 0.5) for step in range(0, 10_000, 20)]
    view.show_curve(curve(values, step=5_000, tests=tests))
    view.grab()
    batch, mean, test = view._polylines(view._curve, *view.scales())
    assert batch.size() <= 2 * view.width()
    assert mean.size() <= 3 * view.width()
    assert test.size() == len(tests)
    began = time.perf_counter()
    view.grab()
    assert time.perf_counter() - began < 0.5


def test_without_a_run_it_is_empty(panel_of):
    bench, panel = panel_of(step=5)
    broken = bench.session.document.with_(design=type(bench.session.document.design)())
    bench.session.open_document(broken, None)
    bench.settle()
    assert panel._numbers.whole_text() == ""
    assert panel.view._curve is None
    assert not panel._log.isEnabled()


def test_light_and_dark_and_small_sizes(panel_of):
    _, panel = panel_of(step=30, width=260, height=150)
    assert panel.view.box().height() > 40
    light = panel.grab().toImage()
    theme.apply(QApplication.instance(), True)
    assert panel.grab().toImage() != light
