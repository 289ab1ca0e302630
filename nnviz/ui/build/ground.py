"""The ground under the cards: a view that can be zoomed and moved, with dots, and hints at the pointer."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen, QResizeEvent, QShowEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from nnviz.ui.build.fonts import Fonts
from nnviz.ui.build.geometry import EM, Box
from nnviz.ui.theme import current
from nnviz.ui.widgets import Label, em, restyle

SMALLEST, LARGEST = 0.2, 4.0
"""Limits of the zoom; 1 draws type as large as in the panels."""

FIT_LARGEST = 1.25
GRID = 1.25 * EM
_REACH = 50_000.0
"""The scene is this large in every direction, so that the view never runs against its end."""

HINT_STAYS = 4000
"""Milliseconds for which a reason can be read after the pointer was let go."""


class GroundView(QGraphicsView):
    """Dotted ground that keeps one height of type at ``geometry.EM`` scene units."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        scene.setSceneRect(-_REACH, -_REACH, 2 * _REACH, 2 * _REACH)
        self.setScene(scene)
        self.fonts = Fonts(self.font())
        self._zoom = 1.0
        self._fitted: bool = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setMinimumSize(em(self, 12), em(self, 8))
        self._hint = Label("", "card", parent=self.viewport())
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        self._hint_end = QTimer(self)
        self._hint_end.setSingleShot(True)
        self._hint_end.timeout.connect(self.hide_hint)
        self._scale()

    # --- zoom ---------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """The magnification; 1 draws type as large as in the panels."""
        return self._zoom

    def content(self) -> Box | None:
        """Return what :meth:`fit` brings into view."""
        return None

    def zoom_by(self, factor: float, about: QPoint | None = None) -> None:
        """Magnify by ``factor``; the point ``about`` of the view (default: its middle) stays where it is."""
        about = about or self.viewport().rect().center()
        here = self.mapToScene(about)
        self._zoom = min(max(self._zoom * factor, SMALLEST), LARGEST)
        self._fitted = False
        self._scale()
        way = self.mapFromScene(here) - about
        self.scroll_by(way.x(), way.y())

    def fit(self) -> None:
        """Show everything, no larger than is calm, in the middle of the view."""
        box = self.content()
        self._zoom = 1.0
        if box is not None:
            room = QSize(self.viewport().width(), self.viewport().height())
            wide, high = box.width + 4 * EM, box.height + 5 * EM
            self._zoom = min(room.width() / wide, room.height() / high) * EM / self.fonts.em
            self._zoom = min(max(self._zoom, SMALLEST), FIT_LARGEST)
        self._scale()
        self.centerOn(QPointF(*box.centre) if box is not None else QPointF(0, 0))
        self._fitted = True

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move the view by pixels."""
        self._fitted = False
        for bar, way in ((self.horizontalScrollBar(), dx), (self.verticalScrollBar(), dy)):
            bar.setValue(bar.value() + way)

    def bring_into_view(self, box: Box) -> None:
        """Show ``box`` too: as long as everything is shown, everything; else scroll as little as needed."""
        rect = QRectF(box.left, box.top, box.width, box.height)
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if seen.contains(rect):
            return
        if self._fitted:
            self.fit()
        else:
            self.ensureVisible(rect, 2 * em(self), 2 * em(self))

    def _scale(self) -> None:
        scale = self._zoom * self.fonts.em / EM
        self.setTransform(QTransform.fromScale(scale, scale))

    # --- events -------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        keys = event.modifiers()
        zooms = bool(keys & Qt.KeyboardModifier.ControlModifier)
        if not zooms and (not event.pixelDelta().isNull() or keys & Qt.KeyboardModifier.ShiftModifier):
            # Two fingers on a touch pad mean to move; so does the wheel with Shift, sideways.
            way = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
            if keys & Qt.KeyboardModifier.ShiftModifier and not way.x():
                way = QPoint(way.y(), 0)
            self.scroll_by(-way.x(), -way.y())
        else:
            self.zoom_by(1.0015 ** event.angleDelta().y(), event.position().toPoint())
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fitted:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "_hint_end"):
            return
        kinds = QEvent.Type
        if event.type() in (kinds.FontChange, kinds.StyleChange, kinds.PaletteChange):
            self.fonts = Fonts(self.font())
            self.restyled()

    def restyled(self) -> None:
        """The theme or the type is new: measure and draw everything again."""
        here = self.mapToScene(self.viewport().rect().center())
        self._scale()
        self.centerOn(here)
        if self._fitted:
            self.fit()
        self.resetCachedContent()
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        theme = current()
        painter.fillRect(rect, theme.colour("ground"))
        step = GRID if self._zoom >= 0.6 else GRID * 2 if self._zoom >= 0.3 else GRID * 4
        columns = range(math.floor(rect.left() / step), math.ceil(rect.right() / step) + 1)
        rows = range(math.floor(rect.top() / step), math.ceil(rect.bottom() / step) + 1)
        places = painter.worldTransform()
        dots = [places.map(QPointF(x * step, y * step)).toPoint() for x in columns for y in rows]
        painter.save()
        painter.resetTransform()  # on whole pixels, so that all dots look the same at every zoom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.colour(theme.between("line", "quiet", 0.2)), max(2, em(self, 0.1))))
        painter.drawPoints(dots)
        painter.restore()

    # --- hints --------------------------------------------------------------------------------------------

    def show_hint(self, words: str, at: QPoint, wrong: bool = False, stay: bool = False) -> None:
        """Show ``words`` beside the pointer; with ``stay`` they go by themselves after some seconds."""
        self._hint_end.stop()
        hint = self._hint
        restyle(hint, role="problem" if wrong else "card")
        hint.setMargin(em(self, 0.4))
        hint.setWordWrap(False)
        hint.setText(words)
        widest = min(em(self, 20), self.viewport().width() - em(self))
        size = hint.sizeHint()
        if size.width() > widest:
            hint.setWordWrap(True)
            size = QSize(widest, hint.heightForWidth(widest))
        room = self.viewport().size()
        x = min(at.x() + em(self, 0.9), room.width() - size.width() - 4)
        below = at.y() + em(self, 1.1)
        y = below if below + size.height() < room.height() else at.y() - size.height() - em(self, 0.6)
        hint.setGeometry(max(4, x), max(4, y), size.width(), size.height())
        hint.show()
        if stay:
            self._hint_end.start(HINT_STAYS)

    def hide_hint(self) -> None:
        self._hint_end.stop()
        self._hint.hide()

    @property
    def hint(self) -> str:
        """The words that are shown at the pointer."""
        return self._hint.text() if self._hint.isVisible() else ""
