"""The runs in a real window: list, comparison, mistakes, and what comes back. No Keras runs here."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from nnviz.engine.remembered import ITERATION
from nnviz.export import judging, runs, weights_file
from nnviz.export.program import start_weights
from nnviz.export.training import prepare
from nnviz.templates.base import template
from nnviz.ui.train import run_actions
from nnviz.ui.train.runs_panel import FOLDER, letter, tick_box
from nnviz.ui.widgets import LinkLabel
from tests.ui.train.fakes import DONE, HELLO, STARTED, epoch

PREFIX_LENGTH = len("@nnviz ")


def made(parent: Path, name: str, day: int, epochs: int = 3, failed: bool = False, **setup: object) -> Path:
    """Make a run with weights of epoch 1, all of them 0.25, and kept answers for them."""
    document = template(name).build().with_setup(**setup)
    folder = prepare(document, start_weights(document), parent / f"{name}-{day}").folder
    raw = json.loads((folder / runs.RUN).read_text())
    raw["began"] = f"2026-01-{day:02d}T10:00:00+00:00"
    (folder / runs.RUN).write_text(json.dumps(raw))
    reports = [
        json.loads(str(HELLO[1])[PREFIX_LENGTH:]),
        {"event": "started", "parameters": 25, "trainable": 25, "epochs": epochs, "batches": 15},
    ]
    for number in range(1, epochs + 1):
        logs = {"loss": 1 / number, "accuracy": 1 - 0.5 / number, "val_loss": 1.5 / number}
        reports.append({"event": "epoch", "epoch": number, "epochs": epochs, "logs": logs, "seconds": 2})
    if failed:
        reports.append({"event": "failed", "kind": "memory", "text": ""})
    else:
        results = {"loss": 0.5, "accuracy": 0.9}
        reports.append(
            {"event": "done", "stopped": False, "epochs": epochs, "results": results, "weights": True}
        )
    (folder / runs.EVENTS).write_text("".join(json.dumps(report) + "\n" for report in reports))
    (folder / "epochs").mkdir()
    weights = {path: np.full_like(value, 0.25) for path, value in start_weights(document).items()}
    path = folder / "epochs" / "epoch-000001.weights.h5"
    weights_file.write(path, document.design, weights)
    (folder / judging.KEPT).mkdir()
    np.savez(
        folder / judging.KEPT / "epoch-000001.npz",
        targets=np.array([0, 1, 1, 0]),
        outputs=np.array([[0.2], [0.9], [0.3], [0.6]], np.float32),
        worst=np.array([2, 3]),
        inputs=np.array([[0.5, 1.0], [-1.0, 0.0]], np.float32),
    )
    return folder


@pytest.fixture
def three(tmp_path):
    parent = tmp_path / "runs"
    return [
        made(parent, "circle", 1, batch_size=20),
        made(parent, "circle", 2, epochs=5),
        made(parent, "spiral", 3, failed=True),
    ]


@pytest.fixture
def room(qtbot, open_window):
    """Return a function that opens the window in the room of the runs."""

    def make():
        window = open_window()
        window.train.runs_button.click()
        qtbot.waitUntil(lambda: window.train.runs.runs.loaded and window.worker.idle, timeout=20_000)
        return window

    return make


def row(window, folder: Path):
    items = window.train.runs.list.list
    return next(items.item(i) for i in range(items.count()) if items.item(i).data(FOLDER) == str(folder))


def click(qtbot, window, folder: Path, tick: bool = False) -> None:
    items = window.train.runs.list.list
    rect = items.visualItemRect(row(window, folder))
    place = tick_box(rect, items).center() if tick else rect.center() + QPoint(0, 1)
    qtbot.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: window.worker.idle, timeout=20_000)


def choose_weights(qtbot, window, words: str) -> None:
    panel = window.train.runs.run
    panel.weights.setCurrentIndex(panel.weights.findText(words))
    qtbot.waitUntil(lambda: window.worker.idle, timeout=20_000)


def text_of(widget: QWidget) -> str:
    labels = widget.findChildren(QWidget)
    return "\n".join(one.text() for one in labels if hasattr(one, "text") and one.isVisibleTo(widget))


# -- the room ------------------------------------------------------------------------------------------------------


def test_the_room_is_within_train(qtbot, room, three):
    window = room()
    assert window.mode == "runs"
    switch = window._bar.switch
    assert switch.choice == "train"
    assert "runs" not in switch.keys
    qtbot.mouseClick(switch.segment("train"), Qt.MouseButton.LeftButton)
    assert window.mode == "train"
    window.train.runs.open(three[1])
    assert window.train.runs.runs.current.folder == three[1]
    window.train.runs.back.click()
    assert window.mode == "train"


def test_without_a_run_it_says_so(room):
    window = room()
    assert "No run yet" in text_of(window.train.runs.list)
    assert "Choose a run" in text_of(window.train.runs.mistakes)
    assert not window.train.runs.mistakes.ask.isVisible()
    window.train.runs.page.show_view("mistakes")
    assert not window.train.runs.mistakes.confusion.isVisible()  # nothing empty stands there
    assert not window.train.runs.mistakes.table.isVisible()
    assert not window.train.runs.run._box.isVisible()


def test_the_newest_run_is_looked_at_first(room, three):
    window = room()
    items = window.train.runs.list.list
    told = [items.item(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(items.count())]
    assert [words.split(", ")[0] for words in told] == ["spiral", "circle", "circle"]
    assert told[1].endswith("finished after 5 epochs, loss 0.5, accuracy 90.00%")
    assert window.train.runs.runs.current.folder == three[2]
    assert "memory of the computer" in text_of(window.train.runs.run)
    assert window.train.runs.run.resume.isVisible()


def test_runs_that_come_and_go_are_seen(qtbot, room, three, tmp_path):
    window = room()
    fourth = made(tmp_path / "runs", "circle", 4)
    state = window.train.runs.runs
    state.look()
    qtbot.waitUntil(lambda: len(state.runs) == 4)
    assert state.current.folder == three[2]
    assert row(window, fourth) is not None
    window.train.runs.back.click()
    assert not state._timer.isActive()


def test_what_was_trained_last_is_looked_at(qtbot, run, open_window, three, trained):
    window = open_window()
    window.train.runs.open(three[0])
    qtbot.waitUntil(lambda: window.train.runs.runs.loaded and window.worker.idle)
    window.train.runs.back.click()
    run([HELLO, STARTED, *epoch(1), *epoch(2), ("weights", trained(window.session.document)), DONE], window)
    window.train.runs_button.click()
    qtbot.waitUntil(lambda: window.worker.idle and len(window.train.runs.runs.runs) == 4)
    assert window.train.runs.runs.current.folder == window.train.training.ending.job.folder


# -- comparison ------------------------------------------------------------------------------------------------------


def test_ticks_put_curves_side_by_side(qtbot, room, three):
    window = room()
    compare, state = window.train.runs.compare, window.train.runs.runs
    assert [run.name for run in compare.loss_view.runs] == ["spiral"]
    assert "Tick another run" in text_of(compare)
    click(qtbot, window, three[1])
    assert [(run.name, run.number) for run in compare.loss_view.runs] == [("circle", 0)]
    click(qtbot, window, three[0], tick=True)
    assert state.current.folder == three[1]  # a tick looks at no other run
    assert [run.number for run in compare.loss_view.runs] == [0, 1]
    assert compare.loss_view.runs[0].training[-1] == (5, 0.2)
    assert compare.loss_view.runs[0].validation[0] == (1, 1.5)
    assert compare.quantity.currentData() == "accuracy"
    table = compare.table
    rows = [[table.item(r, c).text() for c in range(3)] for r in range(table.rowCount())]
    assert ["batch size", "10", "20"] in rows
    assert [table.horizontalHeaderItem(c).text() for c in (1, 2)] == ["A · circle", "B · circle"]
    words = compare.loss_view.words_at(compare.loss_view.scales()[0].place(2))
    assert words.splitlines() == [
        "epoch 2",
        "A circle: training 0.5, validation 0.75",
        "B circle: training 0.5, validation 0.75",
    ]
    click(qtbot, window, three[1], tick=True)
    assert [run.number for run in compare.loss_view.runs] == [1]  # the other keeps its colour
    click(qtbot, window, three[2], tick=True)
    assert [run.number for run in compare.loss_view.runs] == [0, 1]


def test_networks_that_differ_much_are_told_by_their_size(qtbot, room, three, tmp_path):
    made(tmp_path / "runs", "digits", 4)
    window = room()
    click(qtbot, window, three[0], tick=True)
    table = window.train.runs.compare.table
    cells = [table.item(0, c).text() for c in range(3)]
    assert cells == ["network", "4 layers, 1,210 parameters", "4 layers, 25 parameters"]


def test_a_tick_is_set_by_the_keyboard(qtbot, room, three):
    window = room()
    items = window.train.runs.list.list
    items.setFocus()
    qtbot.keyClick(items, Qt.Key.Key_Down)
    assert window.train.runs.runs.current.folder == three[1]
    qtbot.keyClick(items, Qt.Key.Key_Space)
    assert window.train.runs.runs.colour_of(three[1]) is None
    qtbot.keyClick(items, Qt.Key.Key_Space)
    assert window.train.runs.runs.colour_of(three[1]) == 0
    assert letter(0) == "A"


# -- mistakes --------------------------------------------------------------------------------------------------------


def test_kept_answers_are_shown_at_once(qtbot, room, three):
    window = room()
    click(qtbot, window, three[0])
    mistakes = window.train.runs.mistakes
    window.train.runs.page.show_view("mistakes")
    choose_weights(qtbot, window, "Before the first epoch")
    assert mistakes.ask.isVisible()  # these have none
    choose_weights(qtbot, window, "After epoch 1")
    assert not mistakes.ask.isVisible()
    assert "2 of 4 test samples are named right: 50.0 %." in text_of(mistakes)
    assert mistakes.confusion.counts.tolist() == [[1, 1], [1, 1]]
    rows = [[mistakes.table.item(r, c).text() for c in range(4)] for r in range(mistakes.table.rowCount())]
    assert rows == [["3", "0, 70.0 %", "1", "x1 0.5, x2 1"], ["4", "1, 60.0 %", "0", "x1 −1, x2 0"]]


def test_a_cell_of_the_matrix_shows_its_samples(qtbot, room, three):
    window = room()
    click(qtbot, window, three[0])
    choose_weights(qtbot, window, "After epoch 1")
    window.train.runs.page.show_view("mistakes")
    mistakes = window.train.runs.mistakes
    matrix = mistakes.confusion
    side, gap, high, wide = matrix._measures()
    place = QPoint(round(side + gap + 0.5 * wide), round(2.5 * high))
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place)
    assert matrix.chosen == (1, 0)
    assert mistakes.table.rowCount() == 1
    assert "1 taken for 0" in text_of(mistakes)
    qtbot.keyClick(matrix, Qt.Key.Key_Up)
    assert matrix.chosen == (0, 0)
    assert "none of them is a mistake" in text_of(mistakes)
    assert not mistakes.table.isVisible()
    mistakes.every.clicked.emit()
    assert matrix.chosen is None
    assert mistakes.table.rowCount() == 2


def test_what_keras_cannot_do_is_said(qtbot, room, three, fake):
    window = room()
    click(qtbot, window, three[0])
    raw = json.loads((three[0] / runs.RUN).read_text())
    raw["options"]["python"] = fake(("exit", 1))
    (three[0] / runs.RUN).write_text(json.dumps(raw))
    window.train.runs.runs.look()
    qtbot.waitUntil(lambda: window.worker.idle)
    choose_weights(qtbot, window, "Before the first epoch")
    judge = window.train.runs.judge
    with qtbot.waitSignal(judge.errand.failed, timeout=20_000):
        window.train.runs.mistakes.ask.click()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert "ended unexpectedly" in text_of(window.train.runs.mistakes)
    assert window.train.runs.mistakes.ask.isVisibleTo(window.train.runs.mistakes)


def test_another_run_cancels_the_question(qtbot, room, three, fake):
    window = room()
    click(qtbot, window, three[0])
    state = window.train.runs.runs
    raw = json.loads((three[0] / runs.RUN).read_text())
    raw["options"]["python"] = fake(("wait", "never"))
    (three[0] / runs.RUN).write_text(json.dumps(raw))
    state.look()
    qtbot.waitUntil(lambda: window.worker.idle)
    judge = window.train.runs.judge
    judge.ask()
    qtbot.waitUntil(lambda: judge.errand.phase == "importing")
    assert window.train.runs.mistakes.cancel.isVisibleTo(window.train.runs.mistakes)
    click(qtbot, window, three[1])
    assert not judge.busy


# -- back ------------------------------------------------------------------------------------------------------------


def test_weights_go_into_the_document_and_undo_takes_them_out(qtbot, room, three):
    window = room()
    before = window.session.weights_now()
    click(qtbot, window, three[1])
    choose_weights(qtbot, window, "After epoch 1")
    with qtbot.waitSignal(window.train.runs.actions.done):
        window.train.runs.run.take.click()
    assert all((value == 0.25).all() for value in window.session.document.weights.values())
    assert "weights of “circle” (after epoch 1)" in window.messages.notices[-1].text
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: window.worker.idle)
    after = window.session.weights_now()
    assert all(np.array_equal(after[path], before[path]) for path in before)


def test_weights_of_another_network_offer_its_design(qtbot, room, three):
    window = room()
    name = window.session.document.name
    window.train.runs.run.take.click()
    qtbot.waitUntil(lambda: bool(window.messages.notices))
    assert "do not fit the network" in window.messages.notices[-1].text
    assert window.session.document.name == name
    with qtbot.waitSignal(window.train.runs.actions.done) as done:
        window.train.runs.actions.open_design()
    assert done.args == ["design"]
    assert window.session.document.name == "spiral"
    assert window.session.edited  # it is in no file yet
    qtbot.waitUntil(lambda: window.worker.idle)


def test_a_refusal_to_leave_the_document_keeps_it(qtbot, room, three):
    window = room()
    window.train.runs.actions._may_leave = lambda: False
    window.train.runs.run.open.click()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert window.session.document.name == "circle"


def test_a_batch_is_pulled_into_watch(qtbot, room, three):
    window = room()
    click(qtbot, window, three[1])
    choose_weights(qtbot, window, "After epoch 1")
    panel = window.train.runs.run
    panel.batch.setValue(3)
    assert "of 15 of epoch 2" in text_of(panel)
    assert "the run took next" in text_of(panel)
    with qtbot.waitSignal(window.train.runs.actions.done):
        panel.pull.click()
    qtbot.waitUntil(lambda: window.session.moment is not None and window.worker.idle, timeout=20_000)
    assert window.mode == "watch"
    moment = window.session.moment
    assert (moment.cursor.step, moment.cursor.event) == (2, 0)
    assert moment.trace.batch.epoch == 1
    assert "batch 3 of epoch 2 of “circle”" in window.messages.notices[-1].text
    assert window.session.document.setup.batch_size == 10
    # Another batch of the same weights needs no new run, only another place in it.
    window.train.runs.open()
    qtbot.waitUntil(lambda: window.worker.idle)
    panel.batch.setValue(1)
    with qtbot.waitSignal(window.train.runs.actions.done):
        panel.pull.click()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert window.session.moment.cursor.step == 0
    while window.session.undo_stack.canUndo():
        window.session.undo_stack.undo()
    assert ITERATION not in window.session.document.weights
    qtbot.waitUntil(lambda: window.worker.idle)


# -- the folder ------------------------------------------------------------------------------------------------------


def test_a_run_is_deleted_after_a_question(qtbot, room, three, monkeypatch):
    window = room()
    answers = [False, True]
    monkeypatch.setattr(run_actions.RunActions, "confirm", lambda self, run: answers.pop(0))
    window.train.runs.run.delete.clicked.emit()
    assert three[2].is_dir()
    window.train.runs.run.delete.clicked.emit()
    qtbot.waitUntil(lambda: len(window.train.runs.runs.runs) == 2)
    assert not three[2].exists()
    assert window.train.runs.runs.current.folder == three[1]
    qtbot.waitUntil(lambda: window.worker.idle)


def test_the_question_keeps_the_run_unless_it_is_answered(room, three, monkeypatch):
    window = room()
    asked = []

    def answer(box: QMessageBox) -> int:
        asked.append((box.text(), box.defaultButton().text()))
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    run = window.train.runs.runs.current
    assert not window.train.runs.actions.confirm(run)
    assert asked == [("Delete the run “spiral” with its weights, curves and log?", "Keep it")]


def test_folder_and_resume(room, three, monkeypatch):
    window = room()
    opened, wanted = [], []
    monkeypatch.setattr(run_actions, "open_folder", opened.append)
    monkeypatch.setattr(window.train.training, "resume_run", wanted.append)
    window.train.runs.run.folder.clicked.emit()
    window.train.runs.run.resume.clicked.emit()
    assert opened == wanted == [three[2]]


def test_every_control_has_a_name_and_says_what_it_does(room, three):
    window = room()
    for view in ("curves", "mistakes"):
        window.train.runs.page.show_view(view)
        parts = [window.train.runs.page, window.train.runs.list, window.train.runs.run]
        for part in parts:
            for control in part.findChildren(QAbstractButton):
                if "qt_tableview" in control.objectName():
                    continue
                assert control.accessibleName() or control.text(), control
            for link in part.findChildren(LinkLabel):
                assert link.accessibleName(), link
    run = window.train.runs.run
    for control in (run.take, run.open, run.pull, run.batch, run.weights, run.resume, run.folder, run.delete):
        assert control.toolTip(), control


def test_a_damaged_folder_is_listed_and_does_no_harm(qtbot, room, three):
    (three[2] / runs.RUN).write_text("{")
    (three[2] / runs.EVENTS).write_text("nothing\n")
    (three[2] / runs.DOCUMENT).write_bytes(b"no zip")
    window = room()
    state = window.train.runs.runs
    broken = next(run for run in state.runs if run.folder == three[2])
    state.choose(broken.folder)
    qtbot.waitUntil(lambda: window.worker.idle)
    assert state.checkpoint is None
    assert "no run that can be read" in text_of(window.train.runs.run)
    assert "left no weights" in text_of(window.train.runs.mistakes)


def test_pictures_are_shown_with_what_they_are_taken_for(qtbot, room, tmp_path):
    folder = made(tmp_path / "runs", "circle", 1)
    np.savez(
        folder / judging.KEPT / "epoch-000001.npz",
        targets=np.array([0, 1]),
        outputs=np.array([[0.75], [0.9]], np.float32),
        worst=np.array([0]),
        inputs=np.ones((1, 4, 4), np.float32),
    )
    window = room()
    choose_weights(qtbot, window, "After epoch 1")
    window.train.runs.page.show_view("mistakes")
    (tile,) = window.train.runs.mistakes.grid.tiles
    assert (tile.named, tile.true) == ("75 % 1", "is 0")
    assert tile.words == "test picture 1: taken for 1 with 75.0 %; it is 0, which gets 25.0 %"
    grid = window.train.runs.mistakes.grid
    assert grid.tile_at(grid.box(0).center()) is tile
    image = grid.grab().toImage()
    place = SimpleNamespace(x=int(grid.box(0).left()) + 20, y=20)
    assert image.pixelColor(place.x, place.y).name() == "#ffffff"
