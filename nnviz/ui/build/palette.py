"""The palette: every kind of layer, by group, to be searched, dragged or added at the end."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.layers.base import GROUPS, LAYERS, Layer
from nnviz.ui import icons
from nnviz.ui.build.editor import Editor
from nnviz.ui.build.groups import group_colour
from nnviz.ui.build.mime import LAYER_MIME, mime_of
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text
from nnviz.ui.theme import current
from nnviz.ui.widgets import Label, em

KIND = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


def matches(layer: type[Layer], words: str) -> bool:
    """Return whether every word is somewhere in the kind, the title or the keywords of a layer."""
    known = (layer.kind(), layer.title, tr_text(layer.title), layer.keywords, tr_text(layer.keywords))
    text = " ".join(known).casefold()
    return all(word in text for word in words.casefold().split())


def _place(kind: str) -> tuple[bool, bool, str]:
    """Return what layers of a group are sorted by: where samples enter, what learns, what does not."""
    layer = LAYERS[kind]
    return layer.ports > 0, layer.weights is Layer.weights, tr_text(layer.title)


class PaletteModel(QAbstractListModel):
    """Rows are headings (no kind) and layers that match the search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str], ...] = ()
        self.search("")

    def search(self, words: str) -> None:
        """Show the layers that match ``words``."""
        self.beginResetModel()
        rows: list[tuple[str, str]] = []
        groups = [*GROUPS, *sorted({layer.group for layer in LAYERS.values()} - GROUPS.keys())]
        for group in groups:
            found = [k for k, layer in LAYERS.items() if layer.group == group and matches(layer, words)]
            found.sort(key=_place)
            if found:
                rows.append(("", tr_text(GROUPS.get(group, group))))
                rows += [(kind, tr_text(LAYERS[kind].title)) for kind in found]
        self._rows = tuple(rows)
        self.endResetModel()

    def first(self) -> QModelIndex:
        """Return the first layer, invalid if none matches."""
        row = next((i for i, (kind, _) in enumerate(self._rows) if kind), -1)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        kind, title = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == KIND:
            return kind
        if kind and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return tr_text(LAYERS[kind].help)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self._rows[index.row()][0]:
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def mimeTypes(self) -> list[str]:
        return [LAYER_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        return mime_of(indexes[0].data(KIND))


class PaletteDelegate(QStyledItemDelegate):
    """Draws a layer as a small card and a heading in small capitals."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(0, round(height * (2.15 if index.data(KIND) else 1.75)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(KIND):
            self._paint_layer(painter, option, index)
        else:
            self._paint_heading(painter, option, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        font = QFont(option.font)
        font.setPointSizeF(option.font.pointSizeF() * 0.86)
        font.setWeight(QFont.Weight.DemiBold)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 105)
        painter.setFont(font)
        painter.setPen(current().colour("quiet"))
        where = option.rect.adjusted(1, 0, 0, -round(option.fontMetrics.height() * 0.2))
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, index.data())

    def _paint_layer(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, unit, layer = current(), option.fontMetrics.height(), LAYERS[index.data(KIND)]
        box = QRectF(option.rect).adjusted(1, unit * 0.12, -1, -unit * 0.12)
        shape = QPainterPath()
        shape.addRoundedRect(box, unit * 0.4, unit * 0.4)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = theme.tint("accent", 0.1) if chosen else theme.panel
        painter.fillPath(
            shape, QColor(theme.between("panel", "text", 0.04) if hovered and not chosen else ground)
        )
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(theme.colour("accent" if chosen else "line"), 2 if focused else 1))
        painter.drawPath(shape)
        bar = QRectF(box.left() + unit * 0.5, box.top() + unit * 0.38, unit * 0.5, box.height() - unit * 0.76)
        path = QPainterPath()
        path.addRoundedRect(bar, unit * 0.14, unit * 0.14)
        painter.fillPath(path, QColor(group_colour(layer, theme)))
        side = unit * 1.05
        picture = QRectF(box.right() - side - unit * 0.5, box.center().y() - side / 2, side, side)
        name = f"layer-{layer.kind().lower()}"
        icons.draw(painter, name if icons.exists(name) else "layer", picture, "quiet")
        left = round(bar.right() + unit * 0.5)
        where = QRect(left, round(box.top()), round(picture.left() - left - unit * 0.3), round(box.height()))
        painter.setPen(theme.colour("text"))
        painter.setFont(option.font)
        # Names differ at their ends: AveragePooling1D, AveragePooling2D.
        words = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class PaletteList(QListView):
    """The list of layers; ``chosen(kind)`` on Enter and on a double click."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = PaletteModel(self)
        self.setModel(self._layers)
        self.setItemDelegate(PaletteDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("border: none;")  # the current layer shows the focus, not the whole list
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._choose)

    def search(self, words: str) -> bool:
        """Show what matches ``words``, the first one chosen; return whether anything does."""
        self._layers.search(words)
        first = self._layers.first()
        if words.strip() and first.isValid():
            self.setCurrentIndex(first)
        return first.isValid()

    def choose_current(self) -> None:
        """Choose the current layer, or the first one."""
        index = self.currentIndex()
        self._choose(index if index.isValid() else self._layers.first())

    def _choose(self, index: Index) -> None:
        if index.isValid() and index.data(KIND):
            self.chosen.emit(index.data(KIND))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._layers.first())

    def startDrag(self, actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if index.isValid() and index.data(KIND):
            drag = QDrag(self)  # without a picture of the row: the canvas draws the card that will be
            drag.setMimeData(self.model().mimeData([index]))
            drag.exec(Qt.DropAction.CopyAction)


class Palette(QWidget):
    """Search box and list. ``Palette(session, selection)``; what is added is selected."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = Editor(session, selection, self)
        self.search_box = _SearchBox(self)
        self.list = PaletteList(self)
        self.list.setAccessibleName(self.tr("Layers"))
        self.list.chosen.connect(self._editor.append)
        self._nothing = Label("", "quiet")
        self._nothing.hide()
        self.search_box.textChanged.connect(self._search)
        self.search_box.returnPressed.connect(self.list.choose_current)
        self.search_box.to_list.connect(self.list.setFocus)
        layout = QVBoxLayout(self)
        margin = em(self, 0.85)
        layout.setContentsMargins(margin, em(self, 0.6), margin, 0)
        layout.setSpacing(em(self, 0.4))
        for part in (self.search_box, self._nothing, self.list):
            layout.addWidget(part)
        layout.setStretchFactor(self.list, 1)
        QShortcut(QKeySequence("Ctrl+K"), self, self.focus_search)

    def focus_search(self) -> None:
        """Put the keyboard into the search box."""
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _search(self, words: str) -> None:
        found = self.list.search(words)
        self._nothing.setText(self.tr("No layer fits “{words}”.").format(words=words.strip()))
        self._nothing.setVisible(not found)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 12), em(self, 24))


class _SearchBox(QLineEdit):
    """A line with its shortcut written at the right; ↓ goes to the list, Esc empties it."""

    to_list = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Search layers…"))
        self.setAccessibleName(self.tr("Search layers"))
        self._keys = Label(
            QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText), "caption", wrap=False
        )
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, em(self, 0.5), 0)
        layout.addStretch(1)
        layout.addWidget(self._keys)
        self.textChanged.connect(lambda text: self._keys.setVisible(not text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.to_list.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
