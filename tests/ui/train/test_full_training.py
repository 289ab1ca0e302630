"""What becomes of a training: its start, its weights in the document, its sentences."""

from __future__ import annotations

import json
import sys

import h5py
import numpy as np
import pytest
from PySide6.QtCore import QSettings

from nnviz.data.table import Table
from nnviz.data.xor import Xor
from nnviz.design import edits
from nnviz.design.file import load
from nnviz.engine.events import Cursor
from nnviz.export import weights_file
from nnviz.export.program import start_weights
from nnviz.export.start import of_state
from nnviz.export.training import SETTING
from nnviz.layers.input import Input
from nnviz.optimizers.adam import Adam
from nnviz.optimizers.adamw import AdamW
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import template
from nnviz.ui.text import tr_message
from nnviz.ui.train.ending import CHANGED, IN_DOCUMENT, NONE, OFFERED, UNFIT, place, sentence
from tests.ui.train.fakes import DONE, HELLO, STARTED, epoch, report


def train_and_edit(window, qtbot, fake, trained, change):
    """Train the window's document, change it meanwhile, and return the ending."""
    document = window.session.document
    entries = [HELLO, STARTED, *epoch(1), ("wait", "stop"), ("weights", trained(document)), DONE]
    training = window.train.training
    training.choose_python(fake(*entries))
    assert training.start()
    qtbot.waitUntil(lambda: training.record.epoch == 1)
    change(window.session)
    with qtbot.waitSignal(training.ended):
        training.stop()
    qtbot.waitUntil(lambda: window.worker.idle)
    return training.ending


def words(window) -> str:
    return tr_message(sentence(window.train.training.ending, window.train.training.measured_on))


def test_trained_weights_are_one_undo_step(run, open_window, trained):
    window = open_window()
    before = window.session.document
    entries = [HELLO, STARTED, *epoch(1), *epoch(2), ("weights", trained(before)), DONE]
    run(entries, window)
    ending = window.train.training.ending
    assert ending.weights == IN_DOCUMENT
    assert words(window) == "Trained 2 epochs: 90.0 % of 50 test samples are right."
    assert "in the document" in str(place(ending))
    assert all((value == 0.5).all() for value in window.session.document.weights.values())
    assert all((value == 0.5).all() for value in window.session.weights_now().values())
    stack = window.session.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "Trained weights")
    stack.undo()
    assert window.session.document == before


def test_stopped_training_keeps_what_was_learned(run, open_window, trained):
    window = open_window()
    stopped = report("done", stopped=True, epochs=1, results={"loss": 0.3, "accuracy": 0.8}, weights=True)
    run([HELLO, STARTED, *epoch(1), ("weights", trained(window.session.document)), stopped], window)
    assert window.train.training.ending.weights == IN_DOCUMENT
    assert words(window) == "Stopped in epoch 1: 80.0 % of 50 test samples are right."


def test_a_broken_training_leaves_the_document_alone_and_offers_the_last_epoch(run, open_window, trained):
    window = open_window()
    before = window.session.document
    failed = report("failed", kind="not_finite", text="NotFinite", epoch=3, batch=7)
    run([HELLO, STARTED, *epoch(1), ("weights", trained(before)), failed, ("exit", 3)], window)
    ending = window.train.training.ending
    assert (ending.weights, window.session.document) == (OFFERED, before)
    assert words(window).startswith("In epoch 3, batch 7, the loss is no longer a finite number")
    assert window.train.training.take_weights()
    assert window.train.training.ending.weights == IN_DOCUMENT
    assert (window.session.document.weights["output/kernel"] == 0.5).all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": "disk_full", "text": "OSError"}, "The disk is full"),
        ({"kind": "network", "text": "URLError"}, "could not be downloaded: the network does not answer"),
        ({"kind": "memory", "text": "MemoryError"}, "memory of the computer or of the GPU is not enough"),
        (
            {"kind": "no_module", "text": "x", "module": "keras"},
            "has no keras. This line installs what is missing",
        ),
        ({"kind": "no_file", "text": "mnist.npz"}, "A file is missing (mnist.npz)"),
        ({"kind": "error", "text": "ValueError: no"}, "ended with an error (ValueError: no)"),
    ],
)
def test_every_failure_is_a_sentence_and_harms_nothing(run, open_window, values, expected):
    window = open_window()
    before = window.session.document
    run([HELLO, report("failed", **values), ("exit", 3)], window)
    ending = window.train.training.ending
    assert expected in words(window)
    assert (ending.weights, ending.good, window.session.document) == (NONE, False, before)
    assert (values["kind"] == "no_module") == bool(ending.outcome.command)


