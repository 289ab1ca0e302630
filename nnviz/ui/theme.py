"""The colours and the type of the window, light and dark.

Colour has one meaning everywhere: blue is positive, vermilion is negative; blue, magenta, amber and green are
the phases forward, loss, backward and update. Panels ask :func:`current` for the theme while they paint, so a
change of theme needs nothing but a repaint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from nnviz.ui.sheet import style_sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

PHASES = ("forward", "loss", "backward", "update")
CHOICES = ("system", "light", "dark")

FONT_STACK = ("Inter", "Noto Sans", "Segoe UI Variable", "Segoe UI", "Cantarell", "Ubuntu", "DejaVu Sans")
"""Looked through only where the system names no interface font of its own (a bare X server)."""

MONO_STACK = (
    "JetBrains Mono",
    "SF Mono",
    "Cascadia Mono",
    "Noto Sans Mono",
    "Ubuntu Mono",
    "DejaVu Sans Mono",
)

STEPS = 256
"""Steps on each side of zero in the table behind :meth:`Theme.diverging`."""


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of ``colour`` as WCAG defines it."""
    c = QColor(colour)
    return 0.2126 * _linear(c.redF()) + 0.7152 * _linear(c.greenF()) + 0.0722 * _linear(c.blueF())


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of two colours."""
    a, b = sorted((luminance(one), luminance(other)))
    return (b + 0.05) / (a + 0.05)


@lru_cache(maxsize=4096)
def mix(one: str, other: str, amount: float) -> str:
    """Return ``(1 - amount)·one + amount·other`` as ``#rrggbb``."""
    a, b = QColor(one), QColor(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round((1 - amount) * x + amount * y) for x, y in pairs)).name()


@lru_cache(maxsize=1024)
def _readable(colour: str, text: str, panel: str) -> str:
    steps = (mix(colour, text, step / 20) for step in range(21))
    return next((toned for toned in steps if contrast(toned, panel) >= 4.5), text)


@dataclass(frozen=True)
class Theme:
    """Named colours (``#rrggbb``). ``ground`` lies under the canvas, ``panel`` under everything else."""

    dark: bool
    ground: str
    panel: str
    line: str
    text: str
    quiet: str
    positive: str
    negative: str
    forward: str
    loss: str
    backward: str
    update: str
    accent: str
    on_accent: str
    classes: tuple[str, ...]

    def hex(self, role: str) -> str:
        """Return the colour of ``role`` (a field such as ``"quiet"``), or ``role`` itself if it is a colour."""
        return role if role.startswith("#") else str(getattr(self, role))

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """Return ``role`` (or a ``#rrggbb``) as a new :class:`QColor` with opacity ``alpha``."""
        colour = QColor(self.hex(role))
        colour.setAlphaF(alpha)
        return colour

    def between(self, one: str, other: str, amount: float) -> str:
        """Return the colour ``amount`` (0 to 1) of the way from role ``one`` to role ``other``."""
        return mix(self.hex(one), self.hex(other), amount)

    def tint(self, role: str, amount: float = 0.12) -> str:
        """Return the panel's colour with a breath of ``role`` in it, for boxes and rows that belong to it."""
        return self.between("panel", role, amount)

    def ink(self, role: str) -> str:
        """Return ``role`` moved towards the text colour until small words in it read well on a panel."""
        return _readable(self.hex(role), self.text, self.panel)

    def ink_on(self, fill: QColor | str) -> QColor:
        """Return the colour of words that lie on ``fill``: light or dark, contrast at least 4.5."""
        name = fill if isinstance(fill, str) else fill.name()
        soft = (self.text, "#ffffff", "#22262b")
        best = next((c for c in soft if contrast(c, name) >= 4.5), None)
        return QColor(best or max(("#ffffff", "#000000"), key=lambda c: contrast(c, name)))

    def diverging(self, value: float, limit: float) -> QColor:
        """Return the colour of a number: panel at 0, ``positive`` at ``limit``, ``negative`` at ``-limit``.

        Beyond the limit the colour stays full. A number that is none (NaN) is quiet grey.
        """
        if math.isnan(value):
            return QColor(self.quiet)
        share = 0.0 if value == 0 or limit <= 0 else max(-1.0, min(1.0, value / limit))
        return QColor(self._scale[STEPS + round(share * STEPS)])

    def diverging_pixels(self, values: ArrayLike, limit: float) -> NDArray[np.uint32]:
        """Return :meth:`diverging` of every number as ``0xffRRGGBB`` (``QImage.Format_RGB32``), same shape."""
        import numpy as np

        numbers = np.asarray(values, dtype=np.float64)
        share = np.clip(numbers / limit, -1.0, 1.0) if limit > 0 else np.zeros_like(numbers)
        known = np.isfinite(share)
        index = np.where(known, np.rint(np.where(known, share, 0.0) * STEPS) + STEPS, 2 * STEPS + 1)
        return self._pixels[index.astype(np.intp)]

    @cached_property
    def _scale(self) -> tuple[str, ...]:
        sides = [
            (self.negative if step < 0 else self.positive, abs(step)) for step in range(-STEPS, STEPS + 1)
        ]
        return tuple(mix(self.panel, full, step / STEPS) for full, step in sides)

    @cached_property
    def _pixels(self) -> NDArray[np.uint32]:
        import numpy as np

        return np.array([QColor(c).rgb() for c in (*self._scale, self.quiet)], dtype=np.uint32)

    def phase_colour(self, phase: str) -> QColor:
        """Return the colour of ``forward``, ``loss``, ``backward`` or ``update``; anything else is quiet."""
        return QColor(getattr(self, phase) if phase in PHASES else self.quiet)

    def class_colour(self, index: int, count: int = 10) -> QColor:
        """Return the colour of class ``index`` of ``count``: two classes are negative and positive."""
        if count <= 2:
            return QColor((self.negative, self.positive)[index % 2])
        return QColor(self.classes[index % len(self.classes)])


