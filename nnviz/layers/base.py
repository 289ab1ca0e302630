"""What a layer is: declared fields, a shape rule, weights, forward, backward and its Keras call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.layers.constraints import Constraint
from nnviz.layers.initializers import Initializer, Zeros
from nnviz.layers.regularizers import Regularizer
from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError

Array = npt.NDArray[Any]
Shape = tuple[int, ...]
"""The shape of one sample: Keras' shape without the batch axis."""

GROUPS: Mapping[str, str] = {
    "core": QT_TRANSLATE_NOOP("nnviz", "Core"),
    "convolution": QT_TRANSLATE_NOOP("nnviz", "Convolution"),
    "pooling": QT_TRANSLATE_NOOP("nnviz", "Pooling"),
    "activation": QT_TRANSLATE_NOOP("nnviz", "Activation"),
    "reshaping": QT_TRANSLATE_NOOP("nnviz", "Reshaping"),
    "normalization": QT_TRANSLATE_NOOP("nnviz", "Normalization"),
    "regularization": QT_TRANSLATE_NOOP("nnviz", "Regularization"),
    "merge": QT_TRANSLATE_NOOP("nnviz", "Merge"),
    "sequence": QT_TRANSLATE_NOOP("nnviz", "Sequence"),
    "preprocessing": QT_TRANSLATE_NOOP("nnviz", "Preprocessing"),
    "augmentation": QT_TRANSLATE_NOOP("nnviz", "Augmentation"),
    "pretrained": QT_TRANSLATE_NOOP("nnviz", "Pretrained"),
}
"""Headings of the palette, in their order."""


class ShapeError(NnvizError):
    """The incoming shapes do not suit a layer."""


class Weight(NamedTuple):
    """One variable of a layer: its Keras name, shape, start values and what training does with it.

    ``trainable`` variables get gradients and are changed by the optimizer; the others keep their value or get the
    one that ``forward`` puts into :attr:`Pass.updates` (moving averages). ``regularizer`` adds a penalty to the
    loss, ``constraint`` is applied after every update.
    """

    name: str
    shape: Shape
    initializer: Initializer
    trainable: bool = True
    regularizer: Regularizer | None = None
    constraint: Constraint | None = None


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

    ``kept`` is a layer's own: what its backward pass needs besides (masks, columns, gates), by a name that the
    screen may show. ``scratch`` is memory that a layer uses again and that means nothing between two calls; a trace
    does not hold it. ``updates`` holds new values of variables that no gradient changes, by the variable's name; only
    a pass with ``training`` has them.
    """

    __slots__ = ("a", "da", "dx", "dz", "kept", "scratch", "seed", "training", "updates", "x", "z")

    def __init__(self, training: bool = False, seed: tuple[int, ...] = ()) -> None:
        self.x: tuple[Any, ...] = ()
        self.z: Any = None
        self.a: Any = None
        self.da: Any = None
        self.dz: Any = None
        self.dx: tuple[Any, ...] = ()
        self.kept: dict[str, Any] = {}
        self.scratch: dict[str, Any] = {}
        self.updates: dict[str, Any] = {}
        self.training = training
        self.seed = seed

    def random(self) -> np.random.Generator:
        """Return the generator of this layer in this step: the same numbers whenever the step is computed again."""
        return np.random.default_rng(self.seed)


class Layer(Part):
    """Base of all layers; a subclass is a frozen dataclass named as in Keras.

    ``output_shape``, ``weights``, ``forward``, ``backward`` and ``keras`` are its whole behaviour. Layers hold no
    weights: they get views into the network's one parameter vector.
    """

    group: ClassVar[str] = "core"
    ports: ClassVar[int] = 1
    """Number of inputs that it needs; 0 for the input layer."""
    most_ports: ClassVar[int | None] = None
    """Number of inputs that it can take; None if it is ``ports``."""

    formula: ClassVar[str] = ""
    """What forward computes, in LaTeX; empty if the screen has a better explanation of its own."""
    backward_formula: ClassVar[str] = ""
    """What backward computes, in LaTeX."""
    code: ClassVar[str] = ""
    """Forward in one line of numpy, with X for the input (X1, X2 … for several) and A for the output."""

    random: ClassVar[bool] = False
    """Whether it draws random numbers in training: a mask, noise."""
    batchwise: ClassVar[bool] = False
    """Whether a sample's output in training depends on the other samples of the batch."""
    adapts: ClassVar[bool] = False
    """Whether :meth:`adapted` computes its variables from the training samples before the first step."""
    takes_indices: ClassVar[bool] = False
    """Whether its input is whole numbers (indices into a table), for which there is no gradient."""
    inner: ClassVar[str] = ""
    """Attribute of Keras' layer that owns the variables, where the layer itself does not (``cell``)."""
    identity_in_watch: ClassVar[bool] = False
    """Whether it works in Keras only and hands its input on unchanged here (augmentation)."""

    affine: ClassVar[bool] = False
    """Whether z is affine in the layer's weights and a = g(z): then z moves along a straight line with them."""

    sealed: ClassVar[bool] = False
    """Whether only Keras can compute it: a pretrained base, whose output is taken as the input of what follows."""

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

    def workspace(self, samples: int, *inputs: Shape) -> int:
        """Return how many numbers a step holds in this layer besides weights, values and their gradients."""
        return 0

    def adapted(self, samples: Array) -> dict[str, Array]:
        """Return the variables that follow from the training ``samples`` that arrive here, by name."""
        return {}

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

    @property
    def learns(self) -> bool:
        """Whether training may change its trainable variables (``trainable`` in Keras)."""
        return bool(getattr(self, "trainable", True))

    @property
    def trains_otherwise(self) -> bool:
        """Whether it computes something else in training than in use: random numbers, the batch's own averages."""
        return self.random

    @property
    def output_regularizer(self) -> Regularizer | None:
        """The penalty on its output (``activity_regularizer`` in Keras)."""
        return getattr(self, "activity_regularizer", None)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        """Return Keras' configuration of this layer in the names and forms of the declared fields.

        Only what differs from Keras' own names and forms needs to be changed; whoever calls it decodes parts, turns
        lists into tuples, leaves out what every layer has (name, dtype …) and refuses what has no field here and is
        not at Keras' default.
        """
        return dict(config)

    def summary(self) -> str:
        """Return the line under the title of the layer's card, for example ``4, tanh``."""
        return ""

    def keras(self) -> KerasCall:
        """Return the call that makes this layer in Keras; arguments at Keras' default are left out."""
        return KerasCall(f"layers.{self.kind()}", (), self.changed())

    def keras_for(self, *inputs: Shape) -> KerasCall:
        """Return the call for these input shapes; few layers need to know them."""
        return self.keras()


