"""Activation: a function of each value, as a layer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Activation(Layer):
    """A = g(Z) with Z the input; dZ = dA ⊙ g′(Z). https://keras.io/api/layers/core_layers/activation/"""

    title = QT_TRANSLATE_NOOP("nnviz", "Activation")
    help = QT_TRANSLATE_NOOP("nnviz", "Applies an activation function to every value. It has no weights.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "relu sigmoid tanh softmax nonlinearity function")

    activation: str = declare(
        "relu", "choice", QT_TRANSLATE_NOOP("nnviz", "The function"), choices=tuple(ACTIVATIONS)
    )

    @property
    def activation_name(self) -> str:
        return self.activation

    def stacks(self, *inputs: Shape) -> bool:
        return True

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        (m.z,) = m.x
        m.a = ACTIVATIONS[self.activation].forward(m.z, m.a)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        if not from_z:
            m.dz = ACTIVATIONS[self.activation].backward(m.da, m.z, m.a, m.dz)
        m.dx = (m.dz,)

    def summary(self) -> str:
        return self.activation

    def keras(self) -> KerasCall:
        return KerasCall("layers.Activation", (self.activation,))
