"""What the layers share that draw random numbers in training and do nothing otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, Layer, Pass, Shape
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


class Noise(Layer):
    """Base: in training A = X ⊙ mask, dX = dA ⊙ mask; otherwise A = X.

    The mask is in ``Pass.kept["mask"]`` in training and broadcasts to X. It comes from the document's seed, the step
    and the layer, so that the same step always has the same mask.
    """

    group = "regularization"
    random = True
    backward_formula = r"dX = dA \odot M"
    code = "A = X * mask"

    def mask(self, rng: np.random.Generator, x: Array) -> Array:
        """Return what X is multiplied by in this step."""
        raise NotImplementedError

    def stacks(self, *inputs: Shape) -> bool:
        return True  # outside of training

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        if not m.training:
            m.a = x
            return
        m.kept["mask"] = self.mask(m.random(), x)
        m.a = x * m.kept["mask"]

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da * m.kept["mask"] if m.training else m.da,)


@dataclass(frozen=True)
class Dropping(Noise):
    """Base of layers that set values to 0 with probability ``rate``; the others are divided by 1 − rate."""

    formula = r"A = X \odot M, \quad M = 0 \text{ or } \frac{1}{1 - \mathrm{rate}}"

    rate: float = declare(
        0.5,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Share of the values that are set to 0"),
        minimum=0.0,
        maximum=1.0,
        step=0.1,
    )

    def drawn(self, x: Array) -> Shape:
        """Return the shape of the mask: 1 where all values of an axis share their fate."""
        shape: Shape = x.shape
        return shape

    def mask(self, rng: np.random.Generator, x: Array) -> Array:
        kept = (
            rng.random(self.drawn(x), np.float32) >= self.rate
        )  # in float32 always: one mask in every precision
        mask: Array = kept * x.dtype.type(1 / (1 - self.rate) if self.rate < 1 else 0)
        return mask

    def summary(self) -> str:
        return f"{self.rate:g}"
