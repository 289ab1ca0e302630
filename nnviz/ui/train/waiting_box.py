"""The trainings that wait, the next one first; each can be taken out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.text import tr_text
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.waiting import WaitingRun
from nnviz.ui.widgets import Heading, IconButton, Label, LinkLabel, em, row


class WaitingBox(QWidget):
    """Hidden while nothing waits."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._shown: tuple[WaitingRun, ...] = ()
        self.rows: list[QWidget] = []
        self.cancels: list[IconButton] = []
        self._note = Label("", "caption")
        self.start = LinkLabel("", self.tr("Start the next one"))
        self.start.clicked.connect(training.start_waiting)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(em(self, 0.3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.35))
        layout.addSpacing(em(self, 0.6))
        layout.addWidget(Heading(self.tr("Waiting")))
        layout.addLayout(self._list)
        layout.addWidget(self._note)
        layout.addWidget(self.start)
        training.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show what waits."""
        waiting, busy = self._training.waiting, self._training.busy
        self.setVisible(bool(waiting))
        if waiting != self._shown:
            self._shown = waiting
            self._set_rows(waiting)
        self._note.setText(
            self.tr("The next one starts when the running training is over, while this window is open.")
            if busy
            else self.tr("They do not start by themselves now.")
        )
        self.start.setVisible(not busy)

    def _set_rows(self, waiting: tuple[WaitingRun, ...]) -> None:
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows, self.cancels = [], []
        for run in waiting:
            setup = run.document.setup
            words = self.tr("{name}: {epochs} epochs, batch {batch}, {optimizer} {rate}").format(
                name=run.name,
                epochs=f"{setup.epochs:,}",
                batch=f"{setup.batch_size:,}",
                optimizer=tr_text(setup.optimizer.title),
                rate=f"{setup.optimizer.learning_rate:g}",
            )
            cancel = IconButton(
                "close", self.tr("Take “{name}” out of the list").format(name=run.name), role="flat"
            )
            cancel.clicked.connect(lambda _=False, run=run: self._training.cancel_waiting(run.folder))
            line = row(Label(words), cancel)
            self._list.addWidget(line)
            self.rows.append(line)
            self.cancels.append(cancel)
