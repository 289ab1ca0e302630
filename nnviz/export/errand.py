"""An errand: a script of the child process that does one thing, leaves its answer in a folder, and ends."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nnviz.export.outcomes import Outcome, no_module, not_started
from nnviz.export.protocol import Lines, parse
from nnviz.export.reports import Answered, Event, Failed, Log
from nnviz.export.training import CHILD, NO_PYTHON, TrainingError, TrainingJob, environment, training_python
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say


class ErrandError(NnvizError):
    """The child process could not do it; ``command`` is a line to type that helps."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.message)
        self.command = outcome.command


def errand(script: str, folder: Path, *words: str, python: str | None = None) -> TrainingJob:
    """Return what to start: ``script`` with its words, working in ``folder``. Raise :class:`TrainingError`."""
    python = python or training_python()
    if python is None:
        raise TrainingError(NO_PYTHON)
    path = CHILD / script
    return TrainingJob((python, str(path), *words), MappingProxyType(environment()), folder, path)


def failure(job: TrainingJob, exit_code: int, last: Event | None, *, crashed: bool = False) -> Outcome | None:
    """Return how an errand failed, in a sentence, or None if its answer is there.

    ``exit_code`` as :mod:`subprocess` gives it (−n: ended by signal n); ``last`` is the last event that was no
    log line.
    """
    if isinstance(last, Answered):
        return None
    if isinstance(last, Failed):
        if last.kind == "no_module":
            return no_module(job, last.module)
        kind = last.kind if last.kind in _FAILURES else "error"
        return Outcome(kind, say(_FAILURES[kind], detail=last.text[:200], python=job.python))
    text = QT_TRANSLATE_NOOP("nnviz", "The process that runs Keras ended unexpectedly ({status}).")
    return Outcome("crashed", say(text, status=_status(exit_code, crashed)))


_FAILURES = {
    "memory": QT_TRANSLATE_NOOP(
        "nnviz", "The memory of the computer or of the GPU is not enough for this network."
    ),
    "disk_full": QT_TRANSLATE_NOOP("nnviz", "The disk is full; free some space and try again."),
    "error": QT_TRANSLATE_NOOP("nnviz", "Keras ended with an error ({detail})."),
}


def _status(code: int, crashed: bool) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"exit status {code}" if not crashed else "crash"


def run_errand(job: TrainingJob, on_event: Callable[[Event], None] = lambda event: None) -> None:
    """Do it for the command line; raise :class:`ErrandError`. Ctrl-C ends the other process too."""
    hidden: dict[str, Any] = {}
    if sys.platform == "win32":
        hidden = {"creationflags": subprocess.CREATE_NO_WINDOW}
    try:
        process = subprocess.Popen(
            job.argv,
            cwd=job.folder,
            env=dict(job.env),
            stdin=subprocess.PIPE,  # never written to: it ends when this process ends
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **hidden,
        )
    except OSError as error:
        raise ErrandError(not_started(job, error.strerror or str(error))) from error
    with process:
        output: Any = process.stdout
        assert process.stderr is not None
        silent = threading.Thread(target=process.stderr.read, daemon=True)
        silent.start()
        last, lines = None, Lines()
        try:
            for chunk in iter(lambda: output.read1(65_536), b""):
                for event in map(parse, lines.feed(chunk)):
                    if not isinstance(event, Log):
                        last = event
                        on_event(event)
            code = process.wait()
        finally:
            process.kill()
            silent.join()
    failed = failure(job, code, last)
    if failed is not None:
        raise ErrandError(failed)
