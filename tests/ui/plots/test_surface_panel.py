"""The loss surface in its window: what is drawn and said is what was computed."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from nnviz.design.document import Document, Setup
from nnviz.engine.events import Cursor
from nnviz.layers.batch_normalization import BatchNormalization
from nnviz.layers.dense import Dense
from nnviz.layers.dropout import Dropout
from nnviz.layers.gaussian_noise import GaussianNoise
from nnviz.layers.input import Input
from nnviz.optimizers.sgd import SGD
from nnviz.surface.plane import WeightAt
from nnviz.templates.base import chain, template
from nnviz.ui import theme
from nnviz.ui.digits import format_number
from nnviz.ui.plots.contour import colour_of
from nnviz.ui.watch import surface_panel
from nnviz.ui.watch.surface_panel import SurfacePanel
from tests.ui.plots.pixels import at, colour_at

CHOICE = WeightAt("hidden_1/kernel", (0, 0)), WeightAt("output/kernel", (1, 0))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Take every surface as quick, also on a busy machine."""
    monkeypatch.setattr(surface_panel, "QUICK", 60.0)


@pytest.fixture
def panel_of(bench):
    def make(document="circle", step=0, width=420, height=320):
        made = bench(document)
        if step:
            made.go_to_end_of(step)
        panel = SurfacePanel(made.session)
        made.show(panel, width, height)
        return made, panel

    return make


def test_it_draws_the_surface_of_the_moment_when_shown(panel_of):
    bench, panel = panel_of(step=80)
    picture = panel.picture
    assert picture is not None
    assert picture.grid.complete
    assert picture.step == bench.session.moment.state.step == 81
    run = bench.session.timeline.run
    exact = run.loss(bench.session.moment.state.theta, run.dataset.x_train, run.dataset.y_train)
    assert picture.loss == pytest.approx(exact, rel=1e-6)
    assert picture.grid.level(*picture.plane.centre) == pytest.approx(exact, rel=2e-6)


def test_its_words_say_what_it_is_and_what_is_off_the_slice(panel_of):
    bench, panel = panel_of(step=80, width=900)
    picture, state = panel.picture, bench.session.moment.state
    what, where = panel._what.whole_text(), panel._where.whole_text()
    assert what == "Slice through 2 of 25 weights · loss of all 150 training samples"
    loss, level = format_number(picture.loss), format_number(picture.grid.level(*picture.plane.centre))
    assert loss == level
    start = bench.session.timeline.state(0).theta
    apart = (state.theta - start).astype(float)
    places = [weight.place(bench.session.timeline.run.network) for weight in picture.choice]
    farthest = float(picture.path.up_to(81).distances.max())
    assert farthest >= np.linalg.norm(np.delete(apart, places)) * 0.999
    assert where == (
        f"At step 81 the loss is {loss}, the surface {level}"
        f" · the path lies up to {format_number(farthest)} off the slice"
    )
    assert "Slice through 2 of 25" in panel.view.accessibleDescription()


def test_where_layers_train_otherwise_the_surface_is_said_to_be_that_of_use(panel_of):
    _, panel = panel_of()
    assert panel._in_use.isHidden()
    design = chain(
        Input((2,)), ("first", Dense(3, "tanh")), ("off", Dropout(0.5)), ("output", Dense(1, "sigmoid"))
    )
    bench, panel = panel_of(Document("dropout", design, template("circle").build().setup))
    assert panel._in_use.isVisible()
    words = panel._in_use.accessibleName()
    assert "the loss in use (inference)" in words
    assert "In training Off compute" in words
    assert "does not lie exactly on it" in words
    assert words in panel.view.accessibleDescription()
    run = bench.session.timeline.run
    theta = bench.session.moment.state.theta
    assert panel.picture.loss == pytest.approx(
        run.loss(theta, run.dataset.x_train, run.dataset.y_train), rel=1e-6
    )


def test_only_layers_that_train_otherwise_count():
    assert Dropout(0.5).trains_otherwise
    assert GaussianNoise(0.1).trains_otherwise
    assert BatchNormalization().trains_otherwise
    assert not BatchNormalization(trainable=False).trains_otherwise  # as Keras has it
    assert not Dense(3).trains_otherwise


def test_a_narrow_panel_says_it_shorter_and_keeps_the_whole_in_the_tool_tip(panel_of):
    _, panel = panel_of(width=260, height=180)
    assert panel._what.whole_text().startswith("2 of 25 weights")
    assert panel._what.toolTip() == "Slice through 2 of 25 weights · loss of all 150 training samples"
    assert panel.view.box().height() > 60
    assert panel.view.box().width() > 180


