"""LayerNormalization: every sample brought to mean 0 and deviation 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnviz.layers.axes import from_end, others
from nnviz.layers.base import Array, KerasCall, Pass, Shape, ShapeError, Weight
from nnviz.layers.standardized import Normalizing, standardize, standardize_backward
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class LayerNormalization(Normalizing):
    """A = γ x̂ + β with x̂ = (X − μ) / √(v + ε), mean μ and (biased) variance v of each sample over ``axis``.

    γ and β have the shape of these axes. It does the same in training and outside. Backward: dX = (g − mean g −
    x̂ mean(g x̂)) / √(v + ε) with g = γ dA; dγ = Σ dA x̂ and dβ = Σ dA over all other axes. Raises
    :class:`ShapeError` for an axis that samples lack. Keras' deprecated ``rms_scaling`` is not a field.
    Ba, Kiros and Hinton 2016. https://keras.io/api/layers/normalization_layers/layer_normalization/
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Layer normalization")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Brings the values of each sample to mean 0 and deviation 1, whatever the rest of the batch is, then scales"
        " and shifts them by learned numbers.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "layernorm ln standardize mean variance transformer")
    group = "normalization"
    code = "A = gamma * (X - X.mean(-1, keepdims=True)) / np.sqrt(X.var(-1, keepdims=True) + epsilon) + beta"

    axis: Shape = declare(
        (-1,),
        "shape",
        QT_TRANSLATE_NOOP("nnviz", "The axes that mean and variance go over, 0 is the batch"),
        minimum=-8,
        advanced=True,
    )
    epsilon: float = declare(
        1e-3,
        "float",
        QT_TRANSLATE_NOOP("nnviz", "Added to the variance, so that nothing divides by 0"),
        minimum=0.0,
    )

    def _axes(self, shape: Shape) -> tuple[int, ...]:
        """Return the axes counted from the end, in Keras' order: that of the numbers as they are given."""
        axes = tuple(from_end(axis, shape, "Layer normalization") for axis in sorted(self.axis))
        if len(set(axes)) != len(axes):
            raise ShapeError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz", "Layer normalization names an axis twice ({axes}). Take one of them out."
                    ),
                    axes=self._listed(),
                )
            )
        return axes

    def _listed(self) -> str:
        return ", ".join(str(axis) for axis in self.axis)

    def output_shape(self, *inputs: Shape) -> Shape:
        self._axes(inputs[0])
        return inputs[0]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        return self.learned(tuple(inputs[0][axis] for axis in self._axes(inputs[0])))

    def stacks(self, *inputs: Shape) -> bool:
        return len(inputs[0]) == 1

    def _places(self, x: Array) -> tuple[tuple[int, ...], Shape | None]:
        """Return the axes, and the shape in which γ and β broadcast (None if they do)."""
        if self.axis == (-1,):
            return (-1,), None
        axes = self._axes(x.shape[1:])
        return axes, tuple(x.shape[axis] if axis in axes else 1 for axis in range(1 - x.ndim, 0))

    def forward(self, m: Pass, weights: Sequence[Array]) -> None:
        axes, shape = self._places(m.x[0])
        standard, inverse, _, _ = standardize(m.x[0], axes, self.epsilon)
        m.kept["standard"], m.kept["inverse"] = standard, inverse
        m.a = self.scaled(standard, weights, shape)

    def backward(
        self, m: Pass, weights: Sequence[Array], gradients: Sequence[Array], from_z: bool, need_dx: bool
    ) -> None:
        standard, inverse = m.kept["standard"], m.kept["inverse"]
        axes, shape = self._places(m.x[0])
        d = self.scaled_backward(m.da, standard, weights, gradients, shape, others(axes, m.da.ndim))
        if need_dx:
            m.dx = (standardize_backward(d, standard, inverse, axes),)

    @classmethod
    def fields_of_keras(cls, config: Mapping[str, Any]) -> dict[str, Any]:
        axis = config.get("axis", -1)
        found = {**config, "axis": tuple(axis) if isinstance(axis, list | tuple) else (axis,)}
        if not found.get("rms_scaling"):
            found.pop("rms_scaling", None)
        return found

    def summary(self) -> str:
        return "" if self.axis == (-1,) else f"axis {self._listed()}"

    def keras(self) -> KerasCall:
        changed = self.changed()
        if len(self.axis) == 1 and "axis" in changed:
            changed["axis"] = self.axis[0]
        return KerasCall("layers.LayerNormalization", (), changed)
