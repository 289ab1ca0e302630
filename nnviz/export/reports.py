"""The events that the lines of the child process stand for; ``protocol.py`` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from nnviz.words import QT_TRANSLATE_NOOP, Message, say

Logs: TypeAlias = Mapping[str, float]
"""Keras' name of a loss or metric → value; NaN where it was not finite."""


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
    pid: int = 0
    """The process (0: unknown)."""

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

    def gpu_words(self, python: str) -> list[str]:
        """Return the command that lets ``python`` use a GPU; empty where no line to type helps."""
        if len(self.devices) > 1:
            return []
        packages = {
            "no_cuda_libraries": "tensorflow[and-cuda]",
            "cpu_build": "tensorflow[and-cuda]",
            "macos": "tensorflow-metal",
        }
        if self.no_gpu in packages and self.backend == "tensorflow":
            return [python, "-m", "pip", "install", "--upgrade", packages[self.no_gpu]]
        return {"hidden": ["unset", "CUDA_VISIBLE_DEVICES"], "native_windows": ["wsl", "--install"]}.get(
            self.no_gpu, []
        )


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
