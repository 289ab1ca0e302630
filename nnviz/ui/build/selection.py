"""What is selected: one value that all panels of Build share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from nnviz.design.graph import Edge
from nnviz.ui.session import Session


class Selection(QObject):
    """Names of the selected layers, or one selected line. What an edit takes away is no longer selected.

    Create it before the panels, so that it knows of a change of the document before they do.
    """

    changed = Signal()
    revealed = Signal(object)
    """A frozenset of names that the canvas should bring into view."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names: frozenset[str] = frozenset()
        self._edge: Edge | None = None
        session.document_changed.connect(self._drop_vanished)

    @property
    def names(self) -> frozenset[str]:
        """Names of the selected layers."""
        return self._names

    @property
    def edge(self) -> Edge | None:
        """The selected line; no layer is selected then."""
        return self._edge

    @property
    def single(self) -> str:
        """Name of the selected layer if it is the only one, otherwise empty."""
        return next(iter(self._names)) if len(self._names) == 1 else ""

    def set(self, names: Iterable[str]) -> None:
        """Select these layers and nothing else."""
        self._set(frozenset(names), None)

    def toggle(self, name: str) -> None:
        """Select a layer too, or no longer."""
        self._set(self._names ^ {name}, None)

    def set_edge(self, edge: Edge | None) -> None:
        """Select one line and nothing else."""
        self._set(frozenset(), edge)

    def clear(self) -> None:
        self._set(frozenset(), None)

    def reveal(self, names: Iterable[str]) -> None:
        """Select these layers and bring them into view."""
        wanted = frozenset(names) & self._session.document.design.by_name.keys()
        self.set(wanted)
        self.revealed.emit(wanted)

    def _set(self, names: frozenset[str], edge: Edge | None) -> None:
        design = self._session.document.design
        names &= design.by_name.keys()
        edge = edge if edge in design.edges else None
        if (names, edge) != (self._names, self._edge):
            self._names, self._edge = names, edge
            self.changed.emit()

    def _drop_vanished(self) -> None:
        self._set(self._names, self._edge)