def test_weights_that_do_not_fit_the_changed_document_can_be_saved(
    qtbot, open_window, fake, trained, tmp_path
):
    window = open_window()
    before = window.session.document

    def widen(session):
        session.edit_design("", lambda design: edits.set_fields(design, "hidden_1", units=7))

    ending = train_and_edit(window, qtbot, fake, trained, widen)
    assert ending.weights == UNFIT
    assert "do not fit it" in str(place(ending))
    assert not window.session.document.weights
    assert window.train.training.save_trained(tmp_path / "kept.nnviz")
    kept = load(tmp_path / "kept.nnviz")
    assert (kept.name, kept.design, kept.setup) == ("kept", before.design, before.setup)
    assert (kept.weights["hidden_1/kernel"] == 0.5).all()
    assert not window.train.training.take_weights()
    assert "hidden_1" in window.said[-1]
    assert not window.train.training.save_trained(tmp_path / "no such folder" / "kept.nnviz")
    assert "was not saved" in window.said[-1]


def test_weights_that_fit_another_network_are_only_offered(qtbot, open_window, fake, trained):
    window = open_window()
    ending = train_and_edit(
        window, qtbot, fake, trained, lambda s: s.edit("", lambda d: d.with_setup(data=Xor()))
    )
    assert ending.weights == CHANGED
    assert "They fit." in str(place(ending))
    assert not window.session.document.weights
    assert window.train.training.take_weights()
    assert (window.session.document.weights["output/kernel"] == 0.5).all()


def test_moved_cards_and_another_learning_rate_are_the_same_network(qtbot, open_window, fake, trained):
    window = open_window()

    def touch(session):
        session.edit_design("", lambda design: edits.move(design, {"output": (900.0, 40.0)}))
        session.edit("", lambda document: document.with_setup(batch_size=7))

    assert train_and_edit(window, qtbot, fake, trained, touch).weights == IN_DOCUMENT
    assert window.session.document.design.node("output").position == (900.0, 40.0)


def test_another_document_does_not_get_the_weights(qtbot, open_window, fake, trained):
    window = open_window()
    other = template("circle").build().with_(name="another")
    ending = train_and_edit(window, qtbot, fake, trained, lambda s: s.open_document(other, None))
    assert ending.weights == CHANGED
    assert window.session.document == other


def test_damaged_weights_are_told_and_change_nothing(run, open_window, tmp_path):
    window = open_window()
    before = window.session.document
    (tmp_path / "damaged.npz").write_bytes(b"nonsense")
    run([HELLO, STARTED, ("weights", str(tmp_path / "damaged.npz")), DONE], window)
    assert window.train.training.ending.weights == NONE
    assert window.session.document == before
    assert "cannot be used" in window.said[-1]


def test_it_starts_from_the_weights_on_the_screen(qtbot, run, open_window):
    window = open_window()
    window.session.seek(Cursor(3, 0))
    qtbot.waitUntil(lambda: window.session.moment.cursor.step == 3)
    on_screen = window.session.weights_now()
    run([HELLO, ("exit", 1)], window)
    folder = window.train.training.job.folder
    assert folder.parent.name == "runs"
    design = window.session.document.design
    found = weights_file.read(folder / "circle.weights.h5", design)
    assert all(np.array_equal(found[path], value) for path, value in on_screen.items())
    with h5py.File(folder / "circle.weights.h5") as file:
        assert "layers" in file
    window.train.training.start_fresh(True)
    run([HELLO, ("exit", 1)], window)
    second = window.train.training.job.folder
    assert second != folder
    assert not (second / "circle.weights.h5").exists()


def test_a_document_that_was_just_edited_is_trained_when_it_is_ready(qtbot, open_window, fake):
    window = open_window()
    training = window.train.training
    training.choose_python(fake(HELLO, ("exit", 1)))
    window.session.edit("", lambda document: document.with_setup(batch_size=3))
    assert window.worker.busy("build")
    with qtbot.waitSignal(training.ended):
        assert training.start()
        assert not training.busy
    assert "default=3" in (training.job.folder / "circle.py").read_text(encoding="utf-8")


def test_stop_takes_back_a_start_that_waits(qtbot, open_window, fake):
    window = open_window()
    window.train.training.choose_python(fake(HELLO))
    window.session.edit("", lambda document: document.with_setup(batch_size=3))
    window.train.start()
    window.train.stop()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert window.train.training.job is None


def test_what_cannot_be_trained_says_why(qtbot, open_window):
    window = open_window()
    window.session.edit_design("", lambda design: edits.set_fields(design, "point", shape=(3,)))
    qtbot.waitUntil(lambda: window.worker.idle)
    assert not window.train.start()
    assert "expects samples of shape 3" in window.said[-1]
    window.session.edit("", lambda document: document.with_setup(data=Table(file="nowhere.csv")))
    qtbot.waitUntil(lambda: window.worker.idle)
    assert not window.train.start()
    assert "nowhere.csv" in window.said[-1]
    window.session.open_document(template("circle").build(), None)
    window.session.edit_design("", lambda design: edits.remove(design, ["point"]))
    assert window.train.start()  # it waits for the problems, and then says them
    qtbot.waitUntil(lambda: window.worker.idle)
    assert "no Input layer" in window.said[-1]
    assert not window.train.training.busy


