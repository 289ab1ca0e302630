"""Small widgets that every panel uses. Their looks come from the style sheet, their sizes from the font."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.ui import icons
from nnviz.ui.theme import current


def scaled(font: QFont, share: float, bold: bool = False) -> QFont:
    """Return ``font`` in another size."""
    found = QFont(font)
    found.setPointSizeF(font.pointSizeF() * share)
    if bold:
        found.setWeight(QFont.Weight.DemiBold)
    return found


def em(widget: QWidget, share: float = 1.0) -> int:
    """Return ``share`` of the height of the widget's type in pixels, the measure of every distance."""
    return round(QFontMetrics(widget.font()).height() * share)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet looks at (``role``, ``tone``, ``wrong``) and let it look."""
    changed = [name for name, value in properties.items() if widget.property(name) != value]
    for name in changed:
        widget.setProperty(name, properties[name])
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Label(QLabel):
    """Words in one of the roles ``quiet``, ``caption``, ``title``, ``strong``, ``code`` or none; they wrap."""

    def __init__(self, text: str = "", role: str = "", wrap: bool = True, parent: QWidget | None = None):
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        restyle(self, role=role)

    def set_tone(self, tone: str) -> None:
        """Take the colour of a role of the theme, for example the phase ``backward``; ``""`` for none."""
        restyle(self, tone=tone)


class Heading(Label):
    """The small capitals above a part of a panel."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None):
        super().__init__(text, "heading", True, parent)
        self.set_tone(tone)


class ElidedLabel(QLabel):
    """One line that ends in "…" where it does not fit; the whole is in the tool tip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self._text = ""
        self._mode = Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        restyle(self, role=role)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def whole_text(self) -> str:
        """Return the text without the cut."""
        return self._text

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        around = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(super().text())
        width = self.fontMetrics().horizontalAdvance(self._text) + max(0, around) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        shortest = min(self.sizeHint().width(), self.fontMetrics().averageCharWidth() * 6)
        return QSize(shortest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._text, self._mode, max(0, self.contentsRect().width()))
        if shown != super().text():
            super().setText(shown)
        self.setToolTip(self._text if shown != self._text else "")


class LinkLabel(QLabel):
    """A sentence with an optional link behind it: "Add needs equal shapes. *Insert a pooling layer*"."""

    clicked = Signal()

    def __init__(self, text: str = "", link: str = "", role: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.linkActivated.connect(lambda _: self.clicked.emit())
        restyle(self, role=role)
        self.set_text(text, link)

    def set_text(self, text: str, link: str = "") -> None:
        """Show ``text`` (plain) and the words of the ``link`` behind it."""
        anchor = f'<a href="mend">{html.escape(link)}</a>' if link else ""
        self.setText(" ".join(part for part in (html.escape(text).replace("\n", "<br>"), anchor) if part))
        self.setAccessibleName(" ".join(part for part in (text, link) if part))
        flags = Qt.TextInteractionFlag.LinksAccessibleByMouse
        if link:
            flags |= Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        self.setTextInteractionFlags(flags)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if link else Qt.FocusPolicy.NoFocus)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            text = self.text()  # the link's colour is fixed when the text is set
            self.setText("")
            self.setText(text)


class ProblemBox(QFrame):
    """A framed problem: what is wrong, the sentence, and the link that mends it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._mend: Callable[[], object] | None = None
        restyle(self, role="problem")
        self._title = Label("", "strong")
        self._title.set_tone("negative")
        self._sentence = Label("", "quiet")
        self._link = LinkLabel()
        self._link.clicked.connect(self._mend_it)
        layout = QVBoxLayout(self)
        margin = em(self, 0.65)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(em(self, 0.25))
        for part in (self._title, self._sentence, self._link):
            layout.addWidget(part)

    def show_problem(
        self, title: str, sentence: str, link: str = "", mend: Callable[[], object] | None = None
    ) -> None:
        """Say ``sentence`` under ``title``; the words ``link`` call ``mend``."""
        self._mend = mend
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._sentence.setText(sentence)
        self._link.set_text("", link if mend else "")
        self._link.setVisible(bool(link and mend))
        self.setAccessibleName(title or sentence)
        self.setAccessibleDescription(sentence)

    def _mend_it(self) -> None:
        if self._mend is not None:
            self._mend()


class Button(QPushButton):
    """A push button that a click does not take the keyboard to; the tab key does."""

    def __init__(self, text: str, role: str = "", icon: str = "", parent: QWidget | None = None):
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if icon:
            self.setIcon(icons.icon(icon, "on_accent" if role == "primary" else "text"))
        restyle(self, role=role)


