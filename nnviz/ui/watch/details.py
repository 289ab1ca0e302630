"""Everything that explains the moment, in one column: formula, shapes, code, gradient flow."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.session import Session
from nnviz.ui.watch.code_panel import CodePanel
from nnviz.ui.watch.flow_panel import FlowPanel
from nnviz.ui.watch.formula_panel import FormulaPanel
from nnviz.ui.watch.numerical_check import NumericalCheck
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.playback import Playback
from nnviz.ui.watch.proof_panel import ProofPanel
from nnviz.ui.watch.shapes_panel import ShapesPanel
from nnviz.ui.widgets import column, em


class DetailsPanel(QWidget):
    """The right side of Watch."""

    def __init__(
        self,
        session: Session,
        playback: Playback,
        picked: Picked,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.formula = FormulaPanel(session, playback, picked)
        self.check = NumericalCheck(session, self.formula, picked)
        self.shapes = ShapesPanel(session)
        self.proof = ProofPanel(session, settings)
        self.code = CodePanel(self.formula)
        self.flow = FlowPanel(session)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[em(self, 0.85)] * 4)
        outer.setSpacing(em(self, 1.1))
        explained = column(self.formula, self.check, margin=0, stretch=False)
        for part in (explained, self.shapes, self.proof, self.code, self.flow):
            outer.addWidget(part)
        outer.addStretch(1)
