"""The controls of playing: in the top bar, on the keyboard, on a clicker."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QTabBar,
    QWidget,
)

from nnviz.engine.events import GRAINS
from nnviz.ui.session import Session
from nnviz.ui.text import tr_text
from nnviz.ui.watch.playback import FASTEST, SPEEDS, Playback
from nnviz.ui.watch.words import GRAIN_WORDS
from nnviz.ui.widgets import IconButton, MenuButton, em

_OWN_KEYS: dict[type[QWidget], frozenset[Qt.Key]] = {
    QAbstractButton: frozenset({Qt.Key.Key_Space}),
    QComboBox: frozenset({Qt.Key.Key_Space, Qt.Key.Key_Home}),
    QAbstractSlider: frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}),
    QAbstractSpinBox: frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}),
    QAbstractItemView: frozenset({Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}),
    QTabBar: frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}),
}
"""Keys that belong to what has the keyboard, although they are shortcuts of playing."""


class KeyGuard(QObject):
    """Leaves keys to the widget that has the keyboard: Space presses a button, it does not play."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = QApplication.focusWidget()
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and any(
                isinstance(focus, kind) and event.key() in keys for kind, keys in _OWN_KEYS.items()
            ):
                event.accept()
                return True
        return False


class PlaybackControls(QWidget):
    """To the start, back, play, forward, what a step is, how fast. The keys work while these controls are shown."""

    def __init__(self, session: Session, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._playback = playback
        self._guard = KeyGuard(self)
        self._guarded: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.start = IconButton("to-start", self.tr("To the very beginning"))
        self.back = IconButton("step-back", self.tr("Step back"))
        self.play = IconButton("play", self.tr("Play"), role="primary")
        self.forward = IconButton("step-forward", self.tr("Step forward"))
        self.grain = MenuButton("", self._grain_menu())
        self.grain.setAccessibleName(self.tr("What one step is"))
        self.speed = MenuButton("", self._speed_menu())
        self.speed.setAccessibleName(self.tr("Speed of playing"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        for part in (self.start, self.back, self.play, self.forward, self.grain, self.speed):
            layout.addWidget(part)
        self._connect()
        self._show_options()
        self._show_state()

    def _connect(self) -> None:
        playback = self._playback
        self.start.clicked.connect(playback.to_start)
        self.back.clicked.connect(lambda: playback.step(-1))
        self.forward.clicked.connect(lambda: playback.step(1))
        self.play.clicked.connect(playback.toggle)
        # Not the buttons' own shortcuts: those click a tenth of a second later, and quick presses would get lost.
        keys = {
            "Home": playback.to_start,
            "Left": lambda: playback.step(-1),
            "Space": playback.toggle,
            "Right": lambda: playback.step(1),
            "PgDown": lambda: playback.step(1),
            "PgUp": lambda: playback.step(-1),
            "Shift+Right": lambda: playback.step(1, "step"),
            "Shift+Left": lambda: playback.step(-1, "step"),
        }
        for key, does in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(does)
        for button, key in ((self.start, "Home"), (self.back, "Left"), (self.forward, "Right")):
            self._tell_key(button, key)
        playback.playing_changed.connect(lambda _: self._show_state())
        playback.options_changed.connect(self._show_options)
        self._session.moment_changed.connect(self._show_state)

    def _tell_key(self, button: IconButton, key: str) -> None:
        keys = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(self.tr("{name} ({keys})").format(name=button.accessibleName(), keys=keys))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._guarded is not self.window():
            if self._guarded is not None:
                self._guarded.removeEventFilter(self._guard)
            self._guarded = self.window()
            self._guarded.installEventFilter(self._guard)

    def _grain_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        self._grains: dict[str, QAction] = {}
        for grain in GRAINS:
            action = menu.addAction(tr_text(GRAIN_WORDS[grain]))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, g=grain: self._playback.set_grain(g))
            group.addAction(action)
            self._grains[grain] = action
        return menu

    def _speed_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        self._speeds: dict[float, QAction] = {}
        for speed in SPEEDS:
            words = self.tr("as fast as possible") if speed == FASTEST else speed_words(speed)
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, s=speed: self._playback.set_speed(s))
            group.addAction(action)
            self._speeds[speed] = action
        menu.addSeparator()
        self._backwards = menu.addAction(self.tr("Play backwards"))
        self._backwards.setCheckable(True)
        self._backwards.triggered.connect(lambda on: self._playback.set_direction(-1 if on else 1))
        self._animated = menu.addAction(self.tr("Show motion"))
        self._animated.setCheckable(True)
        self._animated.triggered.connect(self._playback.set_animated)
        return menu

    def _show_options(self) -> None:
        playback = self._playback
        self._grains[playback.grain].setChecked(True)
        self.grain.setText(self.tr("step: {grain}").format(grain=tr_text(GRAIN_WORDS[playback.grain])))
        if playback.speed in self._speeds:
            self._speeds[playback.speed].setChecked(True)
        words = self.tr("speed max") if playback.speed == FASTEST else self.tr("speed {times}")
        self.speed.setText(words.format(times=speed_words(playback.speed)))
        self._backwards.setChecked(playback.direction < 0)
        self._animated.setChecked(playback.animated)

    def _show_state(self) -> None:
        playing, ready = self._playback.playing, self._session.moment is not None
        self.play.set_icon("pause" if playing else "play")
        self.play.set_name(self.tr("Pause") if playing else self.tr("Play"))
        self._tell_key(self.play, "Space")
        for button in (self.start, self.back, self.play, self.forward):
            button.setEnabled(ready)


def speed_words(speed: float) -> str:
    """Return ``¼×``, ``1×``, ``16×``."""
    return {0.25: "¼×", 0.5: "½×"}.get(speed, f"{speed:g}×")
