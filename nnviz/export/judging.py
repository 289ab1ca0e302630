"""How good a trained network is, answer by answer: Keras lets a run's network answer to all test samples.

It is an errand of the child process, because only that knows every layer; its answer is kept in the run folder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.data.base import DataError
from nnviz.data.pictures import Pictures
from nnviz.design.document import Document
from nnviz.design.file import write_atomically
from nnviz.export import runs
from nnviz.export.checkpoints import Checkpoint
from nnviz.export.errand import errand
from nnviz.export.runs import TrainingRun
from nnviz.export.training import TrainingError, TrainingJob, training_python
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]

QUESTION = "question.json"
ANSWERS = "answers.npz"
KEPT = "answers"
"""Folder in a run folder for answers that were computed."""
MOST = 60
"""Mistakes that are looked at: so many of the worst, and of each kind, are brought back as far as there is room."""
_MOST_CLASSES = 1000


class JudgingError(NnvizError):
    """The answers cannot be computed or read."""


@dataclass(frozen=True)
class Mistake:
    """A test sample that is named wrong: ``sure`` is the probability of the class that is named."""

    number: int
    true: int
    named: int
    sure: float
    true_share: float
    """Probability that the network gives to the true class."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a network answered to all test samples.

    ``targets`` (samples,) are class numbers, or values (samples,) or (samples, units) for regression; ``outputs``
    (samples, units) probabilities or values. ``worst`` are numbers of test samples, the surest mistake (for
    regression the largest error) first, and ``inputs`` these samples as the network sees them.
    """

    targets: Array
    outputs: Array
    worst: Array
    inputs: Array
    classes: tuple[str, ...]
    """Names of the classes; empty for regression."""
    features: tuple[str, ...] = ()
    """Names of the inputs, where they have some."""

    @property
    def regression(self) -> bool:
        """Whether values are predicted."""
        return bool(self.targets.dtype.kind == "f")

    @cached_property
    def named(self) -> Array:
        """The class that each answer names."""
        if self.outputs.shape[1] == 1:
            return np.asarray(self.outputs[:, 0] > 0.5, np.int64)
        return np.asarray(self.outputs.argmax(axis=1))

    @cached_property
    def probabilities(self) -> Array:
        """(samples, classes)."""
        if self.outputs.shape[1] > 1:
            return self.outputs
        return np.concatenate([1 - self.outputs, self.outputs], axis=1)

    @property
    def right(self) -> int:
        """Number of samples that are named right."""
        return int((self.named == self.targets.reshape(-1)).sum())

    @cached_property
    def confusion(self) -> Array:
        """Counts (true class, named class)."""
        count = len(self.classes)
        table = np.zeros((count, count), np.int64)
        np.add.at(table, (self.targets.reshape(-1), self.named), 1)
        return table

    @property
    def picture(self) -> bool:
        """Whether the samples are pictures."""
        return self.inputs.ndim == 3 or (self.inputs.ndim == 4 and self.inputs.shape[-1] in (1, 3))

    def mistakes(self, true: int | None = None, named: int | None = None) -> tuple[Mistake, ...]:
        """Return the samples that are named wrong, the surest first; only of this true or named class if given."""
        labels, names = self.targets.reshape(-1), self.named
        wrong = labels != names
        if true is not None:
            wrong &= labels == true
        if named is not None:
            wrong &= names == named
        rows = np.flatnonzero(wrong)
        sure = self.probabilities[rows, names[rows]]
        return tuple(
            Mistake(
                int(row),
                int(labels[row]),
                int(names[row]),
                float(self.probabilities[row, names[row]]),
                float(self.probabilities[row, labels[row]]),
            )
            for row in rows[np.argsort(-sure, kind="stable")]
        )

    def errors(self) -> tuple[tuple[int, tuple[float, ...], tuple[float, ...]], ...]:
        """Return (number, target, prediction) of the samples whose values are farthest off, for regression."""
        wanted = self.targets.reshape(self.outputs.shape)
        return tuple(
            (int(row), tuple(map(float, wanted[row])), tuple(map(float, self.outputs[row])))
            for row in self.worst
        )

    def sample(self, number: int) -> Array | None:
        """Return a sample as the network sees it, None if it was not brought back."""
        place = np.flatnonzero(self.worst[: len(self.inputs)] == number)
        return self.inputs[place[0]] if len(place) else None


def prepare(run: TrainingRun, found: Checkpoint, folder: Path, python: str | None = None) -> TrainingJob:
    """Write the question into ``folder`` and return the errand; raise an ``NnvizError`` if it cannot be asked.

    It runs in ``folder``: the program that is imported must not touch the results of its run.
    """
    asked = runs.settings(run.folder)
    program = run.folder / Path(str(asked.get("program", ""))).name
    if not asked or not program.is_file():
        text = QT_TRANSLATE_NOOP("nnviz", "The program of “{name}” is not there any more.")
        raise TrainingError(say(text, name=run.name))
    document = run.document()
    question = {"logits": document.setup.loss.takes_logits, "most": MOST, "skip_bases": found.start}
    (folder / QUESTION).write_text(json.dumps(question), encoding="utf-8")
    words = [str(program), str(found.path), str(folder)]
    if run.options.get("data_dir") is not None:
        words += ["--data-dir", str(run.options["data_dir"])]
    python = python or str(run.options.get("python") or "") or training_python()
    job = errand("judge.py", folder, *words, python=python)
    # As in the run; its Python may have no other backend.
    backend = {"KERAS_BACKEND": run.hello.backend} if run.hello is not None else {}
    return dataclasses.replace(job, env=MappingProxyType({**job.env, **backend}))


def finish(job: TrainingJob, run: TrainingRun, found: Checkpoint) -> Judgement:
    """Return the answers that the errand left, and keep them; raise :class:`JudgingError`."""
    judgement = _read(job.folder / ANSWERS, run)
    with contextlib.suppress(OSError, NnvizError):  # without room for them they are computed again next time
        kept = _kept(run, found)
        kept.parent.mkdir(exist_ok=True)
        write_atomically(kept, (job.folder / ANSWERS).read_bytes())
    return judgement


def known(run: TrainingRun, found: Checkpoint) -> Judgement | None:
    """Return answers that were kept, None if there are none of exactly these weights."""
    kept = _kept(run, found)
    try:
        if kept.stat().st_mtime_ns < found.path.stat().st_mtime_ns:
            return None
        return _read(kept, run)
    except (OSError, NnvizError):
        return None


def _kept(run: TrainingRun, found: Checkpoint) -> Path:
    name = "kept" if found.best else "start" if found.start else f"epoch-{found.epoch:06d}"
    return run.folder / KEPT / f"{name}.npz"


def _read(path: Path, run: TrainingRun) -> Judgement:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in ("targets", "outputs", "worst", "inputs")}
        _check(arrays)
    except (OSError, KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        text = QT_TRANSLATE_NOOP("nnviz", "The answers of the network cannot be read ({reason}).")
        raise JudgingError(say(text, reason=str(error)[:120] or type(error).__name__)) from error
    if arrays["targets"].dtype.kind == "f":
        return Judgement(**arrays, classes=(), features=names_of(run)[1])
    top = int(arrays["targets"].max(initial=0)) + 1
    names, features = names_of(run)
    if len(names) < max(top, arrays["outputs"].shape[1]):
        names = tuple(str(number) for number in range(max(top, arrays["outputs"].shape[1], 2)))
    return Judgement(**arrays, classes=names, features=features)


def _check(arrays: Mapping[str, Array]) -> None:
    """Raise ``ValueError`` unless the arrays are answers."""
    targets, outputs, worst, inputs = (arrays[name] for name in ("targets", "outputs", "worst", "inputs"))
    if outputs.ndim != 2 or len(targets) != len(outputs) or targets.dtype.kind not in "fiub":
        raise ValueError("targets and outputs do not belong together")
    if worst.ndim != 1 or worst.dtype.kind not in "iu" or len(inputs) > len(worst):
        raise ValueError("its worst samples are none")
    if len(worst) and not 0 <= worst.min() <= worst.max() < len(targets):
        raise ValueError("a sample is not there")
    if targets.dtype.kind == "f":
        if targets.size != outputs.size:
            raise ValueError("targets and outputs do not belong together")
    elif (
        targets.size != len(targets)
        or not 0 <= targets.min(initial=0) <= targets.max(initial=0) < _MOST_CLASSES
    ):
        raise ValueError("its classes are none")


def names_of(run: TrainingRun) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of classes and of inputs of a run's data, as far as they can be had."""
    try:
        document = run.document()
    except NnvizError:
        return (), ()
    return _names(document, Path(str(run.options["data_dir"])) if run.options.get("data_dir") else None)


def _names(document: Document, folder: Path | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = document.setup.data
    try:
        if isinstance(data, Pictures):
            return tuple(data.found(folder)[0]), ()  # without reading a picture
        dataset = data.load(folder)
    except (DataError, OSError):
        return (), ()
    return dataset.classes, dataset.features


def shown_sample(judgement: Judgement, number: int, write: Callable[[float], str] = "{:.4g}".format) -> str:
    """Return the numbers of a sample that is no picture: ``x0 0.25, x1 -1.5``; ``write`` writes one."""
    sample = judgement.sample(number)
    if sample is None or sample.size > 20:
        return ""
    numbers = [write(value) for value in sample.reshape(-1).tolist()]
    if len(judgement.features) == len(numbers):
        numbers = [f"{name} {value}" for name, value in zip(judgement.features, numbers, strict=True)]
    return ", ".join(numbers)
