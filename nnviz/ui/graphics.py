"""What Qt and OpenGL are like here: ``python -m nnviz.ui.graphics`` prints it, a line of JSON each.

A process of its own, because a missing library or a broken driver ends the process that finds it; what was printed
before counts. TensorFlow must not be in it: it and Mesa bring two versions of LLVM.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from nnviz.ui.display import headless


def main() -> None:
    """Print the version of Qt, the folder of runs, the platform plugin, and the renderer of OpenGL."""
    from PySide6.QtCore import QCoreApplication, qVersion

    QCoreApplication.setApplicationName("nnviz")
    QCoreApplication.setOrganizationName("nnviz")
    _print(qt=qVersion())
    from nnviz.export.runs import runs_folder

    _print(runs=str(runs_folder()))
    if headless():
        return
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication(["nnviz"])
    _print(platform=app.platformName())
    _print(opengl=_renderer())


def _renderer() -> str:
    """Return what draws, empty if OpenGL cannot be had."""
    from PySide6.QtGui import QOffscreenSurface, QOpenGLContext

    context = QOpenGLContext()
    if not context.create():
        return ""
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not context.makeCurrent(surface):
        return ""
    renderer, version = (context.functions().glGetString(name) for name in (0x1F01, 0x1F02))
    context.doneCurrent()
    return f"{renderer}, OpenGL {version}"


def _print(**found: Any) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
