"""A display to draw on: the user's own, or a virtual one (Xvfb) where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

SCREEN = "1440x900x24"


class NoDisplay(NnvizError):
    """There is nothing to show a window on."""


def headless() -> bool:
    """Return whether Qt would abort the process for want of a display."""
    found = (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )
    return sys.platform.startswith("linux") and not found


def check_display() -> None:
    """Raise :class:`NoDisplay` where no window can be opened."""
    if headless():
        raise NoDisplay(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "There is no display to open the window on. Without one, `nnviz tour --out DIR` shows the whole"
                    " program in pictures.",
                )
            )
        )


@contextmanager
def display() -> Iterator[None]:
    """Make sure that there is a display; a virtual one ends with the block."""
    if not headless():
        yield
        return
    if shutil.which("Xvfb") is None:
        raise NoDisplay(
            say(
                QT_TRANSLATE_NOOP(
                    "nnviz",
                    "There is no display and no Xvfb to make one. On Debian and Ubuntu: apt-get install xvfb"
                    " libgl1-mesa-dri",
                )
            )
        )
    reading, writing = os.pipe()
    words = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        SCREEN,
        "-nolisten",
        "tcp",
        "+extension",
        "GLX",
    ]
    server = subprocess.Popen(words, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise NoDisplay(say(QT_TRANSLATE_NOOP("nnviz", "Xvfb could not be started.")))
        os.environ["DISPLAY"] = f":{number}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        server.terminate()
        server.wait()
