"""Run an exported program and report on it: ``python train.py [--detached|--estimate] PROGRAM.py [its options]``.

Without a program it only says what it would train with: versions, devices, and why there is no GPU. With
``--estimate`` it times some batches instead of training.

What the program itself prints goes to standard error, untouched. Commands on standard input are those of
``control.py``; they may come through a file, too. The end of standard input means that whoever started this is gone:
the same as ``stop``, but within a few seconds. With ``--detached`` it means nothing.

In the working folder it leaves ``trained.npz``, the weights by Keras' path, after epochs and at the end,
``events.jsonl``, every report, and what else ``listener.py`` saves. As long as it runs it holds ``run.lock``.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import re
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import looking
from control import GRACE, Control
from listener import Estimated, Estimator, Listener, make_callback, save_weights, weights_by_path
from reporting import (
    BETWEEN_REPORTS,
    NoEpoch,
    NotFinite,
    Reporter,
    attempt,
    end,
    finite,
    greet,
    import_program,
    open_reports,
)
from resuming import go_back, hook_epochs

__all__ = ["GRACE", "weights_by_path"]

EVENTS = "events.jsonl"
HISTORY = "history.csv"
LOCK = "run.lock"
PATIENCE = 30.0
"""Seconds without a byte after which a download has failed."""
FLAGS = ("--detached", "--estimate")


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


class WholeLines(io.TextIOBase):
    """Writes a line when it is complete. Of one that was written over, as a progress bar does, the last state stays;
    a log would grow by megabytes an hour otherwise. A full disk loses lines and ends nothing.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._rest = ""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return str(self._stream.encoding)

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, rest = (self._rest + text).split("\n")
        self._rest = _last_state(rest)
        if lines:
            with contextlib.suppress(OSError):
                self._stream.write("".join(_last_state(line) + "\n" for line in lines))
                self._stream.flush()
        return len(text)

    def finish(self) -> None:
        """Write what is left."""
        if self._rest:
            self.write("\n")


def _last_state(line: str) -> str:
    kept = line.rstrip("\r\b")
    return re.split(r"[\r\b]+", kept)[-1] + line[len(kept) :][:1]


def hold(path: Path) -> IO[bytes] | None:
    """Lock a file until this process ends, however it ends; return None where that is not possible."""
    for _ in range(10):
        with contextlib.suppress(OSError):
            file = path.open("ab")
            try:
                _lock(file)
            except OSError:  # somebody looks whether it is held
                file.close()
            else:
                return file
        time.sleep(0.05)
    return None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def catch_up(reporter: Reporter) -> None:
    """Report the epochs that an earlier process wrote into its history but was killed before it could tell."""
    told: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError), Path(EVENTS).open(encoding="utf-8") as file:
        reports = (json.loads(line) for line in file)
        told = max(
            (one for one in reports if one["event"] == "epoch"), key=lambda one: one["epoch"], default={}
        )
    with contextlib.suppress(OSError, ValueError), Path(HISTORY).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            epoch = int(row.pop("epoch")) + 1
            if epoch > told.get("epoch", 0):
                epochs = told.get("epochs", epoch)
                reporter.send("epoch", epoch=epoch, epochs=epochs, logs=finite(row), seconds=0.0, rate=0.0)


def check_epochs(options: list[str]) -> None:
    """Raise :class:`NoEpoch` if the program is to train no epoch; it would look for a model that nobody saved."""
    for word, value in itertools.pairwise(options):
        if word == "--epochs" and value.lstrip("-").isdigit() and int(value) < 1:
            raise NoEpoch("training needs at least one epoch")


def load(program: Path, options: list[str], reporter: Reporter, samples: looking.Samples) -> Any:
    """Import the program; what it is asked on the command line are its own options."""
    sys.argv = [str(program), *options]
    reporter.send("phase", phase="loading")
    module = import_program(program)
    samples.watch(module)
    return module


def run(program: Path, options: list[str], reporter: Reporter, control: Control) -> None:
    """Import Keras, then the program, and run it."""
    check_epochs(options)
    keras = greet(reporter)
    hook_downloads(reporter, control)
    resuming = "--resume" in options
    if resuming:
        go_back()  # first: what is taken back is not to be told
        catch_up(reporter)
    samples = looking.Samples()
    listener = make_callback(Listener, keras, reporter, control, samples, resuming)
    hook_epochs(keras, lambda: listener.stopped_within)
    module = load(program, options, reporter, samples)
    try:
        model = module.main(callbacks=[listener])
    except NotFinite as error:
        error.layer = listener.not_finite_layer()
        raise
    reporter.send("phase", phase="saving")
    save_weights(keras, listener.trained if model is None else model)
    done = {"stopped": listener.stopped, "epochs": listener.epochs_done, "results": listener.results}
    reporter.send("done", weights=True, **done)


def estimate(program: Path, options: list[str], reporter: Reporter, control: Control) -> None:
    """Import Keras, then the program, and time some of its batches."""
    check_epochs(options)
    keras = greet(reporter)
    hook_downloads(reporter, control)
    module = load(program, options, reporter, looking.Samples())
    with contextlib.suppress(Estimated):
        module.main(callbacks=[make_callback(Estimator, keras, reporter, control)])


def main() -> None:
    """Listen for commands, and run; without a program, only say hello."""
    words = sys.argv[1:]
    flags = []
    while words and words[0] in FLAGS:
        flags.append(words.pop(0))
    reporter = open_reports()
    program = Path(words[0]).resolve() if words else None
    # As if the program had been started itself; the modules beside this file are none of its business.
    sys.path[:1] = [str(program.parent)] if program else []
    if program is None:
        end(attempt(lambda: greet(reporter), reporter))
    held = hold(Path(LOCK))  # as long as this name lives
    reporter.keep(Path(EVENTS), append="--resume" in words)
    control = Control(reporter)
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=control.stop).start())
    if "--detached" in flags:
        control.detach()
    for listen in (control.listen, control.watch):
        threading.Thread(target=listen, daemon=True).start()
    printed = sys.stdout = WholeLines(sys.stdout)
    work = estimate if "--estimate" in flags else run
    code = attempt(lambda: work(program, words[1:], reporter, control), reporter)
    with contextlib.suppress(OSError, ValueError):
        printed.finish()
    if held is not None:
        held.close()
    end(code)


if __name__ == "__main__":
    main()
