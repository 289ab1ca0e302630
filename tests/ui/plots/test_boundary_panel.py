"""Samples on the network's output, in their window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from nnviz.design.document import Document, Setup
from nnviz.engine.run import Run
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.surface import boundary
from nnviz.templates.base import chain, template
from nnviz.ui import theme
from nnviz.ui.plots import field_view
from nnviz.ui.plots.field_view import FieldView, field_image, points_of
from nnviz.ui.watch.boundary_panel import BoundaryPanel
from tests.surface.conftest import run_of
from tests.ui.plots.pixels import at


@pytest.fixture
def panel_of(bench):
    def make(document="circle", step=0, width=420, height=520):
        made = bench(document)
        if step:
            made.go_to_end_of(step)
        panel = BoundaryPanel(made.session)
        made.show(panel, width, height)
        return made, panel

    return make


def click(qtbot, panel, x) -> None:
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=at(panel.view.place_of(x)))


def test_the_field_is_the_output_at_the_moment(panel_of):
    bench, panel = panel_of(step=60)
    field, run = panel.view._field, bench.session.timeline.run
    theta = bench.session.moment.state.theta
    for row, column in [(0, 0), (50, 50), (99, 20)]:
        point = np.array([[field.x0[column], field.x1[row]]], np.float32)
        assert field.output[row, column, 0] == pytest.approx(run.predict(theta, point)[0, 0], rel=1e-5)
    assert "output at step 61" in panel._what.text()


def test_it_follows_the_moment(panel_of):
    bench, panel = panel_of()
    before = panel.view._field
    bench.go(30)
    assert panel.view._field is not before
    assert "output at step 30" in panel._what.text()


def test_points_and_counts_are_those_of_the_data(panel_of):
    bench, panel = panel_of()
    assert panel._what.text().startswith("150 training ● and 50 test points ○")
    points = panel.view._points
    assert len(points.train) == 150
    assert len(points.test) == 50
    box = panel.view.box()
    data = bench.session.dataset
    assert all(box.contains(panel.view.place_of(x)) for x in (*data.x_train, *data.x_test))
    assert box.width() == box.height()


def test_a_place_has_the_colour_of_its_class(panel_of):
    bench, panel = panel_of(step=900)
    field, image = panel.view._field, panel.view.grab().toImage()
    across, upwards = panel.view.scales()
    sure = np.abs(field.output[..., 0] - 0.5) > 0.45
    taken = np.concatenate([bench.session.dataset.x_train, bench.session.dataset.x_test])
    seen = set()
    for row, column in np.argwhere(sure)[::7]:
        x = np.array([field.x0[column], field.x1[row]])
        apart = np.hypot(*(taken - x).T).min()
        if apart > 0.07 and 3 < row < 96 and 3 < column < 96:
            shown = image.pixelColor(at(QPointF(across.place(x[0]), upwards.place(x[1]))))
            one = bool(field.classes[row, column])
            assert (shown.blue() > shown.red()) is one
            seen.add(one)
    assert seen == {False, True}


def test_a_click_on_a_point_of_the_batch_traces_it(panel_of, qtbot):
    bench, panel = panel_of()
    batch, data = bench.session.moment.trace.batch, bench.session.dataset
    row = 4
    x = data.x_train[batch.indices[row]]
    click(qtbot, panel, x)
    assert bench.session.sample == row
    assert panel.view._traced == ("train", batch.indices[row])
    assert panel.view.accessibleDescription().startswith("sample 5 of 10 in this batch: x = (")
    assert panel.view.accessibleDescription().endswith(f"y = {data.y_train[batch.indices[row]]}")


def test_a_click_on_another_training_point_changes_nothing(panel_of, qtbot):
    bench, panel = panel_of()
    batch, data = bench.session.moment.trace.batch, bench.session.dataset
    apart = np.hypot(*(data.x_train[:, None] - data.x_train[batch.indices][None]).transpose(2, 0, 1)).min(
        axis=1
    )
    clear = np.hypot(*(data.x_train[:, None] - data.x_test[None]).transpose(2, 0, 1)).min(axis=1)
    alone = int(np.argmax(np.minimum(apart, clear)))
    click(qtbot, panel, data.x_train[alone])
    bench.settle()
    assert bench.session.sample == 0
    assert bench.session.look is None


def test_a_click_on_a_test_point_looks_at_it_with_the_weights_of_the_moment(panel_of, qtbot):
    bench, panel = panel_of(step=20)
    data, run = bench.session.dataset, bench.session.timeline.run
    apart = np.hypot(*(data.x_test[:, None] - data.x_train[None]).transpose(2, 0, 1)).min(axis=1)
    index = int(np.argmax(apart))
    click(qtbot, panel, data.x_test[index])
    bench.settle()
    assert bench.session.look.index == index
    assert panel.view._traced == ("test", index)
    assert panel.view.accessibleDescription().startswith(f"test sample {index + 1}: x = (")
    bench.go(70)
    expected = run.predict(bench.session.moment.state.theta, data.x_test[index : index + 1])
    np.testing.assert_array_equal(bench.session.look.layers["output"].a, expected)


def test_the_keys_go_through_the_batch(panel_of, qtbot):
    bench, panel = panel_of()
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert bench.session.sample == 1
    qtbot.keyClick(panel.view, Qt.Key.Key_Left)
    qtbot.keyClick(panel.view, Qt.Key.Key_Left)
    assert bench.session.sample == 9


def test_the_words_stand_right_under_the_square(panel_of):
    _, panel = panel_of(width=220, height=700)
    bottom = panel.view.mapTo(panel, at(panel.view.box().bottomLeft())).y()
    assert 0 < panel._what.y() - bottom < 2.5 * panel.fontMetrics().height()


def test_regression_is_coloured_by_the_number(panel_of):
    _, panel = panel_of("linear-regression", step=200)
    field = panel.view._field
    assert field.classes is None
    image = field_image(field, theme.current(), panel.view._points.limit)
    high = np.unravel_index(field.output[..., 0].argmax(), field.output.shape[:2])
    shown = image.pixelColor(int(high[1]), image.height() - 1 - int(high[0]))
    assert shown.blue() > shown.red() + 50
    assert panel._what.text().startswith("100 training points ●")


def test_several_classes_have_their_colours():
    run = run_of(Input((2,)), Dense(5, "tanh"), Dense(3, "softmax"))
    *_, field = boundary.compute(run, run.start().theta * 20, ((-2, 2), (-2, 2)), 30)
    image = field_image(field, theme.LIGHT, 1.0)
    sure = np.argwhere(field.probabilities.max(axis=-1) > 0.95)
    assert len(sure)
    for row, column in sure[::11]:
        colour = theme.LIGHT.class_colour(int(field.classes[row, column]), 3)
        shown = image.pixelColor(int(column), 29 - int(row))
        others = [theme.LIGHT.class_colour(k, 3) for k in range(3)]
        apart = [
            abs(shown.red() - c.red()) + abs(shown.green() - c.green()) + abs(shown.blue() - c.blue())
            for c in others
        ]
        assert colour == others[int(np.argmin(apart))]


def test_rows_that_are_not_computed_yet_are_empty():
    document = template("circle").build()
    run = Run(document, document.setup.data.load())
    first = next(boundary.compute(run, run.start().theta, ((-1, 1), (-1, 1)), 100))
    image = field_image(first, theme.LIGHT, 1.0)
    assert image.pixelColor(50, 0).name() == theme.LIGHT.ground
    assert image.pixelColor(50, 99).name() != theme.LIGHT.ground


def test_many_points_are_thinned_and_it_is_said(panel_of, monkeypatch):
    monkeypatch.setattr(field_view, "MOST_POINTS", 30)
    _, panel = panel_of()
    assert panel._what.text().startswith("30 of 150 training ● and 30 of 50 test points ○")
    assert len(panel.view._points.train) == 30


def test_data_with_other_inputs_says_why_there_is_no_picture(panel_of):
    _, panel = panel_of("digits")
    assert panel.view._points is None
    assert panel.view._words == "This picture is for data with two inputs."
    assert not panel.grab().isNull()


def test_points_stay_when_the_network_cannot_run(panel_of):
    bench, panel = panel_of(step=10)
    broken = Document("broken", chain(Input((3,)), Dense(1, "sigmoid")), Setup())
    bench.session.open_document(broken, None)
    bench.settle()
    assert len(panel.view._points.train) == 150
    assert panel.view._field is None


def test_samples_are_drawn_once_and_kept(qtbot):
    theme.apply(QApplication.instance(), False)
    view = FieldView()
    qtbot.addWidget(view)
    view.resize(300, 300)
    data = template("circle").build().setup.data.load()
    view.show_points(points_of(data), boundary.extent(data))
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    kept = view._layers["points"][1]
    view.show_batch(np.empty(0, np.intp), ("train", 3))
    view.grab()
    assert view._layers["points"][1] is kept


def test_light_and_dark(panel_of):
    _, panel = panel_of(step=10)
    light = panel.grab().toImage()
    theme.apply(QApplication.instance(), True)
    assert panel.grab().toImage() != light
    assert panel.view.accessibleName()
    assert panel.view.accessibleDescription().startswith("sample 1 of 10")
