"""Formulas: LaTeX typeset to vector graphics, each number in the colour of its sign.

The colours in the LaTeX are roles of the theme (``{\\color{positive} 0.713}``). The typeset picture keeps the
role's name and the colour is put in while drawing, so one cached picture serves both themes.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.theme import Theme, current

ROLES = ("text", "quiet", "accent", "positive", "negative", "forward", "loss", "backward", "update")
_log = logging.getLogger(__name__)

SIZE = 24.0
"""Height in which formulas are typeset; they are vectors, and drawn in the size of the font around them."""

LARGE = 1e6
"""From here on numbers are written with a power of ten."""

SCALE = 1.45
"""Size of a formula's letters against the words beside it."""


@dataclass(frozen=True)
class Formula:
    """One line: its LaTeX, and the same in plain words for screen readers and where typesetting fails."""

    latex: str
    plain: str


@dataclass(frozen=True)
class Typeset:
    """A typeset line: SVG text with roles for colours, and its size in units of :data:`SIZE`."""

    svg: str
    width: float
    height: float


def coloured(latex: str, role: str) -> str:
    """Return ``latex`` in the colour of ``role`` (one of :data:`ROLES`)."""
    return f"{{\\color{{{role}}} {latex}}}"


def number_text(value: float, digits: int = 3) -> str:
    """Return ``value`` as words show it: ``digits`` decimals, a true minus sign, ``·10`` powers at the far ends.

    Zeros at the end are left out where the number is exactly what is shown (5, not 5.000), so a number with
    all its digits is a rounded one.
    """
    mantissa, power = _parts(value, digits)
    return mantissa.replace("-", "−") + (f"·10^{power}".replace("-", "−") if power else "")


def number(value: float, digits: int = 3, strong: bool = False) -> str:
    """Return ``value`` as LaTeX in the colour of its sign, bold if ``strong``; digits as in :func:`number_text`."""
    mantissa, power = _parts(value, digits)
    latex = mantissa.replace("∞", r"\infty ").replace("NaN", r"\mathrm{NaN}")
    latex += rf" \cdot 10^{{{power}}}" if power else ""
    latex = rf"\mathbf{{{latex}}}" if strong else latex
    if math.isnan(value) or value == 0:
        return f"{{{latex}}}"
    return coloured(latex, "positive" if value > 0 else "negative")


def _parts(value: float, digits: int) -> tuple[str, int]:
    if math.isnan(value):
        return "NaN", 0
    if math.isinf(value):
        return ("∞" if value > 0 else "-∞"), 0
    shown = f"{value:.{digits}f}"
    # float32 numbers reach us as float64: 0.1 comes as 0.10000000149 and still is 0.1 to a reader
    if abs(value) < LARGE:
        if math.isclose(float(shown), value, rel_tol=1e-7):
            return _trimmed(shown), 0
        if abs(value) >= 10.0 ** (1 - digits):
            return shown, 0
    mantissa, power = f"{value:.{digits}e}".split("e")  # fewer than two of its digits would be seen
    exact = math.isclose(float(f"{mantissa}e{power}"), value, rel_tol=1e-7)
    return (_trimmed(mantissa) if exact else mantissa), int(power)


def _trimmed(shown: str) -> str:
    short = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if short in ("-0", "") else short


