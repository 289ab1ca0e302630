"""Full training: the exported program in a process of its own.

:func:`prepare` puts everything into a run folder and says what to start; the window starts it with its own means,
:func:`nnviz.export.runner.train` does so for the command line. :func:`nnviz.export.outcomes.outcome` puts the end into
a sentence, :func:`result` brings the trained weights back.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.flowers import Flowers, find_flowers
from nnviz.data.mnist import FILE, Mnist, find_mnist
from nnviz.design.check import problems
from nnviz.design.document import Document
from nnviz.export import runs, weights_file
from nnviz.export.bases import with_trained_base
from nnviz.export.program import program
from nnviz.export.scaling import ONE_DEVICE, Scaling, of_run
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]

CHILD = Path(__file__).parent / "child"
"""The scripts that know Keras; the Python for training runs them by their path."""

TRAINED = runs.TRAINED
SETTING = "NNVIZ_TRAINING_PYTHON"
"""Environment variable that names the Python to train with."""

ENVIRONMENT = "NNVIZ_ENVIRONMENT"
"""Environment variable that names the folder of the Python that nnviz makes for training."""

PACKAGES = ("tensorflow>=2.21", "keras>=3.12")
"""What that Python needs."""

NO_PYTHON = say(
    QT_TRANSLATE_NOOP("nnviz", "No Python to train with is known. Choose one that has TensorFlow and Keras.")
)


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


def training_python() -> str | None:
    """Return the Python to train with: the setting, else the one that runs this, else the environment that was made.

    A bundle brings no Python of its own, and neither does every Python that runs nnviz have Keras.
    """
    chosen = os.environ.get(SETTING)
    if chosen:
        return chosen
    own = None if getattr(sys, "frozen", False) or not sys.executable else sys.executable
    if own is not None and importlib.util.find_spec("keras") is not None:
        return own
    made = made_python(environment_folder())
    return str(made) if made.is_file() else own


def environment_folder() -> Path:
    """Return the folder of the environment that nnviz makes for training."""
    import platformdirs

    chosen = os.environ.get(ENVIRONMENT)
    return Path(chosen) if chosen else platformdirs.user_data_path("nnviz", False) / "training"


def made_python(folder: Path) -> Path:
    """Return where the Python of an environment in ``folder`` lies."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def prepare(
    document: Document,
    weights: Mapping[str, Array] | None,
    folder: Path,
    *,
    optimizer: Sequence[Array] = (),
    data_dir: Path | None = None,
    epochs: int | None = None,
    python: str | None = None,
    scaling: Scaling = ONE_DEVICE,
) -> TrainingJob:
    """Write the program (with these start weights, or for new random ones) into ``folder`` and return the job.

    ``optimizer`` is what the optimizer remembers at these weights (:class:`~nnviz.export.start.Start`). A folder that
    holds results of an earlier run is left alone: the job's folder is then one beside it. Raise an
    :class:`~nnviz.words.NnvizError` with the reason if it cannot be trained.
    """
    python = _python(python)
    folder = runs.fresh_folder(folder.resolve())
    path, options = _written(document, weights, folder, data_dir, epochs, optimizer)
    asked = {"epochs": epochs, "data_dir": None, "python": python, "fresh": weights is None, **scaling.kept()}
    if "--data-dir" in options:
        asked["data_dir"] = options[options.index("--data-dir") + 1]
    try:
        runs.register(path.parent, document, path.name, asked)
    except OSError as error:
        raise _not_written(folder, error) from error
    return _job(python, path, options, scaling)


def prepare_estimate(
    document: Document,
    folder: Path,
    *,
    weights: Mapping[str, Array] | None = None,
    data_dir: Path | None = None,
    epochs: int | None = None,
    python: str | None = None,
    scaling: Scaling = ONE_DEVICE,
) -> TrainingJob:
    """Return the job that times some batches instead of training; ``folder`` can be thrown away afterwards."""
    python = _python(python)
    path, options = _written(document, weights, folder.resolve(), data_dir, epochs)
    return _job(python, path, options, scaling, "--estimate")


