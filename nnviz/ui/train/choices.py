"""What is chosen before a training: where it starts, the Python, how the computer is used."""

from __future__ import annotations

import contextlib
import json

from PySide6.QtCore import QObject, QSettings, Signal

from nnviz.export.scaling import ONE_DEVICE, Scaling, of_run
from nnviz.export.training import training_python

PYTHON = "train/python"
"""Key of the Python to train with in the settings."""

SCALING = "train/scaling"
"""Key of how the computer is used in the settings."""


class Choices(QObject):
    """The choices, kept in the settings where there are any."""

    changed = Signal()
    """State, ending, a choice or what waits is new, or the document."""

    def __init__(self, settings: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fresh = False
        """Whether training starts from new random weights instead of those on the screen."""
        self._settings = settings
        self._python = ""
        self._scaling = ONE_DEVICE

    def start_fresh(self, fresh: bool) -> None:
        """Start from new random weights, or from those on the screen."""
        self.fresh = fresh
        self.changed.emit()

    @property
    def python(self) -> str:
        """The Python to train with: the chosen one, else the one that nnviz runs on; empty where there is none."""
        return self._chosen_python() or training_python() or ""

    def choose_python(self, path: str) -> None:
        """Train with the Python at ``path`` from now on; ``""`` for the usual one."""
        self._python = path
        if self._settings is not None:
            self._settings.setValue(PYTHON, path)
        self.changed.emit()

    @property
    def scaling(self) -> Scaling:
        """How the computer is used."""
        kept = self._settings.value(SCALING, "") if self._settings is not None else ""
        if not kept:
            return self._scaling
        with contextlib.suppress(ValueError):
            found = json.loads(str(kept))
            if isinstance(found, dict):
                return of_run(found)
        return ONE_DEVICE

    def choose_scaling(self, scaling: Scaling) -> None:
        """Use the computer in this way from now on."""
        self._scaling = scaling
        if self._settings is not None:
            self._settings.setValue(SCALING, json.dumps(scaling.kept()))
        self.changed.emit()

    def _chosen_python(self) -> str:
        return self._python if self._settings is None else str(self._settings.value(PYTHON, "") or "")
