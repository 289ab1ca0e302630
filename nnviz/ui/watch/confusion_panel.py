"""The confusion matrix of the test data at this moment."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.plots.caption import Caption
from nnviz.ui.plots.confusion_view import ConfusionView
from nnviz.ui.session import Session
from nnviz.ui.watch.measures import Measures
from nnviz.ui.widgets import em


class ConfusionPanel(QWidget):
    """The grid and a line about it."""

    def __init__(self, session: Session, measures: Measures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._measures = session, measures
        self.view, self.line = ConfusionView(), Caption("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        named = Caption("quiet")
        named.say(self.tr("rows: true class, columns: class that is named"), self.tr("columns: named class"))
        layout.addWidget(named)
        layout.addWidget(self.view)
        layout.addWidget(self.line)
        measures.show_in(self)
        measures.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        found, data = self._measures.found, self._session.dataset
        counts = found.confusion if found is not None else None
        if counts is None or data is None:
            self.view.show_counts(None, ())
            self.line.say(
                self.tr("counting …") if self._session.moment is not None else self.tr("nothing to count yet")
            )
            return
        assert found is not None
        names = (
            data.classes if len(data.classes) == len(counts) else tuple(str(i) for i in range(len(counts)))
        )
        self.view.show_counts(counts, names)
        right, total = int(np.trace(counts)), int(counts.sum())
        words = self.tr("{right} of {total} test samples are named right").format(
            right=f"{right:,}", total=f"{total:,}"
        )
        short = self.tr("{right} of {total} right").format(right=f"{right:,}", total=f"{total:,}")
        if self._measures.current:
            self.line.say(words, short)
        else:
            at = self.tr("{line} at step {step}")
            step = f"{found.step:,}"
            self.line.say(at.format(line=words, step=step), at.format(line=short, step=step))
