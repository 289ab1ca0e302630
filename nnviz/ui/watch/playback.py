"""Playing: asks the session for the next moment when the last one has been seen, and counts alpha."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.engine.events import GRAINS, Cursor, Grain
from nnviz.engine.run import Diverged
from nnviz.ui.session import Moment, Session
from nnviz.ui.watch.motion import Motion
from nnviz.words import Message

FRAME = 16
"""Milliseconds between two pictures."""

SECONDS = {"neuron": 0.9, "layer": 1.2, "phase": 2.4, "step": 3.6, "epoch": 1.2}
"""How long the way to the next moment takes at speed 1."""

FASTEST = math.inf
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, FASTEST)

_SHORTEST = 0.05
"""Seconds below which a motion is not seen but only costs."""

_PATIENCE = 0.02
"""Seconds that one request may take at full speed; while it takes less, more steps are asked for at once."""

_MOST_STEPS = 4096


@dataclass(frozen=True)
class Stop:
    """Why playing stopped, and the moment from which one can go on."""

    message: Message
    back_to: Cursor


class Playback(QObject):
    """Moves the session's cursor, by hand or by itself. At most one request is under way.

    ``motion`` is what moves in the picture now (None at rest) and ``alpha`` how far it has come.
    """

    alpha_changed = Signal(float)
    playing_changed = Signal(bool)
    options_changed = Signal()
    """Grain, speed, direction or motion on/off."""
    stopped = Signal(object)
    """A :class:`Stop`: a number is no longer finite."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._playing = False
        self._grain: Grain = "neuron"
        self._speed = 1.0
        self._direction = 1
        self._animated = True
        self._motion: Motion | None = None
        self._alpha = 1.0
        self._asked = 0
        self._edited = False
        self._from: Moment | None = None
        self._asked_at = 0.0
        self._steps_at_once = 1
        self._last_tick = 0.0
        self._rate = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._tick)
        session.moment_changed.connect(self._arrived)
        session.document_changed.connect(self._document_changed)
        session.diverged.connect(self._diverged)

    # --- what it is doing ---------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def grain(self) -> Grain:
        return self._grain

    @property
    def speed(self) -> float:
        """How many times faster than usual; :data:`FASTEST` for as fast as possible."""
        return self._speed

    @property
    def direction(self) -> int:
        """1 forwards, -1 backwards."""
        return self._direction

    @property
    def animated(self) -> bool:
        """Whether motion is shown."""
        return self._animated

    @property
    def waiting(self) -> bool:
        """Whether a moment was asked for and has not arrived."""
        return bool(self._asked)

    @property
    def motion(self) -> Motion | None:
        return self._motion

    @property
    def alpha(self) -> float:
        return self._alpha

    # --- options ------------------------------------------------------------------------------------------

    def set_grain(self, grain: Grain) -> None:
        """Choose what is stepped over at once. Raises ``ValueError`` for an unknown grain."""
        if grain not in GRAINS:
            raise ValueError(grain)
        self._grain = grain
        self._steps_at_once = 1
        self.options_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Choose one of :data:`SPEEDS`, or any number above 0."""
        self._speed = speed
        self._steps_at_once = 1
        self.options_changed.emit()

    def set_direction(self, direction: int) -> None:
        """Play forwards (1) or backwards (-1)."""
        self._direction = 1 if direction > 0 else -1
        self.options_changed.emit()

    def set_animated(self, animated: bool) -> None:
        """Show motion, or only the moments themselves."""
        self._animated = animated
        if not animated:
            self._rest()
        self.options_changed.emit()

    # --- moving -------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Go on by itself until :meth:`pause`."""
        if self._session.moment is None or self._playing:
            return
        self._playing = True
        self._steps_at_once = 1
        self.playing_changed.emit(True)
        if self._motion is None and not self._asked:
            self._ask(self._direction, self._grain)

    def pause(self) -> None:
        """Stop after the motion that is seen now."""
        if self._playing:
            self._playing = False
            self.playing_changed.emit(False)
        if self._motion is None:
            self._timer.stop()

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self._playing else self.play()

    def step(self, direction: int, grain: Grain | None = None) -> None:
        """Pause, and go one ``grain`` forwards (1) or back (-1); what still moves is at its end at once."""
        self.pause()
        self._rest()
        if self._session.moment is not None:
            self._ask(direction, grain or self._grain)

    def to_start(self) -> None:
        """Go to the very first moment."""
        self.seek(Cursor())

    def seek(self, cursor: Cursor) -> None:
        """Pause, and go to any moment without motion."""
        self.pause()
        self._rest()
        self._asked = 0
        self._session.seek(cursor)

    def _ask(self, direction: int, grain: Grain) -> None:
        moment = self._session.moment
        assert moment is not None
        if not self._asked:
            self._from = moment
        self._asked = direction
        self._asked_at = monotonic()
        self._timer.stop()
        if self._playing and self._speed == FASTEST and grain == "step" and direction > 0:
            self._session.seek(Cursor(moment.cursor.step + self._steps_at_once, len(moment.events) - 1))
        elif direction > 0:
            self._session.forward(grain)
        else:
            self._session.back(grain)

    def _arrived(self) -> None:
        moment, before, direction = self._session.moment, self._from, self._asked
        self._asked, self._from = 0, None
        if moment is None:
            self.pause()
            self._rest()
            return
        motion = _between(before, moment, direction) if before and direction else None
        elsewhere, self._edited = not direction and not self._edited, False
        if self._playing and (elsewhere or (direction < 0 and before and before.cursor == moment.cursor)):
            self.pause()  # somebody else went elsewhere, or this is the beginning
        self._adapt()
        if motion and self._animated and self._duration(motion) >= _SHORTEST:
            self._start(motion, direction)
        else:
            self._rest()
            if self._playing:
                self._timer.start()

    def _adapt(self) -> None:
        """At full speed: ask for as many steps at once as take about one picture."""
        taken = monotonic() - self._asked_at
        if taken < _PATIENCE:
            self._steps_at_once = min(_MOST_STEPS, self._steps_at_once * 2)
        elif taken > 2 * _PATIENCE:
            self._steps_at_once = max(1, self._steps_at_once // 2)

    def _duration(self, motion: Motion) -> float:
        parts = len(motion.groups)
        grain = "neuron" if parts == 1 else self._grain
        return SECONDS[grain] / self._speed

    def _start(self, motion: Motion, direction: int) -> None:
        self._motion = motion
        self._rate = direction / self._duration(motion)
        self._alpha = 0.0 if direction > 0 else 1.0
        self._last_tick = monotonic()
        self._timer.start()
        self.alpha_changed.emit(self._alpha)

    def _rest(self) -> None:
        self._timer.stop()
        if self._motion is not None or self._alpha != 1.0:
            self._motion = None
            self._alpha = 1.0
            self.alpha_changed.emit(1.0)

    def _tick(self) -> None:
        if self._motion is None:
            self._timer.stop()
            if self._playing and not self._asked and self._session.moment is not None:
                self._ask(self._direction, self._grain)
            return
        now = monotonic()
        self._alpha = min(1.0, max(0.0, self._alpha + (now - self._last_tick) * self._rate))
        self._last_tick = now
        if self._alpha in (0.0, 1.0):
            self._rest()
            if self._playing:
                self._ask(self._direction, self._grain)
        else:
            self.alpha_changed.emit(self._alpha)

    # --- other people -------------------------------------------------------------------------------------

    def _document_changed(self) -> None:
        if self._playing:
            # Who changes the learning rate while the network plays wants to see it play on with the new one.
            self._asked, self._from, self._edited = 0, None, True
        if self._session.moment is None:
            self._asked = 0
            self.pause()
            self._rest()

    def _diverged(self, fault: Diverged) -> None:
        self._asked = 0
        self.pause()
        self._rest()
        self.stopped.emit(Stop(fault.message, Cursor(max(0, fault.step - 1), 0)))


def _between(before: Moment, after: Moment, direction: int) -> Motion | None:
    """Return what happens on the way from one moment to another; backwards it is the same way, run down."""
    early, late = (before, after) if direction > 0 else (after, before)
    if not early.cursor < late.cursor:
        return None
    same = early.cursor.step == late.cursor.step and early.trace is late.trace
    return Motion(late, early.cursor.event + 1 if same else 0, late.cursor.event)