class Typesetter(QObject):
    """Loads the typesetting library once, in the background, and typesets lines.

    ``ready`` tells (in the window's thread) that lines can be typeset from now on.
    """

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._thread: threading.Thread | None = None
        self._loaded = False

    @property
    def loaded(self) -> bool:
        """Whether :meth:`typeset` answers without loading anything first."""
        return self._loaded

    def load(self) -> None:
        """Load the library in a thread of its own, so that the window's first picture does not wait for it."""
        if self._thread is None and not self._loaded:
            self._thread = threading.Thread(target=self._load, name="formula", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Load the library if that was not done, and return when it is there."""
        if self._thread is not None:
            self._thread.join()
        elif not self._loaded:
            self._load()

    def _load(self) -> None:
        try:
            typeset_line(r"\frac{1}{2}")  # also reads the font
        finally:
            self._loaded = True
            with suppress(RuntimeError):  # the application may have ended meanwhile
                self.ready.emit()

    def typeset(self, latex: str) -> Typeset | None:
        """Return ``latex`` typeset, or ``None`` if it cannot be."""
        return typeset_line(latex)


@lru_cache(maxsize=512)
def typeset_line(latex: str) -> Typeset | None:
    """Return ``latex`` as a picture with roles for colours, or ``None`` if it cannot be typeset."""
    try:
        from nnviz.ui.typesetting import svg

        return Typeset(*svg(latex, SIZE))
    # The library tells bad LaTeX by whatever goes wrong first: AssertionError, IndexError …
    except Exception as error:  # noqa: BLE001
        _log.debug("%s cannot be typeset: %r", latex, error)
        return None


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    """Return the application's typesetter."""
    return Typesetter()


@lru_cache(maxsize=256)
def _painted(picture: Typeset, theme: Theme) -> QSvgRenderer:
    svg = picture.svg
    for role in ROLES:
        svg = svg.replace(f'"{role}"', f'"{theme.hex(role)}"')
    return QSvgRenderer(QByteArray(svg.encode()))


def draw(painter: QPainter, formula: Formula, where: QRectF, font: QFont) -> None:
    """Draw ``formula`` into ``where``: left, middle, as large as ``font`` asks, smaller if it would not fit."""
    picture = typesetter().typeset(formula.latex) if typesetter().loaded else None
    theme = current()
    if picture is None:
        painter.setPen(theme.colour("text" if typesetter().loaded else "quiet"))
        painter.setFont(font)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        words = QFontMetricsF(font).elidedText(formula.plain, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, align, words)
        return
    size = _size(picture, font, where.width())
    top = where.top() + (where.height() - size.height()) / 2
    _painted(picture, theme).render(painter, QRectF(where.left(), top, size.width(), size.height()))


def _size(picture: Typeset, font: QFont, room: float) -> QSizeF:
    factor = QFontMetricsF(font).height() / 1.2 * SCALE / SIZE
    factor *= min(1.0, room / (picture.width * factor)) if picture.width else 1.0
    return QSizeF(picture.width * factor, picture.height * factor)


class FormulaView(QWidget):
    """Several lines of formula, each in its own tinted box, scaled down where the width asks for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Formula, ...] = ()
        self._tone = "quiet"
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Formula"))
        typesetter().ready.connect(self._arrived)

    @property
    def lines(self) -> tuple[Formula, ...]:
        """The lines shown."""
        return self._lines

    def set_lines(self, lines: Sequence[Formula], tone: str = "quiet") -> None:
        """Show ``lines`` in boxes tinted with the role ``tone`` (the phase they belong to)."""
        lines = tuple(lines)
        if (lines, tone) == (self._lines, self._tone):
            return
        before = self.heightForWidth(self.width())
        self._lines, self._tone = lines, tone
        self.setAccessibleDescription("\n".join(line.plain for line in lines))
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self.update()

    def _arrived(self) -> None:
        self.updateGeometry()
        self.update()

    def _em(self, share: float) -> float:
        return QFontMetricsF(self.font()).height() * share

    def _boxes(self, width: float) -> list[float]:
        room = width - 2 * self._em(0.7)
        return [self._line_height(line, room) + 2 * self._em(0.45) for line in self._lines]

    def _line_height(self, line: Formula, room: float) -> float:
        usual = self._em(1.6)
        picture = typesetter().typeset(line.latex) if typesetter().loaded else None
        return max(usual, _size(picture, self.font(), room).height()) if picture and room > 0 else usual

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        boxes = self._boxes(width)
        return math.ceil(sum(boxes) + self._em(0.4) * max(0, len(boxes) - 1))

    def sizeHint(self) -> QSize:
        width = round(self._em(16))
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._em(8)), self.heightForWidth(max(round(self._em(8)), self.width())))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrived()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._lines and not typesetter().loaded:
            QTimer.singleShot(0, typesetter().load)  # the first picture is on its way: now there is time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, top = current(), 0.0
        for line, height in zip(self._lines, self._boxes(self.width()), strict=True):
            box = QRectF(0, top, self.width(), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.tint(self._tone, 0.12)))
            painter.drawRoundedRect(box, self._em(0.4), self._em(0.4))
            pad = self._em(0.7)
            draw(painter, line, box.adjusted(pad, 0, -pad, 0), self.font())
            top += height + self._em(0.4)
        painter.end()
