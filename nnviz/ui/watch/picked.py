"""The neuron or weight that the reader has chosen. Shared by the picture and the formula panel."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal

from nnviz.ui.session import Session
from nnviz.ui.watch.known import Pick


class Picked(QObject):
    """Holds a :class:`Pick` or None; forgets it when its layer or neuron is gone."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pick: Pick | None = None
        session.document_changed.connect(self._check)

    @property
    def pick(self) -> Pick | None:
        return self._pick

    def choose(self, pick: Pick | None) -> None:
        """Choose a neuron or weight; None for none."""
        if pick != self._pick:
            self._pick = pick
            self.changed.emit()

    def toggle(self, pick: Pick | None) -> None:
        """Choose ``pick``, or nothing if it is chosen already, at whichever of its time steps.

        Of a kernel's weight that is chosen already the place whose kernel it is is left.
        """
        if pick is not None and pick.weight is not None and pick == self._pick:
            self.choose(dataclasses.replace(pick, weight=None))
            return
        same = self._pick is not None and pick == dataclasses.replace(self._pick, time=None, gate="")
        self.choose(None if same else pick)

    def _check(self) -> None:
        pick = self._pick
        if pick is None:
            return
        shapes = self._session.shapes
        units = 1
        for n in shapes.outputs.get(pick.layer, (0,)):
            units *= n
        entering = shapes.inputs.get(pick.layer, ())
        fits = pick.unit < units and (pick.source is None or (entering and pick.source < entering[0][-1]))
        kernels = [weight.shape for weight in self._session.shapes.weights.get(pick.layer, ())]
        if not fits or (pick.weight is not None and not any(_holds(shape, pick.weight) for shape in kernels)):
            self.choose(None)


def _holds(shape: tuple[int, ...], place: tuple[int, ...]) -> bool:
    return len(shape) == len(place) and all(i < n for i, n in zip(place, shape, strict=True))
