"""DepthwiseConv2D: every channel of a picture has filters of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    room_for_dx,
    shown,
    strides_or_dilation,
    windows,
)
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class DepthwiseConv2D(BiasLayer):
    """Z[n, y, x, c·m + q] = Σ over i, j of X[n, s·y + d·i, s·x + d·j, c] · W[i, j, c, q] + b[c·m + q], A = g(Z).

    X (samples, height, width, channels), W (rows, columns, channels, m) with m = ``depth_multiplier``, b
    (channels · m,); no sum over the channels. Raises :class:`ShapeError` if the window is larger than the picture.
    https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "DepthwiseConv2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Moves a window over each channel on its own, without mixing the channels: far fewer weights than Conv2D.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "convolution channel separable mobile picture image filter")
    group = "convolution"
    affine = True
    formula = (
        r"z_{y,x,\,c m + q} = \sum_{i,j} x_{s y + d i,\; s x + d j,\; c} \, w_{i,j,c,q} + b_{c m + q},"
        r" \quad a = g(z)"
    )
    backward_formula = (
        r"\frac{\partial L}{\partial w_{i,j,c,q}} ="
        r" \sum_{n,y,x} x_{s y + d i,\; s x + d j,\; c} \, dz_{y,x,\,c m + q}"
    )
    code = (
        "A = g(np.einsum('nyxcij,ijcq->nyxcq', sliding_window_view(X, W.shape[:2], (1, 2)), W)"
        ".reshape(*Z.shape) + b)"
    )

    kernel_size: tuple[int, int] = kernel_size_field()
    strides: tuple[int, int] = strides_field()
    padding: str = padding_field()
    depth_multiplier: int = multiplier_field()
    dilation_rate: tuple[int, int] = dilation_field()
    activation: str = activation_field()
    use_bias: bool = use_bias_field()
    depthwise_initializer: Initializer = initializer_field(
        QT_TRANSLATE_NOOP("nnviz", "Where the filters start")
    )
    depthwise_regularizer: Regularizer | None = regularizer_field(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the weights, added to the loss")
    )
    depthwise_constraint: Constraint | None = constraint_field(
        QT_TRANSLATE_NOOP("nnviz", "What the weights are brought back to after every update")
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
        count = fitting(self.kind(), self.windows(inputs[0])).count
        return (*count, inputs[0][-1] * self.depth_multiplier)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        kernel = Weight(
            "kernel",
            (*self.kernel_size, inputs[0][-1], self.depth_multiplier),
            self.depthwise_initializer,
            True,
            self.depthwise_regularizer,
            self.depthwise_constraint,
        )
        channels = inputs[0][-1] * self.depth_multiplier
        return (kernel, self.bias((channels,))) if self.use_bias else (kernel,)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        z = make_room(m, self.output_shape(x.shape[1:]))
        depthwise(m, x, weights[0], self.windows(x.shape[1:]), z)
        add_and_activate(m, weights[1] if self.use_bias else None, self.activation)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        back_through(m, gradients[1] if self.use_bias else None, self.activation, from_z)
        w = self.windows(m.x[0].shape[1:])
        depthwise_gradient(m, m.x[0], m.dz, w, gradients[0])
        if need_dx:
            m.dx = (room_for_dx(m),)
            depthwise_spread(m, m.dz, weights[0], w, m.dx[0])

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_pictures(config, ("kernel_size", "strides", "dilation_rate"))

    def summary(self) -> str:
        return in_short(shown(self.kernel_size), self.activation)

    def keras(self) -> KerasCall:
        return call_of(self, "kernel_size")
