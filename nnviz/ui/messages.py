"""The bar above the canvas that says what happened, without stopping anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnviz.ui import icons
from nnviz.ui.widgets import IconButton, LinkLabel, em, restyle

KINDS = {"error": "problem", "info": "info"}
_ROLES = {"error": "negative", "info": "accent"}


@dataclass(frozen=True)
class Notice:
    """One sentence with an optional link. Two notices are the same if they read the same."""

    text: str
    kind: str
    link: str = ""


class MessageBar(QWidget):
    """Shows the newest notice; closing it brings the one before it back, so that no error is lost."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._notices: list[tuple[Notice, Callable[[], object] | None]] = []
        self._card = QWidget()
        self._card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = QLabel()
        self._words = LinkLabel()
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words.clicked.connect(self._follow)
        self._close = IconButton("close", self.tr("Close this message"), role="flat")
        self._close.clicked.connect(self.close_notice)
        inner = QHBoxLayout(self._card)
        inner.setContentsMargins(em(self, 0.7), em(self, 0.4), em(self, 0.4), em(self, 0.4))
        inner.setSpacing(em(self, 0.6))
        top = Qt.AlignmentFlag.AlignTop
        inner.addWidget(self._picture, 0, top)
        inner.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        inner.addWidget(self._close, 0, top)
        outer = QVBoxLayout(self)
        margin = em(self, 0.7)
        outer.setContentsMargins(margin, margin, margin, 0)
        outer.addWidget(self._card)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was said and not closed yet, the oldest first."""
        return tuple(notice for notice, _ in self._notices)

    def say(
        self, text: str, link: str = "", callback: Callable[[], object] | None = None, kind: str = "error"
    ):
        """Show ``text``; the words ``link`` call ``callback`` and close the notice. ``kind``: error or info."""
        notice = Notice(text, kind if kind in KINDS else "error", link if callback else "")
        self._notices = [entry for entry in self._notices if entry[0] != notice]
        self._notices.append((notice, callback))
        self._show()

    def close_notice(self) -> None:
        """Take the newest notice away."""
        if self._notices:
            self._notices.pop()
        self._show()

    def take_back(self, text: str) -> None:
        """Take a notice away that no longer holds."""
        self._notices = [entry for entry in self._notices if entry[0].text != text]
        self._show()

    def clear(self, kind: str = "") -> None:
        """Take all notices away, or those of one ``kind``."""
        self._notices = [entry for entry in self._notices if kind and entry[0].kind != kind]
        self._show()

    def _follow(self) -> None:
        if self._notices:
            _, callback = self._notices.pop()
            self._show()
            if callback is not None:
                callback()

    def _show(self) -> None:
        if self._notices:
            notice = self._notices[-1][0]
            restyle(self._card, role=KINDS[notice.kind])
            self._words.set_text(notice.text, notice.link)
            self.setAccessibleName(self.tr("Message"))
            self.setAccessibleDescription(notice.text)
            self._draw_picture()
        self.setVisible(bool(self._notices))

    def _draw_picture(self) -> None:
        if self._notices:
            kind = self._notices[-1][0].kind
            side = em(self, 1.3)
            self._picture.setPixmap(icons.pixmap(KINDS[kind], side, _ROLES[kind], self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._draw_picture()
