"""Stepping, playing, dragging: forwards and back to the very same bits and pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from nnviz.engine import compiled
from nnviz.engine.events import GRAINS, Cursor
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template
from nnviz.ui.watch.playback import FASTEST


def state_of(watch):
    moment = watch.session.moment
    trace = moment.trace
    values = [trace.before.theta, trace.before.slots, trace.after.theta, trace.gradient]
    values += [layer.a for layer in trace.layers.values()]
    return moment.cursor, [value.tobytes() for value in values]


@pytest.mark.parametrize("grain", GRAINS)
def test_forward_and_back_ends_in_the_same_bits_and_the_same_picture(watch, grain):
    watch.playback.set_grain(grain)
    watch.go(2, 4)
    watch.playback.step(1)
    watch.settle()
    before, photo = state_of(watch), watch.photo()
    for _ in range(4):
        watch.playback.step(1)
        watch.settle()
    assert watch.cursor > before[0]
    assert watch.photo() != photo
    for _ in range(4):
        watch.playback.step(-1)
        watch.settle()
    assert state_of(watch) == before
    assert watch.photo() == photo


def test_quick_presses_all_count(watch):
    watch.go(0, 0)
    for _ in range(5):
        watch.playback.step(1)
    watch.settle()
    assert watch.cursor == Cursor(0, 5)


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, Cursor(1, 4)),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, Cursor(1, 4)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, Cursor(1, 2)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, Cursor(1, 2)),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, Cursor(0, 0)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, Cursor(1, 16)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, Cursor(0, 16)),
    ],
)
def test_keys_move_the_moment(watch, key, modifier, expected):
    watch.go(1, 3)
    assert len(watch.session.moment.events) == 17
    QTest.keyClick(watch.window, key, modifier)
    watch.settle()
    assert watch.cursor == expected


def test_space_plays_and_pauses(watch, qtbot):
    watch.playback.set_speed(16)
    QTest.keyClick(watch.window, Qt.Key.Key_Space)
    assert watch.playback.playing
    qtbot.waitUntil(lambda: watch.cursor >= Cursor(0, 5), timeout=10_000)
    QTest.keyClick(watch.window, Qt.Key.Key_Space)
    assert not watch.playback.playing
    watch.settle()
    here = watch.cursor
    qtbot.wait(80)
    assert watch.cursor == here


def test_space_presses_a_button_that_has_the_keyboard(watch):
    pressed = []
    button = QPushButton("own", watch.window)
    button.clicked.connect(lambda: pressed.append(1))
    button.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed
    assert not watch.playback.playing


def test_playing_at_full_speed_takes_many_steps_and_never_floods_the_worker(watch, qtbot):
    watch.playback.set_grain("step")
    watch.playback.set_speed(FASTEST)
    watch.playback.play()
    qtbot.waitUntil(lambda: watch.cursor.step > 200, timeout=20_000)
    watch.playback.pause()
    watch.settle()
    losses = watch.session.moment.losses
    assert len(losses) >= watch.cursor.step
    assert losses[-50:].mean() < losses[:50].mean()


def test_playing_backwards_ends_at_the_beginning(watch, qtbot):
    watch.go(0, 4)
    watch.playback.set_direction(-1)
    watch.playback.play()
    qtbot.waitUntil(lambda: not watch.playback.playing, timeout=10_000)
    watch.settle()
    assert watch.cursor == Cursor(0, 0)


def test_motion_runs_from_one_moment_to_the_next_and_back(watch, qtbot):
    watch.go(1, 3)
    rest = watch.photo()
    watch.playback.set_animated(True)
    watch.playback.set_speed(4)
    seen = []
    watch.playback.alpha_changed.connect(seen.append)
    watch.playback.step(1)
    qtbot.waitUntil(lambda: watch.playback.motion is not None, timeout=5000)
    assert watch.photo() != rest
    watch.settle()
    assert seen[0] == 0.0
    assert seen == sorted(seen)
    seen.clear()
    watch.playback.step(-1)
    watch.settle()
    assert watch.cursor == Cursor(1, 3)
    assert seen[:-1] == sorted(seen[:-1], reverse=True)
    assert watch.photo() == rest


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_number_that_is_no_longer_finite_stops_playing_and_offers_a_way_back(open_watch, qtbot):
    document = template("linear-regression").build()
    watch = open_watch(document.with_setup(optimizer=SGD(10.0)))
    stops = []
    watch.playback.stopped.connect(stops.append)
    watch.playback.set_grain("step")
    watch.playback.set_speed(FASTEST)
    watch.playback.play()
    qtbot.waitUntil(lambda: bool(stops), timeout=10_000)
    assert not watch.playback.playing
    assert "finite" in str(stops[0].message)
    watch.settle()
    watch.photo()
    watch.playback.seek(stops[0].back_to)
    watch.settle()
    assert watch.cursor == stops[0].back_to
    assert np.isfinite(watch.session.moment.trace.loss)


# --- timeline -----------------------------------------------------------------------------------------------


def test_dragging_the_events_goes_to_the_moment_under_the_pointer(watch):
    watch.go(1, 3)
    bar = watch.timeline.events
    y, pitch = bar.height() // 2, bar.width() / 17
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(2.5 * pitch), y))
    for event in (5, 9, 12, 7):
        QTest.mouseMove(bar, QPoint(round((event + 0.5) * pitch), y))
        QApplication.processEvents()
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(7.5 * pitch), y))
    watch.settle()
    assert watch.cursor == Cursor(1, 7)


def test_dragging_the_steps_computes_what_is_missing(watch):
    bar = watch.timeline.steps
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, bar.height() // 2))
    watch.settle()
    assert watch.cursor.step == pytest.approx(bar.maximum() / 2, abs=2)
    assert watch.session.moment.length > watch.cursor.step


def test_the_bars_are_sliders_for_the_keyboard(watch):
    watch.go(1, 3)
    watch.timeline.events.setFocus()
    QTest.keyClick(watch.timeline.events, Qt.Key.Key_Right)
    watch.settle()
    assert watch.cursor == Cursor(1, 4)
    watch.timeline.steps.setFocus()
    QTest.keyClick(watch.timeline.steps, Qt.Key.Key_Up)
    watch.settle()
    assert watch.cursor == Cursor(2, 4)
    assert watch.timeline.events.accessibleName()
    assert "dense" not in watch.timeline.events.accessibleDescription()
    assert "Hidden" in watch.timeline.events.accessibleDescription() or "Output" in (
        watch.timeline.events.accessibleDescription()
    )


@pytest.mark.skipif(not compiled.is_installed(), reason="numba is not installed")
def test_the_run_goes_on_as_machine_code_and_its_past_stays(open_watch, monkeypatch):
    """The window's first document is there before numba is: its next steps are compiled, and no bit of it changes."""
    monkeypatch.setattr(compiled, "_loaded", [])
    watch = open_watch(optimizer=SGD(0.1))
    assert watch.session.timeline.run.path == "numpy"
    watch.go(25, 3)
    bits = {step: state_bits(watch, step) for step in (0, 7, 24, 25, 26)}
    compiled.load()
    watch.session.step_faster()
    watch.settle()
    assert watch.session.timeline.run.path == "compiled"
    watch.go(60, 3)
    assert {step: state_bits(watch, step) for step in bits} == bits
    assert np.isfinite(watch.session.moment.trace.loss)
    watch.session.step_faster()  # there is nothing left to change
    watch.settle()
    assert len(watch.session.timeline._runs) == 2


def state_bits(watch, step: int) -> tuple[bytes, bytes]:
    """Return weights and optimizer state before a step."""
    watch.go(step, 3)
    before = watch.session.moment.trace.before
    return before.theta.tobytes(), before.slots.tobytes()