def _regularizer(help: str) -> Regularizer | None:
    field: Regularizer | None = declare(
        None, "part", help, family="regularizers", optional=True, advanced=True
    )
    return field


def _constraint(help: str) -> Constraint | None:
    field: Constraint | None = declare(None, "part", help, family="constraints", optional=True, advanced=True)
    return field


@dataclass(frozen=True, kw_only=True)
class WeightedLayer(Layer):
    """Base of layers with weights, which can be frozen."""

    trainable: bool = declare(
        True,
        "bool",
        QT_TRANSLATE_NOOP("nnviz", "Training changes the weights; otherwise they are frozen"),
        advanced=True,
    )


@dataclass(frozen=True, kw_only=True)
class KernelLayer(WeightedLayer):
    """Base of layers with a kernel and a bias: regularizers and constraints of both, and of the output."""

    bias_initializer: Initializer = declare(
        Zeros(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the biases start"),
        family="initializers",
        advanced=True,
    )
    kernel_regularizer: Regularizer | None = _regularizer(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the weights, added to the loss")
    )
    bias_regularizer: Regularizer | None = _regularizer(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the biases, added to the loss")
    )
    activity_regularizer: Regularizer | None = _regularizer(
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the layer's output, added to the loss")
    )
    kernel_constraint: Constraint | None = _constraint(
        QT_TRANSLATE_NOOP("nnviz", "What the weights are brought back to after every update")
    )
    bias_constraint: Constraint | None = _constraint(
        QT_TRANSLATE_NOOP("nnviz", "What the biases are brought back to after every update")
    )

    def kernel(self, shape: Shape, initializer: Initializer, name: str = "kernel") -> Weight:
        """Return the declaration of the kernel."""
        return Weight(name, shape, initializer, True, self.kernel_regularizer, self.kernel_constraint)

    def bias(self, shape: Shape, name: str = "bias") -> Weight:
        """Return the declaration of the bias."""
        return Weight(name, shape, self.bias_initializer, True, self.bias_regularizer, self.bias_constraint)


def changed_in_keras(layer: Layer, *positional: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return positional and keyword arguments of a call that names only what differs from the default."""
    values = layer.values()
    kwargs = {name: value for name, value in layer.changed().items() if name not in positional}
    return tuple(values[name] for name in positional), kwargs


LAYERS: Registry[Layer] = Registry("layers", "nnviz.layers", Layer)
"""All layers by their Keras name."""
