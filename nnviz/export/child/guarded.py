"""Run a command that ends with whoever started it: ``python guarded.py COMMAND [ARG...]``.

The end of standard input means that the starter is gone, or wants it to end; the command and all that it started are
ended then. The exit status is the command's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Any


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started."""
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def main() -> None:
    """Run the command and listen."""
    apart: dict[str, Any] = {}
    if sys.platform != "win32":
        apart = {"start_new_session": True}
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, **apart)

    def listen() -> None:
        # Not through sys.stdin: a thread that waits inside it blocks the end of the process.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        end(process)
        os._exit(4)

    threading.Thread(target=listen, daemon=True).start()
    code = process.wait()
    os._exit(code if code >= 0 else 3)


if __name__ == "__main__":
    main()
