"""Run an exported program and report on it: ``python child.py PROGRAM.py [options of the program]``.

Without a program it only says what it would train with: versions, devices, and why there is no GPU.

This is the only file of nnviz that imports Keras, and it imports nothing of nnviz: any Python with Keras can run it.
Reports are lines of JSON behind ``@nnviz`` on standard output; ``protocol.py`` reads them. What the program
itself prints goes to standard error, untouched. The line ``stop`` on standard input ends the training after the
running batch, the program then tests and saves as usual. The end of standard input means that whoever started
this is gone: the same, but within a few seconds.

In the working folder it leaves ``trained.npz``, the weights by Keras' path, after epochs and at the end.
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
import signal
import socket
import sys
import threading
import time
import traceback
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

PREFIX = "@nnviz "
PROTOCOL = 1
TRAINED = "trained.npz"
BETWEEN_REPORTS = 0.1
"""Seconds between two reports of a batch or of a download."""
GRACE = 5.0
"""Seconds to finish in when nobody listens any more."""
PATIENCE = 30.0
"""Seconds without a byte after which a download has failed."""
OUT_OF_MEMORY = ("ResourceExhaustedError", "OutOfMemoryError")
NO_NETWORK = (
    urllib.error.URLError,
    http.client.HTTPException,
    ConnectionError,
    TimeoutError,
    socket.gaierror,
)


class NotFinite(Exception):
    """The loss is NaN or infinite; ``epoch`` and ``batch`` count from 1."""

    def __init__(self, epoch: int, batch: int) -> None:
        super().__init__(f"the loss is not finite in epoch {epoch}, batch {batch}")
        self.epoch = epoch
        self.batch = batch


class Reporter:
    """Writes one line a report; a reader that went away is no error."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, event: str, **values: Any) -> None:
        """Write one report; the values must be JSON's own."""
        line = PREFIX + json.dumps({"event": event, **values}, allow_nan=False) + "\n"
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write(line)
            self._stream.flush()


class Control:
    """Obeys ``stop``: from the thread that reads standard input, and from Ctrl-C."""

    def __init__(self, reporter: Reporter) -> None:
        self.stopping = False
        self.downloading = False
        self._reporter = reporter
        self._lock = threading.Lock()
        self._model: Any = None

    def begin(self, model: Any) -> None:
        """Training begins; a stop that came before ends it after its first batch."""
        with self._lock:
            self._model = model
            if self.stopping:
                model.stop_training = True

    def stop(self) -> None:
        """End the training after the running batch; before it has begun, end the process."""
        with self._lock:
            if self.stopping:
                return
            self.stopping = True
        self._reporter.send("stopping")  # first: a small training is over at once
        with self._lock:
            if self._model is not None:
                self._model.stop_training = True
        if self._model is None:
            # A download takes its half file away when it is interrupted, and needs a moment for that.
            threading.Timer(0.5 if self.downloading else 0.0, self._leave).start()

    def _leave(self) -> None:
        with self._lock:
            if self._model is None:
                stopped_early(self._reporter)
                os._exit(0)

    def listen(self) -> None:
        """Read standard input to its end."""
        # Not through sys.stdin: a thread that waits inside it blocks the end of the process.
        rest = b""
        while True:
            try:
                chunk = os.read(0, 4096)
            except OSError:
                chunk = b""
            if not chunk:
                break
            *lines, rest = (rest + chunk).split(b"\n")
            if any(line.strip() == b"stop" for line in lines):
                self.stop()
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        leave = threading.Timer(GRACE, os._exit, [4])
        leave.daemon = True
        leave.start()
        self.stop()


def stopped_early(reporter: Reporter) -> None:
    """Report a stop before there was anything to keep."""
    reporter.send("done", stopped=True, epochs=0, results={}, weights=False)


def finite(logs: Any) -> dict[str, float | None]:
    """Return Keras' logs as JSON can hold them."""
    numbers = {str(name): float(number) for name, number in (logs or {}).items()}
    return {name: number if math.isfinite(number) else None for name, number in numbers.items()}


