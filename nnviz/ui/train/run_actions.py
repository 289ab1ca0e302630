"""What can be done with a run: its weights or its design taken, a batch pulled back, gone on with, deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from nnviz.design.document import Document
from nnviz.engine.events import Cursor
from nnviz.engine.sealed import sealed_layer
from nnviz.export import pulling
from nnviz.export.checkpoints import Checkpoint
from nnviz.export.pulling import Pulled
from nnviz.export.runs import TrainingRun, delete_run
from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.text import tr_message
from nnviz.ui.train.folders import open_folder
from nnviz.ui.train.run_list import RunList
from nnviz.words import NnvizError


class RunActions(QObject):
    """Does it for the run and the weights that are looked at; files are read on the worker."""

    done = Signal(str)
    """``weights``, ``design`` or ``batch``: it is in the document now."""
    resume_wanted = Signal(object)
    """The folder of a run that is to go on."""

    def __init__(
        self, shell: Shell, session: Session, runs: RunList, may_leave: Callable[[], bool] = lambda: True
    ) -> None:
        """``may_leave`` asks what to do with unsaved work before another document is opened."""
        super().__init__(shell)
        self._shell, self._session, self._runs = shell, session, runs
        self._may_leave = may_leave

    # -- back into the document --------------------------------------------------------------------------------

    def take_weights(self) -> None:
        """Let the document start from the weights that are looked at, as one undo step."""
        document = self._session.document
        self._read(
            lambda run, found: pulling.restored(run, found, document),
            lambda run, found, restored: self._put_weights(run, found, restored, document),
            self._unfit,
        )

    def _put_weights(
        self, run: TrainingRun, found: Checkpoint, restored: Document, read_for: Document
    ) -> None:
        if self._session.document.design != read_for.design:
            self._shell.say(self.tr("The network was changed meanwhile; try again."))
            return
        done = self._session.edit(
            self.tr("Weights of a run"),
            # The design too: a base that learned has its weights in a file, which the layer names.
            lambda document: document.with_(design=restored.design, weights=restored.weights, cursor=(0, 0)),
        )
        if done:
            words = self.tr(
                "The network starts from weights of “{name}” ({weights}); Undo brings the old ones back."
            )
            self._shell.say(
                words.format(name=run.name, weights=tr_message(found.message)),
                self.tr("Show it in Watch"),
                lambda: self._shell.set_mode("watch"),
                kind="info",
            )
            self.done.emit("weights")

    def _unfit(self, error: NnvizError) -> None:
        words = self.tr("These weights do not fit the network on the canvas: {reason}")
        self._shell.say(
            words.format(reason=tr_message(error.message)),
            self.tr("Open the design of the run instead"),
            self.open_design,
        )

    def open_design(self) -> None:
        """Open what the run trained as a document, with the weights that are looked at."""
        self._read(pulling.restored, self._open)

    def _open(self, run: TrainingRun, found: Checkpoint, restored: Document) -> None:
        if not self._show(run, restored):
            return
        words = self.tr("This is the network of “{name}” with its weights ({weights}). It is in no file yet.")
        self._shell.say(words.format(name=run.name, weights=tr_message(found.message)), kind="info")
        self.done.emit("design")

    def pull(self, batch: int) -> None:
        """Stand in Watch before the training step number ``batch`` (from 1) after the weights that are looked at."""
        self._read(lambda run, found: pulling.pulled(run, found, batch), self._step_into)

    def _step_into(self, run: TrainingRun, found: Checkpoint, pulled: Pulled) -> None:
        session, document = self._session, pulled.document
        if sealed_layer(document.design) is not None:
            session.built.connect(self._wish_features, Qt.ConnectionType.SingleShotConnection)
        notes = [tr_message(pulled.sentence), *map(tr_message, pulled.notes)]
        if _same_network(session.document, document):
            self._use_data_of(run)
            text = self.tr("Pull a batch of a run")
            if not session.edit(text, lambda now: document.with_(name=now.name, notes=now.notes)):
                return
            notes.append(self.tr("Undo brings your document back."))
        elif not self._show(run, document):
            return
        if not session.worker.busy("build"):  # the same weights are there already
            session.seek(Cursor(max(0, pulled.batch - 1), 0))
        self._shell.set_mode("watch")
        self._shell.say(" ".join(notes), kind="info")
        self.done.emit("batch")

    def _wish_features(self) -> None:
        """Have what a pretrained base makes of the samples computed, if it is not known yet."""
        if any(
            problem.wish is not None and problem.wish.errand == "features"
            for problem in self._session.problems
        ):
            self._session.wished.emit("features")

    def _show(self, run: TrainingRun, document: Document) -> bool:
        """Open a document that is in no file yet; return whether the user wanted that."""
        if not self._may_leave():
            return False
        self._use_data_of(run)
        self._session.open_document(document, None)
        self._session.undo_stack.resetClean()
        self._session.file_changed.emit()
        return True

    def _use_data_of(self, run: TrainingRun) -> None:
        """Look for the data where the run found it."""
        folder = run.options.get("data_dir")
        if folder and Path(str(folder)).is_dir() and Path(str(folder)) != self._session.data_dir:
            self._session.use_data_dir(Path(str(folder)))

    def _read(
        self,
        work: Callable[[TrainingRun, Checkpoint], Any],
        then: Callable[[TrainingRun, Checkpoint, Any], object],
        otherwise: Callable[[NnvizError], object] | None = None,
    ) -> None:
        run, found = self._runs.current, self._runs.checkpoint
        if run is None or found is None:
            return

        def job() -> Iterator[Any]:
            yield None
            yield work(run, found)

        def failed(error: Exception) -> None:
            if not isinstance(error, NnvizError):
                raise error
            (otherwise or (lambda e: self._session.said.emit(e.message)))(error)

        self._session.worker.submit(
            "run_read", job, on_done=lambda result: then(run, found, result), on_failed=failed
        )

    # -- the folder --------------------------------------------------------------------------------------------

    def resume(self) -> None:
        """Go on with the run after its last full epoch."""
        run = self._runs.current
        if run is not None:
            self.resume_wanted.emit(run.folder)

    def open_folder(self) -> None:
        """Show the run folder in the system's file manager."""
        run = self._runs.current
        if run is not None:
            open_folder(run.folder)

    def delete(self) -> None:
        """Delete the run with all its files, after a question."""
        run = self._runs.current
        if run is None or not self.confirm(run):
            return
        try:
            delete_run(run, self._runs.parent_folder)
        except NnvizError as error:
            self._session.said.emit(error.message)
        self._runs.look()

    def confirm(self, run: TrainingRun) -> bool:
        """Ask whether a run may be deleted: nothing brings it back."""
        box = QMessageBox(self._shell)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(
            self.tr("Delete the run “{name}” with its weights, curves and log?").format(name=run.name)
        )
        box.setInformativeText(
            self.tr("Its folder is deleted from the disk: {folder}. Nothing brings it back.").format(
                folder=run.folder
            )
        )
        delete = box.addButton(self.tr("Delete the run"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is delete


def _same_network(one: Document, other: Document) -> bool:
    """Return whether a document can become the other by an edit: the same layers in the same places."""
    return one.design.edges == other.design.edges and [
        (node.name, node.layer) for node in one.design.nodes
    ] == [(node.name, node.layer) for node in other.design.nodes]
