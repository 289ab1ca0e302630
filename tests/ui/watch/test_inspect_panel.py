"""The Inspect panel: what it asks for, shows and says, with real networks in a real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from nnviz.engine.inspection import first_weights, occlusion, saliency
from nnviz.templates.base import template
from nnviz.ui import theme
from nnviz.ui.plots.inspect_view import overlay_image, weight_image
from nnviz.ui.watch import inspect_panel
from nnviz.ui.watch.inspect_panel import OCCLUSION, PAGE, SALIENCY, InspectPanel
from tests.ui.plots.conftest import Bench


@pytest.fixture
def panel_of(qtbot, monkeypatch):
    monkeypatch.setattr(inspect_panel, "PAUSE", 1)
    theme.apply(QApplication.instance(), False)
    made: list[Bench] = []

    def make(name="digits", step=30):
        bench = Bench(qtbot, template(name).build())
        made.append(bench)
        bench.go(step)
        panel = InspectPanel(bench.session)
        bench.show(panel, 300, 520)
        return bench, panel

    yield make
    for bench in made:
        assert bench.worker.close()


def test_first_weights_as_pictures(panel_of):
    bench, panel = panel_of()
    moment = bench.session.moment
    first = first_weights(moment.trace.network, moment.state.theta)
    assert len(panel.view.images) == first.count == 16
    assert panel.view.images[3] == weight_image(first.kernel[..., 3])
    assert panel.line.whole_text() == "Hidden: 1–16 of 16"
    assert panel.turn.isHidden()
    before = panel.view.images
    bench.go(200)
    assert panel.view.images != before


def test_many_pictures_of_weights_are_turned_over(panel_of):
    _, panel = panel_of("digits_convolution")
    assert len(panel.view.images) == 4
    panel._first = inspect_panel.FirstWeights("many", np.ones((2, 2, 1, PAGE + 3)))
    panel._turn(1)
    assert len(panel.view.images) == 3
    assert panel.line.whole_text() == f"Many: {PAGE + 1}–{PAGE + 3} of {PAGE + 3}"
    assert not panel.after.isEnabled()
    panel._turn(-1)
    assert len(panel.view.images) == PAGE


def test_saliency_of_the_picture_and_class_that_are_chosen(panel_of):
    bench, panel = panel_of()
    session = bench.session
    panel.choose(SALIENCY)
    bench.settle()
    moment, run = session.moment, session.timeline.run
    index = int(moment.trace.batch.indices[0])
    named = int(moment.trace.output[0].argmax())
    expected = np.abs(saliency(run, moment.state.theta, run.dataset.x_train[index], named))
    np.testing.assert_array_equal(panel._found, expected)
    assert f"∂p({named})/∂x" in panel.line.whole_text()
    session.look_at_test(5)
    panel.of_class.setCurrentIndex(8 + 1)
    bench.settle()
    expected = np.abs(saliency(run, moment.state.theta, run.dataset.x_test[5], 8))
    np.testing.assert_array_equal(panel._found, expected)
    assert panel.view.images == (overlay_image(run.dataset.x_test[5], expected),)
    assert "∂p(8)/∂x" in panel.line.whole_text()


def test_occlusion_tells_how_far_it_is_and_can_be_cancelled(panel_of, qtbot, monkeypatch):
    bench, panel = panel_of()
    session = bench.session
    lines: list[str] = []
    draw = panel._draw_occlusion

    def drawn(pixels, found, name):
        draw(pixels, found, name)
        lines.append(panel.line.whole_text())

    monkeypatch.setattr(panel, "_draw_occlusion", drawn)
    panel.choose(OCCLUSION)
    bench.settle()
    moment, run = session.moment, session.timeline.run
    x = run.dataset.x_train[int(moment.trace.batch.indices[0])]
    named = int(moment.trace.output[0].argmax())
    *_, expected = occlusion(run, moment.state.theta, x, named, panel.side.value())
    np.testing.assert_array_equal(panel._found, expected.drop)
    assert panel.cancel.isHidden()
    assert lines[-1].startswith(f"p({named}) = ")
    lines.clear()

    def endless(*_):
        while True:
            yield inspect_panel.Occlusion(np.zeros((8, 8)), 0.5, 1, 4)

    monkeypatch.setattr(inspect_panel, "occlusion", endless)
    panel.side.setValue(3)
    qtbot.waitUntil(lambda: bool(lines))
    assert lines[0] == "covering place after place: 25 %"
    assert panel.cancel.isVisible()
    panel.cancel.click()
    bench.settle()
    assert panel.cancel.isHidden()


def test_nothing_is_computed_while_it_is_hidden(panel_of):
    bench, panel = panel_of()
    panel.choose(SALIENCY)
    bench.settle()
    found = panel._found
    panel.hide()
    bench.go(35)
    assert panel._found is found
    panel.show()
    bench.settle()
    assert panel._found is not found


def test_what_cannot_be_inspected_is_told(panel_of):
    bench, panel = panel_of("digits_lstm")
    assert panel.view.images == ()
    assert "do not lie over the pixels" in panel.more.text()
    panel.choose(SALIENCY)
    bench.settle()
    assert len(panel.view.images) == 1


def test_colours_of_weights(qapp):
    theme.apply(qapp, False)
    shown = theme.current()
    image = weight_image(np.array([[[1.0], [0.0], [-1.0]]]))
    names = [image.pixelColor(i, 0).name() for i in range(3)]
    assert names == [shown.positive, shown.panel, shown.negative]
    image = weight_image(np.array([[[1.0, 0.0, -1.0]]]))
    assert image.pixelColor(0, 0).getRgb()[:3] == (255, 128, 0)


def test_the_overlay_shows_the_picture_where_the_value_is_0(qapp):
    theme.apply(qapp, False)
    image = overlay_image(np.array([[0.0, 1.0], [0.0, 1.0]]), np.array([[0.0, 0.0], [2.0, -2.0]]))
    black, white = image.pixelColor(0, 0), image.pixelColor(1, 0)
    assert black.lightness() < white.lightness()
    assert black.saturation() < 20
    assert image.pixelColor(0, 1).blue() > image.pixelColor(0, 1).red()
    assert image.pixelColor(1, 1).red() > image.pixelColor(1, 1).blue()
    wide = overlay_image(np.zeros((4, 4, 3)), np.array([[0.0, 1.0]]))
    assert wide.pixelColor(1, 2) != wide.pixelColor(2, 2)
