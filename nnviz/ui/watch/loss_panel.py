"""The loss curve of the run: where it came from, where it is, and a place to go to any step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnviz.engine.events import Cursor
from nnviz.metrics.base import Metric
from nnviz.ui.digits import digits, format_number
from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.class_bars import percent
from nnviz.ui.plots.loss_view import Curve, LossView, line_pen
from nnviz.ui.plots.paint import small_font
from nnviz.ui.session import Moment, Session
from nnviz.ui.text import tr_text
from nnviz.ui.theme import current
from nnviz.ui.watch.measures import Measures
from nnviz.ui.widgets import Chip, em


class LossPanel(QWidget):
    """Shows the losses of the session's moment; a click or a drag goes to that step."""

    def __init__(self, session: Session, measures: Measures | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._measures = measures or Measures(session, self)
        self._numbers = Caption("heading")
        self.metrics = Caption("quiet")
        self.metrics.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._log = Chip(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic loss axis"))
        self._log.setToolTip(self.tr("Logarithmic loss axis"))
        self.view = LossView()
        self._log.toggled.connect(self.view.set_log)
        self.view.step_wanted.connect(self._go_to)
        self._key = LineKey()
        above = QHBoxLayout()
        # The metrics take the room that the losses leave.
        self._numbers.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        above.addWidget(self._numbers)
        above.addWidget(self.metrics, 1)
        outer = QVBoxLayout(self)
        side = em(self, 0.85)
        outer.setContentsMargins(side, 0, side, em(self, 0.4))
        outer.setSpacing(em(self, 0.2))
        outer.addLayout(above)
        outer.addWidget(self.view, 1)
        below = QHBoxLayout()
        below.addWidget(self._key, 1)
        below.addWidget(self._log)
        outer.addLayout(below)
        self._measures.show_in(self)
        self._measures.changed.connect(self._write_metrics)
        session.moment_changed.connect(self._write)
        digits().changed.connect(self._write)
        digits().changed.connect(self._write_metrics)
        self._write()

    def _go_to(self, step: int) -> None:
        moment = self._session.moment
        if moment is not None:
            self._session.seek(Cursor(step, moment.cursor.event))

    def _write(self) -> None:
        moment = self._session.moment
        self._log.setEnabled(moment is not None)
        if moment is None:
            self._numbers.say("")
            self._key.set_entries(())
            self.view.show_curve(None)
            return
        step, loss, losses = moment.cursor.step, moment.trace.loss, moment.losses
        if step == len(losses):  # the run stands at its end: the loss of this step is known from its trace
            losses = np.append(losses, loss)
        last = max(step, len(moment.losses))
        self.view.show_curve(Curve(losses, moment.test_losses, step, loss, moment.steps_per_epoch, last))
        words = short = self.tr("Train {loss}").format(loss=format_number(loss))
        tested = moment.test_losses[moment.test_losses[:, 0] <= step]
        if len(tested):
            words += " · " + self.tr("Test {loss}").format(loss=format_number(float(tested[-1, 1])))
        self._numbers.say(words, short)
        self._key.set_entries(self._entries(moment))
        told = ", ".join(entry.words for entry in self._entries(moment))
        self.view.setAccessibleDescription(
            self.tr("Step {step}. {numbers}. {lines}").format(step=step, numbers=words, lines=told)
        )

    def _write_metrics(self) -> None:
        """Say what the metrics say of the test samples, at the step where they were last taken."""
        found = self._measures.found
        if found is None or not found.values:
            self.metrics.setMinimumWidth(0)
            self.metrics.say("")
            return
        named = [f"{tr_text(metric.title)} {_metric_number(metric, v)}" for metric, v in found.values]
        whole, first = " · ".join(named), named[0]
        if not self._measures.current:
            at = self.tr("{line} at step {step}")
            whole = at.format(line=whole, step=f"{found.step:,}")
        metric, value = found.values[0]
        short = f"{tr_text(metric.symbol or metric.title)} {_metric_number(metric, value)}"
        # The losses give way before a metric loses its name or its number.
        self.metrics.setMinimumWidth(self.metrics.fontMetrics().horizontalAdvance(short) + 2)
        self.metrics.say(whole, " · ".join(named), first, short)

    def _entries(self, moment: Moment) -> tuple[Entry, ...]:
        timeline, samples = self._session.timeline, f"{len(moment.trace.batch.x):,}"
        steps = f"{moment.steps_per_epoch:,}"
        entries = [
            Entry("batch", self.tr("batch of {samples}").format(samples=samples), self.tr("batch")),
            Entry(
                "mean",
                self.tr("mean of the last {steps} steps").format(steps=steps)
                if moment.steps_per_epoch > 1
                else self.tr("mean of 1 step, which is an epoch"),
                self.tr("mean of {steps}").format(steps=steps),
            ),
        ]
        if timeline is not None and timeline.test_samples:
            tests = (
                self.tr("{samples} test samples").format(samples=f"{timeline.test_samples:,}")
                if timeline.test_samples > 1
                else self.tr("1 test sample")
            )
            entries.append(Entry("test", tests, self.tr("test")))
        return tuple(entries)


def _metric_number(metric: Metric, value: float) -> str:
    return percent(value) if metric.is_share else format_number(value)


class Entry(NamedTuple):
    """A line and what it is, in more and in fewer words."""

    kind: str
    words: str
    short: str


class LineKey(QWidget):
    """Says which line is what: a piece of the line, the words behind it; as many as there is room for."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Say what these lines are."""
        if entries != self._entries:
            self._entries = entries
            words = ", ".join(entry.words for entry in entries)
            self.setAccessibleName(self.tr("Lines: {words}").format(words=words))
            self.setToolTip(words)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 10), em(self, 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, em(self, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self))
        sample, gap, metrics = em(self, 1.3), em(self, 0.3), painter.fontMetrics()
        between, middle = em(self, 0.8), round(self.height() / 2)
        whole = sum(
            sample + gap + between + metrics.horizontalAdvance(entry.words) for entry in self._entries
        )
        left = 0
        for entry in self._entries:
            words = entry.words if whole - between <= self.width() else entry.short
            painter.setPen(line_pen(theme, entry.kind, self))
            painter.drawLine(left, middle, left + sample, middle)
            painter.setPen(theme.colour("quiet"))
            room = QRect(left + sample + gap, 0, metrics.horizontalAdvance(words) + 1, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            left += sample + gap + room.width() + between
        painter.end()
