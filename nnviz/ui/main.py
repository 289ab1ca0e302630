"""Start of the window: ``nnviz [FILE]``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from nnviz.ui.display import check_display
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

START_MS = 700
"""How long the first picture rests before it moves."""

COMPILE_MS = 8_000
"""When the compiled steps are made ready: the start is over by then."""

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess
    from PySide6.QtWidgets import QApplication

    from nnviz.ui.window import Window


def application() -> QApplication:
    """Return the one application, made if need be."""
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    # Typesetting on the worker is pure Python: with the usual 5 ms a frame would wait for it several times over.
    sys.setswitchinterval(0.001)
    app = QApplication(["nnviz"])
    app.setApplicationName("nnviz")
    app.setOrganizationName("nnviz")
    app.setDesktopFileName("nnviz")
    return app


def leave_a_core() -> None:
    """Let numpy's matrix products leave one core to the window's thread.

    Its threads wait for one another by spinning. With the window drawing on one of two cores, products of a large
    network took a hundred times longer (measured: a loss surface in 84 s instead of 1 s).
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(max(1, (os.cpu_count() or 2) - 1), user_api="blas")


def make_window(file: Path | None = None, data_dir: Path | None = None) -> Window:
    """Return the window on ``file`` or on the first template; an unreadable file is told inside the window."""
    from PySide6.QtCore import QSettings

    from nnviz.templates.base import FIRST, template
    from nnviz.ui.theme import Themes
    from nnviz.ui.window import Window

    app = application()
    leave_a_core()
    settings = QSettings()
    window = Window(template(FIRST).build(), Themes(app, settings), settings, data_dir)
    if file is not None:
        window.files.open(file)
    return window


def main(words: Sequence[str]) -> int:
    """Open the window and return the exit status when it is closed."""
    options = _parser().parse_args(words)
    _check_word(options.file)
    check_display()
    app = application()
    window = make_window(options.file, options.data_dir)
    _report_exceptions(window)
    _quit_on_interrupt(window)
    window.show()
    if options.file is None:
        _play_when_ready(window)
    compiling = _compile_later(window)
    status: int = app.exec()
    if compiling is not None:
        compiling.kill()
        compiling.waitForFinished()
    return status


def _check_word(file: Path | None) -> None:
    """Refuse a word that is no document's name: it is most likely a command that is written wrong."""
    if file is not None and not file.suffix and not file.exists():
        text = QT_TRANSLATE_NOOP(
            "nnviz", "There is neither a command nor a file “{word}”; nnviz --help lists the commands."
        )
        raise NnvizError(say(text, word=file))


def _play_when_ready(window: Window) -> None:
    """Let the first picture move, soon after it is there."""
    from PySide6.QtCore import QTimer

    def play() -> None:
        window.session.moment_changed.disconnect(play)
        # A look at the start first; and all panels have seen the moment before the next one is asked for.
        QTimer.singleShot(START_MS, window.watch.playback, window.watch.playback.play)

    window.session.moment_changed.connect(play)


def _compile_later(window: Window) -> QProcess | None:
    """Load the compiled steps when the window has been there for a while; new steps are taken with them from then on.

    A process of its own compiles them first, which takes some seconds once; what it made is then loaded by the
    worker in a moment. Return that process, which must not outlive the window. A bundle has no Python to start for
    it.
    """
    from PySide6.QtCore import QProcess, QTimer

    from nnviz.engine import compiled

    if not compiled.is_installed() or getattr(sys, "frozen", False):
        return None
    process = QProcess(window)

    def load() -> Iterator[bool]:
        yield compiled.load().kernels is not None

    def loaded(is_there: bool) -> None:
        if is_there:
            window.session.step_faster()

    process.finished.connect(lambda *_: window.worker.submit("compiled", load, on_done=loaded))
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    words = [
        "-P",
        "-c",
        "import sys; sys.path[:] = sys.argv[1:]; from nnviz.engine.compiled import load; load()",
    ]
    QTimer.singleShot(COMPILE_MS, process, lambda: process.start(sys.executable, [*words, *sys.path]))
    return process


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nnviz", description="Open the window.")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a document to open")
    parser.add_argument(
        "--data-dir", type=Path, help="folder that holds the data files, for example mnist.npz"
    )
    return parser


def _report_exceptions(window: Window) -> None:
    """Show an unexpected exception in the window instead of losing it; the work stays as it is."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        window.show_fault(error)

    sys.excepthook = hook


def _quit_on_interrupt(window: Window) -> None:
    """Let Ctrl-C in the terminal close the window. Qt's loop runs no Python unless something wakes it."""
    from PySide6.QtCore import QTimer

    signal.signal(signal.SIGINT, lambda *_: window.close())
    timer = QTimer(window)
    timer.start(500)
    timer.timeout.connect(lambda: None)
