"""Conv1D: filters that are moved along a sequence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.layers.base import Array, Shape, Weight
from nnviz.layers.initializers import Initializer
from nnviz.layers.sliding import (
    Convolution,
    activation_field,
    filters_field,
    groups_field,
    in_short,
    initializer_field,
    use_bias_field,
)
from nnviz.layers.windows import (
    Windows,
    divided,
    fields_of_sequences,
    fitting,
    lifted,
    padding_field,
    sequence,
    strides_or_dilation,
    windows,
)
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Conv1D(Convolution):
    """Z[n, t, f] = Σ over i, c of X[n, s·t + d·i, c] · W[i, c, f] + b[f], A = g(Z).

    X (samples, steps, channels), W (window, channels / groups, filters), b (filters,), with stride s and dilation d.
    ``same`` puts zeros around X, ``causal`` only before it, so that no output sees a later step. Raises
    :class:`ShapeError` if the window is longer than the sequence.
    https://keras.io/api/layers/convolution_layers/convolution1d/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Conv1D")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Moves a window along a sequence; each filter looks for the same pattern at every step.",
    )
    keywords = QT_TRANSLATE_NOOP(
        "nnviz", "convolution sequence time series signal filter kernel causal window"
    )
    formula = r"z_{t,f} = \sum_{i,c} x_{s t + d i,\; c} \, w_{i,c,f} + b_f, \quad a = g(z)"
    backward_formula = r"\frac{\partial L}{\partial w_{i,c,f}} = \sum_{n,t} x_{s t + d i,\; c} \, dz_{t,f}"
    code = "A = g(np.einsum('ntci,icf->ntf', sliding_window_view(X, len(W), 1), W) + b)"

    filters: int = filters_field()
    kernel_size: int = declare(
        3,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Steps in the window that is moved along the sequence"),
        minimum=1,
        maximum=100_000,
    )
    strides: int = declare(
        1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Steps that the window moves at a time"),
        minimum=1,
        maximum=100_000,
    )
    padding: str = padding_field("causal")
    dilation_rate: int = declare(
        1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Distance of the steps in the window; 1 leaves no gaps"),
        minimum=1,
        maximum=100_000,
        advanced=True,
    )
    groups: int = groups_field()
    activation: str = activation_field()
    use_bias: bool = use_bias_field()
    kernel_initializer: Initializer = initializer_field(QT_TRANSLATE_NOOP("nnviz", "Where the filters start"))

    def windows(self, shape: Shape) -> Windows:
        kernel, strides, dilation = (1, self.kernel_size), (1, self.strides), (1, self.dilation_rate)
        return windows((1, shape[0]), kernel, strides, self.padding, dilation)

    def picture(self, array: Array) -> Array:
        return lifted(array)

    def filters_of(self, kernel: Array) -> Array:
        return kernel[None]

    def output_shape(self, *inputs: Shape) -> Shape:
        sequence(self.kind(), inputs[0])
        divided(self.kind(), self.groups, inputs[0][-1], self.filters)
        strides_or_dilation(self.kind(), (1, self.strides), (1, self.dilation_rate))
        return (fitting(self.kind(), self.windows(inputs[0])).count[1], self.filters)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        shape = (self.kernel_size, inputs[0][-1] // self.groups, self.filters)
        kernel = self.kernel(shape, self.kernel_initializer)
        return (kernel, self.bias((self.filters,))) if self.use_bias else (kernel,)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_sequences(config, ("kernel_size", "strides", "dilation_rate"))

    def summary(self) -> str:
        return in_short(self.filters, self.kernel_size, self.activation)
