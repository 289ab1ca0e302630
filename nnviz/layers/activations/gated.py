"""Activations that are z times a gate between 0 and 1 that opens with z."""

from __future__ import annotations

import math

import numpy as np

from nnviz.layers.activations.base import Array, Elementwise
from nnviz.layers.activations.sigmoids import SIGMOID, HardSigmoid

_HARD_SIGMOID = HardSigmoid()


class Silu(Elementwise):
    """g(z) = z / (1 + e^(−z)), also called swish. Ramachandran et al. 2017, https://arxiv.org/abs/1710.05941"""

    name = "silu"
    formula = r"g(z) = \frac{z}{1 + e^{-z}}"
    derivative = r"g'(z) = a + \frac{1 - a}{1 + e^{-z}}"
    code = ("A{k} = Z{k} / (1 + np.exp(-Z{k}))",)
    backward_code = ("dZ{k} = dA{k} * (A{k} + (1 - A{k}) / (1 + np.exp(-Z{k})))",)

    def value(self, z: Array) -> Array:
        a = SIGMOID.forward(z)
        a *= z
        return a

    def slope(self, z: Array, a: Array) -> Array:
        gate = SIGMOID.forward(z)
        # σ + a (1 − σ): a can be large only where 1 − σ vanishes.
        result: Array = gate + a * (1 - gate)
        return result


class Gelu(Elementwise):
    """g(z) = z Φ(z) = z/2 (1 + erf(z / √2)), Φ the distribution of a standard normal. https://arxiv.org/abs/1606.08415

    It is the exact form, Keras' default for the name, not the one with tanh.
    """

    name = "gelu"
    formula = r"g(z) = z\, \Phi(z), \; \Phi(z) = \frac{1}{2} \left(1 + \mathrm{erf} \frac{z}{\sqrt{2}}\right)"
    derivative = r"g'(z) = \Phi(z) + \frac{z}{\sqrt{2 \pi}} e^{-z^2/2}"
    code = ("A{k} = Z{k} * (1 + scipy.special.erf(Z{k} / np.sqrt(2))) / 2",)
    backward_code = (
        "P = (1 + scipy.special.erf(Z{k} / np.sqrt(2))) / 2",
        "dZ{k} = dA{k} * (P + Z{k} * np.exp(-Z{k}**2 / 2) / np.sqrt(2 * np.pi))",
    )

    def value(self, z: Array) -> Array:
        return z * _normal_distribution(z)

    def slope(self, z: Array, a: Array) -> Array:
        near = np.clip(z, -40, 40)  # beyond, the density is 0 in any precision, and the square might overflow
        density = np.exp(near * near * -0.5) * (1 / math.sqrt(2 * math.pi))
        result: Array = _normal_distribution(z) + near * density
        return result


def _normal_distribution(z: Array) -> Array:
    """Return Φ(z), accurate also where it is nearly 0."""
    from scipy.special import ndtr

    result: Array = ndtr(z)
    return result


class Mish(Elementwise):
    """g(z) = z tanh(log(1 + e^z)). Misra 2019, https://arxiv.org/abs/1908.08681"""

    name = "mish"
    formula = r"g(z) = z \tanh(\log(1 + e^z))"
    derivative = r"g'(z) = t + \frac{z (1 - t^2)}{1 + e^{-z}}, \; t = \tanh(\log(1 + e^z))"
    code = ("A{k} = Z{k} * np.tanh(np.log(1 + np.exp(Z{k})))",)
    backward_code = (
        "T = np.tanh(np.log(1 + np.exp(Z{k})))",
        "dZ{k} = dA{k} * (T + Z{k} * (1 - T**2) / (1 + np.exp(-Z{k})))",
    )

    def value(self, z: Array) -> Array:
        return z * self._gate(z)

    def slope(self, z: Array, a: Array) -> Array:
        gate = self._gate(z)
        result: Array = gate + z * ((1 - gate * gate) * SIGMOID.forward(z))
        return result

    @staticmethod
    def _gate(z: Array) -> Array:
        t: Array = np.logaddexp(z.dtype.type(0), z)
        np.tanh(t, out=t)
        return t


class HardSilu(Elementwise):
    """g(z) = z times hard_sigmoid(z), also called hard swish. Howard et al. 2019, https://arxiv.org/abs/1905.02244"""

    name = "hard_silu"
    formula = r"g(z) = z \min(\max(0, \frac{z}{6} + \frac{1}{2}), 1)"
    derivative = (
        r"g'(z) = 0 \text{ if } z \le -3, \; \frac{z}{3} + \frac{1}{2} \text{ if } z < 3, \text{ else } 1"
    )
    code = ("A{k} = Z{k} * np.clip(Z{k} + 3, 0, 6) / 6",)
    backward_code = ("dZ{k} = dA{k} * (np.clip(Z{k} + 3, 0, 6) + Z{k} * (abs(Z{k}) < 3)) / 6",)

    def value(self, z: Array) -> Array:
        return z * _HARD_SIGMOID.value(z)

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = _HARD_SIGMOID.value(z) + z * _HARD_SIGMOID.slope(z, a)
        return result
