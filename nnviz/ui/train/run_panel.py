"""One run: how it went, what was chosen for it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nnviz.export.outcomes import Outcome
from nnviz.export.pulling import batches, mixed
from nnviz.export.run_words import chosen, seconds, trouble
from nnviz.export.runs import TrainingRun, sentence
from nnviz.ui.fields import ChoiceBox, Field, SpinBox
from nnviz.ui.table import ValueTable
from nnviz.ui.text import tr_message
from nnviz.ui.train.record import is_share
from nnviz.ui.train.run_actions import RunActions
from nnviz.ui.train.run_list import RunList
from nnviz.ui.train.runs_panel import when
from nnviz.ui.widgets import Button, Heading, Label, LinkLabel, Section, column, em, restyle, row


class RunPanel(QWidget):
    """``RunPanel(runs, actions)``: the run that is looked at."""

    def __init__(self, runs: RunList, actions: RunActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs, self._actions = runs, actions
        self._title = Label("", "strong")
        self._state = Label("", "quiet")
        self._trouble = _Trouble()
        self.results = ValueTable(
            self.tr("Results"), ("", self.tr("training"), self.tr("validation"), self.tr("test"))
        )
        self.weights = ChoiceBox()
        self.weights.currentIndexChanged.connect(self._choose)
        weights = Field(
            self.tr("Weights"),
            self.weights,
            self.tr(
                "Of which epoch the weights are taken; those kept at the end are the ones the program returns"
            ),
        )
        self.take = Button(self.tr("Put into the document"))
        self.take.setToolTip(self.tr("The network on the canvas starts from these weights"))
        self.take.clicked.connect(lambda _=False: actions.take_weights())
        self.open = Button(self.tr("Open the design"))
        self.open.setToolTip(self.tr("Opens the network of this run as a document, with these weights"))
        self.open.clicked.connect(lambda _=False: actions.open_design())
        self.batch = SpinBox()
        self.batch.setMinimum(1)
        self.batch.setAccessibleName(self.tr("Number of the batch"))
        self.batch.setToolTip(self.tr("Which batch of the epoch, in the order in which the run took them"))
        self._of = Label("", "quiet", wrap=False)
        self._which = row(Label(self.tr("batch"), "quiet", wrap=False), self.batch, self._of, stretch=True)
        self.pull = Button(self.tr("Step through it in Watch"))
        self.pull.setToolTip(
            self.tr("Watch stands before this training step, with the weights and the samples of the run")
        )
        self.pull.clicked.connect(lambda _=False: actions.pull(self.batch.value()))
        self._pull_note = Label("", "caption")
        self.settings = ValueTable(self.tr("Settings"))
        self._settings_section = Section(self.tr("Settings"), self.settings)
        self.resume, self.folder, self.delete = LinkLabel(), LinkLabel(), LinkLabel()
        self._links()
        self._with_weights = column(
            Heading(self.tr("Take something back")),
            weights,
            row(self.take, stretch=True),
            row(self.open, stretch=True),
            Heading(self.tr("Pull one batch back")),
            self._which,
            row(self.pull, stretch=True),
            self._pull_note,
            margin=0,
            stretch=False,
        )
        self._lay_out()
        runs.changed.connect(self.redraw)
        runs.chosen.connect(self.redraw)
        self.redraw()

    def _links(self) -> None:
        for link, words, told, action in (
            (
                self.resume,
                self.tr("Go on with this run"),
                self.tr("Trains on after its last full epoch"),
                self._actions.resume,
            ),
            (
                self.folder,
                self.tr("Open its folder"),
                self.tr("Shows program, weights, log and history in the file manager"),
                self._actions.open_folder,
            ),
            (
                self.delete,
                self.tr("Delete this run…"),
                self.tr("Deletes its folder with all files"),
                self._actions.delete,
            ),
        ):
            link.set_text("", words)
            link.setToolTip(told)
            link.clicked.connect(action)

    def _lay_out(self) -> None:
        self._box = column(
            self._title,
            self._state,
            self._trouble,
            self.resume,
            self.results,
            self._with_weights,
            self._settings_section,
            self.folder,
            self.delete,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._box)

    def redraw(self) -> None:
        """Show the run that is looked at."""
        run = self._runs.current
        self._box.setVisible(run is not None)
        if run is None:
            return
        self._title.setText(run.name)
        self._state.setText(self._state_words(run))
        self._trouble.show_trouble(trouble(run))
        rows = _result_rows(run)
        self.results.setVisible(bool(rows))
        if rows:
            self.results.set_rows(rows)
        self._show_weights()
        settings = [(tr_message(what), tr_message(value)) for what, value in chosen(run, self._runs.document)]
        self._settings_section.setVisible(bool(settings))
        if settings:
            self.settings.set_rows(settings)
        self.resume.setVisible(run.resumable and run.state != "waiting")
        self.delete.setVisible(run.state != "running")

    def _state_words(self, run: TrainingRun) -> str:
        words = tr_message(sentence(run))
        taken = seconds(run)
        parts = [words[:1].upper() + words[1:], self.tr("begun {when}").format(when=when(run.began))]
        if taken:
            parts.append(self.tr("{time} of training").format(time=self._duration(taken)))
        return " · ".join(parts)

    def _duration(self, seconds: float) -> str:
        if seconds < 99.5:
            return self.tr("{seconds} s").format(seconds=f"{seconds:.0f}")
        if seconds < 99.5 * 60:
            return self.tr("{minutes} min").format(minutes=f"{seconds / 60:.0f}")
        return self.tr("{hours} h").format(hours=f"{seconds / 3600:.1f}")

    # -- weights -----------------------------------------------------------------------------------------------

    def _show_weights(self) -> None:
        run, every, chosen_one = self._runs.current, self._runs.checkpoints, self._runs.checkpoint
        self._with_weights.setVisible(chosen_one is not None)
        if run is None or chosen_one is None:
            return
        words = [tr_message(each.message) for each in every]
        if words != [self.weights.itemText(i) for i in range(self.weights.count())]:
            self.weights.blockSignals(True)
            self.weights.clear()
            self.weights.addItems([text[:1].upper() + text[1:] for text in words])
            self.weights.blockSignals(False)
        self.weights.blockSignals(True)
        self.weights.setCurrentIndex(every.index(chosen_one))
        self.weights.blockSignals(False)
        self.batch.setMaximum(batches(run))
        following = chosen_one.epoch + 1
        self._of.setText(
            self.tr("of {count} of epoch {epoch}").format(count=f"{batches(run):,}", epoch=f"{following:,}")
        )
        document = self._runs.document
        whole = document is None or not mixed(document)
        self._which.setVisible(whole)
        self._pull_note.setText(self._note(whole, following <= run.epochs))

    def _note(self, whole: bool, trained: bool) -> str:
        if not whole:
            return self.tr(
                "TensorFlow mixed the pictures of this run; the batch is made of those that Watch holds."
            )
        if trained:
            return self.tr(
                "It is the batch that the run took next, in its order, with the optimizer’s memory."
            )
        return self.tr("The run ended here; it is the batch that it would have taken next.")

    def _choose(self, index: int) -> None:
        self._runs.choose_checkpoint(index)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 19), super().sizeHint().height())


class _Trouble(QFrame):
    """Why the run broke off, with a line to type where one helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        restyle(self, role="problem")
        self._words = Label("")
        self._command = Label("", "code")
        self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = LinkLabel("", self.tr("Copy the line"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._command.text()))
        layout = QVBoxLayout(self)
        margin = em(self, 0.6)
        layout.setContentsMargins(margin, margin, margin, margin)
        for part in (self._words, self._command, self._copy):
            layout.addWidget(part)

    def show_trouble(self, outcome: Outcome | None) -> None:
        """Show it, or nothing."""
        self.setVisible(outcome is not None)
        if outcome is not None:
            words = tr_message(outcome.message)
            self._words.setText(words.replace(outcome.command, "").strip() if outcome.command else words)
            self._command.setText(outcome.command)
            self._command.setVisible(bool(outcome.command))
            self._copy.setVisible(bool(outcome.command))
            self.setAccessibleName(words)


def _result_rows(run: TrainingRun) -> list[tuple[str, str, str, str]]:
    """Return loss and metrics: of the last epoch, and what the program measured at its end."""
    last = run.history[-1].logs if run.history else {}
    names = dict.fromkeys(name.removeprefix("val_") for name in (*last, *run.results))
    return [
        (
            name.replace("_", " "),
            _number(name, last.get(name)),
            _number(name, last.get(f"val_{name}")),
            _number(name, run.results.get(name)),
        )
        for name in sorted(names, key=lambda name: name != "loss")
    ]


def _number(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}".replace("%", " %") if is_share(name) and value == value else f"{value:.4g}"
