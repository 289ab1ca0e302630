"""A panel at the edge of the window: it can be resized, hidden and detached."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QScrollArea, QWidget

from nnviz.ui.theme import current
from nnviz.ui.widgets import Heading, IconButton, em


class _CornerButton(IconButton):
    """A button of the title bar: seen while the pointer is over the panel or the keyboard is on it."""

    def __init__(self, icon: str, name: str, panel: Panel):
        super().__init__(icon, name, role="flat")
        self._panel = panel

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self._panel.underMouse() or self._panel.isWindow():
            super().paintEvent(event)


class Panel(QDockWidget):
    """A dock with a small heading for a title bar.

    ``share`` is the size it starts with (width at a side, height at the bottom) in heights of the type.
    """

    def __init__(
        self, title: str, content: QWidget, area: Qt.DockWidgetArea, share: float, scrolls: bool = True
    ):
        super().__init__(title)
        self.area = area
        self.share = share
        self.content = content
        self._heading = Heading(title)
        self._heading.setWordWrap(False)
        self.setTitleBarWidget(self._title_bar())
        self.setWidget(_Scroller(content) if scrolls else content)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(title)
        self.windowTitleChanged.connect(self._heading.setText)

    def set_tone(self, tone: str) -> None:
        """Give the heading the colour of a role, for example the phase ``backward``."""
        self._heading.set_tone(tone)

    def _title_bar(self) -> QWidget:
        bar = QWidget()
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(em(bar, 0.85), em(bar, 0.55), em(bar, 0.5), 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading, 1)
        detach = _CornerButton("float", self.tr("Detach or dock this panel"), self)
        detach.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        close = _CornerButton("close", self.tr("Hide this panel (the View menu brings it back)"), self)
        close.clicked.connect(self.close)
        layout.addWidget(detach)
        layout.addWidget(close)
        self._corner = (detach, close)
        return bar

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._repaint_corner()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._repaint_corner()

    def _repaint_corner(self) -> None:
        for button in self._corner:
            button.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().colour("panel"))
        if self.isFloating():  # a detached panel has no frame of the system's around it
            painter.setPen(current().colour("line"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _Scroller(QScrollArea):
    """Lets a panel be lower than its content, never narrower."""

    def __init__(self, content: QWidget):
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        content = self.widget()
        width = content.minimumSizeHint().width() if content else 0
        return QSize(max(width, em(self, 8)), em(self, 4))

    def sizeHint(self) -> QSize:
        content = self.widget()
        return content.sizeHint() if content else super().sizeHint()