class PrimaryButton(Button):
    """The one button of a view that leads on."""

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None):
        super().__init__(text, "primary", icon, parent)


class Chip(Button):
    """A small round switch in words."""

    def __init__(self, text: str, parent: QWidget | None = None):
        super().__init__(text, "chip", "", parent)
        self.setCheckable(True)


class MenuButton(Button):
    """A button that opens a menu."""

    def __init__(self, text: str, menu: QMenu | None = None, parent: QWidget | None = None):
        super().__init__(text, "menu", "", parent)
        self.setMenu(menu or QMenu(self))


class IconButton(QToolButton):
    """An icon that does something. Its name is in the tool tip, with the shortcut, and told to screen readers."""

    def __init__(
        self,
        icon: str,
        name: str,
        shortcut: QKeySequence | QKeySequence.StandardKey | str | None = None,
        role: str = "icon",
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self._name = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        restyle(self, role=role)
        self.set_icon(icon)
        if shortcut is not None:
            self.setShortcut(QKeySequence(shortcut))
        self.set_name(name)

    def set_icon(self, icon: str) -> None:
        """Show another icon of the family."""
        self._picture = icon
        colour = {"primary": "on_accent", "flat": "quiet"}.get(str(self.property("role")), "text")
        self.setIcon(icons.icon(icon, colour))
        self._resize()

    def set_name(self, name: str) -> None:
        """Say what the button does (tool tip and accessible name)."""
        self._name = name
        keys = self.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("{name} ({keys})").format(name=name, keys=keys) if keys else name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._resize()

    def _resize(self) -> None:
        side = em(self, 1.0 if self.property("role") == "flat" else 1.2)
        self.setIconSize(QSize(side, side))


class Legend(QWidget):
    """Colours and what they mean, in words: a square in the colour, the word beside it."""

    def __init__(self, entries: Sequence[tuple[str, str]] = (), parent: QWidget | None = None):
        super().__init__(parent)
        self._entries: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show ``entries``: pairs of words and a role of the theme (or ``#rrggbb``)."""
        self._entries = tuple(entries)
        self.setAccessibleName(
            self.tr("Legend: {words}").format(words=", ".join(w for w, _ in self._entries))
        )
        self.updateGeometry()
        self.update()

    def _places(self) -> list[tuple[QRect, str, str]]:
        places, left, metrics = [], 0, self.fontMetrics()
        for words, role in self._entries:
            width = em(self, 0.9) + metrics.horizontalAdvance(words) + 1
            places.append((QRect(left, 0, width, metrics.height()), words, role))
            left += width + em(self, 0.8)
        return places

    def sizeHint(self) -> QSize:
        places = self._places()
        return QSize(places[-1][0].right() + 1 if places else 0, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 3), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, side = QPainter(self), current(), em(self, 0.6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, words, role in self._places():
            square = QRect(place.left(), (place.height() - side) // 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(square, side * 0.2, side * 0.2)
            painter.setPen(theme.colour("quiet"))
            painter.drawText(place.adjusted(em(self, 0.9), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class Section(QWidget):
    """A heading that shows and hides what is under it."""

    def __init__(self, title: str, content: QWidget, open: bool = True, parent: QWidget | None = None):
        super().__init__(parent)
        self._content = content
        self._button = QToolButton()
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setAccessibleName(title)
        restyle(self._button, role="section")
        self._button.toggled.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        layout.addWidget(self._button)
        layout.addWidget(content)
        self._button.setChecked(open)
        self._show(open)

    def is_open(self) -> bool:
        """Return whether the content is shown."""
        return self._button.isChecked()

    def _show(self, open: bool) -> None:
        self._content.setVisible(open)
        self._button.setIcon(icons.icon("chevron-down" if open else "chevron-right", "quiet", on="quiet"))


def row(*widgets: QWidget, spacing: float = 0.4, stretch: bool = False) -> QWidget:
    """Return ``widgets`` side by side, ``spacing`` in heights of type; with ``stretch`` they keep to the left."""
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(em(box, spacing))
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return box


def column(*widgets: QWidget, margin: float = 0.85, spacing: float = 0.45, stretch: bool = True) -> QWidget:
    """Return ``widgets`` one below the other with a ``margin`` around, as panels have them.

    Headings after the first widget have more room above, so that each belongs to what follows it.
    """
    box = QWidget()
    layout = QVBoxLayout(box)
    side = em(box, margin)
    layout.setContentsMargins(side, round(side * 0.6), side, side)
    layout.setSpacing(em(box, spacing))
    for index, widget in enumerate(widgets):
        if index and isinstance(widget, Heading):
            layout.addSpacing(em(box, 0.6))
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return box
