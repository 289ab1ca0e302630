"""Noise: samples of any shape that mean nothing, so that any network has something to run on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from nnviz.data.base import NOT_SCALED, NOTHING_HELD_BACK, Data, Dataset, Task, seed_field
from nnviz.data.loader import Loader
from nnviz.layers.base import Shape
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def noise(
    shape: tuple[int, ...],
    below: int,
    outputs: tuple[int, ...],
    classes: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw inputs of a shape (whole numbers unless `below` is 0) and a target for each."""
    x = rng.integers(0, below, shape) if below else rng.normal(0, 1, shape)
    if classes:
        return x.astype("float32"), rng.integers(0, classes, (len(x), *outputs[:-1]))
    return x.astype("float32"), rng.normal(0, 1, (len(x), *outputs)).astype("float32")


@dataclass(frozen=True)
class Noise(Data):
    """x (samples, *shape) ~ N(0, 1), or whole numbers; y (samples, *outputs) ~ N(0, 1), or class numbers.

    The test samples are the training samples.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Random numbers")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Samples without a meaning, of any shape: to run a network whose own data is not here."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "noise random placeholder neutral imported any shape")

    shape: Shape = declare((2,), "shape", QT_TRANSLATE_NOOP("nnviz", "Shape of one sample"))
    below: int = declare(
        0,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Inputs are whole numbers below this; 0: any numbers"),
        minimum=0,
        maximum=1_000_000_000,
    )
    outputs: Shape = declare((1,), "shape", QT_TRANSLATE_NOOP("nnviz", "Shape of the output for one sample"))
    classes: int = declare(
        0,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Targets are numbers of so many classes; 0: any numbers"),
        minimum=0,
        maximum=1_000_000,
    )
    samples: int = declare(
        64, "int", QT_TRANSLATE_NOOP("nnviz", "Number of samples"), minimum=1, maximum=10_000
    )
    seed: int = seed_field()

    test_fraction: ClassVar[float] = 0.0
    """Nothing is held back."""

    @property
    def _kinds(self) -> int:
        return max(self.classes, 2) if self.classes else 0

    @property
    def task(self) -> Task:
        """What is to be learned."""
        return "regression" if not self.classes else "binary" if self._kinds == 2 else "classes"

    def load(self, folder: Path | None = None) -> Dataset:
        classes = self._kinds
        rng = np.random.default_rng(self.seed)
        x, y = noise((self.samples, *self.shape), self.below, self.outputs, classes, rng)
        names = tuple(str(number) for number in range(classes))
        return Dataset(
            x,
            y,
            x,
            y,
            self.task,
            NOT_SCALED,
            classes=names,
            features=tuple(f"x{i + 1}" for i in range(self.shape[0])),
            note=NOTHING_HELD_BACK,
        )

    def loader(self, folder: Path | None = None) -> Loader:
        constants = {
            "SHAPE": (self.samples, *self.shape),
            "BELOW": self.below,
            "OUTPUTS": self.outputs,
            "KINDS": self._kinds,
        }
        return Loader(
            doc="Return ((x_train, y_train), (x_test, y_test)): random numbers, twice.",
            body=(
                "rng = np.random.default_rng(DATA_SEED)",
                f"x, y = noise({', '.join(constants)}, rng)",
                "return (x, y), (x, y)",
            ),
            constants=MappingProxyType({**constants, "DATA_SEED": self.seed}),
            functions=(noise,),
        )
