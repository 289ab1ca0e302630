"""Spiral: two arms wound around each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.data.toy import Toy, noise_field
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def spiral(
    points: int, noise: float, turns: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Make points of two spiral arms, classes 0 and 1, half a turn apart."""
    y = np.arange(points) % 2
    radius = np.linspace(0.1, 1, points)
    angle = 2 * np.pi * turns * radius + np.pi * y
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    x += rng.normal(0, noise, x.shape)
    return x.astype("float32"), y.astype("int64")


@dataclass(frozen=True)
class Spiral(Toy):
    """x = r·(cos φ, sin φ) + noise with φ = 2π·turns·r + π·y and r from 0.1 to 1. Inputs −1 to 1."""

    title = QT_TRANSLATE_NOOP("nnviz", "Spiral")
    help = QT_TRANSLATE_NOOP("nnviz", "Two arms wound around each other: needs several layers and patience.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "arms points two classes binary hard")

    noise: float = noise_field(0.02, step=0.01)
    turns: float = declare(
        1.25, "float", QT_TRANSLATE_NOOP("nnviz", "Turns of each arm"), minimum=0.25, maximum=4.0, step=0.25
    )

    formula = staticmethod(spiral)
    extras = ("turns",)
    made = "two spiral arms, classes 0 and 1"
