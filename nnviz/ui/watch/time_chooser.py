"""Which time step of a recurrent layer is explained, and which of its sums is written in full."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.ui.fields import ChoiceBox, SpinBox
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text
from nnviz.ui.watch.explain_recurrent import Gate, gates_of, time_of
from nnviz.ui.watch.explanation import Explanation
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.picked import Picked
from nnviz.ui.widgets import Label, em


class TimeChooser(QWidget):
    """Stands above the formula of a unit of a recurrent layer; a choice is a new pick of the same unit."""

    def __init__(self, session: Session, picked: Picked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._picked = picked
        self._pick: Pick | None = None
        self.time = SpinBox()
        self.time.setAccessibleName(self.tr("Time step"))
        self.time.setToolTip(self.tr("The time step whose numbers are shown"))
        self.gate = ChoiceBox()
        self.gate.setAccessibleName(self.tr("Sum"))
        self.gate.setToolTip(self.tr("All sums of this unit in short, or one of them with every term"))
        self._of = Label("", "quiet")
        above = QHBoxLayout()
        above.setSpacing(em(self, 0.4))
        for part in (Label(self.tr("Time step"), "quiet"), self.time, self._of):
            above.addWidget(part)
        above.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.35))
        outer.addLayout(above)
        outer.addWidget(self.gate)
        self.time.valueChanged.connect(self._choose_time)
        self.gate.activated.connect(self._choose_gate)
        self.hide()

    def follow(self, explanation: Explanation | None) -> None:
        """Show the choices that there are for what is explained, and which are taken."""
        self._pick = None
        pick, moment = self._picked.pick, self._session.moment
        told = explanation is not None and explanation.phase == "forward" and explanation.equations
        shown = explanation.pick if explanation is not None and told else None
        gates: tuple[Gate, ...] = ()
        steps = 0
        if moment is not None and pick is not None and shown is not None and pick.layer == shown.layer:
            stage = moment.trace.network.stages[moment.trace.network.position[pick.layer]]
            gates = gates_of(stage)
            steps = moment.trace.layers[pick.layer].x[0].shape[1] if gates else 0
        self.setVisible(bool(gates))
        if not gates or pick is None:
            return
        self.time.setRange(1, steps)
        self.time.setValue(time_of(stage, steps, pick) + 1)
        self._of.setText(self.tr("of {steps}").format(steps=f"{steps:,}"))
        self.gate.clear()
        self.gate.addItem(self.tr("all sums in short"), "")
        for gate in gates:
            self.gate.addItem(self.tr("{gate} in full").format(gate=tr_text(gate.title)), gate.key)
        self.gate.setCurrentIndex(max(0, self.gate.findData(pick.gate)))
        self.gate.setVisible(len(gates) > 1)
        self._pick = pick

    def _choose_time(self, number: int) -> None:
        pick = self._pick
        if pick is None:
            return
        shape = self._session.shapes.outputs.get(pick.layer, ())
        if len(shape) == 2:  # every state is handed on: another time is another cell of the picture
            unit = (number - 1) * shape[1] + pick.unit % shape[1]
            self._picked.choose(dataclasses.replace(pick, unit=unit))
        else:
            self._picked.choose(dataclasses.replace(pick, time=number - 1))

    def _choose_gate(self, _index: int) -> None:
        if self._pick is not None:
            self._picked.choose(dataclasses.replace(self._pick, gate=self.gate.currentData()))
