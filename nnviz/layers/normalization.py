"""Normalization: features brought to mean 0 and deviation 1, by the statistics of the training data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.layers.axes import from_end, others
from nnviz.layers.base import Array, KerasCall, Layer, Pass, Shape, ShapeError, Weight
from nnviz.layers.initializers import Ones, Zeros
from nnviz.layers.rescaling import numbers_of, one_or_all
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

_EPSILON = 1e-7
"""Keras' ``backend.epsilon()``: the least deviation that is divided by."""


@dataclass(frozen=True)
class Normalization(Layer):
    """A = (X − μ) / σ with σ = max(√v, 10⁻⁷), dX = dA / σ; with ``invert`` A = X σ + μ, dX = σ dA.

    Mean μ and variance v have one value for each index of ``axis``, or one for all if it is None. They are given, or
    adapted to the training samples: the mean and the mean squared distance from it over all other axes. Then they
    are the variables ``mean`` and ``variance``, which no training changes, with Keras' ``count``, which stays 0.
    Raises :class:`ShapeError` for an axis that samples lack or numbers that do not fit.
    https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Normalization")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Takes the mean of the training data from every feature and divides by its deviation. Unless you give both,"
        " they are computed from the training data before the first step.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "standardize mean variance adapt features scale")
    group = "preprocessing"
    formula = r"A = \frac{X - \mu}{\sigma}"
    backward_formula = r"dX = \frac{dA}{\sigma}"
    code = "A = (X - mean) / np.maximum(np.sqrt(variance), 1e-7)"
    adapts = True

    axis: int | None = declare(
        -1,
        "int",
        QT_TRANSLATE_NOOP(
            "nnviz", "The axis that has a mean for each index, 0 is the batch; none: one for all values"
        ),
        minimum=-8,
        maximum=8,
        optional=True,
    )
    mean: tuple[float, ...] = declare(
        (),
        "numbers",
        QT_TRANSLATE_NOOP("nnviz", "The mean, one number or one for each index; empty: from the data"),
    )
    variance: tuple[float, ...] = declare(
        (),
        "numbers",
        QT_TRANSLATE_NOOP("nnviz", "The variance, as many numbers as means; empty: from the data"),
        minimum=0.0,
    )
    invert: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "Go the other way: from normalized values to original ones")
    )

    def _axis(self, shape: Shape) -> tuple[int, ...]:
        return () if self.axis is None else (from_end(self.axis, shape, "Normalization"),)

    def output_shape(self, *inputs: Shape) -> Shape:
        axis = self._axis(inputs[0])
        values = inputs[0][axis[0]] if axis else 1
        for given in (self.mean, self.variance):
            if len(given) not in (0, 1, values) or len(given) != len(self.mean):
                raise ShapeError(
                    say(
                        QT_TRANSLATE_NOOP(
                            "nnviz",
                            "Normalization needs as many means as variances, none, 1 or {values}, but there are"
                            " {means} and {variances}. Change them.",
                        ),
                        values=values,
                        means=len(self.mean),
                        variances=len(self.variance),
                    )
                )
        return inputs[0]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        if self.mean:
            return ()
        shape = tuple(inputs[0][axis] for axis in self._axis(inputs[0]))
        return (
            Weight("mean", shape, Zeros(), trainable=False),
            Weight("variance", shape, Ones(), trainable=False),
            Weight("count", (), Zeros(), trainable=False),
        )

    def adapted(self, samples: Array) -> dict[str, Array]:
        over = others(self._axis(samples.shape[1:]), samples.ndim)
        return {
            "mean": np.mean(samples, axis=over),
            "variance": np.var(samples, axis=over),
            "count": np.zeros((), samples.dtype),
        }

    def _statistics(self, x: Array, weights: Sequence[Array]) -> tuple[Array, Array]:
        """Return mean and deviation in a shape that broadcasts to X."""
        # Keras rounds given numbers to float32 in every precision.
        mean, variance = (
            weights[:2] if weights else np.array([self.mean, self.variance], "f4").astype(x.dtype)
        )
        axis = self._axis(x.shape[1:])
        shape = [1] * (x.ndim - 1)
        if axis and mean.size > 1:
            shape[axis[0]] = mean.size
        deviation = np.maximum(np.sqrt(variance), np.asarray(_EPSILON, x.dtype))
        return mean.reshape(shape), deviation.reshape(shape)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        mean, deviation = self._statistics(x, weights)
        if self.invert:
            m.a = np.multiply(x, deviation, out=m.a)
            m.a += mean
        else:
            m.a = np.subtract(x, mean, out=m.a)
            m.a /= deviation

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        deviation = self._statistics(m.x[0], weights)[1]
        m.dx = (m.da * deviation if self.invert else m.da / deviation,)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        found = {**config, **{name: numbers_of(config.get(name)) for name in ("mean", "variance")}}
        axis = config.get("axis", -1)
        if isinstance(axis, list | tuple) and len(axis) < 2:
            found["axis"] = axis[0] if axis else None
        return found

    def summary(self) -> str:
        return "" if self.axis == -1 else f"axis {self.axis}"

    def keras(self) -> KerasCall:
        changed = {
            name: one_or_all(value) if name in ("mean", "variance") else value
            for name, value in self.changed().items()
        }
        return KerasCall("layers.Normalization", (), changed)
