"""The top bar: document left, modes in the true middle, controls right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from nnviz.ui.switch import SegmentedSwitch
from nnviz.ui.widgets import ElidedLabel, IconButton, Label, PrimaryButton, em


class TopBar(QWidget):
    """Holds its three groups at their places; the switch stays where it is when the mode's controls change."""

    def __init__(self, app_name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.switch = SegmentedSwitch(self.tr("Mode"), parent=self)
        self._document = ElidedLabel("", "quiet")
        self._left = QWidget(self)
        left = self._row(self._left)
        left.addWidget(Label(app_name, "title", wrap=False))
        left.addWidget(self._document, 1)
        self._right = QWidget(self)
        self._end = self._row(self._right)
        self._controls = QStackedWidget()
        self._controls.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pages: dict[str, QWidget] = {}
        self.primary = PrimaryButton("")
        self.primary.hide()
        self.theme_button = IconButton("moon", self.tr("Change between light and dark"))
        self.theme_button.hide()
        for part in (self._controls, self.primary, self.theme_button):
            self._end.addWidget(part)

    def _row(self, box: QWidget) -> QHBoxLayout:
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.6))
        return layout

    def set_document(self, words: str) -> None:
        """Show the name of the document."""
        self._document.setText(words)

    def set_controls(self, mode: str, controls: QWidget) -> None:
        """Give ``mode`` its controls, at the right."""
        page = QWidget()
        layout = self._row(page)
        layout.addStretch(1)
        layout.addWidget(controls)
        if (old := self._pages.pop(mode, None)) is not None:
            self._controls.removeWidget(old)
            old.deleteLater()
        self._pages[mode] = page
        self._controls.addWidget(page)
        self._arrange()

    def show_controls(self, mode: str) -> None:
        """Show the controls of ``mode``, or none."""
        page = self._pages.get(mode)
        if page is None:
            page = self._pages[mode] = QWidget()
            self._controls.addWidget(page)
        self._controls.setCurrentWidget(page)

    def sizeHint(self) -> QSize:
        margin, gap = self._distances()
        parts = (self._left, self.switch, self._right)
        width = sum(part.sizeHint().width() for part in parts) + 2 * margin + 2 * gap
        return QSize(width, max(part.sizeHint().height() for part in parts) + em(self, 1.2))

    def minimumSizeHint(self) -> QSize:
        margin, gap = self._distances()
        width = self._left.minimumSizeHint().width() + self.switch.sizeHint().width()
        width += self._right.minimumSizeHint().width() + 2 * margin + 2 * gap
        return QSize(width, self.sizeHint().height())

    def _distances(self) -> tuple[int, int]:
        return em(self, 0.85), em(self, 1)

    def _arrange(self) -> None:
        margin, gap = self._distances()
        wide, high = self.width(), self.height()
        switch, right = self.switch.sizeHint(), self._right.sizeHint()
        # In the middle if the right group leaves it free; that group is as wide as its widest mode, so the
        # switch does not move under the pointer when the mode changes.
        x = min((wide - switch.width()) // 2, wide - margin - right.width() - gap - switch.width())
        x = max(x, margin + self._left.minimumSizeHint().width() + gap)
        self.switch.setGeometry(x, (high - switch.height()) // 2, switch.width(), switch.height())
        left_width = min(self._left.sizeHint().width(), x - gap - margin)
        self._left.setGeometry(margin, 0, max(0, left_width), high)
        start = x + switch.width() + gap
        self._right.setGeometry(start, 0, max(0, wide - margin - start), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._arrange()
