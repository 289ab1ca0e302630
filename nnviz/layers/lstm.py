"""LSTM: a state with a memory beside it, and gates that decide what is forgotten, written and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array
from nnviz.layers.initializers import Initializer
from nnviz.layers.recurrent import INNER, Recurrent, back, side_by_side
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class _ForgetBias(Initializer):
    """The forget gate's biases are 1, the others start as chosen (Jozefowicz et al. 2015)."""

    others: Initializer
    units: int

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        first, last = self.others.sample((self.units,), rng), self.others.sample((2 * self.units,), rng)
        return np.concatenate([first, np.ones(self.units), last])


@dataclass(frozen=True)
class LSTM(Recurrent):
    """cₜ = f ⊙ cₜ₋₁ + i ⊙ g(z_c), hₜ = o ⊙ g(cₜ) with the gates i, f, o = σ(xₜ·W + hₜ₋₁·U + b), each its own columns.

    Columns in the order i, f, c, o. Backward through time carries ∂L/∂hₜ and ∂L/∂cₜ. Hochreiter and Schmidhuber 1997.
    https://keras.io/api/layers/recurrent_layers/lstm/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "LSTM")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Reads a sequence with a memory: gates decide what is forgotten, what is written and what is handed on.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "recurrent sequence time long short-term memory text")
    formula = r"c_t = f_t \odot c_{t-1} + i_t \odot g(\tilde c_t), \quad h_t = o_t \odot g(c_t)"
    backward_formula = (
        r"\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial h_t} \odot o_t \odot g'(c_t)"
        r" + \frac{\partial L}{\partial c_{t+1}} \odot f_{t+1}"
    )
    code = "i, f, n, o = gates(X[:, t] @ W + h @ U + b); c = f * c + i * n; h = o * g(c)"
    gates = 4
    cell = "lstm_cell"
    per_step = ("c", "i", "f", "n", "o", "zi", "zf", "zn", "zo", "g")

    units: int = declare(
        4, "int", QT_TRANSLATE_NOOP("nnviz", "Numbers in the state"), minimum=1, maximum=10_000
    )
    activation: str = declare(
        "tanh", "choice", QT_TRANSLATE_NOOP("nnviz", "Function of what is written and read"), choices=INNER
    )
    recurrent_activation: str = declare(
        "sigmoid", "choice", QT_TRANSLATE_NOOP("nnviz", "Function of the gates"), choices=INNER
    )
    use_bias: bool = declare(True, "bool", QT_TRANSLATE_NOOP("nnviz", "Add a learned constant to each sum"))
    unit_forget_bias: bool = declare(
        True,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "Start with open forget gates: their biases are 1"),
        advanced=True,
    )

    @property
    def bias_start(self) -> Initializer:
        if not self.unit_forget_bias:
            return self.bias_initializer
        return _ForgetBias(self.bias_initializer, self.units)

    def step(self, x: Array, before: Mapping[str, Array], weights: Sequence[Array]) -> dict[str, Array]:
        zi, zf, zn, zo = np.split(x + np.dot(before["h"], weights[1]), 4, axis=1)
        gate, inner = ACTIVATIONS[self.recurrent_activation], ACTIVATIONS[self.activation]
        i, f, n, o = gate.forward(zi), gate.forward(zf), inner.forward(zn), gate.forward(zo)
        c = f * before["c"] + i * n
        g = inner.forward(c)
        return {
            "h": o * g,
            "c": c,
            "g": g,
            "i": i,
            "f": f,
            "n": n,
            "o": o,
            "zi": zi,
            "zf": zf,
            "zn": zn,
            "zo": zo,
        }

    def step_back(
        self,
        now: Mapping[str, Array],
        before: Mapping[str, Array],
        arriving: dict[str, Array],
        weights: Sequence[Array],
        gradients: Sequence[Array],
    ) -> Array:
        gate, inner, dh = self.recurrent_activation, self.activation, arriving["h"]
        dc = arriving["c"] + back(inner, dh * now["o"], now["c"], now["g"])
        dz = side_by_side(
            [
                back(gate, dc * now["n"], now["zi"], now["i"]),
                back(gate, dc * before["c"], now["zf"], now["f"]),
                back(inner, dc * now["i"], now["zn"], now["n"]),
                back(gate, dh * now["g"], now["zo"], now["o"]),
            ]
        )
        gradients[1][...] += np.dot(before["h"].T, dz)
        arriving["h"], arriving["c"] = np.dot(dz, weights[1].T), dc * now["f"]
        return dz