def test_a_folder_that_cannot_be_written_says_so(open_window, tmp_path):
    window = open_window()
    (tmp_path / "runs").write_text("a file", encoding="utf-8")
    assert not window.train.start()
    assert "cannot be written" in window.said[-1]
    assert not window.train.training.busy


def test_mnist_may_be_missing(qtbot, open_window, fake, trained, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    window = open_window(template("mnist").build())
    training = window.train.training
    assert training.source.missing
    assert window.session.moment is None
    training.choose_python(fake(HELLO, report("download", name="mnist.npz", done=3, total=11), ("exit", 1)))
    with qtbot.waitSignal(training.ended):
        assert window.train.start()
    assert "--data-dir" not in training.job.argv
    assert training.record.download.total == 11
    folder = training.job.folder
    start = weights_file.read(folder / "handwritten_digits.weights.h5", window.session.document.design)
    assert start["hidden_1/kernel"].shape == (784, 512)


def test_results_without_accuracy_or_test_samples(run, open_window):
    done = report(
        "done", stopped=False, epochs=1, results={"loss": 0.04, "mean_absolute_error": 0.16}, weights=False
    )
    window = run([HELLO, STARTED, done], open_window(template("linear-regression").build()))
    assert words(window) == "Trained 1 epoch: loss 0.04, mean absolute error 0.16."


def test_the_python_is_kept_in_the_settings(open_window, tmp_path, monkeypatch):
    monkeypatch.delenv(SETTING, raising=False)
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    window = open_window(settings=settings, show=False)
    usual = window.train.training.python
    assert usual
    window.train.training.choose_python("/some/python")
    again = open_window(settings=settings, show=False)
    assert again.train.training.python == "/some/python"
    again.train.training.choose_python("")
    assert again.train.training.python == usual
    monkeypatch.setenv(SETTING, "/named/python")
    assert again.train.training.python == "/named/python"


def test_the_program_gets_the_data_folder_only_where_it_helps(open_window, tmp_path, shared_data, run):
    window = open_window(template("mnist").build())
    window.session.use_data_dir(shared_data)
    run([HELLO, ("exit", 1)], window)
    argv = window.train.training.job.argv
    assert argv[argv.index("--data-dir") + 1] == str(shared_data.resolve())
    assert json.dumps(argv)
    assert isinstance(window.session.document.design.node("picture").layer, Input)


def test_it_starts_with_what_the_optimizer_remembers(qtbot, run, open_window):
    window = open_window(template("circle").build().with_setup(optimizer=Adam(0.01)))
    window.session.seek(Cursor(3, 0))
    qtbot.waitUntil(lambda: window.session.moment.cursor.step == 3)
    before = window.session.moment
    run([HELLO, ("exit", 1)], window)
    found = weights_file.read_optimizer(window.train.training.job.folder / "circle.weights.h5")
    document = window.session.document
    wanted = of_state(document, before.trace.network, before.state).optimizer
    assert int(found[0]) == 3
    assert all(np.array_equal(one, other) for one, other in zip(found, wanted, strict=True))
    text = (window.train.training.job.folder / "circle.py").read_text(encoding="utf-8")
    assert "optimizer.build" in text


def test_another_optimizer_says_what_becomes_of_the_memory(qtbot, open_window):
    document = template("circle").build().with_setup(optimizer=Adam(0.01))
    weights = start_weights(document)
    memory = {
        f"optimizer/{slot}/{path}": np.zeros_like(value)
        for path, value in weights.items()
        for slot in Adam().slots()
    }
    window = open_window(document.with_weights({**weights, **memory, "optimizer/iteration": np.array(6.0)}))
    window.session.edit("", lambda d: d.with_setup(optimizer=SGD(0.1)))
    assert window.said[-1].startswith("SGD cannot use what Adam remembers of 6 earlier steps")
    window.session.undo_stack.undo()
    window.session.edit("", lambda d: d.with_setup(optimizer=AdamW()))
    assert window.said[-1] == "AdamW goes on with what Adam remembers of 6 earlier steps."
    qtbot.waitUntil(lambda: window.worker.idle)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_killed_training_can_be_resumed_here(qtbot, run, open_window, tmp_path):
    window = open_window()
    training = window.train.training
    (tmp_path / "state").touch()
    backup = ("copy", (str(tmp_path / "state"), "backup/state"))
    run([HELLO, STARTED, *epoch(1), backup, ("kill", "SIGKILL")], window)
    folder = training.job.folder
    assert training.ending.outcome.resumable
    box = window.train.progress.ending
    link = next(link for link in box.links if "Go on training" in link.accessibleName())
    with qtbot.waitSignal(training.ended):
        link.clicked.emit()
        assert training.busy
        assert training.job.folder == folder
        assert "--resume" in training.job.argv
        assert training.record.epoch == 1  # what was told before is there
    assert training.document.design == window.session.document.design
    assert not training.resume_run(tmp_path / "nowhere")
    assert "no run folder" in window.said[-1]
