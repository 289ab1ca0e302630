"""Metrics beside the loss, and the confusion matrix."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from nnviz.engine.answers import right
from nnviz.metrics.accuracy import Accuracy
from nnviz.metrics.auc import AUC
from nnviz.metrics.base import METRICS
from nnviz.metrics.errors import RootMeanSquaredError
from nnviz.templates.base import template
from nnviz.ui.plots.confusion_view import ConfusionView
from nnviz.ui.theme import current
from nnviz.ui.watch.confusion_panel import ConfusionPanel
from nnviz.ui.watch.loss_panel import LossPanel
from nnviz.ui.watch.measures import Measures


def exact(session) -> float:
    run, data = session.timeline.run, session.dataset
    return float(right(run, session.moment.state.theta, data.x_test, data.y_test).mean())


def test_the_suggested_metric_stands_beside_the_loss_and_follows(bench, qtbot):
    made = bench("circle")
    panel = LossPanel(made.session)
    made.show(panel, 700, 240)
    qtbot.waitUntil(lambda: "Accuracy" in panel.metrics.whole_text())
    assert panel.metrics.whole_text() == f"Accuracy {100 * exact(made.session):.1f} %"
    made.go(200)
    qtbot.waitUntil(lambda: panel._measures.current)
    assert panel.metrics.whole_text() == f"Accuracy {100 * exact(made.session):.1f} %"


@pytest.mark.parametrize("width", [60, 120, 200, 260, 320, 420])
def test_a_metric_is_never_a_number_without_its_name(bench, qtbot, width):
    made = bench("circle")
    panel = LossPanel(made.session)
    made.show(panel, width, 200)
    qtbot.waitUntil(lambda: panel._measures.current)
    shown, number = panel.metrics.whole_text(), f"{100 * exact(made.session):.1f} %"
    assert shown in (f"Accuracy {number}", f"acc. {number}")
    assert panel.metrics.text() == shown  # nothing of it is cut
    assert panel.metrics.accessibleName() == f"Accuracy {number}"
    if width >= 320:
        assert "Test" in panel._numbers.text()
    if shown.startswith("acc."):
        assert panel.metrics.toolTip() == f"Accuracy {number}"


def test_every_metric_has_a_short_name():
    for metric in METRICS.values():
        assert len(metric.symbol) <= len(metric.title)
        assert bool(metric.symbol) == (metric.kind() != "ConfusionMatrix")  # it is a table, not a number


def test_until_measured_again_the_step_of_the_numbers_is_told(bench, qtbot):
    made = bench("circle")
    panel = LossPanel(made.session)
    made.show(panel, 900, 240)
    qtbot.waitUntil(lambda: panel._measures.current)
    made.session.seek(type(made.session.moment.cursor)(50, 0))
    qtbot.waitUntil(lambda: made.session.moment.cursor.step == 50)
    if not panel._measures.current:
        assert panel.metrics.whole_text().endswith("at step 0")


def test_chosen_metrics_of_numbers(bench, qtbot):
    made = bench(template("linear-regression").build().with_setup(metrics=(RootMeanSquaredError(),)))
    panel = LossPanel(made.session)
    made.show(panel, 700, 240)
    qtbot.waitUntil(lambda: panel._measures.found is not None)
    found = panel._measures.found
    run, data, theta = made.session.timeline.run, made.session.dataset, made.session.moment.state.theta
    error = run.predict(theta, data.x_test).ravel() - data.y_test.ravel()
    assert found.values[0][1] == pytest.approx(float(np.sqrt(np.mean(error**2))), rel=1e-5)
    assert found.confusion is None


def test_confusion_matrix_counts_the_test_samples(bench, qtbot):
    made = bench(template("digits").build().with_setup(metrics=(Accuracy(), AUC())))
    measures = Measures(made.session)
    panel = ConfusionPanel(made.session, measures)
    made.show(panel, 360, 320)
    qtbot.waitUntil(lambda: measures.current)
    counts = panel.view.counts
    data, run = made.session.dataset, made.session.timeline.run
    assert counts.sum(axis=1).tolist() == np.bincount(data.y_test, minlength=10).tolist()
    good = right(run, made.session.moment.state.theta, data.x_test, data.y_test)
    assert np.trace(counts) == good.sum()
    assert panel.line.accessibleName() == f"{good.sum()} of {len(data.x_test)} test samples are named right"
    # AUC takes no class numbers, so it is left out.
    assert [metric.kind() for metric, _ in measures.found.values] == ["Accuracy"]


def test_nothing_is_measured_while_nobody_looks(bench):
    made = bench("circle")
    measures = Measures(made.session)
    panel = ConfusionPanel(made.session, measures)
    made.qtbot.addWidget(panel)
    made.go(3)
    assert measures.found is None


def test_the_grid_is_told_in_words_and_coloured_by_share(qtbot):
    view = ConfusionView()
    qtbot.addWidget(view)
    view.resize(300, 120)
    view.show_counts(np.array([[9, 1], [0, 30]]), ("cat", "dog"))
    with qtbot.waitExposed(view):
        view.show()
    assert view.accessibleName() == "Confusion matrix"
    assert view.accessibleDescription() == "cat named cat: 9; cat named dog: 1; dog named dog: 30"
    assert view.toolTip() == "cat taken for dog: 1"
    image = view.grab().toImage()
    colours = {image.pixelColor(QPoint(x, y)).name() for x in range(0, 300, 2) for y in range(0, 120, 2)}
    assert len(colours) > 4
    assert current().accent not in {current().positive, current().negative}
