"""A pretrained base in the whole window: what is missing is computed by the real process, then Watch runs behind it."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest
from PySide6.QtCore import QSettings

from nnviz.design import edits
from nnviz.export.program import program
from nnviz.layers.pretrained import MobileNetV2
from nnviz.ui.theme import Themes
from nnviz.ui.train.choices import PYTHON
from nnviz.ui.train.readiness import obstacles
from nnviz.ui.window import Window
from tests.data.photographs import write_pictures
from tests.export.test_features import transfer

LONG = 120_000


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot, qapp, tmp_path, settings, monkeypatch):
    monkeypatch.setenv("NNVIZ_CACHE", str(tmp_path / "cache"))
    write_pictures(tmp_path / "pictures", ("a", "b", "c"), each=5)
    document = transfer(MobileNetV2(weights_from="random", alpha="0.35"), tmp_path / "pictures")
    window = Window(
        document, Themes(qapp, settings), settings, state=tmp_path / "state", runs=tmp_path / "runs"
    )
    qtbot.addWidget(window, before_close_func=lambda w: w.session.undo_stack.setClean())
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: bool(window.session.problems), timeout=LONG)
    return window


def offered(window):
    """Return the box of the problem that is shown in Watch."""
    (box,) = window.watch.problems.boxes
    assert box.isVisibleTo(window)
    return box


def test_the_features_are_computed_on_demand_and_watch_runs_behind_the_base(qtbot, window):
    pytest.importorskip("tensorflow")
    session = window.session
    assert session.moment is None
    assert "Compute features" in offered(window)._link.text()
    assert obstacles(session) == ()  # it can be exported and trained all the same
    told: list[str] = []
    window.features.errand.progressed.connect(lambda *_: told.extend(n.text for n in window.messages.notices))
    offered(window)._link.clicked.emit()
    qtbot.waitUntil(lambda: session.moment is not None, timeout=LONG)
    assert any("of 12 samples" in text for text in told)
    assert window.messages.notices == ()
    assert [s.name for s in session.moment.trace.network.stages] == ["base", "flatten", "kind"]
    assert session.problems == ()
    watch, data = window.watch, session.dataset
    # The pictures are the photographs, although the network that runs takes their features.
    assert data.picture
    assert watch.pictures.isVisibleTo(window)
    shown = watch.pictures._shown()
    index = int(session.moment.trace.batch.indices[0])
    np.testing.assert_array_equal(shown.pixels, data.x_train[index])
    scene = watch.picture.scene()
    np.testing.assert_array_equal(scene.values("picture", "a"), data.x_train[index].ravel())
    session.look_at_test(2)
    qtbot.waitUntil(lambda: session.look is not None)
    np.testing.assert_array_equal(watch.pictures._shown().pixels, data.x_test[2])
    qtbot.waitUntil(lambda: watch.pictures.scored, timeout=LONG)
    session.seek(session.moment.cursor.__class__(2, 3))
    qtbot.waitUntil(lambda: session.moment.cursor.step == 2, timeout=LONG)
    watch.details.proof.ask()  # of the network that runs, which begins with the features
    qtbot.waitUntil(lambda: watch.details.proof.proof is not None, timeout=LONG)
    assert watch.details.proof.proof.agrees
    job = window.train.training._prepare()
    assert "MobileNetV2(" in next(job.folder.glob("*.py")).read_text(encoding="utf-8")
    made = program(session.document, session.weights_now())
    assert "MobileNetV2(" in made.text
    qtbot.waitUntil(lambda: session.worker.idle, timeout=LONG)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_cancel_and_closing_leave_no_process(qtbot, window, tmp_path, settings):
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    settings.setValue(PYTHON, str(slow))

    def started() -> int:
        offered(window)._link.clicked.emit()
        qtbot.waitUntil(lambda: window.features.errand.phase == "importing", timeout=LONG)
        process = window.features.errand._process._process
        qtbot.waitUntil(lambda: process.processId() > 0)
        return process.processId()

    pid = started()
    assert window.messages.notices[-1].link == "Cancel"
    window.messages._words.clicked.emit()
    assert not window.features.errand.busy
    assert window.messages.notices == ()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    started()
    window.session.edit(
        "data", lambda d: d.with_setup(data=d.setup.data.replace(seed=9))
    )  # of no use any more
    qtbot.waitUntil(lambda: not window.features.errand.busy)
    qtbot.waitUntil(lambda: window.session.worker.idle)
    started()
    window.session.edit_design("cut", lambda d: edits.disconnect(d, d.edges[0]))  # nothing enters the base
    qtbot.waitUntil(lambda: not window.features.errand.busy)
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: window.session.worker.idle)
    pid = started()
    window.session.undo_stack.setClean()
    window.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_python_that_fails_is_told_and_can_be_asked_again(qtbot, window, tmp_path, settings):
    settings.setValue(PYTHON, str(tmp_path / "nowhere"))
    offered(window)._link.clicked.emit()
    qtbot.waitUntil(lambda: not window.features.errand.busy and bool(window.messages.notices))
    (notice,) = window.messages.notices
    assert "cannot be started" in notice.text
    assert "Compute features" in offered(window)._link.text()
