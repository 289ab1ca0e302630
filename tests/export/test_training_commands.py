"""Commands and reports of a training with Keras itself, on each backend that programs run on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nnviz.export import runs
from nnviz.export.protocol import PAUSE, STOP, rate_command
from nnviz.export.reports import (
    BatchDone,
    Done,
    EpochDone,
    Event,
    Filters,
    Hello,
    Memory,
    Paused,
    Rate,
    Sample,
)
from nnviz.export.runner import train
from nnviz.templates.base import template


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_rate_pause_and_stop(backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(backend)
    monkeypatch.setenv("KERAS_BACKEND", backend)
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    events: list[tuple[float, Event]] = []

    def heard(event: Event) -> None:
        told = {EpochDone: rate_command(0.001), Rate: PAUSE, Paused: STOP}
        first = not any(type(event) is type(earlier) for _, earlier in events)
        events.append((time.monotonic(), event))
        if first and type(event) in told:
            runs.tell(tmp_path, told[type(event)])

    ending = train(template("spiral").build(), tmp_path, epochs=100_000, on_event=heard)
    assert ending.kind == "stopped"
    kinds = [event for _, event in events]
    assert next(event for event in kinds if isinstance(event, Hello)).backend == backend
    assert next(event for event in kinds if isinstance(event, Rate)).rate == 0.001
    epochs = [event for event in kinds if isinstance(event, EpochDone)]
    start = template("spiral").build().setup.optimizer.learning_rate
    assert epochs[0].rate == pytest.approx(start)
    assert epochs[-1].rate == pytest.approx(0.001)
    sample = next(event for event in kinds if isinstance(event, Sample))
    assert len(sample.outputs) == 10
    film = next(event for event in kinds if isinstance(event, Filters))
    assert (tmp_path / film.path).is_file()
    assert any(isinstance(event, Memory) and event.used > 1e8 for event in kinds)
    paused = next(moment for moment, event in events if isinstance(event, Paused))
    later = [moment for moment, event in events if isinstance(event, BatchDone) and moment > paused]
    assert all(moment - paused < 1 for moment in later)
    assert any(isinstance(event, Done) for event in kinds)
