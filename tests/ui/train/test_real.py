"""The real training process with Keras, in the real window's place: trained, stopped, killed, left."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings

from nnviz.export import runs
from nnviz.templates.base import template
from nnviz.ui.text import tr_message
from nnviz.ui.theme import Themes
from nnviz.ui.train.ending import FITS, IN_DOCUMENT, NONE, OFFERED, sentence
from nnviz.ui.train.mode import TrainMode
from nnviz.ui.train.process import PAUSED
from nnviz.ui.window import Window

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"
)
LONG = 120_000
"""Milliseconds for Keras to be imported and do something, on a busy machine."""


def circle(epochs: int):
    return template("circle").build().with_setup(epochs=epochs)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_circle_is_trained_and_its_weights_come_back(qtbot, open_window):
    window = open_window(circle(4))
    before = window.session.weights_now()
    with qtbot.waitSignal(window.train.ended, timeout=LONG):
        assert window.train.start()
    training = window.train.training
    assert training.ending.weights == IN_DOCUMENT, tr_message(training.ending.outcome.message)
    words = tr_message(sentence(training.ending, training.measured_on))
    assert words.startswith("Trained 4 epochs: ")
    assert words.endswith(" % of 50 test samples are right.")
    record = training.record
    assert [epoch for epoch, _ in record.curves["loss"].training] == [1, 2, 3, 4]
    assert [epoch for epoch, _ in record.curves["accuracy"].validation] == [1, 2, 3, 4]
    assert record.hello is not None
    assert "Trains on the" in str(record.hello.device_line)
    assert 'Model: "circle"' in window.train.log.text.toPlainText()
    qtbot.waitUntil(lambda: window.worker.idle)
    now = window.session.weights_now()
    assert now.keys() == before.keys()
    assert all(not np.array_equal(now[path], before[path]) for path in now)
    # The loss that Keras reports for the test samples is the one that the window computes with these weights.
    run = window.session.timeline.run
    theta = window.session.moment.trace.before.theta
    loss = run.loss(theta, run.dataset.x_test, run.dataset.y_test)
    assert training.ending.outcome.results["loss"] == pytest.approx(loss, rel=1e-4)
    for name in ("circle.py", "trained.npz", "model.keras", "history.csv", "log.txt"):
        assert (training.job.folder / name).is_file(), name
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert all(np.array_equal(window.session.weights_now()[path], before[path]) for path in before)


def test_stop_is_obeyed_and_keeps_what_was_learned(qtbot, open_window):
    window = open_window(circle(100_000))
    training = window.train.training
    assert window.train.start()
    qtbot.waitUntil(lambda: training.record.epoch >= 2, timeout=LONG)
    with qtbot.waitSignal(window.train.ended, timeout=20_000):
        window.train.stop()
    assert (training.ending.outcome.kind, training.ending.weights) == ("stopped", IN_DOCUMENT)


def test_another_window_finds_pauses_slows_and_stops_what_the_first_let_go(qtbot, open_window):
    window = open_window(circle(100_000))
    assert window.train.start()
    first = window.train.training
    qtbot.waitUntil(lambda: first.record.epoch >= 1, timeout=LONG)
    folder = first.job.folder
    first.let_go()
    window.close()
    again = open_window(circle(100_000))
    training = again.train.training
    qtbot.waitUntil(lambda: training.record is not None and len(training.record.samples) > 1)
    assert training.job.folder == folder
    assert len(again.train.film.view._rows) == 10
    training.pause()
    qtbot.waitUntil(lambda: training.state == PAUSED)
    told = training.record.epoch
    training.change_rate(0.001)
    training.pause()
    qtbot.waitUntil(lambda: training.record.rate == pytest.approx(0.001), timeout=20_000)
    qtbot.waitUntil(lambda: training.record.epoch > told, timeout=20_000)
    with qtbot.waitSignal(again.train.ended, timeout=20_000):
        again.train.stop()
    assert (training.ending.outcome.kind, training.ending.weights) == ("stopped", FITS)
    assert training.record.filters
    assert training.record.memory.used > 10**8
    assert not runs.is_running(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_killed_process_harms_nothing(qtbot, open_window):
    window = open_window(circle(100_000))
    document, training = window.session.document, window.train.training
    assert window.train.start()
    qtbot.waitUntil(lambda: training.record.epoch >= 3, timeout=LONG)
    pid = training._trainer.pid
    with qtbot.waitSignal(window.train.ended):
        os.kill(pid, signal.SIGKILL)
    assert training.ending.outcome.kind == "killed"
    assert training.ending.weights in (OFFERED, NONE)
    assert "SIGKILL" in tr_message(sentence(training.ending, training.measured_on))
    assert window.session.document == document
    assert not window.session.edited
    if training.ending.weights == OFFERED:
        assert training.take_weights()
        assert window.session.document.weights


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_window_that_closes_leaves_no_process(qtbot, open_window):
    window = open_window(circle(100_000))
    training = window.train.training
    assert window.train.start()
    qtbot.waitUntil(lambda: training.record.epoch >= 1, timeout=LONG)
    pid = training._trainer.pid
    window.close()
    assert not alive(pid)


WHOLE = """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    sys.path[:0] = [{root!r}]
    from nnviz.templates.base import template
    from nnviz.ui.shell import Mode, Shell
    from nnviz.ui.session import Session
    from nnviz.ui.worker import Worker
    from nnviz.ui.train.mode import TrainMode

    app = QApplication(sys.argv)
    shell = Shell("nnviz", [Mode(key, key) for key in ("watch", "train", "runs")])
    worker = Worker(shell)
    session = Session(template("circle").build().with_setup(epochs=2), worker)
    train = TrainMode(shell, session, folder=Path({folder!r}))
    shell.show()
    train.ended.connect(lambda ending: app.exit(0 if ending.outcome.good else 1))
    QTimer.singleShot(0, train.start)
    status = app.exec()
    worker.close()
    heavy = sorted({{"tensorflow", "keras", "torch", "jax"}} & set(sys.modules))
    print("heavy:", heavy)
    sys.exit(status or bool(heavy))
"""


def test_the_windows_process_never_imports_keras(tmp_path):
    """A process of its own, because other tests of this one may have imported it."""
    root = str(Path(__file__).resolve().parents[3])
    program = textwrap.dedent(WHOLE.format(root=root, folder=str(tmp_path / "runs")))
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "heavy: []" in ended.stdout


def test_the_whole_window_closes_with_its_training(qtbot, qapp, tmp_path, monkeypatch):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = Window(circle(100_000), Themes(qapp, settings), settings, state=tmp_path, runs=tmp_path / "runs")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.set_mode("train")
    assert window.train.start()
    qtbot.waitUntil(lambda: window.train.training.record is not None)
    pid = window.train.training._trainer.pid
    qtbot.waitUntil(lambda: "formula" not in {thread.name for thread in threading.enumerate()}, timeout=LONG)
    monkeypatch.setattr(TrainMode, "may_leave", lambda _: False)
    assert not window.close()
    assert alive(pid)
    monkeypatch.setattr(TrainMode, "may_leave", lambda _: True)
    assert window.close()
    assert not alive(pid)
