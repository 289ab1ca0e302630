"""Activations that let positive values through and treat negative ones in a way of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.layers.activations.base import Activation, Array, Elementwise


def below(z: Array) -> Array:
    """Return min(z, 0): the argument of an exponential that is used for negative z only, so it cannot overflow."""
    result: Array = np.minimum(z, 0)
    return result


class Relu(Activation):
    """g(z) = max(0, z); the derivative at 0 is taken as 0, as in Keras."""

    name = "relu"
    formula = r"g(z) = \max(0, z)"
    derivative = r"g'(z) = 1 \text{ if } z > 0 \text{ else } 0"
    code = ("A{k} = np.maximum(0, Z{k})",)
    backward_code = ("dZ{k} = dA{k} * (Z{k} > 0)",)

    def forward(self, z: Array, out: Array | None = None) -> Array:
        result: Array = np.maximum(z, 0, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        # A product with the boolean mask, not `where`: it is several times faster and needs no temporary of floats.
        result: Array = np.multiply(da, z > 0, out=out)
        return result


class LeakyRelu(Elementwise):
    """g(z) = z for z > 0, 0.2 z otherwise. 0.2 is Keras' slope of the name; the layer LeakyReLU has a field for it."""

    name = "leaky_relu"
    formula = r"g(z) = z \text{ if } z > 0 \text{ else } 0.2\, z"
    derivative = r"g'(z) = 1 \text{ if } z > 0 \text{ else } 0.2"
    code = ("A{k} = np.where(Z{k} > 0, Z{k}, 0.2 * Z{k})",)
    backward_code = ("dZ{k} = dA{k} * np.where(Z{k} > 0, 1, 0.2)",)

    def value(self, z: Array) -> Array:
        result: Array = np.maximum(z, z * z.dtype.type(0.2))
        return result

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = np.where(z > 0, z.dtype.type(1), z.dtype.type(0.2))
        return result


class Relu6(Elementwise):
    """g(z) = min(max(0, z), 6); the derivative is 0 at 0 and at 6."""

    name = "relu6"
    formula = r"g(z) = \min(\max(0, z), 6)"
    derivative = r"g'(z) = 1 \text{ if } 0 < z < 6 \text{ else } 0"
    code = ("A{k} = np.clip(Z{k}, 0, 6)",)
    backward_code = ("dZ{k} = dA{k} * ((Z{k} > 0) & (Z{k} < 6))",)

    def value(self, z: Array) -> Array:
        result: Array = np.clip(z, 0, 6)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        return (z > 0) & (z < 6)


class Elu(Elementwise):
    """g(z) = z for z > 0, e^z − 1 otherwise. Clevert et al. 2015, https://arxiv.org/abs/1511.07289"""

    name = "elu"
    formula = r"g(z) = z \text{ if } z > 0 \text{ else } e^z - 1"
    derivative = r"g'(z) = 1 \text{ if } z > 0 \text{ else } e^z"
    code = ("A{k} = np.where(Z{k} > 0, Z{k}, np.expm1(np.minimum(Z{k}, 0)))",)
    backward_code = ("dZ{k} = dA{k} * np.exp(np.minimum(Z{k}, 0))",)

    def value(self, z: Array) -> Array:
        return np.where(z > 0, z, np.expm1(below(z)))

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = np.exp(below(z))
        return result


class Celu(Elu):
    """g(z) = max(z, 0) + e^(min(z, 0)) − 1; with Keras' α = 1 it equals elu. Barron 2017, https://arxiv.org/abs/1704.07483

    At z = 0 the derivative is 1. Keras on TensorFlow gives 2 there, because both of its halves count the point.
    """

    name = "celu"
    formula = r"g(z) = \max(z, 0) + e^{\min(z, 0)} - 1"
    code = ("A{k} = np.maximum(Z{k}, 0) + np.expm1(np.minimum(Z{k}, 0))",)


_SCALE = 1.0507009873554804934193349852946
_ALPHA = 1.6732632423543772848170429916717


class Selu(Elementwise):
    """g(z) = s z for z ≥ 0, s α (e^z − 1) otherwise, s ≈ 1.0507, α ≈ 1.6733. https://arxiv.org/abs/1706.02515"""

    name = "selu"
    formula = (
        r"g(z) = s z \text{ if } z \ge 0 \text{ else } s \alpha (e^z - 1), \; s = 1.0507, \; \alpha = 1.6733"
    )
    derivative = r"g'(z) = s \text{ if } z \ge 0 \text{ else } s \alpha e^z"
    code = (
        "s, alpha = 1.0507009873554805, 1.6732632423543772",
        "A{k} = s * np.where(Z{k} >= 0, Z{k}, alpha * np.expm1(np.minimum(Z{k}, 0)))",
    )
    backward_code = (
        "s, alpha = 1.0507009873554805, 1.6732632423543772",
        "dZ{k} = dA{k} * s * np.where(Z{k} >= 0, 1, alpha * np.exp(np.minimum(Z{k}, 0)))",
    )

    def value(self, z: Array) -> Array:
        result: Array = _SCALE * np.where(z >= 0, z, _ALPHA * np.expm1(below(z)))
        return result

    def slope(self, z: Array, a: Array) -> Array:
        one: Any = z.dtype.type(1)
        result: Array = _SCALE * np.where(z >= 0, one, _ALPHA * np.exp(below(z)))
        return result


class Exponential(Activation):
    """g(z) = e^z. Beyond z = 88 (709 in double precision) it is infinite, in Keras too."""

    name = "exponential"
    formula = r"g(z) = e^z"
    derivative = r"g'(z) = a"
    code = ("A{k} = np.exp(Z{k})",)
    backward_code = ("dZ{k} = dA{k} * A{k}",)

    def forward(self, z: Array, out: Array | None = None) -> Array:
        with np.errstate(over="ignore"):  # the infinity is found and told by the run
            result: Array = np.exp(z, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz: Array = np.multiply(da, a, out=out)
        return dz
