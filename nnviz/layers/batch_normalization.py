"""BatchNormalization: every feature brought to mean 0 and deviation 1 over the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.axes import from_end, others
from nnviz.layers.base import Array, Pass, Shape, Weight
from nnviz.layers.initializers import Initializer, Ones, Zeros
from nnviz.layers.standardized import Normalizing, standardize, standardize_backward
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class BatchNormalization(Normalizing):
    """A = γ x̂ + β with x̂ = (X − μ) / √(v + ε); μ, v, γ, β have one value for each index of ``axis``.

    In training μ and v are mean and (biased) variance of the batch over all other axes, and moving averages take
    them in: m ← momentum m + (1 − momentum) μ. Otherwise, and always if the layer is frozen, μ and v are these
    averages. Backward in training: dX = (g − mean g − x̂ mean(g x̂)) / √(v + ε) with g = γ dA, because μ and v move
    with X; otherwise dX = g / √(v + ε). dγ = Σ dA x̂, dβ = Σ dA. Raises :class:`ShapeError` for an axis that samples
    lack. Ioffe and Szegedy 2015. https://keras.io/api/layers/normalization_layers/batch_normalization/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Batch normalization")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Brings every feature to mean 0 and deviation 1 over the batch, then scales and shifts it by learned numbers."
        " Outside of training, and when it is frozen, it uses averages over the batches before.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "batchnorm bn standardize mean variance moving average")
    group = "normalization"
    batchwise = True
    code = "A = gamma * (X - X.mean(0)) / np.sqrt(X.var(0) + epsilon) + beta"

    axis: int = declare(
        -1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "The axis of the features, 0 is the batch"),
        minimum=-8,
        maximum=8,
        advanced=True,
    )
    momentum: float = declare(
        0.99,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "How much the moving averages keep of themselves in a step"),
        minimum=0.0,
        maximum=1.0,
    )
    epsilon: float = declare(
        1e-3,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Added to the variance, so that nothing divides by 0"),
        minimum=0.0,
    )
    moving_mean_initializer: Initializer = declare(
        Zeros(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the moving mean starts"),
        family="initializers",
        advanced=True,
    )
    moving_variance_initializer: Initializer = declare(
        Ones(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the moving variance starts"),
        family="initializers",
        advanced=True,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        from_end(self.axis, inputs[0], "Batch normalization")
        return inputs[0]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        shape = (inputs[0][from_end(self.axis, inputs[0], "")],)
        return (
            *self.learned(shape),
            Weight("moving_mean", shape, self.moving_mean_initializer, trainable=False),
            Weight("moving_variance", shape, self.moving_variance_initializer, trainable=False),
        )

    @property
    def trains_otherwise(self) -> bool:
        return self.trainable

    def stacks(self, *inputs: Shape) -> bool:
        # Outside of training it is a product and a sum with rows.
        return len(inputs[0]) == 1

    def _places(self, x: Array, weights: Sequence[Array]) -> tuple[Shape | None, tuple[int, ...]]:
        """Return the shape in which a row of weights broadcasts (None if it does), and all other axes."""
        axis = from_end(self.axis, x.shape[1:], "")
        over = others((axis,), x.ndim)
        return (None if axis == -1 else (-1, *(1,) * (-axis - 1))), over

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        shape, over = self._places(x, weights)
        if m.training and self.trainable:
            standard, inverse, mean, variance = standardize(x, over, self.epsilon)
            keep, take = x.dtype.type(self.momentum), x.dtype.type(1 - self.momentum)
            m.updates["moving_mean"] = weights[-2] * keep + mean.ravel() * take
            m.updates["moving_variance"] = weights[-1] * keep + variance.ravel() * take
        else:
            mean, variance = (w if shape is None else w.reshape(shape) for w in weights[-2:])
            inverse = 1 / np.sqrt(variance + x.dtype.type(self.epsilon))
            standard = (x - mean) * inverse
        m.kept["standard"], m.kept["inverse"] = standard, inverse
        m.a = self.scaled(standard, weights, shape)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        standard, inverse = m.kept["standard"], m.kept["inverse"]
        shape, over = self._places(m.x[0], weights)
        d = self.scaled_backward(m.da, standard, weights, gradients, shape, over)
        if need_dx:
            learns = m.training and self.trainable
            m.dx = (standardize_backward(d, standard, inverse, over) if learns else d * inverse,)

    def summary(self) -> str:
        return "" if self.axis == -1 else f"axis {self.axis}"
