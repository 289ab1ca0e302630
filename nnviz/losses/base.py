"""What a loss is: a number per sample, its mean over the batch, and the gradient of that mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from nnviz.parts import Part, Registry, declare
from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

Array = npt.NDArray[Any]

EPSILON = 1e-7
"""Keras' ``backend.epsilon()``: probabilities are kept this far from 0 and 1 before a logarithm."""


class LossError(NnvizError):
    """The targets do not suit the loss."""


class Form(NamedTuple):
    """A formula in two spellings and as numpy.

    In the spellings ``@a`` stands for an output, ``@y`` for its target as the loss takes it, and ``@name`` for a field
    of the loss or a number that the loss names. ``code`` has ``{A}`` and ``{Y}`` for the arrays and the fields by name.
    """

    latex: str
    plain: str
    code: str = ""


class Amount(NamedTuple):
    """A number in a formula with its name in both spellings."""

    latex: str
    plain: str
    number: float


class Loss(Part):
    """Base of all losses, with Keras' definition and reduction (``sum_over_batch_size``: the mean).

    The loss of a batch is L = (1/m) Σ lᵢ over the m samples; every gradient below is that of L, so it carries the
    factor 1/m.

    Behind a sigmoid or a softmax, Keras (on TensorFlow) computes every cross-entropy from that activation's
    argument z as the logit: log(softmax(z)) is then formed without ever rounding a probability to 0. nnviz does
    the same. The activation should be the one that belongs to the loss (``fused``); Keras takes z as the logit
    even if it is the other of the two, or if ``from_logits`` is set.
    """

    keras_name: ClassVar[str]
    formula: ClassVar[str]
    """The loss of one sample in LaTeX, with y the target and ŷ the output."""
    gradient_formula: ClassVar[str]
    """∂L/∂ŷ in LaTeX."""
    gradient_z_formula: ClassVar[str] = ""
    """∂L/∂z in LaTeX where the last activation is ``fused``."""
    fused: ClassVar[str] = ""
    """Name of the activation that belongs to the loss and makes probabilities; empty if there is none."""
    suits: ClassVar[tuple[str, ...]] = ()
    """Activations of the output whose values the loss is made for, the usual one first; empty: any."""
    symbols: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Names of fields in formulas: (LaTeX, plain)."""
    function: ClassVar[str] = ""
    """Program text of the function ``keras_name`` where Keras has no such loss."""
    targets: ClassVar[str] = "values"
    """Form of the targets: ``values`` like the output, ``labels`` (class numbers) or ``one_hot``."""
    tasks: ClassVar[tuple[str, ...]] = ("regression", "binary", "classes")
    """Tasks of the data for which the loss makes sense."""

    def uses_z(self, activation: str) -> bool:
        """Return whether the loss is computed from z when the output is ``activation`` of z."""
        return bool(self.fused) and activation in ("sigmoid", "softmax")

    @property
    def takes_logits(self) -> bool:
        """Whether the network's output is a logit rather than a probability."""
        return bool(getattr(self, "from_logits", False))

    @property
    def threshold(self) -> float:
        """Where a single output parts the two classes."""
        return 0.0 if self.takes_logits else 0.5

    def taken(self, y: Array) -> Array:
        """Return prepared targets of a batch as the formula takes them: smoothed, say, or −1 and 1 for 0 and 1."""
        return y

    def taken_form(self) -> Form | None:
        """Return how :meth:`taken` is written; None if it changes nothing."""
        return None

    def prepare(self, y: Array, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return targets ``y`` (a number or a label a sample, or already like the output) as the loss takes them.

        ``shape`` is the output's shape without the batch axis. Labels for several outputs become rows with a
        single 1, except where the loss takes labels. Raise :class:`LossError` for targets that do not suit.
        """
        if self.targets == "labels":
            return self._labels(y, shape).reshape(len(y), *shape[:-1])
        if y.ndim == 1 and (self.targets == "one_hot" or shape[-1] > 1):  # class numbers
            return np.eye(shape[-1], dtype=dtype)[self._labels(y, shape)]
        if y.size != len(y) * math.prod(shape):
            raise LossError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "The loss “{loss}” needs targets of the shape {expected} for each sample, but they have"
                        " {found}.",
                    ),
                    loss=self.title,
                    expected=shape,
                    found=y.shape[1:],
                )
            )
        return y.astype(dtype).reshape(len(y), *shape)

    def _labels(self, y: Array, shape: tuple[int, ...]) -> Array:
        labels = y.astype(np.int64)
        if y.size != len(y) * math.prod(shape[:-1]) or ((labels != y) | (y < 0) | (y >= shape[-1])).any():
            raise LossError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz", "The loss “{loss}” needs a class number from 0 to {last} for each sample."
                    ),
                    loss=self.title,
                    last=shape[-1] - 1,
                )
            )
        return labels

    def sample_weights(self, y: Array, class_weight: Sequence[float]) -> Array:
        """Return the weight of each sample's class, shape (samples,); ``y`` as :meth:`prepare` returns it.

        As in Keras' ``fit``: the class of a row is its largest entry, of a single number that number rounded; a
        class without a weight has 1.
        """
        rows = y.reshape(len(y), -1)
        if self.targets != "labels" and rows.shape[1] > 1:
            classes = rows.argmax(axis=1)
        else:
            classes = np.rint(rows[:, 0]).astype(np.intp)
        table = np.ones(max(len(class_weight), int(classes.max(initial=0)) + 1))
        table[: len(class_weight)] = class_weight
        result: Array = table[classes]
        return result

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        """Return the loss of each sample, shape ``a.shape[:-1]``; ``z`` is given where ``uses_z``."""
        raise NotImplementedError

    def gradient(self, y: Array, a: Array) -> Array:
        """Return ∂L/∂a, shape of ``a``."""
        raise NotImplementedError

    def gradient_z(self, y: Array, a: Array) -> Array:
        """Return ∂L/∂z, shape of ``a``, where ``a`` is the ``fused`` activation of z."""
        raise NotImplementedError


class Elementwise(Loss):
    """A loss that takes every output by itself: l is the mean (``averages``) or the sum of t(ŷⱼ, yⱼ) over the outputs.

    The gradient is ∂L/∂ŷⱼ = t′(ŷⱼ, yⱼ) / (m k), for a sum t′(ŷⱼ, yⱼ) / m.
    """

    averages: ClassVar[bool] = True
    term_form: ClassVar[Form]
    """t of one output."""
    slope_form: ClassVar[Form]
    """Its derivative by the output."""

    def term(self, a: Array, y: Array) -> Array:
        """Return t for targets as the formula takes them, in new memory."""
        raise NotImplementedError

    def slope(self, a: Array, y: Array) -> Array:
        """Return ∂t/∂a, in new memory."""
        raise NotImplementedError

    def forms_at(self, a: float, y: float) -> tuple[Form, Form]:
        """Return how t and its derivative are written where the output is ``a`` (pieces may be written apart)."""
        return self.term_form, self.slope_form

    def per_sample(self, y: Array, a: Array, z: Array | None = None) -> Array:
        terms = self.term(a, self.taken(y))
        if self.averages:
            return mean_of_last(terms)
        total: Array = np.add.reduce(terms, axis=-1)
        return total

    def gradient(self, y: Array, a: Array) -> Array:
        slope = self.slope(a, self.taken(y))
        slope *= 1 / (a.size if self.averages else samples(a))
        return slope


class Rowwise(Loss):
    """A loss of all outputs of a sample together, l(ŷ, y), whose formulas name amounts made of the whole row.

    ``value_form`` is l and ``slope_form`` ∂l/∂ŷⱼ.
    """

    value_form: ClassVar[Form]
    slope_form: ClassVar[Form]

    def amounts(self, a: Array, y: Array) -> Mapping[str, Amount]:
        """Return the numbers that ``value_form`` names, for one sample (k,)."""
        raise NotImplementedError

    def slope_amounts(self, a: Array, y: Array, unit: int) -> Mapping[str, Amount]:
        """Return the numbers that ``slope_form`` names, for one output of one sample."""
        raise NotImplementedError


def smoothing() -> Any:
    """Return the field ``label_smoothing`` of the cross-entropies."""
    return declare(
        0.0,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Share of each target that is spread evenly over the classes"),
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        advanced=True,
    )


def samples(a: Array) -> int:
    """Return the number that the mean divides by: all axes but the last."""
    return int(a.size // a.shape[-1])


def mean_of_last(values: Array) -> Array:
    """Return the mean over the last axis; for an axis of one value that is the value."""
    if values.shape[-1] == 1:
        only: Array = values[..., 0]
        return only
    mean: Array = np.add.reduce(values, axis=-1) / values.shape[-1]
    return mean


LOSSES: Registry[Loss] = Registry("losses", "nnviz.losses", Loss)
"""All losses by class name, which is Keras' class name."""
