"""Kernels: many steps through a small chain of dense layers, compiled to machine code by numba.

Only :mod:`nnviz.engine.compiled` imports this module, and only where numba is installed. It is the mathematics of the
layers' ``forward`` and ``backward``; where arrays are flat, unit by unit, the samples of a unit lie side by side.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy.typing as npt

Array = npt.NDArray[Any]

# Sums may be taken in another order, so that they use the processor's wide registers; NaN and infinity stay.
_compile = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})


@_compile
def _activate(z: Array, activation: int) -> None:
    """Make a of z, in place."""
    if activation == 1:
        for i in range(len(z)):
            if z[i] < 0:  # so NaN stays
                z[i] = 0
    elif activation == 2:
        for i in range(len(z)):
            z[i] = 1 / (1 + math.exp(-z[i]))
    elif activation == 3:
        for i in range(len(z)):
            z[i] = math.tanh(z[i])


@_compile
def _times_slope(da: Array, a: Array, activation: int) -> None:
    """Make dz of da, in place."""
    if activation == 1:
        for i in range(len(a)):
            da[i] *= 1 if a[i] > 0 else 0
    elif activation == 2:
        for i in range(len(a)):
            da[i] *= a[i] * (1 - a[i])
    elif activation == 3:
        for i in range(len(a)):
            da[i] *= 1 - a[i] * a[i]


@_compile
def _forward(theta: Array, links: Array, a: Array, m: int) -> None:
    """Compute all layers; the input lies in front of ``a``, the last layer's z is left as it is."""
    for number in range(len(links)):
        start, inputs, units, bias, activation, before, place = links[number]
        for j in range(units):
            z = place + j * m
            b = theta[start + inputs * units + j] if bias else theta[0] * 0
            for i in range(m):
                a[z + i] = b
            for k in range(inputs):
                w, x = theta[start + k * units + j], before + k * m
                for i in range(m):
                    a[z + i] += w * a[x + i]
        if number == len(links) - 1:
            return
        _activate(a[place : place + units * m], activation)


@_compile
def _signal(a: Array, d: Array, y: Array, place: int, units: int, m: int, first: int, head: int) -> float:
    """Write dz of the last layer, but for its constant factor, and return the mean loss."""
    total = 0.0
    for i in range(m):
        if head == 0:  # difference: l = mean (z − y)²
            for j in range(units):
                error = a[place + j * m + i] - y[first + i, j]
                total += error * error / units
                d[place + j * m + i] = error
        elif head == 1:  # logistic: l = mean log(1 + e^z) − z y
            for j in range(units):
                z, target = a[place + j * m + i], y[first + i, j]
                e = math.exp(-abs(z))
                total += (max(z, 0) + math.log1p(e) - z * target) / units
                d[place + j * m + i] = (1 if z > 0 else e) / (1 + e) - target
        else:  # softmax: l = log Σ e^z − z of the label
            most = a[place + i]
            for j in range(1, units):
                most = max(most, a[place + j * m + i])
            whole = most * 0
            for j in range(units):
                d[place + j * m + i] = math.exp(a[place + j * m + i] - most)
                whole += d[place + j * m + i]
            label = int(y[first + i, 0])
            total += math.log(whole) - (a[place + label * m + i] - most)
            for j in range(units):
                d[place + j * m + i] = d[place + j * m + i] / whole - (1 if j == label else 0)
    return total / m


@_compile
def _backward(theta: Array, gradient: Array, links: Array, a: Array, d: Array, m: int) -> None:
    """Carry dz of the last layer back to all weights."""
    for back in range(len(links)):
        number = len(links) - 1 - back
        start, inputs, units, bias, _, before, place = links[number]
        for j in range(units):
            dz = place + j * m
            for k in range(inputs):
                x, total = before + k * m, theta[0] * 0
                for i in range(m):
                    total += a[x + i] * d[dz + i]
                gradient[start + k * units + j] = total
            if bias:
                total = theta[0] * 0
                for i in range(m):
                    total += d[dz + i]
                gradient[start + inputs * units + j] = total
        if number == 0:
            return
        for k in range(inputs):
            da = before + k * m
            for i in range(m):
                d[da + i] = 0
            for j in range(units):
                w, dz = theta[start + k * units + j], place + j * m
                for i in range(m):
                    d[da + i] += w * d[dz + i]
        values, signals = a[before : before + inputs * m], d[before : before + inputs * m]
        _times_slope(signals, values, links[number - 1, 4])


@_compile
def steps(
    theta: Array,
    slots: Array,
    gradient: Array,
    x: Array,
    y: Array,
    m: int,
    links: Array,
    head: int,
    rates: Array,
    constants: Array,
    a: Array,
    d: Array,
    losses: Array,
) -> None:
    """Make ``len(losses)`` steps with batches of ``m`` samples in place: SGD, or Adam where there are slots.

    ``x`` (steps · m, inputs + 1 or more), ``y`` (steps · m, units), or labels in one column; ``links`` rows of start
    in θ, inputs, units, has a bias, activation, place of its inputs and of its outputs in ``a`` and ``d``, which are
    scratch; ``rates`` η (of Adam α) of each step; ``constants`` the factor of the gradient, then Adam's 1 − β₁,
    1 − β₂ and ε.
    """
    inputs, last = links[0, 1], links[len(links) - 1]
    for step in range(len(losses)):
        first, rate = step * m, rates[step]
        for i in range(m):
            for k in range(inputs):
                a[k * m + i] = x[first + i, k]
        _forward(theta, links, a, m)
        losses[step] = _signal(a, d, y, last[6], last[2], m, first, head)
        _backward(theta, gradient, links, a, d, m)
        if len(slots):
            for j in range(len(theta)):
                g = gradient[j] * constants[0]
                slots[0, j] += constants[1] * (g - slots[0, j])
                slots[1, j] += constants[2] * (g * g - slots[1, j])
                theta[j] -= slots[0, j] * rate / (math.sqrt(slots[1, j]) + constants[3])
        else:
            for j in range(len(theta)):
                theta[j] -= rate * (gradient[j] * constants[0])
