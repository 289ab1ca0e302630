"""After every epoch: what the network says to the same few samples, and what its first layer looks for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.digits import digits, format_number
from nnviz.ui.plots.inspect_view import weight_image
from nnviz.ui.plots.picture_view import picture_image
from nnviz.ui.switch import SegmentedSwitch
from nnviz.ui.text import tr_message
from nnviz.ui.train.film import Answer, Array, answers, pictures, read_filters, read_samples, words_of
from nnviz.ui.train.film_view import Cell, FilmView, Row
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.widgets import ElidedLabel, em, row

SAMPLES, FILTERS = "samples", "filters"

MOST_KEPT = 64
"""Epochs whose filters are kept as pictures."""


class FilmPanel(QWidget):
    """``FilmPanel(training)``: scroll back to see how it came about."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._samples: tuple[Path, Array | None] | None = None
        self._images = lru_cache(MOST_KEPT)(self._filter_images)
        self.switch = SegmentedSwitch(
            self.tr("What is shown"),
            ((SAMPLES, self.tr("Answers")), (FILTERS, self.tr("First layer"))),
        )
        self.switch.segment(SAMPLES).setToolTip(
            self.tr("What the network says to the same few test samples after each epoch")
        )
        self.switch.segment(FILTERS).setToolTip(
            self.tr("The weights of the first layer that has a kernel, after each epoch")
        )
        self.switch.changed.connect(lambda _: self.redraw())
        self._note = ElidedLabel("", "caption")
        self.view = FilmView()
        layout = QVBoxLayout(self)
        side = em(self, 0.85)
        layout.setContentsMargins(side, em(self, 0.2), side, em(self, 0.4))
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(row(self.switch, self._note))
        layout.addWidget(self.view, 1)
        training.started.connect(self._forget)
        training.changed.connect(self.redraw)
        training.progressed.connect(self.redraw)
        digits().changed.connect(self.redraw)
        self.redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # other colours
            self._images.cache_clear()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 26), em(self, 10))

    def redraw(self) -> None:
        """Show the epochs so far."""
        if self.switch.choice == FILTERS:
            self._show_filters()
        else:
            self._show_samples()

    def _forget(self) -> None:
        self._samples = None
        self._images.cache_clear()
        self.redraw()

    # -- samples -----------------------------------------------------------------------------------------------

    def _inputs(self) -> Array | None:
        """Return the samples of this run; they are there once training has begun."""
        job = self._training.job
        if job is None:
            return None
        if self._samples is None or self._samples[0] != job.folder or self._samples[1] is None:
            self._samples = job.folder, read_samples(job.folder)
        return self._samples[1]

    def _show_samples(self) -> None:
        record = self._training.record
        samples = record.samples if record else {}
        self.view.setAccessibleName(self.tr("Answers to a few test samples after each epoch"))
        if not samples:
            self._note.setText("")
            self.view.show_empty(self.tr("After each epoch: what the network says to a few test samples."))
            return
        newest = samples[max(samples)]
        classes = self._training.classes
        found = answers(newest)
        inputs = self._inputs()
        shown = pictures(inputs) if inputs is not None else None
        images = [picture_image(picture) for picture in shown] if shown else []
        rows = tuple(
            Row(
                self._name(int(target), classes) if one.right is not None else format_number(target),
                images[number] if number < len(images) else None,
            )
            for number, (target, one) in enumerate(zip(newest.targets, found, strict=True))
        )

        def cells(epoch: int) -> tuple[Cell, ...]:
            sample = samples[epoch]
            return tuple(
                self._cell(one, target, epoch, classes)
                for one, target in zip(answers(sample), sample.targets, strict=True)
            )

        self.view.show_film(rows, tuple(sorted(samples)), cells, tall=False, corner=self.tr("true ↓"))
        told = (cell.words for cell in cells(max(samples)))
        self.view.setAccessibleDescription("; ".join(told))
        right = [one.right for one in found]
        if None in right:
            self._note.setText(self.tr("{all} samples").format(all=len(right)))
        else:
            words = self.tr("now {right} of {all} right")
            self._note.setText(words.format(right=right.count(True), all=len(right)))

    def _cell(self, one: Answer, target: float, epoch: int, classes: tuple[str, ...]) -> Cell:
        name = self._name(one.label, classes)
        words = tr_message(words_of(one, target, name, epoch))
        if one.right is None:
            return Cell(words, text=format_number(one.value))
        text = name if one.right else self.tr("✗ {name}").format(name=name)
        return Cell(words, text=text, share=one.share, wrong=not one.right)

    @staticmethod
    def _name(label: int, classes: tuple[str, ...]) -> str:
        return classes[label] if 0 <= label < len(classes) else str(label)

    # -- filters -----------------------------------------------------------------------------------------------

    def _show_filters(self) -> None:
        record = self._training.record
        filters = record.filters if record else {}
        self.view.setAccessibleName(self.tr("Weights of the first layer after each epoch"))
        if not filters:
            self._note.setText("")
            self.view.show_empty(
                self.tr("After each epoch: the weights of the first layer that has a kernel.")
            )
            return
        newest = filters[max(filters)]
        count = len(self._images(newest.epoch))
        rows = tuple(Row(str(number + 1)) for number in range(count))
        self.view.show_film(
            rows, tuple(sorted(filters)), self._filter_cells, tall=True, corner=self.tr("unit ↓")
        )
        self._note.setText(self.tr("“{layer}”, {count} units").format(layer=newest.layer, count=count))
        self._note.setToolTip(self.tr("The largest weight of each picture has the full colour."))

    def _filter_cells(self, epoch: int) -> tuple[Cell, ...]:
        words = self.tr("unit {unit} after epoch {epoch}")
        return tuple(
            Cell(words.format(unit=number + 1, epoch=epoch), image=image)
            for number, image in enumerate(self._images(epoch))
        )

    def _filter_images(self, epoch: int) -> tuple[QImage, ...]:
        record, job = self._training.record, self._training.job
        found = record.filters.get(epoch) if record else None
        if found is None or job is None:
            return ()
        inputs = self._inputs()
        shape = inputs.shape[1:] if inputs is not None else ()
        return tuple(weight_image(kernel) for kernel in read_filters(job.folder, found, shape) or ())
