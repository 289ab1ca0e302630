"""Conv2DTranspose: a convolution the other way round, which makes a picture larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnviz.layers.base import Array, KerasCall, KernelLayer, Pass, Shape, ShapeError, Weight
from nnviz.layers.convolving import correlate, kernel_gradient, spread, workspace
from nnviz.layers.initializers import Initializer
from nnviz.layers.sliding import (
    activation_field,
    add_and_activate,
    back_through,
    call_of,
    dilation_field,
    filters_field,
    in_short,
    initializer_field,
    kernel_size_field,
    make_room,
    strides_field,
    use_bias_field,
)
from nnviz.layers.windows import (
    Pair,
    Windows,
    fields_of_pictures,
    padding_field,
    pair_field,
    picture,
    room_for_dx,
    shown,
    strides_or_dilation,
    windows,
)
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class Conv2DTranspose(KernelLayer):
    """Z[n, s·y + d·i, s·x + d·j, f] += Σ over c of X[n, y, x, c] · W[i, j, f, c], then + b[f], A = g(Z).

    X (samples, height, width, channels), W (rows, columns, filters, channels), b (filters,), with strides s and
    dilation d: what Conv2D hands back to its input, as a forward pass. The height is s·h for ``same`` and (h − 1)·s +
    max(reach, s) for ``valid``; ``output_padding`` p makes it (h − 1)·s + (reach mod 2) + p and (h − 1)·s + reach + p.
    Backward: dX is the convolution of dZ with W. Raises :class:`ShapeError` for strides with dilation and for an
    ``output_padding`` that the strides do not allow.
    https://keras.io/api/layers/convolution_layers/convolution2d_transpose/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Conv2DTranspose")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Puts a small pattern into a larger picture for every pixel that comes in, and adds up what overlaps.",
    )
    keywords = QT_TRANSLATE_NOOP(
        "nnviz", "deconvolution transposed upsampling decoder picture image generator"
    )
    group = "convolution"
    affine = True
    formula = (
        r"z_{u,v,f} = \sum_{s y + d i = u,\; s x + d j = v} \; \sum_c x_{y,x,c} \, w_{i,j,f,c} + b_f,"
        r" \quad a = g(z)"
    )
    backward_formula = r"dx_{y,x,c} = \sum_{i,j,f} dz_{s y + d i,\; s x + d j,\; f} \, w_{i,j,f,c}"
    code = "for i, j in np.ndindex(W.shape[:2]): Z[:, i : i + s * h : s, j : j + s * w : s] += X @ W[i, j].T"

    filters: int = filters_field()
    kernel_size: tuple[int, int] = kernel_size_field()
    strides: tuple[int, int] = strides_field()
    padding: str = padding_field()
    output_padding: tuple[int, int] | None = pair_field(
        None,
        QT_TRANSLATE_NOOP(
            "nnviz", "Pixels added to the output below and at the right; smaller than the strides"
        ),
        minimum=0,
        advanced=True,
    )
    dilation_rate: tuple[int, int] = dilation_field()
    activation: str = activation_field()
    use_bias: bool = use_bias_field()
    kernel_initializer: Initializer = initializer_field(QT_TRANSLATE_NOOP("nnviz", "Where the filters start"))

    @property
    def activation_name(self) -> str:
        return self.activation

    def _size(self, shape: Shape) -> Pair:
        return self._side(shape[0], 0), self._side(shape[1], 1)

    def _side(self, size: int, axis: int) -> int:
        stride, padding = self.strides[axis], self.output_padding
        reach = (self.kernel_size[axis] - 1) * self.dilation_rate[axis] + 1
        if self.padding == "same":
            return size * stride if padding is None else (size - 1) * stride + reach % 2 + padding[axis]
        return (size - 1) * stride + (max(reach, stride) if padding is None else reach + padding[axis])

    def windows(self, shape: Shape) -> Windows:
        """Return the windows of the convolution that goes back from the output to a sample of this shape."""
        return windows(self._size(shape), self.kernel_size, self.strides, self.padding, self.dilation_rate)

    def output_shape(self, *inputs: Shape) -> Shape:
        picture(self.kind(), inputs[0])
        strides_or_dilation(self.kind(), self.strides, self.dilation_rate)
        if self.output_padding is not None and (
            any(p >= s for p, s in zip(self.output_padding, self.strides, strict=True))
            or self.windows(inputs[0]).count != inputs[0][:2]
        ):
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Conv2DTranspose cannot add {padding} pixels with strides {strides} and a window of {kernel}:"
                        " output_padding must be smaller than the strides and, for an even window and the padding"
                        " “same”, above 0. Leave it empty to let Keras choose.",
                    ),
                    padding=shown(self.output_padding),
                    strides=shown(self.strides),
                    kernel=shown(self.kernel_size),
                )
            )
        return (*self._size(inputs[0]), self.filters)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        kernel = self.kernel((*self.kernel_size, self.filters, inputs[0][-1]), self.kernel_initializer)
        return (kernel, self.bias((self.filters,))) if self.use_bias else (kernel,)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        z = make_room(m, self.output_shape(x.shape[1:]))
        spread(m, x, weights[0], self.windows(x.shape[1:]), 1, z)
        add_and_activate(m, weights[1] if self.use_bias else None, self.activation)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        back_through(m, gradients[1] if self.use_bias else None, self.activation, from_z)
        w = self.windows(m.x[0].shape[1:])
        kernel_gradient(m, m.dz, m.x[0], w, 1, gradients[0])
        if need_dx:
            m.dx = (room_for_dx(m),)
            correlate(m, m.dz, weights[0], w, 1, m.dx[0])

    def workspace(self, samples: int, *inputs: Shape) -> int:
        return workspace(self.windows(inputs[0]), self.filters, inputs[0][-1], 1, samples)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        return fields_of_pictures(config, ("kernel_size", "strides", "output_padding", "dilation_rate"))

    def summary(self) -> str:
        return in_short(self.filters, shown(self.kernel_size), self.activation)

    def keras(self) -> KerasCall:
        return call_of(self, "filters", "kernel_size")
