"""What the network of a run answers to the test samples: kept answers are shown at once, others are asked of Keras."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QSettings, Signal

from nnviz.export import judging
from nnviz.export.checkpoints import Checkpoint
from nnviz.export.judging import Judgement
from nnviz.export.outcomes import Outcome
from nnviz.export.runs import TrainingRun
from nnviz.ui.keras_process import Errand, chosen_python
from nnviz.ui.train.run_list import RunList
from nnviz.ui.worker import Worker

Asked = tuple[TrainingRun, Checkpoint]


class Judge(QObject):
    """One question at a time, about the run and the weights that are looked at."""

    changed = Signal()

    def __init__(
        self, runs: RunList, worker: Worker, settings: QSettings | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.found: Judgement | None = None
        self.outcome: Outcome | None = None
        """Why there is no answer."""
        self.count = (0, 0)
        """Samples that are computed, of how many."""
        self._runs = runs
        self._worker = worker
        self._settings = settings
        self._about: Asked | None = None
        self.errand = Errand(worker, "judge", self)
        self.errand.changed.connect(self.changed)
        self.errand.progressed.connect(self._on_progress)
        self.errand.answered.connect(self._take)
        self.errand.failed.connect(self._fail)
        runs.chosen.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether Keras is asked."""
        return self.errand.busy

    @property
    def possible(self) -> bool:
        """Whether there are weights that can be judged."""
        return self._asked() is not None

    def ask(self) -> None:
        """Let Keras compute the answers."""
        asked = self._asked()
        if asked is None:
            return
        run, found = asked
        self.outcome, self.count = None, (0, 0)
        python = str(run.options.get("python") or "") or chosen_python(self._settings)
        self.errand.ask(
            lambda folder: judging.prepare(run, found, folder, python),
            lambda job, hello: judging.finish(job, run, found),
        )

    def cancel(self) -> None:
        """Ask no more."""
        self.errand.cancel()

    def _asked(self) -> Asked | None:
        run, found = self._runs.current, self._runs.checkpoint
        return (run, found) if run is not None and found is not None else None

    def _look(self) -> None:
        """Another run or other weights: show answers that were kept."""
        asked = self._asked()
        if _names(asked) == _names(self._about):
            return
        self._about, self.found, self.outcome = asked, None, None
        self.cancel()
        self._worker.cancel("judged")
        if asked is not None:
            run, found = asked

            def job() -> Iterator[Judgement | None]:
                yield None
                yield judging.known(run, found)

            self._worker.submit("judged", job, on_done=self._take_known)
        self.changed.emit()

    def _take_known(self, found: Judgement | None) -> None:
        if found is not None:
            self._take(found)

    def _take(self, found: Judgement) -> None:
        self.found, self.outcome = found, None
        self.changed.emit()

    def _fail(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.changed.emit()

    def _on_progress(self, done: int, total: int) -> None:
        self.count = (done, total)
        self.changed.emit()


def _names(asked: Asked | None) -> object:
    """Return what tells one question from another: a run that goes on is the same run."""
    return asked and (asked[0].folder, asked[1].path, asked[1].epoch)
