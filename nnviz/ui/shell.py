"""The frame of the window: top bar, canvas, panels, messages. It knows nothing of networks.

A *mode* has a canvas in the middle, controls in the top bar and panels around. The panels of all modes are docks
of one window, and each mode keeps its own arrangement of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QSettings, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from nnviz.ui.dock import Panel
from nnviz.ui.messages import MessageBar
from nnviz.ui.theme import Themes
from nnviz.ui.topbar import TopBar
from nnviz.ui.widgets import ElidedLabel, PrimaryButton, em, restyle

LAYOUT_VERSION = 2
"""Raise it when panels change so much that an arrangement kept by an older version makes no sense."""

AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
}
_SIDES = (AREAS["left"], AREAS["right"])


@dataclass(frozen=True)
class Mode:
    """One way of looking at the document: ``key`` is kept in the settings, ``title`` is shown.

    ``within``: it is a room of that mode, which the switch shows as chosen; a button there leads to it.
    """

    key: str
    title: str
    within: str = ""


@dataclass(eq=False)
class _Room:
    """What a mode has in the window."""

    mode: Mode
    action: QAction
    canvas: QWidget | None = None
    panels: list[Panel] = field(default_factory=list)
    state: QByteArray | None = None

    @property
    def names(self) -> list[str]:
        return sorted(panel.objectName() for panel in self.panels)


class Shell(QMainWindow):
    """The window without its content. ``mode_changed(key)`` after another mode is shown."""

    mode_changed = Signal(str)

    def __init__(
        self,
        app_name: str,
        modes: Sequence[Mode],
        themes: Themes | None = None,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self._app_name = app_name
        self._settings = settings
        self._themes = themes
        self._rooms: dict[str, _Room] = {}
        self._mode = ""
        self._arranged = False
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        # The left column keeps its full height: forms need it more than the strip below needs the corner.
        self.setCorner(Qt.Corner.BottomLeftCorner, AREAS["left"])
        self._bar = TopBar(app_name)
        self._add_top_bar()
        self.messages = MessageBar()
        self._stack = QStackedWidget()
        self._set_centre()
        self._status = (ElidedLabel(), ElidedLabel())
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._status[0], 1)
        self.statusBar().addPermanentWidget(self._status[1])
        self.view_menu = self._make_view_menu(modes)
        self.setWindowTitle(app_name)
        self.resize(self._first_size())
        self._restore_geometry()
        if modes:
            self.set_mode(modes[0].key)

    def _first_size(self) -> QSize:
        """Nearly the whole screen: a projector has no room to give away."""
        screen = self.screen().availableSize()
        return QSize(min(screen.width(), em(self, 110)), min(screen.height(), em(self, 70)))

    # -- building -----------------------------------------------------------------------------------------

    def _add_top_bar(self) -> None:
        bar = QToolBar(self.tr("Top bar"))
        bar.setObjectName("top_bar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setVisible(False)
        bar.addWidget(self._bar)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._bar.switch.changed.connect(self.set_mode)
        self._bar.switch.clicked.connect(self.set_mode)
        if self._themes is not None:
            self._bar.theme_button.show()
            self._bar.theme_button.clicked.connect(self._themes.toggle)
            self._themes.changed.connect(self._theme_changed)

    def _set_centre(self) -> None:
        centre = QWidget()
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(centre, role="canvas")
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        centre.setMinimumSize(em(self, 20), em(self, 12))
        self.setCentralWidget(centre)
        self._centre = centre

    def _make_view_menu(self, modes: Sequence[Mode]) -> QMenu:
        menu = self.menuBar().addMenu(self.tr("&View"))
        group = QActionGroup(self)
        for number, mode in enumerate(modes, 1):
            action = menu.addAction(mode.title)
            action.setCheckable(True)
            if not mode.within:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _=False, key=mode.key: self.set_mode(key))
            group.addAction(action)
            self._rooms[mode.key] = _Room(mode, action)
            if not mode.within:
                self._bar.switch.add(mode.key, mode.title)
        menu.addSeparator()
        self._before_panels_end = menu.addSeparator()
        reset = menu.addAction(self.tr("&Reset layout"))
        reset.triggered.connect(self.reset_layout)
        if self._themes is not None:
            menu.addSeparator()
            menu.addMenu(self._make_theme_menu(menu, self._themes))
        return menu

    def _make_theme_menu(self, parent: QMenu, themes: Themes) -> QMenu:
        menu = QMenu(self.tr("&Theme"), parent)
        group = QActionGroup(self)
        words = {"system": self.tr("As the &system"), "light": self.tr("&Light"), "dark": self.tr("&Dark")}
        self._theme_actions = {}
        for choice, title in words.items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, choice=choice: themes.choose(choice))
            group.addAction(action)
            self._theme_actions[choice] = action
        self._theme_changed()
        return menu

    def _theme_changed(self) -> None:
        if self._themes is not None:
            self._bar.theme_button.set_icon("sun" if self._themes.theme.dark else "moon")
            if actions := getattr(self, "_theme_actions", None):
                actions[self._themes.choice].setChecked(True)

    # -- what the window puts in --------------------------------------------------------------------------

    def add_menu(self, title: str) -> QMenu:
        """Add a menu to the menu bar, before View."""
        menu = QMenu(title, self)
        self.menuBar().insertMenu(self.view_menu.menuAction(), menu)
        return menu

    def set_document(self, name: str, edited: bool) -> None:
        """Show the document's name at the left and in the window's title."""
        self._bar.set_document(self.tr("{name} — edited").format(name=name) if edited else name)
        self.setWindowTitle(f"{name}[*] — {self._app_name}" if name else self._app_name)
        self.setWindowModified(edited)

    def set_mode_controls(self, mode: str, widget: QWidget) -> None:
        """Show ``widget`` at the right of the top bar while ``mode`` is shown."""
        self._bar.set_controls(mode, widget)
        self._bar.show_controls(self._mode)

    def set_primary(self, text: str, callback: Callable[[], object], icon: str = "") -> PrimaryButton:
        """Show the one primary button and return it."""
        from nnviz.ui import icons

        button = self._bar.primary
        button.setText(text)
        button.setAccessibleName(text)
        if icon:
            button.setIcon(icons.icon(icon, "on_accent"))
        button.clicked.connect(lambda _checked: callback())
        button.show()
        return button

    def set_canvas(self, modes: str | Sequence[str], widget: QWidget) -> None:
        """Put ``widget`` in the middle of ``modes``; several modes may share one."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        for key in [modes] if isinstance(modes, str) else modes:
            self._rooms[key].canvas = widget
        self._show_canvas()

    def add_panel(
        self,
        modes: str | Sequence[str],
        widget: QWidget,
        title: str,
        area: str,
        object_name: str,
        share: float = 14.0,
        scrolls: bool = True,
    ) -> Panel:
        """Add a panel to ``modes`` at ``area`` (left, right, bottom, top), below or beside those added before.

        ``object_name`` is kept in the settings, ``share`` is the starting width (height at the bottom) in
        heights of the type; ``scrolls`` puts the widget into a scroll area.
        """
        panel = Panel(title, widget, AREAS[area], share, scrolls)
        panel.setObjectName(object_name)
        self.addDockWidget(AREAS[area], panel)
        panel.hide()
        self.view_menu.insertAction(self._before_panels_end, panel.toggleViewAction())
        for key in [modes] if isinstance(modes, str) else modes:
            self._rooms[key].panels.append(panel)
        panel.toggleViewAction().setVisible(panel in self._room.panels)
        if self._arranged and panel in self._room.panels:
            self._arrange_default(self._room)
        return panel

    def set_status(self, left: str, right: str = "") -> None:
        """Show quiet words in the status bar."""
        self._status[0].setText(left)
        self._status[1].setText(right)
        self._status[1].setVisible(bool(right))

    def say(
        self,
        text: str,
        link_text: str | None = None,
        callback: Callable[[], object] | None = None,
        kind: str = "error",
    ) -> None:
        """Show a sentence above the canvas until it is closed; ``link_text`` calls ``callback``."""
        self.messages.say(text, link_text or "", callback, kind)

    # -- modes and arrangements ---------------------------------------------------------------------------

    @property
    def mode(self) -> str:
        """The key of the mode shown."""
        return self._mode

    @property
    def _room(self) -> _Room:
        return self._rooms[self._mode]

    def set_mode(self, key: str) -> None:
        """Show mode ``key``. Raises ``KeyError`` if there is none such."""
        room = self._rooms[key]
        if key == self._mode:
            return
        if self._arranged:
            self._room.state = self.saveState(LAYOUT_VERSION)
        self._mode = key
        focus = self.focusWidget()
        self._choose_segment(room.mode.within or key)
        room.action.setChecked(True)
        self.setUpdatesEnabled(False)
        try:
            self._bar.show_controls(key)
            self._show_canvas()
            if self._arranged:
                self._arrange(room)
        finally:
            self.setUpdatesEnabled(True)
        if focus is not None and not focus.isVisible():
            self._centre.setFocus()  # Qt would hand the keyboard to any button, which Space then presses
        self.mode_changed.emit(key)

    def _choose_segment(self, key: str) -> None:
        with QSignalBlocker(self._bar.switch):  # it says which mode is shown, and asks for none
            self._bar.switch.choose(key)

    def reset_layout(self) -> None:
        """Put the panels of this mode back where they were at first."""
        self._arrange_default(self._room)

    def _show_canvas(self) -> None:
        if self._mode and self._room.canvas is not None:
            self._stack.setCurrentWidget(self._room.canvas)

    def _panels(self) -> list[Panel]:
        return [dock for dock in self.findChildren(QDockWidget) if isinstance(dock, Panel)]

    def _arrange(self, room: _Room) -> None:
        for panel in self._panels():
            panel.toggleViewAction().setVisible(panel in room.panels)
            if panel not in room.panels:
                panel.hide()
        if room.state is None or not self.restoreState(room.state, LAYOUT_VERSION):
            self._arrange_default(room)

    def _arrange_default(self, room: _Room) -> None:
        for panel in room.panels:
            panel.setFloating(False)
            self.removeDockWidget(panel)
        for panel in room.panels:
            self.addDockWidget(panel.area, panel)
            panel.show()
        sides = [panel for panel in room.panels if panel.area in _SIDES]
        others = [panel for panel in room.panels if panel.area not in _SIDES]
        for panels, direction in ((sides, Qt.Orientation.Horizontal), (others, Qt.Orientation.Vertical)):
            if panels:
                self.resizeDocks(panels, [em(self, panel.share) for panel in panels], direction)
        if below := [panel for panel in others if panel.area == AREAS["bottom"]]:
            widths = [panel.sizeHint().width() for panel in below]
            self.resizeDocks(below, widths, Qt.Orientation.Horizontal)

    # -- settings -----------------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        kept = self._settings.value("window/geometry") if self._settings else None
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)

    def _restore_states(self) -> None:
        if self._settings is None:
            return
        for key, room in self._rooms.items():
            state = self._settings.value(f"window/{key}/state")
            names = self._settings.value(f"window/{key}/panels")
            # An arrangement that does not know today's panels would leave the new ones anywhere.
            if isinstance(state, QByteArray) and names == ",".join(room.names):
                room.state = state

    def save_layout(self) -> None:
        """Keep the window's place and every mode's arrangement in the settings."""
        if self._settings is None or not self._arranged:
            return
        self._room.state = self.saveState(LAYOUT_VERSION)
        self._settings.setValue("window/geometry", self.saveGeometry())
        for key, room in self._rooms.items():
            if room.state is not None:
                self._settings.setValue(f"window/{key}/state", room.state)
                self._settings.setValue(f"window/{key}/panels", ",".join(room.names))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._arranged and self._mode:  # sizes of docks are only kept by a window that has its own
            self._arranged = True
            if self.focusWidget() is None:
                self._centre.setFocus()  # nothing is marked before a key was pressed
            self._restore_states()
            self._arrange(self._room)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_layout()
        super().closeEvent(event)
