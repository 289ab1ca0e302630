"""Pictures, what is read in them, and how often it is right."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nnviz.engine.answers import next_wrong, right, score
from nnviz.engine.run import Run
from nnviz.templates.base import template
from nnviz.ui import theme
from nnviz.ui.plots.class_bars import MOST, Bar, ClassBars, percent
from nnviz.ui.plots.picture_view import PictureView, picture_image
from nnviz.ui.watch import pictures_panel
from nnviz.ui.watch.pictures_panel import PicturesPanel
from tests.ui.plots.pixels import at


@pytest.fixture
def panel_of(bench, monkeypatch):
    monkeypatch.setattr(pictures_panel, "PAUSE", 1)

    def make(document="digits", step=0, width=340, height=640):
        made = bench(document)
        if step:
            made.go_to_end_of(step)
        panel = PicturesPanel(made.session)
        made.show(panel, width, height)
        return made, panel

    return make


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_traced_sample_of_the_batch_is_shown(panel_of):
    bench, panel = panel_of(step=5)
    moment, data = bench.session.moment, bench.session.dataset
    bench.session.show_sample(3)
    index = int(moment.trace.batch.indices[3])
    assert panel.which.whole_text() == "picture 4 of 32 in this batch"
    assert panel.view._image.size().toTuple() == (8, 8)
    pixel = data.x_train[index][2, 4]
    assert panel.view._image.pixelColor(4, 2).red() == round(255 * pixel)
    shown = [bar.probability for bar in panel.bars.bars]
    np.testing.assert_allclose(shown, moment.trace.output[3], rtol=1e-6)
    (true,) = [bar.name for bar in panel.bars.bars if bar.true]
    assert true == str(data.y_train[index])


def test_right_and_wrong_are_said_in_words(panel_of):
    bench, panel = panel_of(step=60)
    trace, data = bench.session.moment.trace, bench.session.dataset
    labels = data.y_train[trace.batch.indices]
    answers = trace.output.argmax(axis=1)
    assert (answers == labels).any()
    assert (answers != labels).any()
    for row in (int(np.argmax(answers == labels)), int(np.argmax(answers != labels))):
        bench.session.show_sample(row)
        words, sure = panel.verdict.accessibleName(), percent(float(trace.output[row].max()))
        if answers[row] == labels[row]:
            assert words == f"Read as {answers[row]} with {sure}: right."
        else:
            assert words == f"Read as {answers[row]} with {sure}: wrong, it is {labels[row]}."


def test_test_pictures_are_browsed_and_round(panel_of, qtbot):
    bench, panel = panel_of()
    total = len(bench.session.dataset.x_test)
    click(qtbot, panel.after)
    bench.settle()
    assert bench.session.look.index == 0
    assert panel.which.whole_text() == f"test picture 1 of {total}"
    click(qtbot, panel.before)
    bench.settle()
    assert bench.session.look.index == total - 1
    assert panel.number.value() == total
    panel.number.setValue(17)
    bench.settle()
    assert bench.session.look.index == 16
    bench.session.show_sample(0)
    assert bench.session.look is None
    assert panel.which.whole_text().startswith("picture 1 of 32")


def test_the_bars_of_a_test_picture_follow_the_moment(panel_of):
    bench, panel = panel_of()
    bench.session.look_at_test(7)
    bench.go(40)
    run, state = bench.session.timeline.run, bench.session.moment.state
    expected = run.predict(state.theta, run.dataset.x_test[7:8])[0]
    np.testing.assert_allclose([bar.probability for bar in panel.bars.bars], expected, rtol=1e-6)


def test_next_misread_finds_each_one_in_turn(panel_of, qtbot):
    bench, panel = panel_of(step=150)
    run, theta = bench.session.timeline.run, bench.session.moment.state.theta
    wrong = np.flatnonzero(~right(run, theta, run.dataset.x_test, run.dataset.y_test))
    assert len(wrong) >= 2
    for expected in (*wrong[:3],):
        click(qtbot, panel.misread)
        bench.settle()
        assert bench.session.look.index == expected
        assert "wrong" in panel.verdict.accessibleName()
    bench.session.look_at_test(int(wrong[-1]))
    bench.settle()
    click(qtbot, panel.misread)
    bench.settle()
    assert bench.session.look.index == wrong[0]


def test_the_score_counts_all_test_pictures(panel_of):
    bench, panel = panel_of(step=100)
    run, theta = bench.session.timeline.run, bench.session.moment.state.theta
    x, y = run.dataset.x_test, run.dataset.y_test
    expected = float((run.predict(theta, x).argmax(axis=1) == y).mean())
    assert (
        panel.score_line.accessibleName()
        == f"{100 * expected:.1f} % of {len(x)} test pictures are read right"
    )
    before = panel.score_line.accessibleName()
    bench.go(5)
    bench.qtbot.waitUntil(lambda: panel.score_line.accessibleName() != before, timeout=5000)
    bench.settle()
    assert panel._score.step == 5
    assert panel._score.complete


def test_an_old_score_names_its_step(panel_of, monkeypatch):
    bench, panel = panel_of(step=10)
    monkeypatch.setattr(pictures_panel, "PAUSE", 60_000)
    bench.go(20)
    assert panel.score_line.accessibleName().endswith("are read right at step 11")
    panel._seconds_due.stop()


def test_score_and_next_wrong_grow_in_blocks():
    document = template("digits").build()
    run = Run(document, document.setup.data.load())
    state = run.advance(run.start(), 80)[0]
    scores = list(score(run, state))
    wrong = ~right(run, state.theta, run.dataset.x_test, run.dataset.y_test)
    assert [s.done for s in scores] == [len(wrong)]
    assert scores[-1].right == (~wrong).sum()
    assert scores[-1].step == 80
    first = int(np.flatnonzero(wrong)[0])
    assert list(next_wrong(run, state.theta, -1))[-1] == first
    assert list(next_wrong(run, state.theta, len(wrong) - 1))[-1] == first
    assert list(next_wrong(run, state.theta, first))[-1] == int(np.flatnonzero(wrong)[1])


def test_next_wrong_of_a_network_without_faults_is_none(monkeypatch):
    document = template("digits").build()
    run = Run(document, document.setup.data.load())
    monkeypatch.setattr("nnviz.engine.answers.BLOCK", 100)
    monkeypatch.setattr("nnviz.engine.answers.right", lambda run, theta, x, y: np.ones(len(x), bool))
    assert set(next_wrong(run, run.start().theta, 3)) == {None}


def test_wide_panels_put_the_bars_beside_the_picture(panel_of):
    _, panel = panel_of(width=700, height=260)
    assert panel.bars.x() > panel.view.x() + panel.view.width() - 2
    panel.resize(300, 600)
    panel.layout().activate()
    assert panel.bars.y() > panel.view.y()


def test_data_without_pictures_leaves_it_empty(panel_of):
    _, panel = panel_of("circle")
    assert panel.view._image is None
    assert not panel.misread.isEnabled()
    assert panel.score_line.accessibleName() == ""


def test_real_digits(panel_of, shared_data):
    document = template("mnist").build()
    made, panel = panel_of(document)
    made.session.use_data_dir(shared_data)
    made.settle()
    made.qtbot.waitUntil(lambda: panel._score is not None and panel._score.complete, timeout=60_000)
    assert panel.score_line.accessibleName().endswith("% of 10,000 test pictures are read right")
    made.session.look_at_test(0)
    made.settle()
    (true,) = [bar.name for bar in panel.bars.bars if bar.true]
    assert true == "7"


def test_pixels_are_squares_of_equal_size(qtbot):
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(230, 200)
    view.show_pixels(np.eye(28, dtype=np.float32))
    with qtbot.waitExposed(view):
        view.show()
    box = view.box()
    assert box.width() == box.height() == 28 * 7
    image = view.grab().toImage()
    for k in (2, 9, 20):
        place = box.topLeft() + box.bottomRight() * 0
        place.setX(box.left() + 7 * k + 3.5)
        place.setY(box.top() + 7 * k + 3.5)
        assert image.pixelColor(at(place)).name() == "#ffffff"
        place.setX(place.x() + 7)
        assert image.pixelColor(at(place)).name() == "#000000"


def test_colour_pictures_and_numbers_out_of_range():
    pixels = np.zeros((2, 2, 3))
    pixels[0, 1] = (1.0, 0.5, 7.0)
    image = picture_image(pixels)
    assert image.pixelColor(1, 0).getRgb()[:3] == (255, 128, 255)
    assert picture_image(np.full((2, 2, 1), np.nan)).pixelColor(0, 0).name() == "#000000"


def test_many_classes_show_the_likeliest_and_the_true_one(qtbot):
    bars = ClassBars()
    qtbot.addWidget(bars)
    many = tuple(Bar(str(k), k / 5000, k == 99, k == 0) for k in range(100))
    bars.show_bars(many)
    assert len(bars.bars) == MOST
    assert bars.bars[0].name == "99"
    assert any(bar.true for bar in bars.bars)
    assert not bars.grab().isNull()


def test_light_and_dark_and_names(panel_of):
    _, panel = panel_of(step=3)
    light = panel.grab().toImage()
    theme.apply(QApplication.instance(), True)
    assert panel.grab().toImage() != light
    for widget in (panel.before, panel.after, panel.number, panel.misread, panel.view, panel.bars):
        assert widget.accessibleName() or widget.text()
