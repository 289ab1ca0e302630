"""Checkpoints: the weights that a run folder holds, of its best epoch, of single epochs, and those it began with."""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nnviz.export.names import stem
from nnviz.export.runs import BACKUP, TrainingRun
from nnviz.words import QT_TRANSLATE_NOOP, Message, NnvizError, say

MODEL = "model.keras"
EPOCHS = "epochs"
LATEST = "latest.weights.h5"
_EPOCH = re.compile(r"epoch-(\d{1,9})\.weights\.h5")
_INSIDE = "model.weights.h5"
"""The weights file in a model file."""


class CheckpointError(NnvizError):
    """A run has no such weights, or they cannot be read."""


@dataclass(frozen=True)
class Checkpoint:
    """Weights of a run: those after ``epoch`` (0: before the first).

    ``best`` says that they are the ones which the program gives back at its end.
    """

    path: Path
    epoch: int
    best: bool = False

    @property
    def start(self) -> bool:
        """Whether it is what the run began with."""
        return not self.epoch

    @property
    def message(self) -> Message:
        """What it is, in a few words."""
        if self.start:
            return say(QT_TRANSLATE_NOOP("nnviz", "before the first epoch"))
        if self.best:
            return say(QT_TRANSLATE_NOOP("nnviz", "epoch {epoch} (kept at the end)"), epoch=self.epoch)
        return say(QT_TRANSLATE_NOOP("nnviz", "after epoch {epoch}"), epoch=self.epoch)


def checkpoints(run: TrainingRun) -> tuple[Checkpoint, ...]:
    """Return the weights that the run folder holds: the best first, then from the last epoch to the start."""
    found: dict[int, Checkpoint] = {}
    start = run.folder / f"{stem(run.name)}.weights.h5"
    if not run.options.get("fresh") and start.is_file():
        found[0] = Checkpoint(start, 0)
    with contextlib.suppress(OSError):
        for path in (run.folder / EPOCHS).iterdir():
            name = _EPOCH.fullmatch(path.name)
            if name and int(name[1]) <= max(run.epochs, 1):
                found[int(name[1])] = Checkpoint(path, int(name[1]))
    for path, epoch in _latest(run):
        found.setdefault(epoch, Checkpoint(path, epoch))
    kept: tuple[Checkpoint, ...] = ()
    best = best_epoch(run)
    if best and (run.folder / MODEL).is_file():  # else it is one of before, and nobody knows of which epoch
        kept = (Checkpoint(run.folder / MODEL, best, best=True),)
        found.pop(best, None)
    return *kept, *(found[epoch] for epoch in sorted(found, reverse=True))


def checkpoint(run: TrainingRun, epoch: int | None = None) -> Checkpoint:
    """Return the weights after ``epoch`` (None: the best); raise :class:`CheckpointError` if they were not kept."""
    found = checkpoints(run)
    one = next((each for each in found if epoch in (None, each.epoch)), None)
    if one is not None:
        return one
    if epoch is None:
        raise CheckpointError(say(QT_TRANSLATE_NOOP("nnviz", "“{name}” has left no weights."), name=run.name))
    text = QT_TRANSLATE_NOOP(
        "nnviz", "“{name}” has kept no weights of epoch {epoch}; there are those of: {epochs}."
    )
    known = ", ".join(map(str, sorted({each.epoch for each in found}))) or "–"
    raise CheckpointError(say(text, name=run.name, epoch=epoch, epochs=known))


def best_epoch(run: TrainingRun) -> int:
    """Return the epoch that ``model.keras`` is of, 0 if it cannot be told.

    A program that keeps the best epoch watches the accuracy of the validation samples, else their loss; the first of
    equals stays. Another one saves the last.
    """
    from nnviz.export.sections import keeps_best

    if not run.history:
        return 0
    try:
        chooses = keeps_best(run.document())
    except (NnvizError, LookupError):
        return 0
    if not chooses:
        return run.epochs if run.state in ("finished", "stopped") else 0
    scores = {epoch.epoch: epoch.logs for epoch in run.history}
    for name, sign in (("val_accuracy", 1.0), ("val_loss", -1.0)):
        known = {epoch: sign * logs[name] for epoch, logs in scores.items() if name in logs}
        if known:
            return max(known, key=lambda epoch: (known[epoch] == known[epoch], known[epoch], -epoch))
    return 0


@contextlib.contextmanager
def weights_file_of(found: Checkpoint) -> Iterator[Path]:
    """Give the path of a weights file ``.weights.h5`` with these weights; raise :class:`CheckpointError`."""
    if found.path.suffix != ".keras":
        yield found.path
        return
    from nnviz.export.model_file import examine

    examine(found.path)  # its size, before anything is unpacked
    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
        try:
            with zipfile.ZipFile(found.path) as archive:
                inside = Path(archive.extract(_INSIDE, folder))
        except (OSError, KeyError, RuntimeError, zipfile.BadZipFile) as error:
            text = QT_TRANSLATE_NOOP("nnviz", "The weights in “{path}” cannot be read ({reason}).")
            raise CheckpointError(say(text, path=found.path, reason=str(error)[:120])) from error
        yield inside


def _latest(run: TrainingRun) -> Iterator[tuple[Path, int]]:
    """Yield the weights that ``--resume`` would go on from, with the epochs behind them."""
    for path in sorted((run.folder / BACKUP).rglob(LATEST)):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads((path.parent / "training_metadata.json").read_text(encoding="utf-8"))
            if int(said["epoch"]) > 0:
                yield path, int(said["epoch"])
