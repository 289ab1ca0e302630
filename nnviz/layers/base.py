"""What a layer is: declared fields, a shape rule, weights, forward, backward and its Keras call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy.typing as npt

from nnviz.layers.initializers import Initializer
from nnviz.parts import Part, Registry
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError

Array = npt.NDArray[Any]
Shape = tuple[int, ...]
"""The shape of one sample: Keras' shape without the batch axis."""

GROUPS: Mapping[str, str] = {
    "core": QT_TRANSLATE_NOOP("nnviz", "Core"),
    "convolution": QT_TRANSLATE_NOOP("nnviz", "Convolution"),
    "pooling": QT_TRANSLATE_NOOP("nnviz", "Pooling"),
    "regularization": QT_TRANSLATE_NOOP("nnviz", "Regularization"),
    "merge": QT_TRANSLATE_NOOP("nnviz", "Merge"),
    "sequence": QT_TRANSLATE_NOOP("nnviz", "Sequence"),
}
"""Headings of the palette, in their order."""


class ShapeError(NnvizError):
    """The incoming shapes do not suit a layer."""


class Weight(NamedTuple):
    """One variable of a layer: its Keras name, shape, start values and whether training changes it."""

    name: str
    shape: Shape
    initializer: Initializer
    trainable: bool = True


@dataclass(frozen=True)
class KerasCall:
    """A Keras constructor call as a value, ``name(*args, **kwargs)``: names and values, never text of a program."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


class Pass:
    """What one layer computes on one batch; ``forward`` and ``backward`` fill it in.

    The notation is the one of the screen: ``x`` inputs (one array a port), ``z`` value before the activation,
    ``a`` output; ``da``, ``dz``, ``dx`` the gradients of the loss with respect to them. All arrays have the
    batch axis first. A layer writes into the arrays that it finds here and makes them where it finds ``None``,
    so a reused ``Pass`` costs no allocation.
    """

    __slots__ = ("a", "da", "dx", "dz", "training", "x", "z")

    def __init__(self, training: bool = False) -> None:
        self.x: tuple[Any, ...] = ()
        self.z: Any = None
        self.a: Any = None
        self.da: Any = None
        self.dz: Any = None
        self.dx: tuple[Any, ...] = ()
        self.training = training


class Layer(Part):
    """Base of all layers; a subclass is a frozen dataclass named as in Keras.

    ``output_shape``, ``weights``, ``forward``, ``backward`` and ``keras`` are its whole behaviour. Layers hold no
    weights: they get views into the network's one parameter vector.
    """

    group: ClassVar[str] = "core"
    ports: ClassVar[int] = 1
    """Number of inputs; 0 for the input layer."""

    affine: ClassVar[bool] = False
    """Whether z is affine in the layer's weights and a = g(z): then z moves along a straight line with them."""

    @property
    def activation_name(self) -> str:
        """Name of the activation that makes ``a`` from ``z``; empty if there is no ``z``."""
        return ""

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return the shape of one output sample; raise :class:`ShapeError` with the reason and the mend."""
        return inputs[0]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        """Return the layer's variables for these input shapes, in Keras' order."""
        return ()

    def stacks(self, *inputs: Shape) -> bool:
        """Return whether ``forward`` also takes many parameter vectors at once, for these input shapes.

        The weights, the input or both then have an axis for the vectors before all others, as numpy broadcasts
        it. The loss surface of a layer that says no is computed one vector after the other.
        """
        return False

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        """Read ``m.x`` and fill ``m.z`` and ``m.a``."""
        raise NotImplementedError

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        """Read ``m.da`` (``m.dz`` if ``from_z``) and fill ``m.dz``, ``m.dx`` and ``gradients``.

        ``gradients`` are views like ``weights`` and are overwritten. ``m.dx`` may stay empty unless ``need_dx``.
        """
        raise NotImplementedError

    def summary(self) -> str:
        """Return the line under the title of the layer's card, for example ``4, tanh``."""
        return ""

    def keras(self) -> KerasCall:
        """Return the call that makes this layer in Keras; arguments at Keras' default are left out."""
        return KerasCall(f"layers.{self.kind()}", (), self.changed())


def changed_in_keras(layer: Layer, *positional: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return positional and keyword arguments of a call that names only what differs from the default."""
    values = layer.values()
    kwargs = {name: value for name, value in layer.changed().items() if name not in positional}
    return tuple(values[name] for name in positional), kwargs


LAYERS: Registry[Layer] = Registry("layers", "nnviz.layers", Layer)
"""All layers by their Keras name."""
