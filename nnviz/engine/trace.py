"""What is known of a step: the state it starts from, its samples, and every value on the way.

All of it is immutable; arrays are read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.faults import Diverged
from nnviz.engine.network import Network
from nnviz.layers.base import Pass

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class State:
    """Everything that a step starts from: ``step`` counts from 0; ``theta`` (size,), ``slots`` (n, trainable).

    ``memory`` is what a learning rate schedule remembers of the losses so far, a few numbers.
    """

    step: int
    theta: Array
    slots: Array
    memory: tuple[float, ...] = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return (
            self.step == other.step
            and self.theta.tobytes() == other.theta.tobytes()
            and self.slots.tobytes() == other.slots.tobytes()
            and self.memory == other.memory
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def nbytes(self) -> int:
        return self.theta.nbytes + self.slots.nbytes


@dataclass(frozen=True, eq=False)
class Batch:
    """The samples of one step: ``x`` as the network takes them, ``y`` as the loss takes them."""

    x: Array
    y: Array
    indices: Array
    """Row numbers in the training data; empty for samples given from outside."""
    epoch: int = 0


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one layer computed in one step; ``None`` where the layer has no such value. Batch axis first."""

    x: tuple[Array, ...]
    z: Array | None
    a: Array
    da: Array | None
    dz: Array | None
    dx: tuple[Array, ...]
    kept: Mapping[str, Any] = field(default_factory=dict)
    """What the layer itself kept on the way, by its own names (masks, gates)."""


@dataclass(frozen=True, eq=False)
class Trace:
    """One whole step: state before, every value of both passes, gradient, state after."""

    network: Network
    batch: Batch
    before: State
    after: State
    loss: float
    """Mean of ``losses``, summed over the outputs, and ``penalty``."""
    losses: Array
    """Loss of each sample, at the output that is shown; times its class's weight where classes have weights."""
    gradient: Array
    layers: Mapping[str, LayerTrace]
    fault: Diverged | None = None
    penalty: float = 0.0
    """What the regularizers add to the loss."""
    rate: float = 0.0
    """The learning rate of this step."""
    means: tuple[float, ...] = ()
    """The mean loss at each output, in the order of ``network.outputs``."""
    update: int = 0
    """The step as the optimizer counts it, from 0: ``step``, and the steps of a training before the document."""

    @property
    def step(self) -> int:
        return self.before.step

    @property
    def output(self) -> Array:
        return self.layers[self.network.stages[self.network.output].name].a

    @property
    def nbytes(self) -> int:
        """Memory of what this step alone holds; the state before it is also one of the timeline's."""
        values = [a for m in self.layers.values() for a in (m.z, m.a, m.da, m.dz, *m.dx) if a is not None]
        values += [a for m in self.layers.values() for a in m.kept.values() if isinstance(a, np.ndarray)]
        return self.after.nbytes + self.gradient.nbytes + sum(a.nbytes for a in values)

    def weight(self, path: str) -> Array:
        """Return a weight before the update, by Keras path."""
        return self.network.slots[path].view(self.before.theta)

    def gradient_of(self, path: str) -> Array:
        """Return ∂L/∂w of a weight."""
        return self.network.slots[path].view(self.gradient)

    def next(self, path: str) -> Array:
        """Return a weight after the update."""
        return self.network.slots[path].view(self.after.theta)


def layer_trace(m: Pass) -> LayerTrace:
    """Return what a pass holds, read-only."""
    return LayerTrace(
        tuple(frozen(x) for x in m.x),
        frozen(m.z),
        frozen(m.a),
        frozen(m.da),
        frozen(m.dz),
        tuple(frozen(dx) for dx in m.dx),
        {name: frozen(v) if isinstance(v, np.ndarray) else v for name, v in m.kept.items()},
    )


def frozen(array: Any) -> Any:
    """Make an array read-only (views of shared data are only marked, never copied)."""
    if array is None:
        return None
    view = array.view()
    view.flags.writeable = False
    return view
