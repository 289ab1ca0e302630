"""The curves of several runs in one picture, and what was set differently for them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from nnviz.design.document import Document
from nnviz.export.comparing import Comparison, compare
from nnviz.export.run_words import network
from nnviz.export.runs import TrainingRun
from nnviz.ui.fields import ChoiceBox
from nnviz.ui.table import ValueTable
from nnviz.ui.text import tr_message
from nnviz.ui.train.compare_view import CompareView, RunCurve
from nnviz.ui.train.record import is_share
from nnviz.ui.train.run_list import RunList, document_of
from nnviz.ui.train.runs_panel import letter
from nnviz.ui.widgets import Heading, Label, em
from nnviz.ui.worker import Worker

QWIDGETSIZE_MAX = 16_777_215

MOST_OF_DESIGN = 8
"""Differences of the networks that are listed one by one; of more, the sizes of the networks say it."""

Told = tuple[Comparison, tuple[Document | None, ...]]


class ComparePanel(QWidget):
    """``ComparePanel(runs, worker)``: the runs that are ticked in the list."""

    def __init__(self, runs: RunList, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs, self._worker = runs, worker
        self._asked: tuple[TrainingRun, ...] = ()
        self.loss_view, self.metric_view = CompareView(), CompareView(share=True)
        self.quantity = ChoiceBox()
        self.quantity.setAccessibleName(self.tr("Quantity of the second picture"))
        self.quantity.setToolTip(self.tr("Which quantity the second picture shows"))
        self.quantity.currentIndexChanged.connect(lambda _: self._draw())
        self._key = Label(
            self.tr("solid: training, dashed: validation; colours and letters are those of the list"),
            "caption",
        )
        self._heading = Heading(self.tr("What differs"))
        self._note = Label("", "quiet")
        self.table = ValueTable(self.tr("Settings that differ"), ("",))
        self._lay_out()
        runs.changed.connect(self.redraw)
        self.redraw()

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        side = em(self, 0.85)
        layout.setContentsMargins(side, round(side * 0.6), side, side)
        layout.setHorizontalSpacing(em(self, 1))
        layout.setVerticalSpacing(em(self, 0.35))
        loss = Heading(self.tr("Loss"))
        loss.setWordWrap(False)
        layout.addWidget(loss, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.quantity, 0, 1, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.loss_view, 1, 0)
        layout.addWidget(self.metric_view, 1, 1)
        layout.addWidget(self._key, 2, 0, 1, 2)
        inside = QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, em(self, 0.5), 0, 0)
        below.setSpacing(em(self, 0.35))
        for part in (self._heading, self._note, self.table):
            below.addWidget(part)
        below.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        layout.addWidget(scroll, 3, 0, 1, 2)
        for column in (0, 1):
            layout.setColumnStretch(column, 1)
        layout.setRowStretch(1, 3)
        self._layout, self._below = layout, scroll
        self.loss_view.setAccessibleName(self.tr("Loss of the runs over the epochs"))

    # -- curves ------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Show the runs that are compared."""
        every = tuple(run for _, run in self._runs.compared)
        names = {
            name.removeprefix("val_"): None for run in every for epoch in run.history for name in epoch.logs
        }
        metrics = [name for name in names if name != "loss"]
        kept = self.quantity.currentData()
        if metrics != [self.quantity.itemData(i) for i in range(self.quantity.count())]:
            self.quantity.blockSignals(True)
            self.quantity.clear()
            for name in metrics:
                self.quantity.addItem(name.replace("_", " ").capitalize(), name)
            self.quantity.setCurrentIndex(max(0, self.quantity.findData(kept)))
            self.quantity.blockSignals(False)
        self.quantity.setVisible(bool(metrics))
        self._draw()
        if every != self._asked:
            self._asked = every
            self._compare(every)

    def _draw(self) -> None:
        self.loss_view.show_runs(self._curves("loss"), share=False)
        name = str(self.quantity.currentData() or "accuracy")
        self.metric_view.show_runs(self._curves(name), share=is_share(name))
        words = self.tr("{quantity} of the runs over the epochs")
        self.metric_view.setAccessibleName(words.format(quantity=self.quantity.currentText()))

    def _curves(self, name: str) -> list[RunCurve]:
        return [
            RunCurve(
                number,
                run.name,
                tuple((epoch.epoch, epoch.logs[name]) for epoch in run.history if name in epoch.logs),
                tuple(
                    (epoch.epoch, epoch.logs[f"val_{name}"])
                    for epoch in run.history
                    if f"val_{name}" in epoch.logs
                ),
            )
            for number, run in self._runs.compared
        ]

    def _show_table(self, on: bool) -> None:
        """Give the table room, or the curves."""
        self.table.setVisible(on)
        self._note.setVisible(not on)
        self._layout.setRowStretch(3, 2 if on else 0)
        self._below.setMaximumHeight(QWIDGETSIZE_MAX if on else em(self, 4.5))

    # -- settings ----------------------------------------------------------------------------------------------

    def _compare(self, every: tuple[TrainingRun, ...]) -> None:
        self._worker.cancel("runs_compared")
        if len(every) < 2:
            self._show_table(False)
            self._note.setText(self.tr("Tick another run in the list to see its curves beside these."))
            return

        def job() -> Iterator[Told | None]:
            yield None
            yield compare(*every), tuple(map(document_of, every))

        self._worker.submit("runs_compared", job, on_done=self._show)

    def _show(self, told: Told | None) -> None:
        if told is None:
            return
        found, documents = told
        design = {place: values for place, values in found.settings.items() if place.startswith("design.")}
        rows = [
            (_words(place), *(value or "–" for value in values))
            for place, values in found.settings.items()
            if place not in design and not place.startswith("option.python")
        ]
        if len(design) > MOST_OF_DESIGN:
            sizes = ["–" if one is None else tr_message(network(one)) for one in documents]
            rows.insert(0, (self.tr("network"), *sizes))
        else:
            rows = [
                *((_words(place), *(v or "–" for v in values)) for place, values in design.items()),
                *rows,
            ]
        results = dict.fromkeys(name for run in self._asked for name in run.results)
        for name in results:
            rows.append(
                (name.replace("_", " "), *(_number(name, run.results.get(name)) for run in self._asked))
            )
        letters = [f"{letter(number)} · {run.name}" for number, run in self._runs.compared]
        self._note.setText("" if rows else self.tr("Nothing: they were trained with the same settings."))
        self._show_table(bool(rows))
        self.table.set_headings(("", *letters))
        self.table.set_rows(rows)


def _words(place: str) -> str:
    """Return the place of a setting as it is read: ``optimizer learning rate``."""
    short = place.removeprefix("design.nodes.").removeprefix("option.").replace(".layer.", ".")
    return short.removesuffix(".kind").replace(".", " ").replace("_", " ")


def _number(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2%}".replace("%", " %") if is_share(name) else f"{value:.4g}"
