"""Conv2D: filters that are moved over a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.layers.base import Shape, Weight
from nnviz.layers.initializers import Initializer
from nnviz.layers.sliding import (
    Convolution,
    activation_field,
    dilation_field,
    filters_field,
    groups_field,
    in_short,
    initializer_field,
    kernel_size_field,
    strides_field,
    use_bias_field,
)
from nnviz.layers.windows import (
    Windows,
    divided,
    fields_of_pictures,
    fitting,
    padding_field,
    picture,
    shown,
    strides_or_dilation,
    windows,
)
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Conv2D(Convolution):
    """Z[n, y, x, f] = Σ over i, j, c of X[n, s·y + d·i, s·x + d·j, c] · W[i, j, c, f] + b[f], A = g(Z).

    X (samples, height, width, channels), W (rows, columns, channels / groups, filters), b (filters,), with strides s
    and dilation d; ``same`` surrounds X with zeros. Backward: dW sums dZ times the window over samples and places,
    db = Σ dZ, dX adds W · dZ to every pixel of the window. Raises :class:`ShapeError` if the window is larger than
    the picture. https://keras.io/api/layers/convolution_layers/convolution2d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Conv2D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Moves small windows over a picture; each filter looks for the same pattern everywhere and makes a map of"
        " where it found it.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "convolution picture image filter kernel feature map window")
    formula = r"z_{y,x,f} = \sum_{i,j,c} x_{s y + d i,\; s x + d j,\; c} \, w_{i,j,c,f} + b_f, \quad a = g(z)"
    backward_formula = (
        r"\frac{\partial L}{\partial w_{i,j,c,f}} ="
        r" \sum_{n,y,x} x_{s y + d i,\; s x + d j,\; c} \, dz_{y,x,f}"
    )
    code = "A = g(np.einsum('nyxcij,ijcf->nyxf', sliding_window_view(X, W.shape[:2], (1, 2)), W) + b)"

    filters: int = filters_field()
    kernel_size: tuple[int, int] = kernel_size_field()
    strides: tuple[int, int] = strides_field()
    padding: str = padding_field()
    dilation_rate: tuple[int, int] = dilation_field()
    groups: int = groups_field()
    activation: str = activation_field()
    use_bias: bool = use_bias_field()
    kernel_initializer: Initializer = initializer_field(QT_TRANSLATE_NOOP("nnviz", "Where the filters start"))

    def windows(self, shape: Shape) -> Windows:
        return windows(shape[:2], self.kernel_size, self.strides, self.padding, self.dilation_rate)

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        divided(self.kind(), self.groups, inputs[0][-1], self.filters)
        strides_or_dilation(self.kind(), self.strides, self.dilation_rate)
        return (*fitting(self.kind(), self.windows(inputs[0])).count, self.filters)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        shape = (*self.kernel_size, inputs[0][-1] // self.groups, self.filters)
        kernel = self.kernel(shape, self.kernel_initializer)
        return (kernel, self.bias((self.filters,))) if self.use_bias else (kernel,)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_pictures(config, ("kernel_size", "strides", "dilation_rate"))

    def summary(self) -> str:
        return in_short(self.filters, shown(self.kernel_size), self.activation)
