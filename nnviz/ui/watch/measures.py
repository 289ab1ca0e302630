"""What the metrics say of the moment: computed in the background when it rests, kept for all who show it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nnviz.engine.measure import Measured, measure
from nnviz.ui.session import Session

PAUSE = 400
"""Milliseconds of rest after which the test samples are gone through again."""


class Measures(QObject):
    """Measures while one of its viewers is visible."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._viewers: list[QWidget] = []
        self.found: Measured | None = None
        """The newest that is known; at :attr:`Measured.step`, which need not be the moment's."""
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._start)
        session.built.connect(self._rebuilt)
        session.moment_changed.connect(self._moved)

    def show_in(self, viewer: QWidget) -> None:
        """Measure as long as ``viewer`` is visible."""
        self._viewers.append(viewer)
        viewer.installEventFilter(self)
        self._moved()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            QTimer.singleShot(0, self._moved)
        return super().eventFilter(watched, event)

    @property
    def current(self) -> bool:
        """Whether what is known is of the moment."""
        moment = self._session.moment
        return moment is not None and self.found is not None and self.found.step == moment.state.step

    def _rebuilt(self) -> None:
        self.found = None
        self._session.worker.cancel("metrics")
        self._moved()

    def _moved(self) -> None:
        if self._session.moment is None:
            self.found = None
            self._due.stop()
            self._session.worker.cancel("metrics")
        elif any(viewer.isVisible() for viewer in self._viewers) and not self.current:
            self._due.start(0 if self.found is None else PAUSE)
        self.changed.emit()

    def _start(self) -> None:
        moment, timeline = self._session.moment, self._session.timeline
        if moment is not None and timeline is not None:
            run, state = timeline.run, moment.state
            self._session.worker.submit("metrics", lambda: measure(run, state), on_done=self._measured)

    def _measured(self, found: Measured | None) -> None:
        if found is not None and found.complete:
            self.found = found
            self.changed.emit()
