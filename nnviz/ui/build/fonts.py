"""The type of the canvas: the window's font in scene units. Words are measured once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from nnviz.ui.build.geometry import EM


class Type:
    """A font with what is known of its words."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.height = self._metrics.height()
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return the width of ``text``."""
        if text not in self._widths:
            self._widths[text] = self._metrics.horizontalAdvance(text)
        return self._widths[text]

    def elided(self, text: str, room: float) -> str:
        """Return ``text``, cut where it is wider than ``room``."""
        if self.width(text) <= room:
            return text
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def smaller(self, share: float) -> Type:
        """Return the same type in ``share`` of its size."""
        font = QFont(self.font)
        font.setPointSizeF(font.pointSizeF() * share)
        return Type(font)


class Fonts:
    """The three sizes of the canvas, made from the window's font so that it has the height ``geometry.EM``."""

    def __init__(self, font: QFont) -> None:
        self.em = QFontMetricsF(font).height()
        """Pixels in one height of type: the scale of the view at 100 %."""
        self.title = self._sized(font, 1.0, QFont.Weight.DemiBold)
        self.summary = self._sized(font, 0.88)
        self.small = self._sized(font, 0.84)

    def _sized(self, font: QFont, share: float, weight: QFont.Weight = QFont.Weight.Normal) -> Type:
        sized = QFont(font)
        sized.setPointSizeF(max(0.1, font.pointSizeF() * share * EM / self.em))
        sized.setWeight(weight)
        return Type(sized)
