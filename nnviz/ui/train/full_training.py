"""The full training of the session's document: how it starts, the process, its record, and its weights."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from nnviz.design.file import save
from nnviz.export.reports import Event
from nnviz.export.scaling import ONE_DEVICE, Scaling, of_run
from nnviz.export.training import Outcome, TrainingJob, prepare, result, training_python
from nnviz.export.weights_file import expected
from nnviz.ui.session import Session
from nnviz.ui.train.beginning import start_now
from nnviz.ui.train.ending import CHANGED, IN_DOCUMENT, NONE, OFFERED, UNFIT, Ending, MeasuredOn, measured_on
from nnviz.ui.train.folders import KEPT, forget_old_runs, new_run_folder, runs_folder
from nnviz.ui.train.process import IDLE, Trainer
from nnviz.ui.train.readiness import Source, obstacles, same_network, source
from nnviz.ui.train.record import Record
from nnviz.words import NnvizError

PYTHON = "train/python"
"""Key of the Python to train with in the settings."""

SCALING = "train/scaling"
"""Key of how the computer is used in the settings."""

REDRAW_MS = 100
"""Milliseconds in which events are gathered before the panels draw them."""

TICK_MS = 500
"""Milliseconds between two looks at the clock while nothing is told."""


class FullTraining(QObject):
    """One training at a time. Epochs and batch size are the document's; chosen here is only how it starts.

    ``record`` is what the run has said (None before the first), ``ending`` how the last one ended.
    """

    changed = Signal()
    """State, ending or a choice is new, or the document."""
    progressed = Signal()
    """The record is new, or the time."""
    printed = Signal(str)
    """Lines that the program printed."""
    started = Signal()
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
        super().__init__(parent)
        self.fresh = False
        """Whether training starts from new random weights instead of those on the screen."""
        self.record: Record | None = None
        self.ending: Ending | None = None
        self.job: TrainingJob | None = None
        self._session = session
        self._settings = settings
        self._folder = folder
        self._python = ""
        self._scaling = ONE_DEVICE
        self._document = session.document
        self._measured_on: MeasuredOn | None = None
        self._start_when_built = False
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

    # -- choices -----------------------------------------------------------------------------------------------

    def start_fresh(self, fresh: bool) -> None:
        """Start from new random weights, or from those on the screen."""
        self.fresh = fresh
        self.changed.emit()

    @property
    def python(self) -> str:
        """The Python to train with: the chosen one, else the one that nnviz runs on; empty where there is none."""
        return self._chosen_python() or training_python() or ""

    def choose_python(self, path: str) -> None:
        """Train with the Python at ``path`` from now on; ``""`` for the usual one."""
        self._python = path
        if self._settings is not None:
            self._settings.setValue(PYTHON, path)
        self.changed.emit()

    @property
    def scaling(self) -> Scaling:
        """How the computer is used."""
        kept = self._settings.value(SCALING, "") if self._settings is not None else ""
        if not kept:
            return self._scaling
        with contextlib.suppress(ValueError):
            found = json.loads(str(kept))
            if isinstance(found, dict):
                return of_run(found)
        return ONE_DEVICE

    def choose_scaling(self, scaling: Scaling) -> None:
        """Use the computer in this way from now on."""
        self._scaling = scaling
        if self._settings is not None:
            self._settings.setValue(SCALING, json.dumps(scaling.kept()))
        self.changed.emit()

    def _chosen_python(self) -> str:
        return self._python if self._settings is None else str(self._settings.value(PYTHON, "") or "")

    # -- state -------------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """``idle``, ``running`` or ``stopping``."""
        return self._trainer.state

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

    def _samples(self) -> MeasuredOn | None:
        session, dataset = self._session, self._session.dataset
        same = self._document.setup.data == session.document.setup.data
        if dataset is None or not same or session.worker.busy("build"):
            return None
        return measured_on(dataset)

    @staticmethod
    def now() -> float:
        """Return the time on the clock that records go by."""
        return time.monotonic()

    # -- the run -----------------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Train the document; if it cannot be trained, say why and return False.

        A document that was edited a moment ago is trained as soon as its data and weights are there.
        """
        if self.busy:
            return False
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
        self._begin(job)
        return True

    def _prepare(self) -> TrainingJob:
        session, document = self._session, self._session.document
        begin = None if self.fresh else start_now(session, self.source.data_dir)
        parent = self._folder or runs_folder()
        forget_old_runs(parent, KEPT - 1)
        return prepare(
            document,
            begin.weights if begin else None,
            new_run_folder(parent, document.name),
            optimizer=begin.optimizer if begin else (),
            data_dir=self.source.data_dir,
            python=self.python or None,
            scaling=self.scaling,
        )

    def _begin(self, job: TrainingJob) -> None:
        self.job, self.ending, self._document = job, None, self._session.document
        self._measured_on = self._samples()
        self.record = Record(self._document.setup.epochs, self.now())
        self._tick.start()
        self.started.emit()
        self._trainer.start(job)

    def stop(self) -> None:
        """Stop after the running batch, test and keep what was learned; asked again, end at once."""
        self._start_when_built = False
        self._trainer.stop()

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

    def _hear(self, event: Event) -> None:
        assert self.record is not None
        self.record.hear(event, self.now())
        if not self._redraw.isActive():
            self._redraw.start()

    # -- the end -----------------------------------------------------------------------------------------------

    def _finish(self, outcome: Outcome) -> None:
        record, job = self.record, self.job
        assert record is not None
        assert job is not None
        self._tick.stop()
        self._redraw.stop()
        record.end(self.now())
        epochs = record.done.epochs if record.done else record.epoch
        self.ending = Ending(job, self._document, outcome, self._place(outcome), epochs)
        self.changed.emit()
        self.ended.emit(self.ending)

    def _place(self, outcome: Outcome) -> str:
        """Put the weights where they belong and return the word for it."""
        now, then = self._session.document, self._document
        if not outcome.weights:
            return NONE
        if expected(now.design) != expected(then.design):
            return UNFIT
        if not outcome.good:
            return OFFERED
        if not same_network(now, then):
            return CHANGED
        return IN_DOCUMENT if self._put() else NONE

    def _put(self) -> bool:
        job = self.job
        assert job is not None
        return self._session.edit(self.tr("Trained weights"), lambda document: result(job, document))

    def take_weights(self) -> bool:
        """Put the weights of the last training into the document, as one undo step."""
        if self.ending is None or not self._put():
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
