"""Activations: the function that makes a layer's output ``a`` from ``z``, and its derivative.

Each is one small class with Keras' name. ``forward`` writes a, ``backward`` writes dz from da, z and a; both use
the array given as ``out`` if there is one. Source of the definitions: https://keras.io/api/layers/activations/.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


# Arrays, because numpy takes twice as long for an operation with a Python number; both are exact in any precision.
_ONE = np.ones((), np.float32)
_HALF = np.full((), 0.5, np.float32)


class Activation:
    """Base: a named function with its formula in LaTeX."""

    name: ClassVar[str]
    formula: ClassVar[str]
    derivative: ClassVar[str]

    def forward(self, z: Array, out: Array | None = None) -> Array:
        """Return a = g(z)."""
        raise NotImplementedError

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        """Return dz = da ⊙ g′(z)."""
        raise NotImplementedError


class Linear(Activation):
    """g(z) = z."""

    name = "linear"
    formula = r"g(z) = z"
    derivative = r"g'(z) = 1"

    def forward(self, z: Array, out: Array | None = None) -> Array:
        return z

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        return da


class Relu(Activation):
    """g(z) = max(0, z); the derivative at 0 is taken as 0, as in Keras."""

    name = "relu"
    formula = r"g(z) = \max(0, z)"
    derivative = r"g'(z) = 1 \text{ if } z > 0 \text{ else } 0"

    def forward(self, z: Array, out: Array | None = None) -> Array:
        result: Array = np.maximum(z, 0, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        # A product with the boolean mask, not `where`: it is several times faster and needs no temporary of floats.
        result: Array = np.multiply(da, z > 0, out=out)
        return result


class Sigmoid(Activation):
    """g(z) = 1 / (1 + e^(−z)), computed as (1 + tanh(z / 2)) / 2, which never overflows."""

    name = "sigmoid"
    formula = r"g(z) = \frac{1}{1 + e^{-z}}"
    derivative = r"g'(z) = a (1 - a)"

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


class Tanh(Activation):
    """g(z) = tanh z."""

    name = "tanh"
    formula = r"g(z) = \tanh z"
    derivative = r"g'(z) = 1 - a^2"

    def forward(self, z: Array, out: Array | None = None) -> Array:
        result: Array = np.tanh(z, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        # da − (da a) a is the product with 1 − a² in three cheap operations.
        dz: Array = np.multiply(da, a, out=out)
        dz *= a
        np.subtract(da, dz, out=dz)
        return dz


class Softplus(Activation):
    """g(z) = log(1 + e^z)."""

    name = "softplus"
    formula = r"g(z) = \log(1 + e^z)"
    derivative = r"g'(z) = \frac{1}{1 + e^{-z}}"

    def forward(self, z: Array, out: Array | None = None) -> Array:
        # logaddexp(0, z) is the form that neither overflows for large z nor vanishes for small z.
        result: Array = np.logaddexp(z.dtype.type(0), z, out=out)
        return result

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz = Sigmoid().forward(z, out)
        dz *= da
        return dz


class Softmax(Activation):
    """g(z)ᵢ = e^(zᵢ) / Σⱼ e^(zⱼ) over the last axis, shifted by the maximum so that it cannot overflow."""

    name = "softmax"
    formula = r"g(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"
    derivative = r"dz_i = a_i \left(da_i - \sum_j da_j a_j\right)"

    def forward(self, z: Array, out: Array | None = None) -> Array:
        a: Array = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
        np.exp(a, out=a)
        a /= a.sum(axis=-1, keepdims=True)
        return a

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz: Array = np.multiply(da, a, out=out)
        dz -= a * dz.sum(axis=-1, keepdims=True)
        return dz


ACTIVATIONS: dict[str, Activation] = {
    found.name: found for found in (Linear(), Relu(), Sigmoid(), Tanh(), Softplus(), Softmax())
}
"""All activations by their Keras name."""