def test_a_pixel_of_the_picture_has_the_colour_of_the_loss_there(panel_of):
    _, panel = panel_of(step=10, width=700, height=500)
    grid, levels = panel.picture.grid, panel.view.levels
    shown, checked = panel.view.grab().toImage(), 0
    for row, column in itertools.product(range(2, 47, 4), (3, 8, 40, 45)):
        place = panel.view.point_of(grid.a[column], grid.b[row])
        around = grid.losses[row - 1 : row + 2, column - 1 : column + 2]
        if len(set(levels.band(around).ravel())) == 1:  # not at the edge of a level
            assert shown.pixelColor(at(place)) == colour_of(levels, grid.losses[row, column])
            checked += 1
    assert checked >= 5


def test_the_ball_lies_at_the_two_weights(panel_of):
    bench, panel = panel_of(step=30)
    weights = bench.session.weights_now()
    first, second = panel.picture.choice
    place = panel.view.point_of(weights[first.path][first.index], weights[second.path][second.index])
    assert colour_at(panel.view, place) == "#ffffff"
    assert panel.view.box().contains(place)


def test_every_step_of_a_quick_network_gets_its_own_surface(panel_of):
    bench, panel = panel_of()
    for step in (1, 2, 3):
        bench.go(step)
        assert panel.picture.step == step
        assert panel.picture.plane.origin is bench.session.moment.state.theta


def test_axes_and_range_stay_while_the_run_stays_inside(panel_of):
    bench, panel = panel_of()
    choice, ranges = panel.picture.choice, panel.picture.plane.ranges
    bench.go(3)
    assert panel.picture.choice == choice
    assert panel.picture.plane.ranges == ranges
    bench.go(300)
    for point in panel.picture.path.up_to(300).points:
        assert panel.picture.plane.contains(tuple(point))


def test_the_path_after_the_moment_is_kept_and_the_range_is_not_widened_for_it(panel_of):
    bench, panel = panel_of(step=200)
    bench.go(20)
    picture = panel.picture
    assert picture.step == 20
    assert picture.path.steps[-1] == 200
    assert len(picture.path.up_to(20).steps) == 21


def test_a_slow_surface_is_shown_as_old_with_its_distance_until_the_run_rests(panel_of, monkeypatch):
    bench, panel = panel_of(step=5)
    monkeypatch.setattr(surface_panel, "QUICK", -1.0)  # everything is slow
    monkeypatch.setattr(surface_panel, "PAUSE", 600)
    old = panel.picture
    panel._write()
    bench.go(60)
    assert panel.picture is old
    off = format_number(old.plane.distance(bench.session.moment.state.theta))
    assert panel._where.accessibleName() == (
        f"Surface of step 6 · the run has moved on and is {off} off this slice"
    )
    bench.qtbot.waitUntil(lambda: panel.picture.step == 60, timeout=10_000)
    bench.settle()
    assert "off the slice" in panel._where.accessibleName()


def test_two_weights_can_be_chosen(panel_of):
    bench, panel = panel_of(step=20)
    panel.choose(CHOICE)
    bench.settle()
    assert panel.picture.choice == CHOICE
    assert panel.picture.plane.labels == ("hidden_1/kernel [0, 0]", "output/kernel [1, 0]")
    bench.go(40)
    assert panel.picture.choice == CHOICE
    panel.choose_most_moved()
    bench.settle()
    moved = np.abs(bench.session.moment.state.theta - bench.session.timeline.state(0).theta)
    network = bench.session.timeline.run.network
    kernels = [slot for path, slot in network.slots.items() if path.endswith("kernel")]
    largest = max(float(slot.view(moved).max()) for slot in kernels)
    assert float(moved[panel.picture.choice[0].place(network)]) == pytest.approx(largest)


def test_the_popup_chooses_weights_with_the_keyboard(panel_of, qtbot):
    bench, panel = panel_of(step=20)
    panel.choose(CHOICE)
    bench.settle()
    qtbot.mouseClick(panel._axes, Qt.MouseButton.LeftButton)
    popup = panel.popup
    assert popup.isVisible()
    across = popup._across
    assert across.weight() == CHOICE[0]
    qtbot.keyClick(across._places[1], Qt.Key.Key_Up)
    bench.settle()
    assert panel.picture.choice[0] == WeightAt("hidden_1/kernel", (0, 1))
    across._path.setCurrentText("hidden_2/bias")
    bench.settle()
    assert panel.picture.choice[0] == WeightAt("hidden_2/bias", (0,))
    assert not across._places[1].isVisible()
    popup.close()


