"""Captions: a line that says less where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.widgets import ElidedLabel


class Caption(ElidedLabel):
    """Shows the longest of its sentences that fits; the whole is in the tool tip and told to screen readers."""

    def __init__(self, role: str = "caption", parent: QWidget | None = None):
        self._variants: tuple[str, ...] = ("",)
        super().__init__("", role, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, *variants: str) -> None:
        """Show one of ``variants``, given from the longest to the shortest."""
        self._variants = variants or ("",)
        self._choose()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        found, longest = super().sizeHint(), self.fontMetrics().horizontalAdvance(self._variants[0])
        return QSize(
            found.width() - self.fontMetrics().horizontalAdvance(self.whole_text()) + longest, found.height()
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choose()
        super().resizeEvent(event)

    def _choose(self) -> None:
        room, metrics = self.contentsRect().width(), self.fontMetrics()
        fitting = (text for text in self._variants if metrics.horizontalAdvance(text) <= room)
        self.setText(next(fitting, self._variants[-1]))
        self.setAccessibleName(self._variants[0])

    def _elide(self) -> None:
        super()._elide()
        if self.whole_text() != self._variants[0]:
            self.setToolTip(self._variants[0])
