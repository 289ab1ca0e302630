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
from nnviz.words import QT_TRANSLATE_NOOP, Message, say

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
        """Return start values of the given shape, which must suit (:meth:`misfit`)."""
        raise NotImplementedError

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        """Return why a weight of this shape cannot start so, or None if it can."""
        return None


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
class LecunUniform(Initializer):
    """U(−l, l) with l = √(3 / fan_in). LeCun et al. 1998; Klambauer et al. 2017."""

    title = QT_TRANSLATE_NOOP("nnviz", "LeCun uniform")
    help = QT_TRANSLATE_NOOP("nnviz", "Keeps signals of equal size on the way forward; made for selu.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        limit = math.sqrt(3 / fans(shape)[0])
        return rng.uniform(-limit, limit, shape)


@dataclass(frozen=True)
class LecunNormal(Initializer):
    """Normal cut off at two standard deviations, σ² = 1 / fan_in. LeCun et al. 1998; Klambauer et al. 2017."""

    title = QT_TRANSLATE_NOOP("nnviz", "LeCun normal")
    help = QT_TRANSLATE_NOOP("nnviz", "Like LeCun uniform, drawn from a normal distribution.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return _truncated_normal(shape, math.sqrt(1 / fans(shape)[0]) / _TRUNCATED_STDDEV, rng)


@dataclass(frozen=True)
class VarianceScaling(Initializer):
    """Mean 0 and σ² = s / n, with the scale s and n = fan_in, fan_out or the mean of both. He et al. 2015.

    The uniform distribution has the limits ±√(3 s / n). Glorot's, He's and LeCun's are cases of it.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "variance scaling")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "The family that Glorot, He and LeCun belong to, with all of its choices in the open."
    )

    scale: float = declare(
        1.0, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the variance"), minimum=1e-6, step=0.5
    )
    mode: str = declare(
        "fan_in",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "What the variance is divided by: inputs, outputs or the mean of both"),
        choices=("fan_in", "fan_out", "fan_avg"),
    )
    distribution: str = declare(
        "truncated_normal",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Form of the distribution"),
        choices=("truncated_normal", "untruncated_normal", "uniform"),
    )

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        fan_in, fan_out = fans(shape)
        n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / n
        if self.distribution == "uniform":
            limit = math.sqrt(3 * variance)
            return rng.uniform(-limit, limit, shape)
        if self.distribution == "untruncated_normal":
            return rng.normal(0, math.sqrt(variance), shape)
        return _truncated_normal(shape, math.sqrt(variance) / _TRUNCATED_STDDEV, rng)


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
class TruncatedNormal(Initializer):
    """Normal with the given mean and standard deviation, drawn again beyond two of them (σ is then 0.88 of it)."""

    title = QT_TRANSLATE_NOOP("nnviz", "truncated normal")
    help = QT_TRANSLATE_NOOP("nnviz", "A normal distribution without values far from its middle.")

    mean: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Middle of the distribution"))
    stddev: float = declare(
        0.05,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Standard deviation before it is cut off at twice that"),
        minimum=0.0,
    )

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return self.mean + _truncated_normal(shape, self.stddev, rng)


@dataclass(frozen=True)
class RandomUniform(Initializer):
    """U(minval, maxval)."""

    title = QT_TRANSLATE_NOOP("nnviz", "uniform")
    help = QT_TRANSLATE_NOOP("nnviz", "All values between two limits that you choose are equally likely.")

    minval: float = declare(-0.05, "float", QT_TRANSLATE_NOOP("nnviz", "Smallest value"), step=0.05)
    maxval: float = declare(0.05, "float", QT_TRANSLATE_NOOP("nnviz", "Largest value"), step=0.05)

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        # A limit and a width, not two limits: numpy refuses a width that is no number.
        return self.minval + (self.maxval - self.minval) * rng.random(shape)


@dataclass(frozen=True)
class Orthogonal(Initializer):
    """QᵀQ = g² I (QQᵀ if there are more columns than rows), Q all axes but the last against the last.

    Q comes from the QR decomposition of normal numbers, with the signs of R's diagonal. Saxe et al. 2014.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "orthogonal")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Turns the signal without stretching it; often used in recurrent layers."
    )

    gain: float = declare(1.0, "float", QT_TRANSLATE_NOOP("nnviz", "Factor of the whole matrix"), step=0.1)

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        rows, columns = math.prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diag(r))
        return self.gain * (q if rows >= columns else q.T).reshape(shape)

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        if len(shape) >= 2:
            return None
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{initializer}” makes a matrix, but this weight is a single row of numbers. Choose another"
                " initializer.",
            ),
            initializer=self.title,
        )