def test_the_same_weight_on_both_axes_is_refused_in_words(panel_of):
    bench, panel = panel_of()
    panel.choose(CHOICE)
    bench.settle()
    panel.open_axes()
    panel.popup._across.show_weight(panel.popup._across._shapes, CHOICE[1])
    panel.popup._changed()
    assert panel.popup._problem.isVisible()
    bench.settle()
    assert panel.picture.choice == CHOICE
    panel.popup.close()


def test_a_click_on_an_axis_opens_the_popup_and_log_levels_are_said(panel_of, qtbot):
    _, panel = panel_of(width=900)
    box = panel.view.box()
    qtbot.mouseClick(
        panel.view, Qt.MouseButton.LeftButton, pos=at(QPointF(box.center().x(), box.bottom() + 5))
    )
    assert panel.popup.isVisible()
    assert not panel.view.log
    qtbot.mouseClick(
        panel.popup._log, Qt.MouseButton.LeftButton, pos=QPoint(10, panel.popup._log.height() // 2)
    )
    assert panel.view.log
    assert panel._what.whole_text().endswith("logarithmic levels")
    panel.popup.close()


def test_the_wheel_and_the_keys_zoom_and_fit_goes_back(panel_of, qtbot):
    bench, panel = panel_of(step=50)
    (low, high), _ = panel.picture.plane.ranges
    place = panel.view.box().center()
    nothing, plain = QPoint(), Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        place, panel.view.mapToGlobal(place), nothing, QPoint(0, -240), Qt.MouseButton.NoButton, plain,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(panel.view, wheel)
    bench.settle()
    (wide_low, wide_high), _ = panel.picture.plane.ranges
    assert (wide_high - wide_low) == pytest.approx((high - low) * 1.25**2)
    qtbot.keyClick(panel.view, Qt.Key.Key_Plus)
    bench.settle()
    (now_low, now_high), _ = panel.picture.plane.ranges
    assert (now_high - now_low) == pytest.approx((high - low) * 1.25)
    qtbot.mouseClick(panel._fit, Qt.MouseButton.LeftButton)
    bench.settle()
    (fit_low, fit_high), _ = panel.picture.plane.ranges
    assert (fit_low, fit_high) != (now_low, now_high)
    assert all(panel.picture.plane.contains(tuple(p)) for p in panel.picture.path.up_to(51).points)


def test_a_click_on_the_path_goes_to_that_step(panel_of, qtbot):
    bench, panel = panel_of(step=150, width=800, height=600)
    points = panel.picture.path.points
    spread = np.hypot(*(points - points[0]).T)
    step = int(np.argmax(spread))
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=at(panel.view.point_of(*points[step])))
    bench.settle()
    assert abs(bench.session.moment.cursor.step - step) <= 2
    assert panel.picture.step == bench.session.moment.cursor.step


def test_nothing_is_computed_while_the_panel_is_hidden(bench):
    made = bench("circle")
    panel = SurfacePanel(made.session)
    made.qtbot.addWidget(panel)
    made.go(10)
    made.settle()
    assert panel.picture is None
    made.show(panel)
    assert panel.picture.step == 10


def test_another_document_begins_anew(panel_of):
    bench, panel = panel_of(step=30)
    panel.choose(CHOICE)
    bench.settle()
    document = Document("other", chain(Input((2,)), Dense(3, "tanh"), Dense(1, "sigmoid")), Setup())
    bench.session.open_document(document, None)
    bench.settle()
    assert panel.picture.step == 0
    assert panel.picture.plane.size == 13
    assert panel.picture.choice != CHOICE


def test_a_network_that_cannot_run_says_so(panel_of):
    bench, panel = panel_of()
    broken = bench.session.document.with_(design=chain(Input((3,)), Dense(1, "sigmoid")))
    bench.session.open_document(broken, None)
    bench.settle()
    assert panel.picture is None
    assert "once the network can run" in panel.view._words
    assert not panel._axes.isEnabled()


def test_light_and_dark_are_both_painted(panel_of):
    _, panel = panel_of(step=10)
    light = panel.grab().toImage()
    theme.apply(QApplication.instance(), True)
    dark = panel.grab().toImage()
    assert light.pixelColor(2, 2) != dark.pixelColor(2, 2)
    box = panel.view.box()
    corner = panel.view.mapTo(panel, at(box.topRight() + QPointF(-12, 12)))
    assert light.pixelColor(corner) == dark.pixelColor(corner)  # the surface itself has the same colours


