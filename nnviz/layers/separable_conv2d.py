"""SeparableConv2D: first every channel on its own, then the channels mixed pixel by pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.layers.base import Array, KerasCall, Pass, Shape, Weight
from nnviz.layers.constraints import Constraint
from nnviz.layers.convolving import depthwise, depthwise_gradient, depthwise_spread
from nnviz.layers.initializers import Initializer
from nnviz.layers.regularizers import Regularizer
from nnviz.layers.sliding import (
    BiasLayer,
    activation_field,
    add_and_activate,
    back_through,
    call_of,
    constraint_field,
    dilation_field,
    filters_field,
    in_short,
    initializer_field,
    kernel_size_field,
    make_room,
    multiplier_field,
    regularizer_field,
    strides_field,
    use_bias_field,
)
from nnviz.layers.windows import (
    Windows,
    equal_strides,
    fields_of_pictures,
    fitting,
    padding_field,
    picture,
    room,
    room_for_dx,
    shown,
    strides_or_dilation,
    windows,
)
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class SeparableConv2D(BiasLayer):
    """D[n, y, x, c·m + q] = Σ over i, j of X[n, s·y + d·i, s·x + d·j, c] · V[i, j, c, q], Z = D·U + b, A = g(Z).

    X (samples, height, width, channels), depthwise kernel V (rows, columns, channels, m) with m =
    ``depth_multiplier``, pointwise kernel U (1, 1, channels · m, filters), b (filters,). Backward: dU = Dᵀ·dZ,
    dD = dZ·Uᵀ, then as DepthwiseConv2D. Raises :class:`ShapeError` if the window is larger than the picture.
    https://keras.io/api/layers/convolution_layers/separable_convolution2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "SeparableConv2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Looks for patterns in each channel on its own, then mixes the channels pixel by pixel: nearly what Conv2D does"
        " with far fewer weights.",
    )
    keywords = QT_TRANSLATE_NOOP(
        "nnviz", "convolution depthwise pointwise xception mobile picture image filter"
    )
    group = "convolution"
    formula = (
        r"d_{y,x,\,c m + q} = \sum_{i,j} x_{s y + d i,\; s x + d j,\; c} \, v_{i,j,c,q}, \quad"
        r" z_{y,x,f} = \sum_k d_{y,x,k} \, u_{k,f} + b_f, \quad a = g(z)"
    )
    backward_formula = (
        r"\frac{\partial L}{\partial u_{k,f}} = \sum_{n,y,x} d_{y,x,k} \, dz_{y,x,f}, \quad"
        r" \frac{\partial L}{\partial d_{y,x,k}} = \sum_f dz_{y,x,f} \, u_{k,f}"
    )
    code = (
        "D = np.einsum('nyxcij,ijcq->nyxcq', sliding_window_view(X, V.shape[:2], (1, 2)), V)"
        "; A = g(D.reshape(*D.shape[:3], -1) @ U[0, 0] + b)"
    )

    filters: int = filters_field()
    kernel_size: tuple[int, int] = kernel_size_field()
    strides: tuple[int, int] = strides_field()
    padding: str = padding_field()
    dilation_rate: tuple[int, int] = dilation_field()
    depth_multiplier: int = multiplier_field()
    activation: str = activation_field()
    use_bias: bool = use_bias_field()
    depthwise_initializer: Initializer = initializer_field(
        QT_TRANSLATE_NOOP("nnviz", "Where the filters of the single channels start")
    )
    pointwise_initializer: Initializer = initializer_field(
        QT_TRANSLATE_NOOP("nnviz", "Where the weights that mix the channels start")
    )
    depthwise_regularizer: Regularizer | None = regularizer_field(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the filters of the single channels, added to the loss")
    )
    pointwise_regularizer: Regularizer | None = regularizer_field(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the weights that mix the channels, added to the loss")
    )
    depthwise_constraint: Constraint | None = constraint_field(
        QT_TRANSLATE_NOOP("nnviz", "What the filters of the channels are brought back to after every update")
    )
    pointwise_constraint: Constraint | None = constraint_field(
        QT_TRANSLATE_NOOP("nnviz", "What the mixing weights are brought back to after every update")
    )

    @property
    def activation_name(self) -> str:
        return self.activation

    def windows(self, shape: Shape) -> Windows:
        """Return the windows on a sample of this shape."""
        return windows(shape[:2], self.kernel_size, self.strides, self.padding, self.dilation_rate)

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        equal_strides(self.kind(), self.strides)
        strides_or_dilation(self.kind(), self.strides, self.dilation_rate)
        return (*fitting(self.kind(), self.windows(inputs[0])).count, self.filters)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        channels = inputs[0][-1]
        each = Weight(
            "depthwise_kernel",
            (*self.kernel_size, channels, self.depth_multiplier),
            self.depthwise_initializer,
            True,
            self.depthwise_regularizer,
            self.depthwise_constraint,
        )
        mixing = Weight(
            "pointwise_kernel",
            (1, 1, channels * self.depth_multiplier, self.filters),
            self.pointwise_initializer,
            True,
            self.pointwise_regularizer,
            self.pointwise_constraint,
        )
        return (each, mixing, self.bias((self.filters,))) if self.use_bias else (each, mixing)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x, mixing = m.x[0], weights[1][0, 0]
        z = make_room(m, self.output_shape(x.shape[1:]))
        d = room(m.kept.get("depthwise"), (*z.shape[:3], len(mixing)), x.dtype)
        m.kept["depthwise"] = d
        depthwise(m, x, weights[0], self.windows(x.shape[1:]), d)
        np.dot(_rows(d), mixing, out=_rows(z))
        add_and_activate(m, weights[2] if self.use_bias else None, self.activation)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        back_through(m, gradients[2] if self.use_bias else None, self.activation, from_z)
        w, d = self.windows(m.x[0].shape[1:]), m.kept["depthwise"]
        dd = m.kept["d_depthwise"] = room(m.kept.get("d_depthwise"), d.shape, d.dtype)
        np.dot(_rows(d).T, _rows(m.dz), out=gradients[1][0, 0])
        np.dot(_rows(m.dz), weights[1][0, 0].T, out=_rows(dd))
        depthwise_gradient(m, m.x[0], dd, w, gradients[0])
        if need_dx:
            m.dx = (room_for_dx(m),)
            depthwise_spread(m, dd, weights[0], w, m.dx[0])

    def workspace(self, samples: int, *inputs: Shape) -> int:
        count = self.windows(inputs[0]).count
        return 2 * samples * count[0] * count[1] * inputs[0][-1] * self.depth_multiplier

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_pictures(config, ("kernel_size", "strides", "dilation_rate"))

    def summary(self) -> str:
        return in_short(self.filters, shown(self.kernel_size), self.activation)

    def keras(self) -> KerasCall:
        return call_of(self, "filters", "kernel_size")


def _rows(pictures: Array) -> Array:
    """Return pictures as one row a pixel."""
    return pictures.reshape(-1, pictures.shape[-1])
