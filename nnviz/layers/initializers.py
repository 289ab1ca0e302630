"""Initializers: where a weight starts.

Definitions follow Keras (https://keras.io/api/layers/initializers/). ``fan_in`` and ``fan_out`` are the numbers
of connections into and out of one unit. The random numbers are numpy's, so the distributions equal Keras' but
the drawn values do not; an export with weights carries the values themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP

Array = npt.NDArray[Any]

_TRUNCATED_STDDEV = 0.87962566103423978
"""Standard deviation of a standard normal cut off at ±2."""


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return ``(fan_in, fan_out)`` of a weight shape: all axes but the last two are the receptive field."""
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return n, n
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


@dataclass(frozen=True)
class Initializer(Part):
    """Base of all initializers: ``sample`` draws one weight in float64."""

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Return start values of the given shape."""
        raise NotImplementedError


def _truncated_normal(shape: tuple[int, ...], stddev: float, rng: np.random.Generator) -> Array:
    """Draw from a normal distribution, again where a value lies beyond two standard deviations."""
    values = rng.standard_normal(shape)
    outside = np.abs(values) > 2
    while outside.any():
        values[outside] = rng.standard_normal(int(outside.sum()))
        outside = np.abs(values) > 2
    return values * stddev


@dataclass(frozen=True)
class GlorotUniform(Initializer):
    """U(−l, l) with l = √(6 / (fan_in + fan_out)). Glorot and Bengio 2010."""

    title = QT_TRANSLATE_NOOP("nnviz", "Glorot uniform")
    help = QT_TRANSLATE_NOOP("nnviz", "Keras' default: keeps signals of equal size in both directions.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        limit = math.sqrt(6 / sum(fans(shape)))
        return rng.uniform(-limit, limit, shape)


@dataclass(frozen=True)
class GlorotNormal(Initializer):
    """Normal cut off at two standard deviations, σ² = 2 / (fan_in + fan_out). Glorot and Bengio 2010."""

    title = QT_TRANSLATE_NOOP("nnviz", "Glorot normal")
    help = QT_TRANSLATE_NOOP("nnviz", "Like Glorot uniform, drawn from a normal distribution.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return _truncated_normal(shape, math.sqrt(2 / sum(fans(shape))) / _TRUNCATED_STDDEV, rng)


@dataclass(frozen=True)
class HeUniform(Initializer):
    """U(−l, l) with l = √(6 / fan_in). He et al. 2015."""

    title = QT_TRANSLATE_NOOP("nnviz", "He uniform")
    help = QT_TRANSLATE_NOOP("nnviz", "Made for ReLU: twice the variance, because half of the signal is cut.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        limit = math.sqrt(6 / fans(shape)[0])
        return rng.uniform(-limit, limit, shape)


@dataclass(frozen=True)
class HeNormal(Initializer):
    """Normal cut off at two standard deviations, σ² = 2 / fan_in. He et al. 2015."""

    title = QT_TRANSLATE_NOOP("nnviz", "He normal")
    help = QT_TRANSLATE_NOOP("nnviz", "Like He uniform, drawn from a normal distribution.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return _truncated_normal(shape, math.sqrt(2 / fans(shape)[0]) / _TRUNCATED_STDDEV, rng)


@dataclass(frozen=True)
class RandomNormal(Initializer):
    """Normal with the given mean and standard deviation."""

    title = QT_TRANSLATE_NOOP("nnviz", "normal")
    help = QT_TRANSLATE_NOOP("nnviz", "A normal distribution whose width you choose.")

    mean: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Middle of the distribution"))
    stddev: float = declare(0.05, "float", QT_TRANSLATE_NOOP("nnviz", "Standard deviation"), minimum=0.0)

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return rng.normal(self.mean, self.stddev, shape)


@dataclass(frozen=True)
class Zeros(Initializer):
    """All zeros."""

    title = QT_TRANSLATE_NOOP("nnviz", "zeros")
    help = QT_TRANSLATE_NOOP("nnviz", "Good for biases. A kernel of zeros makes all units learn the same.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return np.zeros(shape)


@dataclass(frozen=True)
class Ones(Initializer):
    """All ones."""

    title = QT_TRANSLATE_NOOP("nnviz", "ones")
    help = QT_TRANSLATE_NOOP("nnviz", "Good for factors. A kernel of ones makes all units learn the same.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return np.ones(shape)


INITIALIZERS: Registry[Initializer] = Registry("initializers", "nnviz.layers.initializers", Initializer)
"""All initializers by their Keras class name."""