# The classes were searched for: every pair differs by at least 0.11 in OKLab under normal vision and under each
# of the three common kinds of colour blindness, and each keeps 0.09 from the colours that mean something.
LIGHT = Theme(
    dark=False,
    ground="#f7f7f5",
    panel="#ffffff",
    line="#e3e3df",
    text="#22262b",
    quiet="#6d747c",
    positive="#0072b2",
    negative="#d55e00",
    forward="#0072b2",
    loss="#b5488a",
    backward="#d98200",
    update="#00805c",
    accent="#2457d6",
    on_accent="#ffffff",
    classes=(
        *("#320183", "#6ba200", "#540020", "#00cbfd", "#aa4bdb"),
        *("#cdc614", "#903100", "#697364", "#f27aae", "#004d65"),
    ),
)

DARK = Theme(
    dark=True,
    ground="#14171b",
    panel="#1c2026",
    line="#2e343c",
    text="#e8eaed",
    quiet="#9aa3ad",
    positive="#56b4e9",
    negative="#ff8a4c",
    forward="#56b4e9",
    loss="#e58bc4",
    backward="#f2b134",
    update="#2ec49a",
    accent="#7aa2ff",
    on_accent="#10141a",
    classes=(
        *("#5c60d8", "#b5d817", "#af2865", "#26dffe", "#ca81ff"),
        *("#f7ffbd", "#986b00", "#868da4", "#f3b2b0", "#00b754"),
    ),
)


class _Shown:
    """The theme of this moment: one per process, as the style sheet is."""

    theme = LIGHT


def current() -> Theme:
    """Return the theme that the window shows now."""
    return _Shown.theme


def interface_font(app: QApplication) -> QFont:
    """Return the system's interface font, or the first of :data:`FONT_STACK` where the system has none."""
    font = QFont(app.font())
    if font.family().lower() in ("", "sans", "sans serif", "sans-serif"):
        known = set(QFontDatabase.families())
        font.setFamily(next((f for f in FONT_STACK if f in known), QFontInfo(font).family()))
    if font.pointSizeF() <= 0:  # a size in pixels would not follow the screen
        font.setPointSizeF(QFontInfo(font).pointSizeF())
    return font


def code_font(like: QFont) -> QFont:
    """Return a font with equal widths, as large as ``like``."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if font.family().lower() in ("", "monospace"):
        known = set(QFontDatabase.families())
        font.setFamily(next((f for f in MONO_STACK if f in known), QFontInfo(font).family()))
    font.setPointSizeF(like.pointSizeF())
    return font


def palette(theme: Theme) -> QPalette:
    """Return ``theme`` as Qt's palette, for everything the style sheet does not name (native dialogs, views)."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: theme.panel,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.ground,
        role.Text: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Light: mix(theme.panel, theme.text, 0.02),
        role.Midlight: mix(theme.panel, theme.text, 0.06),
        role.Mid: theme.line,
        role.Dark: mix(theme.line, theme.text, 0.2),
        role.Shadow: mix(theme.line, theme.text, 0.4),
    }
    result = QPalette()
    for name, colour in pairs.items():
        result.setColor(name, QColor(colour))
    faint = QColor(mix(theme.quiet, theme.panel, 0.4))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, faint)
    return result


def apply(app: QApplication, dark: bool) -> Theme:
    """Give the whole application the light or the dark theme in its present font, and return that theme."""
    theme = _Shown.theme = DARK if dark else LIGHT
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme, app.font(), code_font(app.font())))
    return theme


class Themes(QObject):
    """Holds the choice of theme and of size; ``changed(Theme)`` follows every change.

    The theme follows the system until the user chooses one; the choice is kept in ``settings``.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, settings: QSettings | None = None, parent: QObject | None = None):
        super().__init__(parent)
        self._app = app
        self._settings = settings
        self._font = interface_font(app)
        self._scale = 1.0
        stored = str(settings.value("theme/choice", "system")) if settings else "system"
        self._choice = stored if stored in CHOICES else "system"
        self._applying = False
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def theme(self) -> Theme:
        """The theme shown now."""
        return current()

    @property
    def choice(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._choice

    @property
    def scale(self) -> float:
        """How many times the system's size the type has (for the projector)."""
        return self._scale

    def choose(self, choice: str) -> None:
        """Show ``light`` or ``dark``, or follow the ``system`` again. Raises ``ValueError`` for other words."""
        if choice not in CHOICES:
            raise ValueError(choice)
        self._choice = choice
        if self._settings:
            self._settings.setValue("theme/choice", choice)
        self._apply()

    def toggle(self) -> None:
        """Change between light and dark."""
        self.choose("light" if self.theme.dark else "dark")

    def set_scale(self, scale: float) -> None:
        """Make all type ``scale`` times as large as the system's; everything else grows with it."""
        self._scale = scale
        self._apply()

    def _system_changed(self) -> None:
        if not self._applying and self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        self._applying = True  # telling the platform our choice brings its signal back
        try:
            hints = self._app.styleHints()
            scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._choice)
            if scheme is None:
                hints.unsetColorScheme()
            else:
                hints.setColorScheme(scheme)  # native title bars and dialogs follow
            dark = (scheme or hints.colorScheme()) == Qt.ColorScheme.Dark
            font = QFont(self._font)
            font.setPointSizeF(self._font.pointSizeF() * self._scale)
            if font != self._app.font():
                self._app.setFont(font)
            theme = apply(self._app, dark)
        finally:
            self._applying = False
        self.changed.emit(theme)
