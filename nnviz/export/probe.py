"""Ask a Python what it would train with, without training: versions, devices, and why there is no GPU."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nnviz.export.outcomes import Outcome, no_module, not_started
from nnviz.export.protocol import Lines, parse
from nnviz.export.reports import Event, Failed, Hello
from nnviz.export.scaling import ONE_DEVICE, Scaling
from nnviz.export.training import CHILD, NO_PYTHON, TrainingJob, environment, training_python
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

TIMEOUT = 120.0
"""Seconds that TensorFlow may take; its first start on a slow disk takes the better part of a minute."""


def probe(python: str | None = None, timeout: float = TIMEOUT) -> Hello | Outcome:
    """Return what ``python`` (None: the one that trains) says of itself, or in a sentence why it cannot train.

    It waits for the other process, so a window calls it in a thread. Raise nothing: whatever goes wrong is an
    :class:`~nnviz.export.outcomes.Outcome` of kind ``no_python``, ``no_module``, ``no_answer``, ``crashed`` or one
    of ``child/reporting.py``.
    """
    python = python or training_python()
    if python is None:
        return Outcome("no_python", NO_PYTHON)
    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
        return _answer(prepare_probe(python, Path(folder)), timeout)


def prepare_probe(python: str, folder: Path, scaling: Scaling = ONE_DEVICE) -> TrainingJob:
    """Return the job that asks ``python`` as it would train with ``scaling``; :func:`understood` reads its answer."""
    # A folder of its own: a keras.py that lies where nnviz was started is not Keras.
    script = CHILD / "train.py"
    env = MappingProxyType({**environment(), **scaling.environment()})
    return TrainingJob((python, str(script)), env, folder, script)


def facts(hello: Hello, python: str = "") -> tuple[Message, ...]:
    """Return what a Python trains with, one sentence each: Python (and its path if given), Keras, backend, devices."""
    named = QT_TRANSLATE_NOOP("nnviz", "It is Python {version}: “{python}”.")
    bare = QT_TRANSLATE_NOOP("nnviz", "It is Python {version}.")
    backend = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}.get(hello.backend, hello.backend)
    return (
        say(named if python else bare, version=hello.python, python=python),
        say(QT_TRANSLATE_NOOP("nnviz", "It has Keras {version}."), version=hello.keras),
        say(
            QT_TRANSLATE_NOOP("nnviz", "{backend} {version} computes for it."),
            backend=backend,
            version=hello.backend_version,
        ),
        hello.device_line,
    )


def _answer(job: TrainingJob, timeout: float) -> Hello | Outcome:
    hidden: dict[str, Any] = {}
    if sys.platform == "win32":
        hidden = {"creationflags": subprocess.CREATE_NO_WINDOW}
    try:
        ended = subprocess.run(
            job.argv,
            cwd=job.folder,
            env=dict(job.env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
            **hidden,
        )
    except OSError as error:
        return not_started(job, error.strerror or str(error))
    except subprocess.TimeoutExpired:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The Python for training, “{python}”, has not answered for {seconds} seconds."
        )
        return Outcome("no_answer", say(text, python=job.python, seconds=f"{timeout:g}"))
    return understood(job, ended.returncode, ended.stdout, ended.stderr)


def understood(job: TrainingJob, code: int, output: bytes, errors: bytes) -> Hello | Outcome:
    """Return what a Python said of itself, by all that its process printed."""
    events = [parse(line) for line in _lines(output)]
    last = next((event for event in reversed(events) if isinstance(event, Hello | Failed)), None)
    if isinstance(last, Hello):
        return last
    if isinstance(last, Failed) and last.kind == "no_module":
        return no_module(job, last.module)
    return _no_use(job, code, last, _lines(errors))


def _no_use(job: TrainingJob, code: int, last: Event | None, printed: list[str]) -> Outcome:
    """Return the outcome of a Python that is there but cannot train, in the words that say most."""
    if isinstance(last, Failed):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The Python for training, “{python}”, cannot start TensorFlow: {detail}"
        )
        return Outcome(last.kind, say(text, python=job.python, detail=last.text[:200]))
    words = [line.strip() for line in printed if line.strip()]
    if code < 0 or not words:  # what a crash prints last is of no use
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{python}” does not answer as a Python with TensorFlow does; it ended with {status}."
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{python}” does not answer as a Python with TensorFlow does; it says: {detail}"
        )
    detail = words[-1][:200] if words else ""
    return Outcome("crashed", say(text, python=job.python, status=_status(code), detail=detail))


def _status(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"status {code}"


def _lines(output: bytes) -> list[str]:
    lines = Lines()
    return [*lines.feed(output), *lines.end()]
