"""The segmented switch: a few exclusive words in one frame, as the modes in the top bar."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from nnviz.ui.theme import current
from nnviz.ui.widgets import em


class _Segment(QRadioButton):
    """One word. A radio button by nature: the arrow keys and screen readers know what it is."""

    def __init__(self, text: str, parent: QWidget):
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.first = self.last = False

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(words.width() + em(self, 1.9), words.height() + em(self, 0.9))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = self._shape(QRectF(self.rect()), em(self, 0.4))
        painter.setClipPath(shape)
        if self.isChecked():
            painter.fillPath(shape, theme.colour("accent"))
        elif self.underMouse() and self.isEnabled():
            painter.fillPath(shape, theme.colour("text", 0.05))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("on_accent" if self.isChecked() else "accent"), 1.5))
            painter.drawPath(self._shape(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), em(self, 0.25)))
        faint = theme.colour("quiet", 1.0 if self.isEnabled() else 0.5)
        painter.setPen(theme.colour("on_accent") if self.isChecked() else faint)
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic, self.text()
        )
        painter.end()

    def _shape(self, box: QRectF, radius: float) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, radius, radius)
        for square, side in ((not self.first, box.left()), (not self.last, box.right() - radius)):
            if square:
                path.addRect(QRectF(side, box.top(), radius, box.height()))
        return path.simplified()


class SegmentedSwitch(QWidget):
    """Exclusive choices side by side; ``changed(key)`` when another one is chosen."""

    changed = Signal(str)
    clicked = Signal(str)
    """A choice was clicked, perhaps the one that is made already."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None):
        """``name`` is told to screen readers; ``choices`` are pairs of a key and its words."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._segments: dict[str, _Segment] = {}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._toggled)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)
        for key, words in choices:
            self.add(key, words)

    def add(self, key: str, words: str) -> None:
        """Add a choice at the end; the first one is chosen."""
        segment = _Segment(words, self)
        self._segments[key] = segment
        segment.clicked.connect(lambda _=False: self.clicked.emit(key))
        self._group.addButton(segment)
        self._layout.addWidget(segment)
        segments = list(self._segments.values())
        for each in segments:
            each.first, each.last = each is segments[0], each is segments[-1]
        if len(segments) == 1:
            segment.setChecked(True)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the choices, from left to right."""
        return tuple(self._segments)

    @property
    def choice(self) -> str:
        """The key of the choice."""
        return next((key for key, segment in self._segments.items() if segment.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose ``key``. Raises ``KeyError`` if there is none such."""
        self._segments[key].setChecked(True)

    def segment(self, key: str) -> QRadioButton:
        """Return the button of ``key`` (for tests and tool tips)."""
        return self._segments[key]

    def _toggled(self, segment: _Segment, on: bool) -> None:
        if on:
            self.changed.emit(self.choice)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("panel"))
        radius = em(self, 0.4) + 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        segments = list(self._segments.values())
        for before, after in pairwise(segments):
            if not (before.isChecked() or after.isChecked()):
                x = after.geometry().left()
                painter.drawLine(x, 1, x, self.height() - 2)
        painter.end()
