"""The vocabulary of the formulas: where the numbers come from, and names with indices."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design.document import Setup
from nnviz.engine.network import Network, Stage
from nnviz.engine.run import LayerTrace, Trace
from nnviz.ui.watch.expression import Constant, Named, Text
from nnviz.ui.watch.words import shape_words

Array = npt.NDArray[Any]

ONE = Constant(1)


@dataclass(frozen=True, eq=False)
class Scope:
    """Where the numbers come from: one sample (``row``) of what the layers computed.

    ``trace`` is None for a test sample that was only looked at: then there is a forward pass and nothing else.
    ``weights`` are those that computed ``layers``.
    """

    network: Network
    setup: Setup
    layers: Mapping[str, LayerTrace]
    row: int
    weights: Mapping[str, Array]
    trace: Trace | None = None
    at: int | None = None
    """Position of the output that is meant, where it is not the network's last."""

    def at_output(self, layer: str) -> Scope:
        """Return the scope with ``layer`` as the output that is meant, if it is one of several."""
        place = self.network.position[layer]
        others = self.network.outputs[:-1]
        return dataclasses.replace(self, at=place) if place in others else self

    def stage(self, name: str) -> Stage:
        return self.network.stages[self.network.position[name]]

    @cached_property
    def output(self) -> Stage:
        return self.network.stages[self.network.output if self.at is None else self.at]

    @cached_property
    def from_z(self) -> bool:
        """Whether the loss takes the last layer's sums rather than its outputs."""
        return self.setup.loss.uses_z(self.output.layer.activation_name)

    @cached_property
    def fused(self) -> bool:
        """Whether the last activation is the one that belongs to the loss, so that loss and activation are one."""
        return self.from_z and self.output.layer.activation_name == self.setup.loss.fused

    def consumers(self, stage: Stage) -> tuple[Stage, ...]:
        place = self.network.position[stage.name]
        return tuple(other for other in self.network.stages if place in other.sources)

    @property
    def samples(self) -> int:
        """Number of samples in the batch."""
        return len(self.layers[self.network.stages[self.network.input].name].a)

    def of(self, stage: Stage) -> LayerTrace:
        return self.layers[stage.name]

    def sample_of(self, values: Array | None) -> Array | None:
        """Return the values of the sample that is traced, in one row."""
        return None if values is None else values[self.row].reshape(-1)

    def kernel(self, stage: Stage) -> Array | None:
        """Return W (inputs, units) of a layer that has one."""
        return self.weights.get(f"{stage.name}/kernel")

    def bias(self, stage: Stage) -> Array | None:
        return self.weights.get(f"{stage.name}/bias")


def is_dense(stage: Stage) -> bool:
    """Return whether the layer is Z = X·W + b on rows, so that a neuron's sum can be written out."""
    kernels = [slot for slot in stage.slots if slot.path == f"{stage.name}/kernel"]
    single = len(kernels) == 1 and len(kernels[0].shape) == 2
    return stage.layer.affine and single and len(stage.output_shape) == 1


# --- names ------------------------------------------------------------------------------------------------


def indices(*numbers: int) -> str:
    """Return indices, counted from 1, as they stand at a symbol: ``13``, or ``1,13`` from ten on."""
    shown = [n + 1 for n in numbers]
    return ("" if all(n < 10 for n in shown) else ",").join(str(n) for n in shown)


def name(letter: str, *numbers: int, plain: str = "", above: str = "") -> Text:
    """Return a symbol with its indices: ``name("w", 0, 2)`` is w₁₃; ``above`` stands at the top."""
    index = indices(*numbers)
    top = f"^{{{above}}}" if above else ""
    return Text(f"{letter}{top}_{{{index}}}", f"{plain or letter}{above}_{index}")


def place_of(letter: str, shape: tuple[int, ...], unit: int, plain: str = "", above: str = "") -> Text:
    """Return a symbol with the place of ``unit`` in an array of this shape: row, column, channel."""
    places = [int(i) + 1 for i in np.unravel_index(unit, shape)]
    index = (",\\," if len(places) > 1 else "").join(map(str, places))
    top = f"^{{{above}}}" if above else ""
    return Text(f"{letter}{top}_{{{index}}}", f"{plain or letter}{above}_{','.join(map(str, places))}")


def delta(*numbers: int, above: str = "") -> Text:
    """Return the name of an error signal δ = ∂L/∂z."""
    return name(r"\delta", *numbers, plain="δ", above=above)


def y_hat(number: int, outputs: int) -> Text:
    return (
        Text(rf"\hat y_{{{indices(number)}}}", f"ŷ_{indices(number)}")
        if outputs > 1
        else Text(r"\hat y", "ŷ")
    )


def y_true(number: int, outputs: int) -> Text:
    return name("y", number) if outputs > 1 else Text("y", "y")


def partial(what: Text) -> Text:
    """Return ∂L/∂what."""
    return Text(rf"\frac{{\partial L}}{{\partial {what.latex}}}", f"∂L/∂{what.plain}")


def shape_latex(shape: tuple[int, ...]) -> str:
    """Return a shape as Python writes it, in LaTeX."""
    return rf"\text{{{shape_words(shape)}}}"


def count(letter: str, number: int) -> Named:
    """Return a count such as the batch size m: a number without a sign's colour."""
    return Named(Text(letter, letter), float(number), signed=False)