def prepare_resume(folder: Path, *, epochs: int | None = None, python: str | None = None) -> TrainingJob:
    """Return the job that goes on with the run in ``folder`` after its last full epoch.

    ``epochs`` (None: as before) is the number of all epochs. Raise :class:`TrainingError` if there is none to resume.
    """
    folder = folder.resolve()
    asked = runs.settings(folder)
    name = str(asked.get("program", ""))
    path = folder / name
    if not name or path.parent != folder or not path.is_file():
        text = QT_TRANSLATE_NOOP("nnviz", "“{folder}” is no run folder that can be resumed.")
        raise TrainingError(say(text, folder=folder))
    if runs.is_running(folder):
        text = QT_TRANSLATE_NOOP("nnviz", "The training in “{folder}” is still running.")
        raise TrainingError(say(text, folder=folder))
    if "--resume" not in path.read_text(encoding="utf-8", errors="replace"):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "The program in “{folder}” is of an nnviz that could not resume yet."
        )
        raise TrainingError(say(text, folder=folder))
    kept = asked["options"]
    epochs = epochs if epochs is not None else kept.get("epochs")
    options = ["--epochs", str(epochs)] if epochs is not None else []
    if kept.get("data_dir") is not None:
        options += ["--data-dir", str(kept["data_dir"])]
    return _job(_python(python or kept.get("python")), path, [*options, "--resume"], of_run(kept))


def detached(job: TrainingJob) -> TrainingJob:
    """Return the job of a process that goes on when whoever started it is gone; it hears :func:`runs.tell`."""
    return replace(job, argv=(*job.argv[:2], "--detached", *job.argv[2:]))


def _python(python: str | None) -> str:
    python = python or training_python()
    if python is None:
        raise TrainingError(NO_PYTHON)
    return python


def _written(
    document: Document,
    weights: Mapping[str, Array] | None,
    folder: Path,
    data_dir: Path | None,
    epochs: int | None,
    optimizer: Sequence[Array] = (),
) -> tuple[Path, list[str]]:
    """Write the program; return its path and what to tell it."""
    if epochs is not None and epochs < 1:
        raise TrainingError(say(QT_TRANSLATE_NOOP("nnviz", "Training needs at least one epoch.")))
    if data_dir is None and _reads_own_file(document):
        data_dir = Path()
    made = program(document, weights, optimizer=optimizer, data_dir=data_dir)
    path = made.write(folder)
    options: list[str] = []
    if epochs is not None:
        options += ["--epochs", str(epochs)]
    if data_dir is not None:
        options += ["--data-dir", str(data_dir.resolve())]
    return path, options


def _job(python: str, program: Path, options: list[str], scaling: Scaling, *flags: str) -> TrainingJob:
    argv = (python, str(CHILD / "train.py"), *flags, str(program), *options, *scaling.words())
    env = MappingProxyType({**environment(), **scaling.environment()})
    return TrainingJob(argv, env, program.parent, program)


def _not_written(folder: Path, error: OSError) -> TrainingError:
    text = QT_TRANSLATE_NOOP("nnviz", "“{folder}” cannot be written: {reason}.")
    return TrainingError(say(text, folder=folder, reason=error.strerror or error))


def fitting_data(document: Document, data_dir: Path | None) -> Path | None:
    """Return the folder to tell the program, if any; raise if the samples are faulty or do not fit the network.

    MNIST or flowers that are nowhere on this computer are no fault: Keras downloads them.
    """
    data, dataset = document.setup.data, None
    if isinstance(data, Mnist):
        found = find_mnist(data_dir)
        if found is not None:
            dataset = data.load(data_dir)
        if data_dir is not None and found != data_dir / FILE:
            data_dir = None
    elif isinstance(data, Flowers) and find_flowers(data_dir) is None:
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


def result(job: TrainingJob, document: Document) -> Document:
    """Return ``document`` with the trained weights of ``job``, also those inside its base.

    Raise :class:`TrainingError` or ``WeightsError``.
    """
    trained = document.with_weights(read_trained(job.folder / TRAINED, document)).with_(cursor=(0, 0))
    return with_trained_base(trained, job.folder)


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
