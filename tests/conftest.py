"""What all tests share: own settings, nothing left behind, the folder of real data."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 2.0
"""Seconds that a thread, timer or process may take to end after its test."""

# The window under test is a real one, on X11, also where the developer's own session is another.
if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb")

# The same examples on every run, so that a change is judged by what it does; --hypothesis-profile=explore looks
# further. No deadlines: the machine may be busy.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True)
def nothing_outlives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a child process behind."""
    before = _alive()
    yield
    deadline = time.monotonic() + PATIENCE
    while left := {key: what for key, what in _alive().items() if key not in before}:
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + ", ".join(sorted(left.values())))
        _let_end()


def _let_end() -> None:
    """Give what is ending the chance to: deliver events and deletions, drop unreachable objects."""
    gc.collect()
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
        core.QCoreApplication.processEvents()
    time.sleep(0.01)


def _alive() -> dict[object, str]:
    """Return what runs now, by identity."""
    # A dummy stands for a thread that Python did not start, such as Qt's; those are asked below.
    threads = [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    found: dict[object, str] = {t: f"thread {t.name}" for t in threads}
    found.update(_child_processes())
    if "PySide6.QtCore" in sys.modules:
        found.update(_qt_alive())
    return found


def _qt_alive() -> dict[object, str]:
    from PySide6.QtCore import QProcess, QThread, QThreadPool, QTimer
    from shiboken6 import Shiboken

    found: dict[object, str] = {}
    for thing in Shiboken.getAllValidWrappers():
        running = (
            (isinstance(thing, QTimer) and thing.isActive())
            or (isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread())
            or (isinstance(thing, QProcess) and thing.state() != QProcess.ProcessState.NotRunning)
        )
        if running:
            found[Shiboken.getCppPointer(thing)] = f"{type(thing).__name__} {thing.objectName()}".strip()
    if QThreadPool.globalInstance().activeThreadCount():
        found["pool"] = "work in the global QThreadPool"
    return found


def _child_processes() -> dict[object, str]:
    """Return the running children of this process (Linux; elsewhere only Qt's are seen)."""
    found: dict[object, str] = {}
    for listing in Path("/proc/self/task").glob("*/children"):
        try:
            pids = listing.read_text().split()
        except OSError:  # the thread has ended
            continue
        for pid in pids:
            try:
                state = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0]
                command = Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except OSError:  # the process has ended
                continue
            # A zombie has ended, too. The resource tracker serves all of Python until it ends.
            if state != "Z" and "resource_tracker" not in command:
                found["child", pid] = f"process {pid} ({command[:100]})"
    return found


@pytest.fixture(scope="session")
def _shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests: fonts and shaders are costly and the same."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session", autouse=True)
def _shared_data_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep runs of fixtures that many tests share out of the user's own; each test has a place to itself."""
    home = str(tmp_path_factory.mktemp("data_home"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_APPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
            patch.setenv(name, home)
        yield


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, _shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings, recent files and recovery copies of each test, and of its child processes, to itself."""
    home = tmp_path / "home"
    for name, folder in {
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": _shared_cache,
        "WIN_PD_OVERRIDE_APPDATA": home / "roaming",
        "WIN_PD_OVERRIDE_LOCAL_APPDATA": home / "local",
    }.items():
        monkeypatch.setenv(name, str(folder))
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "config"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data (``mnist.npz``, the Pima table …), or skip the test where there is none."""
    folder = Path(os.environ.get("NNVIZ_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("no real data here; NNVIZ_TEST_DATA names its folder")
    return folder
