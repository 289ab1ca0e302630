"""How a training ended, in a sentence."""

from __future__ import annotations

import errno
import shlex
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from nnviz.export import runs
from nnviz.export.reports import Done, Event, Failed, Logs
from nnviz.export.training import PACKAGES, TRAINED, TrainingJob
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

_NO_LOGS: Logs = MappingProxyType({})


@dataclass(frozen=True)
class Outcome:
    """How a training ended, in a sentence.

    ``kind`` is ``finished``, ``stopped``, ``killed``, ``crashed``, ``no_python``, ``no_module`` or a kind of
    ``child/reporting.py``. With ``weights`` there is something for
    :func:`nnviz.export.training.result`. ``command`` is a line to type that
    helps. With ``resumable`` the run can go on where it broke off.
    """

    kind: str
    message: Message
    results: Logs = field(default_factory=lambda: _NO_LOGS)
    weights: bool = False
    command: str = ""
    resumable: bool = False

    @property
    def good(self) -> bool:
        return self.kind in ("finished", "stopped")


def outcome(job: TrainingJob, exit_code: int | None, last: Event | None, *, crashed: bool = False) -> Outcome:
    """Return how ``job`` ended.

    ``exit_code`` as :mod:`subprocess` gives it (−n: ended by signal n), None if it cannot be known; ``crashed`` for
    callers that know it in another way. ``last`` is the last event that was no :class:`~nnviz.export.reports.Log`.
    """
    if isinstance(last, Done):
        return _over(last)
    if isinstance(last, Failed):
        return _failed(job, last)
    if exit_code == errno.ENOSPC:  # there was no room for the report (``child/reporting.py``)
        return _failed(job, Failed("disk_full"))
    if exit_code is None:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "The training process is gone without a word: it was ended from outside, or it crashed. {kept} The log"
            " may say more.",
        )
        return _broken(job, "gone", text)
    if exit_code < 0 or crashed:
        return _ended_from_outside(job, exit_code)
    text = QT_TRANSLATE_NOOP(
        "nnviz", "The training process ended unexpectedly (exit status {code}). {kept} The log says more."
    )
    return _broken(job, "crashed", text, code=exit_code)


def _broken(job: TrainingJob, kind: str, text: str, **values: object) -> Outcome:
    """Return an outcome that is no good, with what is left of the run."""
    trained = (job.folder / TRAINED).is_file()
    backup = (job.folder / runs.BACKUP).is_dir()
    message = say(text, kept=kept(job.folder), **values)
    return Outcome(kind, message, weights=trained, resumable=backup)


def not_started(job: TrainingJob, reason: str) -> Outcome:
    """Return the outcome of a job whose Python cannot be started at all."""
    text = QT_TRANSLATE_NOOP(
        "nnviz", "The Python for training, “{python}”, cannot be started: {reason}. Choose another one."
    )
    return Outcome("no_python", say(text, python=job.python, reason=reason))


def results_text(results: Logs) -> str:
    """Return results in a few words: ``loss 0.0613, accuracy 98.15 %``."""
    names = sorted(results, key=lambda name: name != "loss")
    return ", ".join(
        f"{name.replace('_', ' ')} {results[name]:.2%}"
        if "accuracy" in name
        else f"{name.replace('_', ' ')} {results[name]:.4g}"
        for name in names
    )


def _over(last: Done) -> Outcome:
    if not last.stopped:
        text = QT_TRANSLATE_NOOP("nnviz", "Training is finished: {results}.")
    elif last.weights:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "Training was stopped in epoch {epochs}; the weights are kept: {results}."
        )
    else:
        text = QT_TRANSLATE_NOOP("nnviz", "Training was stopped before it began; nothing has changed.")
    message = say(text, results=results_text(last.results), epochs=last.epochs)
    return Outcome("stopped" if last.stopped else "finished", message, last.results, last.weights)


