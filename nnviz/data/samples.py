"""Samples: given numbers for a calculation by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from nnviz.data.base import NOT_SCALED, NOTHING_HELD_BACK, Data, DataError, Dataset
from nnviz.data.loader import Loader
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Samples(Data):
    """Inputs x (samples, inputs) and targets y (samples, outputs) as typed in; the task is regression.

    The test samples are the training samples. Targets of one number each become y (samples,).
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Given samples")
    help = QT_TRANSLATE_NOOP("nnviz", "A few samples typed in, to follow a calculation made by hand.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "worksheet exercise own numbers by hand")

    x: Rows = declare(((2.0, 3.0),), "samples", QT_TRANSLATE_NOOP("nnviz", "Inputs, one row for each sample"))
    y: Rows = declare(((11.0,),), "samples", QT_TRANSLATE_NOOP("nnviz", "Targets, one row for each sample"))

    def load(self, folder: Path | None = None) -> Dataset:
        self._check()
        x, y = np.array(self.x, "float32"), np.array(self._targets(), "float32")
        names = tuple(f"x{i + 1}" for i in range(x.shape[1]))
        return Dataset(x, y, x, y, "regression", NOT_SCALED, features=names, note=NOTHING_HELD_BACK)

    def loader(self, folder: Path | None = None) -> Loader:
        self._check()
        return Loader(
            doc="Return ((x_train, y_train), (x_test, y_test)): the given samples, twice.",
            body=(
                'x, y = np.array(INPUTS, "float32"), np.array(TARGETS, "float32")',
                "return (x, y), (x, y)",
            ),
            constants=MappingProxyType({"INPUTS": self.x, "TARGETS": self._targets()}),
        )

    def _targets(self) -> Rows | tuple[float, ...]:
        return tuple(row[0] for row in self.y) if len(self.y[0]) == 1 else self.y

    def _check(self) -> None:
        # Not when the value is made: a form changes x and y one after the other.
        if len(self.x) != len(self.y):
            raise DataError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "There are {inputs} rows of inputs but {targets} of targets; each sample needs both.",
                    ),
                    inputs=len(self.x),
                    targets=len(self.y),
                )
            )
