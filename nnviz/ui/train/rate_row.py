"""The learning rate of a training that runs: shown, and changed from the next batch on."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.build.controls import LineField, decimal_number
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.process import STOPPING
from nnviz.ui.widgets import Button, Label, em, row


class RateRow(QWidget):
    """``RateRow(training)``: hidden while the rate is not known."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._asked: float | None = None
        self.line = LineField(decimal_number, lambda rate: f"{rate:.6g}")
        self.line.setAccessibleName(self.tr("Learning rate"))
        self.line.setToolTip(
            self.tr("Type another learning rate and press Enter; it counts from the next batch on.")
        )
        self.line.entered.connect(self._enter)
        self.half = Button(self.tr("÷ 2"))
        self.half.setAccessibleName(self.tr("Halve the learning rate"))
        self.half.setToolTip(self.tr("Halve the learning rate from the next batch on"))
        self.half.clicked.connect(lambda _=False: self._scale(0.5))
        self.twice = Button(self.tr("× 2"))
        self.twice.setAccessibleName(self.tr("Double the learning rate"))
        self.twice.setToolTip(self.tr("Double the learning rate from the next batch on"))
        self.twice.clicked.connect(lambda _=False: self._scale(2.0))
        self._note = Label("", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.2))
        layout.addWidget(Label(self.tr("Learning rate"), wrap=False))
        layout.addWidget(row(self.line, self.half, self.twice))
        layout.addWidget(self._note)

    def redraw(self) -> None:
        """Show the rate, and what became of a wish for another one."""
        record = self._training.record
        rate = record.rate if record else 0.0
        self.setVisible(self._training.busy and rate > 0)
        if record is None or not rate:
            return
        if self._asked is not None and (record.refused_rate or math.isclose(rate, self._asked, rel_tol=1e-5)):
            self._asked = None
        self.line.show_value(rate)
        free = not record.refused_rate and self._training.state != STOPPING
        for part in (self.line, self.half, self.twice):
            part.setEnabled(free)
        words = ""
        if record.refused_rate:
            words = self.tr("A schedule gives the learning rate; it cannot be changed.")
        elif self._asked is not None:
            words = self.tr("{rate} from the next batch on").format(rate=f"{self._asked:.6g}")
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _scale(self, factor: float) -> None:
        record = self._training.record
        if record is not None:
            self._enter((self._asked or record.rate) * factor)

    def _enter(self, rate: object) -> None:
        if not isinstance(rate, float) or not (math.isfinite(rate) and rate > 0):
            self._note.setText(self.tr("The learning rate must be a number above 0."))
            self._note.show()
            self.line.refuse()
            return
        self._asked = rate
        self._training.change_rate(rate)
        self.redraw()
