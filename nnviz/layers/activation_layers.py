"""Activations as layers of their own, with the numbers that an activation's name does not carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array, Layer, Pass, Shape, ShapeError, Weight, WeightedLayer
from nnviz.layers.constraints import Constraint
from nnviz.layers.initializers import Initializer, Zeros
from nnviz.layers.regularizers import Regularizer
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


class _OfEachValue(Layer):
    """Base of functions of one number, given by the value and the slope at ``x``."""

    group = "activation"

    def value(self, x: Array) -> Array:
        """Return a, a new array."""
        raise NotImplementedError

    def slope(self, x: Array) -> Array:
        """Return ∂a/∂x."""
        raise NotImplementedError

    def stacks(self, *inputs: Shape) -> bool:
        return True

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        m.a = self.value(m.x[0])

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        m.dx = (np.multiply(m.da, self.slope(m.x[0]), out=m.dx[0] if m.dx else None),)


@dataclass(frozen=True)
class ReLU(_OfEachValue):
    """a = min(x, M) for x > θ, s (x − θ) otherwise, with maximum M, threshold θ and negative slope s.

    ∂a/∂x = 1 for θ < x ≤ M, 0 for x > M, s for x < θ. https://keras.io/api/layers/activation_layers/relu/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "ReLU")
    help = QT_TRANSLATE_NOOP(
        "nnviz", "Lets values above a threshold through and cuts the others; its limits are yours to set."
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "rectified linear unit activation threshold")
    formula = r"a = \min(x, M) \text{ if } x > \theta \text{ else } s (x - \theta)"
    backward_formula = (
        r"dx = da \text{ if } \theta < x \le M, \; s\, da \text{ if } x < \theta, \text{ else } 0"
    )
    code = (
        "A = np.where(X > threshold, np.minimum(X, max_value), 0)"
        " - negative_slope * np.maximum(threshold - X, 0)"
    )

    max_value: float | None = declare(
        None,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Largest output; empty for no limit"),
        minimum=0.0,
        optional=True,
    )
    negative_slope: float = declare(
        0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Slope below the threshold"), minimum=0.0, step=0.1
    )
    threshold: float = declare(
        0.0, "float", QT_TRANSLATE_NOOP("nnviz", "Values up to this one are cut"), minimum=0.0, step=0.1
    )

    def value(self, x: Array) -> Array:
        a: Array = np.where(x > self.threshold, x, x.dtype.type(0))
        if self.max_value is not None:
            np.minimum(a, self.max_value, out=a)
        if self.negative_slope:
            a -= self.negative_slope * np.maximum(self.threshold - x, 0)
        return a

    def slope(self, x: Array) -> Array:
        passed = x > self.threshold
        if self.max_value is not None:
            passed &= x <= self.max_value
        # At 0 itself Keras' leaky form has the slope of the negative side, all others have 0.
        leaky = self.max_value is None and not self.threshold
        below = x <= 0 if leaky else x < self.threshold
        result: Array = passed + below * x.dtype.type(self.negative_slope)
        return result

    def summary(self) -> str:
        return ", ".join(f"{name} {value:g}" for name, value in self.changed().items())


@dataclass(frozen=True)
class LeakyReLU(_OfEachValue):
    """a = x for x > 0, s x otherwise. https://keras.io/api/layers/activation_layers/leaky_relu/

    The layer's slope s is 0.3 unless it is set; the activation of the name ``leaky_relu`` has 0.2.
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Leaky ReLU")
    help = QT_TRANSLATE_NOOP("nnviz", "A ReLU that lets a small part of negative values through.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "rectified linear unit activation dying")
    formula = r"a = x \text{ if } x > 0 \text{ else } s\, x"
    backward_formula = r"dx = da \text{ if } x > 0 \text{ else } s\, da"
    code = "A = np.where(X > 0, X, negative_slope * X)"

    negative_slope: float = declare(
        0.3, "float", QT_TRANSLATE_NOOP("nnviz", "Slope for negative values"), minimum=0.0, step=0.1
    )

    def value(self, x: Array) -> Array:
        a: Array = x * self.slope(x)
        return a

    def slope(self, x: Array) -> Array:
        result: Array = np.where(x > 0, x.dtype.type(1), x.dtype.type(self.negative_slope))
        return result

    def summary(self) -> str:
        return f"{self.negative_slope:g}"


@dataclass(frozen=True)
class ELU(_OfEachValue):
    """a = x for x > 0, α (e^x − 1) otherwise. https://keras.io/api/layers/activation_layers/elu/"""

    title = QT_TRANSLATE_NOOP("nnviz", "ELU")
    help = QT_TRANSLATE_NOOP("nnviz", "Lets positive values through; negative ones level off smoothly.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "exponential linear unit activation")
    formula = r"a = x \text{ if } x > 0 \text{ else } \alpha (e^x - 1)"
    backward_formula = r"dx = da \text{ if } x > 0 \text{ else } \alpha\, e^x\, da"
    code = "A = np.where(X > 0, X, alpha * np.expm1(np.minimum(X, 0)))"

    alpha: float = declare(
        1.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "The output for very negative values is minus this"),
        step=0.1,
    )

    def value(self, x: Array) -> Array:
        return np.where(x > 0, x, self.alpha * np.expm1(np.minimum(x, 0)))

    def slope(self, x: Array) -> Array:
        return np.where(x > 0, x.dtype.type(1), self.alpha * np.exp(np.minimum(x, 0)))

    def summary(self) -> str:
        return f"{self.alpha:g}"


