"""Full training: the exported program in a process of its own, and how it ended.

:func:`prepare` puts everything into a run folder and says what to start; the window starts it with its own means,
:func:`train` does so for the command line. :func:`outcome` puts the end into a sentence, :func:`result` brings the
trained weights back.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.mnist import FILE, Mnist, find_mnist
from nnviz.design.check import problems
from nnviz.design.document import Document
from nnviz.export import weights_file
from nnviz.export.program import program
from nnviz.export.protocol import Done, Event, Failed, Logs
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

Array = npt.NDArray[Any]

CHILD = Path(__file__).parent / "child"
"""The scripts that know Keras; the Python for training runs them by their path."""

TRAINED = "trained.npz"
SETTING = "NNVIZ_TRAINING_PYTHON"
"""Environment variable that names the Python to train with."""

PACKAGES = ("tensorflow>=2.21", "keras>=3.12")
"""What that Python needs."""

NO_PYTHON = say(
    QT_TRANSLATE_NOOP("nnviz", "No Python to train with is known. Choose one that has TensorFlow and Keras.")
)

_NO_LOGS: Logs = MappingProxyType({})


class TrainingError(NnvizError):
    """Training cannot begin, or its result cannot be used."""


@dataclass(frozen=True)
class TrainingJob:
    """What to start: ``argv`` with the whole environment ``env`` in the working folder ``folder``."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    folder: Path
    program: Path

    @property
    def python(self) -> str:
        return self.argv[0]


@dataclass(frozen=True)
class Outcome:
    """How a training ended, in a sentence.

    ``kind`` is ``finished``, ``stopped``, ``killed``, ``crashed``, ``no_python``, ``no_module`` or a kind of
    ``child/reporting.py``. With ``weights`` there is something for :func:`result`. ``command`` is a line to type that
    helps.
    """

    kind: str
    message: Message
    results: Logs = field(default_factory=lambda: _NO_LOGS)
    weights: bool = False
    command: str = ""

    @property
    def good(self) -> bool:
        return self.kind in ("finished", "stopped")


def training_python() -> str | None:
    """Return the Python to train with: the setting, else the one that runs this; a bundle has none."""
    chosen = os.environ.get(SETTING)
    if chosen:
        return chosen
    return None if getattr(sys, "frozen", False) or not sys.executable else sys.executable


def prepare(
    document: Document,
    weights: Mapping[str, Array] | None,
    folder: Path,
    *,
    data_dir: Path | None = None,
    epochs: int | None = None,
    python: str | None = None,
) -> TrainingJob:
    """Write the program (with these start weights, or for new random ones) into ``folder`` and return the job.

    Raise an :class:`~nnviz.words.NnvizError` with the reason if it cannot be trained.
    """
    python = python or training_python()
    if python is None:
        raise TrainingError(NO_PYTHON)
    if epochs is not None and epochs < 1:
        raise TrainingError(say(QT_TRANSLATE_NOOP("nnviz", "Training needs at least one epoch.")))
    if data_dir is None and _reads_own_file(document):
        data_dir = Path()
    made = program(document, weights, data_dir=data_dir)
    path = made.write(folder.resolve())
    (path.parent / TRAINED).unlink(missing_ok=True)
    options: list[str] = []
    if epochs is not None:
        options += ["--epochs", str(epochs)]
    if data_dir is not None:
        options += ["--data-dir", str(data_dir.resolve())]
    argv = (python, str(CHILD / "train.py"), str(path), *options)
    return TrainingJob(argv, MappingProxyType(environment()), path.parent, path)


def fitting_data(document: Document, data_dir: Path | None) -> Path | None:
    """Return the folder to tell the program, if any; raise if the samples are faulty or do not fit the network.

    MNIST that is nowhere on this computer is no fault: Keras downloads it.
    """
    data, dataset = document.setup.data, None
    if isinstance(data, Mnist):
        found = find_mnist(data_dir)
        if found is not None:
            dataset = data.load(data_dir)
        if data_dir is not None and found != data_dir / FILE:
            data_dir = None
    else:
        dataset = data.load(data_dir)
    fatal = next((problem for problem in problems(document, dataset) if problem.fatal), None)
    if fatal is not None:
        raise TrainingError(fatal.message)
    return data_dir


def _reads_own_file(document: Document) -> bool:
    """Whether the data is a file of the user's, whose path may be relative to where nnviz runs."""
    return any(info.type == "file" for info in document.setup.data.declared().values())


