"""Plane: a linear function of two inputs, with noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.data.base import fraction_field
from nnviz.data.toy import Toy, noise_field, points_field
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def plane(
    points: int,
    noise: float,
    weight_0: float,
    weight_1: float,
    bias: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Make points of the plane y = weight_0 * x0 + weight_1 * x1 + bias, with noise on y."""
    x = rng.uniform(-1, 1, (points, 2))
    y = weight_0 * x[:, 0] + weight_1 * x[:, 1] + bias + rng.normal(0, noise, points)
    return x.astype("float32"), y.astype("float32")


def _coefficient(default: float, help: str) -> float:
    number: float = declare(default, "float", help, minimum=-100.0, maximum=100.0, step=0.5)
    return number


@dataclass(frozen=True)
class Plane(Toy):
    """y = weight_0·x0 + weight_1·x1 + bias + N(0, noise²), x0 and x1 even from −1 to 1.

    With the defaults the best possible mean squared error is the noise's variance, 0.2² = 0.04.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Plane (regression)")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "A number to predict that depends linearly on two inputs: one neuron finds the coefficients."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "linear regression line points numbers")

    points: int = points_field(100)
    noise: float = noise_field(0.2, maximum=10.0)
    test_fraction: float = fraction_field(0.0)
    weight_0: float = _coefficient(2.0, QT_TRANSLATE_NOOP("nnviz", "What the first input is multiplied by"))
    weight_1: float = _coefficient(3.0, QT_TRANSLATE_NOOP("nnviz", "What the second input is multiplied by"))
    bias: float = _coefficient(4.0, QT_TRANSLATE_NOOP("nnviz", "What is added"))

    task = "regression"
    formula = staticmethod(plane)
    extras = ("weight_0", "weight_1", "bias")
    made = "a linear function of two inputs"
