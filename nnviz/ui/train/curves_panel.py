"""The curves of full training: loss at the left, the metric at the right."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from nnviz.ui.fields import ChoiceBox
from nnviz.ui.plots.loss_view import line_pen
from nnviz.ui.theme import current
from nnviz.ui.train.curve_view import KINDS, CurveView
from nnviz.ui.train.full_training import FullTraining
from nnviz.ui.train.record import Curve, is_share
from nnviz.ui.widgets import Heading, em


class CurvesPanel(QWidget):
    """``CurvesPanel(training)``: both quantities over the epochs, live."""

    def __init__(self, training: FullTraining, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self.loss_view, self.metric_view = CurveView(), CurveView(share=True)
        self._loss_title, self._metric_title = Heading(self.tr("Loss")), Heading(self.tr("Accuracy"))
        self.choice = ChoiceBox()
        self.choice.setAccessibleName(self.tr("Metric that is drawn"))
        self.choice.setToolTip(self.tr("Another metric of this training"))
        self.choice.currentIndexChanged.connect(lambda _: self.redraw())
        self._key = LineKey(
            {
                "training": self.tr("training"),
                "validation": self.tr("validation"),
                "running": self.tr("within the epoch"),
            }
        )
        layout = QGridLayout(self)
        side = em(self, 0.85)
        layout.setContentsMargins(side, em(self, 0.2), side, em(self, 0.4))
        layout.setHorizontalSpacing(em(self, 1))
        layout.setVerticalSpacing(em(self, 0.2))
        for place, (heading, view) in enumerate(
            ((self._loss_title, self.loss_view), (self._metric_title, self.metric_view))
        ):
            heading.setWordWrap(False)
            layout.addWidget(heading, 0, place)
            layout.addWidget(view, 1, place)
        layout.addWidget(self.choice, 0, 1, Qt.AlignmentFlag.AlignLeft)
        for place in (0, 1):
            layout.setColumnStretch(place, 1)
        layout.setRowStretch(1, 1)
        layout.addWidget(self._key, 2, 0, 1, 2)
        training.changed.connect(self.redraw)
        training.progressed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the record of the training."""
        record = self._training.record
        if record is None:
            self._key.hide()
            self._show_choice(())
            self.loss_view.show_curve(Curve(), 1, False)
            self.metric_view.show_curve(Curve(), 1, True)
            return
        self._key.setVisible(bool(record.curves))
        self._show_choice(record.metrics)
        metric = self.choice.currentData() or ""
        self._metric_title.setText(self._title(metric))
        self.loss_view.show_curve(record.curves.get("loss", Curve()), record.span, False)
        curve = record.curves[metric] if metric else Curve()
        self.metric_view.show_curve(curve, record.span, is_share(metric or "accuracy"))
        for view, heading in ((self.loss_view, self._loss_title), (self.metric_view, self._metric_title)):
            view.setAccessibleName(self.tr("{quantity} over the epochs").format(quantity=heading.text()))
            view.setAccessibleDescription(view.words_at(view.width()))

    def _title(self, metric: str) -> str:
        return metric.replace("_", " ") if metric and metric != "accuracy" else self.tr("Accuracy")

    def _show_choice(self, metrics: tuple[str, ...]) -> None:
        """Offer the metrics where there are several; of one, the heading says which it is."""
        known = tuple(self.choice.itemData(number) for number in range(self.choice.count()))
        if known != metrics:
            chosen = self.choice.currentData()
            with QSignalBlocker(self.choice):
                self.choice.clear()
                for metric in metrics:
                    self.choice.addItem(self._title(metric), metric)
                self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self.choice.setVisible(len(metrics) > 1)
        self._metric_title.setVisible(len(metrics) < 2)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 36), em(self, 10))


class LineKey(QWidget):
    """Says which line is what: a piece of the line, the words behind it."""

    def __init__(self, entries: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Lines: {words}").format(words=", ".join(entries.values())))

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        return font

    def sizeHint(self) -> QSize:
        words = sum(QFontMetrics(self._small()).horizontalAdvance(text) for text in self._entries.values())
        return QSize(words + em(self, 2.5) * len(self._entries), em(self, 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, em(self, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        metrics, left, middle = painter.fontMetrics(), 0.0, self.height() / 2
        for line, words in self._entries.items():
            painter.setPen(line_pen(theme, KINDS[line], self))
            painter.drawLine(QLineF(left, middle, left + em(self, 1.3), middle))
            left += em(self, 1.6)
            painter.setPen(theme.colour("quiet"))
            painter.drawText(round(left), round(middle + (metrics.ascent() - metrics.descent()) / 2), words)
            left += metrics.horizontalAdvance(words) + em(self, 0.9)
        painter.end()
