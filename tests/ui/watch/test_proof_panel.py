"""The proof and the numerical check in a real window: with Keras itself, and with a stand-in for what goes wrong."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from nnviz.engine.events import Cursor
from nnviz.ui.train.choices import PYTHON
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.proof_panel import ProofPanel

LONG = 120_000
NEEDS_KERAS = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"
)


def click(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@NEEDS_KERAS
def test_the_step_on_the_screen_is_proved(qtbot, watch):
    watch.go(7, 0)
    panel = watch.details.proof
    assert panel.table.isHidden()
    assert panel.cancel.isHidden()
    click(qtbot, panel.button)
    assert not panel.button.isEnabled()
    assert panel.cancel.isVisible()
    assert panel.sentence.text()
    watch.playback.seek(Cursor(9, 3))  # meanwhile the window goes on
    qtbot.waitUntil(lambda: panel.proof is not None, timeout=LONG)
    assert watch.cursor.step == 9
    assert panel.proof.agrees
    assert panel.proof.step == 7
    assert panel.table.isVisible()
    rows = [[panel.table.item(r, c).text() for c in range(4)] for r in range(panel.table.rowCount())]
    assert [row[0] for row in rows] == ["Hidden", "Output"]
    assert all("✗" not in cell for row in rows for cell in row)
    assert panel.sentence.text().startswith("✓ Step 7 in Keras 3.")
    assert "Loss 0." in panel.notes.text()
    assert panel.button.isEnabled()
    assert panel.cancel.isHidden()


@NEEDS_KERAS
def test_cancel_ends_the_process(qtbot, watch):
    panel = watch.details.proof
    click(qtbot, panel.button)
    qtbot.waitUntil(lambda: panel.errand.phase == "importing", timeout=LONG)
    process = panel.errand._process._process
    qtbot.waitUntil(lambda: process.processId() > 0, timeout=LONG)
    pid = process.processId()
    click(qtbot, panel.cancel)
    assert not panel.errand.busy
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert panel.proof is None
    assert panel.sentence.isHidden()
    assert panel.button.isEnabled()


def panel_with(qtbot, watch, tmp_path: Path, script: str) -> ProofPanel:
    """Return a panel whose Python for Keras is a shell script."""
    if sys.platform == "win32":
        pytest.skip("a shell script")
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\n" + script)
    python.chmod(0o755)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue(PYTHON, str(python))
    panel = ProofPanel(watch.session, settings)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_a_python_without_tensorflow_is_told_with_the_line_to_type(qtbot, watch, tmp_path):
    report = '{"event": "failed", "kind": "no_module", "text": "", "module": "tensorflow"}'
    panel = panel_with(qtbot, watch, tmp_path, f"echo '@nnviz {report}'; exit 3")
    click(qtbot, panel.button)
    qtbot.waitUntil(lambda: not panel.errand.busy)
    assert "has no tensorflow" in panel.sentence.text()
    assert "Copy the line" in panel.sentence.text()
    panel.sentence.linkActivated.emit("mend")
    assert "-m pip install" in QApplication.clipboard().text()
    assert panel.button.isEnabled()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 7", "ended unexpectedly (exit status 7)"),
        ("kill -9 $$", "ended unexpectedly (SIGKILL)"),
    ],
)
def test_a_process_that_ends_without_an_answer(qtbot, watch, tmp_path, script, words):
    panel = panel_with(qtbot, watch, tmp_path, script)
    click(qtbot, panel.button)
    qtbot.waitUntil(lambda: not panel.errand.busy)
    assert words in panel.sentence.text()
    assert panel.proof is None


def test_a_python_that_is_not_there(qtbot, watch, tmp_path):
    panel = panel_with(qtbot, watch, tmp_path, "")
    (tmp_path / "python").unlink()
    click(qtbot, panel.button)
    qtbot.waitUntil(lambda: not panel.errand.busy)
    assert "cannot be started" in panel.sentence.text()


def test_another_network_forgets_what_was_asked(qtbot, watch, tmp_path):
    panel = panel_with(qtbot, watch, tmp_path, "exec sleep 60")
    click(qtbot, panel.button)
    qtbot.waitUntil(lambda: panel.errand.phase == "importing")
    watch.session.edit("batch", lambda document: document.with_setup(batch_size=3))
    assert not panel.errand.busy
    watch.settle()


def backward_of(watch, layer: str) -> int:
    events = watch.session.moment.events
    return next(i for i, e in enumerate(events) if (e.layer, e.quantity) == (layer, "dw"))


def test_a_weight_is_checked_numerically(qtbot, watch):
    watch.go(4, backward_of(watch, "hidden"))
    watch.picked.choose(Pick("hidden", 2, 1))
    watch.settle()
    check = watch.details.check
    assert check.isVisible()
    assert check.result.isHidden()
    check.link.linkActivated.emit("mend")
    qtbot.waitUntil(lambda: check.check is not None)
    found = check.check
    assert (found.path, found.index) == ("hidden/kernel", (1, 2))
    assert found.backprop == watch.session.moment.trace.gradient_of("hidden/kernel")[1, 2]
    assert found.agrees
    assert check.result.isVisible()
    assert check.result.text().startswith("✓ ")
    assert "kernel[1, 2] of Hidden" in check.result.text()
    watch.go(5, backward_of(watch, "hidden"))
    assert check.check is None
    assert check.result.isHidden()


def test_an_input_and_an_error_signal_are_checked_numerically(qtbot, watch):
    check, session = watch.details.check, watch.session
    watch.go(4, backward_of(watch, "hidden"))
    for pick, path in ((Pick("hidden", 2), "hidden/z"), (Pick("input", 1), "input/x")):
        session.show_sample(3)
        watch.picked.choose(pick)
        watch.settle()
        check.link.linkActivated.emit("mend")
        qtbot.waitUntil(lambda: check.check is not None)
        assert (check.check.path, check.check.index) == (path, (3, pick.unit))
        assert check.check.agrees
        assert f"at place {pick.unit + 1} of" in check.result.text()
        assert "sample 4" in check.result.text()
        session.show_sample(2)  # the number of another sample is another question
        watch.settle()
        assert check.check is None
        assert check.result.isHidden()


def test_there_is_nothing_to_check_in_the_forward_pass(watch):
    watch.go(4, 1)
    assert watch.details.check.isHidden()
    watch.go(4, backward_of(watch, "output"))
    assert watch.details.check.isVisible()
