"""Where the weights of a pretrained base come from: Keras' own, or a file of the user's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.design import edits
from nnviz.engine.sealed import sealed_layer
from nnviz.ui.session import Session
from nnviz.ui.train.path_row import PathRow
from nnviz.ui.widgets import Heading, Label, em


class BaseChoice(QWidget):
    """Hidden where the network has no pretrained base."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = Label("", "quiet")
        self.file = PathRow(
            self.tr("File with the weights of the base"), False, self.tr("file with weights (.h5)")
        )
        self.file.entered.connect(self._use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.35))
        layout.addSpacing(em(self, 0.6))
        layout.addWidget(Heading(self.tr("Pretrained base")))
        layout.addWidget(self._state)
        layout.addWidget(self.file)
        session.document_changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the base of the document."""
        design = self._session.document.design
        name = sealed_layer(design)
        self.setVisible(name is not None)
        if name is None:
            return
        layer = design.node(name).layer
        path = str(getattr(layer, "weights_file", ""))
        if path:
            there = Path(path).expanduser().is_file()
            words = (
                self.tr("Its weights come from this file.") if there else self.tr("This file is not there.")
            )
        elif getattr(layer, "weights_from", "") == "random":
            words = self.tr("Its weights are random ones.")
        else:
            words = self.tr(
                "Its weights are in Keras’ own folder, or Keras downloads them when training starts."
            )
        self._state.setText(words)
        self.file.show_path(path)

    def _use(self, path: str) -> None:
        name = sealed_layer(self._session.document.design)
        if name is not None:
            self._session.edit_design(
                self.tr("Choose the weights of the base"),
                lambda design: edits.set_fields(design, name, weights_file=path),
            )
