"""AlphaDropout: dropout that keeps mean and variance, for SELU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, KerasCall, Pass
from nnviz.layers.noise import Noise
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP

_LOWEST = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946
"""What SELU goes to for very negative sums: −α λ."""


@dataclass(frozen=True)
class AlphaDropout(Noise):
    """In training A = p (X ⊙ M + l (1 − M)) + q, dX = p dA ⊙ M; each entry of M is 0 with probability rate, else 1.

    l = −1.758… is SELU's lowest value, p = ((1 − rate)(1 + rate l²))^(−½) and q = −p l rate keep mean and variance.
    Outside of training A = X. M is kept as ``mask`` and follows from the document's seed, the step and the layer.
    Klambauer et al. 2017. https://keras.io/api/layers/regularization_layers/alpha_dropout/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Alpha dropout")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Dropout for networks with SELU: values are set to SELU's lowest one, so that mean and variance stay. Which"
        " ones follows from the document's seed; Keras draws its own.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "selu random overfitting mask")
    formula = r"A = p \left(X \odot M + l (1 - M)\right) + q"
    backward_formula = r"dX = p \, dA \odot M"
    code = "A = p * np.where(mask, X, l) + q"

    rate: float = declare(
        0.5,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Share of the values that are set to SELU's lowest one"),
        minimum=0.0,
        maximum=0.999,
        step=0.1,
    )

    @property
    def _factor(self) -> float:
        return float(((1 - self.rate) * (1 + self.rate * _LOWEST**2)) ** -0.5)

    def mask(self, rng: np.random.Generator, x: Array) -> Array:
        return (rng.random(x.shape, np.float32) >= self.rate).astype(x.dtype)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        if not m.training:
            m.a = x
            return
        mask = m.kept["mask"] = self.mask(m.random(), x)
        real = x.dtype.type
        m.a = x * mask + real(_LOWEST) * (1 - mask)
        m.a *= real(self._factor)
        m.a += real(-self._factor * _LOWEST * self.rate)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da * m.kept["mask"] * m.da.dtype.type(self._factor) if m.training else m.da,)

    def summary(self) -> str:
        return f"{self.rate:g}"

    def keras(self) -> KerasCall:
        return KerasCall("layers.AlphaDropout", (self.rate,))
