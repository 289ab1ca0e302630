"""The list of all runs: what, when, how it went; a tick puts a run's curves into the comparison."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.export.outcomes import results_text
from nnviz.export.reports import Logs
from nnviz.export.runs import TrainingRun, sentence
from nnviz.ui.plots.paint import small_font
from nnviz.ui.text import tr_message
from nnviz.ui.theme import current
from nnviz.ui.train.run_list import RunList
from nnviz.ui.widgets import Label, em, restyle

Index = QModelIndex | QPersistentModelIndex
FOLDER, WHEN, STATE, RESULT, COLOUR, BAD = (Qt.ItemDataRole.UserRole + number for number in range(6))


def when(moment: datetime) -> str:
    """Return a moment as people write it: the time today, else the day and the time."""
    local, now = moment.astimezone(), datetime.now().astimezone()
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%Y-%m-%d %H:%M}"


def run_colour(number: int) -> QColor:
    """Return the colour of a compared run."""
    classes = current().classes
    return QColor(classes[number % len(classes)])


class RunsPanel(QWidget):
    """``RunsPanel(runs)``: the newest run first."""

    def __init__(self, runs: RunList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._redrawing = False
        self.list = _List()
        self.list.setAccessibleName(self.tr("Runs"))
        self.list.setToolTip(self.tr("A tick puts the curves of a run into the picture"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemChanged.connect(self._tick)
        self._hint = Label("", "quiet")
        layout = QVBoxLayout(self)
        side = em(self, 0.5)
        layout.setContentsMargins(side, side, side, side)
        layout.setSpacing(em(self, 0.4))
        layout.addWidget(self._hint)
        layout.addWidget(self.list, 1)
        runs.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the runs."""
        every = self._runs.runs
        self.list.setVisible(bool(every))
        self._hint.setVisible(not every)
        if not every:
            words = self.tr(
                "No run yet. Every full training of a network leaves one here, with all it learned."
            )
            self._hint.setText(words if self._runs.loaded else self.tr("Looking for runs …"))
        self._redrawing = True
        try:
            self._fill(every)
        finally:
            self._redrawing = False

    def _fill(self, every: tuple[TrainingRun, ...]) -> None:
        chosen = self._runs.current
        while self.list.count() > len(every):
            self.list.takeItem(self.list.count() - 1)
        for place, run in enumerate(every):
            if place == self.list.count():
                self.list.addItem(QListWidgetItem())
            item = self.list.item(place)
            self._write(item, run)
            if chosen is not None and run.folder == chosen.folder:
                self.list.setCurrentItem(item)

    def _write(self, item: QListWidgetItem, run: TrainingRun) -> None:
        state, result = tr_message(sentence(run)), results_text(run.results or _so_far(run))
        colour = self._runs.colour_of(run.folder)
        item.setText(run.name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if colour is None else Qt.CheckState.Checked)
        item.setData(FOLDER, str(run.folder))
        item.setData(WHEN, when(run.began))
        item.setData(STATE, state)
        item.setData(RESULT, result)
        item.setData(COLOUR, colour)
        item.setData(BAD, run.state in ("failed", "broken", "damaged"))
        told = ", ".join(part for part in (run.name, item.data(WHEN), state, result) if part)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        item.setToolTip(told)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._redrawing:
            self._runs.choose(Path(item.data(FOLDER)))

    def _tick(self, item: QListWidgetItem) -> None:
        if self._redrawing:
            return
        on = item.checkState() == Qt.CheckState.Checked
        if not self._runs.compare(Path(item.data(FOLDER)), on):
            self.redraw()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 17), em(self, 24))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 13), em(self, 6))


def _so_far(run: TrainingRun) -> Logs:
    """Return what the last epoch reached, for a run without results."""
    logs = run.history[-1].logs if run.history else {}
    return {name: value for name, value in logs.items() if not name.startswith("val_")}


class _List(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        restyle(self, role="runs")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self._ticked_at(event.position().toPoint())
        if item is None:
            super().mousePressEvent(event)
        else:  # a tick does not choose the run
            on = item.checkState() != Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _ticked_at(self, place: QPoint) -> QListWidgetItem | None:
        item = self.itemAt(place)
        if item is None:
            return None
        around = em(self, 0.3)
        box = tick_box(self.visualItemRect(item), self).adjusted(-around, -around, around, around)
        return item if box.contains(place) else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()


def tick_box(row: QRect, widget: QWidget) -> QRect:
    """Return where the tick of a row is."""
    side = em(widget, 0.95)
    return QRect(row.left() + em(widget, 0.35), row.top() + em(widget, 0.35), side, side)


class _Row(QStyledItemDelegate):
    """Draws a run in three lines behind its tick: name and time, state, result."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        widget = self.parent()
        assert isinstance(widget, QWidget)
        small = QFontMetrics(small_font(widget)).height()
        return QSize(em(widget, 10), em(widget, 1.0) + 2 * small + em(widget, 0.7))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        widget, theme = self.parent(), current()
        assert isinstance(widget, QWidget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.tint("accent", 0.14)))
            painter.drawRoundedRect(option.rect.adjusted(0, 1, -1, -1), em(widget, 0.25), em(widget, 0.25))
        self._draw_tick(painter, tick_box(option.rect, widget), index.data(COLOUR), widget)
        inside = option.rect.adjusted(em(widget, 1.75), em(widget, 0.25), -em(widget, 0.4), 0)
        self._draw_words(painter, inside, index, widget)
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _draw_tick(self, painter: QPainter, box: QRect, colour: int | None, widget: QWidget) -> None:
        theme = current()
        painter.setPen(QPen(run_colour(colour) if colour is not None else theme.colour("quiet"), 1.2))
        painter.setBrush(run_colour(colour) if colour is not None else theme.colour("panel"))
        painter.drawRoundedRect(box, em(widget, 0.2), em(widget, 0.2))
        if colour is not None:
            font = QFont(widget.font())
            font.setPointSizeF(font.pointSizeF() * 0.75)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(theme.ink_on(run_colour(colour)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter(colour))

    def _draw_words(self, painter: QPainter, box: QRect, index: Index, widget: QWidget) -> None:
        theme, right = current(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        small, strong = small_font(widget), QFont(widget.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        painter.setPen(theme.colour("quiet"))
        line = QRect(box.left(), box.top(), box.width(), em(widget, 1.1))
        painter.drawText(line, right, index.data(WHEN))
        room = line.width() - painter.fontMetrics().horizontalAdvance(index.data(WHEN)) - em(widget, 0.5)
        painter.setFont(strong)
        painter.setPen(theme.colour("text"))
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, left, name)
        painter.setFont(small)
        high = painter.fontMetrics().height()
        for words, tone in ((index.data(STATE), index.data(BAD)), (index.data(RESULT), False)):
            line = QRect(box.left(), line.bottom() + 1, box.width(), high)
            painter.setPen(theme.colour(theme.ink("negative") if tone else "quiet"))
            painter.drawText(
                line, left, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            )


def letter(number: int) -> str:
    """Return the letter of a compared run: colour alone tells nobody apart who does not see it."""
    return chr(ord("A") + number)
