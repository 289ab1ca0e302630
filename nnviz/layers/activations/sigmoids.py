"""Activations that level off to both sides, and the logarithm of one."""

from __future__ import annotations

import numpy as np

from nnviz.layers.activations.base import Activation, Array, Elementwise

# Arrays, because numpy takes twice as long for an operation with a Python number; both are exact in any precision.
_ONE = np.ones((), np.float32)
_HALF = np.full((), 0.5, np.float32)


class Sigmoid(Activation):
    """g(z) = 1 / (1 + e^(−z)), computed as (1 + tanh(z / 2)) / 2, which never overflows."""

    name = "sigmoid"
    formula = r"g(z) = \frac{1}{1 + e^{-z}}"
    derivative = r"g'(z) = a (1 - a)"
    code = ("A{k} = 1 / (1 + np.exp(-Z{k}))",)
    backward_code = ("dZ{k} = dA{k} * A{k} * (1 - A{k})",)
    bounded = True

    def forward(self, z: Array, out: Array | None = None) -> Array:
        a: Array = np.multiply(z, _HALF, out=out)
        np.tanh(a, out=a)
        a += _ONE
        a *= _HALF
        return a

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz: Array = np.subtract(_ONE, a, out=out)
        dz *= a
        dz *= da
        return dz


SIGMOID = Sigmoid()
"""For others to use."""


class Tanh(Activation):
    """g(z) = tanh z."""

    name = "tanh"
    formula = r"g(z) = \tanh z"
    derivative = r"g'(z) = 1 - a^2"
    code = ("A{k} = np.tanh(Z{k})",)
    backward_code = ("dZ{k} = dA{k} * (1 - A{k}**2)",)
    bounded = True

    def forward(self, z: Array, out: Array | None = None) -> Array:
        result: Array = np.tanh(z, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        # da − (da a) a is the product with 1 − a² in three cheap operations.
        dz: Array = np.multiply(da, a, out=out)
        dz *= a
        np.subtract(da, dz, out=dz)
        return dz


class HardSigmoid(Elementwise):
    """g(z) = z/6 + ½, kept within 0 and 1. Keras 3's form; Keras 2 had z/5 + ½."""

    name = "hard_sigmoid"
    formula = r"g(z) = \min(\max(0, \frac{z}{6} + \frac{1}{2}), 1)"
    derivative = r"g'(z) = \frac{1}{6} \text{ if } -3 < z < 3 \text{ else } 0"
    code = ("A{k} = np.clip(Z{k} + 3, 0, 6) / 6",)
    backward_code = ("dZ{k} = dA{k} * (abs(Z{k}) < 3) / 6",)
    bounded = True

    def value(self, z: Array) -> Array:
        result: Array = np.clip(z + 3, 0, 6) / 6
        return result

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = (np.abs(z) < 3) * z.dtype.type(1 / 6)
        return result


class SparseSigmoid(Elementwise):
    """g(z) = (z + 1) / 2, kept within 0 and 1. Blondel et al. 2019, https://arxiv.org/abs/1901.02324"""

    name = "sparse_sigmoid"
    formula = r"g(z) = \min(\max(0, \frac{z + 1}{2}), 1)"
    derivative = r"g'(z) = \frac{1}{2} \text{ if } -1 < z < 1 \text{ else } 0"
    code = ("A{k} = np.clip(0.5 * (Z{k} + 1), 0, 1)",)
    backward_code = ("dZ{k} = dA{k} * 0.5 * (abs(Z{k}) < 1)",)
    bounded = True

    def value(self, z: Array) -> Array:
        result: Array = np.clip(0.5 * (z + 1), 0, 1)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = (np.abs(z) < 1) * _HALF.astype(z.dtype)
        return result


class LogSigmoid(Elementwise):
    """g(z) = log(1 / (1 + e^(−z))) = −log(1 + e^(−z))."""

    name = "log_sigmoid"
    formula = r"g(z) = -\log(1 + e^{-z})"
    derivative = r"g'(z) = \frac{1}{1 + e^{z}}"
    code = ("A{k} = -np.log(1 + np.exp(-Z{k}))",)
    backward_code = ("dZ{k} = dA{k} / (1 + np.exp(Z{k}))",)

    def value(self, z: Array) -> Array:
        # logaddexp(0, −z) is the form that neither overflows for small z nor vanishes for large z.
        result: Array = -np.logaddexp(z.dtype.type(0), -z)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        # 1 / (1 + e^z) as a power of e: it keeps its digits for large z and cannot overflow.
        result: Array = np.exp(-np.logaddexp(z.dtype.type(0), z))
        return result


class HardTanh(Elementwise):
    """g(z) = z, kept within ±1; the derivative at ±1 is 1, as in Keras on TensorFlow."""

    name = "hard_tanh"
    formula = r"g(z) = \min(\max(-1, z), 1)"
    derivative = r"g'(z) = 1 \text{ if } -1 \le z \le 1 \text{ else } 0"
    code = ("A{k} = np.clip(Z{k}, -1, 1)",)
    backward_code = ("dZ{k} = dA{k} * (abs(Z{k}) <= 1)",)
    bounded = True

    def value(self, z: Array) -> Array:
        result: Array = np.clip(z, -1, 1)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        return np.abs(z) <= 1


class Softsign(Elementwise):
    """g(z) = z / (1 + |z|)."""

    name = "softsign"
    formula = r"g(z) = \frac{z}{1 + |z|}"
    derivative = r"g'(z) = \frac{1}{(1 + |z|)^2}"
    code = ("A{k} = Z{k} / (1 + abs(Z{k}))",)
    backward_code = ("dZ{k} = dA{k} / (1 + abs(Z{k}))**2",)
    bounded = True

    def value(self, z: Array) -> Array:
        result: Array = z / (1 + np.abs(z))
        return result

    def slope(self, z: Array, a: Array) -> Array:
        # The square of the quotient: the square of the sum would overflow.
        result: Array = np.square(1 / (1 + np.abs(z)))
        return result