@dataclass(frozen=True)
class Identity(Initializer):
    """g on the diagonal, 0 elsewhere."""

    title = QT_TRANSLATE_NOOP("nnviz", "identity")
    help = QT_TRANSLATE_NOOP("nnviz", "Every unit starts by handing one input on unchanged.")

    gain: float = declare(1.0, "float", QT_TRANSLATE_NOOP("nnviz", "Value on the diagonal"), step=0.1)

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return self.gain * np.eye(shape[0], shape[1])

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        if len(shape) == 2:
            return None
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "“{initializer}” is for a weight with two axes, but this one has {count}. Choose another initializer.",
            ),
            initializer=self.title,
            count=len(shape),
        )


@dataclass(frozen=True)
class Constant(Initializer):
    """The same value everywhere."""

    title = QT_TRANSLATE_NOOP("nnviz", "constant")
    help = QT_TRANSLATE_NOOP("nnviz", "One value for all. A constant kernel makes all units learn the same.")

    value: float = declare(0.0, "float", QT_TRANSLATE_NOOP("nnviz", "The value"), step=0.1)

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return np.full(shape, self.value)


@dataclass(frozen=True)
class Given(Initializer):
    """The values that are typed in. A kernel (inputs, units) has one row for each input, a bias has one row.

    Of any other shape all axes but the last count as rows, or axes of length 1 are left out: a kernel (3, 3, 1, 1) of
    one filter may be typed in as 3 rows of 3. In Keras it is a ``Constant`` with an array.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "given values")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Start values typed in by hand: for a kernel one row for each input with one number for each unit, for a bias"
        " a single row.",
    )

    rows: tuple[tuple[float, ...], ...] = declare(
        ((0.0,),), "samples", QT_TRANSLATE_NOOP("nnviz", "The values, one row in a line")
    )

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return np.array(self.rows).reshape(shape)

    def misfit(self, shape: tuple[int, ...]) -> Message | None:
        given, accepted = (len(self.rows), len(self.rows[0])), _typed_shapes(shape)
        if given in accepted:
            return None
        rows, columns = accepted[0]
        return say(
            QT_TRANSLATE_NOOP(
                "nnviz",
                "The given values must be {rows} × {columns} numbers (rows × columns), but they are {found_rows} ×"
                " {found_columns}. Type in the missing ones or take the others away.",
            ),
            rows=rows,
            columns=columns,
            found_rows=given[0],
            found_columns=given[1],
        )


def _typed_shapes(shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the numbers of rows and columns in which a weight of this shape can be typed in, the usual one first."""
    found = [(math.prod(shape[:-1]), math.prod(shape[-1:]))]  # of a bias 1 row, because no axis is left
    long = [n for n in shape if n > 1]
    if len(long) == 2:
        found.append((long[0], long[1]))
    elif len(long) < 2:
        found += [(1, math.prod(long)), (math.prod(long), 1)]
    return found


@dataclass(frozen=True)
class Ones(Initializer):
    """All ones."""

    title = QT_TRANSLATE_NOOP("nnviz", "ones")
    help = QT_TRANSLATE_NOOP("nnviz", "Good for factors. A kernel of ones makes all units learn the same.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return np.ones(shape)


@dataclass(frozen=True)
class Zeros(Initializer):
    """All zeros."""

    title = QT_TRANSLATE_NOOP("nnviz", "zeros")
    help = QT_TRANSLATE_NOOP("nnviz", "Good for biases. A kernel of zeros makes all units learn the same.")

    def sample(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        return np.zeros(shape)


INITIALIZERS: Registry[Initializer] = Registry("initializers", "nnviz.layers.initializers", Initializer)
"""All initializers by their Keras class name; ``Given`` is not one of Keras'."""
