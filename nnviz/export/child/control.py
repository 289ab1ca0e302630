"""What a training is told while it runs: commands on standard input and in a file, and Ctrl-C.

==============  ======================================================================================
``stop``        end the training after the running batch; the program then tests and saves as usual
``pause``       wait after the running batch
``resume``      go on
``rate 0.001``  this learning rate from the next batch on
``detach``      from now on nobody listens: the end of standard input means nothing, print into ``log.txt``
==============  ======================================================================================
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from pathlib import Path
from typing import Any

from reporting import Reporter, stopped_early

COMMANDS = "commands"
"""The file in the run folder that commands are appended to by those who do not hold standard input."""
LOG = "log.txt"
GRACE = 5.0
"""Seconds to finish in when nobody listens any more."""
BETWEEN_LOOKS = 0.2
"""Seconds between two looks into the file of commands."""


class Control:
    """Obeys commands from any thread; the training asks between batches."""

    def __init__(self, reporter: Reporter) -> None:
        self.stopping = False
        self.downloading = False
        self.detached = False
        self._reporter = reporter
        self._lock = threading.Lock()
        self._model: Any = None
        self._rate: float | None = None
        self._going = threading.Event()
        self._going.set()

    # -- commands ----------------------------------------------------------------------------------------------

    def obey(self, line: bytes) -> None:
        """Do what one line says; an unknown one is no error."""
        word, _, value = line.decode("ascii", "replace").strip().partition(" ")
        if word == "stop":
            self.stop()
        elif word == "pause":
            self._going.clear()
        elif word == "resume":
            self._going.set()
        elif word == "detach":
            self.detach()
        elif word == "rate":
            with contextlib.suppress(ValueError):
                rate = float(value)
                if math.isfinite(rate) and rate > 0:
                    self._rate = rate

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
        self._going.set()
        if self._model is None:
            # A download takes its half file away when it is interrupted, and needs a moment for that.
            threading.Timer(0.5 if self.downloading else 0.0, self._leave).start()

    def _leave(self) -> None:
        with self._lock:
            if self._model is None:
                stopped_early(self._reporter)
                os._exit(0)

    def detach(self) -> None:
        """Go on when whoever started this is gone."""
        if self.detached:
            return
        self.detached = True
        log = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)

    # -- the training ------------------------------------------------------------------------------------------

    def begin(self, model: Any) -> None:
        """Training begins; a stop that came before ends it after its first batch."""
        with self._lock:
            self._model = model
            if self.stopping:
                model.stop_training = True

    def take_rate(self) -> float | None:
        """Return the learning rate that was asked for since the last call."""
        rate, self._rate = self._rate, None
        return rate

    @property
    def pausing(self) -> bool:
        """Whether the training is to wait."""
        return not self._going.is_set()

    def wait(self) -> float:
        """Wait as long as there is a pause; return its seconds."""
        began = time.monotonic()
        self._reporter.send("paused")
        self._going.wait()
        if not self.stopping:
            self._reporter.send("resumed")
        return time.monotonic() - began

    # -- where commands come from ------------------------------------------------------------------------------

    def listen(self) -> None:
        """Read standard input to its end, which means that nobody waits for the result any more."""
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
            for line in lines:
                self.obey(line)
        if not self.detached:
            self._end_soon()

    def _end_soon(self) -> None:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        leave = threading.Timer(GRACE, os._exit, [4])
        leave.daemon = True
        leave.start()
        self.stop()

    def watch(self) -> None:
        """Obey what is appended to the file of commands, to the end of the process."""
        # Whoever starts a process takes the commands of an earlier one away; so none is lost while Python starts.
        path, place, rest = Path(COMMANDS), 0, b""
        while True:
            with contextlib.suppress(OSError), path.open("rb") as file:
                file.seek(place)
                new = file.read(4096)
                place += len(new)
                *lines, rest = (rest + new).split(b"\n")
                for line in lines:
                    self.obey(line)
            time.sleep(BETWEEN_LOOKS)
