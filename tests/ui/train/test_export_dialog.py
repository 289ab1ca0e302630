"""Export to Keras: what is shown is what is written."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog

from nnviz.design import edits
from nnviz.engine.events import Cursor
from nnviz.export import weights_file
from nnviz.export.training import SETTING
from nnviz.templates.base import template
from nnviz.ui import export_dialog, theme
from nnviz.ui.export_dialog import ExportDialog, ask_export
from nnviz.ui.train.code_view import CodeView
from nnviz.ui.widgets import LinkLabel


@pytest.fixture
def opened(qtbot, open_window):
    """Return a function that shows the dialog over a window and returns both."""

    def make(document=None, settings=None):
        window = open_window(document)
        dialog = ask_export(window, window.session, settings)
        qtbot.waitUntil(dialog.isVisible)
        return window, dialog

    return make


def test_the_preview_is_the_file(opened, tmp_path):
    window, dialog = opened()
    dialog.choose(tmp_path / "out")
    assert dialog.preview.toPlainText().startswith('"""Circle. Designed in nnviz')
    assert "circle.weights.h5" in dialog._files.text()
    assert dialog.export_button.text() == "Export"
    dialog.export_button.click()
    path = tmp_path / "out" / "circle.py"
    assert path.read_text(encoding="utf-8").startswith('"""Circle. Designed in nnviz')
    assert sorted(p.name for p in path.parent.iterdir()) == ["circle.py", "circle.weights.h5"]
    assert not dialog.isVisible()
    (notice,) = window.messages.notices
    assert (notice.kind, notice.link) == ("info", "Open the folder")
    assert "python circle.py" in notice.text


def test_the_weights_on_the_screen_or_new_ones(qtbot, opened, tmp_path):
    window, dialog = opened()
    window.session.seek(Cursor(4, 0))
    qtbot.waitUntil(lambda: "step 4" in dialog._start_note.text())
    assert "what the optimizer remembers (momentum, velocity)" in dialog._start_note.text()
    assert "not with that of step 4" in dialog.remarks.text()
    on_screen = window.session.weights_now()
    dialog.choose(tmp_path / "trained")
    dialog.export()
    found = weights_file.read(tmp_path / "trained" / "circle.weights.h5", window.session.document.design)
    assert all((found[path] == value).all() for path, value in on_screen.items())
    remembered = weights_file.read_optimizer(tmp_path / "trained" / "circle.weights.h5")
    assert int(remembered[0]) == 4

    again = ask_export(window, window.session)
    again.choose(tmp_path / "fresh", fresh=True)
    assert "seed 7" in again._start_note.text()
    assert "load_weights" not in again.preview.toPlainText()
    again.export()
    assert [p.name for p in (tmp_path / "fresh").iterdir()] == ["circle.py"]


def test_what_would_be_replaced_is_said_before(opened, tmp_path):
    _, dialog = opened()
    (tmp_path / "circle.py").write_text("mine", encoding="utf-8")
    dialog.choose(tmp_path)
    assert dialog.replaced == ["circle.py"]
    assert dialog.warning.isVisible()
    assert "circle.py is there already" in dialog.warning.text()
    assert dialog.export_button.text() == "Replace and export"
    (tmp_path / "circle.weights.h5").touch()
    dialog.redraw()
    assert "circle.py, circle.weights.h5 are there already" in dialog.warning.text()
    dialog.choose(tmp_path / "elsewhere")
    assert not dialog.warning.isVisible()
    dialog.reject()
    assert (tmp_path / "circle.py").read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_written_is_said_and_the_dialog_stays(opened, tmp_path):
    window, dialog = opened()
    (tmp_path / "file").touch()
    dialog.choose(tmp_path / "file" / "below")
    assert dialog.export() is None
    assert "cannot be written" in dialog.warning.text()
    assert dialog.isVisible()
    assert not window.messages.notices
    dialog.reject()


def test_a_document_that_cannot_run_shows_its_problem_and_the_mend(qtbot, opened, tmp_path):
    window, dialog = opened()
    window.session.edit_design("", lambda design: edits.remove(design, ["point"]))
    qtbot.waitUntil(lambda: window.worker.idle)
    assert dialog._problem.isVisible()
    assert not dialog.export_button.isEnabled()
    assert dialog.export() is None
    dialog._problem.findChild(LinkLabel).clicked.emit()
    qtbot.waitUntil(lambda: window.worker.idle)
    while window.session.problems:
        dialog._problem.findChild(LinkLabel).clicked.emit()
        qtbot.waitUntil(lambda: window.worker.idle)
    assert dialog.preview.isVisible()
    assert dialog.export_button.isEnabled()
    dialog.reject()


