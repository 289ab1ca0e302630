"""The fixtures of tests/conftest.py notice what they are there for."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

HEAD = """
import subprocess, sys, threading, time
import pytest
from PySide6.QtCore import QProcess, QSettings, QStandardPaths, QThread, QTimer, qWarning
kept = []

@pytest.fixture(scope="session", autouse=True)
def tidy():
    yield
    for thing in kept:
        for end in ("stop", "quit", "kill", "wait", "waitForFinished"):
            getattr(thing, end, int)()
"""


def outcomes(pytester: pytest.Pytester, body: str) -> tuple[dict[str, int], str]:
    """Run a test file under the project's conftest; return how the tests ended and what was said."""
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8").replace("PATIENCE = 2.0", "PATIENCE = 0.5"))
    pytester.makepyfile(HEAD + body)
    options = ["-q", "-o", "qt_api=pyside6", "-o", "qt_log_level_fail=WARNING"]
    result = pytester.runpytest_subprocess(*options)
    return result.parseoutcomes(), result.stdout.str()


LEAKS = """
def test_thread():
    threading.Thread(target=time.sleep, args=(1,), name="mine").start()

def test_timer(qtbot):
    kept.append(QTimer(objectName="mine")); kept[-1].start(50)

def test_qthread(qtbot):
    kept.append(QThread(objectName="mine")); kept[-1].start()

def test_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

def test_qprocess(qtbot):
    kept.append(QProcess(objectName="mine")); kept[-1].start(sys.executable, ["-c", "input()"])
"""


def test_what_outlives_its_test_is_noticed(pytester: pytest.Pytester) -> None:
    ended, told = outcomes(pytester, LEAKS)
    assert (ended["passed"], ended["errors"]) == (5, 5), told
    for kind in ("thread mine", "QTimer mine", "QThread mine", "process ", "QProcess mine"):
        assert f"left behind: {kind}" in told


TIDY = """
def test_tidy(qtbot):
    timer = QTimer(); timer.start(5)
    with qtbot.waitSignal(timer.timeout): pass
    timer.stop()
    thread = QThread(); thread.start(); thread.quit(); thread.wait()
    process = QProcess(); process.start(sys.executable, ["-c", ""]); process.waitForFinished()
    worker = threading.Thread(target=time.sleep, args=(0.2,)); worker.start()

def test_settings(tmp_path):
    assert QSettings("nnviz", "nnviz").fileName().startswith(str(tmp_path))
"""


def test_what_ends_in_time_is_not(pytester: pytest.Pytester) -> None:
    ended, told = outcomes(pytester, TIDY)
    assert ended == {"passed": 2}, told


def test_a_warning_of_qt_fails(pytester: pytest.Pytester) -> None:
    ended, told = outcomes(pytester, "\ndef test_warns(qtbot):\n    qWarning('something is wrong')\n")
    assert ended.get("failed") == 1, told
    assert "something is wrong" in told
