"""File → Load weights, in the whole window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from nnviz.engine.events import Cursor
from nnviz.export import weights_file
from nnviz.templates.base import template
from nnviz.ui.theme import Themes
from nnviz.ui.window import Window


@pytest.fixture
def window(qtbot, qapp, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = Window(template("circle").build(), Themes(qapp, settings), settings, state=tmp_path / "state")
    qtbot.addWidget(window, before_close_func=lambda w: w.session.undo_stack.setClean())
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.session.moment is not None)
    window.watch.playback.pause()
    return window


@pytest.fixture
def weights(window):
    shapes = weights_file.expected(window.session.document.design)
    return {path: np.full(shape, 0.25, "float32") for path, shape in shapes.items()}


def test_weights_of_a_file_are_one_undo_step(qtbot, window, weights, tmp_path, monkeypatch):
    session = window.session
    session.seek(Cursor(4, 0))
    qtbot.waitUntil(lambda: session.moment.cursor.step == 4)
    before = session.document
    weights_file.write(tmp_path / "x.weights.h5", before.design, weights)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "x.weights.h5"), ""))
    window.loading.action.trigger()
    qtbot.waitUntil(lambda: session.document != before)
    qtbot.waitUntil(lambda: session.moment is not None)
    assert session.moment.cursor.step == 0
    now = session.weights_now()
    assert all((now[path] == 0.25).all() for path in weights)
    (notice,) = window.messages.notices
    assert notice.kind == "info"
    assert "x.weights.h5" in notice.text
    session.undo_stack.undo()
    assert session.document == before
    qtbot.waitUntil(lambda: session.worker.idle)


def test_the_folder_of_a_training(qtbot, window, weights, tmp_path, monkeypatch):
    (tmp_path / "run").mkdir()
    np.savez(tmp_path / "run" / "trained.npz", **weights)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "run"))
    window.loading.folder_action.trigger()
    qtbot.waitUntil(lambda: bool(window.session.document.weights))
    qtbot.waitUntil(lambda: window.session.worker.idle)


def test_what_does_not_fit_is_told_and_changes_nothing(qtbot, window, tmp_path):
    before = window.session.document
    other = template("digits").build().design
    shapes = weights_file.expected(other)
    weights_file.write(tmp_path / "o.weights.h5", other, {p: np.zeros(s) for p, s in shapes.items()})
    window.loading.read(tmp_path / "o.weights.h5")
    qtbot.waitUntil(lambda: bool(window.messages.notices))
    (notice,) = window.messages.notices
    assert notice.kind == "error"
    assert window.session.document is before
    assert not window.session.edited


def test_a_network_that_was_changed_meanwhile_is_not_touched(qtbot, window, weights, tmp_path):
    from nnviz.design import edits

    session = window.session
    weights_file.write(tmp_path / "x.weights.h5", session.document.design, weights)
    window.loading.read(tmp_path / "x.weights.h5")
    session.edit_design("units", lambda d: edits.set_fields(d, d.order[1], units=7))
    changed = session.document
    qtbot.waitUntil(lambda: bool(window.messages.notices))
    assert "changed meanwhile" in window.messages.notices[0].text
    assert session.document is changed
    qtbot.waitUntil(lambda: session.worker.idle)
