"""What the child process says (``child/reporting.py``), as events. Every line gives an event; none is an error.

===========  ======================================================================================
phase        ``importing``, ``loading`` (data), ``validating``, ``testing`` or ``saving`` begins
hello        versions, devices, why there is no GPU
download     bytes of a file that Keras downloads
started      training begins: parameters, epochs, batches an epoch
batch        at most ten times a second: the epoch's means so far
epoch        an epoch is over, with the values on the validation samples
rate         the learning rate was changed from outside
sample       after an epoch: what the network says to a few test samples
filters      after an epoch: a file with the first layer's weights
memory       about once a second: memory that the process takes
estimate     instead of training: seconds and memory, from a few timed batches
paused       ``pause`` has been obeyed: nothing is computed until ``resume`` or ``stop``
resumed      ``resume`` has been obeyed
stopping     ``stop`` has been heard
done         all is saved; results on the test samples
answered     an errand (a model read, a proof) is done; its answer is in the folder
failed       a word for the kind of failure, and the error's own text
===========  ======================================================================================
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from nnviz.export.reports import (
    Answered,
    BatchDone,
    Device,
    Done,
    Download,
    EpochDone,
    Estimate,
    Event,
    Failed,
    Filters,
    Hello,
    Log,
    Logs,
    Memory,
    Paused,
    Phase,
    Progress,
    Rate,
    Resumed,
    Sample,
    Started,
    Stopping,
)

PREFIX = "@nnviz "
STOP = b"stop\n"
"""To be written to the process's standard input: finish the running batch, test, save the best."""
PAUSE = b"pause\n"
"""Wait after the running batch."""
RESUME = b"resume\n"
"""Go on after a pause."""


def rate_command(rate: float) -> bytes:
    """Return the command that changes the learning rate from the next batch on."""
    return f"rate {rate!r}\n".encode("ascii")


_LONGEST_LINE = 1_000_000


def parse(line: str) -> Event:
    """Return the event of one line of standard output; what is no report is a :class:`Log`."""
    if not line.startswith(PREFIX):
        return Log(line)
    try:
        raw = json.loads(line[len(PREFIX) :])
        return _READERS[raw["event"]](raw)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Log(line)


def _count(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    return max(int(value), 0) if value is not None else 0


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return str(value) if value is not None else ""


def _logs(raw: Mapping[str, Any], name: str) -> Logs:
    values = {str(key): math.nan if v is None else float(v) for key, v in raw[name].items()}
    return MappingProxyType(values)


def _hello(raw: Mapping[str, Any]) -> Hello:
    devices = tuple(Device(str(d["kind"]), str(d["name"])) for d in raw["devices"])
    return Hello(
        str(raw["python"]),
        str(raw["keras"]),
        str(raw["backend"]),
        _text(raw, "backend_version"),
        devices,
        _text(raw, "no_gpu"),
        _count(raw, "pid"),
    )


def _epoch(raw: Mapping[str, Any]) -> EpochDone:
    return EpochDone(
        int(raw["epoch"]),
        _count(raw, "epochs"),
        _logs(raw, "logs"),
        float(raw["seconds"]),
        _number(raw.get("rate", 0.0)),
    )


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _sample(raw: Mapping[str, Any]) -> Sample:
    outputs = tuple(tuple(_number(value) for value in row) for row in raw["outputs"])
    numbers = tuple(int(number) for number in raw["numbers"])
    targets = tuple(_number(value) for value in raw["targets"])
    if not len(numbers) == len(targets) == len(outputs):
        raise ValueError("one target and one row for each sample")
    return Sample(int(raw["epoch"]), numbers, targets, outputs)


def _filters(raw: Mapping[str, Any]) -> Filters:
    path = str(raw["path"])
    if not _INSIDE.fullmatch(path):
        raise ValueError("the file is not in the run folder")
    return Filters(int(raw["epoch"]), str(raw["layer"]), path)


_INSIDE = re.compile(r"(?:\w[\w.-]*/)?\w[\w.-]*", re.ASCII)


def _estimate(raw: Mapping[str, Any]) -> Estimate:
    return Estimate(
        float(raw["seconds"]),
        _count(raw, "epochs"),
        _count(raw, "batches"),
        _count(raw, "timed"),
        _count(raw, "memory"),
        _count(raw, "device"),
        raw.get("validated") is True,
    )


def _failed(raw: Mapping[str, Any]) -> Failed:
    return Failed(
        str(raw["kind"]),
        _text(raw, "text"),
        _text(raw, "module"),
        _count(raw, "epoch"),
        _count(raw, "batch"),
        _text(raw, "layer"),
    )


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "phase": lambda raw: Phase(str(raw["phase"])),
    "hello": _hello,
    "download": lambda raw: Download(str(raw["name"]), _count(raw, "done"), _count(raw, "total")),
    "started": lambda raw: Started(
        int(raw["parameters"]), int(raw["trainable"]), _count(raw, "epochs"), _count(raw, "batches")
    ),
    "batch": lambda raw: BatchDone(
        int(raw["epoch"]),
        int(raw["batch"]),
        _count(raw, "batches"),
        _logs(raw, "logs"),
        _number(raw.get("rate", 0.0)),
    ),
    "epoch": _epoch,
    "rate": lambda raw: Rate(float(raw["rate"])),
    "sample": _sample,
    "filters": _filters,
    "memory": lambda raw: Memory(int(raw["used"]), _count(raw, "device")),
    "estimate": _estimate,
    "paused": lambda raw: Paused(),
    "resumed": lambda raw: Resumed(),
    "stopping": lambda raw: Stopping(),
    "done": lambda raw: Done(
        raw["stopped"] is True, _count(raw, "epochs"), _logs(raw, "results"), raw["weights"] is True
    ),
    "progress": lambda raw: Progress(_count(raw, "done"), _count(raw, "total")),
    "answered": lambda raw: Answered(),
    "failed": _failed,
}

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[^\[]")


class Lines:
    """Cuts a stream of bytes into lines as a terminal would show them.

    A progress bar writes over itself with carriage returns and backspaces; of such a line the last state stays.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, data: bytes) -> list[str]:
        """Return the lines that these bytes complete."""
        *lines, rest = (self._rest + self._decoder.decode(data)).split("\n")
        self._rest = rest if len(rest) < 10_000 else _last_state(rest)[-_LONGEST_LINE:]
        return [_shown(line) for line in lines]

    def end(self) -> list[str]:
        """Return what is left when the stream is over."""
        rest, self._rest = _shown(self._rest + self._decoder.decode(b"", True)), ""
        return [rest] if rest else []


def _last_state(line: str) -> str:
    """Return a line without the states that were written over; a return at the very end erases nothing."""
    kept = line.rstrip("\r\b")
    return re.split(r"[\r\b]+", kept)[-1] + line[len(kept) :]


def _shown(line: str) -> str:
    return _ESCAPE.sub("", _last_state(line).rstrip("\r\b"))
