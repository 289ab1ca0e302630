"""A small table of values inside a panel: as high as its rows, as wide as its panel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnviz.ui.theme import current
from nnviz.ui.widgets import em

Index = QModelIndex | QPersistentModelIndex
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


class _Cell(QStyledItemDelegate):
    """Draws a cell: its words, wrapped, the line under the row, the tint of a lit one."""

    def __init__(self, table: QTableWidget):
        super().__init__(table)
        self._table = table

    def _inside(self, box: QRect) -> QRect:
        side, above = em(self._table, 0.4), em(self._table, 0.25)
        return box.adjusted(side, above, -side, -above - 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current()
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if option.state & QStyle.StateFlag.State_Selected:
            ground = theme.colour(theme.tint("accent", 0.14))
        if ground is not None:
            painter.fillRect(option.rect, ground)
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        quiet = index.data(Qt.ItemDataRole.UserRole)
        painter.setPen(theme.colour("quiet" if quiet else "text"))
        painter.drawText(self._inside(option.rect), _WRAPPED, index.data())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        box = QRect(0, 0, option.rect.width() if option.rect.width() > 0 else 10_000, 10_000)
        inside = self._inside(box)
        words = option.fontMetrics.boundingRect(inside, _WRAPPED, index.data() or "")
        margins = box.size() - inside.size()
        return QSize(words.width() + margins.width() + 1, words.height() + margins.height())


class ValueTable(QTableWidget):
    """Rows of words or numbers, read only, one of them lit in the colour of a phase."""

    def __init__(self, name: str, headings: Sequence[str] = (), parent: QWidget | None = None):
        """``name`` is told to screen readers; without ``headings`` the first column is quiet and names the row."""
        super().__init__(parent)
        self._headings = tuple(headings)
        self._lit: tuple[int, str] = (-1, "accent")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(_Cell(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setVisible(bool(headings))
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(em(self, 1))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))

    def set_headings(self, headings: Sequence[str]) -> None:
        """Name the columns anew; the rows that come next have as many."""
        if tuple(headings) != self._headings:
            self._headings = tuple(headings)
            self.setRowCount(0)
            self.setColumnCount(len(self._headings))
            self.setHorizontalHeaderLabels(list(headings))
            self.horizontalHeader().setVisible(any(headings))

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show ``rows``; cells that stay the same are left alone."""
        columns = max([len(self._headings), *(len(row) for row in rows)])
        changed = (self.rowCount(), self.columnCount()) != (len(rows), columns)
        self.setRowCount(len(rows))
        self.setColumnCount(columns)
        for r, row in enumerate(rows):
            for c in range(columns):
                changed |= self._set(r, c, row[c] if c < len(row) else "")
        if changed:
            self._colour()
            self._fit()

    def light(self, row: int, tone: str = "accent") -> None:
        """Put ``row`` on a tint of the role ``tone``; -1 for none."""
        if self._lit != (row, tone):
            self._lit = (row, tone)
            self._colour()

    def _set(self, row: int, column: int, text: str) -> bool:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        if item.text() == text:
            return False
        item.setText(text)
        item.setToolTip(text)
        return True

    def _colour(self) -> None:
        theme, (lit, tone) = current(), self._lit
        for row in range(self.rowCount()):
            ground = theme.colour(theme.tint(tone, 0.14)) if row == lit else None
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    item.setData(Qt.ItemDataRole.BackgroundRole, ground)
                    item.setData(Qt.ItemDataRole.UserRole, column == 0 and not self._headings)

    def _fit(self) -> None:
        """Share the width among the columns: each what it needs, then the rest; shrink the widest first.

        A column stays as wide as its longest word as long as others have room to give: a number that is cut is another
        number.
        """
        columns, room = self.columnCount(), self.viewport().width()
        if not columns or room <= 0:
            return
        wants = [max(self.sizeHintForColumn(c), self._heading_width(c)) for c in range(columns)]
        for least in ([self._least_width(c) for c in range(columns)], [em(self, 2)] * columns):
            spare = room - sum(wants)
            while spare < 0:
                widest = max((wants[c] > least[c], wants[c], c) for c in range(columns))[2]
                cut = min(-spare, max(1, wants[widest] // 8), wants[widest] - least[widest])
                if cut <= 0:
                    break
                wants[widest] -= cut
                spare += cut
        for column, want in enumerate(wants):
            self.setColumnWidth(column, want + max(0, spare) // columns)
        self.resizeRowsToContents()
        self.setFixedHeight(self.sizeHint().height())

    def _least_width(self, column: int) -> int:
        """Return the width of the longest word in a column."""
        items = [self.item(row, column) for row in range(self.rowCount())]
        words = [word for item in items if item is not None for word in item.text().split(" ")]
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        return longest + 2 * em(self, 0.4) + 2

    def _heading_width(self, column: int) -> int:
        header = self.horizontalHeader()
        return header.sectionSizeHint(column) if header.isVisibleTo(self) else 0

    def sizeHint(self) -> QSize:
        header = self.horizontalHeader()
        top = header.sizeHint().height() if header.isVisibleTo(self) else 0
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        return QSize(em(self, 12), top + rows + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 6), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._colour()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        else:
            super().keyPressEvent(event)

    def selected_text(self) -> str:
        """Return the selected cells, tabs between columns and lines between rows."""
        cells = sorted((i.row(), i.column(), i.data() or "") for i in self.selectedIndexes())
        rows: dict[int, list[str]] = {}
        for row, _, text in cells:
            rows.setdefault(row, []).append(str(text))
        return "\n".join("\t".join(texts) for texts in rows.values())
