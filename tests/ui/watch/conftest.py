"""Watch in a real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nnviz.data.circle import Circle
from nnviz.design.document import Document, Setup
from nnviz.engine.events import Cursor
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import chain
from nnviz.ui import theme
from nnviz.ui.session import Session
from nnviz.ui.watch.controls import PlaybackControls
from nnviz.ui.watch.details import DetailsPanel
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.picture import NetworkPicture
from nnviz.ui.watch.playback import Playback
from nnviz.ui.watch.sample_panel import SamplePanel
from nnviz.ui.watch.timeline_bar import TimelinePanel
from nnviz.ui.worker import Worker


@dataclass
class Watch:
    """Everything of Watch, and the waiting that tests need."""

    qtbot: object
    session: Session
    playback: Playback
    picked: Picked
    window: QWidget
    picture: NetworkPicture
    details: DetailsPanel
    timeline: TimelinePanel
    controls: PlaybackControls
    sample: SamplePanel

    def settle(self) -> None:
        """Wait until nothing is computed or moves any more."""
        self.qtbot.waitUntil(
            lambda: self.session.worker.idle and self.playback.motion is None and not self.playback.waiting,
            timeout=10_000,
        )
        QApplication.processEvents()

    def go(self, step: int, event: int) -> None:
        self.playback.seek(Cursor(step, event))
        self.settle()

    def photo(self) -> QImage:
        """Return what the picture shows."""
        return self.picture.grab().toImage()

    @property
    def cursor(self) -> Cursor:
        return self.session.moment.cursor


def small_document(**setup) -> Document:
    design = chain(("input", Input((2,))), ("hidden", Dense(3, "tanh")), ("output", Dense(1, "sigmoid")))
    return Document("small", design, Setup(Circle(), **{"optimizer": SGD(0.1, 0.9), **setup}))


@pytest.fixture
def open_watch(qtbot) -> Iterator[Callable[..., Watch]]:
    """Return a function that opens Watch on a document, with motion switched off."""
    theme.apply(QApplication.instance(), dark=False)
    workers: list[Worker] = []

    def open_it(document: Document | None = None, **setup) -> Watch:
        worker = Worker()
        workers.append(worker)
        session = Session(document or small_document(**setup), worker)
        playback = Playback(session, session)
        picked = Picked(session, session)
        window = QWidget()
        qtbot.addWidget(window)
        session.setParent(window)
        parts = {
            "picture": NetworkPicture(session, playback, picked),
            "details": DetailsPanel(session, playback, picked),
            "timeline": TimelinePanel(session, playback),
            "controls": PlaybackControls(session, playback),
            "sample": SamplePanel(session),
        }
        outer, middle = QVBoxLayout(window), QHBoxLayout()
        outer.addWidget(parts["controls"])
        outer.addLayout(middle, 1)
        scrolled = QScrollArea()  # as in the real window: a longer formula must not make the window higher
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(parts["details"])
        middle.addWidget(parts["sample"], 1)
        middle.addWidget(parts["picture"], 3)
        middle.addWidget(scrolled, 1)
        outer.addWidget(parts["timeline"])
        window.resize(1300, 860)
        playback.set_animated(False)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        watch = Watch(qtbot, session, playback, picked, window, **parts)
        qtbot.waitUntil(lambda: session.moment is not None, timeout=10_000)
        watch.settle()
        return watch

    yield open_it
    for worker in workers:
        worker.close()


@pytest.fixture
def watch(open_watch) -> Watch:
    return open_watch()
