"""How far the training is: stage, device, bars, numbers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from nnviz.export.console import phase_text, size
from nnviz.export.reports import Logs, Phase
from nnviz.ui.digits import digits, format_number
from nnviz.ui.session import Session
from nnviz.ui.table import ValueTable
from nnviz.ui.text import tr_message
from nnviz.ui.train.before_box import BeforeBox
from nnviz.ui.train.ending_box import EndingBox
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.process import PAUSED, STOPPING
from nnviz.ui.train.rate_row import RateRow
from nnviz.ui.train.record import Record, is_share
from nnviz.ui.train.waiting_box import WaitingBox
from nnviz.ui.widgets import Heading, Label, column, em

WHOLE = 1000
"""Steps of a bar."""


class Bar(QWidget):
    """A bar with what it measures at its left and how far it is at its right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = Label("", wrap=False)
        self._how_far = Label("", "quiet", wrap=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(em(self, 0.3))
        layout.setColumnStretch(0, 1)
        layout.addWidget(self._what, 0, 0)
        layout.addWidget(self._how_far, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.bar, 1, 0, 1, 2)

    def show_share(self, what: str, how_far: str, share: float | None) -> None:
        """Show ``share`` (0 to 1); None: it moves, but nobody knows how far it is."""
        self._what.setText(what)
        self._how_far.setText(how_far)
        self.bar.setRange(0, WHOLE if share is not None else 0)
        if share is not None:
            self.bar.setValue(round(share * WHOLE))
        self.bar.setAccessibleName(what)
        self.bar.setAccessibleDescription(how_far)


class ProgressPanel(QWidget):
    """``ProgressPanel(session, training)``: before, during and after a training, what it says of itself."""

    def __init__(self, session: Session, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self.ending = EndingBox(training)
        self.before = BeforeBox(session, training)
        self.waiting = WaitingBox(training)
        self.rate = RateRow(training)
        self._stage = Label("", "strong")
        self._time = Label("", "quiet")
        self.download, self.epoch, self.run = Bar(), Bar(), Bar()
        self._device_heading = Heading(self.tr("Device"))
        self.device = Label("")
        self._memory = Label("", "quiet")
        self._versions = Label("", "caption")
        self._numbers_heading = Heading(self.tr("Numbers"))
        self.numbers = ValueTable(
            self.tr("Loss and metrics"), ("", self.tr("training"), self.tr("validation"))
        )
        box = column(
            self.ending,
            self._stage,
            self._time,
            self.download,
            self.run,
            self.epoch,
            self.rate,
            self.waiting,
            self.before,
            self._numbers_heading,
            self.numbers,
            self._device_heading,
            self.device,
            self._memory,
            self._versions,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(box)
        training.changed.connect(self.redraw)
        training.progressed.connect(self.redraw)
        digits().changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show what the record says."""
        record, now = self._training.record, self._training.now()
        self._show_stage(record, now)
        self._show_bars(record, now)
        self.rate.redraw()
        self._show_numbers(record)
        self._show_device(record)

    def _show_stage(self, record: Record | None, now: float) -> None:
        if record is None:
            self._stage.setText(self.tr("Not trained yet"))
            self._time.setText(
                self.tr(
                    "Training runs the exported Keras program in a process of its own. The window stays free, and"
                    " the trained weights come back into the document."
                )
            )
            return
        self._stage.setVisible(self._training.busy)
        self._time.setVisible(self._training.busy or bool(record.epoch))
        self._stage.setText(self._stage_words(record, now))
        self._time.setText(self._time_words(record, now))

    def _stage_words(self, record: Record, now: float) -> str:
        state = self._training.state
        if state == STOPPING:
            return self.tr("Stopping; what was learned is tested and kept …")
        if state == PAUSED:
            return self.tr("Paused")
        if self._training.pausing:
            return self.tr("Pausing as soon as this batch is over …")
        stage = record.stage(now)
        if record.downloading and record.download is not None:
            return self.tr("Downloading {file} …").format(file=record.download.name)
        if stage == "training":
            return self.tr("Training “{name}”").format(name=self._training.document.name)
        words = phase_text(Phase(stage))
        return tr_message(words) if words else self.tr("Training")

    def _time_words(self, record: Record, now: float) -> str:
        taken = self._duration(record.seconds(now))
        words = self.tr("{time} so far") if self._training.busy else self.tr("It took {time}.")
        return words.format(time=taken)

    def _duration(self, seconds: float) -> str:
        if seconds < 99.5:
            return self.tr("{seconds} s").format(seconds=f"{seconds:.0f}")
        if seconds < 99.5 * 60:
            return self.tr("{minutes} min").format(minutes=f"{seconds / 60:.0f}")
        return self.tr("{hours} h").format(hours=f"{seconds / 3600:.1f}")

    def _show_bars(self, record: Record | None, now: float) -> None:
        found = record.download if record else None
        self.download.setVisible(bool(record and record.downloading and self._training.busy))
        if record is not None and found is not None:
            self.download.show_share(
                found.name,
                self._with_left(self._bytes(found.done, found.total), record.download_seconds_left(now)),
                found.done / found.total if found.total else None,
            )
        busy = record is not None and self._training.busy
        self.run.setVisible(busy and not (record and record.downloading))
        self.epoch.setVisible(busy and bool(record and record.epoch))
        if record is None:
            return
        if not record.epoch:
            self.run.show_share(self.tr("Whole run"), "", None)
            return
        share = f"{record.run_share:.0%}".replace("%", " %")
        left = record.seconds_left(now) if record.run_share < 1 else None
        self.run.show_share(self.tr("Whole run"), self._with_left(share, left), record.run_share)
        self.epoch.show_share(
            self.tr("Epoch {epoch} of {epochs}").format(
                epoch=f"{record.epoch:,}", epochs=f"{record.epochs:,}"
            ),
            self._with_left(self._batches(record), record.epoch_seconds_left(now)),
            record.epoch_share,
        )

    def _with_left(self, words: str, left: float | None) -> str:
        """Return how far it is, and the time left where that is known and worth a word."""
        if left is None or left < 0.95 or self._training.state in (PAUSED, STOPPING):
            return words
        return self.tr("{words} · {left} left").format(words=words, left=self._duration(left))

    def _bytes(self, done: int, total: int) -> str:
        if not total:
            return self.tr("{done} MB").format(done=f"{done / 1e6:.1f}")
        return self.tr("{done} of {total} MB").format(done=f"{done / 1e6:.1f}", total=f"{total / 1e6:.1f}")

    def _batches(self, record: Record) -> str:
        batch = record.batch
        if not batch.batches:
            return ""
        return self.tr("batch {batch} of {batches}").format(
            batch=f"{round(record.epoch_share * batch.batches):,}", batches=f"{batch.batches:,}"
        )

    def _show_numbers(self, record: Record | None) -> None:
        rows = self._rows(record) if record else []
        for part in (self._numbers_heading, self.numbers):
            part.setVisible(bool(rows))
        if rows:
            self.numbers.set_rows(rows)

    def _rows(self, record: Record) -> list[tuple[str, str, str]]:
        training = record.training_logs
        validation: Logs = record.last_epoch.logs if record.last_epoch else {}
        names = sorted(record.curves, key=lambda name: name != "loss")
        return [
            (
                name.replace("_", " "),
                _number(name, training.get(name)),
                _number(name, validation.get("val_" + name)),
            )
            for name in names
        ]

    def _show_device(self, record: Record | None) -> None:
        hello = record.hello if record else None
        for part in (self._device_heading, self.device, self._versions):
            part.setVisible(hello is not None)
        self._show_memory(record)
        if hello is None:
            return
        self.device.setText(tr_message(hello.device_line))
        names = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
        self._versions.setText(
            f"Python {hello.python} · Keras {hello.keras} ·"
            f" {names.get(hello.backend, hello.backend)} {hello.backend_version}"
        )

    def _show_memory(self, record: Record | None) -> None:
        now, most = (record.memory, record.most_memory) if record else (None, None)
        self._memory.setVisible(now is not None and now.used > 0)
        if now is None or most is None:
            return
        words = self.tr("Memory: {now}, at most {most}").format(now=size(now.used), most=size(most.used))
        if most.device:
            words = self.tr("{words}; on the GPU: {now}, at most {most}").format(
                words=words, now=size(now.device), most=size(most.device)
            )
        self._memory.setText(words)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 17), super().sizeHint().height())


def _number(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2%}".replace("%", " %") if is_share(name) and value == value else format_number(value)
