"""The cost curve of a single weight: the loss itself, the run on it, its slope."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.engine.run import Run
from nnviz.engine.timeline import Timeline
from nnviz.surface.curve import draw_curve, only_weight
from nnviz.templates.base import template


def timeline_of(name: str = "one-weight", steps: int = 0) -> Timeline:
    document = template(name).build()
    timeline = Timeline(Run(document, document.setup.data.load()))
    timeline.state(steps)
    return timeline


def curve_at(timeline: Timeline, step: int, kept=None):
    (*_, curve) = draw_curve(timeline, timeline.state(step), kept)
    assert curve is not None
    return curve


def test_it_is_the_parabola_of_the_template():
    """x = 1, 2, 3 and y = 2 x: L(w) = 14/3 (w − 2)², dL/dw = 28/3 (w − 2)."""
    curve = curve_at(timeline_of(), 0)
    np.testing.assert_allclose(curve.losses, 14 / 3 * (curve.w - 2) ** 2, rtol=1e-9, atol=1e-9)
    assert (curve.at, curve.loss) == (-1.0, pytest.approx(42))
    assert curve.slope == pytest.approx(-28, abs=1e-6)


def test_the_bottom_and_both_sides_are_seen_from_the_first_step_on():
    curve = curve_at(timeline_of(), 0)
    lowest = int(np.argmin(curve.losses))
    assert abs(curve.w[lowest] - 2) < 0.05
    assert curve.losses[0] > curve.loss
    assert curve.losses[-1] > 0.2 * curve.losses.max()


def test_the_run_lies_on_the_curve_and_rolls_to_the_bottom():
    timeline = timeline_of(steps=49)
    curve = curve_at(timeline, 20)
    assert list(curve.steps) == list(range(50))
    for step in (0, 20, 49):
        weight = float(timeline.state(step).theta[0])
        assert curve.path[step] == pytest.approx([weight, 14 / 3 * (weight - 2) ** 2], abs=1e-6)
    assert curve.at == float(timeline.state(20).theta[0])
    assert curve_at(timeline, 49).loss < 1e-6
    trace = timeline.trace(20)
    assert curve.slope == pytest.approx(float(trace.gradient[0]), rel=1e-4)  # the batch is all samples


def test_the_range_stays_while_the_run_lies_inside():
    timeline = timeline_of(steps=30)
    first = curve_at(timeline, 0)
    kept = float(first.w[0]), float(first.w[-1])
    later = curve_at(timeline, 30, kept)
    assert (float(later.w[0]), float(later.w[-1])) == kept
    narrow = curve_at(timeline, 30, (1.9, 2.1))
    assert narrow.w[0] <= -1


def test_only_a_network_of_one_trained_number_has_one():
    assert only_weight(timeline_of().run.network).path == "output/kernel"
    assert only_weight(timeline_of("saddle-point").run.network) is None
    assert only_weight(timeline_of("circle").run.network) is None
