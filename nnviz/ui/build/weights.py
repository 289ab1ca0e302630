"""The weights that a small layer starts from: numbers to read and to set by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from nnviz.design.shapes import shape_text
from nnviz.engine.run import Run
from nnviz.layers.base import Weight
from nnviz.ui.build.controls import decimal_number
from nnviz.ui.digits import digits, format_number
from nnviz.ui.session import Session
from nnviz.ui.theme import current
from nnviz.ui.widgets import Heading, Label, LinkLabel, em

Array = npt.NDArray[np.generic]
Index = QModelIndex | QPersistentModelIndex

MOST = 200
"""Layers with more weights than this are not worth typing."""


LARGEST = float(np.finfo(np.float32).max)


def rows_of(values: Array) -> Array:
    """Return a weight as a table, sharing its memory: the last axis is the columns, all others together the rows."""
    return values.reshape(-1, values.shape[-1]) if values.ndim else values.reshape(1, 1)


class WeightModel(QAbstractTableModel):
    """One weight as a table: a kernel has its inputs as rows and its units as columns, a bias is one row.

    The rows of a kernel with more axes are counted by all of them: row, column, channel.
    """

    entered = Signal(int, int, object)

    def __init__(self, values: Array, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fewer = 0
        """Digits that are left out because there is no room."""
        self.set_values(values)

    def set_values(self, values: Array) -> None:
        """Show these numbers; the table keeps its place where the shape is the same."""
        rows = rows_of(values)
        self._above = values.shape[:-1]
        same = getattr(self, "_rows", np.empty((0, 0))).shape == rows.shape
        if same:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(rows.shape[0] - 1, rows.shape[1] - 1))
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._rows.shape[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows.shape[1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = float(self._rows[index.row(), index.column()])
        if role == Qt.ItemDataRole.DisplayRole:
            return format_number(value, max(1, digits().count - self.fewer))
        if role == Qt.ItemDataRole.ToolTipRole:
            return format_number(value)
        if role == Qt.ItemDataRole.EditRole:
            return f"{value:.7g}"  # what float32 holds
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and value:
            return QColor(current().ink("positive" if value > 0 else "negative"))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        down = orientation == Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.DisplayRole:
            if down and len(self._above) > 1:
                return ",".join(str(int(i) + 1) for i in np.unravel_index(section, self._above))
            return str(section + 1) if self._rows.shape[0] > 1 else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            if down and len(self._above) > 1:
                return self.tr("Place in the kernel: row, column, channel")
            words = self.tr("Input {number}") if down else self.tr("Neuron {number}")
            return words.format(number=section + 1)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, role):
            return False
        self.entered.emit(index.row(), index.column(), decimal_number(str(value)))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


class WeightTable(QTableView):
    """A table that is as high as its rows."""

    def __init__(self, name: str, model: WeightModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weight_model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        # A cell is lower than a field of a form.
        self.setStyleSheet(
            "QLineEdit, QLineEdit:focus { padding: 0; } QHeaderView::section:vertical { border: none; }"
        )
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(em(self, 1.4))
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of the rows; equal columns, with fewer digits where they would not fit."""
        model, columns = self.weight_model, self.weight_model.columnCount()
        last = model.headerData(model.rowCount() - 1, Qt.Orientation.Vertical) if model.rowCount() else ""
        side = max(em(self, 1.6), self.fontMetrics().horizontalAdvance(str(last)) + em(self, 0.8))
        self.verticalHeader().setFixedWidth(side)  # the same for most weights, so that their columns agree
        self.horizontalHeader().setVisible(model.rowCount() > 1)
        for model.fewer in (0, 1):
            wide = max((self.sizeHintForColumn(column) for column in range(columns)), default=0)
            if side + wide * columns <= self.width():
                break
        wide = max(wide, min(em(self, 4), (self.width() - side) // max(1, columns)))
        self.horizontalHeader().setDefaultSectionSize(wide)
        self.verticalHeader().setDefaultSectionSize(em(self, 1.6))
        top = self.horizontalHeader().sizeHint().height() if model.rowCount() > 1 else 0
        bar = self.horizontalScrollBar().sizeHint().height() if side + wide * columns > self.width() else 0
        self.setFixedHeight(top + self.verticalHeader().length() + bar + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 10), self.height())


class StartWeights(QWidget):
    """The start weights of one layer. The numbers come from the document, the missing ones from the seed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._name = ""
        self._start: Mapping[str, Array] = {}
        self._known: object = None
        self._tables: dict[str, tuple[Label, WeightTable]] = {}
        self._wrong = Label("", "caption")
        self._wrong.set_tone("negative")
        self._wrong.hide()
        self._origin = LinkLabel("", "", "quiet")
        self._origin.clicked.connect(self._back_to_seed)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, em(self, 0.4), 0, 0)
        self._box.setSpacing(em(self, 0.3))
        self._box.addWidget(Heading(self.tr("Start weights")))
        self._box.addWidget(self._wrong)
        self._box.addWidget(self._origin)
        session.built.connect(self._ask)
        digits().changed.connect(self._show)
        self._ask()

    def show_layer(self, name: str) -> None:
        """Show the weights of a layer; nothing where it has none or too many."""
        if name != self._name:
            self._tell("")
        self._name = name
        self._ask()

    def values(self, weight: str) -> Array | None:
        """Return the start values of one weight of the layer, None while they are not known."""
        return self._start.get(f"{self._name}/{weight}")

    def table(self, weight: str) -> WeightTable:
        """Return the table of one weight."""
        return self._tables[weight][1]

    @property
    def problem(self) -> str:
        """The sentence about a number that cannot be taken."""
        return self._wrong.text()

    def _weights(self) -> tuple[Weight, ...]:
        shapes = self._session.shapes
        few = 0 < shapes.parameters(self._name) <= MOST
        return shapes.weights.get(self._name, ()) if few else ()

    def _ask(self) -> None:
        """Have the start of the run computed: weights that are not set by hand follow from the seed."""
        timeline = self._session.timeline
        if timeline is None:
            self._take(None, self._session.document.weights)
        elif self._weights() and timeline is not self._known:
            run = timeline.run
            self._session.worker.submit(
                "start", lambda: _start_of(run), on_done=lambda w: self._take(timeline, w)
            )
        else:
            self._show()

    def _take(self, known: object, start: Mapping[str, Array]) -> None:
        self._known, self._start = known, start
        self._show()

    def _show(self) -> None:
        shown = {w.name: w for w in self._weights() if self._fits(w)}
        for name in list(self._tables.keys() - shown.keys()):
            for widget in self._tables.pop(name):
                widget.hide()
                widget.deleteLater()
        for name, weight in shown.items():
            self._show_weight(name, weight)
        by_hand = any(path.partition("/")[0] == self._name for path in self._session.document.weights)
        if by_hand:
            self._origin.set_text(self.tr("Set by hand."), self.tr("Back to the seed’s"))
        else:
            self._origin.set_text(self._untouched())
        self._origin.setVisible(bool(shown) or by_hand)
        self.setVisible(bool(shown) or by_hand)

    def _untouched(self) -> str:
        """Return what is said of weights that were not set by hand."""
        node = self._session.document.design.by_name.get(self._name)
        if node is not None and not node.layer.learns:
            return self.tr("From the seed; frozen, so training keeps them. Type a number to set it by hand.")
        return self.tr("From the seed. Type a number to set it by hand.")

    def _fits(self, weight: Weight) -> bool:
        values = self.values(weight.name)
        return values is not None and values.shape == weight.shape

    def _show_weight(self, name: str, weight: Weight) -> None:
        values = self._start[f"{self._name}/{name}"]
        words = self.tr("{name}, {shape}").format(name=name, shape=shape_text(weight.shape))
        if name not in self._tables:
            model = WeightModel(values, self)
            model.entered.connect(lambda r, c, number: self._set(name, r, c, number))
            self._tables[name] = (Label("", "caption"), WeightTable(words, model))
            for widget in self._tables[name]:
                self._box.insertWidget(self._box.count() - 2, widget)
        label, table = self._tables[name]
        label.setText(words)
        table.setAccessibleName(words)
        table.weight_model.set_values(values)

    def _set(self, weight: str, row: int, column: int, number: float | str) -> None:
        if isinstance(number, str) or not abs(number) <= LARGEST:  # also NaN
            self._tell(self.tr("“{text}” is not a number for a weight.").format(text=number))
            return
        self._tell("")
        name, start = self._name, self._start
        values = {
            f"{name}/{w.name}": np.array(start[f"{name}/{w.name}"], np.float32) for w in self._weights()
        }
        changed = values[f"{name}/{weight}"]
        rows_of(changed)[row, column] = number
        text = self.tr("Set a weight of {name}").format(name=name)
        self._session.edit(text, lambda d: d.with_weights({**d.weights, **values}).with_(cursor=(0, 0)))

    def _back_to_seed(self) -> None:
        name = self._name
        text = self.tr("Weights of {name} from the seed").format(name=name)

        def change(document):
            kept = {path: w for path, w in document.weights.items() if path.partition("/")[0] != name}
            return document.with_weights(kept).with_(cursor=(0, 0))

        self._session.edit(text, change)

    def _tell(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))


def _start_of(run: Run) -> Iterator[Mapping[str, Array]]:
    """Compute the weights before the first step (runs on the worker)."""
    yield run.network.weights(run.start().theta)
