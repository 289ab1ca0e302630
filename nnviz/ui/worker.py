"""Background work: one thread, named slots, generators.

A job is a generator. It does its work in short pieces and yields between them what it has so far; there it can
be cancelled, another slot can have its turn, and what it yielded can be shown while it grows.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any, TypeVar

import numpy as np
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

T = TypeVar("T")
Job = Callable[[], Iterator[Any]]

SLICE = 0.015
"""Seconds a job may run on before a waiting slot has its turn: about one frame."""

_log = logging.getLogger(__name__)
_nothing = object()


class _Request:
    """One submitted job. ``progress`` is the newest value that was not delivered yet."""

    def __init__(self, slot: str, job: Job, receivers: dict[str, Callable[[Any], object] | None]):
        self.slot = slot
        self.job = job
        self.receivers = receivers
        self.work: Iterator[Any] | None = None
        self.progress: Any = _nothing
        self.last: Any = None
        self.cancelled = False


class Worker(QObject):
    """Runs jobs in one thread of its own and brings their results to the window's thread.

    * One slot, one job: a newer request in a slot cancels the older one; nothing of the older one arrives any
      more, not even what was already on its way.
    * Several slots take turns, at the yields, after :data:`SLICE` seconds. The slot that was served longest
      ago comes first, a slot that was never served before all others: a small job asked for while a long one
      runs is answered at once, and a slot that is asked again at every mouse move cannot starve the rest.
    * ``on_progress(value)`` gets the newest yielded value; older ones that the window had no time for are left
      out, so a job yields everything it has so far, not the piece that was added. ``on_done(value)`` gets
      what the generator returned, or the last value it yielded. ``on_failed(error)`` gets the exception.

    Jobs must not touch widgets. Call everything from the window's thread.
    """

    became_idle = Signal()
    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._change = threading.Condition()
        self._requests: dict[str, _Request] = {}  # by slot: the one whose results are wanted
        self._waiting: list[_Request] = []  # in the thread's hands, the one running included
        self._served: dict[str, float] = {}
        self._outbox: deque[tuple[_Request, str, Any]] = deque()
        self._woken = False
        self._closed = False
        self._thread: threading.Thread | None = None
        self._wake.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    def submit(
        self,
        slot: str,
        job: Job,
        on_progress: Callable[[Any], object] | None = None,
        on_done: Callable[[Any], object] | None = None,
        on_failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Run ``job()`` in the background and cancel what ``slot`` was doing. After :meth:`close`: nothing."""
        with self._change:
            if self._closed:
                return
            self._drop(slot)
            receivers = {"progress": on_progress, "done": on_done, "failed": on_failed}
            request = _Request(slot, job, receivers)
            self._requests[slot] = request
            self._waiting.append(request)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run_quietly, name="nnviz-worker", daemon=True)
                self._thread.start()
            self._change.notify()

    def cancel(self, slot: str) -> None:
        """Cancel what ``slot`` is doing; nothing of it arrives any more."""
        with self._change:
            self._drop(slot)
            self._change.notify()

    def busy(self, slot: str) -> bool:
        """Return whether ``slot`` has a request that did not end yet."""
        return slot in self._requests

    @property
    def idle(self) -> bool:
        """Whether nothing runs, waits or is on its way to the window."""
        with self._change:
            return not (self._requests or self._waiting or self._outbox)

    def close(self, patience: float = 1.0) -> bool:
        """Cancel everything and end the thread; return whether it ended within ``patience`` seconds.

        The thread ends at the next yield of the job that runs. A job that never yields keeps its thread, but
        not the application: it dies with the process.
        """
        with self._change:
            self._closed = True
            for slot in list(self._requests):
                self._drop(slot)
            self._outbox.clear()
            self._change.notify()
        if self._thread is not None:
            self._thread.join(patience)
            if self._thread.is_alive():
                return False
            self._thread = None
        return True

    def _drop(self, slot: str) -> None:
        request = self._requests.pop(slot, None)
        if request is not None:
            request.cancelled = True

    # -- in the worker's thread ---------------------------------------------------------------------------

    def _run_quietly(self) -> None:
        # A run that diverges overflows in many places. The engine names the first one, with step and layer;
        # numpy's warnings would say the same without either.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            self._run()

    def _run(self) -> None:
        while (request := self._next()) is not None:
            try:
                ended = self._advance(request)
            except Exception as error:  # noqa: BLE001 - the window decides what to do with it
                self._post(request, "failed", error)
                ended = True
            with self._change:
                self._served[request.slot] = monotonic()
                if ended:
                    self._waiting.remove(request)
            if ended:
                self._post(request, "", None)  # so that idleness is noticed also after a cancelled job

    def _next(self) -> _Request | None:
        with self._change:
            while not self._closed and not self._waiting:
                self._change.wait()
            if not self._waiting:
                return None
            # Cancelled ones first: they end at once and give back what they hold.
            return min(self._waiting, key=lambda r: (not r.cancelled, self._served.get(r.slot, 0.0)))

    def _advance(self, request: _Request) -> bool:
        """Run ``request`` for a slice; return whether it ended."""
        until = monotonic() + SLICE
        while not request.cancelled:
            if request.work is None:
                request.work = iter(request.job())
            try:
                request.last = next(request.work)
            except StopIteration as stop:
                self._post(request, "done", request.last if stop.value is None else stop.value)
                return True
            self._post(request, "progress", request.last)
            if monotonic() >= until and len(self._waiting) > 1:
                return False
        close = getattr(request.work, "close", None)
        if close is not None:
            close()  # its `finally` blocks run here, in the thread that ran the rest
        return True

    def _post(self, request: _Request, kind: str, value: Any) -> None:
        with self._change:
            if self._closed:
                return
            if kind == "progress":
                fresh = request.progress is _nothing
                request.progress = value
                if fresh:
                    self._outbox.append((request, kind, None))
            else:
                self._outbox.append((request, kind, value))
            if self._woken:
                return
            self._woken = True
            # Within the lock: after close() has had it, nothing is emitted to an object about to go.
            self._wake.emit()

    # -- in the window's thread ---------------------------------------------------------------------------

    def _deliver(self) -> None:
        with self._change:
            self._woken = False
        while True:
            with self._change:
                if not self._outbox:
                    break
                request, kind, value = self._outbox.popleft()
                if kind == "progress":
                    value, request.progress = request.progress, _nothing
                stale = request.cancelled or self._requests.get(request.slot) is not request
                if not stale and kind in ("done", "failed"):
                    del self._requests[request.slot]
            if kind and not stale:
                try:
                    self._hand(request, kind, value)
                except BaseException:
                    self._wake.emit()  # the others get theirs whatever this receiver did
                    raise
        if self.idle:
            self.became_idle.emit()

    def _hand(self, request: _Request, kind: str, value: Any) -> None:
        receiver = request.receivers[kind]
        if receiver is None:
            if kind == "failed":
                _log.error("background work in slot %s failed", request.slot, exc_info=value)
            return
        owner = getattr(receiver, "__self__", None)
        if isinstance(owner, QObject) and not shiboken6.isValid(owner):
            return  # the panel that asked is gone
        receiver(value)
