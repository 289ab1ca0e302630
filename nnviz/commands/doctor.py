"""``nnviz doctor``: what this computer has of what nnviz needs, one line each."""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HELP = "Say what this computer has of what nnviz needs; exit status 1 if something is missing."

PATIENCE = 30.0
"""Seconds that Qt and OpenGL may take to answer."""

LEAST_SPACE = 200e6
"""Bytes that a training of a large network leaves: weights, model, log."""

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt loads from a Linux system, and the Debian package that has it (the same as in packaging/bootstrap.py)."""


class Finding(NamedTuple):
    """One line of the report; ``good`` unless something is missing that nnviz needs."""

    subject: str
    text: str
    good: bool = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument(
        "--data-dir", type=Path, help="folder that holds the data files, for example mnist.npz"
    )


def run(options: argparse.Namespace) -> int:
    """Print the findings as they come; return 1 if one of them keeps nnviz from working."""
    good = True
    for finding in findings(options.data_dir):
        print(f"{finding.subject:<9} {finding.text}", flush=True)
        good = good and finding.good
    return 0 if good else 1


def findings(data_dir: Path | None) -> Iterator[Finding]:
    """Yield what is found; the training Python comes last, because it takes the longest."""
    from nnviz import __version__

    yield Finding("nnviz", f"{__version__}, Python {platform.python_version()} ({sys.executable})")
    heard, reason = ask_qt()
    yield _qt(heard, reason)
    yield _opengl(heard, reason)
    yield _steps()
    yield _data(data_dir)
    yield _disk(Path(heard["runs"]) if "runs" in heard else Path())
    yield from _training()


def missing_libraries() -> dict[str, str]:
    """Return the libraries of :data:`LIBRARIES` that this Linux lacks."""
    if not sys.platform.startswith("linux"):
        return {}
    return {library: package for library, package in LIBRARIES.items() if not _loads(library)}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ask_qt() -> tuple[dict[str, str], str]:
    """Return what ``nnviz.ui.graphics`` said, and why it said no more (empty if it came to its end)."""
    command = [sys.executable, "-P", "-m", "nnviz.ui.graphics"]
    reason = ""
    try:
        ended = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        output, errors = ended.stdout, ended.stderr
        if ended.returncode:
            reason = _reason(errors.decode(errors="replace").splitlines(), ended.returncode)
    except subprocess.TimeoutExpired as slow:
        output, reason = slow.stdout or b"", f"no answer for {PATIENCE:g} seconds"
    except OSError as error:
        output, reason = b"", error.strerror or str(error)
    return _said(output), reason


def _reason(printed: list[str], status: int) -> str:
    """Return the line that says most: Qt's own first, the error at the end of a traceback otherwise."""
    qt = [line for line in printed if line.startswith("qt.")]
    if qt:
        return qt[0].partition(": ")[2]
    ends = [line.strip() for line in printed if line.strip()]
    return ends[-1] if ends and status > 0 else f"its process ends with {status}"


def _said(output: bytes) -> dict[str, str]:
    """Return the reports; whatever else a driver prints is passed over."""
    heard: dict[str, str] = {}
    for line in output.decode(errors="replace").splitlines():
        try:
            report = json.loads(line)
        except ValueError:
            continue
        if isinstance(report, dict):
            heard |= {str(name): str(value) for name, value in report.items()}
    return heard


def _qt(heard: dict[str, str], reason: str) -> Finding:
    missing = missing_libraries()
    if missing:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        line = f"{'' if root else 'sudo '}apt-get install -y {' '.join(missing.values())}"
        return Finding("Qt", f"{', '.join(missing)} missing; on Debian and Ubuntu this helps: {line}", False)
    if "qt" not in heard:
        return Finding("Qt", f"cannot be loaded: {reason}", False)
    if "platform" in heard:
        return Finding("Qt", f"{heard['qt']}, platform plugin {heard['platform']}")
    if not reason:
        return Finding(
            "Qt", f"{heard['qt']}, no display: no window, but nnviz tour --out DIR works with Xvfb"
        )
    return Finding("Qt", f"{heard['qt']}, but it cannot open a window: {reason}", False)


def _opengl(heard: dict[str, str], reason: str) -> Finding:
    if "platform" not in heard:
        return Finding("OpenGL", "not known, because Qt opens no window" if reason else "no display")
    # Nothing is drawn by OpenGL alone, so it may be missing.
    return Finding("OpenGL", heard.get("opengl") or "not available; everything is drawn without it")


def _steps() -> Finding:
    """Say on which way small networks step; the slower one serves as well."""
    from nnviz.engine.compiled import load

    found = load()
    if found.kernels is not None:
        return Finding("steps", f"small networks compiled by numba {found.version}, others by numpy")
    if found.reason:
        return Finding("steps", f"by numpy; numba is there but does not work here: {found.reason}")
    return Finding("steps", "by numpy; pip install numba makes small networks a few times faster")


def _data(folder: Path | None) -> Finding:
    from nnviz.data.mnist import FILE, cache_folder, find_mnist

    found = find_mnist(folder)
    if found is not None:
        return Finding("data", f"MNIST found: {found}")
    places = " or ".join(str(place) for place in (folder, cache_folder()) if place is not None)
    return Finding(
        "data", f"MNIST not found ({FILE} in {places}); Keras downloads it (11 MB) when training starts"
    )


def _disk(folder: Path) -> Finding:
    folder = folder.absolute()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding("disk", f"{folder} cannot be looked at: {error.strerror or error}", False)
    enough = free >= LEAST_SPACE
    text = f"{free / 1e9:.1f} GB free for training runs in {folder}"
    return Finding("disk", text if enough else f"only {text}", enough)


def _training() -> Iterator[Finding]:
    from nnviz.export.probe import probe
    from nnviz.export.reports import Hello
    from nnviz.export.training import training_python

    hello = probe()
    if not isinstance(hello, Hello):
        yield Finding(
            "training", f"{hello.message} Or let nnviz environment make make a Python that can.", False
        )
        return
    backend = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}.get(hello.backend, hello.backend)
    versions = f"{backend} {hello.backend_version}, Keras {hello.keras}, Python {hello.python}"
    yield Finding("training", f"{versions} ({training_python()})")
    yield Finding("devices", str(hello.device_line))
