"""Circle: a disc inside a ring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.data.toy import Toy
from nnviz.words import QT_TRANSLATE_NOOP


def circle(points: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make points of a disc (class 1, radius 0 to 0.5) and of a ring (class 0, radius 0.7 to 1)."""
    y = np.arange(points) % 2
    inner, outer = np.where(y == 1, 0.0, 0.7), np.where(y == 1, 0.5, 1.0)
    radius = np.sqrt(rng.uniform(inner**2, outer**2))  # the root spreads them evenly over the area
    angle = rng.uniform(0, 2 * np.pi, points)
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    x += rng.normal(0, noise, x.shape)
    return x.astype("float32"), y.astype("int64")


@dataclass(frozen=True)
class Circle(Toy):
    """x = r·(cos φ, sin φ) + noise; y = 1 for r from 0 to 0.5, y = 0 for r from 0.7 to 1. Inputs −1 to 1."""

    title = QT_TRANSLATE_NOOP("nnviz", "Circle")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "A disc inside a ring: no straight line parts them, one hidden layer does."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "ring disc points two classes binary")

    formula = staticmethod(circle)
    made = "points of a disc (1) in a ring (0)"
