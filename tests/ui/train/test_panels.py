"""The panels of Train in a real window: what they show, what their controls do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QWidget

from nnviz.data.digits import Digits
from nnviz.data.table import Table
from nnviz.design import edits
from nnviz.design.file import load
from nnviz.engine.events import Cursor
from nnviz.export import runs
from nnviz.export.reports import BatchDone, EpochDone
from nnviz.templates.base import template
from nnviz.ui import theme
from nnviz.ui.train import ending_box, log_panel
from nnviz.ui.train.curve_view import FEW, CurveView
from nnviz.ui.train.ending import FITS
from nnviz.ui.train.record import Curve, Record
from nnviz.ui.widgets import LinkLabel
from tests.ui.train.fakes import DONE, HELLO, STARTED, epoch, report


def links(box: QWidget) -> dict[str, LinkLabel]:
    return {link.accessibleName(): link for link in box.findChildren(LinkLabel) if not link.isHidden()}


def shown(widget: QWidget, text: str) -> bool:
    """Return whether some visible words in ``widget`` hold ``text``."""
    parts = [child for child in widget.findChildren(QWidget) if child.isVisible() and hasattr(child, "text")]
    return any(text in (part.text() if callable(part.text) else "") for part in parts)


# -- settings ---------------------------------------------------------------------------------------------------


def test_epochs_and_batch_size_are_the_documents(qtbot, open_window):
    window = open_window()
    window.session.seek(Cursor(5, 2))
    qtbot.waitUntil(lambda: window.session.moment.cursor.step == 5)
    window.train.settings.setup.control("epochs").setValue(3)
    assert window.session.document.setup.epochs == 3
    assert window.session.undo_stack.undoText() == "Change epochs"
    qtbot.waitUntil(lambda: window.worker.idle)
    assert window.session.moment.cursor == Cursor(5, 2)  # the number of epochs is nothing to Watch
    window.train.settings.setup.control("batch_size").setValue(25)
    assert window.session.document.setup.batch_size == 25
    window.session.undo_stack.undo()
    assert window.train.settings.setup.control("batch_size").value() == 10


def test_the_start_is_chosen_and_explained(qtbot, open_window):
    window = open_window()
    start = window.train.settings.start
    assert start.on_screen.isChecked()
    assert shown(start, "before the first step")
    window.session.seek(Cursor(7, 0))
    qtbot.waitUntil(lambda: shown(start, "step 7"))
    start.fresh.click()
    assert window.train.training.fresh
    assert shown(start, "from the seed 7")
    start.on_screen.click()
    assert not window.train.training.fresh


def test_what_stands_in_the_way_is_said_and_mended(qtbot, open_window):
    window = open_window()
    assert not window.train.settings.obstacle.isVisible()
    window.session.edit_design("", lambda design: edits.set_fields(design, "point", shape=(3,)))
    qtbot.waitUntil(window.train.settings.obstacle.isVisible)
    assert not window.train.start_button.isEnabled()
    link = next(iter(links(window.train.settings.obstacle).values()))
    link.clicked.emit()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert not window.train.settings.obstacle.isVisible()
    assert window.train.start_button.isEnabled()


def test_missing_mnist_offers_its_folder_and_the_built_in_digits(
    qtbot, open_window, monkeypatch, tmp_path, shared_data
):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    window = open_window(template("mnist").build())
    data = window.train.settings.data
    assert shown(data, "Keras downloads it when training starts (11 MB)")
    assert window.train.start_button.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(shared_data))
    data.folder.button.click()
    qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=20_000)
    assert shown(data, "Found: ")
    assert not data.digits.isVisible()
    data.folder.line.setText("")
    data.folder.line.editingFinished.emit()
    assert shown(data, "Keras downloads it")
    data.digits.clicked.emit()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert isinstance(window.session.document.setup.data, Digits)
    assert window.session.moment is not None
    assert shown(data, "come with scikit-learn")


def test_mnist_in_keras_own_folder_is_found(open_window, monkeypatch, tmp_path, shared_data):
    place = tmp_path / "keras" / "datasets"
    place.mkdir(parents=True)
    (place / "mnist.npz").symlink_to(shared_data / "mnist.npz")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    window = open_window(template("mnist").build())
    assert shown(window.train.settings.data, "Found in Keras’ own folder")
    assert window.train.training.source.data_dir is None


def test_a_table_is_chosen_here(qtbot, open_window, monkeypatch, tmp_path):
    window = open_window(template("circle").build().with_setup(data=Table()))
    data = window.train.settings.data
    assert shown(data, "No table is chosen yet")
    table = tmp_path / "table.csv"
    table.write_text("a,b,c\n" + "1,2,0\n2,3,1\n" * 20, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    data.file.button.click()
    qtbot.waitUntil(lambda: window.worker.idle)
    assert window.session.document.setup.data.file == str(table)
    assert shown(data, str(table))
    window.session.edit("", lambda d: d.with_setup(data=Table(file="gone.csv")))
    assert shown(data, "is not there")


def test_the_python_is_chosen_here(open_window):
    window = open_window()
    python = window.train.settings.python
    assert python.path.line.text() == window.train.training.python
    python.path.entered.emit("/some/python")
    assert window.train.training.python == "/some/python"
    assert python.path.line.text() == "/some/python"


# -- while it runs ----------------------------------------------------------------------------------------------


def test_a_running_training_shows_how_far_it_is(qtbot, open_window, fake):
    window = open_window()
    training, progress = window.train.training, window.train.progress
    assert shown(progress, "Not trained yet")
    training.choose_python(
        fake(
            ("print", "a line of the program"),
            report("phase", phase="importing"),
            HELLO,
            report("phase", phase="loading"),
            report("download", name="mnist.npz", done=3_000_000, total=11_500_000),
            ("wait", "stop"),
            STARTED,
            *epoch(1),
            report("batch", epoch=2, batch=2, batches=4, logs={"loss": 0.25, "accuracy": 0.875}),
            ("wait", "stop"),
            ("exit", 1),
        )
    )
    window.train.start()
    assert window.train.start_button.text() == "Train next"
    assert window.train.settings.setup.isEnabled()  # for the next training
    qtbot.waitUntil(progress.download.isVisible)
    assert shown(progress.download, "3.0 of 11.5 MB")
    assert shown(progress, "Downloading mnist.npz")
    assert shown(progress, "Trains on the CPU (Some CPU). No driver of an NVIDIA GPU was found.")
    assert shown(progress, "Python 3.13.1 · Keras 3.15.1 · TensorFlow 2.21.0")
    training._trainer._tell(b"stop\n")
    qtbot.waitUntil(lambda: shown(progress, "Epoch 2 of 2"))
    assert not progress.download.isVisible()
    assert progress.run.bar.value() == 750
    assert shown(progress.epoch, "batch 2 of 4")
    assert [progress.numbers.item(1, c).text() for c in range(3)] == ["accuracy", "87.50 %", "65.00 %"]
    assert window.train.log.text.toPlainText() == "a line of the program"
    window.train.stop()
    assert window.train.stop_button.text() == "End now"
    assert shown(progress, "Stopping")
    qtbot.waitUntil(lambda: not training.busy)
    assert not window.train.stop_button.isEnabled()
    assert window.train.start_button.text() == "Start training"


def test_the_learning_rate_is_shown_and_changed(qtbot, open_window, fake):
    window = open_window()
    training, rate = window.train.training, window.train.progress.rate
    batch = report("batch", epoch=1, batch=2, batches=4, logs={"loss": 0.5}, rate=0.03)
    slower = [
        ("wait", "rate 0.015"),
        report("rate", rate=0.015),
        ("wait", "rate 0.5"),
        report("rate", rate=0.0),
    ]
    training.choose_python(fake(HELLO, STARTED, batch, *slower, ("wait", "stop"), ("exit", 1)))
    assert not rate.isVisible()
    window.train.start()
    qtbot.waitUntil(rate.isVisible)
    assert rate.line.text() == "0.03"
    rate.half.click()
    assert shown(rate, "0.015 from the next batch on")
    qtbot.waitUntil(lambda: rate.line.text() == "0.015")
    assert not shown(rate, "from the next batch on")
    rate.line.setText("-1")
    rate.line.editingFinished.emit()
    assert shown(rate, "must be a number above 0")
    assert rate.line.text() == "0.015"
    rate.line.setText("0,5")
    rate.line.editingFinished.emit()
    qtbot.waitUntil(lambda: shown(rate, "A schedule gives the learning rate"))
    assert not rate.line.isEnabled()
    window.train.stop()
    qtbot.waitUntil(lambda: not training.busy)
    assert not rate.isVisible()


def test_a_pause_is_shown_and_ended(qtbot, open_window, fake):
    window = open_window()
    training, progress = window.train.training, window.train.progress
    paused = [("wait", "pause"), report("paused"), ("wait", "resume"), report("resumed")]
    training.choose_python(fake(HELLO, STARTED, *epoch(1), *paused, ("wait", "stop"), ("exit", 1)))
    window.train.start()
    qtbot.waitUntil(lambda: training.record.epoch == 1)
    window.train.pause_button.click()
    assert not window.train.pause_button.isEnabled()
    assert shown(progress, "Pausing as soon as this batch is over")
    qtbot.waitUntil(lambda: shown(progress, "Paused"))
    assert window.train.pause_button.text() == "Go on"
    assert window.train.stop_button.isEnabled()
    window.train.pause_button.click()
    qtbot.waitUntil(lambda: shown(progress, "Training “circle”"))
    assert window.train.pause_button.text() == "Pause"
    window.train.stop()
    qtbot.waitUntil(lambda: not training.busy)


def test_memory_is_shown_with_its_most(run, open_window):
    memory = [report("memory", used=used, device=10**9) for used in (500_000_000, 900_000_000, 700_000_000)]
    window = run([HELLO, STARTED, *epoch(1), *memory, ("exit", 1)])
    words = "Memory: 700 MB, at most 900 MB; on the GPU: 1.0 GB, at most 1.0 GB"
    assert shown(window.train.progress, words)


def test_every_control_has_a_name(open_window, run):
    window = open_window()
    run([HELLO, STARTED, *epoch(1), DONE], window)
    for panel in (
        window.train.settings,
        window.train.progress,
        window.train.curves,
        window.train.film,
        window.train.log,
    ):
        for control in panel.findChildren(QWidget):
            inner = control.objectName().startswith("qt_")  # speaks through the control around it
            if not inner and control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                words = control.text() if isinstance(control, QAbstractButton) else ""
                assert control.accessibleName() or words, control


def test_the_small_window_shows_the_controls(open_window):
    window = open_window()
    assert (window.width(), window.height()) == (1280, 720)
    for button in (window.train.start_button, window.train.pause_button, window.train.stop_button):
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(window, button.rect().topRight()).x() < 1280


# -- afterwards -------------------------------------------------------------------------------------------------


def test_the_ending_is_told_with_its_links(qtbot, run, open_window, trained, monkeypatch):
    window = open_window()
    box = window.train.progress.ending
    assert not box.isVisible()
    opened = []
    monkeypatch.setattr(ending_box, "open_folder", opened.append)
    run([HELLO, STARTED, *epoch(2), ("weights", trained(window.session.document)), DONE], window)
    assert box.isVisible()
    assert shown(box, "Trained 2 epochs: 90.0 % of 50 test samples are right.")
    assert not window.train.progress.run.isVisible()
    assert list(links(box)) == [
        "Show the trained network in Watch",
        "See its curves and mistakes in Runs",
        "Open the folder of this run",
    ]
    links(box)["Open the folder of this run"].clicked.emit()
    assert opened == [window.train.training.job.folder]
    links(box)["See its curves and mistakes in Runs"].clicked.emit()
    assert window.mode == "runs"
    qtbot.waitUntil(lambda: window.train.runs.runs.current is not None)
    assert window.train.runs.runs.current.folder == window.train.training.job.folder
    window.set_mode("train")
    links(box)["Show the trained network in Watch"].clicked.emit()
    assert window.mode == "watch"


def test_missing_tensorflow_gives_the_line_to_type(run, open_window, monkeypatch):
    failed = report("failed", kind="no_module", text="No module named 'keras'", module="keras")
    window = run([failed, ("exit", 3)])
    box = window.train.progress.ending
    assert shown(box, "-m pip install")
    links(box)["Copy the line"].clicked.emit()
    assert QGuiApplication.clipboard().text() == window.train.training.ending.outcome.command
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/another/python", ""))
    links(box)["Choose another Python…"].clicked.emit()
    assert window.train.training.python == "/another/python"


def test_no_network_offers_the_digits(run, open_window, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    window = open_window(template("mnist").build())
    run([HELLO, report("failed", kind="network", text="URLError"), ("exit", 3)], window)
    box = window.train.progress.ending
    assert {"Choose the folder of the data…", "Use the built-in digits instead"} < set(links(box))
    links(box)["Use the built-in digits instead"].clicked.emit()
    assert isinstance(window.session.document.setup.data, Digits)


def test_the_trained_network_is_saved_through_its_link(
    qtbot, open_window, fake, trained, monkeypatch, tmp_path
):
    window = open_window()
    training, document = window.train.training, window.session.document
    training.choose_python(fake(HELLO, STARTED, ("wait", "stop"), ("weights", trained(document)), DONE))
    training.start()
    qtbot.waitUntil(lambda: training.record.started is not None)
    window.session.edit_design("", lambda design: edits.set_fields(design, "hidden_1", units=7))
    with qtbot.waitSignal(training.ended):
        training.stop()
    box = window.train.progress.ending
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "kept"), ""))
    links(box)["Save the trained network as a document…"].clicked.emit()
    assert load(tmp_path / "kept.nnviz").weights


def test_an_ending_is_told_in_another_mode_too(qtbot, run, open_window, trained):
    window = open_window()
    window.set_mode("watch")
    run([HELLO, STARTED, *epoch(2), ("weights", trained(window.session.document)), DONE], window)
    (notice,) = window.messages.notices
    assert (notice.kind, notice.link) == ("info", "Show")
    assert notice.text.startswith("Trained 2 epochs")
    window.messages._follow()
    assert window.mode == "train"
    window.set_mode("watch")
    run([HELLO, ("exit", 9)], window)
    assert window.messages.notices[-1].kind == "error"


def test_the_log_is_bounded_copied_and_begins_anew(run, open_window, monkeypatch):
    window = open_window()
    lines = [f"line {number}" for number in range(3000)]
    run([("print", "\n".join(lines)), ("exit", 1)], window)
    log = window.train.log
    text = log.text.toPlainText()
    assert text.endswith("line 2999")
    assert text.count("\n") < log_panel.MOST_LINES
    log.copy()
    assert QGuiApplication.clipboard().text() == text
    opened = []
    monkeypatch.setattr(log_panel, "open_folder", opened.append)
    links(log)["Open the folder of this run"].clicked.emit()
    assert opened == [window.train.training.job.folder]
    run([("print", "again"), ("exit", 1)], window)
    assert log.text.toPlainText() == "again"


def test_the_log_shows_its_end_when_it_is_shown_again(qtbot, run, open_window):
    window = open_window()
    window.set_mode("watch")
    run([("print", "\n".join(f"line {number}" for number in range(300))), ("exit", 1)], window)
    window.set_mode("train")
    bar = window.train.log.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100 and bar.value() >= bar.maximum() - 1)


# -- curves -----------------------------------------------------------------------------------------------------


@pytest.fixture
def view(qtbot, qapp):
    theme.apply(qapp, dark=False)
    view = CurveView(share=True)
    qtbot.addWidget(view)
    view.resize(420, 180)
    with qtbot.waitExposed(view):
        view.show()
    return view


def curve(epochs: int) -> Curve:
    record = Record(epochs, 0.0)
    for number in range(1, epochs + 1):
        share = number / (epochs + 1)
        record.hear(BatchDone(number, 1, 2, {"accuracy": share / 2}), number)
        logs = {"accuracy": share, "val_accuracy": share - 0.05}
        record.hear(EpochDone(number, epochs, logs, 1.0), number)
    return record.curves["accuracy"]


def test_curves_are_drawn_where_their_numbers_are(view):
    view.show_curve(curve(9), 9, True)
    picture = view.grab().toImage()
    across, upwards = view.scales()
    ratio = view.devicePixelRatioF()
    accent, quiet = theme.current().colour("accent"), theme.current().colour("quiet")
    for number, share, colour in ((4, 0.4, accent), (4, 0.35, quiet), (9, 0.9, accent)):
        x, y = round(across.place(number) * ratio), round(upwards.place(share) * ratio)
        assert picture.pixelColor(x, y).name() == colour.name()
    assert view.range() == (0.0, 1.0)


def test_curves_without_a_point_have_no_axis(view):
    view.show_curve(Curve(), 5, True)
    assert view.words_at(10) == ""
    assert not view.grab().isNull()
    view.show_curve(Curve([(0.5, float("nan"))]), 5, True)
    assert view.range() == (0.0, 1.0)
    assert not view.grab().isNull()


def test_within_an_epoch_a_line_is_drawn_where_it_has_points_enough(view):
    view.show_curve(curve(5000), 5000, False)
    assert not view.grab().isNull()
    assert view._lines("running") == []
    steps = [(number + place / 10, 0.5) for number in range(90) for place in range(1, 11)]
    view.show_curve(Curve(steps, [(1, 0.5)]), 90, False)
    assert [len(piece) for piece in view._lines("running")] == [10] * FEW


def test_the_pointer_is_told_the_numbers(view, monkeypatch):
    view.show_curve(curve(9), 9, True)
    x = view.scales()[0].place(4)
    assert view.words_at(x) == "epoch 4: training 40.00 %, validation 35.00 %"
    place = QPointF(x, 50)
    QApplication.sendEvent(
        view,
        QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            QPointF(view.mapToGlobal(QPoint(round(x), 50))),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )


def test_curves_panel_names_the_metric(run, open_window):
    window = run([HELLO, STARTED, *epoch(1), ("exit", 1)])
    assert window.train.curves.metric_view.accessibleName() == "Accuracy over the epochs"
    logs = {"loss": 0.5, "mean_absolute_error": 0.2}
    other = report("epoch", epoch=1, epochs=2, seconds=0.1, logs=logs)
    run([HELLO, STARTED, other, ("exit", 1)], window)
    assert window.train.curves.metric_view.accessibleName() == "mean absolute error over the epochs"
    assert "0.2" in window.train.curves.metric_view.accessibleDescription()


def test_of_several_metrics_one_is_chosen(run, open_window):
    logs = {"loss": 0.5, "accuracy": 0.9, "auc": 0.8}
    window = run([HELLO, STARTED, report("epoch", epoch=1, epochs=2, seconds=0.1, logs=logs), ("exit", 1)])
    curves = window.train.curves
    assert curves.choice.isVisible()
    assert [curves.choice.itemText(number) for number in range(2)] == ["Accuracy", "auc"]
    curves.choice.setCurrentIndex(1)
    assert curves.metric_view.accessibleName() == "auc over the epochs"
    assert "0.8" in curves.metric_view.accessibleDescription()
    run([HELLO, STARTED, *epoch(1), ("exit", 1)], window)
    assert not curves.choice.isVisible()
    assert curves.metric_view.accessibleName() == "Accuracy over the epochs"


# -- closing ----------------------------------------------------------------------------------------------------


def test_closing_asks_only_while_a_training_runs(qtbot, open_window, fake, monkeypatch):
    window = open_window()
    assert window.train.may_leave()
    window.train.training.choose_python(fake(HELLO, ("sleep", 60)))
    window.train.start()
    qtbot.waitUntil(lambda: window.train.training.record.hello is not None)
    answers = ["Do not close", "Stop it"]

    def answer(box: QMessageBox) -> None:
        assert box.defaultButton().text() == "Keep training"
        wanted = answers.pop(0)
        next(button for button in box.buttons() if button.text() == wanted).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert not window.train.may_leave()
    assert window.train.may_leave()
    assert answers == []
    window.close()
    assert not window.train.training.busy
    assert (window.train.training.job.folder / "left").exists()


def test_a_training_that_is_kept_is_followed_by_the_next_window(
    qtbot, open_window, fake, trained, monkeypatch, tmp_path
):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    window = open_window(settings=settings)
    document = window.session.document
    entries = [HELLO, STARTED, *epoch(1), ("wait", "stop"), ("weights", trained(document)), DONE]
    window.train.training.choose_python(fake(*entries))
    window.train.start()
    qtbot.waitUntil(lambda: window.train.training.record.epoch == 1)
    keep = "Keep training"
    monkeypatch.setattr(
        QMessageBox, "exec", lambda box: next(b for b in box.buttons() if b.text() == keep).click()
    )
    assert window.train.may_leave()
    window.close()
    again = open_window(settings=settings)
    again.set_mode("watch")
    training = again.train.training
    qtbot.waitUntil(lambda: training.record is not None and training.record.epoch == 1)
    assert training.busy
    training.found.emit(document)
    (notice,) = again.messages.notices
    assert (notice.text, notice.kind, notice.link) == ("“circle” is still training.", "info", "Show")
    with qtbot.waitSignal(training.ended):
        training.stop()
    assert training.ending.weights == FITS
    assert not again.session.document.weights
    again.set_mode("train")
    links(again.train.progress.ending)["Put the weights into the document"].clicked.emit()
    assert (again.session.document.weights["output/kernel"] == 0.5).all()


def test_one_that_ended_without_a_window_is_told_by_the_next(qtbot, open_window, fake, tmp_path):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    window = open_window(settings=settings)
    training = window.train.training
    training.choose_python(fake(HELLO, STARTED, *epoch(1), *epoch(2), DONE))
    window.train.start()
    folder = training.job.folder
    training.let_go()
    qtbot.waitUntil(lambda: runs.load_run(folder).state == "finished")
    again = open_window(settings=settings)
    qtbot.waitUntil(lambda: again.train.training.ending is not None)
    assert again.train.training.ending.good
    assert again.train.training.record.epoch == 2
    third = open_window(settings=settings)
    assert third.train.training.record is None
