"""GroupNormalization: groups of channels of every sample brought to mean 0 and deviation 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.layers.base import Array, KerasCall, Pass, Shape, ShapeError, Weight
from nnviz.layers.standardized import Normalizing, standardize, standardize_backward
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class GroupNormalization(Normalizing):
    """A = γ x̂ + β with x̂ = (X − μ) / √(v + ε), mean μ and variance v of each sample and group of channels.

    The channels (last axis) are cut into ``groups`` of neighbours, −1: each channel is a group. γ and β have one
    value for each channel. Raises :class:`ShapeError` if the groups do not divide the channels; Keras' ``axis`` is
    always −1 here. Wu and He 2018. https://keras.io/api/layers/normalization_layers/group_normalization/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Group normalization")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Brings groups of channels of each sample to mean 0 and deviation 1, whatever the rest of the batch is, then"
        " scales and shifts every channel by learned numbers.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "groupnorm gn instance standardize channels")
    group = "normalization"
    code = (
        "G = X.reshape(len(X), -1, groups, X.shape[-1] // groups); "
        "A = ((G - G.mean((1, 3), keepdims=True)) / np.sqrt(G.var((1, 3), keepdims=True) + epsilon))"
        ".reshape(X.shape) * gamma + beta"
    )

    groups: int = declare(
        1,
        "int",
        QT_TRANSLATE_NOOP("nnviz", "Number of groups of channels; −1: each channel is one"),
        minimum=-1,
        maximum=100_000,
    )
    epsilon: float = declare(
        1e-3,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Added to the variance, so that nothing divides by 0"),
        minimum=0.0,
    )

    def output_shape(self, *inputs: Shape) -> Shape:
        channels = inputs[0][-1]
        if self.groups == 0 or (self.groups > 0 and channels % self.groups):
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "Group normalization cannot cut {channels} channels into {groups} groups of equal size."
                        " Change the number of groups.",
                    ),
                    channels=channels,
                    groups=self.groups,
                )
            )
        return inputs[0]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        return self.learned((inputs[0][-1],))

    def _grouped(self, x: Array) -> Array:
        """Return (batch, places, groups, channels of a group)."""
        channels = x.shape[-1]
        groups = channels if self.groups == -1 else self.groups
        places = math.prod(x.shape[1:-1])
        return x.reshape(len(x), places, groups, channels // groups)

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        x = m.x[0]
        standard, inverse, _, _ = standardize(self._grouped(x), (1, 3), self.epsilon)
        m.kept["standard"], m.kept["inverse"] = standard, inverse
        m.a = self.scaled(standard.reshape(x.shape), weights, None)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        x, standard = m.x[0], m.kept["standard"]
        over = tuple(range(x.ndim - 1))
        d = self.scaled_backward(m.da, standard.reshape(x.shape), weights, gradients, None, over)
        if need_dx:
            dx = standardize_backward(self._grouped(d), standard, m.kept["inverse"], (1, 3))
            m.dx = (dx.reshape(x.shape),)

    def summary(self) -> str:
        return f"{self.groups}"

    def keras(self) -> KerasCall:
        changed = {name: value for name, value in self.changed().items() if name != "groups"}
        return KerasCall("layers.GroupNormalization", (self.groups,), changed)
