"""What every child script needs: reports on standard output, versions and devices, kinds of failure.

The scripts of this folder are no package of nnviz and import nothing of it: any Python with Keras runs them, and they
find each other because a script's own folder is where it looks first. They alone import Keras.

Reports are lines of JSON behind ``@nnviz`` on standard output; ``protocol.py`` reads them. Everything else that is
printed goes to standard error.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import faulthandler
import http.client
import importlib
import importlib.util
import json
import math
import os
import platform
import socket
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import IO, Any, NoReturn, TextIO

PREFIX = "@nnviz "
PROTOCOL = 1
BETWEEN_REPORTS = 0.1
"""Seconds between two reports of a batch or of a download."""
FREQUENT = ("batch", "download", "memory")
BETWEEN_KEPT = 0.2, 1.0
"""Seconds between two of one kind of these that are kept in the file: at the start, and after half an hour."""
RESERVE = 65_536
"""Bytes that are kept free on the disk for the last report."""
OUT_OF_MEMORY = ("ResourceExhaustedError", "OutOfMemoryError")
NO_NETWORK = (
    urllib.error.URLError,
    http.client.HTTPException,
    ConnectionError,
    TimeoutError,
    socket.gaierror,
)


class NotFinite(Exception):
    """The loss is NaN or infinite; ``epoch`` and ``batch`` count from 1. ``layer`` is filled in if it can be told."""

    layer = ""

    def __init__(self, epoch: int, batch: int) -> None:
        super().__init__(f"the loss is not finite in epoch {epoch}, batch {batch}")
        self.epoch = epoch
        self.batch = batch


class NoEpoch(Exception):
    """The program was told to train no epoch at all."""


class Reporter:
    """Writes one line a report; a reader that went away is no error, and a full disk none of these reports'."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._file: TextIO | None = None
        self._began = time.time()
        self._kept: dict[str, float] = {}
        self._reserve: IO[bytes] | None = None

    def keep(self, path: Path, append: bool) -> None:
        """From now on write every report also into a file, with the time, for a window that comes later."""
        with contextlib.suppress(OSError):
            self._file = path.open("a" if append else "w", encoding="utf-8", newline="\n")
            # Given back when the disk is full, so that there is room to say so. It has no name and goes by itself.
            self._reserve = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115
            self._reserve.write(bytes(RESERVE))
            self._reserve.flush()

    def send(self, event: str, **values: Any) -> None:
        """Write one report; the values must be JSON's own."""
        report = {"event": event, **values}
        with self._lock:
            with contextlib.suppress(OSError, ValueError):
                self._stream.write(PREFIX + json.dumps(report, allow_nan=False) + "\n")
                self._stream.flush()
            with contextlib.suppress(OSError, ValueError):
                self._keep(report)

    def _keep(self, report: dict[str, Any]) -> None:
        now, kind = time.time(), report["event"]
        if self._file is None:
            return
        if kind in FREQUENT:
            # A window draws from this file; over days it must not grow without need.
            first, later = BETWEEN_KEPT
            between = min(later, max(first, (now - self._began) / 1800))
            if 0 <= now - self._kept.get(kind, 0.0) < between:
                return
            self._kept[kind] = now
        self._file.write(json.dumps({**report, "time": round(now, 3)}, allow_nan=False) + "\n")
        try:
            self._file.flush()
        except OSError:
            if self._reserve is None:
                raise
            self._reserve.close()
            self._reserve = None
            self._file.flush()  # what could not be written is still there


def stopped_early(reporter: Reporter) -> None:
    """Report a stop before there was anything to keep."""
    reporter.send("done", stopped=True, epochs=0, results={}, weights=False)


def finite(logs: Any) -> dict[str, float | None]:
    """Return Keras' logs as JSON can hold them."""
    numbers = {str(name): float(number) for name, number in (logs or {}).items()}
    return {name: number if math.isfinite(number) else None for name, number in numbers.items()}


def hello(keras: Any) -> dict[str, Any]:
    """Return versions and devices, and why there is no GPU."""
    backend = keras.config.backend()
    framework = importlib.import_module(backend)
    devices = [{"kind": "CPU", "name": cpu_name()}, *gpus(backend, framework)]
    return {
        "protocol": PROTOCOL,
        "pid": os.getpid(),
        "python": platform.python_version(),
        "keras": keras.__version__,
        "backend": backend,
        "backend_version": getattr(framework, "__version__", ""),
        "devices": devices,
        "no_gpu": why_no_gpu(backend, framework) if len(devices) == 1 else None,
    }


