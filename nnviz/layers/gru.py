"""GRU: a state that gates mix with a new one at every time step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array, Shape
from nnviz.layers.recurrent import INNER, Recurrent, back, side_by_side
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class GRU(Recurrent):
    """hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ n, gates z, r = σ(xₜ·W + hₜ₋₁·U + b), each its own columns, in the order z, r, n.

    With ``reset_after`` n = g(xₜ·W + b + r ⊙ (hₜ₋₁·U + b′)): two rows of biases, (2, 3 · units). Without it
    n = g(xₜ·W + b + (r ⊙ hₜ₋₁)·U). Cho et al. 2014. https://keras.io/api/layers/recurrent_layers/gru/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "GRU")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Reads a sequence and mixes its state with a new one at every step; gates decide how much of each.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "recurrent sequence time gated memory text")
    formula = r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot n_t"
    backward_formula = (
        r"\frac{\partial L}{\partial n_t} = \frac{\partial L}{\partial h_t} \odot (1 - z_t), \quad"
        r"\frac{\partial L}{\partial z_t} = \frac{\partial L}{\partial h_t} \odot (h_{t-1} - n_t)"
    )
    code = "z, r, n = gates(X[:, t] @ W, h @ U, b); h = z * h + (1 - z) * n"
    gates = 3
    cell = "gru_cell"
    per_step = ("z", "r", "n", "zz", "zr", "zn", "u")

    units: int = declare(
        4, "int", QT_TRANSLATE_NOOP("nnviz", "Numbers in the state"), minimum=1, maximum=10_000
    )
    activation: str = declare(
        "tanh", "choice", QT_TRANSLATE_NOOP("nnviz", "Function of the new state"), choices=INNER
    )
    recurrent_activation: str = declare(
        "sigmoid", "choice", QT_TRANSLATE_NOOP("nnviz", "Function of the gates"), choices=INNER
    )
    use_bias: bool = declare(True, "bool", QT_TRANSLATE_NOOP("nnviz", "Add a learned constant to each sum"))
    reset_after: bool = declare(
        True,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "The reset gate comes after the product with the state, not before"),
        advanced=True,
    )

    @property
    def bias_shape(self) -> Shape:
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    def input_bias(self, weights: Sequence[Array]) -> Array:
        return weights[2][0] if self.reset_after else weights[2]

    def add_bias_gradient(self, dx: Array, gradients: Sequence[Array]) -> None:
        (gradients[2][0] if self.reset_after else gradients[2])[...] = dx.sum(axis=(0, 1))

    def step(self, x: Array, before: Mapping[str, Array], weights: Sequence[Array]) -> dict[str, Array]:
        h, recurrent, n = before["h"], weights[1], 2 * self.units
        gate = ACTIVATIONS[self.recurrent_activation]
        if self.reset_after:
            inner = np.dot(h, recurrent)
            if self.use_bias:
                inner += weights[2][1]
        else:
            inner = np.dot(h, recurrent[:, :n])
        zz, zr = np.split(x[:, :n] + inner[:, :n], 2, axis=1)
        z, r = gate.forward(zz), gate.forward(zr)
        # u is what the reset gate acts on: with reset_after hU, without it h, whose product with U comes next.
        u = inner[:, n:] if self.reset_after else h
        zn = x[:, n:] + (r * u if self.reset_after else np.dot(r * u, recurrent[:, n:]))
        new = ACTIVATIONS[self.activation].forward(zn)
        return {"h": z * h + (1 - z) * new, "z": z, "r": r, "n": new, "zz": zz, "zr": zr, "zn": zn, "u": u}

    def step_back(
        self,
        now: Mapping[str, Array],
        before: Mapping[str, Array],
        arriving: dict[str, Array],
        weights: Sequence[Array],
        gradients: Sequence[Array],
    ) -> Array:
        h, recurrent, n, dh = before["h"], weights[1], 2 * self.units, arriving["h"]
        dzn = back(self.activation, dh * (1 - now["z"]), now["zn"], now["n"])
        d_reset = dzn if self.reset_after else np.dot(dzn, recurrent[:, n:].T)
        dzz = back(self.recurrent_activation, dh * (h - now["n"]), now["zz"], now["z"])
        dzr = back(self.recurrent_activation, d_reset * now["u"], now["zr"], now["r"])
        arriving["h"] = dh * now["z"]
        if self.reset_after:
            d_inner = side_by_side([dzz, dzr, dzn * now["r"]])
            gradients[1][...] += np.dot(h.T, d_inner)
            arriving["h"] += np.dot(d_inner, recurrent.T)
            if self.use_bias:
                gradients[2][1] += d_inner.sum(axis=0)
        else:
            d_gates = side_by_side([dzz, dzr])
            gradients[1][:, :n] += np.dot(h.T, d_gates)
            gradients[1][:, n:] += np.dot((now["r"] * h).T, dzn)
            arriving["h"] += np.dot(d_gates, recurrent[:, :n].T) + d_reset * now["r"]
        return side_by_side([dzz, dzr, dzn])
