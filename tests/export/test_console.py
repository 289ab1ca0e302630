"""Training on a terminal."""

from __future__ import annotations

import io

import pytest

from nnviz.export.console import Progress, bar, phase_text
from nnviz.export.reports import (
    BatchDone,
    Device,
    Done,
    Download,
    EpochDone,
    Event,
    Hello,
    Phase,
    Started,
    Stopping,
)

EVENTS: list[Event] = [
    Phase("importing"),
    Hello("3.11", "3.15.1", "tensorflow", "2.21.0", (Device("CPU", "x"), Device("GPU", "H200"))),
    Phase("loading"),
    Download("mnist.npz", 5_500_000, 11_000_000),
    Started(25, 25, 2, 4),
    BatchDone(1, 2, 4, {"loss": 0.5, "accuracy": 0.75}),
    Phase("validating"),
    EpochDone(1, 2, {"accuracy": 0.75, "loss": 0.5, "val_loss": 0.25}, 1.25),
    Stopping(),
    Phase("something new"),
    Done(True, 1),
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(stream: io.StringIO) -> str:
    progress = Progress(stream)
    for event in EVENTS:
        progress(event)
    progress.close()
    return stream.getvalue()


def test_where_there_is_no_terminal_only_lines_are_written() -> None:
    assert _shown(io.StringIO()).splitlines() == [
        "Keras 3.15.1, tensorflow 2.21.0. Trains on GPU H200.",
        "epoch 1/2     1.2 s  loss 0.5, accuracy 75.00%, val loss 0.25",
        "Stopping; what was learned is kept.",
    ]


def test_the_bar_moves_in_the_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = _shown(Terminal())
    assert "mnist.npz [============            ] 5.5 MB" in text
    assert "epoch 1/2 [============            ] loss 0.5, accuracy 75.00% 0 s" in text
    assert text.count("\n") == 3
    assert text.endswith("\r")


def test_bars() -> None:
    assert bar(0, 10) == "[" + " " * 24 + "]"
    assert bar(20, 10) == "[" + "=" * 24 + "]"
    assert bar(1, 0) == ""


def test_every_phase_has_words() -> None:
    for name in ("importing", "loading", "validating", "testing", "saving"):
        assert str(phase_text(Phase(name))).endswith("…")
    assert phase_text(Phase("unknown")) is None
