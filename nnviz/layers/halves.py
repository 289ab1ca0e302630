"""Two halves of a batch side by side: large operations that go sample by sample, on a second core.

numpy lets other threads run while it computes. Every sample is computed by the same operations as without a second
thread, so the results have the same bits. The thread is started for one operation and ends with it (about 50 µs).
"""

from __future__ import annotations

import contextvars
import os
from collections.abc import Callable
from threading import Thread

LARGE = 300_000
"""Numbers from which on a second thread pays."""

_threads = os.cpu_count() or 1


def use_threads(count: int) -> None:
    """Let large operations take so many threads; below 2 they take one. The window leaves a core to itself."""
    global _threads  # noqa: PLW0603 - like the limit of the BLAS library, it belongs to the process
    _threads = count


def in_halves(samples: int, numbers: int, work: Callable[[slice], None]) -> None:
    """Call ``work`` with slices that cover ``samples``; ``numbers`` tells how large it is. Raise what it raises."""
    if numbers < LARGE or samples < 2 or _threads < 2:
        work(slice(0, samples))
        return
    half = samples // 2
    failed: list[BaseException] = []
    context = contextvars.copy_context()  # numpy's error state belongs to it

    def other() -> None:
        try:
            context.run(work, slice(half, samples))
        except BaseException as error:  # noqa: BLE001 - raised again below, where it is expected
            failed.append(error)

    thread = Thread(target=other, name="nnviz second half")
    thread.start()
    try:
        work(slice(0, half))
    finally:
        thread.join()
    if failed:
        raise failed[0]
