"""How full training uses the computer: one device or several, half precision, XLA."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from nnviz.export.scaling import DATA_PARALLEL, MIRRORED, NONE, STRATEGIES
from nnviz.ui.fields import ChoiceBox, Field
from nnviz.ui.text import tr_text
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.widgets import Label, em


class ScalingChoice(QWidget):
    """The strategy, with what it means, and two switches."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self.strategy = ChoiceBox()
        self.strategy.setMinimumContentsLength(10)
        self.strategy.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, title in STRATEGIES.items():
            self.strategy.addItem(tr_text(title), key)
        self._note = Label("", "caption")
        self.half = QCheckBox(self.tr("Half precision"))
        self.half.setToolTip(
            self.tr(
                "Compute in 16 bits, keep the weights in 32: about twice as fast on newer GPUs, slower on CPUs"
            )
        )
        self.xla = QCheckBox(self.tr("Compile with XLA"))
        self.xla.setToolTip(self.tr("Compile each step as a whole: a slower start, then often faster"))
        for box in (self.half, self.xla):
            box.setAccessibleName(box.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.35))
        help_ = self.tr("The devices that share every batch")
        layout.addWidget(Field(self.tr("Devices"), self.strategy, help_))
        layout.addWidget(self._note)
        layout.addWidget(self.half)
        layout.addWidget(self.xla)
        self.strategy.activated.connect(self._choose)
        self.half.toggled.connect(self._choose)
        self.xla.toggled.connect(self._choose)
        training.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the choice."""
        scaling = self._training.scaling
        for box in (self.strategy, self.half, self.xla):
            box.blockSignals(True)
        self.strategy.setCurrentIndex(self.strategy.findData(scaling.strategy))
        self.half.setChecked(scaling.mixed_precision)
        self.xla.setChecked(scaling.jit_compile)
        for box in (self.strategy, self.half, self.xla):
            box.blockSignals(False)
        self._note.setText(
            {
                NONE: self.tr("The first GPU, or the CPU."),
                MIRRORED: self.tr(
                    "Each GPU gets an equal part of every batch, so the batch size must be a multiple of their number."
                ),
                DATA_PARALLEL: self.tr(
                    "Each GPU gets an equal part of every batch, by JAX. For several computers, export the program"
                    " and start it on each of them."
                ),
            }[scaling.strategy]
        )

    def _choose(self) -> None:
        self._training.choose_scaling(
            replace(
                self._training.scaling,
                strategy=self.strategy.currentData(),
                mixed_precision=self.half.isChecked(),
                jit_compile=self.xla.isChecked(),
            )
        )
