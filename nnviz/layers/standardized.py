"""What the normalising layers share: standard values and the way back through their mean and variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.layers.base import Array, Shape, Weight, WeightedLayer
from nnviz.layers.constraints import Constraint
from nnviz.layers.initializers import Initializer, Ones, Zeros
from nnviz.layers.regularizers import Regularizer
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def standardize(x: Array, axes: tuple[int, ...], epsilon: float) -> tuple[Array, Array, Array, Array]:
    """Return x̂ = (x − μ) / √(v + ε), 1 / √(v + ε), mean μ and variance v over ``axes``, which are kept as 1."""
    mean = x.mean(axis=axes, keepdims=True)
    standard = x - mean
    variance = np.square(standard).mean(axis=axes, keepdims=True)
    inverse = 1 / np.sqrt(variance + x.dtype.type(epsilon))
    standard *= inverse
    return standard, inverse, mean, variance


def standardize_backward(d: Array, standard: Array, inverse: Array, axes: tuple[int, ...]) -> Array:
    """Return ∂L/∂x for d = ∂L/∂x̂: (d − mean d − x̂ mean(d x̂)) / √(v + ε), because μ and v move with x."""
    dx: Array = d - d.mean(axis=axes, keepdims=True)
    dx -= standard * (d * standard).mean(axis=axes, keepdims=True)
    dx *= inverse
    return dx


@dataclass(frozen=True, kw_only=True)
class Normalizing(WeightedLayer):
    """Base of layers that give standard values a learned factor γ and a learned constant β: A = γ x̂ + β."""

    formula = r"A = \gamma \frac{X - \mu}{\sqrt{v + \epsilon}} + \beta"
    backward_formula = (
        r"dX = \frac{g - \overline{g} - \hat{x} \, \overline{g \hat{x}}}{\sqrt{v + \epsilon}},"
        r" \quad g = \gamma \, dA"
    )

    center: bool = declare(True, "bool", QT_TRANSLATE_NOOP("nnviz", "Add a learned constant, β"))
    scale: bool = declare(True, "bool", QT_TRANSLATE_NOOP("nnviz", "Multiply by a learned factor, γ"))
    beta_initializer: Initializer = declare(
        Zeros(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the constants start"),
        family="initializers",
        advanced=True,
    )
    gamma_initializer: Initializer = declare(
        Ones(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the factors start"),
        family="initializers",
        advanced=True,
    )
    beta_regularizer: Regularizer | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the constants, added to the loss"),
        family="regularizers",
        optional=True,
        advanced=True,
    )
    gamma_regularizer: Regularizer | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the factors, added to the loss"),
        family="regularizers",
        optional=True,
        advanced=True,
    )
    beta_constraint: Constraint | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "What the constants are brought back to after every update"),
        family="constraints",
        optional=True,
        advanced=True,
    )
    gamma_constraint: Constraint | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "What the factors are brought back to after every update"),
        family="constraints",
        optional=True,
        advanced=True,
    )

    def learned(self, shape: Shape) -> tuple[Weight, ...]:
        """Return γ and β, as far as there are any."""
        gamma = Weight(
            "gamma", shape, self.gamma_initializer, True, self.gamma_regularizer, self.gamma_constraint
        )
        beta = Weight("beta", shape, self.beta_initializer, True, self.beta_regularizer, self.beta_constraint)
        return (*((gamma,) if self.scale else ()), *((beta,) if self.center else ()))

    def scaled(self, standard: Array, weights: Sequence[Array], shape: Shape | None) -> Array:
        """Return A = γ x̂ + β; ``shape`` is what γ and β must have to broadcast, None if they do."""
        learned = [w if shape is None else w.reshape(shape) for w in weights[: self.scale + self.center]]
        a: Array = standard * learned[0] if self.scale else standard
        return a + learned[-1] if self.center else a

    def scaled_backward(
        self,
        d: Array,
        standard: Array,
        weights: Sequence[Array],
        gradients: Sequence[Array],
        shape: Shape | None,
        over: tuple[int, ...],
    ) -> Array:
        """Write dγ = Σ dA x̂ and dβ = Σ dA, sums over the axes ``over``; return ∂L/∂x̂ = γ dA."""
        if self.center:
            gradients[self.scale][...] = d.sum(axis=over).reshape(gradients[self.scale].shape)
        if not self.scale:
            return d
        gradients[0][...] = (d * standard).sum(axis=over).reshape(gradients[0].shape)
        scaled: Array = d * (weights[0] if shape is None else weights[0].reshape(shape))
        return scaled
