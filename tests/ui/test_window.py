"""The whole window: it opens on something that runs, keeps work, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from nnviz.design.file import load
from nnviz.engine.events import Cursor
from nnviz.layers.dense import Dense
from nnviz.templates.base import FIRST, anywhere, template
from nnviz.ui.theme import Themes
from nnviz.ui.window import Window

Opened = Callable[[], Window]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Opened]:
    """Return a function that opens a window; all share settings and folders, as programs on one machine do."""
    windows: list[Window] = []
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    def open_one() -> Window:
        window = Window(
            template(FIRST).build(),
            Themes(qapp, settings),
            settings,
            state=tmp_path / "state",
            runs=tmp_path / "runs",
        )
        window.show()
        windows.append(window)
        qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
        return window

    yield open_one
    for window in windows:
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()


def change(window: Window) -> None:
    assert window.session.edit("Change", lambda d: d.with_setup(batch_size=25))


def test_it_opens_on_a_network_that_runs(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    assert window.mode == "watch"
    assert [node.name for node in window.session.document.design.nodes] == [
        "point",
        "hidden_1",
        "hidden_2",
        "output",
    ]
    assert window.session.problems == ()
    window.watch.playback.set_grain("step")
    window.watch.playback.set_speed(16)
    window.watch.playback.play()
    qtbot.waitUntil(lambda: window.session.moment.cursor.step >= 3, timeout=10_000)
    window.watch.playback.pause()
    assert len(window.session.moment.losses) >= 3


@pytest.mark.parametrize("name", anywhere())
def test_every_template_opens_and_steps(opened: Opened, qtbot: QtBot, name: str) -> None:
    window = opened()
    assert window.files.new(name)
    qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
    assert window.session.problems == ()
    window.session.seek(Cursor(2, 0))
    qtbot.waitUntil(lambda: window.session.moment.cursor == Cursor(2, 0), timeout=10_000)
    for mode in ("build", "train", "watch"):
        window.set_mode(mode)
        assert window.mode == mode


def test_saving_and_opening_keeps_the_document_and_the_moment(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened()
    change(window)
    qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
    window.session.seek(Cursor(7, 3))
    qtbot.waitUntil(lambda: window.session.moment.cursor == Cursor(7, 3), timeout=10_000)
    bits = window.session.moment.trace.before.theta.tobytes()
    path = tmp_path / "mine.nnviz"
    assert window.files.save_as(path)
    assert not window.session.edited
    assert load(path).cursor == (7, 3)

    assert window.files.new("xor")
    assert window.files.open(path)
    qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
    assert window.session.moment.cursor == Cursor(7, 3)
    assert window.session.moment.trace.before.theta.tobytes() == bits
    assert window.session.document.setup.batch_size == 25
    assert path.resolve() in window.files.recent()


def test_a_foreign_file_says_why_and_changes_nothing(opened: Opened, tmp_path: Path) -> None:
    window = opened()
    before = window.session.document
    foreign = tmp_path / "letter.nnviz"
    foreign.write_text("Dear reader")
    assert not window.files.open(foreign)
    assert window.session.document == before
    (notice,) = window.messages.notices
    assert "letter.nnviz" in notice.text
    assert "not an nnviz document" in notice.text


def test_a_full_disk_loses_nothing(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened()
    path = tmp_path / "mine.nnviz"
    assert window.files.save_as(path)
    kept = path.read_bytes()
    change(window)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert not window.files.save()
    assert path.read_bytes() == kept
    assert window.session.edited
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []
    assert any("disk is full" in notice.text for notice in window.messages.notices)


@pytest.mark.parametrize(("answer", "leaves"), [("Cancel", False), ("Discard", True)])
def test_unsaved_work_is_asked_about(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, answer: str, leaves: bool
) -> None:
    window = opened()
    change(window)
    button = getattr(QMessageBox.StandardButton, answer)
    # The box is modal and would wait for a person; everything around it is real.
    monkeypatch.setattr(QMessageBox, "exec", lambda box: button)
    assert window.files.new("xor") is leaves
    assert (window.session.document.name == "xor") is leaves


def test_work_of_a_program_that_died_is_offered_again(opened: Opened, qtbot: QtBot) -> None:
    first = opened()
    change(first)
    first.recovery.write()
    copies = list((first.recovery._folder).glob("*.nnviz"))
    assert len(copies) == 1
    assert opened().recovery.left_behind() == []  # the first program still runs

    first.recovery._lock.unlock()  # what the system does when a program dies
    second = opened()
    (notice,) = second.messages.notices
    assert notice.link == "Restore it"
    second.messages._follow()
    qtbot.waitUntil(lambda: second.session.moment is not None, timeout=10_000)
    assert second.session.document.setup.batch_size == 25
    assert second.session.edited
    first.recovery._lock = None


def test_a_saved_document_leaves_no_copy(opened: Opened, tmp_path: Path) -> None:
    window = opened()
    change(window)
    window.recovery.write()
    assert list(window.recovery._folder.glob("*.nnviz"))
    assert window.files.save_as(tmp_path / "mine.nnviz")
    assert list(window.recovery._folder.glob("*.nnviz")) == []


def test_a_diverging_run_stops_and_offers_the_way_back(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    assert window.files.new("linear-regression")
    assert window.session.edit(
        "Too fast", lambda d: d.with_setup(optimizer=d.setup.optimizer.replace(learning_rate=1e6))
    )
    qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
    window.watch.playback.set_grain("step")
    window.watch.playback.set_speed(16)
    window.watch.playback.play()
    qtbot.waitUntil(lambda: bool(window.messages.notices), timeout=20_000)
    assert not window.watch.playback.playing
    notice = window.messages.notices[-1]
    assert "no longer a finite number" in notice.text
    assert "“output”" in notice.text
    window.messages._follow()
    qtbot.waitUntil(lambda: window.session.moment.trace.fault is None, timeout=10_000)


def test_a_change_while_it_plays_is_seen_playing(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.watch.playback.set_grain("step")
    window.watch.playback.set_speed(16)
    window.watch.playback.play()
    qtbot.waitUntil(lambda: window.session.moment.cursor.step >= 2, timeout=10_000)
    assert window.session.edit(
        "Slower", lambda d: d.with_setup(optimizer=d.setup.optimizer.replace(learning_rate=0.001))
    )
    rate = lambda: window.session.moment and window.session.moment.setup.optimizer.learning_rate  # noqa: E731
    qtbot.waitUntil(lambda: rate() == 0.001, timeout=10_000)
    assert window.watch.playback.playing
    qtbot.waitUntil(lambda: window.session.moment.cursor.step >= 3, timeout=10_000)
    window.watch.playback.pause()


def test_edits_in_build_reach_watch(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.set_mode("build")
    editor = window.build.canvas.editor
    assert editor.append("Dense")
    qtbot.waitUntil(lambda: bool(window.session.problems), timeout=10_000)
    assert window.session.moment is None
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
    assert editor.set_field("hidden_1", "units", 6)
    qtbot.waitUntil(lambda: window.session.moment is not None, timeout=10_000)
    assert window.session.document.design.node("hidden_1").layer == Dense(6, "tanh")
    assert window.session.moment.trace.weight("hidden_1/kernel").shape == (2, 6)


def test_the_window_never_imports_slow_or_foreign_libraries(opened: Opened) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from nnviz.ui.main import make_window; w = make_window(); w.show();"
        "print([m for m in ('tensorflow', 'keras', 'pandas', 'sklearn', 'pydantic', 'h5py', 'jinja2', 'nbformat')"
        " if m in sys.modules]); w.close()"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout.strip() == "[]"
