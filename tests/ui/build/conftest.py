"""A session on a small network, and the panels of Build in a real window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication

from nnviz.design import edits
from nnviz.design.document import Document
from nnviz.design.graph import Design
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.ui import theme
from nnviz.ui.build.canvas import Canvas
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.worker import Worker


def small() -> Document:
    """Input 2 – Dense 4 – Dense 2 – Dense 1 on the circle."""
    design = Design()
    for layer in (Input((2,)), Dense(4, "tanh"), Dense(2, "tanh"), Dense(1, "sigmoid")):
        design, _ = edits.append(design, layer)
    return Document("small", design)


@pytest.fixture
def worker(qtbot) -> Iterator[Worker]:
    worker = Worker()
    yield worker
    assert worker.close()


@pytest.fixture
def session(qtbot, worker) -> Session:
    theme.apply(QApplication.instance(), dark=False)
    session = Session(small(), worker)
    qtbot.waitUntil(lambda: session.moment is not None, timeout=10_000)
    return session


@pytest.fixture
def selection(session) -> Selection:
    return Selection(session)


@pytest.fixture
def said(session) -> list[str]:
    """What the session said."""
    heard: list[str] = []
    session.said.connect(lambda message: heard.append(str(message)))
    return heard


@pytest.fixture
def canvas(qtbot, session, selection) -> Canvas:
    canvas = Canvas(session, selection)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    return canvas


@pytest.fixture
def place(canvas):
    """Return the function from a card's (or port's) name to its place in the view."""

    def find(name: str, port: str = "") -> QPoint:
        layout = canvas.layout_now
        points = {"": layout.cards[name].centre, "out": layout.outputs[name]}
        if port == "in":
            return canvas.mapFromScene(QPointF(*layout.inputs[name][0]))
        return canvas.mapFromScene(QPointF(*points[port]))

    return find
