"""Reading what the training process says: every line gives an event, broken ones a log line."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import pytest
import reporting
from hypothesis import given
from hypothesis import strategies as st

from nnviz.export import protocol
from nnviz.export.protocol import Lines, parse
from nnviz.export.reports import (
    BatchDone,
    Device,
    Done,
    Download,
    EpochDone,
    Estimate,
    Failed,
    Filters,
    Hello,
    Log,
    Memory,
    Paused,
    Phase,
    Rate,
    Resumed,
    Sample,
    Started,
    Stopping,
)

GOOD: list[tuple[dict[str, Any], protocol.Event]] = [
    ({"event": "phase", "phase": "importing"}, Phase("importing")),
    (
        {
            "event": "hello",
            "python": "3.11.7",
            "keras": "3.15.1",
            "backend": "tensorflow",
            "backend_version": "2.21.0",
            "devices": [{"kind": "CPU", "name": "x"}],
            "no_gpu": "no_driver",
        },
        Hello("3.11.7", "3.15.1", "tensorflow", "2.21.0", (Device("CPU", "x"),), "no_driver"),
    ),
    ({"event": "download", "name": "a", "done": 5, "total": None}, Download("a", 5)),
    (
        {"event": "started", "parameters": 25, "trainable": 20, "epochs": 3, "batches": None},
        Started(25, 20, 3),
    ),
    (
        {"event": "batch", "epoch": 1, "batch": 2, "batches": 9, "logs": {"loss": 1}},
        BatchDone(1, 2, 9, {"loss": 1}),
    ),
    (
        {"event": "epoch", "epoch": 1, "epochs": 3, "logs": {"loss": 0.5}, "seconds": 2},
        EpochDone(1, 3, {"loss": 0.5}, 2),
    ),
    (
        {"event": "batch", "epoch": 1, "batch": 2, "batches": 9, "logs": {"loss": 1}, "rate": 0.1},
        BatchDone(1, 2, 9, {"loss": 1}, 0.1),
    ),
    (
        {"event": "epoch", "epoch": 1, "epochs": 3, "logs": {}, "seconds": 2, "rate": 0.1},
        EpochDone(1, 3, {}, 2, 0.1),
    ),
    ({"event": "rate", "rate": 0.01}, Rate(0.01)),
    (
        {"event": "sample", "epoch": 2, "numbers": [0, 4], "targets": [7, 2], "outputs": [[0.5], [1]]},
        Sample(2, (0, 4), (7.0, 2.0), ((0.5,), (1.0,))),
    ),
    (
        {"event": "filters", "epoch": 2, "layer": "hidden", "path": "filters/epoch-2.npy"},
        Filters(2, "hidden", "filters/epoch-2.npy"),
    ),
    ({"event": "memory", "used": 5, "device": None}, Memory(5)),
    (
        {
            "event": "estimate",
            "seconds": 1.5,
            "epochs": 5,
            "batches": 9,
            "timed": 4,
            "memory": 7,
            "device": 8,
            "validated": True,
        },
        Estimate(1.5, 5, 9, 4, 7, 8, True),
    ),
    ({"event": "paused"}, Paused()),
    ({"event": "resumed"}, Resumed()),
    ({"event": "stopping"}, Stopping()),
    (
        {"event": "done", "stopped": True, "epochs": 2, "results": {}, "weights": True},
        Done(True, 2, {}, True),
    ),
    (
        {"event": "failed", "kind": "error", "text": "x", "module": None, "epoch": None, "batch": 3},
        Failed("error", "x", "", 0, 3),
    ),
]


@pytest.mark.parametrize(("raw", "event"), GOOD)
def test_reports(raw: dict[str, Any], event: protocol.Event) -> None:
    assert parse(protocol.PREFIX + json.dumps(raw)) == event
    assert parse(protocol.PREFIX + json.dumps({**raw, "new": [1]})) == event


@pytest.mark.parametrize("path", ["/etc/passwd", "../other/a.npy", "a/../../b.npy", "C:\\a.npy", ""])
def test_a_file_outside_the_run_folder_is_no_report(path: str) -> None:
    raw = {"event": "filters", "epoch": 1, "layer": "a", "path": path}
    assert isinstance(parse(protocol.PREFIX + json.dumps(raw)), Log)


def test_child_and_protocol_agree() -> None:
    assert reporting.PREFIX == protocol.PREFIX


def test_values_that_were_not_finite_are_nan() -> None:
    line = '{"event": "batch", "epoch": 1, "batch": 1, "logs": {"loss": null}}'
    event = parse(protocol.PREFIX + line)
    assert isinstance(event, BatchDone)
    assert math.isnan(event.logs["loss"])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Epoch 1/3",
        "@nnviz",
        "@nnviz ",
        "@nnviz {",
        "@nnviz []",
        "@nnviz 3",
        "@nnviz null",
        '@nnviz "phase"',
        "@nnviz {}",
        '@nnviz {"event": "unknown"}',
        '@nnviz {"event": ["phase"]}',
        '@nnviz {"event": "phase"}',
        '@nnviz {"event": "batch", "epoch": "x", "batch": 1, "logs": {}}',
        '@nnviz {"event": "batch", "epoch": Infinity, "batch": 1, "logs": {}}',
        '@nnviz {"event": "batch", "epoch": 1, "batch": 1, "logs": [1]}',
        '@nnviz {"event": "batch", "epoch": 1, "batch": 1, "logs": {"loss": {}}}',
        '@nnviz {"event": "hello", "python": "3", "keras": "3", "backend": "x", "devices": [1]}',
        "@nnviz " + "[" * 100_000,
    ],
)
def test_everything_else_is_log(line: str) -> None:
    assert parse(line) == Log(line)


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    parse(text)
    parse(protocol.PREFIX + text)


def test_device_lines() -> None:
    gpu = Hello("3", "3", "tensorflow", "2", (Device("CPU", "a"), Device("GPU", "H200")))
    assert str(gpu.device_line) == "Trains on GPU H200."
    for reason in (
        "no_driver",
        "native_windows",
        "no_cuda_libraries",
        "cpu_build",
        "macos",
        "hidden",
        "news",
    ):
        line = str(Hello("3", "3", "tensorflow", "2", (Device("CPU", "a"),), reason).device_line)
        assert line.startswith("Trains on the CPU (a). ")
        assert len(line) > 40


def _cut(data: bytes, seed: int) -> list[str]:
    cutter, lines, found = random.Random(seed), Lines(), []
    while data:
        size = cutter.randint(1, 7)
        found += lines.feed(data[:size])
        data = data[size:]
    return found + lines.end()


@given(st.integers(0, 10_000))
def test_lines_do_not_depend_on_the_pieces(seed: int) -> None:
    text = "größe 数\nEpoch 1/3\n\x1b[1m 1/15\x1b[0m a\b\b\b\b\r\x1b[1m15/15\x1b[0m b\r\nlast"
    assert _cut(text.encode(), seed) == ["größe 数", "Epoch 1/3", "15/15 b", "last"]


def test_a_bar_that_never_ends_takes_no_memory() -> None:
    lines = Lines()
    for step in range(20_000):
        assert lines.feed(f"\r{step:100}".encode()) == []
    assert len(lines._rest) < 20_000
    assert lines.feed(b"\n") == [f"{19_999:100}"]


def test_bytes_that_are_no_text() -> None:
    assert Lines().feed(b"\xff\xfe\n") == ["\ufffd\ufffd"]
