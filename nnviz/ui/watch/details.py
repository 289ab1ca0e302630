"""Everything that explains the moment, in one column: formula, shapes, code, gradient flow."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.session import Session
from nnviz.ui.watch.code_panel import CodePanel
from nnviz.ui.watch.flow_panel import FlowPanel
from nnviz.ui.watch.formula_panel import FormulaPanel
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.playback import Playback
from nnviz.ui.watch.shapes_panel import ShapesPanel
from nnviz.ui.widgets import em


class DetailsPanel(QWidget):
    """The right side of Watch."""

    def __init__(
        self, session: Session, playback: Playback, picked: Picked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.formula = FormulaPanel(session, playback, picked)
        self.shapes = ShapesPanel(session)
        self.code = CodePanel(self.formula)
        self.flow = FlowPanel(session)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[em(self, 0.85)] * 4)
        outer.setSpacing(em(self, 1.1))
        for part in (self.formula, self.shapes, self.code, self.flow):
            outer.addWidget(part)
        outer.addStretch(1)
