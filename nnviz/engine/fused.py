"""Fused: a training step of a plain chain of dense layers in as few numpy operations as it can be.

It is the mathematics of the layers' own ``forward`` and ``backward``, which remain the reference:

* W and b lie one behind the other in θ, so they are one matrix [W; b], and with a row of ones below the
  activations X·W + b is one product and [dW; db] another.
* Activations are kept unit by unit, (units, samples): so each is contiguous, also without its row of ones, and
  those of all hidden layers lie in one array, whose derivatives take one or two operations together.
* Where the update is nothing but a product, the error signal is left without its constant factor (1/m, 2/m …), which
  becomes part of the learning rate.
* The losses are computed for many steps at once, from the outputs, which are kept.

Results differ from the reference's in the last bits only. Every array is made once, and so is every view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.feed import Fed
from nnviz.engine.head import Head
from nnviz.engine.links import Link
from nnviz.engine.updates import Update
from nnviz.layers.activations import ACTIVATIONS

Array = npt.NDArray[Any]

_ZERO = np.zeros((), np.float32)
_ONE = np.ones((), np.float32)


class Work:
    """The scratch memory and the operations of one step with batches of one size."""

    def __init__(
        self,
        links: Sequence[Link],
        theta: Array,
        gradient: Array,
        head: Head,
        samples: int,
        factor: float | None,
    ) -> None:
        """``factor`` is what the error signal is multiplied by; None leaves that to the update."""
        self._head, self._dz_factor = head, None if factor is None else np.array(factor, theta.dtype)
        hidden = [link.units for link in links[:-1]]
        ends = np.cumsum([0, *((units + 1) * samples for units in hidden)]).tolist()
        a, slope = np.ones(ends[-1], theta.dtype), np.empty(ends[-1], theta.dtype)
        layers = [(a[i:j].reshape(-1, samples), slope[i:j]) for i, j in pairwise(ends)]
        matrices = [link_matrix(link, theta) for link in links]
        inputs = [link.rows for link in links]
        before = [None, *(layer[0][: link.rows] for layer, link in zip(layers, links[1:], strict=True))]
        # Forward: a layer's [W; b] transposed, the activations before it (the batch for None), z, a and its function.
        self._forward = [
            (w.T, x, *_hidden(link.activation, layer[0][:-1]))
            for w, x, link, layer in zip(matrices, before, links, layers, strict=False)
        ]
        self._first_rows = inputs[0]
        self._last = matrices[-1].T, before[-1]
        self._slopes = _slopes(links, a, slope, ends)
        self._dz = np.empty((links[-1].units, samples), theta.dtype)
        # Backward, from the last layer to the second: [W; b] without b, what arrives and what is handed on.
        self._backward: list[tuple[Any, ...]] = []
        dz = self._dz
        for number in range(len(links) - 1, 0, -1):
            link, linear = links[number], links[number - 1].activation == "linear"
            da = np.empty((link.inputs, samples), theta.dtype)
            slopes = None if linear else layers[number - 1][1].reshape(-1, samples)[:-1]
            self._backward.append(
                (
                    before[number],
                    dz.T,
                    link_matrix(link, gradient),
                    matrices[number][: link.inputs],
                    dz,
                    da,
                    slopes,
                )
            )
            dz = da
        self._end = dz.T, link_matrix(links[0], gradient)

    def step(self, x: Array, y: Array, z: Array) -> None:
        """Compute z of the output, (units, samples), and the gradient.

        ``x`` is (inputs + 1, samples) with a row of ones, ``y`` as the head prepared it.
        """
        dot, multiply = np.dot, np.multiply
        x = x[: self._first_rows]
        for w, a, z_hidden, a_hidden, function in self._forward:
            dot(w, x if a is None else a, z_hidden)
            if function is not None:
                function(z_hidden, a_hidden)
        w, a = self._last
        dot(w, x if a is None else a, z)
        self._head.signal(z, y, self._dz)
        if self._dz_factor is not None:
            multiply(self._dz, self._dz_factor, self._dz)
        for function, a, slope in self._slopes:
            function(a, slope)
        for a, dz_rows, gradient, w, dz, da, slopes in self._backward:
            dot(a, dz_rows, gradient)
            dot(w, dz, da)
            if slopes is not None:
                multiply(da, slopes, da)
        dz_rows, gradient = self._end
        dot(x, dz_rows, gradient)


def link_matrix(link: Link, vector: Array) -> Array:
    """Return [W; b] of a layer as a view, (inputs + 1, units); W alone where there is no b."""
    return vector[link.start : link.stop].reshape(link.rows, link.units)


def _hidden(activation: str, a: Array) -> tuple[Array, Array, Callable[[Array, Array], object] | None]:
    """Return the array for z, the one for a, and what makes a from z; linear and relu need no z of their own."""
    if activation == "linear":
        return a, a, None
    if activation == "relu":
        return a, a, _relu
    return np.empty_like(a), a, np.tanh if activation == "tanh" else _sigmoid


def _relu(z: Array, a: Array) -> None:
    np.maximum(z, _ZERO, out=a)


def _sigmoid(z: Array, a: Array) -> None:
    ACTIVATIONS["sigmoid"].forward(z, a)


def _slopes(links: Sequence[Link], a: Array, slope: Array, ends: list[int]) -> list[tuple[Any, Array, Array]]:
    """Return the operations that write g′ of all hidden layers: one for neighbours with the same activation."""
    makers = {"tanh": _tanh_slope, "sigmoid": _sigmoid_slope, "relu": _relu_slope}
    found: list[tuple[Any, int, int]] = []
    for link, start, stop in zip(links, ends, ends[1:], strict=False):
        maker = makers.get(link.activation)
        if found and found[-1][0] is maker:
            found[-1] = (maker, found[-1][1], stop)
        else:
            found.append((maker, start, stop))
    return [(maker, a[start:stop], slope[start:stop]) for maker, start, stop in found if maker]


def _tanh_slope(a: Array, slope: Array) -> None:
    np.multiply(a, a, slope)
    np.subtract(_ONE, slope, slope)


def _sigmoid_slope(a: Array, slope: Array) -> None:
    np.subtract(_ONE, a, slope)
    np.multiply(slope, a, slope)


def _relu_slope(a: Array, slope: Array) -> None:
    np.greater(a, _ZERO, slope)  # as a number: the product with it is faster than with a boolean


class Fused:
    """Steps through a chain, batch by batch; they change ``theta`` and what ``update`` changes."""

    def __init__(
        self, links: Sequence[Link], head: Head, theta: Array, gradient: Array, update: Update
    ) -> None:
        """``update`` makes θ new from ``gradient``, which must have θ's size."""
        self._links, self._theta, self._gradient, self._update = links, theta, gradient, update
        self.head = head
        self._works: dict[int, Work] = {}

    def advance(self, fed: Fed) -> list[float]:
        """Make one step a batch and return the losses."""
        steps, samples = fed.targets.shape[:2]
        work = self._works.get(samples)
        if work is None:
            work = self._works[samples] = self._work(samples)
        kept = np.empty((steps, self.head.units, samples), self._theta.dtype)
        compute, update, scale = work.step, self._update.apply, self.head.scale(samples)
        for step, (x, y, z) in enumerate(zip(fed.xs, fed.ys, kept, strict=True), fed.step):
            compute(x, y, z)
            update(step, scale)
        return self.head.losses(kept, fed.targets)

    def _work(self, samples: int) -> Work:
        factor = None if self._update.takes_factor else self.head.scale(samples)
        return Work(self._links, self._theta, self._gradient, self.head, samples, factor)
