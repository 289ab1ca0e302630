"""Dense: every unit is connected to every input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array, KerasCall, KernelLayer, Pass, Shape, Weight, changed_in_keras
from nnviz.layers.initializers import GlorotUniform, Initializer
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@lru_cache(maxsize=16)
def _ones(count: int, dtype: np.dtype[Any]) -> Array:
    """Return ones to multiply with: a sum as a product is half the work of ``np.sum`` for small batches."""
    return np.ones(count, dtype)


@dataclass(frozen=True)
class Dense(KernelLayer):
    """Z = X·W + b, A = g(Z); X (…, inputs), W (inputs, units), b (units,), Z and A (…, units).

    Backward: dZ = dA ⊙ g′(Z), dW = Xᵀ·dZ, db = Σ dZ over the samples, dX = dZ·Wᵀ. The mean over the batch is
    inside dA, because the loss is a mean. https://keras.io/api/layers/core_layers/dense/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Dense")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Every neuron takes all inputs, weighs them, adds its bias and passes the sum through the activation.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "fully connected linear perceptron units neurons")

    affine = True

    units: int = declare(
        4, "int", QT_TRANSLATE_NOOP("nnviz", "Number of neurons"), minimum=1, maximum=100_000
    )
    activation: str = declare(
        "linear",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Function applied to each neuron's sum"),
        choices=tuple(ACTIVATIONS),
    )
    use_bias: bool = declare(True, "bool", QT_TRANSLATE_NOOP("nnviz", "Add a learned constant to each sum"))
    kernel_initializer: Initializer = declare(
        GlorotUniform(), "part", QT_TRANSLATE_NOOP("nnviz", "Where the weights start"), family="initializers"
    )

    @property
    def activation_name(self) -> str:
        return self.activation

    def output_shape(self, *inputs: Shape) -> Shape:
        return (*inputs[0][:-1], self.units)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        kernel = self.kernel((inputs[0][-1], self.units), self.kernel_initializer)
        return (kernel, self.bias((self.units,))) if self.use_bias else (kernel,)

    def stacks(self, *inputs: Shape) -> bool:
        return len(inputs[0]) == 1

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x, kernel = m.x[0], weights[0]
        # np.dot is the same product with half the overhead; matmul is for more axes (sequences, stacks of kernels).
        m.z = (np.dot if x.ndim == 2 and kernel.ndim == 2 else np.matmul)(x, kernel, out=m.z)
        if self.use_bias:
            m.z += weights[1]
        m.a = ACTIVATIONS[self.activation].forward(m.z, m.a)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        if not from_z:
            m.dz = ACTIVATIONS[self.activation].backward(m.da, m.z, m.a, m.dz)
        x, dz = m.x[0], m.dz
        rows, d_rows = (x, dz) if x.ndim == 2 else (x.reshape(-1, x.shape[-1]), dz.reshape(-1, dz.shape[-1]))
        np.dot(rows.T, d_rows, out=gradients[0])
        if self.use_bias:
            np.dot(_ones(len(d_rows), d_rows.dtype), d_rows, out=gradients[1])  # the sum over the samples
        if need_dx:
            m.dx = (np.dot(dz, weights[0].T, out=m.dx[0] if m.dx else None),)

    def summary(self) -> str:
        return f"{self.units}, {self.activation}"

    def keras(self) -> KerasCall:
        args, kwargs = changed_in_keras(self, "units")
        return KerasCall("layers.Dense", args, kwargs)
