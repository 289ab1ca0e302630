"""The shapes of everything, layer by layer, in the batch at hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.engine.network import Stage
from nnviz.layers.base import Shape
from nnviz.ui.session import Session
from nnviz.ui.table import ValueTable
from nnviz.ui.watch.words import layer_title, shape_words
from nnviz.ui.widgets import Heading, Label, em, scaled


class ShapesPanel(QWidget):
    """W, b, Z and A of each layer with the number of its parameters; the layer at hand is lit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = ValueTable(
            self.tr("Shapes"),
            (self.tr("Layer"), self.tr("W"), self.tr("b"), self.tr("Z, A"), self.tr("params")),
        )
        self.table.setFont(scaled(self.font(), 0.9))
        self._total = Label("", "caption")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.45))
        outer.addWidget(Heading(self.tr("Shapes")))
        outer.addWidget(self.table)
        outer.addWidget(self._total)
        session.moment_changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        moment = self._session.moment
        if moment is None:
            self.table.set_rows(())
            self._total.setText("")
            return
        stages = [stage for stage in moment.trace.network.stages if stage.sources]
        samples = len(moment.trace.batch.x)
        self.table.set_rows([_row(stage, samples) for stage in stages])
        names = [stage.name for stage in stages]
        event = moment.event
        self.table.light(names.index(event.layer) if event.layer in names else -1, event.phase)
        text = (
            self.tr("{parameters} parameters in all · X is {shape}")
            if moment.trace.network.size != 1
            else self.tr("1 parameter in all · X is {shape}")
        )
        shape = shape_words(moment.trace.batch.x.shape)
        self._total.setText(text.format(parameters=f"{moment.trace.network.size:,}", shape=shape))


def _row(stage: Stage, samples: int) -> tuple[str, ...]:
    biases = [slot.shape for slot in stage.slots if slot.path.endswith("/bias")]
    others = [slot.shape for slot in stage.slots if not slot.path.endswith("/bias")]
    parameters = sum(math.prod(slot.shape) for slot in stage.slots)
    return (
        layer_title(stage.name),
        _shapes_words(others),
        _shapes_words(biases),
        shape_words((samples, *stage.output_shape)),
        f"{parameters:,}",
    )


def _shapes_words(shapes: Sequence[Shape]) -> str:
    """Return shapes one after the other; several of one kind as ``(4,) ×3``."""
    counts = {shape: shapes.count(shape) for shape in shapes}
    parts = [f"{shape_words(shape)} ×{n}" if n > 1 else shape_words(shape) for shape, n in counts.items()]
    return " ".join(parts) or "–"
