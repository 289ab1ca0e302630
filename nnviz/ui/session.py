"""The one mutable object of the window: document, undo, run, cursor. Panels read it and listen to its signals."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Hashable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from nnviz.data.base import Dataset
from nnviz.design import edits, remembering
from nnviz.design.document import Document
from nnviz.design.graph import Design
from nnviz.design.problem import Problem
from nnviz.design.shapes import Shapes, infer
from nnviz.engine import events as moves
from nnviz.engine.events import Cursor, Grain
from nnviz.engine.run import Diverged
from nnviz.engine.timeline import Array, Timeline
from nnviz.ui.moments import Built, Look, Moment, build, faster, seek
from nnviz.ui.worker import Worker
from nnviz.words import Message, NnvizError


class _Edit(QUndoCommand):
    """The one undo command: a document before and after. Edits with equal ``merge`` in a row are one step."""

    def __init__(
        self, session: Session, before: Document, after: Document, text: str, merge: Hashable = None
    ) -> None:
        super().__init__(text)
        self._session = session
        self._before = before
        self._after = after
        self._merge = merge

    def id(self) -> int:
        return -1 if self._merge is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def undo(self) -> None:
        self._session._show(self._before)

    def redo(self) -> None:
        self._session._show(self._after)


class Session(QObject):
    """Holds what the window shows. Every attribute is a value that is replaced, never changed.

    ``document``, ``shapes``, ``problems`` and ``dataset`` belong to ``document_changed`` and ``built``; ``moment``
    (None while the network cannot run) to ``moment_changed``; ``sample`` (row of the batch that is drawn) and
    ``look`` (a test sample instead) to ``sample_changed``.
    """

    document_changed = Signal()
    """Document, shapes or name are new; ``problems`` may still be those of before."""
    built = Signal()
    """Data, problems and run of the document are here."""
    moment_changed = Signal()
    sample_changed = Signal()
    file_changed = Signal()
    """Path, name or the saved mark."""
    said = Signal(object)
    """A Message for the user."""
    diverged = Signal(object)
    """A :class:`Diverged`: a number is no longer finite, playing has to stop."""
    busy_changed = Signal(bool)
    wished = Signal(str)
    """The errand of a :class:`~nnviz.design.problem.Wish` that was asked for."""

    def __init__(self, document: Document, worker: Worker, data_dir: Path | None = None) -> None:
        super().__init__()
        self.worker = worker
        self.data_dir = data_dir
        self.document = document
        self.shapes: Shapes = infer(document.design)
        self.problems: tuple[Problem, ...] = ()
        self.dataset: Dataset | None = None
        self.moment: Moment | None = None
        self.sample = 0
        self.look: Look | None = None
        self.path: Path | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.file_changed)
        self._timeline: Timeline | None = None
        self._loaded: object = None
        self._wanted = Cursor(*document.cursor)
        self._build()

    # --- document -----------------------------------------------------------------------------------------

    def edit(self, text: str, change: Callable[[Document], Document], merge: Hashable = None) -> bool:
        """Apply an edit as one undo step; an edit that cannot be made says why and changes nothing.

        Edits that follow one another with the same ``merge`` (a spin box that is held down) are one undo step.
        """
        try:
            after = change(self.document)
        except NnvizError as error:
            self.said.emit(error.message)
            return False
        if after == self.document:
            return True
        forgotten = remembering.told(self.document, after)
        self.undo_stack.push(_Edit(self, self.document, after, text, merge))
        if forgotten is not None:
            self.said.emit(forgotten)
        return True

    def edit_design(self, text: str, change: Callable[[Design], Design], merge: Hashable = None) -> bool:
        """Apply an edit of the graph of layers."""
        return self.edit(text, lambda document: edits.with_design(document, change(document.design)), merge)

    def open_document(self, document: Document, path: Path | None) -> None:
        """Show another document; the undo history starts again."""
        self.path = path
        self.undo_stack.clear()
        self._loaded = None
        self._show(document)
        self.file_changed.emit()

    def saved_as(self, path: Path) -> None:
        """Note that the document is now in this file."""
        self.path = path
        self.document = self.document.with_(name=path.stem)
        self.undo_stack.setClean()
        self.file_changed.emit()

    def use_data_dir(self, folder: Path | None) -> None:
        """Look for data files in ``folder`` from now on."""
        self.data_dir = folder
        self._loaded = None
        self._build()

    def rebuild(self) -> None:
        """Make the run of the same document again: something outside of it has come."""
        self._build()

    @property
    def edited(self) -> bool:
        return not self.undo_stack.isClean()

    def document_now(self) -> Document:
        """Return the document with the cursor where it stands, ready to be saved."""
        cursor = self.moment.cursor if self.moment else Cursor()
        return self.document.with_(cursor=(cursor.step, cursor.event))

    def weights_now(self) -> dict[str, Array]:
        """Return the weights on the screen: those before the current step, or after it once it is complete."""
        moment = self.moment
        # Those in front of a pretrained base are not in the network that runs here.
        shapes = self.shapes.weights
        own = {
            f"{layer}/{weight.name}": self.document.weights[f"{layer}/{weight.name}"]
            for layer, weights in shapes.items()
            for weight in weights
            if f"{layer}/{weight.name}" in self.document.weights
        }
        return own if moment is None else {**own, **moment.trace.network.weights(moment.state.theta)}

    def _show(self, document: Document) -> None:
        if self.path is not None:
            document = document.with_(name=self.path.stem)  # an undone edit may be older than the name
        moved_only = _without_positions(document) == _without_positions(self.document)
        self.document = document
        self.shapes = infer(document.design)
        self.document_changed.emit()
        if not moved_only or self._loaded is None:
            self._build()

    # --- run ------------------------------------------------------------------------------------------------

    @property
    def timeline(self) -> Timeline | None:
        """The timeline; to be used on the worker only."""
        return self._timeline

    def _build(self) -> None:
        self._timeline = None
        self.moment = None
        self.look = None
        self._wanted = Cursor(*self.document.cursor)
        document, data_dir = self.document, self.data_dir
        known = self.dataset if self._loaded == _data_of(document, data_dir) else None
        self.busy_changed.emit(True)
        self.worker.cancel("moment")
        self.worker.submit(
            "build",
            lambda: build(document, data_dir, known),
            on_done=lambda found: self._on_built(found, document, data_dir),
            on_failed=self._on_failed,
        )

    def _on_built(self, found: Built, document: Document, data_dir: Path | None) -> None:
        self.busy_changed.emit(False)
        self.dataset = found.dataset
        self._loaded = _data_of(document, data_dir) if found.dataset else None
        self.problems = found.problems
        self._timeline = found.timeline
        self.moment = found.moment
        self.sample = 0
        if found.moment:
            self._wanted = found.moment.cursor
        self.built.emit()
        self.moment_changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.busy_changed.emit(False)
        if isinstance(error, Diverged):
            self.diverged.emit(error)
        elif isinstance(error, NnvizError):
            self.said.emit(error.message)
        else:
            raise error

    def step_faster(self) -> None:
        """Take the steps from here on as machine code, now that it is loaded; those already taken stay as they are."""
        timeline = self._timeline
        if timeline is not None:
            self.worker.submit("faster", lambda: faster(timeline))

    # --- moments ----------------------------------------------------------------------------------------------

    def seek(self, cursor: Cursor) -> None:
        """Go to any moment; steps that were not computed yet are computed on the way."""
        timeline = self._timeline
        if timeline is None:
            return
        self._wanted = cursor
        self.worker.submit(
            "moment", lambda: seek(timeline, cursor), on_done=self._on_moment, on_failed=self._fell
        )

    def forward(self, grain: Grain) -> None:
        """Step forward by one unit of ``grain``."""
        self._step(moves.forward, grain)

    def back(self, grain: Grain) -> None:
        """Step back by one unit of ``grain``."""
        self._step(moves.back, grain)

    def to_start(self) -> None:
        self.seek(Cursor())

    def _step(self, move: Callable[..., Cursor], grain: Grain) -> None:
        if self.moment:
            # From the moment that is wanted, not the one that is shown: quick key presses must all count.
            self.seek(move(self._wanted, self.moment.events, grain, self.moment.steps_per_epoch))

    def _on_moment(self, moment: Moment) -> None:
        self.moment = moment
        self.sample = min(self.sample, len(moment.trace.batch.x) - 1)
        self.moment_changed.emit()
        if self.look is not None:
            self.look_at_test(self.look.index)  # with the weights of this moment
        if moment.trace.fault:
            self.diverged.emit(moment.trace.fault)

    def _fell(self, error: Exception) -> None:
        """A step on the way diverged: show the step where it happened."""
        if isinstance(error, Diverged):
            self.seek(Cursor(error.step, len(self.moment.events) - 1 if self.moment else 0))
        else:
            self._on_failed(error)

    # --- samples ----------------------------------------------------------------------------------------------

    def show_sample(self, row: int) -> None:
        """Draw this row of the batch."""
        if self.moment and 0 <= row < len(self.moment.trace.batch.x):
            self.sample = row
            self.look = None
            self.sample_changed.emit()

    def look_at_test(self, index: int) -> None:
        """Draw the forward pass of a test sample with the weights of the moment."""
        timeline, moment = self._timeline, self.moment
        if timeline is None or moment is None:
            return
        run, theta = timeline.run, moment.state.theta

        def job() -> Generator[None, None, Look]:
            yield
            return Look(index, run.look(theta, run.dataset.x_test[index : index + 1]))

        self.worker.submit("look", job, on_done=self._on_look, on_failed=self._on_failed)

    def _on_look(self, look: Look) -> None:
        self.look = look
        self.sample_changed.emit()


def _without_positions(document: Document) -> Document:
    nodes = tuple(dataclasses.replace(node, position=(0.0, 0.0)) for node in document.design.nodes)
    return document.with_(
        design=dataclasses.replace(document.design, nodes=nodes), name="", notes="", cursor=(0, 0)
    )


def _data_of(document: Document, data_dir: Path | None) -> object:
    """Return what the samples follow from."""
    kept = document.weights.get(remembering.SAMPLES)
    return document.setup.data, data_dir, None if kept is None else tuple(kept.flat)


__all__ = ["Look", "Message", "Moment", "Session"]
