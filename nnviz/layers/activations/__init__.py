"""Activations: the function that makes a layer's output ``a`` from ``z``, and its derivative.

Each is one small class with Keras' name. Source of the definitions: https://keras.io/api/layers/activations/.

Two of Keras' functions are not offered, because no Keras layer that takes an activation by its name can use them:
``glu`` halves the last axis, while Dense and Activation still announce the whole of it, so that the layer behind them
fails; ``threshold`` needs two numbers that a name does not carry. The layer ReLU has a threshold.
"""

from __future__ import annotations

from nnviz.layers.activations.base import Activation, Array, Linear
from nnviz.layers.activations.gated import Gelu, HardSilu, Mish, Silu
from nnviz.layers.activations.rectifiers import Celu, Elu, Exponential, LeakyRelu, Relu, Relu6, Selu
from nnviz.layers.activations.rows import LogSoftmax, Softmax, Sparsemax
from nnviz.layers.activations.shrinking import HardShrink, SoftShrink, TanhShrink
from nnviz.layers.activations.sigmoids import (
    HardSigmoid,
    HardTanh,
    LogSigmoid,
    Sigmoid,
    Softsign,
    SparseSigmoid,
    Tanh,
)
from nnviz.layers.activations.softplus import Softplus, SparsePlus, Squareplus

__all__ = ["ACTIVATIONS", "Activation", "Array"]

ACTIVATIONS: dict[str, Activation] = {
    found.name: found
    for found in (
        # The ones of a first course, then the others in families.
        *(Linear(), Relu(), Sigmoid(), Tanh(), Softmax()),
        *(LeakyRelu(), Relu6(), Elu(), Selu(), Celu(), Exponential()),
        *(Silu(), Gelu(), Mish(), HardSilu()),
        *(Softplus(), Squareplus(), SparsePlus()),
        *(HardSigmoid(), SparseSigmoid(), LogSigmoid(), HardTanh(), Softsign()),
        *(TanhShrink(), SoftShrink(), HardShrink()),
        *(LogSoftmax(), Sparsemax()),
    )
}
"""All activations by their Keras name."""
