"""Train in a real window, with a training Python that only says lines."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel

from nnviz.design.document import Document
from nnviz.export.program import start_weights
from nnviz.templates.base import template
from nnviz.ui import theme
from nnviz.ui.session import Session
from nnviz.ui.shell import Mode, Shell
from nnviz.ui.text import tr_message
from nnviz.ui.train.mode import TrainMode
from nnviz.ui.worker import Worker
from tests.ui.train.fakes import FAKE, Entry

Fake = Callable[..., str]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """Return a function that makes a Python which does what the entries say, whatever it is asked.

    With ``listens`` it ends when its input does, unless it was told to go on alone. One that is ``alone``
    is no training: it only says lines.
    """
    made = 0

    def make(*entries: Entry, listens: bool = True, alone: bool = False) -> str:
        nonlocal made
        made += 1
        path = tmp_path / f"python{made}"
        path.write_text(
            FAKE.format(python=sys.executable, entries=json.dumps(entries), listens=listens, alone=alone),
            encoding="utf-8",
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    if sys.platform == "win32":
        pytest.skip("a script cannot stand for a Python here")
    return make


@pytest.fixture
def trained(tmp_path: Path) -> Callable[[Document], str]:
    """Return a function that writes weights for a document, all of them 0.5, as the training process does."""

    def write(document: Document) -> str:
        arrays = {name: np.full_like(value, 0.5) for name, value in start_weights(document).items()}
        path = tmp_path / "weights.npz"
        np.savez(path, **arrays)  # type: ignore[arg-type]
        return str(path)

    return write


class Window(Shell):
    """The frame with Train in it, closed as the real window closes."""

    def __init__(self, document: Document, folder: Path, settings: QSettings | None = None) -> None:
        modes = [Mode("watch", "Watch"), Mode("train", "Train"), Mode("runs", "Runs", within="train")]
        super().__init__("nnviz", modes)
        self.worker = Worker(self)
        self.session = Session(document, self.worker)
        self.session.setParent(self)
        self.said: list[str] = []
        self.session.said.connect(lambda message: self.said.append(tr_message(message)))
        self.set_canvas(("watch", "train"), QLabel("network"))
        self.train = TrainMode(self, self.session, settings, folder)
        self.set_mode("train")
        self.resize(1280, 720)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.train.close()
        self.worker.close()
        super().closeEvent(event)


@pytest.fixture
def open_window(qtbot, qapp, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Return a function that shows the window on a document (by default the circle) and waits until it runs."""
    theme.apply(qapp, dark=False)

    def make(
        document: Document | None = None, settings: QSettings | None = None, show: bool = True
    ) -> Window:
        window = Window(document or template("circle").build(), tmp_path / "runs", settings)
        qtbot.addWidget(window)
        if show:
            with qtbot.waitExposed(window):
                window.show()
        qtbot.waitUntil(lambda: window.worker.idle, timeout=20_000)
        return window

    return make


@pytest.fixture
def run(qtbot, open_window, fake) -> Callable[..., Window]:
    """Return a function that trains with a fake Python and returns the window afterwards."""

    def train(entries: Sequence[Entry], window: Window | None = None) -> Window:
        window = window or open_window()
        window.train.training.choose_python(fake(*entries))
        with qtbot.waitSignal(window.train.ended, timeout=20_000):
            assert window.train.start()
        qtbot.waitUntil(lambda: window.worker.idle, timeout=20_000)
        return window

    return train
