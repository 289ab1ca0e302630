"""A session with its worker, and panels in a real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.design.document import Document
from nnviz.engine.events import Cursor
from nnviz.templates.base import template
from nnviz.ui import theme
from nnviz.ui.session import Session
from nnviz.ui.worker import Worker

PATIENCE = 20_000
"""Milliseconds that background work may take on a busy machine."""


class Bench:
    """A session on a document, and the means to move it and to wait for it."""

    def __init__(self, qtbot, document: Document) -> None:
        self.qtbot = qtbot
        self.worker = Worker()
        self.session = Session(document, self.worker)
        self.settle()

    def settle(self) -> None:
        """Wait until the session has its moment and nothing is left to do or due."""
        for _ in range(3):  # what ends may bring something new a moment later
            self.qtbot.waitUntil(lambda: self.worker.idle, timeout=PATIENCE)
            self.qtbot.wait(8)

    def go(self, step: int, event: int = 0) -> None:
        self.session.seek(Cursor(step, event))
        self.settle()

    def go_to_end_of(self, step: int) -> None:
        assert self.session.moment is not None
        self.go(step, len(self.session.moment.events) - 1)

    def show(self, panel: QWidget, width: int = 420, height: int = 320) -> None:
        self.qtbot.addWidget(panel)
        panel.resize(width, height)
        with self.qtbot.waitExposed(panel):
            panel.show()
        self.settle()


@pytest.fixture
def bench(qtbot) -> Iterator[Callable[[Document | str], Bench]]:
    """Return a function that opens a document, or a template by name, in a session."""
    theme.apply(QApplication.instance(), False)
    made: list[Bench] = []

    def make(document: Document | str) -> Bench:
        made.append(Bench(qtbot, template(document).build() if isinstance(document, str) else document))
        return made[-1]

    yield make
    for each in made:
        assert each.worker.close()
