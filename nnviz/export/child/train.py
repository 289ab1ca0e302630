"""Run an exported program and report on it: ``python train.py PROGRAM.py [options of the program]``.

Without a program it only says what it would train with: versions, devices, and why there is no GPU.

What the program itself prints goes to standard error, untouched. The line ``stop`` on standard input ends the
training after the running batch, the program then tests and saves as usual. The end of standard input means that
whoever started this is gone: the same, but within a few seconds.

In the working folder it leaves ``trained.npz``, the weights by Keras' path, after epochs and at the end.
"""

from __future__ import annotations

import math
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from reporting import (
    BETWEEN_REPORTS,
    NotFinite,
    Reporter,
    attempt,
    end,
    finite,
    greet,
    import_program,
    open_reports,
    stopped_early,
)

TRAINED = "trained.npz"
GRACE = 5.0
"""Seconds to finish in when nobody listens any more."""
PATIENCE = 30.0
"""Seconds without a byte after which a download has failed."""


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
    """Return every weight as ``<layer>/<weight>``; Keras puts the model's name before it in some Sequential models.

    A pretrained base is a model of its own, and its weights are none of the design's.
    """
    found = {}
    for layer in model.layers:
        if hasattr(layer, "layers"):
            continue
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


def run(program: Path, options: list[str], reporter: Reporter, control: Control) -> None:
    """Import Keras, then the program, and run it."""
    keras = greet(reporter)
    hook_downloads(reporter, control)
    listener = make_listener(keras, reporter, control)
    sys.argv = [str(program), *options]
    reporter.send("phase", phase="loading")
    module = import_program(program)
    model = module.main(callbacks=[listener])
    reporter.send("phase", phase="saving")
    save_weights(keras, listener.trained if model is None else model)
    done = {"stopped": listener.stopped, "epochs": listener.epochs_done, "results": listener.results}
    reporter.send("done", weights=True, **done)


def main() -> None:
    """Listen for ``stop``, and run; without a program, only say hello."""
    reporter = open_reports()
    program = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    # As if the program had been started itself; the modules beside this file are none of its business.
    sys.path[:1] = [str(program.parent)] if program else []
    if program is None:
        end(attempt(lambda: greet(reporter), reporter))
    control = Control(reporter)
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=control.stop).start())
    threading.Thread(target=control.listen, daemon=True).start()
    end(attempt(lambda: run(program, sys.argv[2:], reporter, control), reporter))


if __name__ == "__main__":
    main()
