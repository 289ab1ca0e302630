"""What the recurrent layers share: fields, weights, and the walk along the time axis and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Array, KerasCall, KernelLayer, Pass, Shape, ShapeError, Weight
from nnviz.layers.constraints import Constraint
from nnviz.layers.initializers import GlorotUniform, Initializer, Orthogonal
from nnviz.layers.regularizers import Regularizer
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say

INNER = tuple(name for name, found in ACTIVATIONS.items() if found.elementwise)
"""Activations that a gate or a state can have: those that work number by number."""


@dataclass(frozen=True, kw_only=True)
class Recurrent(KernelLayer):
    """Base of the recurrent layers: x (samples, T, features), state h (samples, units), which starts at 0.

    The kernel (features, gates · units) meets every xₜ, the recurrent kernel (units, gates · units) every hₜ₋₁; the
    gates lie side by side in Keras' order. The output is the last state, or all of them with ``return_sequences``.
    A subclass computes one step with :meth:`step` and goes back over it with :meth:`step_back`.
    ``Pass.kept`` holds, by name, (samples, T, units): ``h`` the states and what the subclass names in ``per_step``.
    """

    group = "sequence"
    inner = "cell"
    gates: ClassVar[int] = 1
    cell: ClassVar[str] = ""
    """Name of the inner layer that owns the weights in Keras."""
    per_step: ClassVar[tuple[str, ...]] = ()
    """Names of the arrays that :meth:`step` returns besides the state."""

    kernel_initializer: Initializer = declare(
        GlorotUniform(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the weights of the inputs start"),
        family="initializers",
        advanced=True,
    )
    recurrent_initializer: Initializer = declare(
        Orthogonal(),
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Where the weights of the state start"),
        family="initializers",
        advanced=True,
    )
    recurrent_regularizer: Regularizer | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "Penalty on the weights of the state, added to the loss"),
        family="regularizers",
        optional=True,
        advanced=True,
    )
    recurrent_constraint: Constraint | None = declare(
        None,
        "part",
        QT_TRANSLATE_NOOP("nnviz", "What the weights of the state are brought back to after every update"),
        family="constraints",
        optional=True,
        advanced=True,
    )
    return_sequences: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "Hand on the state of every time step, not only the last")
    )
    go_backwards: bool = declare(
        False, "bool", QT_TRANSLATE_NOOP("nnviz", "Read the sequence from its end"), advanced=True
    )

    if TYPE_CHECKING:  # declared by the subclasses, where Keras has them first
        units: int
        use_bias: bool

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(inputs[0]) != 2:
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "{layer} reads a sequence of shape (time steps, features), but a sample here has the shape"
                        " {found}. Put a Reshape or an Embedding before it.",
                    ),
                    layer=self.kind(),
                    found=inputs[0],
                )
            )
        return (inputs[0][0], self.units) if self.return_sequences else (self.units,)

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        width = self.gates * self.units
        kernels = (
            self.kernel((inputs[0][-1], width), self.kernel_initializer, f"{self.cell}/kernel"),
            Weight(
                f"{self.cell}/recurrent_kernel",
                (self.units, width),
                self.recurrent_initializer,
                True,
                self.recurrent_regularizer,
                self.recurrent_constraint,
            ),
        )
        if not self.use_bias:
            return kernels
        bias = self.bias(self.bias_shape, f"{self.cell}/bias")
        return (*kernels, bias._replace(initializer=self.bias_start))

    @property
    def bias_shape(self) -> Shape:
        return (self.gates * self.units,)

    @property
    def bias_start(self) -> Initializer:
        """Where the biases of all gates start."""
        return self.bias_initializer

    def step(self, x: Array, before: Mapping[str, Array], weights: Sequence[Array]) -> dict[str, Array]:
        """Return ``h`` and the arrays named in ``per_step`` of one time step.

        ``x`` is xₜ·W and the bias that belongs to it, (samples, gates · units); ``before`` is what the step before
        returned, and holds zeros at the start.
        """
        raise NotImplementedError

    def step_back(
        self,
        now: Mapping[str, Array],
        before: Mapping[str, Array],
        arriving: dict[str, Array],
        weights: Sequence[Array],
        gradients: Sequence[Array],
    ) -> Array:
        """Return the gradient with respect to ``x`` of :meth:`step`.

        ``arriving`` holds the gradient with respect to what is handed from step to step (``h``, and ``c`` of an
        LSTM), and is brought back to the step before. The gradients of the recurrent kernel and of a bias that
        belongs to it are added to ``gradients``.
        """
        raise NotImplementedError

    def input_bias(self, weights: Sequence[Array]) -> Array:
        """Return the bias that belongs to the inputs."""
        return weights[2]

    def add_bias_gradient(self, dx: Array, gradients: Sequence[Array]) -> None:
        """Put the gradient of :meth:`input_bias`, summed over samples and time, into ``gradients``."""
        gradients[2][...] = dx.sum(axis=(0, 1))

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0][:, ::-1] if self.go_backwards else m.x[0]
        projected = np.matmul(x, weights[0])
        if self.use_bias:
            projected += self.input_bias(weights)
        samples, length = x.shape[:2]
        names = ("h", *self.per_step)
        kept = {name: np.empty((samples, length, self.units), x.dtype) for name in names}
        now = {name: np.zeros((samples, self.units), x.dtype) for name in names}
        for t in range(length):
            now = self.step(projected[:, t], now, weights)
            for name in names:
                kept[name][:, t] = now[name]
        m.kept = kept
        m.a = kept["h"] if self.return_sequences else kept["h"][:, -1].copy()

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        x = m.x[0][:, ::-1] if self.go_backwards else m.x[0]
        samples, length = x.shape[:2]
        for gradient in gradients:
            gradient[...] = 0
        d_projected = np.empty((samples, length, self.gates * self.units), x.dtype)
        zeros = np.zeros((samples, self.units), x.dtype)
        start = dict.fromkeys(m.kept, zeros)
        arriving = {"h": zeros if self.return_sequences else m.da, "c": zeros}
        for t in reversed(range(length)):
            if self.return_sequences:
                arriving["h"] = arriving["h"] + m.da[:, t]
            now = {name: values[:, t] for name, values in m.kept.items()}
            before = {name: values[:, t - 1] for name, values in m.kept.items()} if t else start
            d_projected[:, t] = self.step_back(now, before, arriving, weights, gradients)
        rows = d_projected.reshape(-1, d_projected.shape[-1])
        np.dot(x.reshape(-1, x.shape[-1]).T, rows, out=gradients[0])
        if self.use_bias:
            self.add_bias_gradient(d_projected, gradients)
        if need_dx:
            dx = np.matmul(d_projected, weights[0].T)
            m.dx = (dx[:, ::-1] if self.go_backwards else dx,)

    def summary(self) -> str:
        return str(self.units)

    def keras(self) -> KerasCall:
        kwargs = {name: value for name, value in self.changed().items() if name != "units"}
        return KerasCall(f"layers.{self.kind()}", (self.units,), kwargs)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        # How Keras computes it is not what it computes.
        return {name: value for name, value in config.items() if name not in ("implementation", "seed")}


def back(name: str, da: Array, z: Array, a: Array) -> Array:
    """Return the gradient with respect to z where a = g(z)."""
    return ACTIVATIONS[name].backward(da, z, a)


def side_by_side(parts: Sequence[Array]) -> Array:
    """Return the gates' arrays as one, in Keras' order."""
    return np.concatenate(parts, axis=-1)
