"""What the network of a run does wrong: the confusion matrix, and the samples that it is surest and wrong about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from nnviz.export.judging import MOST, Judgement, Mistake, shown_sample
from nnviz.ui.digits import format_number
from nnviz.ui.plots.class_bars import percent
from nnviz.ui.plots.confusion_view import ConfusionView
from nnviz.ui.table import ValueTable
from nnviz.ui.text import tr_message
from nnviz.ui.train.judge import Judge
from nnviz.ui.train.mistakes_grid import MistakesGrid, Tile
from nnviz.ui.train.run_list import RunList
from nnviz.ui.widgets import Button, Heading, Label, LinkLabel, em, row

ROWS = 30
"""Rows of the table of mistakes that are no pictures."""


class MistakesPanel(QWidget):
    """``MistakesPanel(runs, judge)``: of the run and the weights that are looked at."""

    def __init__(self, runs: RunList, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs, self._judge = runs, judge
        self._shown: Judgement | None = None
        self._title = Label("", "strong")
        self._words = Label("", "quiet")
        self.ask = Button(self.tr("Find the mistakes"))
        self.ask.setToolTip(self.tr("Keras lets this network answer to all test samples"))
        self.ask.clicked.connect(lambda _=False: judge.ask())
        self.cancel = Button(self.tr("Cancel"))
        self.cancel.clicked.connect(lambda _=False: judge.cancel())
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Answers that are computed"))
        self.confusion = ConfusionView()
        self.confusion.let_choose()
        self.confusion.cell_chosen.connect(lambda _: self._show_mistakes())
        self._matrix_heading = Heading(self.tr("Confusion matrix"))
        self._matrix_note = Label(
            self.tr("Rows: true class, columns: class that is named. Click a number to see those samples."),
            "caption",
        )
        self._heading = Heading("")
        self.every = LinkLabel("", self.tr("Show all mistakes"))
        self.every.clicked.connect(lambda: self.confusion.choose(None))
        self._note = Label("", "caption")
        self.grid = MistakesGrid()
        self.table = ValueTable(self.tr("Mistakes"), (self.tr("sample"),))
        self._lay_out()
        runs.chosen.connect(self.redraw)
        judge.changed.connect(self.redraw)
        self.redraw()

    def _lay_out(self) -> None:
        self._matrix = _stack(self._matrix_heading, self._matrix_note, self.confusion)
        self._samples = _stack(self._heading, self._note, self.every, self.grid, self.table)
        self._matrix.hide()  # until there are answers
        self._samples.hide()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(em(self, 1.2))
        self._both.addWidget(self._matrix, 4)
        self._both.addWidget(self._samples, 5)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        side = em(self, 0.85)
        layout.setContentsMargins(side, round(side * 0.6), side, side)
        layout.setSpacing(em(self, 0.5))
        for part in (self._title, self._words, self.bar):
            layout.addWidget(part)
        layout.addWidget(row(self.ask, self.cancel, stretch=True))
        layout.addLayout(self._both)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() > em(self, 40)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(direction)
        super().resizeEvent(event)

    # -- words -------------------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Show what is known of the run that is looked at."""
        judge, found = self._judge, self._judge.found
        run, weights = self._runs.current, self._runs.checkpoint
        self._title.setText("" if run is None else run.name)
        if run is not None and weights is not None:
            words = self.tr("{name} · {weights}")
            self._title.setText(words.format(name=run.name, weights=tr_message(weights.message)))
        self._words.setText(self._sentence())
        self.ask.setVisible(judge.possible and found is None and not judge.busy)
        self.cancel.setVisible(judge.busy)
        self.bar.setVisible(judge.busy)
        done, total = judge.count
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if found is not self._shown:
            self._shown = found
            self._show_judgement()

    def _sentence(self) -> str:
        judge = self._judge
        if judge.busy:
            done, total = judge.count
            if not total:
                return self.tr("Keras is starting, to let the network answer; this takes some seconds …")
            return self.tr("The network answers: {done} of {total} samples …").format(
                done=f"{done:,}", total=f"{total:,}"
            )
        if judge.outcome is not None:
            return tr_message(judge.outcome.message)
        if judge.found is not None:
            return self._result(judge.found)
        if self._runs.current is None:
            return self.tr("Choose a run in the list.")
        if not judge.possible:
            return self.tr("This run has left no weights, so its network cannot be looked at.")
        return self.tr(
            "Which test samples does this network get wrong? Keras loads its weights and lets it answer to all of"
            " them; that takes some seconds."
        )

    def _result(self, found: Judgement) -> str:
        total = len(found.outputs)
        if found.regression:
            return self.tr("{total} test samples, those that are farthest off first.").format(
                total=f"{total:,}"
            )
        return self.tr("{right} of {total} test samples are named right: {share}.").format(
            right=f"{found.right:,}", total=f"{total:,}", share=percent(found.right / max(1, total))
        )

    # -- what it got wrong -------------------------------------------------------------------------------------

    def _show_judgement(self) -> None:
        found = self._shown
        matrix = found is not None and not found.regression
        self._matrix.setVisible(matrix)
        self._samples.setVisible(found is not None)
        self.confusion.choose(None)
        if matrix and found is not None:
            self.confusion.show_counts(found.confusion, found.classes)
        self._show_mistakes()

    def _show_mistakes(self) -> None:
        found = self._shown
        if found is None:
            return
        self.every.setVisible(self.confusion.chosen is not None)
        if found.regression:
            self._show_errors(found)
            return
        cell = self.confusion.chosen
        mistakes = found.mistakes(*(cell or (None, None)))
        self._heading.setText(self._heading_words(found, cell))
        self._note.setText(self._note_words(found, cell, mistakes))
        self._note.show()
        self.grid.setVisible(found.picture and bool(mistakes))
        self.table.setVisible(not found.picture and bool(mistakes))
        if found.picture:
            self._show_pictures(found, mistakes)
        else:
            self._show_rows(found, mistakes)

    def _heading_words(self, found: Judgement, cell: tuple[int, int] | None) -> str:
        if cell is None:
            return self.tr("Misread pictures") if found.picture else self.tr("Mistakes")
        true, named = found.classes[cell[0]], found.classes[cell[1]]
        if cell[0] == cell[1]:
            return self.tr("{true}, named right").format(true=true)
        return self.tr("{true} taken for {named}").format(true=true, named=named)

    def _note_words(
        self, found: Judgement, cell: tuple[int, int] | None, mistakes: tuple[Mistake, ...]
    ) -> str:
        if cell is not None and cell[0] == cell[1]:
            count = int(found.confusion[cell])
            return self.tr("{count} samples, and none of them is a mistake.").format(count=f"{count:,}")
        if not mistakes:
            return self.tr("No test sample is named wrong.") if cell is None else self.tr("There is none.")
        if len(mistakes) == 1:
            return self.tr("One sample.")
        shown = min(len(mistakes), MOST if found.picture else ROWS)
        words = self.tr("The {shown} that the network is surest about, of {count}.")
        if shown == len(mistakes):
            words = self.tr("All {count}, the one that the network is surest about first.")
        return words.format(shown=shown, count=f"{len(mistakes):,}")

    def _show_pictures(self, found: Judgement, mistakes: tuple[Mistake, ...]) -> None:
        tiles = []
        for one in mistakes[:MOST]:
            true, named = found.classes[one.true], found.classes[one.named]
            words = self.tr(
                "test picture {number}: taken for {named} with {sure}; it is {true}, which gets {share}"
            ).format(
                number=f"{one.number + 1:,}",
                named=named,
                sure=percent(one.sure),
                true=true,
                share=percent(one.true_share),
            )
            first = self.tr("{sure} {named}").format(sure=f"{one.sure:.0%}".replace("%", " %"), named=named)
            second = self.tr("is {true}").format(true=true)
            tiles.append(Tile(found.sample(one.number), first, second, words))
        self.grid.show_tiles(tiles)

    def _show_rows(self, found: Judgement, mistakes: tuple[Mistake, ...]) -> None:
        headings = (self.tr("sample"), self.tr("named"), self.tr("true"), self.tr("inputs"))
        self.table.set_headings(headings)
        self.table.set_rows(
            [
                (
                    f"{one.number + 1:,}",
                    f"{found.classes[one.named]}, {percent(one.sure)}",
                    found.classes[one.true],
                    shown_sample(found, one.number, format_number),
                )
                for one in mistakes[:ROWS]
            ]
        )

    def _show_errors(self, found: Judgement) -> None:
        self._heading.setText(self.tr("Farthest off"))
        self._note.hide()
        self.grid.hide()
        self.table.show()
        headings = (self.tr("sample"), self.tr("predicted"), self.tr("true"), self.tr("inputs"))
        self.table.set_headings(headings)
        self.table.set_rows(
            [
                (
                    f"{number + 1:,}",
                    _numbers(answer),
                    _numbers(wanted),
                    shown_sample(found, number, format_number),
                )
                for number, wanted, answer in found.errors()[:ROWS]
            ]
        )


def _numbers(values: tuple[float, ...]) -> str:
    return ", ".join(map(format_number, values))


def _stack(*widgets: QWidget) -> QWidget:
    """Return widgets one below the other, without a margin."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(em(box, 0.35))
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return box
