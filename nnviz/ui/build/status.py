"""The two lines of the status bar: the size of the network, and the data."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from nnviz.data.base import Dataset
from nnviz.design.shapes import shape_text
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text

BYTES = 4
"""Of one parameter in float32."""


class Status(QObject):
    """``network`` and ``data`` are the texts; ``changed`` when they are new."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        session.document_changed.connect(self.changed)
        session.built.connect(self.changed)

    @property
    def network(self) -> str:
        """“4 layers · 27 parameters · 108 bytes”."""
        layers, numbers = len(self._session.document.design.nodes), self._session.shapes.total_parameters
        parts = [
            self.tr("1 layer") if layers == 1 else self.tr("{count} layers").format(count=layers),
            self.tr("1 parameter")
            if numbers == 1
            else self.tr("{count} parameters").format(count=f"{numbers:,}"),
            self._size(numbers * BYTES),
        ]
        return " · ".join(parts)

    def _size(self, count: int) -> str:
        if count < 1000:
            return self.tr("{count} bytes").format(count=count)
        units = (self.tr("{size} kB"), self.tr("{size} MB"), self.tr("{size} GB"))
        size = float(count)
        for words in units:
            size /= 1000
            if size < 999.5 or words is units[-1]:
                break
        return words.format(size=f"{size:.1f}" if size < 9.95 else f"{size:.0f}")

    @property
    def data(self) -> str:
        """“Circle · 2 inputs · 2 classes · 160 training and 40 test samples”."""
        dataset, part = self._session.dataset, self._session.document.setup.data
        title = tr_text(part.title)
        if dataset is None:
            return title
        parts = [title, shape_text(dataset.input_shape)]
        if dataset.task == "regression":
            parts.append(self.tr("numbers to predict"))
        else:
            parts.append(self.tr("{count} classes").format(count=len(dataset.classes)))
        parts.append(self._samples(dataset))
        return " · ".join(parts)

    def _samples(self, dataset: Dataset) -> str:
        train, test = f"{dataset.samples:,}", f"{len(dataset.x_test):,}"
        if not np.array_equal(dataset.x_train, dataset.x_test):
            return self.tr("{train} training and {test} test samples").format(train=train, test=test)
        if dataset.samples == 1:
            return self.tr("1 training sample")
        return self.tr("{train} training samples, none held back").format(train=train)