def environment() -> dict[str, str]:
    """Return the environment for the Python to train with."""
    env = dict(os.environ)
    if getattr(sys, "frozen", False):
        # A bundle points these at its own libraries; another Python must not get them.
        for name in ("PYTHONHOME", "PYTHONPATH", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            original = env.pop(f"{name}_ORIG", None)
            env.pop(name, None)
            if original:
                env[name] = original
    env.update(PYTHONUNBUFFERED="1", PYTHONUTF8="1")
    env.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    return env


def outcome(job: TrainingJob, exit_code: int, last: Event | None, *, crashed: bool = False) -> Outcome:
    """Return how ``job`` ended.

    ``exit_code`` as :mod:`subprocess` gives it (−n: ended by signal n); ``crashed`` for callers that know it in
    another way. ``last`` is the last event that was no :class:`~nnviz.export.protocol.Log`.
    """
    kept = (job.folder / TRAINED).is_file()
    if isinstance(last, Done):
        return _over(last)
    if isinstance(last, Failed):
        return _failed(job, last, kept)
    if exit_code < 0 or crashed:
        return _ended_from_outside(exit_code, kept)
    return Outcome(
        "crashed",
        say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "The training process ended unexpectedly (exit status {code}). {kept} The log says more.",
            ),
            code=exit_code,
            kept=_kept(kept),
        ),
        weights=kept,
    )


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


def _kept(kept: bool) -> Message:
    if kept:
        return say(QT_TRANSLATE_NOOP("nnviz", "The weights of the last epoch that was saved are kept."))
    return say(QT_TRANSLATE_NOOP("nnviz", "No weights could be kept for the document; it is as before."))


def _ended_from_outside(exit_code: int, kept: bool) -> Outcome:
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
    return Outcome(kind, say(text, signal=name, kept=_kept(kept)), weights=kept)


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
        "The data could not be downloaded: the network does not answer. Try again later, choose the folder that"
        " holds the data, or use the built-in digits. {kept}",
    ),
    "no_file": QT_TRANSLATE_NOOP(
        "nnviz", "A file is missing ({detail}). Choose the folder that holds the data."
    ),
    "options": QT_TRANSLATE_NOOP("nnviz", "The program does not accept its options; the log says which."),
    "error": QT_TRANSLATE_NOOP(
        "nnviz", "The program ended with an error ({detail}). {kept} The log says more."
    ),
}


def _failed(job: TrainingJob, last: Failed, kept: bool) -> Outcome:
    if last.kind == "no_module":
        return no_module(job, last.module)
    kind = last.kind if last.kind in _FAILURES else "error"
    message = say(
        _FAILURES[kind], kept=_kept(kept), epoch=last.epoch, batch=last.batch, detail=last.text[:200]
    )
    return Outcome(kind, message, weights=kept)


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


def result(job: TrainingJob, document: Document) -> Document:
    """Return ``document`` with the trained weights of ``job``; raise :class:`TrainingError`, ``WeightsError``."""
    return document.with_weights(read_trained(job.folder / TRAINED, document)).with_(cursor=(0, 0))


def read_trained(path: Path, document: Document) -> dict[str, Array]:
    """Return the weights in ``trained.npz``: exactly those of the document's network, and finite."""
    shapes = weights_file.expected(document.design)
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.infolist()}
            for name, size in sizes.items():
                # The biggest honest member is 8 bytes a number and a header; before memory is taken.
                if name in shapes and size > 8 * int(np.prod(shapes[name], dtype=np.int64)) + 4096:
                    raise ValueError(f"{name} would take {size} bytes")
            unknown = sorted(set(sizes) - set(shapes))
            if unknown:
                raise ValueError(f"the network has no weight {unknown[0][:60]}")
        with np.load(path, allow_pickle=False) as file:
            weights = {name: file[name] for name in sizes}
        if any(value.dtype.kind != "f" for value in weights.values()):
            raise ValueError("it holds more than real numbers")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise TrainingError(
            say(
                QT_TRANSLATE_NOOP("nnviz", "The trained weights in “{path}” cannot be used ({reason})."),
                path=path,
                reason=str(error)[:120] or type(error).__name__,
            )
        ) from error
    weights_file.check(document.design, weights)
    return {name: value.astype("float32") for name, value in weights.items()}
