"""Animation as a pure function: ``draw(painter, geometry, scene, motion, alpha)``.

A motion is the way from one moment to the next: the events that happen on it. ``alpha`` runs from 0 to 1; running
down, the same motion is seen backwards. Nothing here changes the model or remembers anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from nnviz.engine.events import Event
from nnviz.ui.session import Moment
from nnviz.ui.theme import Theme, current
from nnviz.ui.watch.focus import NOTHING, Beam, Focus, focus_of
from nnviz.ui.watch.geometry import Curve, Geometry
from nnviz.ui.watch.paint_lines import band_path, calm, draw_edge, skip_path
from nnviz.ui.watch.scene import Scene

ARRIVED = 0.86
"""Share of an event's time that the pulse travels; then the number it made appears."""


@dataclass(frozen=True, eq=False)
class Motion:
    """The events number ``first`` to ``last`` of a moment's step, on their way."""

    moment: Moment
    first: int
    last: int

    @cached_property
    def groups(self) -> tuple[tuple[int, int], ...]:
        """First and last event of each part that moves at once: one layer's events of one kind."""
        return _groups(self.moment.events, self.first, self.last)

    def at(self, alpha: float) -> tuple[int, float]:
        """Return the number of the group that moves at ``alpha``, and how far it has come (0 to 1)."""
        count = len(self.groups)
        place = min(count - 1, int(alpha * count))
        return place, alpha * count - place

    def upto(self, alpha: float) -> int:
        """Return the number of the newest event whose result is shown at ``alpha``."""
        place, within = self.at(alpha)
        first, last = self.groups[place]
        return last if within >= ARRIVED else first - 1

    def events(self, alpha: float) -> tuple[Event, ...]:
        """Return the events that are on their way at ``alpha``."""
        first, last = self.groups[self.at(alpha)[0]]
        return self.moment.events[first : last + 1]


@lru_cache(maxsize=64)
def _groups(events: tuple[Event, ...], first: int, last: int) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for place in range(first, last + 1):
        event = events[place]
        if found:
            before = events[found[-1][1]]
            if (before.phase, before.layer, before.quantity) == (event.phase, event.layer, event.quantity):
                found[-1] = (found[-1][0], place)
                continue
        found.append((place, place))
    return tuple(found)


def draw(painter: QPainter, geometry: Geometry, scene: Scene, motion: Motion, alpha: float) -> None:
    """Draw what moves at ``alpha`` over the resting picture."""
    theme = current()
    focus = focus_of(geometry, motion.events(alpha)) if motion.groups else NOTHING
    if not focus.phase:
        return
    within = motion.at(alpha)[1]
    t = smooth(min(1.0, within / ARRIVED))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if focus.still:
        _draw_change(painter, geometry, scene, focus, t)
        return
    colour = theme.phase_colour(focus.phase)
    for beam in focus.bands:
        _draw_front(painter, geometry, beam, 1 - t if focus.back else t, colour)
    _draw_pulses(painter, theme, _ways(geometry, focus), 1 - t if focus.back else t, colour, geometry.em)
    _draw_arrival(painter, geometry, focus, within, colour)


def smooth(t: float) -> float:
    """Return ``t`` eased at both ends."""
    return t * t * (3 - 2 * t)


def _ways(geometry: Geometry, focus: Focus) -> list[Curve]:
    found = [geometry.curve(*edge) for edge in focus.edges]
    return found + [geometry.to_loss(*end) for end in focus.to_loss]


def _draw_pulses(
    painter: QPainter, theme: Theme, ways: Sequence[Curve], t: float, colour: QColor, em: float
) -> None:
    if t <= 0 or t >= 1:
        return
    radius = em * (0.34 if len(ways) <= 40 else 0.22)
    # A rim in the ground's colour keeps the dot apart from a line of the same hue.
    painter.setPen(QPen(theme.colour("ground"), em * 0.1))
    painter.setBrush(colour)
    for way in ways:
        at = way.at(t)
        painter.drawEllipse(QPointF(at.x, at.y), radius, radius)


def _draw_front(painter: QPainter, geometry: Geometry, beam: Beam, t: float, colour: QColor) -> None:
    """Draw a front of light that crosses a band, or a pulse on its way around the layers between."""
    if beam[0].kind == "skip":
        path = skip_path(geometry, beam[0])
        if 0 < t < 1:
            painter.setPen(QPen(current().colour("ground"), geometry.em * 0.1))
            painter.setBrush(colour)
            painter.drawEllipse(path.pointAtPercent(t), geometry.em * 0.34, geometry.em * 0.34)
        return
    source, target = (geometry.by_name[name].box for name in (beam[0].source, beam[0].target))
    width = 1.6 * geometry.em
    x = source.right - width + t * (target.x - source.right + 2 * width)
    light = QLinearGradient(x - width, 0, x + width, 0)
    clear = QColor(colour)
    clear.setAlphaF(0)
    full = QColor(colour)
    full.setAlphaF(0.75)
    light.setColorAt(0, clear)
    light.setColorAt(0.5, full)
    light.setColorAt(1, clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(band_path(geometry, beam), light)


def _draw_arrival(painter: QPainter, geometry: Geometry, focus: Focus, within: float, colour: QColor) -> None:
    """Draw a ring around what has just been computed: it closes in as the number appears."""
    share = (within - ARRIVED) / (1 - ARRIVED) if _ways(geometry, focus) or focus.bands else within
    if not 0 < share < 1:
        return
    ring = QColor(colour)
    ring.setAlphaF(0.7 * (1 - share))
    painter.setPen(QPen(ring, 0.16 * geometry.em))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    gap = geometry.em * 0.55 * share
    for name, unit in focus.ringed:
        block = geometry.by_name[name]
        if block.kind == "neurons":
            middle, reach = block.centres[unit], block.radius + gap
            painter.drawEllipse(QPointF(*middle), reach, reach)
    boxes = [geometry.by_name[name].box for name in focus.whole]
    boxes += list(geometry.losses.values()) if focus.loss and not focus.back else []
    for box in boxes:
        painter.drawRoundedRect(QRectF(*box).adjusted(-gap, -gap, gap, gap), gap, gap)


def _draw_change(painter: QPainter, geometry: Geometry, scene: Scene, focus: Focus, t: float) -> None:
    """Draw the weights of a layer between their old and their new values, the ones that change most marked most."""
    colour = current().phase_colour("update")
    for beam in focus.bands:
        _draw_front(painter, geometry, beam, t, colour)
    if not focus.edges:
        return
    layer = focus.edges[0][0].target
    before, after = scene.weight(layer, "kernel", False), scene.weight(layer, "kernel", True)
    if before is None or after is None:
        return
    change, strength = abs(after - before), calm(len(focus.edges))
    most = float(change.max()) or 1.0
    for link, source, target in focus.edges:
        weight = float(before[source, target] + (after[source, target] - before[source, target]) * t)
        draw_edge(
            painter, geometry, (link, source, target), weight, scene.weight_limit(layer), "update", strength
        )
    if not 0 < t < 1:
        return
    painter.setPen(QPen(current().colour("ground"), geometry.em * 0.1))
    painter.setBrush(colour)
    swell = 4 * t * (1 - t)
    for link, source, target in focus.edges:
        radius = geometry.em * 0.4 * swell * float(change[source, target] / most) ** 0.5
        if radius > 0.5:
            painter.drawEllipse(QPointF(*geometry.curve(link, source, target).at(0.5)), radius, radius)
