"""The canvas of Build: the network as cards and lines, and the gestures and keys that change it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from nnviz.design.graph import Edge
from nnviz.ui.build import geometry as geo
from nnviz.ui.build.editor import Editor
from nnviz.ui.build.gestures import DrawLink, DropLayer, Gesture, MoveCards, Pan, Pointer, RubberBand
from nnviz.ui.build.ground import GRID
from nnviz.ui.build.items import CAPTION
from nnviz.ui.build.menus import CanvasMenu
from nnviz.ui.build.mime import kind_in
from nnviz.ui.build.network import NetworkView
from nnviz.ui.build.rename import NameEdit
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Canvas(NetworkView):
    """Shows the design of the session and lets it be changed with mouse and keyboard."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(session, selection, parent)
        self.editor = Editor(session, selection, self)
        self._gesture: Gesture | None = None
        self._open_link: Gesture | None = None
        self._space = False
        self._burst = 0
        self._name_edit: NameEdit | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)

    def paint_gesture(self, painter: QPainter) -> None:
        gesture = self._gesture or self._open_link
        if gesture is not None:
            gesture.paint(painter)

    def _on_document(self) -> None:
        self._end_gesture()  # what it would do was meant for the document before
        self._close_name_edit()
        super()._on_document()

    # --- what gestures use ----------------------------------------------------------------------------------

    def offer_layers(self, link: Edge, at: Pointer, drawn: Gesture) -> None:
        """Open the menu of layers that fit at the open end of a line; the line stays ``drawn`` meanwhile."""
        menu = CanvasMenu(self)
        self._open_link = drawn
        menu.aboutToHide.connect(self._forget_link)
        side = geo.CARD_WIDTH / 2 if link.source else -geo.CARD_WIDTH / 2
        menu.fill_for_link(link, (at.scene[0] + side, at.scene[1]))
        menu.open_at(at.view)

    def _forget_link(self) -> None:
        self._open_link = None
        self.viewport().update()

    def arrange(self) -> None:
        """Lay the network out from left to right and show all of it."""
        if self.editor.arrange():
            self.fit()

    def rename(self, name: str) -> None:
        """Let the name be changed in its place under the card."""
        self._close_name_edit()
        box = self.layout_now.cards[name]
        under = self.mapFromScene(QRectF(box.left, box.bottom, box.width, CAPTION)).boundingRect()
        self._name_edit = NameEdit(self, name, under)

    def _close_name_edit(self) -> None:
        if self._name_edit is not None:
            self._name_edit.close_quietly()
            self._name_edit = None

    # --- mouse ----------------------------------------------------------------------------------------------

    def _pointer(
        self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> Pointer:
        scene = self.viewportTransform().inverted()[0].map(at.toPointF())
        return Pointer((scene.x(), scene.y()), at, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._burst += 1
        self.hide_hint()
        if self._gesture is not None:
            return
        at = self._pointer(event.position().toPoint(), event.modifiers())
        if event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        ):
            self._begin(Pan(self, at))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._begin(self._gesture_at(at))

    def _gesture_at(self, at: Pointer) -> Gesture | None:
        hit = geo.hit(self.layout_now, at.scene)
        if hit.kind in ("output", "input"):
            return DrawLink(self, at, hit)
        if hit.kind == "card":
            if at.adds:
                self.selection.toggle(hit.name)
            elif hit.name not in self.selection.names:
                self.selection.set([hit.name])
            return MoveCards(self, at, hit.name)
        if hit.kind == "wire":
            self.selection.set_edge(hit.edge)
            return None
        return RubberBand(self, at)

    def _begin(self, gesture: Gesture | None) -> None:
        self._gesture = gesture
        self._show_cursor()

    def _end_gesture(self) -> Gesture | None:
        """Take the gesture away without doing it."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            self._show_cursor()
            self.viewport().update()
        return gesture

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._pointer(event.position().toPoint(), event.modifiers())
        if self._gesture is None:
            hit = geo.hit(self.layout_now, at.scene)
            self.light(hit if hit.kind in ("output", "input") else geo.NOTHING)
            self._show_cursor(hit)
        else:
            self._gesture.move(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ends = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
        if event.button() in ends and (gesture := self._end_gesture()):
            gesture.release(self._pointer(event.position().toPoint(), event.modifiers()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = geo.hit(self.layout_now, self._pointer(event.position().toPoint()).scene)
        if event.button() == Qt.MouseButton.LeftButton and hit.kind == "card":
            self._end_gesture()
            self.rename(hit.name)
        else:
            self.mousePressEvent(event)

    def _show_cursor(self, hit: geo.Hit = geo.NOTHING) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._gesture is not None:
            shape = self._gesture.cursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        elif hit.kind in ("output", "input"):
            shape = Qt.CursorShape.CrossCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._gesture is None:
            self.light(geo.NOTHING)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._cancel_gesture()
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self._selected_place() if by_key else self._pointer(event.pos())
        hit = self._selected_hit() if by_key else geo.hit(self.layout_now, at.scene)
        menu = CanvasMenu(self)
        if hit.edge:
            self.selection.set_edge(hit.edge)
            menu.fill_for_wire(hit.edge)
        elif hit.name:
            if hit.name not in self.selection.names:
                self.selection.set([hit.name])
            menu.fill_for_card(hit.name)
        else:
            menu.fill_for_ground(at.scene)
        menu.open_at(at.view)
        event.accept()

    def _selected_hit(self) -> geo.Hit:
        """Return what is selected as if it had been pointed at."""
        if edge := self.selection.edge:
            return geo.Hit("wire", edge=edge)
        name = next((name for name in self.layout_now.cards if name in self.selection.names), "")
        return geo.Hit("card", name) if name else geo.NOTHING

    def _selected_place(self) -> Pointer:
        """Return the place of what is selected, for a menu that the keyboard opens."""
        hit = self._selected_hit()
        if hit.edge:
            scene = next(wire for wire in self.layout_now.wires if wire.edge == hit.edge).at(0.5)
        elif hit.name:
            scene = self.layout_now.cards[hit.name].centre
        else:
            return self._pointer(self.viewport().rect().center())
        return Pointer(scene, self.mapFromScene(*scene))

    # --- drops ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        kind = kind_in(event.mimeData())
        if kind:
            self._cancel_gesture()
            self._begin(DropLayer(self, self._pointer(event.position().toPoint()), kind))
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._gesture is not None:
            self._gesture.move(self._pointer(event.position().toPoint()))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._cancel_gesture()

    def dropEvent(self, event: QDropEvent) -> None:
        if gesture := self._end_gesture():
            gesture.release(self._pointer(event.position().toPoint()))
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            event.ignore()
        elif event.key() not in ARROWS:
            self._burst += 1

    def _key(self, event: QKeyEvent) -> bool:
        """Do what the key means; return whether it means anything."""
        keys, key = QKeySequence.StandardKey, Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif self._gesture is not None:
            return False
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.editor.delete_selected()
        elif event.matches(keys.SelectAll):
            self.editor.select_all()
        elif event.matches(keys.ZoomIn) or event.matches(keys.ZoomOut):
            self.zoom_by(1.25 if event.matches(keys.ZoomIn) else 0.8)
        elif key == Qt.Key.Key_F2 and self.selection.single:
            self.rename(self.selection.single)
        elif key in ARROWS:
            self._arrow(*ARROWS[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return False
        return True

    def _arrow(self, right: int, down: int, fine: bool) -> None:
        if self.selection.names:
            step = 1.0 if fine else GRID / 2
            self.editor.nudge(right * step, down * step, self._burst)
        else:
            self.scroll_by(round(right * 40), round(down * 40))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()

    def _escape(self) -> None:
        if self._gesture is None:
            self.selection.clear()
        self.hide_hint()
        self._cancel_gesture()

    def _cancel_gesture(self) -> None:
        if gesture := self._end_gesture():
            gesture.cancel()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if self._by_key and not self.selection.names:
            self._walk(event.reason() == Qt.FocusReason.TabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._space = False
        self.viewport().update()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from card to card and leaves the canvas after the last one."""
        return self._walk(next) or super().focusNextPrevChild(next)

    def _walk(self, forward: bool) -> bool:
        order = list(self.session.document.design.order)
        here = [i for i, name in enumerate(order) if name in self.selection.names]
        step = max(here, default=-1) + 1 if forward else min(here, default=len(order)) - 1
        if not 0 <= step < len(order):
            return False
        self.selection.reveal([order[step]])
        return True
