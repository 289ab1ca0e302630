"""Background work: order, cancelling, stale results, failures, the end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from nnviz.ui.worker import Worker
from nnviz.words import NnvizError, say


@pytest.fixture
def worker(qtbot) -> Iterator[Worker]:
    before = set(threading.enumerate())
    worker = Worker()
    yield worker
    assert worker.close()
    assert set(threading.enumerate()) <= before


def finish(qtbot, worker: Worker) -> None:
    qtbot.waitUntil(lambda: worker.idle, timeout=5000)


def test_progress_comes_before_done_and_both_in_the_windows_thread(qtbot, worker):
    here, seen = threading.get_ident(), []

    def job():
        assert threading.get_ident() != here
        for part in range(3):
            yield part
            end = time.monotonic() + 5
            while (
                len(seen) <= part and time.monotonic() < end
            ):  # a newer one takes the place of one not yet shown
                time.sleep(0.002)
        return "all"

    note = lambda kind: lambda value: seen.append((kind, value, threading.get_ident() == here))  # noqa: E731
    worker.submit("surface", job, note("progress"), note("done"))
    finish(qtbot, worker)
    assert seen[-1] == ("done", "all", True)
    assert [value for kind, value, _ in seen[:-1]] == [0, 1, 2]
    assert all(mine for _, _, mine in seen)


def test_done_gets_the_last_yielded_value_when_nothing_is_returned(qtbot, worker):
    done = []
    worker.submit("a", lambda: iter([1, 2, 3]), on_done=done.append)
    finish(qtbot, worker)
    assert done == [3]


def test_progress_that_the_window_had_no_time_for_is_left_out(qtbot, worker):
    seen, ready = [], threading.Event()

    def job():
        yield from range(1000)
        ready.set()

    worker.submit("a", job, on_progress=seen.append)
    assert ready.wait(5)
    finish(qtbot, worker)
    assert seen == [999]


def test_newer_request_cancels_the_older_in_its_slot(qtbot, worker):
    seen, closed, started = [], threading.Event(), threading.Event()

    def endless():
        try:
            while True:
                started.set()
                yield "old"
                time.sleep(0.001)
        finally:
            closed.set()

    worker.submit("a", endless, seen.append, seen.append)
    assert started.wait(5)
    worker.submit("a", lambda: iter(["new"]), None, seen.append)
    seen.clear()
    finish(qtbot, worker)
    assert closed.is_set()
    assert seen == ["new"]


def test_result_already_on_its_way_is_dropped_when_a_newer_request_came(qtbot, worker):
    seen, ended = [], threading.Event()

    def job():
        yield "old"
        ended.set()

    worker.submit("a", job, seen.append, seen.append)
    assert ended.wait(5)
    time.sleep(0.05)  # its results lie in the event queue now
    worker.submit("a", lambda: iter(["new"]), None, seen.append)
    finish(qtbot, worker)
    assert seen == ["new"]


def test_cancelled_slot_says_nothing_more(qtbot, worker):
    seen, started = [], threading.Event()

    def job():
        for _ in range(100):
            started.set()
            yield 1
            time.sleep(0.001)

    worker.submit("a", job, seen.append, seen.append, seen.append)
    assert started.wait(5)
    worker.cancel("a")
    assert not worker.busy("a")
    finish(qtbot, worker)
    assert seen == []


def test_small_job_is_answered_while_a_long_one_runs(qtbot, worker):
    stop, order = threading.Event(), []

    def long():
        while not stop.is_set():
            yield None
            time.sleep(0.001)

    worker.submit("surface", long, on_done=lambda _: order.append("long"))
    worker.submit("boundary", lambda: iter([1]), on_done=lambda _: (order.append("small"), stop.set()))
    finish(qtbot, worker)
    assert order == ["small", "long"]


def test_slot_that_is_asked_all_the_time_does_not_starve_the_others(qtbot, worker):
    done = []

    def long():
        for _ in range(40):
            yield None
            time.sleep(0.001)

    worker.submit("quiet", long, on_done=lambda _: done.append("quiet"))
    for _ in range(400):
        worker.submit("dragged", long)
        qtbot.wait(2)
        if done:
            break
    assert done == ["quiet"]
    finish(qtbot, worker)


def test_failure_arrives_as_the_exception_itself(qtbot, worker):
    failed, done = [], []

    def job():
        yield 1
        raise NnvizError(say("{gap} is missing", gap="column y"))

    worker.submit("a", job, None, done.append, failed.append)
    finish(qtbot, worker)
    assert done == []
    assert str(failed[0].message) == "column y is missing"
    worker.submit("a", lambda: iter([2]), on_done=done.append)  # and the thread lives on
    finish(qtbot, worker)
    assert done == [2]


def test_failure_that_nobody_asked_for_is_logged(qtbot, worker, caplog):
    def job():
        raise ValueError("oh")
        yield

    with caplog.at_level(logging.ERROR):
        worker.submit("a", job)
        finish(qtbot, worker)
    assert "slot a failed" in caplog.text
    assert "oh" in caplog.text
    caplog.clear()


def test_job_that_fails_before_its_first_piece(qtbot, worker):
    failed = []

    def job():
        raise ValueError("at once")

    worker.submit("a", job, on_failed=failed.append)
    finish(qtbot, worker)
    assert str(failed[0]) == "at once"


def test_close_with_a_running_job_joins_and_silences_it(qtbot):
    seen, started = [], threading.Event()
    worker = Worker()

    def job():
        while True:
            started.set()
            yield 1
            time.sleep(0.001)

    worker.submit("a", job, seen.append, seen.append, seen.append)
    assert started.wait(5)
    before = time.monotonic()
    assert worker.close()
    assert time.monotonic() - before < 0.5
    qtbot.wait(20)
    assert seen == []
    worker.submit("a", lambda: iter([1]), on_done=seen.append)
    assert worker.idle
    assert seen == []
    assert "nnviz-worker" not in {t.name for t in threading.enumerate()}


def test_panel_that_is_gone_gets_nothing(qtbot, worker):
    class Panel(QObject):
        def show(self, value):
            raise AssertionError("called after its end")

    panel = Panel()
    worker.submit("a", lambda: iter([1]), on_done=panel.show)
    import shiboken6

    shiboken6.delete(panel)
    finish(qtbot, worker)


def test_becoming_idle_is_told(qtbot, worker):
    with qtbot.waitSignal(worker.became_idle, timeout=5000):
        worker.submit("a", lambda: iter([1]))
