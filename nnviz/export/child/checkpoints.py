"""The weights after each epoch, kept so that any of them can be looked at later.

They are copies of what ``--resume`` needs, ``epochs/epoch-000003.weights.h5``: weights and what the optimizer
remembers. Where those of all epochs would take too much room, those of every second, third … epoch are kept.
"""

from __future__ import annotations

import contextlib
import json
import math
import shutil
from pathlib import Path

EPOCHS = "epochs"
BACKUP = "backup"
MOST_BYTES = 200_000_000
"""Room for all of them."""


def forget() -> None:
    """Delete those of an earlier run."""
    shutil.rmtree(EPOCHS, ignore_errors=True)


def keep(epoch: int, epochs: int) -> None:
    """Keep the weights after ``epoch`` of ``epochs``. What cannot be kept is not kept; training goes on."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        newest = max(Path(BACKUP).rglob("latest.weights.h5"), key=lambda path: path.stat().st_mtime_ns)
        said = json.loads((newest.parent / "training_metadata.json").read_text(encoding="utf-8"))
        if said["epoch"] != epoch or epoch % apart(newest.stat().st_size, epochs):
            return
        Path(EPOCHS).mkdir(exist_ok=True)
        kept = Path(EPOCHS, f"epoch-{epoch:06d}.weights.h5")
        part = kept.with_suffix(".part")
        try:
            shutil.copyfile(newest, part)
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)


def apart(size: int, epochs: int) -> int:
    """Return how many epochs lie between two that are kept, for files of ``size`` bytes."""
    return max(1, math.ceil(size * epochs / MOST_BYTES))
