"""How strong the gradient is in each layer: ‖∂L/∂W‖ as bars."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nnviz.ui.digits import digits, format_number
from nnviz.ui.session import Session
from nnviz.ui.theme import current
from nnviz.ui.watch.known import known
from nnviz.ui.watch.words import layer_title
from nnviz.ui.widgets import Heading, em, scaled


class FlowBars(QWidget):
    """One bar a layer, the longest as wide as there is room; an empty frame where nothing is known yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, float | None], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Size of the gradient in each layer"))

    @property
    def rows(self) -> tuple[tuple[str, float | None], ...]:
        return self._rows

    def set_rows(self, rows: tuple[tuple[str, float | None], ...]) -> None:
        """Show ``rows``: names and lengths, None for what is not known yet."""
        resized = len(rows) != len(self._rows)
        self._rows = rows
        told = [f"{name} {format_number(size) if size is not None else '…'}" for name, size in rows]
        self.setAccessibleDescription(", ".join(told))
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, 12), em(self, 1.25) * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = scaled(self.font(), 0.92)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        most = max((size for _, size in self._rows if size is not None and np.isfinite(size)), default=0.0)
        names = min(
            self.width() * 0.34, max((metrics.horizontalAdvance(n) for n, _ in self._rows), default=0)
        )
        written = [format_number(size) for _, size in self._rows if size is not None]
        numbers = max(metrics.horizontalAdvance(text) for text in ("0.0000", *written)) + em(self, 0.6)
        left, pitch = names + em(self, 0.7), em(self, 1.25)
        room = max(1.0, self.width() - left - numbers)
        for place, (name, size) in enumerate(self._rows):
            row = QRectF(0, place * pitch, self.width(), pitch)
            painter.setPen(theme.colour("quiet"))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, text)
            bar = QRectF(left, row.center().y() - em(self, 0.3), room, em(self, 0.6))
            if size is None:
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
                continue
            share = size / most if most and np.isfinite(size) else 0.0
            bar.setWidth(max(1.0, room * share))
            painter.fillRect(bar, theme.colour("backward"))
            after = QRectF(bar.right() + em(self, 0.35), row.top(), numbers, pitch)
            painter.drawText(after, Qt.AlignmentFlag.AlignVCenter, format_number(size))
        painter.end()


class FlowPanel(QWidget):
    """The bars of the moment, as far as the backward pass has come."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.bars = FlowBars()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(em(self, 0.45))
        outer.addWidget(Heading(self.tr("Gradient flow ‖∂L/∂W‖ per layer")))
        outer.addWidget(self.bars)
        session.moment_changed.connect(self._write)
        digits().changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        moment = self._session.moment
        if moment is None:
            self.bars.set_rows(())
            return
        now = known(moment.events, moment.cursor.event)
        rows: list[tuple[str, float | None]] = []
        for stage in moment.trace.network.stages:
            learned = [slot for slot in stage.slots if slot.trainable]
            if learned:
                # The kernels', without the biases, where there are any.
                kernels = [slot for slot in learned if not slot.path.endswith("/bias")] or learned
                parts = [moment.trace.gradient_of(slot.path).reshape(-1) for slot in kernels]
                gradient = parts[0] if len(parts) == 1 else np.concatenate(parts)
                there = now.has(stage.name, "dw")
                with np.errstate(over="ignore", invalid="ignore"):  # of a run that diverges
                    norm = float(np.linalg.norm(gradient)) if there else None
                rows.append((layer_title(stage.name), norm))
        self.bars.set_rows(tuple(rows))