def cpu_name() -> str:
    """Return what the processor calls itself."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def gpus(backend: str, framework: Any) -> list[dict[str, str]]:
    """Return the accelerators that the backend sees."""
    if backend == "tensorflow":
        found = [d for d in framework.config.list_physical_devices() if d.device_type != "CPU"]
        details = framework.config.experimental.get_device_details
        return [{"kind": d.device_type, "name": details(d).get("device_name", d.name)} for d in found]
    if backend == "jax":
        found = [d for d in framework.devices() if d.platform != "cpu"]
        return [{"kind": d.platform.upper(), "name": d.device_kind} for d in found]
    if backend == "torch" and framework.cuda.is_available():
        count = framework.cuda.device_count()
        return [{"kind": "GPU", "name": framework.cuda.get_device_name(i)} for i in range(count)]
    return []


def why_no_gpu(backend: str, framework: Any) -> str:
    """Return a word for the reason; ``protocol.py`` has the sentences."""
    if os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):
        return "hidden"
    if sys.platform == "win32" and backend == "tensorflow":
        return "native_windows"
    if sys.platform == "darwin":
        return "macos"
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return "no_driver"
    if backend == "tensorflow" and not framework.test.is_built_with_cuda():
        return "cpu_build"
    return "no_cuda_libraries"


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def kind_of(error: BaseException) -> str:
    """Return a word for the kind of failure; ``training.py`` has the sentences."""
    for cause in causes(error):
        text, number = str(cause), getattr(cause, "errno", None)
        if isinstance(cause, NotFinite):
            return "not_finite"
        if isinstance(cause, NoEpoch):
            return "no_epoch"
        if (
            isinstance(cause, MemoryError)
            or type(cause).__name__ in OUT_OF_MEMORY
            or "RESOURCE_EXHAUSTED" in text
        ):
            return "memory"
        if number in (errno.ENOSPC, errno.EDQUOT) or "No space left on device" in text:
            return "disk_full"
        if isinstance(cause, NO_NETWORK) or "URL fetch failure" in text:
            return "network"
    if isinstance(error, ModuleNotFoundError):
        return "no_module"
    return "no_file" if isinstance(error, FileNotFoundError) else "error"


def greet(reporter: Reporter) -> Any:
    """Import Keras, report what is there, and return the module."""
    reporter.send("phase", phase="importing")
    import keras

    if int(keras.__version__.partition(".")[0]) < 3:
        raise ModuleNotFoundError(f"Keras {keras.__version__} is too old", name="keras")
    reporter.send("hello", **hello(keras))
    return keras


def attempt(work: Callable[[], Any], reporter: Reporter) -> int:
    """Do the work, report how it failed if it does, and return the exit status."""
    try:
        work()
    except KeyboardInterrupt:
        stopped_early(reporter)
    except SystemExit as end:
        if end.code not in (None, 0):
            reporter.send("failed", kind="options", text=str(end.code))
            return 2
    except BaseException as error:  # noqa: BLE001 - every end is reported, whatever it was
        with contextlib.suppress(OSError, ValueError):  # the log may lie on a disk that is full
            traceback.print_exc()
        kind = kind_of(error)
        reporter.send(
            "failed",
            kind=kind,
            text=f"{type(error).__name__}: {error}"[:2000],
            module=getattr(error, "name", None) if isinstance(error, ImportError) else None,
            epoch=getattr(error, "epoch", None),
            batch=getattr(error, "batch", None),
            layer=getattr(error, "layer", None) if isinstance(error, NotFinite) else None,
        )
        # The report may not have reached the full disk.
        return errno.ENOSPC if kind == "disk_full" else 3
    return 0


def open_reports() -> Reporter:
    """Keep standard output for reports alone, and give the rest of the process what it may have."""
    # Everything else that is printed, also by C++, goes to standard error.
    reporter = Reporter(os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n"))
    os.dup2(2, 1)
    faulthandler.enable()
    sys.dont_write_bytecode = True  # the folder of a run is for its results
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # TensorFlow's chatter at the start
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - to the end of the process
    return reporter


def end_with_parent() -> None:
    """End this process when standard input ends: whoever started it is gone, and so is who would want its answer."""

    def listen() -> None:
        # Not through sys.stdin: a thread that waits inside it blocks the end of the process.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        os._exit(4)

    threading.Thread(target=listen, daemon=True).start()


def import_program(program: Path) -> ModuleType:
    """Import an exported program by its path."""
    spec = importlib.util.spec_from_file_location(program.stem, program)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(str(program))
    module = sys.modules[program.stem] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def end(code: int) -> NoReturn:
    """End the process at once."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    # The orderly end of TensorFlow takes long and can crash; all is written by now.
    os._exit(code)
