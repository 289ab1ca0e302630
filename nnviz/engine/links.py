"""Links: a plain chain of dense layers, recognised so that a step through it can be computed in fewer operations."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from nnviz.engine.network import Network, Stage
from nnviz.layers.activation import Activation
from nnviz.layers.dense import Dense
from nnviz.layers.flatten import Flatten
from nnviz.layers.input import Input

HIDDEN = ("linear", "relu", "sigmoid", "tanh")
"""Activations that a layer before the last one may have: their derivative follows from a alone."""


class Link(NamedTuple):
    """One dense layer with its activation: W (inputs, units) at ``start`` of θ, b (units,) right behind it."""

    start: int
    inputs: int
    units: int
    use_bias: bool
    activation: str

    @property
    def rows(self) -> int:
        """Rows of W with b as the last one: X with a column of ones times them is X·W + b."""
        return self.inputs + self.use_bias

    @property
    def stop(self) -> int:
        return self.start + self.rows * self.units


def links_of(network: Network) -> tuple[Link, ...] | None:
    """Return the network as a chain of dense layers; None if it is anything else.

    That is: Input, perhaps Flatten, then Dense with, behind a linear one, perhaps a layer Activation. All weights are
    learned, nothing has a penalty or a constraint.
    """
    links: list[Link] = []
    for number, stage in enumerate(network.stages):
        layer, before = stage.layer, network.stages[number - 1].layer if number else None
        if stage.sources != ((number - 1,) if number else ()):
            return None
        if type(layer) is Dense and _plain(stage):
            links.append(_link(stage, layer))
        elif type(layer) is Activation and type(before) is Dense and before.activation == "linear":
            links[-1] = links[-1]._replace(activation=layer.activation)
        elif not (type(layer) is Input or (type(layer) is Flatten and not links)):
            return None
    packed = all(first.stop == second.start for first, second in pairwise(links))
    simple = all(link.activation in HIDDEN for link in links[:-1])
    return tuple(links) if links and packed and simple and links[-1].stop == network.size else None


def _link(stage: Stage, layer: Dense) -> Link:
    kernel = stage.slots[0]
    return Link(kernel.start, kernel.shape[0], layer.units, layer.use_bias, layer.activation)


def _plain(stage: Stage) -> bool:
    """Return whether the layer takes rows, learns, and has neither penalties nor constraints."""
    return (
        len(stage.output_shape) == 1
        and stage.layer.output_regularizer is None
        and all(s.trainable and s.regularizer is None and s.constraint is None for s in stage.slots)
    )
