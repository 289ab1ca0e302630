"""What an activation is. ``Linear``, which does nothing, is here too."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Activation:
    """Base: a named function with its formulas in LaTeX and its lines of numpy.

    In the code ``Z{k}``, ``A{k}``, ``dA{k}`` and ``dZ{k}`` are the values of layer number k.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    derivative: ClassVar[str]
    code: ClassVar[tuple[str, ...]]
    """A from Z, in numpy."""
    backward_code: ClassVar[tuple[str, ...]]
    """dZ from dA, Z and A, in numpy; what ``code`` named may be used."""

    elementwise: ClassVar[bool] = True
    """Whether each neuron's output depends on its own z only; otherwise on all z of the last axis."""
    bounded: ClassVar[bool] = False
    """Whether all outputs lie within ±1."""

    def forward(self, z: Array, out: Array | None = None) -> Array:
        """Return a = g(z), written into ``out`` if that is given; ``z`` is not changed."""
        raise NotImplementedError

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        """Return dz = da ⊙ g′(z), written into ``out`` if that is given; nothing else is changed."""
        raise NotImplementedError


class Elementwise(Activation):
    """An activation given by its value and its slope, where no operation is saved by writing in place."""

    def value(self, z: Array) -> Array:
        """Return g(z), a new array."""
        raise NotImplementedError

    def slope(self, z: Array, a: Array) -> Array:
        """Return g′(z)."""
        raise NotImplementedError

    def forward(self, z: Array, out: Array | None = None) -> Array:
        a = self.value(z)
        if out is None:
            return a
        out[...] = a
        return out

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz: Array = np.multiply(da, self.slope(z, a), out=out)
        return dz


class Linear(Activation):
    """g(z) = z."""

    name = "linear"
    formula = r"g(z) = z"
    derivative = r"g'(z) = 1"
    code = ("A{k} = Z{k}",)
    backward_code = ("dZ{k} = dA{k}",)

    def forward(self, z: Array, out: Array | None = None) -> Array:
        return z

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        return da
