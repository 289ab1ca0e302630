"""A training environment: a Python of its own with Keras and TensorFlow as this machine needs them.

:func:`plan` says what will be made and raises if it cannot be; :class:`Making` goes through its steps, whoever runs
the processes: the window with its own means, :func:`make` for the command line. A folder that broke off is taken away.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnviz.export.training import CHILD, PACKAGES, TrainingError, environment, environment_folder, made_python
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

VERSIONS = ("3.13", "3.12", "3.11")
"""Pythons that TensorFlow has packages for."""
MARK = "nnviz-environment.json"
"""The file that says of a folder that it is a whole environment."""
OTHERS = ("numpy", "pandas", "scikit-learn", "Pillow")
"""What exported programs read data with."""
SPACE = {"cpu": 3e9, "gpu": 9e9}
"""Bytes on the disk, with what pip needs in passing."""

NVIDIA, APPLE, WINDOWS, NO_GPU = "nvidia", "apple", "windows", "none"

_WHY = {
    NVIDIA: QT_TRANSLATE_NOOP(
        "nnviz", "A driver of an NVIDIA GPU is here: with the CUDA libraries, about 5 GB to download."
    ),
    APPLE: QT_TRANSLATE_NOOP("nnviz", "For the processor of this Mac, about 400 MB to download."),
    WINDOWS: QT_TRANSLATE_NOOP(
        "nnviz",
        "For the CPU, about 500 MB to download: on Windows itself TensorFlow uses no GPU; inside WSL2 it does.",
    ),
    NO_GPU: QT_TRANSLATE_NOOP(
        "nnviz", "No driver of an NVIDIA GPU is here: for the CPU, about 700 MB to download."
    ),
}


@dataclass(frozen=True)
class Plan:
    """An environment that is to be made in ``folder`` with the Python ``base``."""

    folder: Path
    base: str
    packages: tuple[str, ...]
    machine: str
    """``nvidia``, ``apple``, ``windows`` or ``none``."""

    @property
    def python(self) -> Path:
        """The Python in it."""
        return made_python(self.folder)

    @property
    def why(self) -> Message:
        """Why these packages, and how much they are."""
        return say(_WHY[self.machine])

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """What is run, one after the other."""
        pip = (str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
        return (
            (self.base, "-m", "venv", "--clear", str(self.folder)),
            (*pip, "--progress-bar", "off", *self.packages),
        )

    def guarded(self, command: Sequence[str]) -> tuple[str, ...]:
        """Return what to start for ``command``: it ends when its standard input ends."""
        return (self.base, str(CHILD / "guarded.py"), *command)


def machine() -> str:
    """Return the kind of machine, as far as it decides about packages."""
    if sys.platform == "darwin":
        return APPLE
    if sys.platform == "win32":
        return WINDOWS
    with contextlib.suppress(OSError):
        ctypes.CDLL("libcuda.so.1")
        return NVIDIA
    return NO_GPU


def packages(kind: str, jax: bool = False) -> tuple[str, ...]:
    """Return what pip must install on a machine of this kind; with ``jax`` the GPU is for JAX, else for TensorFlow."""
    tensorflow, keras = PACKAGES
    gpu = kind == NVIDIA
    found = [tensorflow.replace("tensorflow", "tensorflow[and-cuda]") if gpu and not jax else tensorflow]
    if jax:  # pictures are read by TensorFlow all the same
        found.append("jax[cuda12]" if gpu else "jax")
    return (*found, keras, *OTHERS)


def plan(folder: Path | None = None, base: str | None = None, jax: bool = False) -> Plan:
    """Return what will be made; raise :class:`~nnviz.export.training.TrainingError` if it cannot be."""
    folder = (folder or environment_folder()).expanduser().absolute()
    ours = folder == environment_folder().absolute() or (folder / MARK).is_file()
    if folder.is_file() or (folder.exists() and not ours and any(folder.iterdir())):
        text = QT_TRANSLATE_NOOP(
            "nnviz", "“{folder}” holds other files; choose an empty folder, or one that is not there yet."
        )
        raise TrainingError(say(text, folder=folder))
    kind = machine()
    _check_space(folder, SPACE["gpu" if kind == NVIDIA else "cpu"])
    return Plan(folder, base or base_python(), packages(kind, jax), kind)


def _check_space(folder: Path, needed: float) -> None:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        text = QT_TRANSLATE_NOOP(
            "nnviz",
            "A training environment needs {needed} GB, but the disk of “{folder}” has {free} GB free.",
        )
        raise TrainingError(say(text, needed=f"{needed / 1e9:.0f}", folder=folder, free=f"{free / 1e9:.1f}"))


def base_python() -> str:
    """Return a Python that an environment can be made with: the one that runs this, else one that is installed."""
    if not getattr(sys, "frozen", False) and f"{sys.version_info[0]}.{sys.version_info[1]}" in VERSIONS:
        return sys.executable
    for words in _installed():
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            ask = [
                *words,
                "-c",
                "import sys, venv; print(sys.executable); print('%d.%d' % sys.version_info[:2])",
            ]
            told = subprocess.run(
                ask, env=environment(), capture_output=True, text=True, timeout=20, check=True, **_hidden()
            ).stdout.splitlines()
            if len(told) == 2 and told[1] in VERSIONS:
                return str(told[0])
    text = QT_TRANSLATE_NOOP(
        "nnviz",
        "No Python {versions} is found on this computer; install one from python.org, or name it.",
    )
    raise TrainingError(say(text, versions=f"{VERSIONS[-1]} … {VERSIONS[0]}"))


def _installed() -> Iterator[list[str]]:
    if sys.platform == "win32" and shutil.which("py"):
        yield from (["py", f"-{version}"] for version in VERSIONS)
    for name in (*(f"python{version}" for version in VERSIONS), "python3", "python"):
        found = shutil.which(name)
        if found:
            yield [found]


def _hidden() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


class Making:
    """The making of an environment, told by what its processes print."""

    def __init__(self, planned: Plan) -> None:
        self.plan = planned
        self._said: list[str] = []
        self._packages = 0
        self._bytes = 0.0

    def hear(self, line: str) -> Message | None:
        """Return what one printed line means, None if nothing that is worth telling."""
        self._said = [*self._said[-50:], line.strip()]
        loading = _DOWNLOADING.search(line)
        if loading and ".metadata" not in line:
            self._packages += 1
            self._bytes += float(loading[2]) * _UNITS[loading[3].lower()]
            text = QT_TRANSLATE_NOOP(
                "nnviz", "Downloading {file} ({size}), package {count}; {all} MB so far."
            )
            return say(
                text,
                file=loading[1],
                size=f"{loading[2]} {loading[3]}",
                count=self._packages,
                all=f"{self._bytes / 1e6:,.0f}",
            )
        if line.startswith("Collecting"):
            text = QT_TRANSLATE_NOOP("nnviz", "Looking for {package}.")
            return say(text, package=line.split()[1])
        if line.startswith("Installing collected packages"):
            return say(QT_TRANSLATE_NOOP("nnviz", "Unpacking; this takes a few minutes."))
        return None

    def failure(self, command: Sequence[str], reason: str = "") -> Message:
        """Return why ``command`` failed, by what it printed last, or by the ``reason`` that it could not start."""
        said = "\n".join(self._said)
        for pattern, text in _FAILURES.items():
            if re.search(pattern, said):
                return say(text, python=self.plan.base, folder=self.plan.folder)
        lines = [line for line in self._said if line]
        detail = next((line for line in reversed(lines) if "rror" in line), lines[-1] if lines else "")
        text = QT_TRANSLATE_NOOP("nnviz", "The environment could not be made: {command} says “{detail}”.")
        return say(text, command=_short(command), detail=(reason or detail)[:300])

    def finish(self) -> None:
        """Mark the folder as whole."""
        told = {"version": 1, "packages": list(self.plan.packages), "base": self.plan.base}
        (self.plan.folder / MARK).write_text(json.dumps(told, indent=1), encoding="utf-8")

    def take_away(self) -> None:
        """Delete what was half made."""
        for _ in range(3):  # a process that was just ended may still have written something
            shutil.rmtree(self.plan.folder, ignore_errors=True)
            if not self.plan.folder.exists():
                return


_DOWNLOADING = re.compile(r"Downloading (?:\S*/)?(\S+?)(?:-[^-\s]*)* \(([\d.]+) ([kMG]?B)\)", re.IGNORECASE)
_UNITS: Mapping[str, float] = {"b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9}

_FAILURES: Mapping[str, str] = {
    r"No space left on device|Errno 28": QT_TRANSLATE_NOOP(
        "nnviz", "The disk of “{folder}” is full; free some space and try again."
    ),
    r"ensurepip is not\s+available|No module named (ensurepip|venv)": QT_TRANSLATE_NOOP(
        "nnviz",
        "“{python}” cannot make environments; on Debian and Ubuntu this helps: sudo apt install python3-venv",
    ),
    r"Errno 13|Permission denied": QT_TRANSLATE_NOOP(
        "nnviz", "“{folder}” may not be written to; choose another folder."
    ),
    r"NewConnectionError|NameResolution|Temporary failure in name|ReadTimeout|ConnectTimeout|ProxyError|"
    r"Connection(ResetError|RefusedError|Error| aborted| broken)|Network is unreachable": QT_TRANSLATE_NOOP(
        "nnviz", "The packages could not be downloaded: the network does not answer. Try again later."
    ),
    r"No matching distribution found": QT_TRANSLATE_NOOP(
        "nnviz",
        "TensorFlow has no package for “{python}” on this machine; it needs a Python 3.11 to 3.13 with 64 bits.",
    ),
}


def _short(command: Sequence[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:3]])


def make(planned: Plan, on_message: Callable[[Message], None] = lambda message: None) -> Path:
    """Make the environment and return its Python; Ctrl-C ends it and takes away what was made.

    Raise :class:`~nnviz.export.training.TrainingError` with the reason if it fails.
    """
    making = Making(planned)
    try:
        for command in planned.commands:
            _run(command, making, on_message)
        making.finish()
    except BaseException:
        making.take_away()
        raise
    return planned.python


def _run(command: Sequence[str], making: Making, on_message: Callable[[Message], None]) -> None:
    # A group of its own: Ctrl-C reaches this process only, which then ends the other one.
    apart: dict[str, Any] = _hidden() if sys.platform == "win32" else {"start_new_session": True}
    try:
        process = subprocess.Popen(
            making.plan.guarded(command),
            env=environment(),
            stdin=subprocess.PIPE,  # never written to: its end ends the process
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **apart,
        )
    except OSError as error:
        raise TrainingError(making.failure(command, error.strerror or str(error))) from error
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            for line in process.stdout:
                message = making.hear(line.decode(errors="replace"))
                if message is not None:
                    on_message(message)
            code = process.wait()
        finally:
            process.stdin.close()
            process.wait()
    if code:
        raise TrainingError(making.failure(command))
