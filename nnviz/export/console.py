"""Training on a terminal: a line for each epoch, and a bar that moves in the last line."""

from __future__ import annotations

import shutil
import time
from typing import TextIO

from nnviz.export.outcomes import results_text
from nnviz.export.reports import (
    BatchDone,
    Download,
    EpochDone,
    Estimate,
    Event,
    Hello,
    Logs,
    Phase,
    Rate,
    Started,
    Stopping,
)
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

_WIDTH = 24

_PHASES = {
    "importing": say(QT_TRANSLATE_NOOP("nnviz", "Starting TensorFlow …")),
    "loading": say(QT_TRANSLATE_NOOP("nnviz", "Reading the data …")),
    "validating": say(QT_TRANSLATE_NOOP("nnviz", "Measuring on the validation samples …")),
    "testing": say(QT_TRANSLATE_NOOP("nnviz", "Measuring on the test samples …")),
    "saving": say(QT_TRANSLATE_NOOP("nnviz", "Saving …")),
}


def phase_text(phase: Phase) -> Message | None:
    """Return what a phase is called, None for one that this version does not know."""
    return _PHASES.get(phase.name)


def rate_text(rate: Rate) -> Message:
    """Return what became of a wish for another learning rate."""
    if rate.rate:
        return say(QT_TRANSLATE_NOOP("nnviz", "The learning rate is now {rate}."), rate=f"{rate.rate:g}")
    return say(QT_TRANSLATE_NOOP("nnviz", "A schedule gives the learning rate; it cannot be changed."))


def estimate_text(estimate: Estimate) -> Message:
    """Return an estimate in a sentence."""
    if estimate.device:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "One epoch takes about {epoch}, all {epochs} about {all}; {memory} of memory and {device} on the GPU are"
            " needed.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "nnviz", "One epoch takes about {epoch}, all {epochs} about {all}; {memory} of memory are needed."
        )
    return say(
        text,
        epoch=duration(estimate.seconds),
        epochs=f"{estimate.epochs:,}",
        all=duration(estimate.seconds * estimate.epochs),
        memory=size(estimate.memory),
        device=size(estimate.device),
    )


def duration(seconds: float) -> str:
    """Return a time as far as it matters."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def size(count: int) -> str:
    """Return a number of bytes as far as it matters."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


class Progress:
    """Writes events to a terminal; give it as ``on_event``. Where there is no terminal the bar is left out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar = stream.isatty()
        self._width = 0
        self._epochs = 0
        self._began = time.monotonic()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Hello):
            self._line(f"Keras {event.keras}, {event.backend} {event.backend_version}. {event.device_line}")
        elif isinstance(event, Started):
            self._epochs = event.epochs
            self._began = time.monotonic()
        elif isinstance(event, EpochDone):
            epoch = f"{event.epoch:{len(str(event.epochs))}}/{event.epochs}"
            self._line(f"epoch {epoch}  {event.seconds:6.1f} s  {results_text(event.logs)}")
        elif isinstance(event, Rate):
            self._line(str(rate_text(event)))
        elif isinstance(event, Stopping):
            self._line(str(say(QT_TRANSLATE_NOOP("nnviz", "Stopping; what was learned is kept."))))
        elif isinstance(event, BatchDone | Download | Phase):
            self._show(self._moving(event))

    def close(self) -> None:
        """Take the bar away."""
        self._show("")

    def _moving(self, event: BatchDone | Download | Phase) -> str:
        if isinstance(event, Phase):
            return str(phase_text(event) or "")
        if isinstance(event, Download):
            size = f"{event.done / 1e6:.1f} MB"
            return f"{event.name} {bar(event.done, event.total)} {size}"
        epoch = f"epoch {event.epoch}/{self._epochs}"
        return f"{epoch} {bar(event.batch, event.batches)} {_brief(event.logs)} {self._left(event)}"

    def _left(self, event: BatchDone) -> str:
        """Return the time left, from the mean so far."""
        total = event.batches * self._epochs
        done = (event.epoch - 1) * event.batches + event.batch
        if not total or not done:
            return ""
        seconds = (time.monotonic() - self._began) * (total - done) / done
        return f"{seconds / 60:.0f} min" if seconds >= 100 else f"{seconds:.0f} s"

    def _line(self, text: str) -> None:
        self._show("")
        self._stream.write(text + "\n")
        self._stream.flush()

    def _show(self, text: str) -> None:
        if not self._bar:
            return
        text = text[: shutil.get_terminal_size().columns - 1]
        self._stream.write("\r" + text.ljust(self._width) + ("\r" if not text else ""))
        self._stream.flush()
        self._width = len(text)


def bar(done: int, total: int) -> str:
    """Return a bar of fixed width; an unknown total gives none."""
    if not total:
        return ""
    full = round(_WIDTH * min(done / total, 1))
    return "[" + "=" * full + " " * (_WIDTH - full) + "]"


def _brief(logs: Logs) -> str:
    return results_text({name: value for name, value in logs.items() if not name.startswith("val_")})
