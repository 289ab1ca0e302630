"""A training that is stopped within an epoch and resumed ends like one that nobody disturbed.

Keras ends an epoch that is stopped as if it were whole: its callbacks write a row of the history, maybe the best
model, and a backup from which the rest of the epoch would be missing. Here such an epoch leaves no backup, and what
it wrote is taken back when the training is resumed.
"""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

HISTORY = "history.csv"
MODEL = "model.keras"
BACKUP = "backup"
WEIGHTS = "latest.weights.h5"
METADATA = "training_metadata.json"
KEPT = f"{BACKUP}/{MODEL}"
"""The best model before the epoch that was stopped."""


def hook_epochs(keras: Any, stopped_within: Callable[[], bool]) -> None:
    """Let an epoch that is not whole leave no backup, and put the best model before it aside."""
    try:
        kind, backup = keras.callbacks.CallbackList, keras.callbacks.BackupAndRestore
    except AttributeError:  # another Keras: nothing else is lost
        return
    whole = kind.on_epoch_end

    def on_epoch_end(self: Any, epoch: int, logs: Any = None) -> None:
        self._flush_futures()  # what comes after the last batch may still be on its way
        callbacks = self.callbacks
        if stopped_within():
            keep_best()
            self.callbacks = [c for c in callbacks if not isinstance(c, backup)]
        try:
            whole(self, epoch, logs)
        finally:
            self.callbacks = callbacks

    kind.on_epoch_end = on_epoch_end


def keep_best() -> None:
    """Put a copy of the best model aside; a full disk takes nothing away."""
    part = Path(f"{KEPT}.part")
    if Path(MODEL).is_file() and Path(BACKUP).is_dir():
        with contextlib.suppress(OSError):
            shutil.copyfile(MODEL, part)
            part.replace(KEPT)
        part.unlink(missing_ok=True)


def whole_backup(folder: Path) -> None:
    """Take Keras' backup before the last one, or none, if a kill came while the last one was written.

    Keras copies both files to their ``.bkp``, writes the weights, and then the number of the epoch. While that is
    missing or the same as in its copy, the weights are not known to belong to it.
    """
    files = [folder / name for name in (WEIGHTS, METADATA)]
    copies = [path.with_name(f"{path.name}.bkp") for path in files]
    if _epoch(files[1]) not in (0, _epoch(copies[1])):
        return
    for copy, path in zip(copies, files, strict=True):
        if _epoch(copies[1]):
            shutil.copyfile(copy, path)
        else:
            path.unlink(missing_ok=True)


def go_back() -> None:
    """Take back what was written after the last backup."""
    for weights in list(Path(BACKUP).rglob(WEIGHTS)):
        whole_backup(weights.parent)
    done, path, part = saved_epochs(), Path(HISTORY), Path(f"{HISTORY}.part")
    if path.is_file():
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = list(csv.reader(file)) or [[]]
        if "epoch" in header:
            place = header.index("epoch")
            # A row may be there twice: the process was killed between the row and the backup, and went on.
            kept = {int(row[place]): row for row in rows if len(row) == len(header)}
            with part.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([header, *(row for epoch, row in kept.items() if epoch < done)])
            part.replace(path)
    if Path(KEPT).is_file():
        Path(KEPT).replace(MODEL)


def saved_epochs() -> int:
    """Return the number of epochs before the one that a resumed training begins with."""
    # A pretrained base has two phases with a backup each; the numbers of the second go on from the first.
    return max((_epoch(path) for path in Path(BACKUP).rglob(METADATA)), default=0)


def _epoch(path: Path) -> int:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads(path.read_text(encoding="utf-8"))["epoch"])
    return 0
