"""Points in the plane made by a formula: what circle, XOR, Gaussians, spiral and plane have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from nnviz.data.base import (
    NOT_SCALED,
    NOTHING_HELD_BACK,
    Data,
    Dataset,
    Task,
    fraction_field,
    seed_field,
    split,
)
from nnviz.data.loader import Loader
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def points_field(default: int) -> int:
    """Declare the number of points."""
    field: int = declare(
        default, "int", QT_TRANSLATE_NOOP("nnviz", "Number of points"), minimum=10, maximum=10_000
    )
    return field


def noise_field(default: float, maximum: float = 1.0, step: float = 0.05) -> float:
    """Declare the noise."""
    field: float = declare(
        default,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Standard deviation of the random part of every point"),
        minimum=0.0,
        maximum=maximum,
        step=step,
    )
    return field


@dataclass(frozen=True)
class Toy(Data):
    """Base of the point sets. ``formula(points, noise, *extras, rng)`` returns x (points, 2) and y (points,)."""

    toy = True
    task: ClassVar[Task] = "binary"
    formula: ClassVar[Callable[..., tuple[np.ndarray, np.ndarray]]]
    """A module function that needs numpy only; exported programs carry its source."""
    extras: ClassVar[tuple[str, ...]] = ()
    """Fields that the formula takes besides the shared ones."""
    made: ClassVar[str] = ""
    """What the points are, for the docstring of an exported program."""

    points: int = points_field(200)
    noise: float = noise_field(0.05)
    seed: int = seed_field()
    test_fraction: float = fraction_field(0.25)

    def load(self, folder: Path | None = None) -> Dataset:
        rng = np.random.default_rng(self.seed)
        extras = (getattr(self, name) for name in self.extras)
        x, y = type(self).formula(self.points, self.noise, *extras, rng)
        train, test = split(len(x), self.test_fraction, rng)
        return Dataset(
            x[train],
            y[train],
            x[test],
            y[test],
            self.task,
            NOT_SCALED,
            classes=() if self.task == "regression" else ("0", "1"),
            features=("x1", "x2"),
            note=NOTHING_HELD_BACK if test is train else None,
        )

    def loader(self, folder: Path | None = None) -> Loader:
        arguments = ("points", "noise", *self.extras)
        constants: dict[str, Any] = {name.upper(): getattr(self, name) for name in arguments}
        return Loader(
            doc=f"Return ((x_train, y_train), (x_test, y_test)): {self.made}.",
            body=(
                "rng = np.random.default_rng(DATA_SEED)",
                f"x, y = {type(self).formula.__name__}({', '.join(constants)}, rng)",
                "train, test = split(len(x), TEST_FRACTION, rng)",
                "return (x[train], y[train]), (x[test], y[test])",
            ),
            constants=MappingProxyType(
                {**constants, "DATA_SEED": self.seed, "TEST_FRACTION": self.test_fraction}
            ),
            functions=(type(self).formula, split),
        )