@dataclass(frozen=True)
class PReLU(WeightedLayer):
    """a = x for x > 0, α x otherwise, with a learned α for every value of a sample; α has 1 for each shared axis.

    ∂L/∂α = Σ da min(x, 0) over the samples and the shared axes; dx = da for x > 0, α da for x < 0, 0 at 0.
    He et al. 2015, https://keras.io/api/layers/activation_layers/prelu/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Parametric ReLU")
    help = QT_TRANSLATE_NOOP("nnviz", "A leaky ReLU that learns how much of negative values it lets through.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "prelu rectified linear unit activation learned slope")
    group = "activation"
    formula = r"a = x \text{ if } x > 0 \text{ else } \alpha\, x"
    backward_formula = (
        r"dx = da \text{ if } x > 0 \text{ else } \alpha\, da, \; d\alpha = \sum_s da \min(x, 0)"
    )
    code = "A = np.maximum(X, 0) + alpha * np.minimum(X, 0)"

    alpha_initializer: Initializer = declare(
        Zeros(), "part", QT_TRANSLATE_NOOP("nnviz", "Where the slopes start"), family="initializers"
    )
    alpha_regularizer: Regularizer | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the slopes, added to the loss"),
        family="regularizers",
        optional=True,
        advanced=True,
    )
    alpha_constraint: Constraint | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "What the slopes are brought back to after every update"),
        family="constraints",
        optional=True,
        advanced=True,
    )
    shared_axes: tuple[int, ...] | None = declare(
        None,
        "shape",
        QT_TRANSLATE_NOOP("nnviz", "Axes along which one slope is shared; 1×2 for the pixels of a picture"),
        optional=True,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        axes = len(inputs[0])
        for axis in self.shared_axes or ():
            if axis > axes:
                raise ShapeError(
                    say(
                        QT_TRANSLATE_NOOP(
                            "nnviz",
                            "PReLU shares its slopes along axis {axis}, but a sample here has {axes} axes. Set"
                            " shared_axes to numbers from 1 to {axes}.",
                        ),
                        axis=axis,
                        axes=axes,
                    )
                )
        return inputs[0]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        shape = tuple(1 if i + 1 in (self.shared_axes or ()) else n for i, n in enumerate(inputs[0]))
        return (
            Weight(
                "alpha", shape, self.alpha_initializer, True, self.alpha_regularizer, self.alpha_constraint
            ),
        )

    def stacks(self, *inputs: Shape) -> bool:
        return len(inputs[0]) == 1

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        m.a = np.maximum(x, 0) + weights[0] * np.minimum(x, 0)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        (x,), alpha = m.x, weights[0]
        every = (m.da * np.minimum(x, 0)).sum(axis=0, keepdims=True)
        shared = tuple(axis for axis in range(1, x.ndim) if axis in (self.shared_axes or ()))
        gradients[0][...] = every.sum(axis=shared, keepdims=True)[0]
        if need_dx:
            m.dx = (m.da * ((x > 0) + alpha * (x < 0)),)


@dataclass(frozen=True)
class Softmax(Layer):
    """aᵢ = e^(xᵢ) / Σⱼ e^(xⱼ) along one axis; dxᵢ = aᵢ (daᵢ − Σⱼ daⱼ aⱼ).

    Axes are counted as in Keras: 0 are the samples, −1 is the last. Along the last axis (−1) it is the same as the
    activation of that name, also for a cross-entropy behind it, which then takes x as the logits.
    https://keras.io/api/layers/activation_layers/softmax/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Softmax")
    help = QT_TRANSLATE_NOOP("nnviz", "Makes the values along an axis into shares that add up to 1.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "probabilities classes activation")
    group = "activation"
    formula = r"a_i = \frac{e^{x_i}}{\sum_j e^{x_j}}"
    backward_formula = r"dx_i = a_i \left(da_i - \sum_j da_j a_j\right)"
    code = "A = np.exp(X) / np.exp(X).sum(axis=axis, keepdims=True)"

    axis: int = declare(
        -1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Axis along which the shares add up to 1; −1 is the last"),
        minimum=-8,
        maximum=8,
    )

    @property
    def activation_name(self) -> str:
        return "softmax" if self.axis == -1 else ""

    def output_shape(self, *inputs: Shape) -> Shape:
        axes = len(inputs[0])
        if not (1 <= self.axis <= axes or -axes <= self.axis <= -1):
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Softmax works along axis {axis}, but a sample here has {axes} axes. Set axis to a number"
                        " from 1 to {axes}, or −1 for the last.",
                    ),
                    axis=self.axis,
                    axes=axes,
                )
            )
        return inputs[0]

    def stacks(self, *inputs: Shape) -> bool:
        return self.axis < 0

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        (x,), softmax = m.x, ACTIVATIONS["softmax"]
        if self.axis == -1:
            m.z, m.a = x, softmax.forward(x, m.a)
        else:
            m.a = self._back(softmax.forward(self._last(x)))

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        softmax = ACTIVATIONS["softmax"]
        if self.axis != -1:
            x, da, a = (self._last(array) for array in (m.x[0], m.da, m.a))
            m.dx = (self._back(softmax.backward(da, x, a)),)
            return
        if not from_z:
            m.dz = softmax.backward(m.da, m.z, m.a, m.dz)
        m.dx = (m.dz,)

    def _last(self, array: Array) -> Array:
        return np.moveaxis(array, self.axis, -1)

    def _back(self, array: Array) -> Array:
        return np.moveaxis(array, -1, self.axis)

    def summary(self) -> str:
        return "" if self.axis == -1 else f"axis {self.axis}"
