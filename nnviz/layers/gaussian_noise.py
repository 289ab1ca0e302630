"""GaussianNoise: random numbers are added in training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GaussianNoise(Layer):
    """In training A = X + N with N normal, mean 0, deviation ``stddev``; otherwise A = X. dX = dA.

    N is kept as ``noise`` and follows from the document's seed, the step and the layer.
    https://keras.io/api/layers/regularization_layers/gaussian_noise/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Gaussian noise")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Adds a random number to every value in every training step. The numbers follow from the document's seed;"
        " Keras draws its own.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "random normal blur overfitting")
    group = "regularization"
    formula = r"A = X + N, \quad N \sim N(0, \mathrm{stddev}^2)"
    backward_formula = r"dX = dA"
    code = "A = X + noise"
    random = True

    stddev: float = declare(
        0.1,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Standard deviation of what is added"),
        minimum=0.0,
        maximum=1.0,
        step=0.05,
    )

    def stacks(self, *inputs: Shape) -> bool:
        return True  # outside of training

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        if not m.training:
            m.a = x
            return
        m.kept["noise"] = (m.random().standard_normal(x.shape) * self.stddev).astype(x.dtype)
        m.a = x + m.kept["noise"]

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (m.da,)

    def summary(self) -> str:
        return f"{self.stddev:g}"

    def keras(self) -> KerasCall:
        return KerasCall("layers.GaussianNoise", (self.stddev,))
