"""GaussianDropout: values are multiplied by random numbers around 1 in training."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, KerasCall
from nnviz.layers.noise import Noise
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GaussianDropout(Noise):
    """In training A = X ⊙ M, dX = dA ⊙ M with M normal, mean 1, deviation √(rate / (1 − rate)); else A = X.

    M is kept as ``mask`` and follows from the document's seed, the step and the layer. Srivastava et al. 2014.
    https://keras.io/api/layers/regularization_layers/gaussian_dropout/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Gaussian dropout")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Multiplies every value by a random number around 1 in every training step. The numbers follow from the"
        " document's seed; Keras draws its own.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "noise random normal overfitting")
    formula = r"A = X \odot M, \quad M \sim N\left(1, \frac{\mathrm{rate}}{1 - \mathrm{rate}}\right)"

    rate: float = declare(
        0.5,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Strength, as the share that a dropout would set to 0"),
        minimum=0.0,
        maximum=0.999,
        step=0.1,
    )

    def mask(self, rng: np.random.Generator, x: Array) -> Array:
        noise = rng.standard_normal(x.shape) * math.sqrt(self.rate / (1 - self.rate))
        return (1 + noise).astype(x.dtype)

    def summary(self) -> str:
        return f"{self.rate:g}"

    def keras(self) -> KerasCall:
        return KerasCall("layers.GaussianDropout", (self.rate,))
