"""Which sample of the batch is drawn, and what it is: inputs, target, answer of the network."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.ui.digits import digits, format_number
from nnviz.ui.plots.caption import Caption
from nnviz.ui.session import Session
from nnviz.ui.table import ValueTable
from nnviz.ui.watch.headings import target_of
from nnviz.ui.watch.scene import Scene, scene_of, scene_of_look
from nnviz.ui.widgets import IconButton, LinkLabel, em

MOST = 6
"""Numbers of one sample that are written out."""


class SamplePanel(QWidget):
    """Goes through the samples of the batch; says so when a test sample is shown instead."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._before = IconButton("chevron-left", self.tr("Previous sample of the batch"), role="flat")
        self._after = IconButton("chevron-right", self.tr("Next sample of the batch"), role="flat")
        self._before.clicked.connect(lambda: self._go(-1))
        self._after.clicked.connect(lambda: self._go(1))
        self._place = Caption("quiet")
        self._back = LinkLabel("", self.tr("Back to the batch"))
        self._back.clicked.connect(lambda: session.show_sample(session.sample))
        self.table = ValueTable(self.tr("Sample"))
        above = QHBoxLayout()
        above.setSpacing(em(self, 0.4))
        above.addWidget(self._before)
        above.addWidget(self._after)
        above.addWidget(self._place, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.45))
        outer.addLayout(above)
        outer.addWidget(self._back)
        outer.addWidget(self.table)
        for signal in (session.moment_changed, session.sample_changed, digits().changed):
            signal.connect(self._write)
        self._write()

    def _go(self, step: int) -> None:
        moment = self._session.moment
        if moment is not None:
            count = len(moment.trace.batch.x)
            self._session.show_sample((self._session.sample + step) % count)

    def _write(self) -> None:
        moment, look = self._session.moment, self._session.look
        count = len(moment.trace.batch.x) if moment else 0
        for button in (self._before, self._after):
            button.setEnabled(count > 1)
        self._back.setVisible(look is not None)
        if moment is None:
            self._place.say("")
            self.table.set_rows(())
            return
        if look is not None:
            self._place.say(self.tr("test sample {index}").format(index=f"{look.index + 1:,}"))
            scene = scene_of_look(moment, look)
        else:
            row = self._session.sample + 1
            self._place.say(
                self.tr("sample {row} of {count} in this batch").format(row=row, count=count),
                self.tr("sample {row} of {count}").format(row=row, count=count),
                f"{row} / {count}",
            )
            scene = scene_of(moment, self._session.sample)
        self.table.set_rows(self._rows(scene))

    def _rows(self, scene: Scene) -> list[tuple[str, str]]:
        stages = scene.network.stages
        entry, output = stages[scene.network.input], stages[scene.network.output]
        x = scene.values(entry.name, "a")
        rows = [
            ("x", _numbers(x) if len(entry.output_shape) == 1 and x is not None else self._picture(entry))
        ]
        target = target_of(self._session, scene)
        if target:
            rows.append(("y", target))
        if scene.has(output.name, "a"):
            rows.append(("ŷ", self._answer(scene, output.name)))
        else:
            rows.append(("ŷ", self.tr("not computed yet")))
        return rows

    def _picture(self, stage) -> str:
        size = "×".join(str(n) for n in stage.output_shape)
        return self.tr("picture of {size}").format(size=size)

    def _answer(self, scene: Scene, output: str) -> str:
        values = scene.values(output, "a")
        assert values is not None
        classes = self._session.dataset.classes if self._session.dataset else ()
        if len(values) > 1 and len(classes) == len(values):
            best = int(np.argmax(values))
            return f"{classes[best]} ({format_number(float(values[best]))})"
        return _numbers(values)


def _numbers(values: np.ndarray) -> str:
    shown = [format_number(float(v)) for v in values[:MOST]]
    if len(values) > MOST:
        shown.append("…")
    return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"
