"""The problems of the document in words. A click shows the layer, the link mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.design.problem import Problem
from nnviz.ui.build.selection import Selection
from nnviz.ui.session import Session
from nnviz.ui.text import tr_message
from nnviz.ui.widgets import Label, ProblemBox, em, restyle


class _Box(ProblemBox):
    """One problem; ``clicked`` anywhere but on its link, or Enter."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem: Problem | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class Problems(QWidget):
    """``Problems(session, selection)``; ``count_changed`` tells how many there are, so that it can be hidden."""

    count_changed = Signal(int)

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._boxes: list[_Box] = []
        self._none = Label("", "quiet")
        layout = self._column = QVBoxLayout(self)
        margin = em(self, 0.85)
        layout.setContentsMargins(margin, em(self, 0.4), margin, margin)
        layout.setSpacing(em(self, 0.5))
        layout.addWidget(self._none)
        layout.addStretch(1)
        session.built.connect(self.redraw)
        self.redraw()

    @property
    def boxes(self) -> tuple[ProblemBox, ...]:
        """One box a problem."""
        return tuple(self._boxes)

    def redraw(self) -> None:
        """Show the problems of the session; boxes are used again, so that nothing flickers."""
        found = self._session.problems
        while len(self._boxes) > len(found):
            box = self._boxes.pop()
            box.hide()
            box.deleteLater()
        while len(self._boxes) < len(found):
            self._boxes.append(self._make())
        for box, problem in zip(self._boxes, found, strict=True):
            self._show(box, problem)
        self._none.setText(self.tr("No problems: the network runs."))
        self._none.setVisible(not found)
        self.count_changed.emit(len(found))

    def _make(self) -> _Box:
        box = _Box(self)
        box.clicked.connect(lambda: self._selection.reveal(box.problem.nodes if box.problem else ()))
        self._column.insertWidget(self._column.count() - 1, box)
        return box

    def _show(self, box: _Box, problem: Problem) -> None:
        box.problem = problem
        title = ", ".join(problem.nodes) or self.tr("Network")
        if not problem.fatal:
            title = self.tr("Advice: {title}").format(title=title)
        way_out = problem.mend or problem.wish
        link = tr_message(way_out.label) if way_out else ""
        box.show_problem(title, tr_message(problem.message), link, lambda: self.mend(problem))
        restyle(box, role="problem" if problem.fatal and problem.wish is None else "info")
        box.setCursor(Qt.CursorShape.PointingHandCursor if problem.nodes else Qt.CursorShape.ArrowCursor)

    def mend(self, problem: Problem) -> None:
        """Do what the link says, unless the document has changed since the problem was found."""
        if problem not in self._session.problems or self._session.worker.busy("build"):
            return
        if problem.mend:
            self._session.edit(tr_message(problem.mend.label), problem.mend.apply)
        elif problem.wish:
            self._session.wished.emit(problem.wish.errand)
