"""The full training of the session's document: how it starts, the process, its record, and its weights."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from nnviz.design.document import Document
from nnviz.design.file import save
from nnviz.export import runs
from nnviz.export.outcomes import Outcome
from nnviz.export.reports import Event
from nnviz.export.training import TrainingJob, prepare, prepare_resume, result
from nnviz.export.weights_file import expected
from nnviz.ui.session import Session
from nnviz.ui.train.beginning import start_now
from nnviz.ui.train.choices import Choices
from nnviz.ui.train.ending import (
    CHANGED,
    FITS,
    IN_DOCUMENT,
    NONE,
    OFFERED,
    UNFIT,
    Ending,
    MeasuredOn,
    measured_on,
)
from nnviz.ui.train.process import IDLE, PAUSED, Trainer, found_job
from nnviz.ui.train.readiness import Source, obstacles, same_network, source
from nnviz.ui.train.record import Record
from nnviz.ui.train.waiting import Waiting, WaitingRun, waiting_job
from nnviz.words import NnvizError

LET_GO = "train/let_go"
"""Key of the run that went on when the window closed."""

REDRAW_MS = 100
"""Milliseconds in which events are gathered before the panels draw them."""

TICK_MS = 500
"""Milliseconds between two looks at the clock while nothing is told."""

HOPELESS = ("no_python", "no_module", "disk_full")
"""Kinds of failure that the next training would meet, too; it does not start by itself then."""


class FullTraining(Choices):
    """One training at a time. Epochs and batch size are the document's; chosen here is only how it starts.

    ``record`` is what the run has said (None before the first), ``ending`` how the last one ended. What is to be
    trained while one runs waits, and starts when that one is over.
    """

    progressed = Signal()
    """The record is new, or the time."""
    printed = Signal(str)
    """Lines that the program printed."""
    started = Signal()
    found = Signal(object)
    """The document of a training that was found running, or that has ended while no window was there."""
    ended = Signal(object)
    """An :class:`~nnviz.ui.train.ending.Ending`, when the weights are where it says."""

    def __init__(
        self,
        session: Session,
        settings: QSettings | None = None,
        folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``folder`` gets the run folders; by default they lie with the application's data."""
        super().__init__(settings, parent)
        self.record: Record | None = None
        self.ending: Ending | None = None
        self.job: TrainingJob | None = None
        self.document: Document = session.document
        """What is or was trained, as it was when the run began."""
        self.held = False
        """Whether what waits does not start by itself."""
        self._session = session
        self._folder = folder
        self._own = True
        self._measured_on: MeasuredOn | None = None
        self._start_when_built = False
        self._waiting = Waiting(settings)
        self._trainer = Trainer(self)
        self._trainer.reported.connect(self._hear)
        self._trainer.printed.connect(self.printed)
        self._trainer.state_changed.connect(self.changed)
        self._trainer.finished.connect(self._finish)
        self._redraw = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._redraw.timeout.connect(self.progressed)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.progressed)
        session.document_changed.connect(self.changed)
        session.built.connect(self._on_built)
        self.waiting: tuple[WaitingRun, ...] = self._waiting.all()
        """What starts when the training that runs is over, the next one first."""
        self.held = bool(self.waiting)

    # -- state -------------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """``idle``, ``running``, ``paused`` or ``stopping``."""
        return self._trainer.state

    @property
    def pausing(self) -> bool:
        """Whether it pauses as soon as the running batch is over."""
        return self._trainer.pausing

    @property
    def busy(self) -> bool:
        """Whether a training runs."""
        return self.state != IDLE

    @property
    def source(self) -> Source:
        """Where the samples come from."""
        return source(self._session.document.setup.data, self._session.data_dir)

    @property
    def measured_on(self) -> MeasuredOn | None:
        """What the results were measured on; None where Keras downloaded it and it is not loaded here yet."""
        self._measured_on = self._measured_on or self._samples()
        return self._measured_on

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes of what is trained; empty where its data is not loaded here."""
        dataset = self._session.dataset
        same = self.document.setup.data == self._session.document.setup.data
        return dataset.classes if dataset is not None and same else ()

    def _samples(self) -> MeasuredOn | None:
        session, dataset = self._session, self._session.dataset
        same = self.document.setup.data == session.document.setup.data
        if dataset is None or not same or session.worker.busy("build"):
            return None
        return measured_on(self.document.setup.data, dataset, session.data_dir)

    @staticmethod
    def now() -> float:
        """Return the time on the clock that records go by."""
        return time.time()

    # -- the run -----------------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Train the document, or let it wait while a training runs; if it cannot be, say why and return False.

        A document that was edited a moment ago is trained as soon as its data and weights are there.
        """
        if self._session.worker.busy("build"):
            self._start_when_built = True
            return True
        problem = next(iter(obstacles(self._session)), None)
        if problem is not None:
            self._session.said.emit(problem.message)
            return False
        try:
            job = self._prepare()
        except NnvizError as error:
            self._session.said.emit(error.message)
            return False
        if self.busy:
            self._waiting.add(job.folder)
            self._show_waiting()
        else:
            self._begin(job, self._session.document)
        return True

    def resume_run(self, folder: Path) -> bool:
        """Go on with the run in ``folder`` after its last full epoch; if that is not possible, say why."""
        if self.busy:
            return False
        try:
            job, document = prepare_resume(folder), runs.load_run(folder).document()
        except NnvizError as error:
            self._session.said.emit(error.message)
            return False
        self._begin(job, document)
        return True

    def find(self) -> None:
        """Follow a training that runs already, or tell how the one ended that went on without a window."""
        folder = next(iter(runs.running(self._folder)), None) or self._let_go_earlier()
        if folder is None or self.busy:
            return
        try:
            document = runs.load_run(folder).document()
        except NnvizError:
            self._remember_let_go(None)
            return
        job = found_job(folder, self.python)
        # What ended while no window was there has no successor that starts by itself: somebody may only look.
        self.held = self.held and not runs.is_running(folder)
        self._set_out(job, document, own=False)
        self._trainer.follow(job)
        self.found.emit(document)

    def _let_go_earlier(self) -> Path | None:
        path = str(self._settings.value(LET_GO, "") or "") if self._settings is not None else ""
        return Path(path) if path and (Path(path) / runs.EVENTS).is_file() else None

    def _remember_let_go(self, folder: Path | None) -> None:
        if self._settings is not None:
            self._settings.setValue(LET_GO, str(folder) if folder else "")

    def _prepare(self) -> TrainingJob:
        session, document = self._session, self._session.document
        begin = None if self.fresh else start_now(session, self.source.data_dir)
        parent = self._folder or runs.runs_folder()
        return prepare(
            document,
            begin.weights if begin else None,
            runs.new_folder(document.name, parent),
            optimizer=begin.optimizer if begin else (),
            data_dir=self.source.data_dir,
            python=self.python or None,
            scaling=self.scaling,
        )

    def _begin(self, job: TrainingJob, document: Document) -> None:
        self.held = False
        self._set_out(job, document, own=True)
        self._trainer.start(job)

    def _set_out(self, job: TrainingJob, document: Document, own: bool) -> None:
        self.job, self.ending, self.document, self._own = job, None, document, own
        self._measured_on = self._samples()
        self.record = Record(document.setup.epochs, self.now())
        self._tick.start()
        self.started.emit()

    def pause(self) -> None:
        """Let the training wait after the running batch, or go on if it waits."""
        if self.state == PAUSED:
            self._trainer.resume()
        else:
            self._trainer.pause()

    def change_rate(self, rate: float) -> None:
        """Take this learning rate from the next batch on."""
        self._trainer.change_rate(rate)

    def stop(self) -> None:
        """Stop after the running batch, test and keep what was learned; asked again, end at once."""
        self._start_when_built = False
        self._trainer.stop()

    def let_go(self) -> None:
        """Let the training go on without this window, which closes."""
        if self.busy and self.job is not None:
            self._remember_let_go(self.job.folder)
            self._trainer.let_go()
        self.close()

    def close(self) -> None:
        """End the process without a word: the window closes."""
        self._start_when_built = False
        self._trainer.close()
        self._tick.stop()
        self._redraw.stop()

    def _on_built(self) -> None:
        wanted, self._start_when_built = self._start_when_built, False
        self.changed.emit()
        if wanted:
            self.start()

    def _hear(self, event: Event, moment: float) -> None:
        assert self.record is not None
        self.record.hear(event, moment)
        if not self._redraw.isActive():
            self._redraw.start()

    # -- what waits --------------------------------------------------------------------------------------------

    def cancel_waiting(self, folder: Path) -> None:
        """Take a training that waits out of the list, and its folder away."""
        self._waiting.cancel(folder)
        self._show_waiting()

    def start_waiting(self) -> bool:
        """Start the first of those that wait; False if none can be started. How the last one ended stays told."""
        self.held = False
        if self.busy:
            return False
        run = self._waiting.take_first()
        self._show_waiting()
        if run is None:
            return False
        try:
            job = waiting_job(run.folder)
        except NnvizError as error:
            self._session.said.emit(error.message)
            return False
        told = self.ending
        self._begin(job, run.document)
        if self.ending is None:
            self.ending = told
            self.changed.emit()
        return True

    def _show_waiting(self) -> None:
        self.waiting = self._waiting.all()
        self.held = self.held and bool(self.waiting)
        self.changed.emit()

    # -- the end -----------------------------------------------------------------------------------------------

    def _finish(self, outcome: Outcome) -> None:
        record, job = self.record, self.job
        assert record is not None
        assert job is not None
        self._tick.stop()
        self._redraw.stop()
        self._remember_let_go(None)
        record.end(record.heard or self.now())
        epochs = record.done.epochs if record.done else record.epoch
        self.ending = Ending(job, self.document, outcome, self._place(outcome), epochs)
        self.changed.emit()
        self.progressed.emit()
        self.ended.emit(self.ending)
        self.held = bool(self.waiting) and (self.held or outcome.kind in HOPELESS)
        if self.waiting and not self.held:
            self.start_waiting()
        elif self.held:
            self.changed.emit()

    def _place(self, outcome: Outcome) -> str:
        """Put the weights where they belong and return the word for it."""
        now, then = self._session.document, self.document
        if not outcome.weights:
            return NONE
        if expected(now.design) != expected(then.design):
            return UNFIT
        if not outcome.good:
            return OFFERED
        if not same_network(now, then):
            return CHANGED
        if not self._own:  # the window that started it is gone, and this one has not asked for it
            return FITS
        return IN_DOCUMENT if self._put(self.job) else NONE

    def _put(self, job: TrainingJob | None) -> bool:
        assert job is not None
        return self._session.edit(self.tr("Trained weights"), lambda document: result(job, document))

    def take_weights(self) -> bool:
        """Put the weights of the last training into the document, as one undo step."""
        if self.ending is None or not self._put(self.ending.job):
            return False
        self.ending = replace(self.ending, weights=IN_DOCUMENT)
        self.changed.emit()
        return True

    def save_trained(self, path: Path) -> bool:
        """Save the network that was trained, with its weights, as a document of its own."""
        ending = self.ending
        if ending is None:
            return False
        try:
            save(result(ending.job, ending.document).with_(name=path.stem), path)
        except NnvizError as error:
            self._session.said.emit(error.message)
            return False
        return True
