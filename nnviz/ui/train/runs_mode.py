"""Runs: the room of Train where finished trainings are looked at, compared and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nnviz.ui.session import Session
from nnviz.ui.shell import Shell
from nnviz.ui.switch import SegmentedSwitch
from nnviz.ui.train.compare_panel import ComparePanel
from nnviz.ui.train.judge import Judge
from nnviz.ui.train.mistakes_panel import MistakesPanel
from nnviz.ui.train.run_actions import RunActions
from nnviz.ui.train.run_list import RunList
from nnviz.ui.train.run_panel import RunPanel
from nnviz.ui.train.runs_panel import RunsPanel
from nnviz.ui.widgets import Button, em, restyle

KEY = "runs"


class RunsMode(QObject):
    """The parts of the room; they know the list of runs, not one another."""

    def __init__(
        self,
        shell: Shell,
        session: Session,
        settings: QSettings | None = None,
        folder: Path | None = None,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        """``folder`` holds the runs (None: the usual one)."""
        super().__init__(shell)
        self._shell = shell
        self.runs = RunList(session.worker, folder, self)
        self.judge = Judge(self.runs, session.worker, settings, self)
        self.actions = RunActions(shell, session, self.runs, may_leave)
        self.list = RunsPanel(self.runs)
        self.run = RunPanel(self.runs, self.actions)
        self.compare = ComparePanel(self.runs, session.worker)
        self.mistakes = MistakesPanel(self.runs, self.judge)
        self.page = Page()
        self.page.add("curves", self.tr("Curves"), self.compare)
        self.page.add("mistakes", self.tr("Mistakes"), self.mistakes)
        self.back = Button(self.tr("Back to training"), icon="chevron-left")
        self.back.clicked.connect(lambda _=False: shell.set_mode("train"))
        shell.set_canvas(KEY, self.page)
        shell.set_mode_controls(KEY, self.back)
        shell.add_panel(KEY, self.list, self.tr("Runs"), "left", "runs", share=17, scrolls=False)
        shell.add_panel(KEY, self.run, self.tr("This run"), "right", "run", share=22)
        shell.mode_changed.connect(self._on_mode)

    def open(self, folder: Path | None = None) -> None:
        """Show the room, and the run in ``folder`` if it is named."""
        if folder is not None:
            self.runs.choose(folder)
        self._shell.set_mode(KEY)

    def close(self) -> None:
        """End what is asked of Keras and look no more; for the window's ``closeEvent``."""
        self.judge.cancel()
        self.runs.watch(False)

    def _on_mode(self, mode: str) -> None:
        self.runs.watch(mode == KEY)


class Page(QWidget):
    """The middle of the room: one of several views, with a switch above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        restyle(self, role="page")
        self.switch = SegmentedSwitch(self.tr("What is shown of the runs"))
        self._stack = QStackedWidget()
        self._keys: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, em(self, 0.6), 0, 0)
        layout.setSpacing(em(self, 0.3))
        layout.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._stack, 1)
        self.switch.changed.connect(self._show)

    def add(self, key: str, words: str, view: QWidget) -> None:
        """Add a view."""
        self._keys.append(key)
        self._stack.addWidget(view)
        self.switch.add(key, words)

    def show_view(self, key: str) -> None:
        """Show a view."""
        self.switch.choose(key)

    def _show(self, key: str) -> None:
        self._stack.setCurrentIndex(self._keys.index(key))
