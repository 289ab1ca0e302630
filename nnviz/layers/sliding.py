"""What the convolution layers share: fields, and the two passes around their products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import (
    Array,
    KerasCall,
    KernelLayer,
    Layer,
    Pass,
    Shape,
    Weight,
    WeightedLayer,
    changed_in_keras,
)
from nnviz.layers.constraints import Constraint
from nnviz.layers.convolving import correlate, kernel_gradient, spread, sum_of_rows, workspace
from nnviz.layers.initializers import GlorotUniform, Initializer, Zeros
from nnviz.layers.regularizers import Regularizer
from nnviz.layers.windows import Windows, pair_field, room, room_for_dx
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP


def filters_field() -> int:
    """Declare the number of filters."""
    field: int = declare(
        8,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Number of filters: each makes one channel of the output"),
        minimum=1,
        maximum=100_000,
    )
    return field


def kernel_size_field() -> tuple[int, int]:
    """Declare the window of a picture layer."""
    field: tuple[int, int] = pair_field(
        (3, 3), QT_TRANSLATE_NOOP("nnviz", "Height and width of the window that is moved over the picture")
    )
    return field


def strides_field() -> tuple[int, int]:
    """Declare the steps of the window."""
    field: tuple[int, int] = pair_field(
        (1, 1), QT_TRANSLATE_NOOP("nnviz", "Pixels that the window moves at a time, down and across")
    )
    return field


def dilation_field() -> tuple[int, int]:
    """Declare the distance of the pixels in a window."""
    field: tuple[int, int] = pair_field(
        (1, 1),
        QT_TRANSLATE_NOOP("nnviz", "Distance of the pixels in the window, down and across; 1 leaves no gaps"),
        advanced=True,
    )
    return field


def groups_field() -> int:
    """Declare the number of groups."""
    field: int = declare(
        1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Groups of channels, each of which has its own filters"),
        minimum=1,
        maximum=100_000,
        advanced=True,
    )
    return field


def multiplier_field() -> int:
    """Declare the number of filters of each channel."""
    field: int = declare(
        1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Number of filters that every channel has to itself"),
        minimum=1,
        maximum=100_000,
    )
    return field


def activation_field() -> str:
    """Declare the activation."""
    field: str = declare(
        "linear",
        "choice",
        QT_TRANSLATE_NOOP("nnviz", "Function applied to each sum"),
        choices=tuple(ACTIVATIONS),
    )
    return field


def use_bias_field() -> bool:
    """Declare the bias."""
    field: bool = declare(
        True, "bool", QT_TRANSLATE_NOOP("nnviz", "Add a learned constant to each channel's sums")
    )
    return field


def initializer_field(help: str) -> Initializer:
    """Declare where a kernel starts."""
    field: Initializer = declare(GlorotUniform(), "part", help, family="initializers")
    return field


def regularizer_field(help: str) -> Regularizer | None:
    """Declare a penalty."""
    field: Regularizer | None = declare(
        None, "part", help, family="regularizers", optional=True, advanced=True
    )
    return field


def constraint_field(help: str) -> Constraint | None:
    """Declare a constraint."""
    field: Constraint | None = declare(None, "part", help, family="constraints", optional=True, advanced=True)
    return field


@dataclass(frozen=True, kw_only=True)
class BiasLayer(WeightedLayer):
    """Base of layers whose kernels have names of their own: the bias, and the penalty on the output."""

    bias_initializer: Initializer = declare(
        Zeros(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the biases start"),
        family="initializers",
        advanced=True,
    )
    bias_regularizer: Regularizer | None = regularizer_field(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the biases, added to the loss")
    )
    activity_regularizer: Regularizer | None = regularizer_field(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the layer's output, added to the loss")
    )
    bias_constraint: Constraint | None = constraint_field(
        QT_TRANSLATE_NOOP("nnviz", "What the biases are brought back to after every update")
    )

    def bias(self, shape: Shape) -> Weight:
        """Return the declaration of the bias."""
        return Weight("bias", shape, self.bias_initializer, True, self.bias_regularizer, self.bias_constraint)


def make_room(m: Pass, shape: Shape) -> Array:
    """Return the room for z of these samples, which becomes ``m.z``."""
    x = m.x[0]
    m.z = room(m.z, (len(x), *shape), x.dtype)
    z: Array = m.z
    return z


def add_and_activate(m: Pass, bias: Array | None, activation: str) -> None:
    """z += b, a = g(z)."""
    if bias is not None:
        m.z += bias
    m.a = ACTIVATIONS[activation].forward(m.z, m.a)


def back_through(m: Pass, bias_gradient: Array | None, activation: str, from_z: bool) -> None:
    """dz = da ⊙ g′(z) unless it is there already, db = Σ dz."""
    if not from_z:
        m.dz = ACTIVATIONS[activation].backward(m.da, m.z, m.a, m.dz)
    if bias_gradient is not None:
        sum_of_rows(m.dz, bias_gradient)


class Convolution(KernelLayer):
    """Both passes of Conv1D and Conv2D: they differ in what they make of an array to have a picture."""

    affine = True
    group = "convolution"

    if TYPE_CHECKING:
        filters: int
        groups: int
        activation: str
        use_bias: bool
        padding: str
        kernel_initializer: Initializer

    def windows(self, shape: Shape) -> Windows:
        """Return the windows on a sample of this shape."""
        raise NotImplementedError

    def picture(self, array: Array) -> Array:
        """Return samples with two axes for the pixels."""
        return array

    def filters_of(self, kernel: Array) -> Array:
        """Return the kernel with two axes for the window."""
        return kernel

    @property
    def activation_name(self) -> str:
        return self.activation

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        z = make_room(m, self.output_shape(x.shape[1:]))
        w = self.windows(x.shape[1:])
        correlate(m, self.picture(x), self.filters_of(weights[0]), w, self.groups, self.picture(z))
        add_and_activate(m, weights[1] if self.use_bias else None, self.activation)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        back_through(m, gradients[1] if self.use_bias else None, self.activation, from_z)
        x, dz = self.picture(m.x[0]), self.picture(m.dz)
        w = self.windows(m.x[0].shape[1:])
        kernel_gradient(m, x, dz, w, self.groups, self.filters_of(gradients[0]))
        if need_dx:
            m.dx = (room_for_dx(m),)
            spread(m, dz, self.filters_of(weights[0]), w, self.groups, self.picture(m.dx[0]))

    def workspace(self, samples: int, *inputs: Shape) -> int:
        return workspace(self.windows(inputs[0]), inputs[0][-1], self.filters, self.groups, samples)

    def keras(self) -> KerasCall:
        return call_of(self, "filters", "kernel_size")


def call_of(layer: Layer, *positional: str) -> KerasCall:
    """Return the call that makes a layer in Keras, with these arguments by their place."""
    args, kwargs = changed_in_keras(layer, *positional)
    return KerasCall(f"layers.{layer.kind()}", args, kwargs)


def in_short(*parts: Any) -> str:
    """Return the line under a card's title; what is empty is left out."""
    return ", ".join(str(part) for part in parts if part)