def test_missing_mnist_does_not_keep_from_exporting(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    _, dialog = opened(template("mnist").build())
    assert "mnist.load_data()" in dialog.preview.toPlainText()
    assert dialog.export_button.isEnabled()
    dialog.reject()


def test_the_data_folder_is_in_the_line_to_type(opened, shared_data, tmp_path, qtbot):
    window, dialog = opened(template("mnist").build())
    window.session.use_data_dir(shared_data)
    dialog.choose(tmp_path, fresh=True)
    dialog.export()
    qtbot.waitUntil(lambda: window.session.timeline is not None, timeout=60_000)  # 60,000 pictures are read
    assert f"--data-dir {shared_data.resolve()}" in window.messages.notices[-1].text


def test_the_folder_is_chosen_and_remembered(opened, monkeypatch, tmp_path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    window, dialog = opened(settings=settings)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert dialog.chosen_folder == Path(documents) / "circle"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "a" / "b"))
    dialog.folder.button.click()
    dialog.export()
    again = ExportDialog(window.session, settings, window)
    assert again.chosen_folder == tmp_path / "a" / "circle"
    window.session.saved_as(tmp_path / "saved" / "circle.nnviz")
    beside = ExportDialog(window.session, settings, window)
    assert beside.chosen_folder == tmp_path / "saved" / "circle"
    beside.folder.entered.emit("")
    assert not beside.export_button.isEnabled()


def test_the_link_opens_the_folder(opened, monkeypatch, tmp_path):
    window, dialog = opened()
    opened_folders = []
    monkeypatch.setattr(export_dialog, "open_folder", opened_folders.append)
    dialog.choose(tmp_path)
    dialog.export()
    window.messages._follow()
    assert opened_folders == [tmp_path]


def test_program_text_is_marked_without_a_colour_that_means_something_else(qtbot, qapp):
    theme.apply(qapp, dark=True)
    view = CodeView("The program")
    qtbot.addWidget(view)
    view.show_text('"""Doc\nof two lines."""\nimport numpy  # why\n\n\ndef main():\n    return "def"\n')

    def looks() -> list[dict[tuple[int, int], tuple[str, int]]]:
        found, block = [], view.document().firstBlock()
        while block.isValid():
            marks = block.layout().formats()
            found.append(
                {
                    (m.start, m.length): (m.format.foreground().color().name(), m.format.fontWeight())
                    for m in marks
                }
            )
            block = block.next()
        return found

    def inks() -> tuple[str, str]:
        now = theme.current()
        return now.colour("quiet").name(), now.colour(now.ink("accent")).name()

    (quiet, accent), found = inks(), looks()
    assert found[0][0, 6][0] == found[1][0, 16][0] == quiet
    assert found[2][0, 6][0] == accent
    assert found[2][14, 5][0] == quiet
    assert found[5][4, 4][1] == QFont.Weight.DemiBold
    assert found[6][11, 5][0] == quiet  # "def" in a text is no key word
    theme.apply(qapp, dark=False)
    assert looks()[2][0, 6][0] == inks()[1] != accent


def test_a_notebook_or_a_folder(opened, tmp_path):
    window, dialog = opened()
    dialog.choose(tmp_path / "book", kind="notebook")
    assert dialog.preview.toPlainText().startswith("# %% [markdown]\n# # Circle\n")
    assert "circle.ipynb" in dialog._files.text()
    assert "Nothing" in dialog.remarks.text()
    path = dialog.export()
    assert path == tmp_path / "book" / "circle.ipynb"
    assert "jupyter notebook circle.ipynb" in window.messages.notices[-1].text
    again = ask_export(window, window.session)
    again.choose(tmp_path / "all", fresh=True, kind="folder")
    assert "seed 7" in again.remarks.text()
    again.export()
    found = sorted(p.name for p in (tmp_path / "all").iterdir())
    assert found == ["README.md", "circle.py", "requirements.txt"]


def test_a_model_file_is_made_by_keras(qtbot, opened, tmp_path, monkeypatch):
    """Keras itself is run in test_package; here its place is taken by what leaves a file."""
    fake = tmp_path / "fake.py"
    fake.write_text(
        "import pathlib, sys\n"
        "pathlib.Path(sys.argv[1], 'network.keras').write_bytes(b'model')\n"
        'print(\'@nnviz {"event": "answered"}\')\n',
        encoding="utf-8",
    )
    window, dialog = opened()
    prepare = export_dialog.keras_file.prepare

    def prepared(*args, **words):
        job = prepare(*args, **words)
        return dataclasses.replace(job, argv=(job.python, str(fake), *job.argv[2:]))

    monkeypatch.setattr(export_dialog.keras_file, "prepare", prepared)
    dialog.choose(tmp_path / "out", kind="model")
    assert "def compile_model(model):" in dialog.preview.toPlainText()
    assert dialog._files.text() == "circle.keras · made by Keras"
    assert dialog.export() is None
    assert not dialog.export_button.isEnabled()
    qtbot.waitUntil(lambda: bool(window.messages.notices), timeout=20_000)
    assert (tmp_path / "out" / "circle.keras").read_bytes() == b"model"
    assert 'keras.saving.load_model("circle.keras")' in window.messages.notices[-1].text


def test_a_model_file_that_keras_cannot_make(qtbot, opened, tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, str(tmp_path / "no-python"))
    _, dialog = opened()
    dialog.choose(tmp_path / "out", kind="model")
    dialog.export()
    qtbot.waitUntil(dialog.warning.isVisible, timeout=20_000)
    assert dialog.isVisible()
    assert dialog.export_button.isEnabled()
    dialog.reject()
