"""What a document becomes on the worker: its data, its run, and the moments of it that panels draw."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from nnviz.data.base import Dataset
from nnviz.data.mnist import Mnist
from nnviz.design import edits
from nnviz.design.check import problems, runs
from nnviz.design.document import Document, Setup
from nnviz.design.problem import Mend, Problem, Wish
from nnviz.engine.events import Cursor, Event
from nnviz.engine.remembered import learned_from
from nnviz.engine.run import Diverged, LayerTrace, Run, State, Trace
from nnviz.engine.sealed import FeaturesMissing, opened
from nnviz.engine.timeline import Array, Timeline
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say


@dataclass(frozen=True, eq=False)
class Moment:
    """A point of the timeline with everything that panels draw. Made by the worker, never changed afterwards."""

    cursor: Cursor
    events: tuple[Event, ...]
    trace: Trace
    length: int
    """Number of steps computed so far."""
    losses: Array
    test_losses: Array
    steps_per_epoch: int
    setup: Setup
    """What computed the trace; the document's own may be newer for a while."""

    @property
    def event(self) -> Event:
        return self.events[self.cursor.event]

    @property
    def state(self) -> State:
        """The state before the step or, once the step is complete, the one after it."""
        return self.trace.after if self.cursor.event == len(self.events) - 1 else self.trace.before


@dataclass(frozen=True, eq=False)
class Look:
    """One test sample seen by the network as it is at the moment: forward pass only."""

    index: int
    layers: dict[str, LayerTrace]


@dataclass(frozen=True, eq=False)
class Built:
    """What a document becomes on the worker: its data, its problems and, if it runs, its timeline."""

    dataset: Dataset | None
    problems: tuple[Problem, ...]
    timeline: Timeline | None
    moment: Moment | None


def build(document: Document, data_dir: Path | None, known: Dataset | None) -> Generator[object, None, Built]:
    """Load the data, check the document and make its timeline (runs on the worker)."""
    yield None
    dataset = known
    data_problems: tuple[Problem, ...] = ()
    if dataset is None:
        try:
            dataset = learned_from(document.weights, document.setup.data.load(data_dir))
        except NnvizError as error:
            data_problems = (Problem(error.message, mend=_data_mend(document)),)
    yield None
    found = (*data_problems, *problems(document, dataset))
    if dataset is None or not runs(found):
        return Built(dataset, found, None, None)
    try:
        timeline = Timeline(Run(*opened(document, dataset)))
    except FeaturesMissing as error:
        wish = Wish(say(QT_TRANSLATE_NOOP("nnviz", "Compute features")), "features")
        missing = Problem(error.message, (error.layer,), wish=wish)
        return Built(dataset, (missing, *found), None, None)
    moment = None
    try:
        moment = yield from seek(timeline, Cursor(*document.cursor))
    except Diverged:
        moment = _moment(timeline, Cursor())
    return Built(dataset, found, timeline, moment)


def _data_mend(document: Document) -> Mend | None:
    """Offer the digits that need no file where the data are MNIST's."""
    if not isinstance(document.setup.data, Mnist):
        return None
    return Mend(say(QT_TRANSLATE_NOOP("nnviz", "Use the built-in digits")), edits.with_digits)


def seek(timeline: Timeline, cursor: Cursor) -> Generator[int, None, Moment]:
    """Compute up to a moment and return it (runs on the worker)."""
    yield from timeline.extend(cursor.step)
    return _moment(timeline, cursor)


def faster(timeline: Timeline) -> Generator[None, None, int | None]:
    """Let a timeline go on compiled; return from which step on, None if its run is not for that (on the worker)."""
    yield
    run = Run(timeline.run.document, timeline.run.dataset)
    if run.path == timeline.run.path:
        return None
    try:
        return timeline.switch(run)
    except Diverged:
        return None  # the run has come to its end


def _moment(timeline: Timeline, cursor: Cursor) -> Moment:
    run = timeline.run
    event = min(max(cursor.event, 0), len(run.events) - 1)
    trace = timeline.trace(cursor.step)
    return Moment(
        Cursor(cursor.step, event),
        run.events,
        trace,
        max(timeline.length, cursor.step + 1),
        timeline.losses,
        timeline.test_losses,
        run.steps_per_epoch,
        run.setup,
    )
