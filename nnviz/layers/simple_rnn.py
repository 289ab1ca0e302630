"""SimpleRNN: the state is a Dense layer of the input and of the state before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array
from nnviz.layers.recurrent import INNER, Recurrent, back
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class SimpleRNN(Recurrent):
    """hₜ = g(xₜ·W + hₜ₋₁·U + b), h₀ = 0.

    Backward through time: δₜ = (∂L/∂hₜ + δₜ₊₁·Uᵀ) ⊙ g′(zₜ), dW = Σₜ xₜᵀ·δₜ, dU = Σₜ hₜ₋₁ᵀ·δₜ, db = Σₜ δₜ.
    https://keras.io/api/layers/recurrent_layers/simple_rnn/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "SimpleRNN")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Reads a sequence step by step and keeps a state; each state comes from the input and the state before.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "recurrent sequence time memory text")
    formula = r"h_t = g(x_t W + h_{t-1} U + b)"
    backward_formula = (
        r"\delta_t = \left(\frac{\partial L}{\partial h_t} + \delta_{t+1} U^T\right) \odot g'(z_t)"
    )
    code = "for t in range(T): h = g(X[:, t] @ W + h @ U + b)"
    gates = 1
    cell = "simple_rnn_cell"
    per_step = ("z",)

    units: int = declare(
        4, "int", QT_TRANSLATE_NOOP("nnviz", "Numbers in the state"), minimum=1, maximum=10_000
    )
    activation: str = declare(
        "tanh", "choice", QT_TRANSLATE_NOOP("nnviz", "Function that makes the state"), choices=INNER
    )
    use_bias: bool = declare(True, "bool", QT_TRANSLATE_NOOP("nnviz", "Add a learned constant to each sum"))

    def step(self, x: Array, before: Mapping[str, Array], weights: Sequence[Array]) -> dict[str, Array]:
        z = x + np.dot(before["h"], weights[1])
        return {"z": z, "h": ACTIVATIONS[self.activation].forward(z)}

    def step_back(
        self,
        now: Mapping[str, Array],
        before: Mapping[str, Array],
        arriving: dict[str, Array],
        weights: Sequence[Array],
        gradients: Sequence[Array],
    ) -> Array:
        dz = back(self.activation, arriving["h"], now["z"], now["h"])
        gradients[1][...] += np.dot(before["h"].T, dz)
        arriving["h"] = np.dot(dz, weights[1].T)
        return dz
