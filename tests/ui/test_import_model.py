"""File → Import Keras model, in the whole window with the real process."""

from __future__ import annotations

import os
import sys
import warnings

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from nnviz.templates.base import template
from nnviz.ui.theme import Themes
from nnviz.ui.train.choices import PYTHON
from nnviz.ui.window import Window

LONG = 120_000


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot, qapp, tmp_path, settings):
    window = Window(template("circle").build(), Themes(qapp, settings), settings, state=tmp_path / "state")
    qtbot.addWidget(window, before_close_func=lambda w: w.session.undo_stack.setClean())
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.session.moment is not None)
    window.watch.playback.pause()
    return window


@pytest.fixture(scope="module")
def model_file(tmp_path_factory):
    """Return a model's file and the values of its first kernel."""
    pytest.importorskip("tensorflow")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import keras
    model = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(3, "tanh", name="a b"), keras.layers.Dense(1)]
    )
    path = tmp_path_factory.mktemp("model") / "mine.keras"
    model.save(path)
    return path, np.asarray(model.weights[0])


def notices(window) -> list[str]:
    return [notice.text for notice in window.messages.notices]


def test_a_model_is_imported_from_the_menu(qtbot, window, model_file, monkeypatch, settings):
    path, kernel = model_file
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.imports.action.trigger()
    assert window.imports.errand.busy
    assert any("mine.keras" in text for text in notices(window))
    assert window.messages.notices[-1].link == "Cancel"
    before = window.session.moment
    window.session.seek(before.cursor.__class__(3, 0))  # the window goes on meanwhile
    qtbot.waitUntil(lambda: window.session.document.name == "mine", timeout=LONG)
    assert [n.name for n in window.session.document.design.nodes][1] == "a_b"
    assert window.session.edited
    assert window.session.path is None
    (notice,) = [n for n in window.messages.notices if n.kind == "info"]
    assert notice.text.startswith("“mine.keras” is imported, with its weights.")
    assert "a b → a_b" in notice.text
    qtbot.waitUntil(lambda: window.session.moment is not None)
    np.testing.assert_array_equal(window.session.weights_now()["a_b/kernel"], kernel)
    assert settings.value("import/folder") == str(path.parent)


def test_a_file_that_is_no_model_is_told_and_changes_nothing(qtbot, window, tmp_path):
    document = window.session.document
    (tmp_path / "bad.keras").write_bytes(b"nothing")
    window.imports.read(tmp_path / "bad.keras")
    qtbot.waitUntil(lambda: not window.imports.errand.busy)
    (notice,) = window.messages.notices
    assert notice.kind == "error"
    assert "is no model file of Keras, or it is damaged" in notice.text
    assert window.session.document == document
    assert not window.session.edited


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_cancel_and_closing_leave_no_process(qtbot, window, model_file, tmp_path, settings):
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    settings.setValue(PYTHON, str(slow))

    def started() -> int:
        window.imports.read(model_file[0])
        qtbot.waitUntil(lambda: window.imports.errand.phase == "importing")
        process = window.imports.errand._process._process
        qtbot.waitUntil(lambda: process.processId() > 0)
        return process.processId()

    pid = started()
    window.messages._words.clicked.emit()
    assert not window.imports.errand.busy
    assert notices(window) == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    pid = started()
    window.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_keras_is_asked_in_another_process_only():
    """The modules of the import that the window loads know nothing of Keras."""
    import subprocess

    code = (
        "import sys, nnviz.ui.import_model; print(sorted({'keras', 'tensorflow', 'h5py'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
