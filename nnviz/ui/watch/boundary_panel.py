"""The samples in the plane of their two inputs, on the output of the network as it is at the moment."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.data.base import Dataset
from nnviz.surface.boundary import Field, compute, extent
from nnviz.ui.digits import digits
from nnviz.ui.plots.field_view import FieldView, Points, points_of, sample_text
from nnviz.ui.session import Session
from nnviz.ui.widgets import Label, em


class BoundaryPanel(QWidget):
    """For data with two inputs. A click on a point of the batch, or on a test point, traces it."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._points: Points | None = None
        self._step: int | None = None  # of the state whose output is drawn or being computed
        self._drawn: int | None = None
        self.view = FieldView()
        self._what = Label("", "caption")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.15))
        outer.addWidget(self.view, 1)
        outer.addWidget(self._what)
        outer.addStretch(0)
        session.built.connect(self._rebuilt)
        session.moment_changed.connect(self._moved)
        session.sample_changed.connect(self._show_sample)
        digits().changed.connect(self._show_sample)
        self.view.train_clicked.connect(self._trace)
        self.view.test_clicked.connect(session.look_at_test)
        self.view.moved.connect(self._next_sample)
        self._rebuilt()

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The words belong right under the square.
        self.view.setMaximumHeight(self.view.tallest(self.width()))
        super().resizeEvent(event)

    # -- work --------------------------------------------------------------------------------------------------

    def _rebuilt(self) -> None:
        dataset = self._session.dataset
        self._session.worker.cancel("boundary")
        self._step = self._drawn = None
        if dataset is not None and dataset.two_inputs:
            self._points = points_of(dataset)
            self.view.show_points(self._points, extent(dataset))
        else:
            self._points = None
            words = self.tr("This picture is for data with two inputs.") if dataset is not None else ""
            self.view.show_points(None, ((-1.0, 1.0), (-1.0, 1.0)), words)
        self._moved()

    def _moved(self) -> None:
        moment, worker = self._session.moment, self._session.worker
        # A running picture is let finish: while playing there would never be a whole one otherwise.
        wanted = moment is not None and self._points is not None and self.isVisible()
        if wanted and moment is not None and moment.state.step != self._step and not worker.busy("boundary"):
            self._compute()
        self._show_sample()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._moved()

    def _compute(self) -> None:
        moment, timeline, points = self._session.moment, self._session.timeline, self._points
        if moment is None or timeline is None or points is None:
            return
        state, run, ranges = moment.state, timeline.run, extent(points.dataset)
        self._step = state.step
        self._session.worker.submit(
            "boundary", lambda: compute(run, state.theta, ranges), self._grew, self._grown
        )

    def _grew(self, field: Field) -> None:
        if self._drawn is None:  # the first one is seen to grow, the later ones take the place of a whole one
            self.view.show_field(field)

    def _grown(self, field: Field) -> None:
        self.view.show_field(field)
        self._drawn = self._step
        self._moved()

    # -- samples -----------------------------------------------------------------------------------------------

    def _trace(self, row: int) -> None:
        """Trace a training sample if it is in the batch."""
        moment = self._session.moment
        if moment is not None:
            found = np.flatnonzero(moment.trace.batch.indices == row)
            if len(found):
                self._session.show_sample(int(found[0]))

    def _next_sample(self, move: int) -> None:
        moment = self._session.moment
        if moment is not None:
            self._session.show_sample((self._session.sample + move) % len(moment.trace.batch.x))

    def _show_sample(self) -> None:
        moment, points, look = self._session.moment, self._points, self._session.look
        if moment is None or points is None:
            self.view.show_batch(np.empty(0, np.intp), None)
            self._what.setText("")
            return
        batch, data = moment.trace.batch, points.dataset
        traced = None
        if look is not None:
            traced = ("test", look.index)
            long = self.tr("test sample {row}: {sample}").format(
                row=f"{look.index + 1:,}",
                sample=sample_text(data, data.x_test[look.index], data.y_test[look.index]),
            )
        elif len(batch.indices):
            row = int(batch.indices[self._session.sample])
            traced = ("train", row)
            long = self.tr("sample {number} of {count} in this batch: {sample}").format(
                number=self._session.sample + 1,
                count=len(batch.indices),
                sample=sample_text(data, data.x_train[row], data.y_train[row]),
            )
        else:
            long = ""
        self.view.show_batch(batch.indices, traced)
        self._what.setText(self._words(data, points))
        self.view.setAccessibleDescription(long)

    def _words(self, data: Dataset, points: Points) -> str:
        counts = {
            "train": self._counted(len(points.train), len(data.x_train)),
            "test": self._counted(len(points.test), len(data.x_test)),
            "step": f"{self._drawn:,}" if self._drawn is not None else "–",
        }
        words = self.tr(
            "{train} training ● and {test} test points ○ · output at step {step} · click a point to trace it"
        )
        if not len(points.test):
            words = self.tr("{train} training points ● · output at step {step} · click a point to trace it")
        if len(data.x_train) == 1:
            words = self.tr("1 training point ● · output at step {step}")
        return words.format(**counts)

    def _counted(self, shown: int, there_are: int) -> str:
        if shown == there_are or not shown:
            return f"{shown:,}"
        return self.tr("{shown} of {all}").format(shown=f"{shown:,}", all=f"{there_are:,}")
