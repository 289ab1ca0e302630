"""Activations that bring small values to (nearly) 0."""

from __future__ import annotations

import numpy as np

from nnviz.layers.activations.base import Array, Elementwise


class TanhShrink(Elementwise):
    """g(z) = z − tanh z."""

    name = "tanh_shrink"
    formula = r"g(z) = z - \tanh z"
    derivative = r"g'(z) = \tanh^2 z"
    code = ("A{k} = Z{k} - np.tanh(Z{k})",)
    backward_code = ("dZ{k} = dA{k} * np.tanh(Z{k})**2",)

    def value(self, z: Array) -> Array:
        result: Array = z - np.tanh(z)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        result: Array = np.square(np.tanh(z))
        return result


class SoftShrink(Elementwise):
    """g(z) = z − ½ for z > ½, z + ½ for z < −½, else 0; ½ is Keras' threshold of the name."""

    name = "soft_shrink"
    formula = r"g(z) = z - 0.5 \text{ if } z > 0.5, \; z + 0.5 \text{ if } z < -0.5, \text{ else } 0"
    derivative = r"g'(z) = 1 \text{ if } |z| > 0.5 \text{ else } 0"
    code = ("A{k} = Z{k} - np.clip(Z{k}, -0.5, 0.5)",)
    backward_code = ("dZ{k} = dA{k} * (abs(Z{k}) > 0.5)",)

    def value(self, z: Array) -> Array:
        result: Array = z - np.clip(z, -0.5, 0.5)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        return np.abs(z) > 0.5


class HardShrink(Elementwise):
    """g(z) = z for |z| > ½, else 0; ½ is Keras' threshold of the name."""

    name = "hard_shrink"
    formula = r"g(z) = z \text{ if } |z| > 0.5 \text{ else } 0"
    derivative = r"g'(z) = 1 \text{ if } |z| > 0.5 \text{ else } 0"
    code = ("A{k} = Z{k} * (abs(Z{k}) > 0.5)",)
    backward_code = ("dZ{k} = dA{k} * (abs(Z{k}) > 0.5)",)

    def value(self, z: Array) -> Array:
        result: Array = z * (np.abs(z) > 0.5)
        return result

    def slope(self, z: Array, a: Array) -> Array:
        return np.abs(z) > 0.5