class Listener:
    """What the Keras callback does; :func:`make_listener` makes it one."""

    async_safe = True  # of a report that comes too late nothing depends
    model: Any
    params: Any

    def __init__(self, keras: Any, reporter: Reporter, control: Control) -> None:
        super().__init__()
        self.trained: Any = None
        self.results: dict[str, float | None] = {}
        self.epochs_done = 0
        self.stopped = False
        self._keras = keras
        self._reporter = reporter
        self._control = control
        self._epoch = 0
        self._fitting = False
        self._sent = self._began = self._saved = self._saving = 0.0

    def on_train_begin(self, logs: Any = None) -> None:
        if self.trained is None:
            for name in (TRAINED, "model.keras"):  # of an earlier run, not to be taken for this one's
                Path(name).unlink(missing_ok=True)
        self.trained, self._fitting = self.model, True
        self._reporter.send(
            "started",
            parameters=self.model.count_params(),
            trainable=sum(math.prod(weight.shape) for weight in self.model.trainable_weights),
            epochs=self.params.get("epochs"),
            batches=self.params.get("steps"),
        )
        self._control.begin(self.model)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._epoch, self._began = epoch + 1, time.monotonic()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if logs and not math.isfinite(logs.get("loss", 0.0)):
            raise NotFinite(self._epoch, batch + 1)
        now, batches = time.monotonic(), self.params.get("steps")
        if now - self._sent >= BETWEEN_REPORTS or batch + 1 == batches:
            self._sent = now
            self._reporter.send(
                "batch", epoch=self._epoch, batch=batch + 1, batches=batches, logs=finite(logs)
            )

    def on_test_begin(self, logs: Any = None) -> None:
        self._reporter.send("phase", phase="validating" if self._fitting else "testing")

    def on_test_end(self, logs: Any = None) -> None:
        if not self._fitting:
            self.results = finite(logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epochs_done, epochs = epoch + 1, self.params.get("epochs")
        now = time.monotonic()
        seconds = now - self._began
        self._reporter.send("epoch", epoch=epoch + 1, epochs=epochs, logs=finite(logs), seconds=seconds)
        # Short epochs: saving after each must not take more than a hundredth of the time.
        if now - self._saved >= 100 * self._saving:
            save_weights(self._keras, self.model)
            self._saved = time.monotonic()
            self._saving = self._saved - now

    def on_train_end(self, logs: Any = None) -> None:
        self._fitting, self.stopped = False, self._control.stopping


def make_listener(keras: Any, reporter: Reporter, control: Control) -> Any:
    """Return the Keras callback that reports."""
    made = type("NnvizListener", (Listener, keras.callbacks.Callback), {})
    return made(keras, reporter, control)


def weights_by_path(model: Any) -> dict[str, Any]:
    """Return every weight as ``<layer>/<weight>``; Keras puts the model's name before it in some Sequential models."""
    found = {}
    for layer in model.layers:
        for weight in layer.weights:
            short = weight.path.removeprefix(f"{model.name}/")
            found[short if short.startswith(f"{layer.name}/") else weight.path] = weight
    return found


def save_weights(keras: Any, model: Any) -> None:
    """Write every weight by its path, all or nothing."""
    import numpy as np

    weights = weights_by_path(model).items()
    arrays = {path: np.asarray(keras.ops.convert_to_numpy(weight), "float32") for path, weight in weights}
    part = Path(TRAINED + ".part")
    try:
        with part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        part.replace(TRAINED)
    finally:
        part.unlink(missing_ok=True)


def hook_downloads(reporter: Reporter, control: Control) -> None:
    """Report the progress of Keras' own downloads."""
    try:
        from keras.src.utils import file_utils

        original = file_utils.urlretrieve
    except (ImportError, AttributeError):  # another Keras: no progress then, nothing else is lost
        return

    def urlretrieve(url: Any, filename: Any = None, reporthook: Any = None, data: Any = None) -> Any:
        name, sent = str(url).rpartition("/")[2], 0.0

        def hook(block: int, size: int, total: int) -> None:
            nonlocal sent
            if control.stopping:
                raise KeyboardInterrupt
            now, done = time.monotonic(), block * size
            if now - sent >= BETWEEN_REPORTS or 0 < total <= done:
                sent = now
                known = total if total > 0 else None
                reporter.send("download", name=name, done=min(done, known or done), total=known)
            if reporthook is not None:
                reporthook(block, size, total)

        before = socket.getdefaulttimeout()
        socket.setdefaulttimeout(PATIENCE)
        control.downloading = True
        try:
            return original(url, filename, hook, data)
        finally:
            control.downloading = False
            socket.setdefaulttimeout(before)

    file_utils.urlretrieve = urlretrieve


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


def run(program: Path, options: list[str], reporter: Reporter, control: Control) -> None:
    """Import Keras, then the program, and run it."""
    keras = greet(reporter)
    hook_downloads(reporter, control)
    listener = make_listener(keras, reporter, control)
    name = program.stem
    spec = importlib.util.spec_from_file_location(name, program)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(str(program))
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    sys.argv = [str(program), *options]
    reporter.send("phase", phase="loading")
    spec.loader.exec_module(module)
    model = module.main(callbacks=[listener])
    reporter.send("phase", phase="saving")
    save_weights(keras, listener.trained if model is None else model)
    done = {"stopped": listener.stopped, "epochs": listener.epochs_done, "results": listener.results}
    reporter.send("done", weights=True, **done)


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
        traceback.print_exc()
        reporter.send(
            "failed",
            kind=kind_of(error),
            text=f"{type(error).__name__}: {error}"[:2000],
            module=getattr(error, "name", None) if isinstance(error, ImportError) else None,
            epoch=getattr(error, "epoch", None),
            batch=getattr(error, "batch", None),
        )
        return 3
    return 0


def main() -> None:
    """Set the two streams apart, listen for ``stop``, and run; without a program, only say hello."""
    # Standard output is for reports alone; everything else that is printed, also by C++, goes to standard error.
    reporter = Reporter(os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n"))
    os.dup2(2, 1)
    faulthandler.enable()
    sys.dont_write_bytecode = True  # the folder of a run is for its results
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # TensorFlow's chatter at the start
    program = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    # As if the program had been started itself; the modules beside this file are none of its business.
    sys.path[:1] = [str(program.parent)] if program else []
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - to the end of the process
    if program is None:
        code = attempt(lambda: greet(reporter), reporter)
    else:
        control = Control(reporter)
        signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=control.stop).start())
        threading.Thread(target=control.listen, daemon=True).start()
        code = attempt(lambda: run(program, sys.argv[2:], reporter, control), reporter)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    # The orderly end of TensorFlow takes long and can crash; all is written by now.
    os._exit(code)


if __name__ == "__main__":
    main()
