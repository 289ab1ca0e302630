"""Ends: a network's outputs with the loss at each, from targets to losses of samples and gradients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.design.document import Setup
from nnviz.engine.network import Network
from nnviz.layers.activations import ACTIVATIONS
from nnviz.layers.base import Pass
from nnviz.losses.base import Loss

Array = npt.NDArray[Any]


class End:
    """One output and the loss at it."""

    def __init__(self, network: Network, loss: Loss, index: int) -> None:
        activation = network.stages[index].layer.activation_name
        self.index = index
        self.from_z = loss.uses_z(activation)
        self._loss = loss
        self._same = activation == loss.fused

    def losses(self, y: Array, m: Pass) -> Array:
        """Return the loss of each sample."""
        return self._loss.per_sample(y, m.a, m.z if self.from_z else None)

    def gradient(self, y: Array, m: Pass) -> Array:
        """Return ∂L/∂z if ``from_z``, else ∂L/∂a."""
        if not self.from_z:
            return self._loss.gradient(y, m.a)
        return self._loss.gradient_z(y, m.a if self._same else ACTIVATIONS[self._loss.fused].forward(m.z))


class Ends:
    """All outputs; what they return is weighted with the class weights of the setup."""

    def __init__(self, network: Network, setup: Setup) -> None:
        self._setup = setup
        self._ends = tuple(End(network, setup.loss, index) for index in network.outputs)
        self.from_z = [end.index for end in self._ends if end.from_z]
        """Positions of the outputs where ∂L/∂z is told instead of ∂L/∂a."""

    def __iter__(self) -> Iterator[End]:
        return iter(self._ends)

    def losses(self, y: Array, passes: list[Pass]) -> list[Array]:
        """Return for each output the losses of the samples."""
        return [self._weighted(y, end.losses(y, passes[end.index])) for end in self._ends]

    def gradients(self, y: Array, passes: list[Pass]) -> dict[int, Array]:
        """Return by output ∂L/∂z where it is one of ``from_z``, else ∂L/∂a; L is the mean over the samples."""
        return {end.index: self._weighted(y, end.gradient(y, passes[end.index])) for end in self._ends}

    def fill_da(self, y: Array, passes: list[Pass]) -> None:
        """Put ∂L/∂a where the backward pass began at z and left it out."""
        for index in self.from_z:
            passes[index].da = self._weighted(y, self._setup.loss.gradient(y, passes[index].a))

    def _weighted(self, y: Array, values: Array) -> Array:
        """Return one value or one row a sample, times the weight of the sample's class if classes have weights."""
        if not self._setup.class_weight:
            return values
        weights = self._setup.loss.sample_weights(y, self._setup.class_weight).astype(values.dtype)
        weighted: Array = values * weights.reshape(-1, *(1,) * (values.ndim - 1))
        return weighted


def mean(losses: Array) -> float:
    """Return the mean of the losses of the samples."""
    return float(np.add.reduce(losses, axis=None)) / losses.size
