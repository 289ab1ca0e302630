"""Trainings that wait: in the window, in the settings, one after the other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from nnviz.export import runs
from nnviz.ui.train.waiting import Waiting
from tests.ui.train.fakes import DONE, HELLO, STARTED, epoch, report


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def busy(qtbot, open_window, fake, settings):
    """Return a window in which one training runs until it is stopped and two wait."""
    window = open_window(settings=settings)
    training = window.train.training
    training.choose_python(fake(HELLO, STARTED, *epoch(1), ("wait", "stop"), report("stopping"), DONE))
    assert window.train.start()
    qtbot.waitUntil(lambda: training.record.epoch == 1)
    for epochs in (3, 4):
        window.session.edit("", lambda d, epochs=epochs: d.with_setup(epochs=epochs))
        qtbot.waitUntil(lambda: window.worker.idle)
        assert window.train.start()
    return window


def test_what_waits_is_shown_and_starts_in_order(qtbot, busy):
    training, box = busy.train.training, busy.train.progress.waiting
    first = training.job.folder
    assert box.isVisible()
    assert [row.findChildren(type(box), "") == [] for row in box.rows] == [True, True]
    assert [run.document.setup.epochs for run in training.waiting] == [3, 4]
    waiting = [run.folder for run in training.waiting]
    assert [runs.load_run(folder).state for folder in waiting] == ["waiting", "waiting"]
    for number, folder in enumerate(waiting):
        with qtbot.waitSignal(training.ended):
            training.stop()
        assert training.job.folder == folder
        assert training.ending.job.folder == (first, *waiting)[number]  # how the one before ended stays told
        assert "“circle”: Training is finished" in busy.train.progress.ending._title.text()
        assert training.document.setup.epochs == 3 + number
        assert "--resume" not in training.job.argv
        qtbot.waitUntil(lambda: training.record.epoch == 1)
    assert not box.isVisible()
    with qtbot.waitSignal(training.ended):
        training.stop()
    assert not training.busy
    assert [runs.load_run(folder).state for folder in (first, *waiting)] == ["finished"] * 3


def test_one_that_waits_can_be_taken_out(qtbot, busy):
    training, box = busy.train.training, busy.train.progress.waiting
    folder = training.waiting[0].folder
    box.cancels[0].click()
    assert [run.document.setup.epochs for run in training.waiting] == [4]
    assert len(box.rows) == 1
    assert not folder.exists()
    busy.close()


def test_what_waits_is_there_in_the_next_window_and_starts_when_told(qtbot, busy, open_window, settings):
    folder = busy.train.training.job.folder
    busy.train.training.let_go()
    busy.close()
    runs.tell(folder, b"stop\n")
    qtbot.waitUntil(lambda: not runs.is_running(folder))
    again = open_window(settings=settings)
    training, box = again.train.training, again.train.progress.waiting
    qtbot.waitUntil(lambda: training.ending is not None)  # the one that was let go has ended meanwhile
    assert [run.document.setup.epochs for run in training.waiting] == [3, 4]
    assert not training.busy
    assert training.held
    assert box.start.isVisible()
    box.start.clicked.emit()
    assert training.busy
    assert len(training.waiting) == 1
    assert not box.start.isVisible()
    again.close()


def test_after_a_failure_that_would_come_again_nothing_starts(qtbot, open_window, fake, settings):
    window = open_window(settings=settings)
    training = window.train.training
    failed = report("failed", kind="disk_full", text="OSError")
    training.choose_python(fake(HELLO, STARTED, ("wait", "stop"), failed, ("exit", 3)))
    window.train.start()
    window.train.start()
    assert len(training.waiting) == 1
    with qtbot.waitSignal(training.ended):
        training.stop()
    assert not training.busy
    assert training.held
    assert len(training.waiting) == 1


def test_two_windows_do_not_start_the_same_one(busy, settings):
    mine, theirs = Waiting(settings), Waiting(settings)
    first = mine.take_first()
    assert first is not None
    second = theirs.take_first()
    assert second is not None
    assert second.folder != first.folder
    assert mine.take_first() is None
    theirs.cancel(first.folder)
    assert first.folder.exists()  # somebody has it
    busy.close()


def test_a_list_that_names_nonsense_is_empty(settings, tmp_path):
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    settings.setValue("train/waiting", [str(tmp_path), str(tmp_path / "gone")])
    assert Waiting(settings).all() == ()
    settings.setValue("train/waiting", str(tmp_path))
    assert Waiting(settings).all() == ()