def test_it_is_named_for_screen_readers(panel_of):
    _, panel = panel_of()
    for widget in (panel.view, panel._fit, panel._axes, panel.popup):
        assert widget.accessibleName()


def test_a_newer_request_ends_an_older_one_quickly(panel_of):
    bench, panel = panel_of("spiral", step=5)
    began = time.monotonic()
    for number in range(8):
        panel.choose((WeightAt("hidden_1/kernel", (0, number)), WeightAt("hidden_2/kernel", (0, 0))))
    bench.settle()
    assert panel.picture.choice[0] == WeightAt("hidden_1/kernel", (0, 7))
    assert time.monotonic() - began < 5


def test_a_slow_surface_is_seen_to_grow_with_its_progress(panel_of, monkeypatch):
    bench, panel = panel_of(step=5)
    monkeypatch.setattr(surface_panel, "QUICK", -1.0)
    monkeypatch.setattr("nnviz.surface.stack.MEMORY", 1)  # one point a block
    seen = []
    panel.fit_range()
    bench.qtbot.waitUntil(
        lambda: (seen.append((panel.picture.grid.share, panel._where.whole_text())), bench.worker.idle)[1],
        timeout=20_000,
    )
    growing = [(share, words) for share, words in seen if share < 1]
    assert growing
    assert all(words == f"Computing {int(100 * share)} %" for share, words in growing)
    assert [share for share, _ in growing] == sorted(share for share, _ in growing)
    assert panel.picture.grid.complete


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numpy tells of every overflow on the way
def test_where_the_run_diverged_there_is_no_surface_and_before_it_there_is(panel_of):
    document = template("linear-regression").build()
    wild = document.with_setup(optimizer=SGD(learning_rate=60.0))
    made, panel = panel_of(wild, step=3)
    assert panel.picture.grid.complete
    made.session.seek(Cursor(100, 0))
    made.settle()
    fault = made.session.moment.trace.fault
    assert fault is not None
    made.go_to_end_of(fault.step)
    assert panel.picture is None or np.isfinite(panel.picture.plane.origin).all()
    assert not panel.grab().isNull()
    made.go(2)
    assert panel.picture.step == 2


def test_a_network_with_a_single_weight_shows_its_cost_curve(panel_of, qtbot):
    bench, panel = panel_of("one-weight", step=6)
    view = panel.cost.view
    assert view.isVisible()
    assert panel.view.isHidden()
    assert panel.picture is None
    curve = panel.cost.curve
    theta = bench.session.moment.state.theta
    assert (curve.step, curve.at) == (7, float(theta[0]))
    assert colour_at(view, view.ball().toPoint()) == theme.current().colour("text").name()
    words = panel.cost._where.accessibleName()
    assert words == view.accessibleDescription()
    assert f"w = {format_number(curve.at)}" in words
    assert f"dL/dw = {format_number(curve.slope)}" in words
    bench.go(9)
    assert panel.cost.curve.step == 9
    across, upwards = view.scales()
    value, loss = panel.cost.curve.path[2]
    place = QPointF(float(across.place(value)), float(upwards.place(loss))).toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert bench.session.moment.cursor == Cursor(2, 0)


def test_from_a_curve_back_to_a_surface(panel_of):
    bench, panel = panel_of("one-weight")
    bench.session.open_document(template("circle").build(), None)
    bench.settle()
    assert panel.cost.isHidden()
    assert panel.view.isVisible()
    assert panel.picture is not None
    bench.session.open_document(template("one-weight").build(), None)
    bench.settle()
    assert panel.cost.isVisible()
    assert panel.cost.curve is not None
    assert panel.view.isHidden()


def test_a_picture_that_comes_after_its_document_chooses_nothing(panel_of):
    """A surface that still grows when another document is opened."""
    bench, panel = panel_of("circle")
    late = panel.picture
    bench.session.open_document(template("digits").build(), None)
    assert bench.session.moment is None
    panel._show(late)
    bench.settle()
    assert panel.picture is not None
    assert panel.picture.choice[0].path in bench.session.moment.trace.network.slots
    panel._choice, panel._shapes = late.choice, (None, None)
    bench.session.rebuild()
    bench.settle()
    assert panel.picture is not None
