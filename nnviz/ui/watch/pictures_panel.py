"""For data made of pictures: the traced one, what the network reads in it, and the test pictures to look through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from nnviz.engine.answers import Score, answers, next_wrong, score
from nnviz.ui.fields import SpinBox
from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.class_bars import Bar, ClassBars, percent
from nnviz.ui.plots.picture_view import PictureView
from nnviz.ui.session import Session
from nnviz.ui.widgets import Button, IconButton, em

PAUSE = 400
"""Milliseconds of rest after which the test pictures are read again."""


@dataclass(frozen=True, eq=False)
class Shown:
    """The picture that is shown: its pixels, its class and the network's output for it."""

    pixels: np.ndarray
    label: int
    output: np.ndarray
    words: str


class PicturesPanel(QWidget):
    """Shows the traced sample of the batch, or a test picture, with the weights of the moment."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._score: Score | None = None
        self._seconds_due = QTimer(self)
        self._seconds_due.setSingleShot(True)
        self._seconds_due.timeout.connect(self._count)
        self.view, self.bars = PictureView(), ClassBars()
        self.which, self.verdict, self.score_line = Caption("quiet"), Caption("strong"), Caption("quiet")
        self.number = SpinBox()
        self.number.setAccessibleName(self.tr("Number of the test picture"))
        self.number.setMinimum(1)
        self.before = IconButton("chevron-left", self.tr("Previous test picture"))
        self.after = IconButton("chevron-right", self.tr("Next test picture"))
        self.misread = Button(self.tr("Next misread"))
        self.misread.setToolTip(self.tr("Go to the next test picture that the network reads wrong"))
        self._lay_out()
        self._connect()
        self._rebuilt()

    def _lay_out(self) -> None:
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(em(self, 0.5))
        self._both.addWidget(self.view, 3)
        self._both.addWidget(self.bars, 2)
        browse = QHBoxLayout()
        browse.setSpacing(em(self, 0.3))
        for widget in (self.before, self.number, self.after):
            browse.addWidget(widget)
        browse.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.3))
        outer.addWidget(self.which)
        outer.addLayout(self._both, 1)
        outer.addWidget(self.verdict)
        outer.addLayout(browse)
        outer.addWidget(self.misread, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.score_line)

    def _connect(self) -> None:
        session = self._session
        session.built.connect(self._rebuilt)
        session.moment_changed.connect(self._moved)
        session.sample_changed.connect(self._show_sample)
        self.number.valueChanged.connect(lambda number: session.look_at_test(number - 1))
        self.before.clicked.connect(lambda: self._browse(-1))
        self.after.clicked.connect(lambda: self._browse(1))
        self.misread.clicked.connect(lambda _checked: self.find_misread())

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() > 1.2 * self.height()
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        super().resizeEvent(event)

    # -- test pictures -----------------------------------------------------------------------------------------

    @property
    def _reads(self) -> bool:
        """Whether there are pictures of classes, and a network that reads them."""
        data = self._session.dataset
        return self._session.moment is not None and data is not None and data.picture and bool(data.classes)

    def _rebuilt(self) -> None:
        data = self._session.dataset
        self._score = None
        for slot in ("score", "misread"):
            self._session.worker.cancel(slot)
        if data is not None:
            self.number.blockSignals(True)
            self.number.setMaximum(max(1, len(data.x_test)))
            self.number.blockSignals(False)
        self._moved()

    def _browse(self, move: int) -> None:
        data, look = self._session.dataset, self._session.look
        if data is not None:
            index = look.index + move if look is not None else self.number.value() - 1
            self._session.look_at_test(index % len(data.x_test))

    def find_misread(self) -> None:
        """Go to the next test picture that is read wrong, after the one shown."""
        moment, timeline, look = self._session.moment, self._session.timeline, self._session.look
        if moment is None or timeline is None:
            return
        run, theta = timeline.run, moment.state.theta
        after = look.index if look is not None else -1
        self.misread.setEnabled(False)
        self._session.worker.submit("misread", lambda: next_wrong(run, theta, after), on_done=self._found)

    def _found(self, index: int | None) -> None:
        self.misread.setEnabled(True)
        if index is None:
            self.verdict.say(self.tr("No other test picture is read wrong."))
        else:
            self._session.look_at_test(index)

    # -- the score ---------------------------------------------------------------------------------------------

    @property
    def scored(self) -> bool:
        """Whether all test pictures have been read."""
        return self._score is not None and self._score.complete

    def _moved(self) -> None:
        moment = self._session.moment
        self._show_sample()
        if moment is None or not self._reads:
            self._seconds_due.stop()
            self._session.worker.cancel("score")
        elif self.isVisible() and (self._score is None or self._score.step != moment.state.step):
            self._seconds_due.start(0 if self._score is None else PAUSE)
        self._write_score()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._moved()

    def _count(self) -> None:
        moment, timeline = self._session.moment, self._session.timeline
        if moment is not None and timeline is not None:
            run, state = timeline.run, moment.state
            self._session.worker.submit("score", lambda: score(run, state), self._counted, self._counted)

    def _counted(self, found: Score) -> None:
        if found.complete or self._score is None or not self._score.complete:
            self._score = found
        self._write_score()

    def _write_score(self) -> None:
        found, moment = self._score, self._session.moment
        if moment is None or found is None or not self._reads:
            self.score_line.say("")
        elif not found.complete:
            words = self.tr("reading {total} test pictures: {percent} done")
            self.score_line.say(
                words.format(total=f"{found.total:,}", percent=f"{100 * found.done // found.total} %")
            )
        else:
            words = self.tr("{share} of {total} test pictures are read right")
            line = words.format(share=percent(found.share), total=f"{found.total:,}")
            short = self.tr("{share} of {total} test pictures").format(
                share=percent(found.share), total=f"{found.total:,}"
            )
            at = self.tr("{line} at step {step}").format(line=line, step=f"{found.step:,}")
            short_at = self.tr("{line} at step {step}").format(line=short, step=f"{found.step:,}")
            self.score_line.say(*((at, short_at) if found.step != moment.state.step else (line, short)))

    # -- the picture -------------------------------------------------------------------------------------------

    def _show_sample(self) -> None:
        shown, look = self._shown(), self._session.look
        for widget in (self.before, self.number, self.after, self.misread):
            widget.setEnabled(
                self._reads and not (widget is self.misread and self._session.worker.busy("misread"))
            )
        if look is not None:
            self.number.blockSignals(True)
            self.number.setValue(look.index + 1)
            self.number.blockSignals(False)
        if shown is None:
            self.view.show_pixels(None)
            self.bars.show_bars(())
            self.which.say("")
            self.verdict.say("")
            return
        self.which.say(shown.words)
        self.view.show_pixels(shown.pixels)
        self.view.setAccessibleName(shown.words)
        self._judge(shown)

    def _shown(self) -> Shown | None:
        moment, data, look = self._session.moment, self._session.dataset, self._session.look
        if moment is None or data is None or not self._reads:
            return None
        network = moment.trace.network
        if look is not None:
            output = look.layers[network.stages[network.output].name].a[0]
            words = self.tr("test picture {number} of {total}").format(
                number=f"{look.index + 1:,}", total=f"{len(data.x_test):,}"
            )
            return Shown(data.x_test[look.index], int(data.y_test[look.index]), output, words)
        indices, row = moment.trace.batch.indices, self._session.sample
        if not len(indices):
            return None
        index = int(indices[row])
        words = self.tr("picture {row} of {count} in this batch").format(row=row + 1, count=len(indices))
        return Shown(data.x_train[index], int(data.y_train[index]), moment.trace.output[row], words)

    def _judge(self, shown: Shown) -> None:
        data, setup = self._session.dataset, self._session.document.setup
        assert data is not None
        found = answers(setup.loss, shown.output[None])
        answer, sure = int(found.classes[0]), found.probabilities[0]
        fits = len(sure) == len(data.classes) or (len(sure) == 2 and len(data.classes) <= 2)
        names = data.classes if fits else tuple(str(number) for number in range(len(sure)))
        self.bars.show_bars(
            tuple(
                Bar(name, float(p), number == answer, number == shown.label)
                for number, (name, p) in enumerate(zip(names, sure, strict=False))
            )
        )
        name, true = names[answer], names[shown.label] if shown.label < len(names) else str(shown.label)
        if answer == shown.label:
            long, short = self.tr("Read as {name} with {sure}: right."), self.tr("{name}, {sure}: right.")
        else:
            long = self.tr("Read as {name} with {sure}: wrong, it is {true}.")
            short = self.tr("{name}, {sure}: wrong, it is {true}.")
        values = {"name": name, "sure": percent(float(sure[answer])), "true": true}
        self.verdict.say(long.format(**values), short.format(**values))