def kept(folder: Path) -> Message:
    """Return what is left of a run that broke off."""
    trained, backup = (folder / TRAINED).is_file(), (folder / runs.BACKUP).is_dir()
    best = zipfile.is_zipfile(folder / "model.keras")  # it is damaged where the disk was full
    if trained and backup:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "The weights of the last epoch that was saved are kept; the training can be resumed from there.",
        )
    elif trained:
        text = QT_TRANSLATE_NOOP("nnviz", "The weights of the last epoch that was saved are kept.")
    elif best:
        text = QT_TRANSLATE_NOOP("nnviz", "The best network so far is kept in model.keras.")
    else:
        text = QT_TRANSLATE_NOOP("nnviz", "No weights could be kept for the document; it is as before.")
    return say(text)


def _ended_from_outside(job: TrainingJob, exit_code: int) -> Outcome:
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = str(exit_code)
    if name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"):
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "The training process was ended from outside ({signal}); the system does so when memory runs out."
            " {kept}",
        )
        kind = "killed"
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The training process crashed ({signal}). {kept} The log says more."
        )
        kind = "crashed"
    return _broken(job, kind, text, signal=name)


_FAILURES: Mapping[str, str] = {
    "not_finite": QT_TRANSLATE_NOOP(
        "nnviz",
        "In epoch {epoch}, batch {batch}, the loss is no longer a finite number; training has ended. The learning"
        " rate may be too high. {kept}",
    ),
    "memory": QT_TRANSLATE_NOOP(
        "nnviz",
        "The memory of the computer or of the GPU is not enough. A smaller batch needs less. {kept}",
    ),
    "disk_full": QT_TRANSLATE_NOOP(
        "nnviz", "The disk is full, so training cannot save and has ended. Free some space. {kept}"
    ),
    "network": QT_TRANSLATE_NOOP(
        "nnviz",
        "The data could not be downloaded: the network does not answer. Try again later, or choose the folder that"
        " holds the data. {kept}",
    ),
    "no_file": QT_TRANSLATE_NOOP(
        "nnviz", "A file is missing ({detail}). Choose the folder that holds the data."
    ),
    "no_epoch": QT_TRANSLATE_NOOP("nnviz", "Training needs at least one epoch."),
    "options": QT_TRANSLATE_NOOP("nnviz", "The program does not accept its options; the log says which."),
    "error": QT_TRANSLATE_NOOP(
        "nnviz", "The program ended with an error ({detail}). {kept} The log says more."
    ),
}


def _failed(job: TrainingJob, last: Failed) -> Outcome:
    if last.kind == "no_module":
        return no_module(job, last.module)
    kind = last.kind if last.kind in _FAILURES else "error"
    text = _NOT_FINITE_IN if kind == "not_finite" and last.layer else _FAILURES[kind]
    if kind == "network" and "_weights_" in last.text:
        text = _NO_BASE
    if kind == "options" and last.text and not last.text.isdigit():  # the program's own words, no exit status
        text = _OPTIONS_SAID
    return _broken(
        job, kind, text, epoch=last.epoch, batch=last.batch, layer=last.layer, detail=last.text[:200]
    )


_NO_BASE = QT_TRANSLATE_NOOP(
    "nnviz",
    "The weights of the pretrained base could not be downloaded: the network does not answer. Try again later, or"
    " choose a file that holds them. {kept}",
)

_OPTIONS_SAID = QT_TRANSLATE_NOOP("nnviz", "The program does not accept its options: {detail}.")
_NOT_FINITE_IN = QT_TRANSLATE_NOOP(
    "nnviz",
    "In epoch {epoch}, batch {batch}, the loss is no longer a finite number; training has ended. The first such"
    " numbers are in the layer “{layer}”. The learning rate may be too high. {kept}",
)


def no_module(job: TrainingJob, module: str) -> Outcome:
    """Return the outcome of a job whose Python lacks ``module``, with the line that installs it."""
    module = module.partition(".")[0]
    packages = PACKAGES if module in ("keras", "tensorflow", "") else (_PACKAGE_OF.get(module, module),)
    command = shown_command([job.python, "-m", "pip", "install", *packages])
    text = QT_TRANSLATE_NOOP(
        "nnviz", "The Python for training has no {module}. This line installs what is missing: {command}"
    )
    return Outcome("no_module", say(text, module=module or "keras", command=command), command=command)


_PACKAGE_OF = {"sklearn": "scikit-learn"}


def shown_command(words: list[str]) -> str:
    """Return a command as it is typed."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
