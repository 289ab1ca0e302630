"""XOR: four squares, equal in opposite corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.data.toy import Toy
from nnviz.words import QT_TRANSLATE_NOOP


def xor(points: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make points of four squares: class 1 where exactly one of the two inputs is positive."""
    x = rng.uniform(0.1, 1, (points, 2)) * rng.choice([-1, 1], (points, 2))
    y = (x[:, 0] > 0) ^ (x[:, 1] > 0)
    x += rng.normal(0, noise, x.shape)
    return x.astype("float32"), y.astype("int64")


@dataclass(frozen=True)
class Xor(Toy):
    """y = (x0 > 0) xor (x1 > 0), with |x0| and |x1| from 0.1 to 1; the noise comes after. Inputs −1 to 1."""

    title = QT_TRANSLATE_NOOP("nnviz", "XOR")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Class 1 where exactly one input is positive: the classic that one neuron cannot learn."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "exclusive or checkerboard points two classes binary")

    formula = staticmethod(xor)
    made = "1 where one of two inputs is positive"
