"""Gaussians: two clouds of points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.data.toy import Toy, noise_field
from nnviz.words import QT_TRANSLATE_NOOP


def gaussians(points: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make two round clouds around (-0.5, -0.5), class 0, and (0.5, 0.5), class 1."""
    y = np.arange(points) % 2
    x = (y - 0.5)[:, np.newaxis] + rng.normal(0, noise, (points, 2))
    return x.astype("float32"), y.astype("int64")


@dataclass(frozen=True)
class Gaussians(Toy):
    """x = (y − ½)·(1, 1) + N(0, noise²), y = 0 or 1 in turn. Inputs roughly −1 to 1 with the noise at 0.2."""

    title = QT_TRANSLATE_NOOP("nnviz", "Two Gaussians")
    help = QT_TRANSLATE_NOOP("nnviz", "Two round clouds: a single neuron parts them with a straight line.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "normal clouds blobs points two classes binary linear")

    noise: float = noise_field(0.2)

    formula = staticmethod(gaussians)
    made = "two clouds of points, classes 0 and 1"
