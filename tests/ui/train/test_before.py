"""Before a training: the estimate, the device, the line to type, and where the data and a base's weights come from."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from nnviz.data.picture_folder import PictureFolder
from nnviz.data.tfrecord import TfRecord
from nnviz.export.reports import Device, Hello
from nnviz.templates.base import template
from nnviz.ui.train.ending import MeasuredOn, measured_on
from tests.ui.train.fakes import HELLO, report
from tests.ui.train.test_panels import links, shown

ESTIMATE = report(
    "estimate", seconds=2.5, epochs=60, batches=15, timed=10, memory=700_000_000, validated=True
)


@pytest.fixture
def told(fake, open_window, qtbot):
    """Return a function that has a fake Python estimate and returns the window and the box."""

    def estimate(*entries):
        window = open_window()
        window.train.training.choose_python(fake(*entries))
        box = window.train.progress.before
        box.button.click()
        qtbot.waitUntil(lambda: not box.estimating.busy)
        return window, box

    return estimate


def test_time_memory_and_device_are_told(told):
    window, box = told(HELLO, report("phase", phase="loading"), ESTIMATE)
    assert shown(box, "One epoch takes about 2.5 s, all 60 about 2 min; 700 MB of memory are needed.")
    assert shown(box, "Trains on the CPU (Some CPU). No driver of an NVIDIA GPU was found.")
    assert window.train.training.record is None
    window.session.edit("", lambda document: document.with_setup(batch_size=25))
    assert not shown(box, "One epoch takes")  # another batch, another time
    assert shown(box, "Trains on the CPU")


def test_a_gpu_that_is_not_used_has_a_line_to_type(told):
    hello = {**values_of(HELLO), "no_gpu": "no_cuda_libraries"}
    _, box = told(report("hello", **hello), ESTIMATE)
    assert shown(box, "the CUDA libraries are missing")
    links(box)["Copy the line"].clicked.emit()
    line = QGuiApplication.clipboard().text()
    assert line.endswith("-m pip install --upgrade 'tensorflow[and-cuda]'")


def values_of(entry) -> dict:
    values = json.loads(entry[1].removeprefix("@nnviz "))
    del values["event"]
    return values


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("no_driver", []),
        ("hidden", ["unset", "CUDA_VISIBLE_DEVICES"]),
        ("native_windows", ["wsl", "--install"]),
        ("macos", ["python", "-m", "pip", "install", "--upgrade", "tensorflow-metal"]),
        ("cpu_build", ["python", "-m", "pip", "install", "--upgrade", "tensorflow[and-cuda]"]),
    ],
)
def test_the_line_follows_from_the_reason(reason, line):
    cpu, gpu = Device("CPU", "one"), Device("GPU", "two")
    assert Hello("3.12", "3.15", "tensorflow", "2.21", (cpu,), reason).gpu_words("python") == line
    assert Hello("3.12", "3.15", "tensorflow", "2.21", (cpu, gpu), reason).gpu_words("python") == []


def test_what_fails_is_a_sentence_without_a_word_of_weights(told):
    failed = report("failed", kind="no_module", text="No module", module="keras")
    _, box = told(failed, ("exit", 3))
    assert shown(box, "has no keras. This line installs what is missing")
    assert "pip install" in box._command.text()
    _, box = told(HELLO, report("failed", kind="memory", text="MemoryError"), ("exit", 3))
    assert shown(box, "memory of the computer or of the GPU is not enough. A smaller batch needs less.")
    assert not shown(box, "kept")


def test_an_estimate_can_be_cancelled_and_gives_way_to_a_training(qtbot, open_window, fake):
    window = open_window()
    box = window.train.progress.before
    window.train.training.choose_python(fake(HELLO, ("sleep", 60)))
    for end in (box.button.click, window.train.start):
        box.button.click()
        qtbot.waitUntil(lambda: box.estimating.hello is not None)
        assert box.button.text() == "Cancel"
        end()
        assert not box.estimating.busy
        box.estimating.hello = None
    assert not box.isVisible()  # a training runs
    window.close()


def test_own_pictures_are_chosen_here(qtbot, open_window, monkeypatch, shared_data):
    window = open_window()
    data = window.train.settings.data
    window.session.edit("", lambda d: d.with_setup(data=PictureFolder()))
    assert shown(data, "No folder of pictures is chosen yet.")
    place = str(shared_data.resolve() / "flower_photos")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: place)
    data.file.button.click()
    assert window.session.document.setup.data.folder == place
    assert shown(data, f"Read from “{place}”.")
    window.session.edit("", lambda d: d.with_setup(data=TfRecord()))
    assert shown(data, "No TFRecord file is chosen yet.")
    qtbot.waitUntil(lambda: window.worker.idle, timeout=20_000)  # pictures are read one after the other
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/gone.tfrecord", ""))
    data.file.button.click()
    assert shown(data, "“/gone.tfrecord” is not there.")


def test_flowers_that_are_missing_are_downloaded(open_window, monkeypatch, tmp_path, shared_data, qtbot):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    window = open_window(template("flowers-pooled").build())
    data = window.train.settings.data
    assert shown(data, "Keras downloads them when training starts (218 MB)")
    assert not data.digits.isVisible()
    assert window.train.start_button.isEnabled()
    data.folder.entered.emit(str(shared_data))
    assert shown(data, "Found: ")
    qtbot.waitUntil(lambda: window.worker.idle, timeout=20_000)
    assert window.train.training.source.data_dir == shared_data
    document, dataset = window.session.document, window.session.dataset
    assert dataset is not None
    assert measured_on(document.setup.data, dataset, shared_data) == MeasuredOn(150, True, True)


def test_the_weights_of_a_base_can_be_a_file(open_window, monkeypatch, tmp_path):
    window = open_window(template("flowers-pooled").build())
    base = window.train.settings.base
    assert base.isVisible()
    assert shown(base, "or Keras downloads them")
    path = tmp_path / "weights.h5"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    base.file.button.click()
    assert window.session.document.design.node("base").layer.weights_file == str(path)
    assert shown(base, "This file is not there.")
    path.touch()
    base.redraw()
    assert shown(base, "Its weights come from this file.")
    window.session.open_document(template("circle").build(), None)
    assert not base.isVisible()


def test_a_base_whose_weights_cannot_be_downloaded_offers_the_file(
    run, open_window, shared_data, monkeypatch
):
    window = open_window(template("flowers-pooled").build())
    url = "Exception: URL fetch failure on https://somewhere/mobilenet_v2_weights_tf.h5"
    run([HELLO, report("failed", kind="network", text=url), ("exit", 3)], window)
    box = window.train.progress.ending
    assert shown(box, "The weights of the pretrained base could not be downloaded")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/some/weights.h5", ""))
    links(box)["Choose the file of the base’s weights…"].clicked.emit()
    assert window.session.document.design.node("base").layer.weights_file == "/some/weights.h5"
