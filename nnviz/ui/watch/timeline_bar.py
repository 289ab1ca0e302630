"""The timeline: the events of this step, and all steps; drag to any moment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnviz.engine.events import PHASES, Cursor, Event
from nnviz.ui.plots.caption import Caption
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message
from nnviz.ui.theme import current
from nnviz.ui.watch.playback import Playback
from nnviz.ui.watch.words import event_words, phase_word
from nnviz.ui.widgets import Heading, Legend, em


class Bar(QAbstractSlider):
    """A slider as wide as its widget: a press or a drag goes to the place under the pointer.

    ``wanted(value)`` is emitted when the reader moves it, never when the program does.
    """

    wanted = Signal(int)

    def __init__(self, name: str, height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._quiet = False
        self.setAccessibleName(name)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.valueChanged.connect(self._changed)

    def show_value(self, value: int, most: int) -> None:
        """Show ``value`` of 0 to ``most``; while the reader drags, the place under the pointer stays."""
        self._quiet = True
        self.setRange(0, max(0, most))
        self.setPageStep(max(1, most // 20))
        if not self.isSliderDown():
            self.setValue(value)
        self._quiet = False
        self.update()

    def _changed(self, value: int) -> None:
        self.update()
        if not self._quiet:
            self.wanted.emit(value)

    def value_at(self, x: float) -> int:
        """Return the value whose place is ``x``."""
        share = min(1.0, max(0.0, x / max(1, self.width())))
        return round(share * self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self.value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self.value_at(event.position().x()))
        self._tell(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _tell(self, x: float) -> None:
        """Say in the tool tip what lies at ``x``."""

    def sizeHint(self) -> QSize:
        return QSize(em(self, 20), em(self, self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 6), em(self, self._height))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()

    def _clip(self, painter: QPainter) -> None:
        path, radius = QPainterPath(), min(em(self, 0.35), self.height() / 2)
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(path)

    def _draw_marker(self, painter: QPainter, x: float, colour: QColor) -> None:
        width = max(2.0, em(self, 0.17))
        x = min(max(x, width / 2), self.width() - width / 2)
        painter.setClipping(False)
        rim = QRectF(x - width / 2 - 1.5, 0, width + 3, self.height())
        painter.fillRect(rim, current().colour("panel", 0.8))
        painter.fillRect(QRectF(x - width / 2, 0, width, self.height()), colour)
        if self.hasFocus():
            painter.setPen(current().colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class EventBar(Bar):
    """The events of a step in the colours of their phases; what has not happened yet steps back."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, 1.9, parent)
        self._events: tuple[Event, ...] = ()
        self._place = 0.0

    def show_events(self, events: tuple[Event, ...], event: int, place: float) -> None:
        """Show ``events`` with number ``event`` as the newest; ``place`` (0 to n) is where the marker stands."""
        self._events, self._place = events, place
        self.show_value(event, len(events) - 1)
        self.setAccessibleDescription(tr_message(event_words(events[event])) if events else "")

    def value_at(self, x: float) -> int:
        share = x / max(1, self.width())
        return min(self.maximum(), max(0, int(share * len(self._events))))

    def _tell(self, x: float) -> None:
        self.setToolTip(tr_message(event_words(self._events[self.value_at(x)])) if self._events else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = len(self._events)
        self._clip(painter)
        painter.fillRect(self.rect(), theme.colour("line"))
        pitch = self.width() / max(1, count)
        done = self._place * pitch
        for first, last in _runs(self._events):
            kind = self._events[first]
            colour = theme.colour("quiet", 0.55) if kind.quantity == "x" else theme.phase_colour(kind.phase)
            box = QRectF(first * pitch, 0, (last - first + 1) * pitch, self.height())
            soft = QColor(colour)
            soft.setAlphaF(0.38 * colour.alphaF())
            painter.fillRect(box, soft)
            reached = QRectF(box)
            reached.setRight(min(box.right(), done))
            if reached.width() > 0:
                painter.fillRect(reached, colour)
            if first and kind.layer != self._events[first - 1].layer:
                painter.fillRect(QRectF(box.left() - 0.5, 0, 1, self.height()), theme.colour("panel", 0.55))
        if count:
            self._draw_marker(painter, done, theme.colour("text"))
        painter.end()


def _runs(events: tuple[Event, ...]) -> list[tuple[int, int]]:
    """Return first and last number of events of the same layer and phase."""
    found: list[tuple[int, int]] = []
    for place, event in enumerate(events):
        if found:
            before = events[found[-1][0]]
            if (before.phase, before.layer, before.quantity == "x") == (
                event.phase,
                event.layer,
                event.quantity == "x",
            ):
                found[-1] = (found[-1][0], place)
                continue
        found.append((place, place))
    return found


class StepBar(Bar):
    """All steps from 0 on; those that were computed are filled."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, 0.8, parent)
        self._computed = 0

    def show_steps(self, step: int, computed: int, most: int) -> None:
        """Show ``step`` of 0 to ``most``, of which ``computed`` are known."""
        self._computed = computed
        self.show_value(step, most)

    def _tell(self, x: float) -> None:
        self.setToolTip(self.tr("step {step}").format(step=f"{self.value_at(x):,}"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._clip(painter)
        painter.fillRect(self.rect(), theme.colour("line"))
        scale = self.width() / max(1, self.maximum())
        painter.fillRect(QRectF(0, 0, self._computed * scale, self.height()), theme.colour("accent", 0.35))
        self._draw_marker(painter, self.value() * scale, theme.colour("accent"))
        painter.end()


class TimelinePanel(QWidget):
    """Both bars with their words. Dragging asks for the moment under the pointer; only the newest request counts."""

    def __init__(self, session: Session, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._playback = playback
        self._heading = Heading()
        self.events = EventBar(self.tr("Events of this step"))
        self.steps = StepBar(self.tr("All steps"))
        self._legend = Legend()
        self._where = Caption("quiet")
        self._range = Caption("quiet")
        self.events.wanted.connect(self._event_wanted)
        self.steps.wanted.connect(self._step_wanted)
        under = QHBoxLayout()
        under.setSpacing(em(self, 1))
        under.addWidget(self._legend)
        under.addWidget(self._where, 1)
        outer = QVBoxLayout(self)
        side = em(self, 0.85)
        outer.setContentsMargins(side, em(self, 0.2), side, em(self, 0.4))
        outer.setSpacing(em(self, 0.4))
        outer.addWidget(self._heading)
        outer.addWidget(self.events)
        outer.addLayout(under)
        outer.addSpacing(em(self, 0.4))
        outer.addWidget(self.steps)
        outer.addWidget(self._range)
        outer.addStretch(1)
        self._legend.set_entries([(phase_word(phase), phase) for phase in PHASES])
        session.moment_changed.connect(self._write)
        playback.alpha_changed.connect(lambda _: self._move())
        self._write()

    def _event_wanted(self, event: int) -> None:
        moment = self._session.moment
        if moment is not None:
            self._playback.seek(Cursor(moment.cursor.step, event))

    def _step_wanted(self, step: int) -> None:
        moment = self._session.moment
        if moment is not None:
            self._playback.seek(Cursor(step, moment.cursor.event))
            self._range.say(self.tr("going to step {step} …").format(step=f"{step:,}"))

    def _write(self) -> None:
        moment = self._session.moment
        for bar in (self.events, self.steps):
            bar.setEnabled(moment is not None)
        if moment is None:
            self._heading.setText(self.tr("No step yet"))
            self.events.show_events((), 0, 0.0)
            self.steps.show_steps(0, 0, 0)
            self._where.say("")
            self._range.say("")
            return
        step, event, count = moment.cursor.step, moment.cursor.event, len(moment.events)
        epoch = moment.trace.batch.epoch + 1
        self._heading.setText(
            self.tr("Step {step} · epoch {epoch}").format(step=f"{step:,}", epoch=f"{epoch:,}")
        )
        place = self.tr("event {event} of {count} · drag to any moment, forwards or backwards")
        short, shortest = self.tr("event {event} of {count}"), self.tr("{event} of {count}")
        self._where.say(*(words.format(event=event + 1, count=count) for words in (place, short, shortest)))
        self._move()
        planned = self._session.document.setup.epochs * moment.steps_per_epoch
        most = max(planned, moment.length) - 1
        self.steps.show_steps(step, moment.length - 1, most)
        words = self.tr("all steps 0 … {most} · computed up to {computed}")
        short = self.tr("steps 0 … {most}")
        numbers = {"most": f"{most:,}", "computed": f"{moment.length - 1:,}"}
        self._range.say(words.format(**numbers), short.format(**numbers))

    def _move(self) -> None:
        """Put the marker of the step where the motion is."""
        moment, motion = self._session.moment, self._playback.motion
        if moment is None:
            return
        place = moment.cursor.event + 1.0
        if motion is not None and motion.moment.cursor.step == moment.cursor.step:
            place = motion.first + self._playback.alpha * (motion.last + 1 - motion.first)
        self.events.show_events(moment.events, moment.cursor.event, place)
