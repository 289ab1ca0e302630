"""Activations that are smooth forms of relu."""

from __future__ import annotations

import numpy as np

from nnviz.layers.activations.base import Activation, Array, Elementwise
from nnviz.layers.activations.sigmoids import SIGMOID


class Softplus(Activation):
    """g(z) = log(1 + e^z)."""

    name = "softplus"
    formula = r"g(z) = \log(1 + e^z)"
    derivative = r"g'(z) = \frac{1}{1 + e^{-z}}"
    code = ("A{k} = np.log(1 + np.exp(Z{k}))",)
    backward_code = ("dZ{k} = dA{k} / (1 + np.exp(-Z{k}))",)

    def forward(self, z: Array, out: Array | None = None) -> Array:
        # logaddexp(0, z) is the form that neither overflows for large z nor vanishes for small z.
        result: Array = np.logaddexp(z.dtype.type(0), z, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz = SIGMOID.forward(z, out)
        dz *= da
        return dz


class Squareplus(Elementwise):
    """g(z) = (z + √(z² + 4)) / 2. Barron 2021, https://arxiv.org/abs/2112.11687

    For negative z it is computed as 2 / (√(z² + 4) − z), the same without the difference of two near numbers.
    """

    name = "squareplus"
    formula = r"g(z) = \frac{z + \sqrt{z^2 + 4}}{2}"
    derivative = r"g'(z) = \frac{a}{\sqrt{z^2 + 4}}"
    code = ("A{k} = (Z{k} + np.sqrt(Z{k}**2 + 4)) / 2",)
    backward_code = ("dZ{k} = dA{k} * A{k} / np.sqrt(Z{k}**2 + 4)",)

    def value(self, z: Array) -> Array:
        sum_of_sizes = np.hypot(z, 2) + np.abs(z)
        return np.where(z > 0, sum_of_sizes / 2, 2 / sum_of_sizes)

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = a / np.hypot(z, 2)
        return result


class SparsePlus(Elementwise):
    """g(z) = 0 for z ≤ −1, (z + 1)² / 4 for −1 < z < 1, z for z ≥ 1."""

    name = "sparse_plus"
    formula = r"g(z) = 0 \text{ if } z \le -1, \; \frac{(z + 1)^2}{4} \text{ if } z < 1, \text{ else } z"
    derivative = r"g'(z) = \min(\max(0, \frac{z + 1}{2}), 1)"
    code = ("A{k} = np.where(Z{k} < 1, np.maximum(Z{k} + 1, 0)**2 / 4, Z{k})",)
    backward_code = ("dZ{k} = dA{k} * np.clip(0.5 * (Z{k} + 1), 0, 1)",)

    def value(self, z: Array) -> Array:
        # The square of what lies within (−1, 1): that of a large number would overflow.
        return np.where(z < 1, np.square(np.clip(z + 1, 0, 2)) / 4, z)

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = np.clip(0.5 * (z + 1), 0, 1)
        return result
