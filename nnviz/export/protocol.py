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
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from nnviz.words import QT_TRANSLATE_NOOP, Message, say

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


Logs: TypeAlias = Mapping[str, float]
"""Keras' name of a loss or metric → value; NaN where it was not finite."""

_LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class Device:
    """A processor that the backend found; ``kind`` is ``CPU``, ``GPU`` or ``TPU``."""

    kind: str
    name: str


@dataclass(frozen=True)
class Hello:
    """Keras is there."""

    python: str
    keras: str
    backend: str
    backend_version: str
    devices: tuple[Device, ...]
    no_gpu: str = ""
    """A word for why there is no GPU; empty if there is one."""

    @property
    def device_line(self) -> Message:
        """What trains, and if it is the CPU, why."""
        accelerators = [device for device in self.devices if device.kind != "CPU"]
        if accelerators:
            text = QT_TRANSLATE_NOOP("nnviz", "Trains on {devices}.")
            return say(text, devices=", ".join(f"{device.kind} {device.name}" for device in accelerators))
        cpu = next((device.name for device in self.devices), "CPU")
        reason = _NO_GPU.get(self.no_gpu, _NO_GPU["no_driver"])
        return say(QT_TRANSLATE_NOOP("nnviz", "Trains on the CPU ({cpu}). {reason}"), cpu=cpu, reason=reason)


@dataclass(frozen=True)
class Phase:
    """A stage begins: ``importing``, ``loading``, ``validating``, ``testing`` or ``saving``."""

    name: str


@dataclass(frozen=True)
class Download:
    """``done`` of ``total`` bytes (0: unknown) of a file have arrived."""

    name: str
    done: int
    total: int = 0


@dataclass(frozen=True)
class Started:
    """Training begins; ``batches`` in an epoch (0: unknown)."""

    parameters: int
    trainable: int
    epochs: int
    batches: int = 0


@dataclass(frozen=True)
class BatchDone:
    """``batch`` of ``batches`` in ``epoch`` is done (counted from 1); ``logs`` are the epoch's means so far."""

    epoch: int
    batch: int
    batches: int = 0
    logs: Logs = field(default_factory=lambda: MappingProxyType({}))
    rate: float = 0.0
    """The learning rate (0: unknown)."""


@dataclass(frozen=True)
class EpochDone:
    """An epoch is over."""

    epoch: int
    epochs: int
    logs: Logs = field(default_factory=lambda: MappingProxyType({}))
    seconds: float = 0.0
    rate: float = 0.0
    """The learning rate of its last batch (0: unknown)."""


@dataclass(frozen=True)
class Rate:
    """The learning rate is ``rate`` from the next batch on. 0: this one cannot be changed, a schedule gives it."""

    rate: float


@dataclass(frozen=True)
class Sample:
    """After ``epoch``, what the network says to the same few test samples.

    ``numbers`` are their places among the test samples, ``targets`` their class numbers (or values), ``outputs`` one
    row each: the probabilities of the classes as the last layer gives them, or the values.
    """

    epoch: int
    numbers: tuple[int, ...]
    targets: tuple[float, ...]
    outputs: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Filters:
    """After ``epoch``, the kernel of the first layer that has one lies in ``path`` (``.npy``, inside the run folder).

    Shape as Keras has it, (height, width, channels, filters) or (inputs, units); of the last axis the first 32 only.
    """

    epoch: int
    layer: str
    path: str


@dataclass(frozen=True)
class Memory:
    """Bytes that the process takes, and bytes on the GPU (0: no GPU, or unknown)."""

    used: int
    device: int = 0


@dataclass(frozen=True)
class Estimate:
    """What ``epochs`` epochs will take, from ``timed`` batches; memory in bytes as in :class:`Memory`.

    ``seconds`` are those of one epoch with its validation; ``validated`` says that they contain one.
    """

    seconds: float
    epochs: int
    batches: int
    timed: int
    memory: int
    device: int = 0
    validated: bool = False


@dataclass(frozen=True)
class Paused:
    """Nothing is computed until ``resume`` or ``stop``."""


@dataclass(frozen=True)
class Resumed:
    """Training goes on."""


@dataclass(frozen=True)
class Stopping:
    """``stop`` has been heard; what is running is finished, tested and saved."""


@dataclass(frozen=True)
class Done:
    """All is over and saved. ``weights``: ``trained.npz`` holds the trained weights."""

    stopped: bool
    epochs: int
    results: Logs = field(default_factory=lambda: MappingProxyType({}))
    weights: bool = True


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` samples are computed."""

    done: int
    total: int


@dataclass(frozen=True)
class Answered:
    """An errand is done; its answer is in the folder."""


@dataclass(frozen=True)
class Failed:
    """The program ended with an error. ``kind`` is one of those in ``child/reporting.py``.

    ``layer``: where the first number that is not finite was found.
    """

    kind: str
    text: str = ""
    module: str = ""
    epoch: int = 0
    batch: int = 0
    layer: str = ""


@dataclass(frozen=True)
class Log:
    """A line that the program printed."""

    text: str


Event: TypeAlias = (
    Hello
    | Phase
    | Download
    | Started
    | BatchDone
    | EpochDone
    | Rate
    | Sample
    | Filters
    | Memory
    | Estimate
    | Paused
    | Resumed
    | Stopping
    | Done
    | Progress
    | Answered
    | Failed
    | Log
)

_NO_GPU: Mapping[str, Message] = {
    "hidden": say(
        QT_TRANSLATE_NOOP("nnviz", "CUDA_VISIBLE_DEVICES hides the GPUs; take it out of the environment.")
    ),
    "native_windows": say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "TensorFlow has used no GPU on native Windows since 2.11; with WSL2 it does: train with a Python there.",
        )
    ),
    "macos": say(QT_TRANSLATE_NOOP("nnviz", "TensorFlow uses no GPU on macOS without tensorflow-metal.")),
    "no_driver": say(QT_TRANSLATE_NOOP("nnviz", "No driver of an NVIDIA GPU was found.")),
    "cpu_build": say(
        QT_TRANSLATE_NOOP(
            "nnviz", "There is an NVIDIA driver, but this TensorFlow is built for the CPU only."
        )
    ),
    "no_cuda_libraries": say(
        QT_TRANSLATE_NOOP(
            "nnviz",
            "There is an NVIDIA driver, but the CUDA libraries are missing; this installs them:"
            " pip install tensorflow[and-cuda]",
        )
    ),
}


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
