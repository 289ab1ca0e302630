"""One quantity of several runs over their epochs: a colour and a letter each, training solid, validation dashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.ui.plots.scale import Scale
from nnviz.ui.theme import current
from nnviz.ui.train.curve_view import FEW, CurveView
from nnviz.ui.train.record import Curve, Point
from nnviz.ui.train.runs_panel import letter, run_colour
from nnviz.ui.widgets import em


@dataclass(frozen=True)
class RunCurve:
    """The curve of a run; ``number`` is that of its colour."""

    number: int
    name: str
    training: tuple[Point, ...]
    validation: tuple[Point, ...]


class CompareView(CurveView):
    """Draws several :class:`RunCurve` with common axes."""

    def __init__(self, share: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(share, parent)
        self._runs: tuple[RunCurve, ...] = ()

    def show_runs(self, runs: Sequence[RunCurve], share: bool) -> None:
        """Show the curves of runs."""
        self._runs = tuple(run for run in runs if run.training or run.validation)
        points = [point for run in self._runs for point in (*run.training, *run.validation)]
        epochs = round(max((epoch for epoch, _ in points), default=1))
        # The axes are those of one curve that has the points of all.
        self.show_curve(Curve(training=points), max(2, epochs), share)
        self.setAccessibleDescription(self.words_at(self.width()))

    @property
    def runs(self) -> tuple[RunCurve, ...]:
        return self._runs

    def range(self) -> tuple[float, float]:
        low, high = super().range()
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def scales(self) -> tuple[Scale, Scale]:
        across, upwards = super().scales()
        return Scale(1.0, across.high, across.start, across.end), upwards

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small())
        if not self._runs:
            painter.setPen(theme.colour("quiet"))
            words = self.tr("Tick a run with at least one epoch in the list")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            return
        box, (across, upwards) = self.box(), self.scales()
        self._draw_rows(painter, theme, box, upwards)
        self._draw_epochs(painter, theme, box, across)
        painter.setClipRect(box.adjusted(-em(self, 0.3), -em(self, 0.3), em(self, 0.9), em(self, 0.3)))
        for run in self._runs:
            self._draw_run(painter, run, across, upwards)
        painter.end()

    def box(self) -> QRectF:
        return super().box().adjusted(0, 0, -em(self, 0.6), 0)

    def _draw_run(self, painter: QPainter, run: RunCurve, across: Scale, upwards: Scale) -> None:
        unit, colour = max(1.0, em(self, 0.06)), run_colour(run.number)
        for points, style, width in (
            (run.training, Qt.PenStyle.SolidLine, 2 * unit),
            (run.validation, Qt.PenStyle.DashLine, 1.5 * unit),
        ):
            if not points:
                continue
            pen = QPen(colour, width, style)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            places = self._places(list(points), across, upwards)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(places))
            if points is run.training and len(places) <= FEW:
                for place in places:
                    self._draw_dot(painter, current(), place, pen, 0.18)
        ends = self._places(list((run.training or run.validation)[-1:]), across, upwards)
        if ends:
            painter.setPen(current().colour(current().ink(colour.name())))
            half = painter.fontMetrics().ascent() / 2
            painter.drawText(
                QPointF(ends[0].x() + em(self, 0.3), ends[0].y() + half * 0.8), letter(run.number)
            )

    def words_at(self, x: float) -> str:
        """Return the numbers of all runs at the epoch nearest to a place on the screen."""
        if not self._runs:
            return ""
        epoch = max(1, round(self.scales()[0].value(x)))
        lines = [self.tr("epoch {epoch}").format(epoch=f"{epoch:,}")]
        for run in self._runs:
            trained, tested = dict(run.training).get(epoch), dict(run.validation).get(epoch)
            if trained is None and tested is None:
                continue
            words = (
                self.tr("{letter} {name}: training {value}")
                if tested is None
                else self.tr("{letter} {name}: training {value}, validation {tested}")
            )
            lines.append(
                words.format(
                    letter=letter(run.number),
                    name=run.name,
                    value="–" if trained is None else self._number(trained),
                    tested="" if tested is None else self._number(tested),
                )
            )
        return "\n".join(lines)
