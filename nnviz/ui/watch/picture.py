"""The network at neuron level: what is known at the moment, what is being computed, and what the reader points at."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.engine.events import Event
from nnviz.ui.digits import digits
from nnviz.ui.session import Session
from nnviz.ui.theme import current
from nnviz.ui.watch import motion as moving
from nnviz.ui.watch.card import Card, card_of
from nnviz.ui.watch.explain import scope_of
from nnviz.ui.watch.explain_backward import default_source
from nnviz.ui.watch.focus import NOTHING, Focus, focus_of
from nnviz.ui.watch.geometry import Box, Geometry
from nnviz.ui.watch.headings import card_title, labels_of, reason, sample_before
from nnviz.ui.watch.hits import hit
from nnviz.ui.watch.kernels import cell_of, weight_in
from nnviz.ui.watch.known import Pick
from nnviz.ui.watch.layout import layout
from nnviz.ui.watch.motion import Motion
from nnviz.ui.watch.paint_card import Placed, draw_card, draw_cell_mark, place_card
from nnviz.ui.watch.paint_frame import SHARE, draw_focus_ring, draw_more, draw_reason, more_signs
from nnviz.ui.watch.paint_layers import draw_blocks, draw_losses
from nnviz.ui.watch.paint_lines import draw_links, draw_lit, draw_mark
from nnviz.ui.watch.paint_marks import draw_windows
from nnviz.ui.watch.picked import Picked
from nnviz.ui.watch.pixmaps import Pixmaps
from nnviz.ui.watch.playback import Playback
from nnviz.ui.watch.scene import Scene, scene_of, scene_of_look
from nnviz.ui.watch.walking import next_neuron, next_weight
from nnviz.ui.widgets import em

ZOOMS = (1.0, 8.0)


class NetworkPicture(QWidget):
    """Draws the session's network. The resting picture is kept in a pixmap; only what moves is drawn each time.

    Click chooses a neuron or weight, Ctrl+wheel zooms, dragging moves a picture that is larger than the window;
    Up and Down walk through the neurons of a layer, Ctrl+Up and Ctrl+Down through the layers, Shift+Up and Shift+Down
    through its weights. A weight of a kernel is clicked in the card of a feature map's value.
    """

    def __init__(
        self, session: Session, playback: Playback, picked: Picked, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._playback = playback
        self._picked = picked
        self._hover: Pick | None = None
        self._zoom = 1.0
        self._origin = QPointF(0, 0)
        self._pressed: QPoint | None = None
        self._dragged = False
        self._kept = Pixmaps(self)
        self._geometry_kept: tuple[tuple[object, ...], Geometry] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Network"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for signal in (session.moment_changed, session.sample_changed, playback.options_changed):
            signal.connect(self._changed)
        for signal in (session.document_changed, session.built):
            signal.connect(self._changed)
        picked.changed.connect(self._changed)
        digits().changed.connect(self._changed)
        playback.alpha_changed.connect(self._moved)

    # --- what is shown ------------------------------------------------------------------------------------

    def geometry_now(self) -> Geometry:
        """Return the places of everything, before zoom and drag are taken off (see :meth:`origin`)."""
        measure = QFontMetricsF(self.font()).height()
        size = (self.width() * self._zoom, self.height() * self._zoom)
        key = (self._session.document.design, size, measure)
        if self._geometry_kept is None or self._geometry_kept[0] != key:
            made = layout(key[0], self._session.shapes, *size, measure, self._zoom)
            self._geometry_kept = (key, made)
        return self._geometry_kept[1]

    def origin(self) -> QPointF:
        """Return the place of the picture that is at the widget's top left corner."""
        geometry = self.geometry_now()
        most_x, most_y = max(0.0, geometry.width - self.width()), max(0.0, geometry.height - self.height())
        self._origin = QPointF(min(max(self._origin.x(), 0), most_x), min(max(self._origin.y(), 0), most_y))
        return self._origin

    def _motion(self) -> Motion | None:
        return None if self._session.look else self._playback.motion

    def scene(self) -> Scene | None:
        """Return the values shown now; None while the network cannot run."""
        moment, look, motion = self._session.moment, self._session.look, self._motion()
        if moment is None:
            return None
        if look is not None:
            return scene_of_look(moment, look, sample_before(self._session, moment, 0))
        if motion is not None:
            row = min(self._session.sample, len(motion.moment.trace.batch.x) - 1)
            before = sample_before(self._session, motion.moment, row)
            return scene_of(motion.moment, row, motion.upto(self._playback.alpha), before)
        before = sample_before(self._session, moment, self._session.sample)
        return scene_of(moment, self._session.sample, before=before)

    def focus_events(self) -> tuple[Event, ...]:
        """Return the events that are at full strength."""
        moment, motion = self._session.moment, self._motion()
        if moment is None or self._session.look is not None:
            return ()
        if motion is not None:
            return motion.events(self._playback.alpha)
        if self._playback.grain == "neuron":
            return (moment.event,)
        first, last = Motion(moment, 0, moment.cursor.event).groups[-1]
        return moment.events[first : last + 1]

    def pick(self) -> Pick | None:
        """Return what has a card: what is pointed at, what is chosen, or the weight that the formula is about."""
        if self._hover is not None and self._hover.weight is None:
            return self._hover
        if self._picked.pick is not None:  # its card stays while the pointer is over the weights in it
            return self._picked.pick
        moment = self._session.moment
        if moment is None or self._motion() or self._session.look or self._playback.grain != "neuron":
            return None
        event = moment.event
        if event.quantity != "dw" or event.unit is None or not self._drawn(event.layer):
            return None
        scope = scope_of(moment.trace, moment.setup, self._session.sample)
        return Pick(event.layer, event.unit, default_source(scope, scope.stage(event.layer), event.unit))

    def _drawn(self, layer: str) -> bool:
        return any(link.kind == "weights" for link in self.geometry_now().into.get(layer, ()))

    def _changed(self) -> None:
        self._describe()
        if self._motion() is None:
            self._follow()
        self.update()

    def _moved(self, _alpha: float) -> None:
        self.update()

    def _describe(self) -> None:
        """Tell screen readers what is chosen."""
        scene, pick = self.scene(), self._picked.pick
        words = ""
        if scene is not None and pick is not None and pick.layer in scene.network.position:
            words = card_of(scene, pick, card_title(self._session, pick)).text
        self.setAccessibleDescription(words)

    def _follow(self) -> None:
        """Bring the layer at hand into view where the picture is larger than the window."""
        geometry, events = self.geometry_now(), self.focus_events()
        if geometry.width <= self.width() + 1 or not events or events[-1].layer not in geometry.by_name:
            return
        box = geometry.by_name[events[-1].layer].heading
        left = self._origin.x()
        if box.x < left or box.right > left + self.width():
            self._origin.setX(box.middle.x - self.width() / 2)

    # --- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scene = self.scene()
        geometry, origin = self.geometry_now(), self.origin()
        if scene is None or not set(scene.network.position) <= set(geometry.by_name):
            draw_reason(painter, self.rect(), reason(self._session), em(self, 3))
            painter.end()
            return
        motion, alpha = self._motion(), self._playback.alpha
        focus = focus_of(geometry, self.focus_events()) if self.focus_events() else NOTHING
        painter.drawPixmap(0, 0, self._resting(scene, geometry, origin, focus))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-origin)
        if motion is not None:
            moving.draw(painter, geometry, scene, motion, alpha)
        if self._picked.pick is not None:
            draw_mark(painter, geometry, self._picked.pick)
        pointed = self._hover or self._picked.pick
        if pointed is not None and pointed.layer in scene.network.position:
            draw_windows(painter, geometry, scene, pointed)
        self._draw_card(painter, geometry, scene, focus)
        painter.resetTransform()
        draw_more(painter, geometry, more_signs(geometry, self.rect(), origin))
        if self.hasFocus():
            draw_focus_ring(painter, self.rect())
        painter.end()

    def _draw_card(self, painter: QPainter, geometry: Geometry, scene: Scene, focus: Focus) -> None:
        pick = self.pick()
        if pick is None or pick.layer not in scene.network.position:
            return
        chosen = pick in (self._hover, self._picked.pick)
        shown = self.card_at(scene, pick, titled=chosen)
        if shown is None:
            return
        draw_card(painter, geometry, *shown, pick, "accent" if chosen else focus.phase or "accent")
        if self._hover is not None and self._hover.weight is not None:
            cell = cell_of(scene.stage(pick.layer), pick.unit, self._hover.weight)
            if cell is not None:
                draw_cell_mark(painter, geometry, *shown, cell)

    def card_at(self, scene: Scene, pick: Pick, titled: bool = True) -> tuple[Card, Placed] | None:
        """Return a card and its place in the part of the picture that is seen."""
        card = card_of(scene, pick, card_title(self._session, pick) if titled else "")
        view = Box(self._origin.x(), self._origin.y(), self.width(), self.height())
        placed = place_card(self.geometry_now(), card, pick, view, self.font()) if card.lines else None
        return None if placed is None else (card, placed)

    def _resting(self, scene: Scene, geometry: Geometry, origin: QPointF, focus: Focus) -> QPixmap:
        """Return the picture without what moves, from memory if nothing in it has changed."""
        lit = not (focus.still and self._motion())  # weights on their way are drawn where they move
        place = (geometry, (origin.x(), origin.y()), self.size(), self.devicePixelRatioF(), self.font().key())
        common = (*place, current().dark, scene.trace)
        updated = tuple(link.target for link in geometry.links if scene.updated(link.target))
        key = (*common, scene.layers, scene.row, scene.look, scene.known.upto, focus, lit, digits().count)

        def draw_all(painter: QPainter) -> None:
            lines = self._kept.get(
                "lines", (*common, updated), lambda p: draw_links(p, geometry, scene), -origin
            )
            painter.drawPixmap(0, 0, lines)
            painter.translate(-origin)
            if lit:
                draw_lit(painter, geometry, scene, focus)
            labels = labels_of(self._session, scene, geometry)
            draw_blocks(painter, geometry, scene, focus, labels)
            draw_losses(painter, geometry, scene, focus, labels)

        return self._kept.get("all", key, draw_all)

    # --- mouse and keyboard -------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._larger():
            step = event.position().toPoint() - self._pressed
            if self._dragged or step.manhattanLength() > em(self, 0.4):
                self._dragged = True
                self._origin -= QPointF(step)
                self._pressed = event.position().toPoint()
                self.update()
            return
        self._point_at(self._at(event.position()))

    def _at(self, position: QPointF) -> Pick | None:
        if self._session.moment is None:
            return None
        place = position + self.origin()
        inside, weight = self._in_card(place)
        return weight if inside else hit(self.geometry_now(), place.x(), place.y())

    def _in_card(self, place: QPointF) -> tuple[bool, Pick | None]:
        """Return whether a place lies in the card of what is chosen, and the weight of a kernel there."""
        pick, scene = self._picked.pick, self.scene()
        if pick is None or pick.source is not None or scene is None:
            return False, None
        known = pick.layer in scene.network.position and pick.layer in self.geometry_now().by_name
        shown = self.card_at(scene, pick) if known else None
        if shown is None or shown[0].kernels is None or not shown[1].box.contains(place):
            return False, None
        cell = shown[1].cell_at(shown[0], place.x(), place.y())
        if cell is None:
            return True, None
        weight = weight_in(scene.stage(pick.layer), pick.unit, *cell)
        return True, replace(pick, weight=weight, time=None, gate="")

    def _point_at(self, pick: Pick | None) -> None:
        if pick != self._hover:
            self._hover = pick
            self.setCursor(Qt.CursorShape.PointingHandCursor if pick else Qt.CursorShape.ArrowCursor)
            self.update()

    def _larger(self) -> bool:
        geometry = self.geometry_now()
        return geometry.width > self.width() + 1 or geometry.height > self.height() + 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for direction, box in more_signs(self.geometry_now(), self.rect(), self.origin()).items():
            if self._session.moment is not None and box.contains(event.position()):
                self._origin += QPointF(direction * SHARE * self.width(), 0)
                self.update()
                return
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._dragged = event.position().toPoint(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._pressed is not None and not self._dragged
        self._pressed = None
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            pick = self._at(event.position())
            if pick is not None or not self._in_card(event.position() + self.origin())[0]:
                self._picked.toggle(pick)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at(event.position()) is None:
            self.zoom_to(1.0, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self._zoom * 1.0015 ** turn.y(), event.position())
        elif self._larger():
            self._origin -= QPointF(turn.x(), turn.y()) / 2
            self.update()
        else:
            event.ignore()

    def zoom_to(self, zoom: float, about: QPointF) -> None:
        """Show the picture ``zoom`` times as large; the place ``about`` of the widget stays where it is."""
        zoom = min(max(zoom, ZOOMS[0]), ZOOMS[1])
        share = zoom / self._zoom
        self._origin = (self._origin + about) * share - about
        self._zoom = zoom
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        middle = QPointF(self.rect().center())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._walk(1 if key == Qt.Key.Key_Down else -1, control, shift)
        elif key == Qt.Key.Key_Escape and self._picked.pick is not None:
            self._picked.choose(None)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_to(self._zoom * 1.25, middle)
        elif key == Qt.Key.Key_Minus:
            self.zoom_to(self._zoom / 1.25, middle)
        elif key == Qt.Key.Key_0:
            self.zoom_to(1.0, middle)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int, control: bool, shift: bool) -> None:
        """Choose the next neuron of the layer, the next layer, or the next weight."""
        blocks, pick, scene = self.geometry_now().blocks, self._picked.pick, self.scene()
        if not blocks or scene is None:
            return
        if not shift:
            self._picked.choose(next_neuron(blocks, pick, step, control))
        elif pick is not None and pick.layer in scene.network.position:
            self._picked.choose(next_weight(scene, pick, step, self._drawn(pick.layer)))

    def focusInEvent(self, event) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event) -> None:
        self.update()
        super().focusOutEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys of playing are meant for this picture

    # --- size ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._kept.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._kept.clear()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 48), em(self, 34))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 16), em(self, 14))
